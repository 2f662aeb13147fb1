"""What is to be filled in at a place, in sections of a few boxes; what is unusual; which periods are closed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _

from rumahbersama.chain.needs import queries
from rumahbersama.chain.needs.entry.models import PeriodLock
from rumahbersama.chain.needs.entry.rules import CEILING, Doubt, Limits, doubt_of
from rumahbersama.chain.needs.models import Indicator, Observation, Period, Threshold
from rumahbersama.chain.needs.permissions import may_enter
from rumahbersama.chain.needs.rules import MONTHS, fits
from rumahbersama.chain.needs.spm.queries import pages_of, services_on
from rumahbersama.chain.needs.storing import ENTITY
from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.audit.queries import last_records
from rumahbersama.ground.people.permissions import within
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.queries import children_of
from rumahbersama.ground.regions.rules import ancestor_codes

AREA = "bidang-"
Key = tuple[int, int]  # ids of region and indicator


@dataclass(frozen=True)
class Cell:
    """One box: an indicator at a place, with what is stored there."""

    region: Region
    indicator: Indicator
    stored: Observation | None

    @property
    def key(self) -> Key:
        """Return the ids of place and indicator."""
        return self.region.pk, self.indicator.pk


@dataclass(frozen=True)
class Section:
    """One page of boxes: a field of services at one place, or one indicator for the villages of a kecamatan."""

    code: str
    title: str
    cells: list[Cell]

    @property
    def filled(self) -> int:
        """Return how many boxes have a value."""
        return sum(cell.stored is not None for cell in self.cells)

    @property
    def contested(self) -> int:
        """Return how many values somebody contests."""
        states = [cell.stored.state for cell in self.cells if cell.stored]
        return states.count(Observation.State.CONTESTED)

    @property
    def is_done(self) -> bool:
        """Tell whether nothing is left to fill in or to settle."""
        return self.filled == len(self.cells) and not self.contested

    @property
    def by_place(self) -> bool:
        """Tell whether the boxes are villages (of one indicator), not indicators (of one place)."""
        return not self.code.startswith(AREA)


def sections_of(*, user: Any, region: Region, period: Period) -> list[Section]:  # noqa: ANN401 - Account
    """Return what ``user`` fills in at ``region`` for ``period`` (five queries at most).

    At every place the indicators observed there, by field of services; at a kecamatan also, for a unit that
    supplies its villages' figures, one section for each of those indicators; at a kabupaten the minimum services
    in sections of their own. Each is asked for in its own kind of period: see ``_asked``.
    """
    mine = [each for each in queries.indicators_in_use() if may_enter(user, region, each)]
    own = [each for each in mine if each.observed_level == region.level]
    below = [each for each in mine if each.observed_level == Level.DESA] if region.level == Level.KECAMATAN else []
    minimum = _minimum_pages(user, region, period) if region.level == Level.KABUPATEN else []
    villages = list(children_of(region)) if below else []
    asked = [*own, *below, *(each for _code, _title, page in minimum for each in page)]
    stored = _stored([region, *villages], period, asked)
    wanted = _asked(asked, period, {what for _place, what in stored})
    areas: dict[str, Section] = {}
    for each in (each for each in own if each.pk in wanted):
        code = AREA + each.area.code
        section = areas.setdefault(code, Section(code, str(each.area), []))
        section.cells.append(Cell(region, each, stored.get((region.pk, each.pk))))
    pages = [
        Section(
            code, title, [Cell(region, each, stored.get((region.pk, each.pk))) for each in page if each.pk in wanted]
        )
        for code, title, page in minimum
    ]
    lists = [
        Section(each.code, str(each), [Cell(desa, each, stored.get((desa.pk, each.pk))) for desa in villages])
        for each in below
        if each.pk in wanted
    ]
    return [*areas.values(), *(section for section in (*pages, *lists) if section.cells)]


def _asked(indicators: Sequence[Indicator], period: Period, sent: set[int]) -> set[int]:
    """Return the ids of those that a period asks for: of its kind, and those of which it has a figure already.

    Where it asks for none, as an old year that is filled in later, it takes all that can be told of so long a time.
    """
    found = {each.pk for each in indicators if each.asked_each == period.kind} | sent
    return found or {each.pk for each in indicators if fits(each.asked_each, period.kind)}


def periods_asked(*, user: Any, region: Region, asked: Mapping[str, Period]) -> list[Period]:  # noqa: ANN401
    """Return the periods that ``user`` is asked for at ``region`` now, the longest first (one query, two at most)."""
    mine = [each for each in queries.indicators_in_use(with_minimum=True) if may_enter(user, region, each)]
    is_kecamatan = region.level == Level.KECAMATAN
    levels = {region.level, Level.DESA} if is_kecamatan else {region.level}
    kinds = {each.asked_each for each in mine if each.observed_level in levels}
    return sorted((asked[kind] for kind in kinds & asked.keys()), key=lambda each: -MONTHS[each.kind])


def as_typed(section: Section, values: Mapping[Key, Decimal], notes: Mapping[Key, str]) -> Section:
    """Return a section as it will stand once these numerators and explanations are stored; asks nothing."""
    return replace(
        section, cells=[_as_typed(cell, values.get(cell.key), notes.get(cell.key)) for cell in section.cells]
    )


def _as_typed(cell: Cell, value: Decimal | None, note: str | None) -> Cell:
    old = cell.stored
    if value is None and (old is None or note is None):
        return cell
    fresh = copy(old) if old else Observation(region=cell.region, indicator=cell.indicator)
    if value is not None:
        fresh.numerator, fresh.note = value, fresh.note if old and old.numerator == value else ""
    fresh.note = fresh.note if note is None else note.strip()
    return replace(cell, stored=fresh)


def _minimum_pages(user: Any, region: Region, period: Period) -> list[tuple[str, str, list[Indicator]]]:  # noqa: ANN401
    """Return code, title and indicators of the sections of minimum services: a few services on each (one query)."""
    found = []
    for field, at, count, indicators in pages_of(services_on(period.ends_on)):
        mine = [each for each in indicators if may_enter(user, region, each)]
        title = _("SPM {field}, {at} dari {count}") if count > 1 else _("SPM {field}")
        if mine:
            found.append((f"{AREA}{field.code}-{at}", title.format(field=field, at=at, count=count), mine))
    return found


def _stored(places: list[Region], period: Period, indicators: list[Indicator]) -> dict[Key, Observation]:
    rows = Observation.objects.filter(
        region__in=[place.pk for place in places], period=period, indicator__in=[each.pk for each in indicators]
    ).select_related("entered_by")
    return {(row.region_id, row.indicator_id): row for row in rows}


def usual_source(section: Section, *, region: Region) -> str:
    """Return the source to propose: that of the newest value of the section, else the place's own collection."""
    stored = [cell.stored for cell in section.cells if cell.stored]
    newest = max(stored, key=lambda row: row.entered_at, default=None)
    return newest.source if newest else _("Pendataan {place}").format(place=region)


# Thresholds ------------------------------------------------------------------
def thresholds_on(day: date) -> dict[str, Decimal]:
    """Return the thresholds in force on a day by code (one query)."""
    rows = Threshold.objects.filter(valid_from__lte=day).order_by("valid_from")
    return {row.code: row.value for row in rows if row.valid_to is None or row.valid_to > day}


def limits_of(thresholds: dict[str, Decimal]) -> Limits:
    """Return the thresholds that doubts need."""
    return Limits(
        score=float(thresholds["outlier-score"]),
        past=int(thresholds["outlier-past"]),
        neighbours=int(thresholds["outlier-neighbours"]),
    )


def due_date(period: Period, thresholds: dict[str, Decimal]) -> date:
    """Return the last day on which figures of a period are in time."""
    return period.ends_on + timedelta(days=int(thresholds["days-to-send"]) - 1)


# Doubts ------------------------------------------------------------------
@dataclass(frozen=True)
class Around:
    """What values are held against: the limits, each box's earlier values, and those of the places beside it."""

    limits: Limits
    past: dict[Key, list[Decimal]]
    beside: dict[tuple[int | None, int], dict[int, Decimal]]


def around(cells: Sequence[Cell], *, period: Period) -> Around:
    """Return what the values of these boxes are held against (three queries)."""
    indicators = {cell.indicator.pk for cell in cells} | {cell.indicator.part_of_id for cell in cells} - {None}
    limits = limits_of(thresholds_on(period.ends_on))
    return Around(limits, _past(cells, period), _beside(cells, indicators, period))


def doubts_of(cells: Iterable[Cell], *, period: Period, known: Around | None = None) -> dict[Key, Doubt]:
    """Return which of these values are unusual and why; explained ones too (three queries, none with ``known``).

    Held against the village's own values of earlier periods of the same kind, the same period of the other
    villages of its kecamatan (those of ``cells`` as they stand here), the whole it is a part of, and the ceiling of
    its indicator.
    """
    filled = [cell for cell in cells if cell.stored is not None]
    if not filled:
        return {}
    known = known or around(filled, period=period)
    limits, past = known.limits, known.past
    beside = {where: dict(values) for where, values in known.beside.items()}
    for cell in filled:
        if cell.stored and cell.region.gone_on is None:
            beside.setdefault((cell.region.parent_id, cell.indicator.pk), {})[cell.region.pk] = cell.stored.numerator
    found = {}
    for cell in filled:
        place, what = cell.key
        row, parent = cell.stored, cell.region.parent_id
        doubt = doubt_of(
            value=row.numerator if row else Decimal(0),
            whole=beside.get((parent, cell.indicator.part_of_id or 0), {}).get(place),
            past=past.get((place, what), []),
            neighbours=[value for other, value in beside.get((parent, what), {}).items() if other != place],
            limits=limits,
            ceiling=cell.indicator.maximum,
        )
        is_ratio = cell.indicator.upward == Indicator.Upward.RATIO  # its two numbers say nothing apart
        if doubt is not None and (doubt.kind == CEILING or not is_ratio):
            found[cell.key] = doubt
    return found


def _past(cells: Sequence[Cell], period: Period) -> dict[Key, list[Decimal]]:
    rows = Observation.objects.filter(
        region__in={cell.region.pk for cell in cells},
        indicator__in={cell.indicator.pk for cell in cells},
        period__kind=period.kind,
        period__ends_on__lte=period.starts_on,
    )
    found: dict[Key, list[Decimal]] = {}
    for place, what, value in rows.values_list("region", "indicator", "numerator"):
        found.setdefault((place, what), []).append(value)
    return found


def _beside(
    cells: Sequence[Cell], indicators: set[int | None], period: Period
) -> dict[tuple[int | None, int], dict[int, Decimal]]:
    rows = Observation.objects.filter(
        region__parent__in={cell.region.parent_id for cell in cells},
        region__level__in={cell.region.level for cell in cells},
        region__gone_on=None,
        indicator__in=[each for each in indicators if each],
        period=period,
    )
    found: dict[tuple[int | None, int], dict[int, Decimal]] = {}
    for parent, place, what, value in rows.values_list("region__parent", "region", "indicator", "numerator"):
        found.setdefault((parent, what), {})[place] = value
    return found


def objections_to(rows: Iterable[Observation]) -> dict[int, AuditRecord]:
    """Return by row id who last objected to each contested value, and why (one query, none if none is)."""
    keys = {row.key: row.pk for row in rows if row.state == Observation.State.CONTESTED}
    if not keys:
        return {}
    found = last_records(entity=ENTITY, keys=keys, verb="needs.contest")
    return {keys[key]: record for key, record in found.items()}


# Closed periods ------------------------------------------------------------------
def lock_on(*, region: Region, period: Period) -> PeriodLock | None:
    """Return what closes a period at a place: there or above it (one query)."""
    codes = [*ancestor_codes(region.code), region.code]
    rows = PeriodLock.objects.filter(region__code__in=codes, period=period, reopened_at=None)
    return rows.select_related("region", "locked_by").order_by("region__level").first()


def locks_of(*, region: Region, period: Period) -> list[PeriodLock]:
    """Return when a period was closed and reopened at a place, newest first."""
    rows = PeriodLock.objects.filter(region=region, period=period)
    return list(rows.select_related("locked_by", "reopened_by"))


# Confirming ------------------------------------------------------------------
def unconfirmed(*, region: Region, period: Period) -> list[Observation]:
    """Return the values of a village that nobody has confirmed, verified or contested yet (one query)."""
    rows = Observation.objects.filter(region=region, period=period, state=Observation.State.ENTERED)
    return list(rows.select_related("indicator__area", "region", "period").order_by("indicator__area__order", "pk"))


def missing_places(*, region: Region, period: Period) -> int:
    """Return how many villages at and below a place have sent nothing at all for a period (one query)."""
    sent = Observation.objects.filter(region=OuterRef("pk"), period=period)
    desa = Region.objects.filter(within([region.code], "code"), level=Level.DESA, gone_on=None)
    return desa.filter(~Exists(sent)).count()


def contested_from(*, code: str, suppliers: Collection[str]) -> list[tuple[Period, int]]:
    """Return by period, newest first, how many values of these suppliers are contested (one query, two if any)."""
    rows = Observation.objects.filter(
        within([code]), state=Observation.State.CONTESTED, indicator__supplier__in=suppliers, region__gone_on=None
    )
    counts = dict(rows.order_by().values_list("period").annotate(count=Count("pk")))
    periods = Period.objects.filter(pk__in=counts).order_by("-ends_on") if counts else []
    return [(each, counts[each.pk]) for each in periods]

"""Reading figures: sums of a place, gaps of a place and of its children, values of one desa.

Kecamatan and kabupaten read their stored sums; province and nation sum those of their kabupaten; a desa reads
its own rows. Each function is one query.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.db.models import (
    Case,
    Count,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Coalesce

from rumahbersama.chain.needs.models import (
    GapTotal,
    IndexBand,
    Indicator,
    IndicatorSum,
    Observation,
    Period,
    Service,
    Standard,
    Threshold,
    audit_key,
)
from rumahbersama.chain.needs.rules import GapSum, PlaceGap, gap_of_place, sum_gaps
from rumahbersama.chain.needs.storing import ENTITY
from rumahbersama.chain.needs.sums import is_valid
from rumahbersama.ground.audit.queries import RowChange, rows_of
from rumahbersama.ground.people.permissions import within
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.queries import names_of
from rumahbersama.ground.regions.rules import NATION_CODE

NO_GAP = GapSum(reported=0, complete=0, short_places=0, required=0, supply=0, shortage=0, surplus=0)
_GAP_FIELDS = tuple(NO_GAP.__dataclass_fields__)


@dataclass(frozen=True)
class Figure:
    """One indicator at one place in one period, summed or plain; numerator None where nobody has sent it."""

    numerator: Decimal | None
    denominator: Decimal | None
    reported: int
    unverified: int
    contested: int
    newest_at: datetime | None
    source: str
    state: str = ""


def stored_rows_of(region: Region) -> Q:
    """Return which stored sums make up a place: its own, or those of its kabupaten."""
    if region.level >= Level.KABUPATEN:
        return Q(region=region)
    rows = Q(level=Level.KABUPATEN, region__gone_on=None) & within([region.code])
    return rows & Q(region__invented=settings.DEMO) if region.code == NATION_CODE else rows


def periods_of(region: Region) -> list[Period]:
    """Return the periods in which anything was observed at or below a place, newest first.

    Each carries ``filled``: how many values there are.
    """
    rows = (
        Observation.objects.filter(region=region, period=OuterRef("pk")).order_by().values("period")
        if region.level == Level.DESA
        else IndicatorSum.objects.filter(stored_rows_of(region), period=OuterRef("pk")).order_by().values("period")
    )
    count = Count("pk") if region.level == Level.DESA else Sum("reported")
    filled = Subquery(rows.annotate(count=count).values("count"), output_field=IntegerField())
    # empty periods are left out here: in the query the sum would be made twice
    return [period for period in Period.objects.annotate(filled=filled) if period.filled]


def period_to_open(periods: list[Period]) -> Period | None:
    """Return the newest period that is at least half as full as the fullest: one early value hides no good page."""
    fullest = max((period.filled for period in periods), default=0)  # type: ignore[attr-defined]
    return next((period for period in periods if period.filled * 2 >= fullest), None)  # type: ignore[attr-defined]


def standards_of(period: Period) -> list[Standard]:
    """Return the standards in force in a period, in the order of the services."""
    rows = Standard.objects.filter(service__disabled_on=None).select_related(
        "service__area", "service__supply", "population"
    )
    valid = [standard for standard in rows if is_valid(standard, period)]
    return sorted(valid, key=lambda s: (s.service.area.order, s.service.order))


def indicators_in_use(*, with_minimum: bool = False) -> list[Indicator]:
    """Return the indicators in use with their area, by area; those of minimum services (SPM) only if asked for.

    Minimum services have pages of their own, where both measures of a service stand together.
    """
    wanted = {"disabled_on": None} if with_minimum else _in_use()
    rows = Indicator.objects.filter(**wanted).select_related("area")
    return list(rows.order_by("area__order", "order", "code"))


def _in_use(to_indicator: str = "") -> dict[str, None]:
    """Return the filter for indicators in use without those of minimum services (SPM)."""
    return {f"{to_indicator}{name}": None for name in ("disabled_on", "spm_receivers", "spm_quality")}


def figures_of(region: Region, period: Period) -> dict[int, Figure]:
    """Return the figures of a place by indicator id."""
    if region.level == Level.DESA:
        return values_of(region=region, period=period)
    rows = (
        IndicatorSum.objects.filter(stored_rows_of(region), period=period)
        .values_list("indicator")
        .annotate(
            top=Sum("numerator"),
            bottom=Sum("denominator"),
            count=Sum("reported"),
            open=Sum("unverified"),
            objected=Sum("contested"),
            newest=Max("newest_at"),
            low=Min("source"),
            high=Max("source"),
        )
        .order_by()
    )
    return {
        indicator: Figure(top, bottom, count, unverified, contested, newest, low if low == high else "")
        for indicator, top, bottom, count, unverified, contested, newest, low, high in rows
    }


def told_figures(region: Region, period: Period) -> list[tuple[Indicator, Figure]]:
    """Return the indicators in use that were sent at or below a place, with their figure there.

    One query, two above the kabupaten. Minimum services (SPM) have pages of their own.
    """
    if region.level < Level.KABUPATEN:
        figures = figures_of(region, period)
        return [(each, figures[each.pk]) for each in indicators_in_use() if each.pk in figures]
    stored = Observation.objects if region.level == Level.DESA else IndicatorSum.objects
    rows = stored.filter(region=region, period=period, **_in_use("indicator__")).select_related("indicator")
    return [(row.indicator, _plain(row) if isinstance(row, Observation) else _summed(row)) for row in rows]


def _summed(row: IndicatorSum) -> Figure:
    counts = (row.reported, row.unverified, row.contested)
    return Figure(row.numerator, row.denominator, *counts, row.newest_at, row.source)


def _plain(row: Observation) -> Figure:
    return Figure(
        numerator=row.numerator,
        denominator=row.denominator,
        reported=1,
        unverified=int(row.state != Observation.State.VERIFIED),
        contested=int(row.state == Observation.State.CONTESTED),
        newest_at=row.entered_at,
        source=row.source,
        state=row.state,
    )


def gaps_of(region: Region, period: Period) -> dict[int, GapSum]:
    """Return the summed gaps of a place at or above kecamatan by standard id."""
    rows = (
        GapTotal.objects.filter(stored_rows_of(region), period=period)
        .values_list("standard")
        .annotate(*(Sum(name) for name in _GAP_FIELDS))
        .order_by()
    )
    return {standard: GapSum(*sums) for standard, *sums in rows}


def gaps_of_children(region: Region, period: Period) -> dict[int, dict[int, GapSum]]:
    """Return the summed gaps of each child by region and standard id, for a place above kecamatan (one query).

    Under the id of the place itself stand its own: its stored sums, or above the kabupaten those of its children.
    """
    is_kabupaten = region.level == Level.KABUPATEN
    place = "region__parent" if region.level == Level.NATION else "region"
    own_and_children = Region.objects.filter(Q(pk=region.pk) | Q(parent=region), gone_on=None)
    wanted = Q(region__in=own_and_children.values("pk")) if is_kabupaten else stored_rows_of(region)
    rows = GapTotal.objects.filter(wanted, period=period).values_list(place, "standard")
    gaps: dict[int, dict[int, GapSum]] = {region.pk: {}}
    own = gaps[region.pk]
    for child, standard, *sums in rows.annotate(*(Sum(name) for name in _GAP_FIELDS)).order_by():
        gaps.setdefault(child, {})[standard] = found = GapSum(*sums)
        if not is_kabupaten:
            own[standard] = own[standard] + found if standard in own else found
    return gaps


def sent_by_child(*, region: Region, period: Period, indicators: Collection[int]) -> dict[int, int]:
    """Return how many values of these indicators each child of a place above kecamatan has sent (one query)."""
    rows = IndicatorSum.objects.filter(period=period, indicator__in=indicators)
    if region.level == Level.KABUPATEN:
        rows = rows.filter(region__in=Region.objects.filter(parent=region, gone_on=None).values("pk"))
    else:
        rows = rows.filter(stored_rows_of(region))
    place = "region__parent" if region.level == Level.NATION else "region"
    return dict(rows.values_list(place).annotate(sent=Sum("reported")).order_by())


@dataclass(frozen=True)
class DesaGap:
    """The gap of one desa, and how far the least believed of its figures is believed ("" for verified)."""

    gap: PlaceGap
    state: str


def gaps_of_desa(region: Region, period: Period, standard: Standard) -> dict[int, DesaGap]:
    """Return the gap of each desa of a kecamatan (or of one desa) by region id, where anything is known.

    Meant for standards that apply per desa; for others the supply is there and the requirement is None.
    """
    supply_id, population_id = standard.service.supply_id, standard.population_id
    asked = (supply_id, population_id) if standard.level == Level.DESA else (supply_id,)
    own_and_children = Region.objects.filter(Q(pk=region.pk) | Q(parent=region), gone_on=None)
    places = own_and_children.filter(level=Level.DESA).values("pk")
    rows = Observation.objects.filter(region__in=places, period=period, indicator__in=asked)
    values: dict[int, dict[int, Decimal]] = {}
    states: dict[int, set[str]] = {}
    for desa, indicator, numerator, state in rows.values_list("region", "indicator", "numerator", "state"):
        values.setdefault(desa, {})[indicator] = numerator
        states.setdefault(desa, set()).add(state)
    return {
        desa: DesaGap(_desa_gap(found, standard), _least_believed(states[desa])) for desa, found in values.items()
    }


def _least_believed(states: set[str]) -> str:
    doubted = (Observation.State.CONTESTED, Observation.State.ENTERED, Observation.State.CONFIRMED)
    return next((str(state) for state in doubted if state in states), "")


def _desa_gap(values: dict[int, Decimal], standard: Standard) -> PlaceGap:
    return gap_from_figures(
        people=values.get(standard.population_id), supply=values.get(standard.service.supply_id), standard=standard
    )


def gap_from_figures(*, people: Decimal | None, supply: Decimal | None, standard: Standard) -> PlaceGap:
    """Return a desa's gap; where the standard applies to a higher level only its supply is told."""
    counted = people if standard.level == Level.DESA else None
    return gap_of_place(people=counted, supply=supply, standard=standard.as_rule())


def as_sum(gap: PlaceGap) -> GapSum:
    """Return one place's gap in the shape of a sum."""
    return sum_gaps([gap])


def observation(*, region: Region, indicator_code: str, period_code: str) -> Observation | None:
    """Return one value with what it belongs to, or None where nobody has sent it."""
    return (
        Observation.objects.select_related("region", "indicator__area", "period", "entered_by")
        .filter(region=region, indicator__code=indicator_code, period__code=period_code)
        .first()
    )


def indicator_rows() -> QuerySet[Indicator]:
    """Return all indicators for the reference list."""
    return Indicator.objects.select_related("area").order_by("area__order", "order", "code")


def by_supplier() -> list[tuple[str, list[Indicator]]]:
    """Return the indicators in use by the unit that supplies them, by its name (one query)."""
    found: dict[str, list[Indicator]] = {}
    for indicator in indicators_in_use(with_minimum=True):
        found.setdefault(indicator.supplier_name, []).append(indicator)
    return sorted(found.items())


def service_rows() -> Iterable[Service]:
    """Return the services with the standards they ever had."""
    return Service.objects.select_related("area", "supply").prefetch_related("standards__population")


def values_of(*, region: Region, period: Period) -> dict[int, Figure]:
    """Return the raw values of one place by indicator id."""
    return {row.indicator_id: _plain(row) for row in Observation.objects.filter(region=region, period=period)}


def history_of(*, region: Region, indicator: Indicator, period: Period) -> list[RowChange]:
    """Return what became of one value, newest first; under today's code of its place (one query)."""
    return rows_of(entity=ENTITY, key=audit_key(region.code, indicator.code, period.code), codes=None)


def names_of_values(keys: Collection[str]) -> dict[str, str]:
    """Return what values are called by their audit key: "Posyandu, Desa Adipala, Semester 1 2020" (three queries)."""
    parts = {key: key.split("|") for key in keys if key.count("|") == 2}
    places = names_of({place for place, _what, _when in parts.values()})
    called = {
        one.code: str(one) for one in Indicator.objects.filter(code__in={what for _, what, _ in parts.values()})
    }
    periods = {one.code: str(one) for one in Period.objects.filter(code__in={when for _, _, when in parts.values()})}
    return {
        key: f"{called.get(what, what)}, {places.get(place, place)}, {periods.get(when, when)}"
        for key, (place, what, when) in parts.items()
    }


def current_period(*, today: date, periods: Collection[Period] | None = None) -> Period | None:
    """Return the period that most figures are entered for now (one query, none where periods are given).

    Each indicator is asked for in its own kind of period: a month that was added for some is not asked of the others.
    """
    now = asked_now(today=today, periods=periods).values()
    return max(
        now, key=lambda each: (getattr(each, "asked", 0), each.starts_on, -each.ends_on.toordinal()), default=None
    )


def asked_now(*, today: date, periods: Collection[Period] | None = None) -> dict[str, Period]:
    """Return by kind the period that its figures are entered for now: the last to have begun (one query, or none)."""
    found: dict[str, Period] = {}
    for each in all_periods() if periods is None else periods:
        if each.starts_on <= today and (each.kind not in found or each.starts_on > found[each.kind].starts_on):
            found[each.kind] = each
    return found


def all_periods() -> list[Period]:
    """Return all periods, newest first, each with how many indicators in use are ``asked`` for in its kind."""
    kinds = Indicator.objects.filter(**_in_use(), asked_each=OuterRef("kind")).order_by().values("asked_each")
    asked = Subquery(kinds.annotate(count=Count("pk")).values("count"), output_field=IntegerField())
    return list(Period.objects.annotate(asked=Coalesce(asked, 0)))


def standards_on(indicator: Indicator) -> list[Standard]:
    """Return the standards that count with an indicator, as supply or as population."""
    rows = Standard.objects.filter(Q(population=indicator) | Q(service__supply=indicator))
    return list(rows.select_related("service", "population"))


def bands_on(day: date) -> dict[int, list[IndexBand]]:
    """Return the status bands in force on a day by indicator id, the best first (one query)."""
    found: dict[int, list[IndexBand]] = {}
    for band in IndexBand.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day):
        found.setdefault(band.indicator_id, []).append(band)
    return found


def band_of(value: Decimal, bands: Iterable[IndexBand]) -> IndexBand | None:
    """Return the band that a value lies in: the best whose limit it exceeds; None where there is none."""
    return next((band for band in bands if value > band.above), None)


def thresholds_in_force() -> list[Threshold]:
    """Return the thresholds in force today (one query)."""
    return list(Threshold.objects.filter(valid_to=None).order_by("code"))


def reference_history(entity: str, key: str) -> list[RowChange]:
    """Return what became of one row of reference data, newest first."""
    return rows_of(entity=entity, key=key, codes=None)


def in_care_of(region: Region) -> Q:
    """Return the filter for values that are verified at a place: of a kabupaten its own, else all below too."""
    return Q(region=region) if region.level == Level.KABUPATEN else within([region.code])


def waiting_values(*, region: Region, period: Period) -> QuerySet[Observation]:
    """Return the values in the care of a place in a period that are not verified, contested ones among them."""
    rows = Observation.objects.filter(in_care_of(region), period=period).exclude(state=Observation.State.VERIFIED)
    urgency = Case(When(state=Observation.State.CONTESTED, then=0), default=1, output_field=IntegerField())
    return rows.annotate(urgency=urgency).select_related("region", "indicator", "period", "entered_by")


def waiting_in(*, code: str) -> list[tuple[Period, int, int]]:
    """Return (period, unverified, contested) of a kecamatan, newest first (one query)."""
    rows = IndicatorSum.objects.filter(region__code=code, period=OuterRef("pk")).order_by().values("period")
    opened, objected = (
        Subquery(rows.annotate(sum=Sum(name)).values("sum"), output_field=IntegerField())
        for name in ("unverified", "contested")
    )
    periods = Period.objects.annotate(opened=opened, objected=objected)
    return [(each, each.opened, each.objected) for each in periods if each.opened or each.objected]

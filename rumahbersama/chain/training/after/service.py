"""Reading what changed beyond behaviour: the service measures that people named in their RTL, and people's voice.

**Service measure.** An RTL is followed where its writer chose an indicator of ``needs`` as its measure: by the code
of that indicator, never by words that look alike. Baseline: the figure of the RTL, with its period or the day it was
sent; where it has none, the newest figure of the same place whose period ended by the last day of the training. Now:
the newest figure whose period ended after that day, and after that of the baseline. A place counts once for an
indicator. That a figure moved is told; that the training moved it is not.

**Empowerment** (our choice): in how many desa of the participants' kecamatan people themselves voiced a need, in the
months after the training and in the same months a year before, for musyawarah have their season.
Source: project decision, README.md of this folder.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rumahbersama.chain.needs.models import Indicator, Period
from rumahbersama.chain.needs.newest import Figures, Told, figures_of
from rumahbersama.chain.needs.voices.models import Voice
from rumahbersama.chain.training.after.rules import NO_DATA, VERDICTS, Voiced, plain, plan_on, verdict_of
from rumahbersama.chain.training.models import Event, Participation
from rumahbersama.chain.training.rtl.models import Rtl
from rumahbersama.chain.training.rtl.rules import months_after
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.people.permissions import within
from rumahbersama.ground.regions.models import Level, Region

KECAMATAN_PARTS, YEAR = 3, 12


@dataclass(frozen=True)
class Figure:
    """A value with where it is from in words ("RTL, 12 Mei 2025", "Semester 1 2026")."""

    value: Decimal
    told: str


@dataclass(frozen=True)
class Place:
    """One place for which an indicator was named.

    Attributes:
        participation: of whose RTL it is; the first, where several named it.
        event: of which event.
        region: the place.
        measure: the indicator as it is called, or the words of the RTL.
        indicator: None where the RTL has a measure of its own.
        baseline: None where there is none.
        now: None where nothing newer was sent.
        target: as promised.
        verdict: of ``rules.VERDICTS``.
        why: why there is no data; "" where there is.
    """

    participation: int
    event: int
    region: Region
    measure: str
    indicator: Indicator | None
    unit: str
    baseline: Figure | None
    now: Figure | None
    target: Decimal | None
    verdict: str
    why: str


@dataclass
class Measured:
    """One indicator over all places that named it, counted by verdict."""

    measure: str
    unit: str
    places: list[Place] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """Return how many places moved towards their target, away, not at all, or have no data."""
        return counts_of(self.places)


def counts_of(places: Iterable[Place]) -> dict[str, int]:
    """Return how many places there are of each verdict."""
    counted = Counter(place.verdict for place in places)
    return {verdict: counted[verdict] for verdict in VERDICTS}


def by_measure(places: Iterable[Place]) -> list[Measured]:
    """Return the indicators, the most often named first."""
    found: dict[str, Measured] = {}
    for place in places:
        key = place.indicator.code if place.indicator else f"?{plain(place.measure)}"
        found.setdefault(key, Measured(place.measure, place.unit)).places.append(place)
    return sorted(found.values(), key=lambda row: (-len(row.places), plain(row.measure)))


def places_of(parts: QuerySet[Participation]) -> list[Place]:
    """Return the places and indicators that these people named in their RTL (at most four queries)."""
    rows = Rtl.objects.filter(participation__in=parts.order_by().values("pk"), state=Rtl.State.SENT)
    shown = rows.exclude(measure="").select_related("participation__region", "participation__event")
    plans = list(shown.order_by("sent_on", "pk"))
    if not plans:
        return []
    known = Indicator.objects.in_bulk({rtl.indicator for rtl in plans if rtl.indicator}, field_name="code")
    named: dict[tuple[int, int, str], Rtl] = {}
    for rtl in plans:
        key = (rtl.participation.event_id, rtl.participation.region_id, rtl.indicator or f"?{plain(rtl.measure)}")
        before = named.get(key)
        if before is None or (before.baseline is None and rtl.baseline is not None):
            named[key] = rtl
    followed = [(rtl.participation.region, known[rtl.indicator]) for rtl in named.values() if rtl.indicator in known]
    figures = figures_of(followed)
    return [_place(rtl, known.get(rtl.indicator), figures) for rtl in named.values()]


def _place(rtl: Rtl, indicator: Indicator | None, figures: Figures) -> Place:
    part = rtl.participation
    ends_on = part.event.ends_on
    told = figures.get((part.region_id, indicator.pk), []) if indicator else []
    began = next((row.period for row in told if row.period.code == rtl.baseline_period), None)
    since = max(ends_on + _DAY, began.ends_on) if began else ends_on + _DAY
    now = next((Figure(row.value, str(row.period)) for row in told if row.period.ends_on > since), None)
    baseline = _baseline(rtl, began, told, ends_on)
    why = _why(indicator, baseline, now)
    verdict = NO_DATA
    if not why and indicator and baseline and now:
        verdict = verdict_of(baseline.value, now.value, target=rtl.target, direction=indicator.direction)
        why = _("tanpa sasaran dan arah") if verdict == NO_DATA else ""
    return Place(
        participation=part.pk,
        event=part.event_id,
        region=part.region,
        measure=str(indicator) if indicator else rtl.measure,
        indicator=indicator,
        unit=indicator.unit if indicator else rtl.unit,
        baseline=baseline,
        now=now,
        target=rtl.target,
        verdict=verdict,
        why=why,
    )


_DAY = timedelta(days=1)  # a period ends half-open, a training on its last day


def _baseline(rtl: Rtl, began: Period | None, told: Sequence[Told], ends_on: date) -> Figure | None:
    if rtl.baseline is not None:
        return Figure(rtl.baseline, str(began or _("RTL, {day}").format(day=day(rtl.sent_on))))
    return next((Figure(row.value, str(row.period)) for row in told if row.period.ends_on <= ends_on + _DAY), None)


def _why(indicator: Indicator | None, baseline: Figure | None, now: Figure | None) -> str:
    """Return why a place cannot be told; "" where it can."""
    if indicator is None:
        return _("ukuran sendiri, bukan indikator kebutuhan")
    if baseline is None:
        return _("tanpa angka awal")
    return _("belum ada angka lengkap sesudah pelatihan") if now is None else ""


# Empowerment ------------------------------------------------------------------------
@dataclass(frozen=True)
class Spoke:
    """One kecamatan of an event: its desa in which people voiced a need, before and after."""

    event: int
    region: Region
    voiced: Voiced


@dataclass(frozen=True)
class Window:
    """The months after a training, and the same months a year before; both days count."""

    starts: date
    ends: date
    starts_before: date
    ends_before: date

    def is_over(self, today: date) -> bool:
        """Tell whether the months after the training are over."""
        return self.ends < today


def window_of(event: Event, months: int) -> Window:
    """Return the days in which voices count."""
    starts, ends = event.ends_on + _DAY, months_after(event.ends_on, months)
    return Window(starts, ends, months_after(starts, -YEAR), months_after(ends, -YEAR))


def spoken_in(parts: QuerySet[Participation], events: Sequence[Event], *, months: int, today: date) -> list[Spoke]:
    """Return the kecamatan of these people with the desa in which people spoke (three queries).

    Only of events whose months are over; people of a kabupaten or above belong to no kecamatan.
    """
    windows = {event.pk: window_of(event, months) for event in events}
    over = {event.pk: event for event in events if windows[event.pk].is_over(today)}
    if not over:
        return []
    seats = parts.filter(event__in=over, region__level__gte=Level.KECAMATAN).order_by()
    pairs = {
        (number, ".".join(code.split(".")[:KECAMATAN_PARTS]))
        for number, code in seats.values_list("event", "region__code").distinct()
    }
    regions = {row.code: row for row in Region.objects.filter(code__in={code for _number, code in pairs})}
    voices = _voices(list(regions), [windows[number] for number in over]) if regions else {}
    return [
        Spoke(number, regions[code], _voiced(regions[code], voices.get(code, []), over[number], windows[number]))
        for number, code in sorted(pairs, key=lambda pair: (pair[0], pair[1]))
        if code in regions
    ]


Saying = tuple[str, date, str]  # code of the place, day, source


def _voices(codes: list[str], windows: Sequence[Window]) -> dict[str, list[Saying]]:
    rows = Voice.objects.filter(
        within(codes),
        voiced_on__gte=min(each.starts_before for each in windows),
        voiced_on__lte=max(each.ends for each in windows),
    ).exclude(state=Voice.State.WITHDRAWN)
    found: dict[str, list[Saying]] = defaultdict(list)
    for told in rows.order_by().values_list("region__code", "voiced_on", "source_kind").distinct():
        found[".".join(told[0].split(".")[:KECAMATAN_PARTS])].append(told)
    return found


def _voiced(region: Region, voices: Sequence[Saying], event: Event, window: Window) -> Voiced:
    sources = plan_on(event.ends_on).people_sources
    after = [row for row in voices if window.starts <= row[1] <= window.ends]
    before = [row for row in voices if window.starts_before <= row[1] <= window.ends_before]

    def desa(rows: Sequence[Saying]) -> int:
        return len({code for code, _day, kind in rows if kind in sources and code != region.code})

    return Voiced(region.desa_count, desa(before), desa(after), is_known=bool(before or after))

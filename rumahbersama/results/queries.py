"""The page of a place: everything it shows, read in at most twelve queries."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from rumahbersama.chain.needs import queries as needs
from rumahbersama.chain.needs.models import IndexBand, Indicator, Observation, Period, Service, Standard
from rumahbersama.chain.needs.rules import GapSum, PlaceGap, fits
from rumahbersama.ground.core.formats import number
from rumahbersama.ground.people.permissions import may_see_desa_inside, may_see_figures_of
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.queries import below, children_of
from rumahbersama.results.rules import Child, due_of_desa, met_percent, worst_first


@dataclass(frozen=True)
class ServiceLine:
    """One service at this place: the standard, the gap, and how many places should have sent."""

    standard: Standard
    gap: GapSum
    expected: int
    place_gap: PlaceGap | None = None
    place_code: str = ""

    @property
    def service(self) -> Service:
        """Return the service."""
        return self.standard.service

    @property
    def silent(self) -> int:
        """Return how many places have sent nothing."""
        return max(0, self.expected - self.gap.reported)

    @property
    def met(self) -> Any:  # noqa: ANN401 - Decimal or None
        """Return the share met in percent."""
        return met_percent(self.gap)

    @property
    def above_code(self) -> str:
        """Return the code of the place at whose level the standard applies (for a desa's line)."""
        return ".".join(self.place_code.split(".")[: self.standard.level])

    @property
    def partial(self) -> int:
        """Return how many places were computed from only some of their villages."""
        return self.gap.reported - self.gap.complete

    @property
    def is_uncertain(self) -> bool:
        """Tell whether the one place that was computed rests on only some of its villages."""
        return self.expected == 1 and bool(self.partial)

    @property
    def applies_above_desa(self) -> bool:
        """Tell whether the standard applies per kecamatan or kabupaten."""
        return self.standard.level < Level.DESA


@dataclass(frozen=True)
class IndicatorLine:
    """One indicator at this place: its figure, and how many places should have sent it."""

    indicator: Indicator
    figure: needs.Figure | None
    expected: int
    band: IndexBand | None = None

    @property
    def reported(self) -> int:
        """Return how many places have sent it."""
        return self.figure.reported if self.figure else 0

    @property
    def silent(self) -> int:
        """Return how many have not."""
        return max(0, self.expected - self.reported)


@dataclass
class PlacePage:
    """All that the page of a place shows for one period and one chosen service."""

    region: Region
    breadcrumb: list[Region]
    sees_figures: bool
    sees_desa: bool
    is_whole: bool = True
    periods: list[Period] = field(default_factory=list)
    period: Period | None = None
    services: list[ServiceLine] = field(default_factory=list)
    indicators: list[IndicatorLine] = field(default_factory=list)
    chosen: ServiceLine | None = None
    children: list[Region] = field(default_factory=list)
    ranked: list[Child] = field(default_factory=list)
    expected: dict[int, int] = field(default_factory=dict)
    due: set[int] = field(default_factory=set)

    @property
    def kecamatan_count(self) -> int:
        """Return how many kecamatan lie in a place above kecamatan, 0 elsewhere."""
        return self.expected.get(Level.KECAMATAN, 0) if self.region.level < Level.KECAMATAN else 0

    @property
    def desa_count(self) -> int:
        """Return how many desa lie in a place above desa, 0 for a desa."""
        return 0 if self.is_desa else self.expected.get(Level.DESA, 0)

    @property
    def is_desa(self) -> bool:
        """Tell whether this is the page of a village."""
        return self.region.level == Level.DESA

    @property
    def hides_children_figures(self) -> bool:
        """Tell whether the children are desa whose figures this person may not see."""
        return self.region.level == Level.KECAMATAN and not self.sees_desa

    @cached_property
    def population(self) -> IndicatorLine | None:
        """Return the line of the population that the standards count on."""
        wanted = {line.standard.population_id for line in self.services}
        return next((line for line in self.indicators if line.indicator.pk in wanted), None)

    @cached_property
    def by_need(self) -> list[ServiceLine]:
        """Return the services with a shortage, the least met first."""
        short = [line for line in self.services if line.gap.shortage and not line.is_uncertain]
        return sorted(short, key=lambda line: (line.met, -line.gap.shortage))

    @property
    def unsent(self) -> list[IndicatorLine]:
        """Return the indicators that nobody here has sent."""
        return [line for line in self.indicators if line.figure is None]

    @cached_property
    def asked(self) -> list[IndicatorLine]:
        """Return the lines of the indicators that are due from villages."""
        return [line for line in self.indicators if line.indicator.pk in self.due]

    @property
    def late_desa(self) -> int:
        """Return how many places have at least not sent a figure that is due (a lower bound)."""
        return max((line.silent for line in self.asked if line.reported), default=0)

    @property
    def several_late(self) -> bool:
        """Tell whether several figures are missing somewhere, so that more places than ``late_desa`` may be late."""
        return len([line for line in self.asked if line.reported and line.silent]) > 1

    @property
    def map_title(self) -> str:
        """Return the finding that map and list show, in one line."""
        if self.chosen is None:
            return ""
        gap, service = self.chosen.gap, self.chosen.service
        if not gap.reported:
            return _("{service}: belum dapat dihitung").format(service=service)
        if not gap.shortage:
            return _("{service} cukup di semua tempat yang mengirim").format(service=service)
        if self.chosen.standard.level <= self.region.level:
            return _("{service} di sini kurang {count}").format(service=service, count=number(gap.shortage))
        worst = [child.name for child in self.ranked if child.gap and child.gap.shortage][:2]
        if not worst:
            return _("{service} kurang {count}").format(service=service, count=number(gap.shortage))
        return _("{service} paling kurang di {places}").format(service=service, places=_(" dan ").join(worst))

    @cached_property
    def newest_at(self) -> Any:  # noqa: ANN401 - datetime or None
        """Return when the newest value of the page was entered."""
        dates = [line.figure.newest_at for line in self.indicators if line.figure and line.figure.newest_at]
        return max(dates, default=None)


def place_page(
    *,
    region: Region,
    breadcrumb: list[Region],
    user: Any,  # noqa: ANN401 - Account or AnonymousUser
    period: str = "",
    service: str = "",
    is_whole: bool = True,
) -> PlacePage:
    """Read the page of ``region`` as ``user`` may see it.

    Where it is not read whole, only what was sent at the place is told: no children, no indicator nobody has sent.

    ``period`` and ``service`` are the codes asked for; unknown or empty ones fall back to the newest period with
    data and the least met service. Sums of kecamatan and above are seen by everybody signed in, figures per desa
    by scope, names by all.
    """
    page = PlacePage(
        region=region,
        breadcrumb=breadcrumb,
        sees_figures=may_see_figures_of(user, region),
        sees_desa=may_see_desa_inside(user, region),
        is_whole=is_whole,
    )
    if is_whole and region.level < Level.DESA:
        page.children = list(children_of(region).select_related("shape"))
    if not page.sees_figures:
        page.ranked = [_named(child) for child in page.children]
        return page
    page.periods = needs.periods_of(region)
    asked = (each for each in page.periods if each.code == period)
    page.period = next(asked, None) or needs.period_to_open(page.periods)
    if page.period is None:
        page.ranked = [_named(child) for child in page.children]
        return page
    _read_figures(page, page.period, service)
    return page


def _named(child: Region) -> Child:
    return Child(child.code, child.name, reverse("results:place", args=[child.code]), gap=None, expected=0)


def _url(page: PlacePage, child: Region) -> str:
    """Return the page of a child, for the same period and service."""
    period, service = page.period, page.chosen
    asked = {"periode": period.code if period else "", "layanan": service.service.code if service else ""}
    return f"{reverse('results:place', args=[child.code])}?{urlencode(asked)}"


def _read_figures(page: PlacePage, period: Period, service: str) -> None:
    expected, kecamatan_of = expected_places(page.region)
    page.expected = expected
    if page.is_whole:
        figures = needs.figures_of(page.region, period)
        told = [(each, figures.get(each.pk)) for each in needs.indicators_in_use()]
        told = [(each, figure) for each, figure in told if figure or fits(each.asked_each, period.kind)]
    else:
        told = list(needs.told_figures(page.region, period))
        figures = {each.pk: figure for each, figure in told if figure}
    bands = needs.bands_on(period.ends_on) if page.is_desa and page.is_whole else {}
    told = [(each, figure) for each, figure in told if _is_told_at(each, page.region.level)]
    page.indicators = [_line(each, figure, expected, bands) for each, figure in told]
    standards = needs.standards_of(period)
    page.due = due_of_desa(standards, period)
    gaps = _gaps(page, period)
    page.services = (
        [_desa_line(page.region, standard, figures) for standard in standards]
        if page.is_desa
        else _summed_lines(page, standards, gaps.get(page.region.pk, {}))
    )
    page.chosen = _chosen(page, service)
    if page.chosen is not None and page.children:
        standard = page.chosen.standard
        if page.region.level == Level.KECAMATAN:
            children = _desa_children(page, period, standard)
        else:
            children = [_child(page, each, standard, gaps.get(each.pk, {}), kecamatan_of) for each in page.children]
        page.ranked = worst_first(children)
    elif page.children:
        page.ranked = [_named(child) for child in page.children]


def _line(
    indicator: Indicator,
    figure: needs.Figure | None,
    expected: dict[int, int],
    bands: dict[int, list[IndexBand]],
) -> IndicatorLine:
    known = figure is not None and figure.numerator is not None
    band = needs.band_of(figure.numerator, bands.get(indicator.pk, [])) if known else None  # type: ignore[union-attr,arg-type]
    return IndicatorLine(indicator, figure, expected.get(indicator.observed_level, 0), band)


def _is_told_at(indicator: Indicator, level: int) -> bool:
    """Tell whether a place of ``level`` has a figure of the indicator: observed there, or summed from below."""
    is_summed = indicator.upward != Indicator.Upward.NONE
    return indicator.observed_level == level or (indicator.observed_level > level and is_summed)


def _gaps(page: PlacePage, period: Period) -> dict[int, dict[int, GapSum]]:
    """Return the gaps by region and standard: of the place, and above the kecamatan of its children."""
    if page.is_desa:
        return {}
    if page.region.level == Level.KECAMATAN or not page.children:
        return {page.region.pk: needs.gaps_of(page.region, period)}
    return needs.gaps_of_children(page.region, period)


def _chosen(page: PlacePage, service: str) -> ServiceLine | None:
    """Return the line asked for, else the least met whose standard the children can be compared by."""
    comparable = [line for line in page.by_need if line.standard.level > page.region.level]
    asked = [line for line in page.services if line.service.code == service]
    return next(iter([*asked, *comparable, *page.by_need, *page.services]), None)


def expected_places(region: Region) -> tuple[dict[int, int], dict[int, int]]:
    """Return how many places of each level lie in a region, and of the nation the kecamatan of each province.

    One query above the kabupaten, none elsewhere.
    """
    if region.level == Level.DESA:
        return {Level.DESA: 1}, {}
    if region.level == Level.KECAMATAN:
        return {Level.KECAMATAN: 1, Level.DESA: region.desa_count}, {}
    if region.level == Level.KABUPATEN:
        return {Level.KABUPATEN: 1, Level.KECAMATAN: region.children_count, Level.DESA: region.desa_count}, {}
    rows = list(
        below(code=region.code, level=Level.KABUPATEN).values_list("parent_id", "children_count", "desa_count")
    )
    kecamatan_of: dict[int, int] = {}
    for province, kecamatan, _desa in rows:
        kecamatan_of[province] = kecamatan_of.get(province, 0) + kecamatan
    counts: dict[int, int] = {
        Level.KABUPATEN: len(rows),
        Level.KECAMATAN: sum(kecamatan_of.values()),
        Level.DESA: sum(desa for _province, _kecamatan, desa in rows),
    }
    return counts, kecamatan_of


def _summed_lines(page: PlacePage, standards: list[Standard], gaps: dict[int, GapSum]) -> list[ServiceLine]:
    return [
        ServiceLine(standard, gaps.get(standard.pk, needs.NO_GAP), page.expected.get(standard.level, 0))
        for standard in standards
        if standard.level >= page.region.level
    ]


def _desa_line(region: Region, standard: Standard, figures: dict[int, needs.Figure]) -> ServiceLine:
    supply = figures.get(standard.service.supply_id)
    people = figures.get(standard.population_id)
    gap = needs.gap_from_figures(
        people=people.numerator if people else None, supply=supply.numerator if supply else None, standard=standard
    )
    return ServiceLine(standard, needs.as_sum(gap), 1, place_gap=gap, place_code=region.code)


def _desa_children(page: PlacePage, period: Period, standard: Standard) -> list[Child]:
    if not page.sees_desa:
        return [_named(child) for child in page.children]
    gaps = needs.gaps_of_desa(page.region, period, standard)
    return [_desa_child(page, child, standard, gaps.get(child.pk)) for child in page.children]


def _child(
    page: PlacePage, child: Region, standard: Standard, gaps: dict[int, GapSum], kecamatan_of: dict[int, int]
) -> Child:
    gap = gaps.get(standard.pk)
    partial = gap.reported - gap.complete if gap else 0
    return Child(
        code=child.code,
        name=child.name if child.level != Level.KABUPATEN else str(child),
        url=_url(page, child),
        gap=gap,
        expected=_expected_in(child, standard.level, kecamatan_of),
        note=_partial_note(partial, is_itself=standard.level == child.level) if partial else "",
    )


def _partial_note(partial: int, *, is_itself: bool) -> str:
    if is_itself:
        return _("dari sebagian desanya")
    return _("{count} kecamatan dari sebagian desanya").format(count=number(partial))


def _expected_in(child: Region, level: int, kecamatan_of: dict[int, int]) -> int:
    if level == Level.DESA:
        return child.desa_count
    if level == child.level:
        return 1
    return child.children_count if level == child.level + 1 else kecamatan_of.get(child.pk, 0)


def _desa_child(page: PlacePage, child: Region, standard: Standard, found: needs.DesaGap | None) -> Child:
    gap = found.gap if found is not None else None
    known = gap is not None and gap.is_known
    return Child(
        code=child.code,
        name=child.name,
        url=_url(page, child),
        gap=needs.as_sum(gap) if gap is not None and known else None,
        expected=1,
        supply=gap.supply if gap is not None and not known else None,
        counted_above=standard.level < Level.DESA,
        note=_desa_note(standard, found) if found is not None else "",
    )


def _desa_note(standard: Standard, found: needs.DesaGap) -> str:
    """Return what keeps a village's gap from being computed or believed, in few words."""
    notes = []
    if standard.level == Level.DESA and found.gap.required is None:
        notes.append(_("penduduknya belum dikirim"))
    if found.state == Observation.State.CONTESTED:
        notes.append(_("disanggah"))
    elif found.state:
        notes.append(_("belum diverifikasi"))
    return ", ".join(notes)

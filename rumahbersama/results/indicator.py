"""One indicator at one place: what it is now, how it came to be, and how its children compare."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.needs import queries as needs
from rumahbersama.chain.needs import series
from rumahbersama.chain.needs.models import IndexBand, Indicator, Period
from rumahbersama.chain.needs.series import Point
from rumahbersama.ground.core.charts import Bar, columns, line
from rumahbersama.ground.core.formats import number
from rumahbersama.ground.people.permissions import may_see_desa_inside
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.queries import below, children_of
from rumahbersama.results.multiples import Multiples, axis_of
from rumahbersama.results.readings import Reading, reading_of

LEAST_BINS, BINS = 3, 8
MOST_BINS_OF_ONE = 12  # up to so many different whole values each gets a column of its own


@dataclass(frozen=True)
class Row:
    """One child with its value now and in the period before of the same kind, and its course through the axis."""

    region: Region
    now: Point | None
    before: Point | None
    band: IndexBand | None = None
    course: tuple[Point | None, ...] = ()

    @property
    def moved_since_first(self) -> Decimal | None:
        """Return by how much it moved between the ends of the axis; None where that cannot be told."""
        return moved(self.course[-1], self.course[0]) if len(self.course) > 1 else None

    @property
    def change(self) -> Decimal | None:
        """Return by how much it moved; None where either is not known, or other numbers of villages have sent."""
        return moved(self.now, self.before)


def moved(now: Point | None, before: Point | None) -> Decimal | None:
    """Return by how much a figure moved; sums of different numbers of villages are not compared."""
    if now is None or before is None or now.reported != before.reported:
        return None
    return now.value - before.value


@dataclass
class IndicatorPage:
    """All that the page of an indicator at a place shows."""

    region: Region
    breadcrumb: list[Region]
    indicator: Indicator
    period: Period
    periods: list[Period]
    earlier: Period | None
    points: dict[int, Point]
    rows: list[Row] = field(default_factory=list)
    bands: list[IndexBand] = field(default_factory=list)
    hides_desa: bool = False
    axis: list[Period | None] = field(default_factory=list)
    reading: Reading = field(default_factory=Reading)

    @property
    def multiples(self) -> Multiples:
        """Return the course of each child; not above the kabupaten, whose children stand in the table alone."""
        return Multiples(self.axis, self.rows if self.region.level >= Level.KABUPATEN else [])

    @property
    def now(self) -> Point | None:
        """Return the place's own figure of the period."""
        return self.points.get(self.period.pk)

    @property
    def before(self) -> Point | None:
        """Return the place's own figure of the period before."""
        return self.points.get(self.earlier.pk) if self.earlier else None

    @cached_property
    def known(self) -> list[Row]:
        """Return the children with a value, the largest first."""
        return sorted((row for row in self.rows if row.now), key=lambda row: -(row.now.value if row.now else 0))

    @property
    def unit(self) -> str:
        """Return the unit of the values as shown."""
        return "%" if self.indicator.upward == Indicator.Upward.RATIO else self.indicator.unit

    @cached_property
    def _axis_of_line(self) -> list[Period | None]:
        """Return the periods of the same kind with a point, the oldest first; nothing where there is only one."""
        same = [each for each in self.periods if each.kind == self.period.kind and each.pk in self.points]
        axis = axis_of(same, same[0]) if same else []
        return axis if sum(each is not None for each in axis) > 1 else []

    @property
    def course(self) -> list[tuple[Period, Point]]:
        """Return what the line shows, as its table tells it."""
        return [(each, self.points[each.pk]) for each in self._axis_of_line if each]

    @property
    def line(self) -> Any:  # noqa: ANN401 - SVG, or ""
        """Return the chart of the place through the periods; gaps stay gaps."""
        return line([self._bar_of(each) for each in self._axis_of_line])

    def _bar_of(self, period: Period | None) -> Bar:
        return _bar(period.code, self.points[period.pk].value) if period else Bar("", None)

    @property
    def in_bands(self) -> list[tuple[IndexBand, int]]:
        """Return how many children lie in each band, the best first."""
        return [(band, sum(row.band == band for row in self.rows)) for band in self.bands]

    @property
    def partial(self) -> int:
        """Return how many children rest on only some of their villages; of provinces that is not known."""
        if self.indicator.observed_level != Level.DESA or self.indicator.upward == Indicator.Upward.NONE:
            return 0
        summed = [row for row in self.known if Level.PROVINCE < row.region.level < Level.DESA]
        return sum(row.now.reported < row.region.desa_count for row in summed if row.now)

    @property
    def is_low_worst(self) -> bool:
        """Tell whether the lowest value is the one to look at first."""
        return self.indicator.direction == Indicator.Direction.UP

    @cached_property
    def bins(self) -> list[Bar]:
        """Return how many children have which value; nothing where there is nothing to compare."""
        values = [row.now.value for row in self.known if row.now]
        return _bins(values) if len(values) > 1 else []

    @property
    def spread(self) -> Any:  # noqa: ANN401 - SVG
        """Return how the children's values spread, as columns."""
        return columns(self.bins)


def indicator_page(
    *,
    region: Region,
    breadcrumb: list[Region],
    indicator: Indicator,
    user: Any,  # noqa: ANN401 - Account
    period: str,
    borders: str = "",
) -> IndicatorPage | None:
    """Read the page; None where nothing was ever sent at the place (at most ten queries)."""
    has_own = indicator.upward == Indicator.Upward.NONE and region.level >= Level.KABUPATEN
    periods = series.periods_sent(region=region, indicator=indicator) if has_own else list(needs.periods_of(region))
    points = series.through_time(region=region, indicator=indicator)
    sent = [each for each in periods if each.pk in points]
    when = next((each for each in periods if each.code == period), None) or next(iter(sent or periods), None)
    if when is None:
        return None
    earlier = next((each for each in periods if each.kind == when.kind and each.ends_on <= when.starts_on), None)
    page = IndicatorPage(region, breadcrumb, indicator, when, periods, earlier, points)
    if indicator.upward == Indicator.Upward.NONE:  # only an index has bands
        page.bands = needs.bands_on(when.ends_on).get(indicator.pk, [])
    page.axis = axis_of([*sent, when], when) if region.level >= Level.KABUPATEN else [earlier, when]
    page.reading = reading_of(region=region, indicator=indicator, periods=periods, user=user, asked=borders)
    level = indicator.observed_level if has_own else region.level + 1
    page.hides_desa = (
        level == Level.DESA and region.level < indicator.observed_level and not may_see_desa_inside(user, region)
    )
    if region.level < indicator.observed_level:
        _fill(page, level)
    return page


def _fill(page: IndicatorPage, level: int) -> None:
    """Read the children that may be seen, and where it is read as it was the place's own points too."""
    region, indicator = page.region, page.indicator
    found: dict[tuple[int, int], Point] = {}
    if page.reading.is_old:
        page.points, found = series.as_it_was(indicator=indicator, members=page.reading.members)
    if page.hides_desa:
        return
    if page.reading.is_old:
        children = Region.objects.filter(pk__in=set(page.reading.members[page.period.pk].values()))
    else:
        asked = {each for each in (*page.axis, page.earlier, page.period) if each is not None}
        is_known = indicator.upward != Indicator.Upward.NONE or level == Level.DESA
        if is_known:
            found = series.by_child(region=region, indicator=indicator, periods=asked)
        children = below(code=region.code, level=level) if level > region.level + 1 else children_of(region)
    # of grandchildren, hundreds, the borders are not drawn: each stands in the box of its own parent
    related = ("parent", "shape") if level == region.level + 1 else ("parent",)
    for child in children.select_related(*related):
        now = found.get((child.pk, page.period.pk))
        before = found.get((child.pk, page.earlier.pk)) if page.earlier else None
        band = needs.band_of(now.value, page.bands) if now else None
        course = tuple(found.get((child.pk, each.pk)) if each else None for each in page.axis)
        page.rows.append(Row(child, now, before, band, course))
    page.rows.sort(key=lambda row: (row.now is None, _order(row, page), row.region.code))


def _order(row: Row, page: IndicatorPage) -> Decimal:
    """Put the worst first: the smallest where more is better, else the largest."""
    value = row.now.value if row.now else Decimal(0)
    return value if page.is_low_worst else -value


def _bar(label: str, value: Decimal) -> Bar:
    return Bar(label, float(value), number(value))


def _bins(values: list[Decimal]) -> list[Bar]:
    """Return a histogram: a column for each whole value where they lie close, else bins of equal width.

    A bin holds its lower limit and not its upper one, but for the last, which holds both.
    """
    low, high = min(values), max(values)
    is_whole = all(value == value.to_integral_value() for value in values)
    if is_whole and high - low < MOST_BINS_OF_ONE:
        return [
            Bar(str(at), float(values.count(Decimal(at))), number(values.count(Decimal(at))))
            for at in range(int(low), int(high) + 1)
        ]
    bins = 1 if low == high else min(BINS, max(LEAST_BINS, len(values)))
    width = (high - low) / bins or Decimal(1)
    counts = [0] * bins
    for value in values:
        counts[min(bins - 1, int((value - low) / width))] += 1
    return [
        Bar(_("{low}–").format(low=number(low + width * at)), float(count), number(count))
        for at, count in enumerate(counts)
    ]


def table(page: IndicatorPage) -> tuple[list[str], list[list[Any]]]:
    """Return heading and rows of the comparison as a file carries them."""
    head = [_("Kode"), _("Wilayah"), _("Indikator"), _("Periode"), _("Nilai"), _("Satuan"), _("Tempat mengirim")]
    head += [_("Belum diverifikasi"), _("Periode sebelumnya"), _("Nilai sebelumnya"), _("Status"), _("Batas wilayah")]
    head += [str(each) for each in page.multiples.periods]
    rows: list[list[Any]] = []
    for row in page.rows:
        now, before = row.now, row.before
        rows.append(
            [
                row.region.code,
                str(row.region),
                str(page.indicator),
                str(page.period),
                _plain(now.value) if now else None,
                page.unit,
                now.reported if now else 0,
                now.unverified if now else None,
                str(page.earlier) if page.earlier else "",
                _plain(before.value) if before else None,
                str(row.band) if row.band else "",
                page.reading.name,
                *(_plain(point.value) if point else None for point in page.multiples.values_of(row)),
            ]
        )
    return head, rows


def _plain(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value.quantize(Decimal("0.0001")).normalize()

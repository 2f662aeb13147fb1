"""One indicator through places and periods: sums of kecamatan and above, raw values of desa. Each is one query."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum

from rumahbersama.chain.needs.models import Indicator, IndicatorSum, Observation, Period
from rumahbersama.chain.needs.queries import stored_rows_of
from rumahbersama.ground.people.permissions import within
from rumahbersama.ground.regions.models import Level, Region


@dataclass(frozen=True)
class Point:
    """One indicator at one place in one period; ``reported`` of how many places it is made."""

    numerator: Decimal
    denominator: Decimal | None
    reported: int
    unverified: int

    def __add__(self, other: "Point") -> "Point":
        """Return the sum of two places; without a denominator where one has none."""
        bottoms = self.denominator, other.denominator
        return Point(
            self.numerator + other.numerator,
            None if bottoms[0] is None or bottoms[1] is None else bottoms[0] + bottoms[1],
            self.reported + other.reported,
            self.unverified + other.unverified,
        )

    @property
    def value(self) -> Decimal:
        """Return the figure itself: the number, or for a ratio its percentage."""
        if self.denominator:
            return self.numerator * 100 / self.denominator
        return self.numerator


_SUMS = ("numerator", "denominator", "reported", "unverified")
_OF_NOBODY = Q(denominator=0)  # none of none is told on its own page; it is no point of a series


def through_time(*, region: Region, indicator: Indicator) -> dict[int, Point]:
    """Return the points of a place by period id: its own rows where it is observed there, else its sums."""
    if region.level == indicator.observed_level:
        return {key: point for (_place, key), point in _raw(Q(region=region), indicator, None).items()}
    rows = IndicatorSum.objects.filter(stored_rows_of(region), indicator=indicator).exclude(_OF_NOBODY)
    counted = rows.values_list("period").annotate(*(Sum(name) for name in _SUMS)).order_by()
    return {period: Point(*sums) for period, *sums in counted}


def periods_sent(*, region: Region, indicator: Indicator) -> list[Period]:
    """Return the periods in which an indicator that is not summed was sent at or below a place, newest first."""
    rows = Observation.objects.filter(within([region.code]), indicator=indicator).order_by().values("period")
    return list(Period.objects.filter(pk__in=rows))


def by_child(*, region: Region, indicator: Indicator, periods: Collection[Period]) -> dict[tuple[int, int], Point]:
    """Return the points of the children of a place by (region id, period id), for some periods."""
    if indicator.upward == Indicator.Upward.NONE or region.level + 1 >= indicator.observed_level:
        wanted = within([region.code]) & Q(region__level=indicator.observed_level, region__gone_on=None)
        return _raw(wanted, indicator, [each.pk for each in periods])
    rows = IndicatorSum.objects.filter(indicator=indicator, period__in=[each.pk for each in periods])
    rows = rows.exclude(_OF_NOBODY)
    if region.level == Level.KABUPATEN:
        rows = rows.filter(region__in=Region.objects.filter(parent=region, gone_on=None).values("pk"))
    else:
        rows = rows.filter(stored_rows_of(region))
    place = "region__parent" if region.level == Level.NATION else "region"
    counted = rows.values_list(place, "period").annotate(*(Sum(name) for name in _SUMS)).order_by()
    return {(child, period): Point(*sums) for child, period, *sums in counted}


def as_it_was(
    *, indicator: Indicator, members: Mapping[int, Mapping[int, int]]
) -> tuple[dict[int, Point], dict[tuple[int, int], Point]]:
    """Return the points of a place by period id, and of its children by (region id, period id), from raw rows.

    Args:
        indicator: observed per desa and summed upward.
        members: by period id the child of each desa that belonged to the place then.
    """
    everybody = {desa for each in members.values() for desa in each}
    own: dict[int, Point] = {}
    children: dict[tuple[int, int], Point] = {}
    for (desa, period), point in _raw(Q(region__in=everybody), indicator, list(members)).items():
        child = members[period].get(desa)
        if child is not None:
            own[period] = own[period] + point if period in own else point
            key = child, period
            children[key] = children[key] + point if key in children else point
    return own, children


def _raw(wanted: Q, indicator: Indicator, periods: Collection[int] | None) -> dict[tuple[int, int], Point]:
    rows = Observation.objects.filter(wanted, indicator=indicator).exclude(_OF_NOBODY)
    if periods is not None:
        rows = rows.filter(period__in=periods)
    return {
        (place, period): Point(top, bottom, 1, int(state != Observation.State.VERIFIED))
        for place, period, top, bottom, state in rows.values_list(
            "region", "period", "numerator", "denominator", "state"
        )
    }

"""The newest figures of places, for who promises to change one, and for who looks afterwards whether it moved.

A sum to which some places have not sent says nothing of a change, so only whole sums count.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, F, IntegerField, When

from rumahbersama.chain.needs.models import Indicator, IndicatorSum, Observation, Period
from rumahbersama.chain.needs.queries import indicators_in_use
from rumahbersama.ground.regions.models import Level, Region


@dataclass(frozen=True)
class Told:
    """One figure of a place: the number, or for a ratio its percentage, and whether all of it is verified.

    ``source`` is where it came from, "" for a sum of several; ``places`` is of how many a sum is made, else 0.
    """

    period: Period
    value: Decimal
    is_verified: bool
    source: str = ""
    places: int = 0


@dataclass(frozen=True)
class Choice:
    """An indicator that a place may promise to change, with its newest figure there; None where there is none."""

    indicator: Indicator
    newest: Told | None


Figures = dict[tuple[int, int], list[Told]]


def choices_at(region: Region) -> list[Choice]:
    """Return the indicators in use that are told of a place and of which more, or less, is better (three queries)."""
    told = [each for each in indicators_in_use() if _is_told_at(region, each)]
    figures = figures_of([(region, each) for each in told])
    return [Choice(each, next(iter(figures.get((region.pk, each.pk), [])), None)) for each in told]


def _is_told_at(region: Region, indicator: Indicator) -> bool:
    if indicator.direction == Indicator.Direction.NEUTRAL:
        return False
    is_summed = indicator.upward != Indicator.Upward.NONE
    return region.level == indicator.observed_level or (is_summed and region.level < indicator.observed_level)


def figures_of(pairs: Iterable[tuple[Region, Indicator]]) -> Figures:
    """Return the figures of places by (region, indicator), newest first: their own, or sums (two queries)."""
    found: Figures = defaultdict(list)
    wanted = list(pairs)
    own = [(place, each) for place, each in wanted if place.level == each.observed_level]
    sums = [(place, each) for place, each in wanted if place.level < each.observed_level]
    for row in (*_rows(Observation, own), *_rows(IndicatorSum, sums)):
        value = row.numerator * 100 / row.denominator if row.denominator else row.numerator
        found[row.region_id, row.indicator_id].append(_told(row, value))
    for told in found.values():
        told.sort(key=lambda each: (each.period.ends_on, each.period.starts_on), reverse=True)
    return found


def _told(row: Observation | IndicatorSum, value: Decimal) -> Told:
    if isinstance(row, IndicatorSum):
        return Told(row.period, value, row.unverified == 0, source=row.source, places=row.reported)
    return Told(row.period, value, row.state == Observation.State.VERIFIED, source=row.source)


def _rows(model: Any, pairs: Sequence[tuple[Region, Indicator]]) -> list[Any]:  # noqa: ANN401
    if not pairs:
        return []
    rows = model.objects.filter(
        region__in={place.pk for place, _each in pairs}, indicator__in={each.pk for _place, each in pairs}
    ).exclude(denominator=0)
    if model is IndicatorSum:
        rows = rows.filter(reported__gte=_all_places())
    return list(rows.select_related("period"))


def _all_places() -> Case:
    """Return how many places a sum is made of when all have sent."""
    of_desa = When(indicator__observed_level=Level.DESA, then=F("region__desa_count"))
    return Case(of_desa, default=F("region__children_count"), output_field=IntegerField())

"""The peers of the pages of needs: the same figures from raw rows in the same database, and nothing stored beside.

``raw_series`` gives an indicator's course summed at each read; ``summaries_one_by_one`` makes the minimum services
of each kabupaten in Python, with a query for each; ``as_it_was`` sums a place in SQL by the codes its villages bore.
"""

import contextlib
from collections.abc import Collection, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any
from unittest import mock

from benchmarks import raw_pages
from rumahbersama.chain.needs import queries, series
from rumahbersama.chain.needs.models import Indicator, Period
from rumahbersama.chain.needs.queries import Figure
from rumahbersama.chain.needs.series import Point
from rumahbersama.chain.needs.spm.queries import attainment, figures_of
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.rules import code_range

_SUMS = "SUM(o.numerator), SUM(o.denominator), COUNT(*), SUM(CASE WHEN o.state <> 'verified' THEN 1 ELSE 0 END)"


def through_time(*, region: Region, indicator: Indicator) -> dict[int, Point]:
    """Return the points of a place by period id, summed now."""
    where, values = raw_pages._inside(region)
    rows = raw_pages._rows(
        f"SELECT o.period_id, {_SUMS} FROM needs_observation o"
        " JOIN regions_region d ON d.id = o.region_id AND d.gone_on IS NULL"
        f" WHERE o.indicator_id = %s{where} GROUP BY o.period_id",
        [indicator.pk, *values],
    )
    return {period: _point(*sums) for period, *sums in rows}


def by_child(*, region: Region, indicator: Indicator, periods: Collection[Period]) -> dict[tuple[int, int], Point]:
    """Return the points of the children of a place by (region id, period id), summed now."""
    where, values = raw_pages._inside(region)
    child = raw_pages._ALIASES[Level(region.level + 1)]
    asked = [each.pk for each in periods]
    rows = raw_pages._rows(
        f"SELECT {child}.id, o.period_id, {_SUMS} FROM needs_observation o {raw_pages._TREE}"
        f" WHERE o.indicator_id = %s AND o.period_id IN ({', '.join(['%s'] * len(asked))}){where}"
        f" GROUP BY {child}.id, o.period_id",
        [indicator.pk, *asked, *values],
    )
    return {(place, period): _point(*sums) for place, period, *sums in rows}


def _point(top: Any, bottom: Any, reported: int, unverified: int) -> Point:
    return Point(Decimal(str(top)), None if bottom is None else Decimal(str(bottom)), reported, int(unverified))


@contextlib.contextmanager
def raw_series() -> Iterator[None]:
    """Render the page of an indicator from raw rows within this block."""
    with (
        mock.patch.multiple(series, through_time=through_time, by_child=by_child),
        mock.patch.object(queries, "periods_of", raw_pages.periods_of),
    ):
        yield


@contextlib.contextmanager
def raw_briefing() -> Iterator[None]:
    """Render the Monday briefing from raw rows within this block."""

    def told(region: Region, period: Period) -> list[tuple[Indicator, Figure]]:
        figures = queries.figures_of(region, period)
        return [(each, figures[each.pk]) for each in queries.indicators_in_use() if each.pk in figures]

    with raw_pages.as_raw(), mock.patch.object(queries, "told_figures", told):
        yield


def summaries_one_by_one(places: Collection[Region], period: Period, *, services: Any, law: Any) -> dict[int, Any]:
    """Return what each kabupaten has attained, read and reckoned one after the other."""
    found = {}
    for place in places:
        figures = figures_of(place, period)
        if figures:
            own = attainment(services=list(services), figures=figures, law=law)
            found[place.pk] = _Summary(own)
    return found


class _Summary:
    """An attainment in the shape of a line of the page."""

    def __init__(self, own: Any) -> None:
        self.index, self.category, self.law = own.index, own.category, own.law
        self.known, self.lacking, self.unverified = len(own.known), len(own.lacking), own.unverified


@contextlib.contextmanager
def raw_spm() -> Iterator[None]:
    """Render the minimum services of province and nation kabupaten by kabupaten within this block."""
    from rumahbersama.results import spm

    with mock.patch.object(spm, "summaries_of", summaries_one_by_one):
        yield


def as_it_was(*, region: Region, indicator: Indicator, period: Period) -> Point | None:
    """Return the point of a place in a period by the codes that its villages bore on its last day."""
    low, high = code_range(region.code)
    day = period.ends_on - timedelta(days=1)
    rows = raw_pages._rows(
        f"SELECT {_SUMS} FROM regions_regioncode c JOIN needs_observation o ON o.region_id = c.region_id"
        " WHERE c.scheme = 'kemendagri' AND LENGTH(c.code) = 13 AND c.code >= %s AND c.code < %s"
        " AND c.valid_from <= %s AND (c.valid_to IS NULL OR c.valid_to > %s)"
        " AND o.indicator_id = %s AND o.period_id = %s",
        [low, high, day, day, indicator.pk, period.pk],
    )
    return _point(*rows[0]) if rows[0][2] else None

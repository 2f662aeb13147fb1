"""The peer of the place page: the same figures, summed from raw rows in the same database at each read.

``as_raw`` puts these in the place of the functions of ``needs.queries`` that read stored sums, so that the very
same page is rendered from them. All arithmetic is left to the database; it is what a careful person would write
who keeps no sums.
"""

import contextlib
from collections.abc import Iterator
from typing import Any
from unittest import mock

from django.db import connection
from django.db.models import Exists, OuterRef, Value

from rumahbersama.chain.needs import queries
from rumahbersama.chain.needs.models import Observation, Period, Standard
from rumahbersama.chain.needs.queries import Figure
from rumahbersama.chain.needs.rules import GapSum
from rumahbersama.chain.needs.sums import is_valid
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.rules import NATION_CODE, code_range

_ALIASES = {Level.PROVINCE: "prov", Level.KABUPATEN: "kab", Level.KECAMATAN: "kec", Level.DESA: "d"}
_TREE = """
    JOIN regions_region d ON d.id = o.region_id AND d.gone_on IS NULL
    JOIN regions_region kec ON kec.id = d.parent_id
    JOIN regions_region kab ON kab.id = kec.parent_id
    JOIN regions_region prov ON prov.id = kab.parent_id
"""


def _inside(region: Region) -> tuple[str, list[Any]]:
    if region.code == NATION_CODE:
        return "", []
    low, high = code_range(region.code)
    return " AND d.code >= %s AND d.code < %s", [low, high]


def _rows(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def periods_of(region: Region) -> list[Period]:
    """Return the periods with raw rows below a place; all called full, for counting them would cost the peer more."""
    rows = Observation.objects.filter(period=OuterRef("pk"))
    if region.code != NATION_CODE:
        low, high = code_range(region.code)
        rows = rows.filter(region__code__gte=low, region__code__lt=high)
    return list(Period.objects.filter(Exists(rows)).annotate(filled=Value(1)))


def figures_of(region: Region, period: Period) -> dict[int, Figure]:
    """Return the figures of a place, summed now."""
    where, values = _inside(region)
    rows = _rows(
        "SELECT o.indicator_id, SUM(o.numerator), SUM(o.denominator), COUNT(*),"
        " SUM(CASE WHEN o.state <> 'verified' THEN 1 ELSE 0 END),"
        " SUM(CASE WHEN o.state = 'contested' THEN 1 ELSE 0 END), MIN(o.source), MAX(o.source)"
        " FROM needs_observation o JOIN regions_region d ON d.id = o.region_id AND d.gone_on IS NULL"
        f" WHERE o.period_id = %s{where} GROUP BY o.indicator_id",
        [period.pk, *values],
    )
    return {
        indicator: Figure(top, bottom, count, unverified, contested, None, low if low == high else "")
        for indicator, top, bottom, count, unverified, contested, low, high in rows
    }


def gaps_of(region: Region, period: Period) -> dict[int, GapSum]:
    """Return the gaps of a place, counted now."""
    return gaps_of_children(region, period)[region.pk]


def gaps_of_children(region: Region, period: Period) -> dict[int, dict[int, GapSum]]:
    """Return the gaps of a place and its children by standard, counted now."""
    gaps: dict[int, dict[int, GapSum]] = {region.pk: {}}
    own = gaps[region.pk]
    for standard in Standard.objects.select_related("service"):
        if not is_valid(standard, period):
            continue
        for child, total in _children(region, period, standard):
            if child != region.pk:
                gaps.setdefault(child, {})[standard.pk] = total
            own[standard.pk] = own[standard.pk] + total if standard.pk in own else total
    return gaps


def _children(region: Region, period: Period, standard: Standard) -> Iterator[tuple[int, GapSum]]:
    where, values = _inside(region)
    child = _ALIASES[Level(min(region.level + 1, standard.level))]
    place = _ALIASES[Level(standard.level)]
    pair_ids = (standard.population_id, standard.service.supply_id)
    ratio, least = standard.people_per_facility, standard.minimum_per_place
    pair = (
        f"SELECT {child}.id AS child, {place}.id AS place, o.region_id AS desa,"
        " MAX(CASE WHEN o.indicator_id = %s THEN o.numerator END) AS people,"
        " MAX(CASE WHEN o.indicator_id = %s THEN o.numerator END) AS supply"
        f" FROM needs_observation o {_TREE} WHERE o.period_id = %s AND o.indicator_id IN (%s, %s){where}"
        f" GROUP BY {child}.id, {place}.id, o.region_id"
    )
    places = (
        f"SELECT child, place, SUM(supply) AS supply, (SUM(people) + {ratio} - 1) AS raised FROM ({pair}) v"
        " WHERE people IS NOT NULL AND supply IS NOT NULL GROUP BY child, place"
    )
    whole = f"CAST(raised / {ratio} AS INTEGER)" if connection.vendor == "sqlite" else f"FLOOR(raised / {ratio})"
    needed = (
        f"SELECT child, supply, CASE WHEN {whole} < {least} THEN {least} ELSE {whole} END AS needed FROM ({places}) p"
    )
    rows = _rows(
        "SELECT child, COUNT(*), SUM(CASE WHEN needed > supply THEN 1 ELSE 0 END), SUM(needed), SUM(supply),"
        " SUM(CASE WHEN needed > supply THEN needed - supply ELSE 0 END),"
        " SUM(CASE WHEN supply > needed THEN supply - needed ELSE 0 END)"
        f" FROM ({needed}) n GROUP BY child",
        [*pair_ids, period.pk, *pair_ids, *values],
    )
    for pk, count, short, required, supply, shortage, surplus in rows:
        yield (
            pk,
            GapSum(count, count, int(short), int(required), int(supply), int(shortage), int(surplus)),
        )


@contextlib.contextmanager
def as_raw() -> Iterator[None]:
    """Render pages from raw rows within this block."""
    stored_figures = queries.figures_of

    def figures(region: Region, period: Period) -> dict[int, Figure]:
        return (stored_figures if region.level == Level.DESA else figures_of)(region, period)

    def periods(region: Region) -> list[Period]:
        return (stored_periods if region.level == Level.DESA else periods_of)(region)

    stored_periods = queries.periods_of
    with mock.patch.multiple(
        queries, figures_of=figures, periods_of=periods, gaps_of=gaps_of, gaps_of_children=gaps_of_children
    ):
        yield

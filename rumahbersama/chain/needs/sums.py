"""Keeping the stored sums of kecamatan and kabupaten true to the raw rows.

Called inside the transaction that changes observations, after ``lock_kabupaten``: writers of one kabupaten
wait for each other, writers of two never do, and locks are always taken in code order. Sums follow today's
parents. Source: project decision, docs/adr/0006.
"""

import time
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Count, F, Max, Min, Q, Sum
from django.db.models.functions import Cast

from rumahbersama.chain.needs.models import (
    GapTotal,
    Indicator,
    IndicatorSum,
    Observation,
    Period,
    Standard,
    WriteCounter,
)
from rumahbersama.chain.needs.rules import GapSum, PlaceGap, gap_of_place, sum_gaps
from rumahbersama.ground.core import bulk
from rumahbersama.ground.intake.rules import Stale
from rumahbersama.ground.people.permissions import within
from rumahbersama.ground.regions.models import Level, Region

FEW = 50  # up to so many kabupaten are read by their code ranges, more as a whole
PATIENCE, PAUSE = 1.0, 0.005  # seconds: how long and how often ``take_kabupaten`` asks for counters that others hold


@dataclass(frozen=True)
class Cell:
    """The sum of one indicator in one period over one kecamatan or kabupaten."""

    numerator: Decimal
    denominator: Decimal | None
    reported: int
    unverified: int
    contested: int
    newest_at: datetime | None
    source: str

    def __add__(self, other: "Cell") -> "Cell":
        """Return the sum of both."""
        dates = [at for at in (self.newest_at, other.newest_at) if at is not None]
        return Cell(
            numerator=self.numerator + other.numerator,
            denominator=None
            if self.denominator is None or other.denominator is None
            else self.denominator + other.denominator,
            reported=self.reported + other.reported,
            unverified=self.unverified + other.unverified,
            contested=self.contested + other.contested,
            newest_at=max(dates) if dates else None,
            source=self.source if self.source == other.source else "",
        )


_CELL_FIELDS = tuple(Cell.__dataclass_fields__)
_GAP_FIELDS = tuple(GapSum.__dataclass_fields__)
Cells = dict[tuple[int, int, int], Cell]  # (region id, indicator id, period id)


def versions_of(codes: Collection[str]) -> dict[str, int]:
    """Return the write counter of each kabupaten; one never written to has 0."""
    found = dict(WriteCounter.objects.filter(kabupaten__in=codes).values_list("kabupaten", "version"))
    return {code: found.get(code, 0) for code in codes}


def lock_kabupaten(codes: Collection[str]) -> dict[str, int]:
    """Take the counters of these kabupaten in code order, move them on, and return what they were before.

    Held to the end of the transaction. On SQLite the transaction itself (IMMEDIATE) is the lock.
    """
    ordered = sorted(codes)
    WriteCounter.objects.bulk_create([WriteCounter(kabupaten=code) for code in ordered], ignore_conflicts=True)
    rows = list(
        WriteCounter.objects.select_for_update()
        .filter(kabupaten__in=ordered)
        .order_by("kabupaten")
        .values_list("kabupaten", "version")
    )
    WriteCounter.objects.filter(kabupaten__in=ordered).update(version=F("version") + 1)
    return dict(rows)


def open_counters(codes: Collection[str]) -> None:
    """Make the counters that are not there yet, so that ``take_kabupaten`` finds them all."""
    there = set(WriteCounter.objects.filter(kabupaten__in=codes).values_list("kabupaten", flat=True))
    missing = [WriteCounter(kabupaten=code) for code in sorted(set(codes) - there)]
    if missing:
        WriteCounter.objects.bulk_create(missing, ignore_conflicts=True)


def take_kabupaten(codes: Collection[str]) -> dict[str, int]:
    """Do as ``lock_kabupaten`` for one who has written rows already: never wait for who may wait for those rows.

    What others hold is asked for again and again instead, so that no circle of waiting can come about.

    Raises:
        Stale: others have held one of them for ``PATIENCE``.
    """
    before: dict[str, int] = {}
    left, end = set(codes), time.monotonic() + PATIENCE
    while left:
        free = WriteCounter.objects.select_for_update(skip_locked=True).filter(kabupaten__in=left)
        before |= dict(free.order_by("kabupaten").values_list("kabupaten", "version"))
        left -= before.keys()
        if left and time.monotonic() > end:
            raise Stale
        if left:
            time.sleep(PAUSE)
    WriteCounter.objects.filter(kabupaten__in=codes).update(version=F("version") + 1)
    return before


def resum(
    *, kabupaten: Collection[str], indicators: Collection[int] | None = None, periods: Collection[int] | None = None
) -> None:
    """Make the sums of these kabupaten and their kecamatan anew from the raw rows.

    Args:
        kabupaten: codes, locked by the caller.
        indicators: ids whose sums changed; None for all.
        periods: ids; None for all that have rows.

    Some ten queries and two bulk writes whatever the number of rows.
    """
    put(made(kabupaten=kabupaten, indicators=indicators, periods=periods))


@dataclass(frozen=True)
class Made:
    """Sums that are made and not stored yet: tuples for ``bulk.insert``, the place first, and what they replace."""

    places: Collection[int]
    periods: Collection[int] | None
    indicators: Collection[int] | None
    cells: list[tuple[Any, ...]]
    standards: list[Standard]
    gaps: list[tuple[Any, ...]]

    def without(self, places: Collection[int]) -> "Made":
        """Return those of the other places."""
        return replace(
            self,
            places=[place for place in self.places if place not in places],
            cells=[row for row in self.cells if row[0] not in places],
            gaps=[row for row in self.gaps if row[0] not in places],
        )


def places_of(kabupaten: Collection[str]) -> set[int]:
    """Return the ids of these kabupaten and their kecamatan, above which sums stand (one query)."""
    return set(_Tree(kabupaten).ids)


def made(
    *, kabupaten: Collection[str], indicators: Collection[int] | None = None, periods: Collection[int] | None = None
) -> Made:
    """Return the sums as the raw rows make them now; stores nothing."""
    tree = _Tree(kabupaten)
    moment = connection.ops.adapt_datetimefield_value
    cells = [
        (
            *key,
            tree.level[key[0]],
            *(getattr(cell, name) for name in _CELL_FIELDS[:-2]),
            moment(cell.newest_at),
            cell.source,
        )
        for key, cell in _cells(tree, indicators=indicators, periods=periods).items()
    ]
    standards = _standards_of(indicators)
    gaps = _gap_rows(tree, standards, periods) if standards else []
    return Made(tree.ids, periods, indicators, cells, standards, gaps)


def put(sums: Made) -> None:
    """Store sums in place of those that stand there (two bulk writes)."""
    stale = Q(region__in=sums.places) & (Q() if sums.periods is None else Q(period__in=sums.periods))
    chosen = Q() if sums.indicators is None else Q(indicator__in=sums.indicators)
    IndicatorSum.objects.filter(stale, chosen).delete()
    bulk.insert(IndicatorSum, ["region", "indicator", "period", "level", *_CELL_FIELDS], sums.cells)
    if sums.standards:
        GapTotal.objects.filter(stale, standard__in=sums.standards).delete()
        bulk.insert(GapTotal, ["region", "period", "standard", "level", *_GAP_FIELDS], sums.gaps)


class _Tree:
    """The regions concerned: level, kabupaten and number of desa of each kecamatan and kabupaten by id."""

    def __init__(self, kabupaten: Collection[str]) -> None:
        is_few = len(kabupaten) <= FEW
        rows = (
            Region.objects.filter(within(list(kabupaten), "code") if is_few else Q())
            .filter(level__in=(Level.KABUPATEN, Level.KECAMATAN))
            .values_list("id", "code", "level", "parent_id", "desa_count")
        )
        wanted = set(kabupaten)
        self.level: dict[int, int] = {}
        self.kabupaten_of: dict[int, int] = {}
        self.desa_count: dict[int, int] = {}
        for pk, code, level, parent, desa in rows:
            if (code if level == Level.KABUPATEN else code.rpartition(".")[0]) in wanted:
                self.level[pk] = level
                self.desa_count[pk] = desa
                self.kabupaten_of[pk] = pk if level == Level.KABUPATEN else parent
        self.ids = list(self.level)

    def rows_at(self, level: int) -> Q:
        """Return the filter for raw rows of places of a level: those of desa are found by their kecamatan.

        So both databases go from a few thousand places to their rows by the index, whatever they know of sizes.
        """
        if level == Level.DESA:
            return Q(region__parent__in=self._of(Level.KECAMATAN))
        return Q(region__in=self._of(level))

    def _of(self, level: int) -> list[int]:
        return [pk for pk in self.ids if self.level[pk] == level]


def _cells(tree: _Tree, *, indicators: Collection[int] | None, periods: Collection[int] | None) -> Cells:
    """Sum raw rows to kecamatan in SQL, and on to kabupaten here; one query a level that is observed."""
    cells: Cells = {}
    for level, chosen in _by_level(indicators).items():
        for region, indicator, period, cell in _summed(tree, level, chosen, periods):
            for place_id in {region, tree.kabupaten_of[region]}:
                key = (place_id, indicator, period)
                cells[key] = cells[key] + cell if key in cells else cell
    return cells


def _by_level(indicators: Collection[int] | None) -> dict[int, list[int]]:
    """Return the indicators that are summed upward by the level at which they are observed."""
    rows = Indicator.objects.exclude(upward=Indicator.Upward.NONE).filter(observed_level__gte=Level.KABUPATEN)
    if indicators is not None:
        rows = rows.filter(pk__in=indicators)
    found: dict[int, list[int]] = {}
    for pk, level in rows.values_list("pk", "observed_level"):
        found.setdefault(level, []).append(pk)
    return found


def _summed(
    tree: _Tree, level: int, indicators: list[int], periods: Collection[int] | None
) -> Iterator[tuple[int, int, int, Cell]]:
    """Yield (kecamatan or kabupaten, indicator, period, sum) of the raw rows of one level (one query)."""
    rows = Observation.objects.filter(tree.rows_at(level), indicator__in=indicators, region__gone_on=None)
    if periods is not None:
        rows = rows.filter(period__in=periods)
    place = "region__parent" if level == Level.DESA else "region"
    sums = (
        rows.values_list(place, "indicator", "period")
        .annotate(
            top=Sum("numerator"),
            bottom=Sum("denominator"),
            count=Count("id"),
            open=Count("id", filter=~Q(state=Observation.State.VERIFIED)),
            contested=Count("id", filter=Q(state=Observation.State.CONTESTED)),
            newest=Max("entered_at"),
            bottoms=Count("denominator"),
            low=Min("source"),
            high=Max("source"),
        )
        .order_by()
    )
    for region, indicator, period, top, bottom, count, unverified, contested, newest, bottoms, low, high in sums:
        if region in tree.level:
            whole = bottom if bottoms == count else None
            source = low if low == high else ""
            yield region, indicator, period, Cell(top, whole, count, unverified, contested, newest, source)


def _standards_of(indicators: Collection[int] | None) -> list[Standard]:
    """Return the standards that count people or facilities of these indicators (one query)."""
    standards = Standard.objects.select_related("service__supply", "population")
    if indicators is not None:
        standards = standards.filter(Q(population__in=indicators) | Q(service__supply__in=indicators))
    return list(standards)


def _gap_rows(tree: _Tree, standards: list[Standard], periods: Collection[int] | None) -> list[tuple[Any, ...]]:
    kept = Period.objects.all() if periods is None else Period.objects.filter(pk__in=periods)
    spans = {period.pk: period for period in kept}
    values = _whole_values(tree, standards, list(spans))
    rows: list[tuple[Any, ...]] = []
    for standard in standards:
        valid = {pk for pk, period in spans.items() if is_valid(standard, period)}
        rows += (
            (*key, standard.pk, tree.level[key[0]], *(getattr(total, name) for name in _GAP_FIELDS))
            for key, total in _gap_totals(standard, valid, tree, values).items()
        )
    return rows


def is_valid(standard: Standard, period: Period) -> bool:
    """Tell whether ``standard`` is the one of ``period``: in force on the period's last day."""
    return standard.valid_from < period.ends_on and (standard.valid_to is None or period.ends_on <= standard.valid_to)


@dataclass
class _Values:
    """Figures of desa in whole numbers: by indicator, then by (desa, period); and the kecamatan of each desa."""

    of: dict[int, dict[tuple[int, int], int]] = field(default_factory=lambda: defaultdict(dict))
    kecamatan: dict[int, int] = field(default_factory=dict)


def _whole_values(tree: _Tree, standards: list[Standard], periods: list[int]) -> _Values:
    """Read what the standards count, people and facilities, all at once (one query)."""
    wanted = {standard.population_id for standard in standards} | {s.service.supply_id for s in standards}
    whole = Cast("numerator", BigIntegerField())  # people and facilities are counted whole
    rows = Observation.objects.filter(
        tree.rows_at(Level.DESA), indicator__in=wanted, period__in=periods, region__gone_on=None
    )
    values = _Values()
    for kecamatan, desa, indicator, period, value in rows.values_list(
        "region__parent", "region", "indicator", "period", whole
    ):
        values.of[indicator][desa, period] = value
        values.kecamatan[desa] = kecamatan
    return values


def _gap_totals(standard: Standard, periods: set[int], tree: _Tree, values: _Values) -> dict[tuple[int, int], GapSum]:
    grouped: dict[tuple[int, int], list[PlaceGap]] = defaultdict(list)
    for place, period, gap in _place_gaps(standard, periods, tree, values):
        grouped[place, period].append(gap)
    totals: dict[tuple[int, int], GapSum] = {}
    for (region, period), gaps in grouped.items():
        total = sum_gaps(gaps)
        totals[region, period] = totals[region, period] + total if (region, period) in totals else total
        above = tree.kabupaten_of[region]
        if above != region:
            totals[above, period] = totals[above, period] + total if (above, period) in totals else total
    return totals


def _place_gaps(
    standard: Standard, periods: set[int], tree: _Tree, values: _Values
) -> Iterator[tuple[int, int, PlaceGap]]:
    """Yield (kecamatan or kabupaten id, period, gap) for each place at the standard's level where both are known."""
    rule = standard.as_rule()
    people, supply = values.of[standard.population_id], values.of[standard.service.supply_id]
    both = [key for key in people.keys() & supply.keys() if key[1] in periods]
    if standard.level == Level.DESA:
        for key in both:
            gap = gap_of_place(people=people[key], supply=supply[key], standard=rule)
            yield values.kecamatan[key[0]], key[1], gap
        return
    found: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    for key in both:
        kecamatan = values.kecamatan[key[0]]
        place = kecamatan if standard.level == Level.KECAMATAN else tree.kabupaten_of[kecamatan]
        sums = found[place, key[1]]
        sums[0] += people[key]
        sums[1] += supply[key]
        sums[2] += 1
    for (place, period), (needing, there, count) in found.items():
        complete = count >= tree.desa_count[place]
        yield place, period, gap_of_place(people=needing, supply=there, standard=rule, is_complete=complete)

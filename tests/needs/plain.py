"""The sums and gaps of every place from the raw rows, counted in plain Python and nothing else."""

from decimal import Decimal
from typing import Any

from rumahbersama.chain.needs.models import GapTotal, IndicatorSum, Observation, Period, Standard

Sums = dict[tuple[str, str, str], tuple[Any, ...]]


def _above(code: str) -> list[str]:
    """Return the kecamatan and kabupaten that a value at ``code`` counts for, its own place with it."""
    parts = code.split(".")
    return [".".join(parts[:length]) for length in (2, 3) if length <= len(parts)]


def raw_sums() -> Sums:
    """Return (place, indicator, period) -> (numerator, denominator, reported, unverified, contested, newest)."""
    cells: dict[tuple[str, str, str], list[Observation]] = {}
    for row in Observation.objects.select_related("region", "indicator", "period"):
        if row.indicator.upward == "none" or row.region.gone_on is not None:
            continue
        for place in _above(row.region.code):
            cells.setdefault((place, row.indicator.code, row.period.code), []).append(row)
    return {key: _cell(rows) for key, rows in cells.items()}


def _cell(rows: list[Observation]) -> tuple[Any, ...]:
    bottoms = [row.denominator for row in rows]
    sources = {row.source for row in rows}
    return (
        sum((row.numerator for row in rows), Decimal(0)),
        None if None in bottoms else sum(bottoms, Decimal(0)),
        len(rows),
        sum(row.state != "verified" for row in rows),
        sum(row.state == "contested" for row in rows),
        max(row.entered_at for row in rows),
        sources.pop() if len(sources) == 1 else "",
    )


def stored_sums() -> Sums:
    """Return what IndicatorSum holds, in the same shape."""
    rows = IndicatorSum.objects.values_list(
        "region__code",
        "indicator__code",
        "period__code",
        "numerator",
        "denominator",
        "reported",
        "unverified",
        "contested",
        "newest_at",
        "source",
    )
    return {(place, what, when): tuple(rest) for place, what, when, *rest in rows}


def raw_gaps() -> Sums:
    """Return (place, standard, period) -> (reported, short, required, supply, shortage, surplus)."""
    values: dict[str, dict[str, dict[str, Decimal]]] = {}
    for row in Observation.objects.select_related("region", "indicator", "period"):
        if row.region.level == 4 and row.region.gone_on is None:
            desa = values.setdefault(row.period.code, {}).setdefault(row.region.code, {})
            desa[row.indicator.code] = row.numerator
    totals: dict[tuple[str, str, str], list[int]] = {}
    for standard in Standard.objects.select_related("service__supply", "population"):
        for period in Period.objects.filter(code__in=values):
            if not _in_force(standard, period):
                continue
            for place, people, supply in _places(standard, values[period.code]):
                for above in _above(place)[: 2 if standard.level >= 3 else 1]:
                    key = (above, str(standard.pk), period.code)
                    _add(totals.setdefault(key, [0] * 6), standard, people, supply)
    return {key: tuple(total) for key, total in totals.items()}


def _in_force(standard: Standard, period: Period) -> bool:
    return standard.valid_from < period.ends_on and (standard.valid_to is None or standard.valid_to >= period.ends_on)


def _places(standard: Standard, desa: dict[str, dict[str, Decimal]]) -> list[tuple[str, Decimal, Decimal]]:
    sums: dict[str, list[Decimal]] = {}
    for code, found in desa.items():
        people, supply = found.get(standard.population.code), found.get(standard.service.supply.code)
        if people is not None and supply is not None:
            place = ".".join(code.split(".")[: standard.level])
            held = sums.setdefault(place, [Decimal(0), Decimal(0)])
            held[0] += people
            held[1] += supply
    return [(place, *held) for place, held in sums.items()]


def _add(total: list[int], standard: Standard, people: Decimal, supply: Decimal) -> None:
    assert standard.rounding == "up"
    required = max(-(-int(people) // standard.people_per_facility), standard.minimum_per_place)
    gap = int(supply) - required
    for place, more in enumerate((1, gap < 0, required, int(supply), max(0, -gap), max(0, gap))):
        total[place] += int(more)


def stored_gaps() -> Sums:
    """Return what GapTotal holds, in the same shape; places of which nothing is known hold nothing."""
    rows = GapTotal.objects.values_list(
        "region__code",
        "standard",
        "period__code",
        "reported",
        "short_places",
        "required",
        "supply",
        "shortage",
        "surplus",
    )
    return {(place, str(standard), when): tuple(rest) for place, standard, when, *rest in rows if rest[0]}

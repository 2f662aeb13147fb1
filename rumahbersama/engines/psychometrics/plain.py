"""The same figures by the formulas of the textbook, in fractions and loops: the peer for tests and benchmarks."""

import math
from collections.abc import Sequence
from fractions import Fraction


def mean(values: Sequence[int]) -> Fraction:
    """Return the mean."""
    return Fraction(sum(values), len(values))


def covariance(one: Sequence[int], other: Sequence[int]) -> Fraction:
    """Return the covariance with n - 1."""
    first, second = mean(one), mean(other)
    apart = [(a - first) * (b - second) for a, b in zip(one, other, strict=True)]
    return sum(apart, Fraction(0)) / (len(one) - 1)


def correlation(one: Sequence[int], other: Sequence[int]) -> float | None:
    """Return Pearson's r; None where one of them does not vary."""
    spread, wide = covariance(one, one), covariance(other, other)
    return float(covariance(one, other)) / math.sqrt(spread * wide) if spread and wide else None


def alpha(columns: Sequence[Sequence[int]]) -> float | None:
    """Return Cronbach's alpha of items given column by column."""
    k = len(columns)
    if k < 2:
        return None
    totals = [sum(row) for row in zip(*columns, strict=True)]
    wide = covariance(totals, totals)
    items = sum((covariance(each, each) for each in columns), Fraction(0))
    return float(Fraction(k, k - 1) * (1 - items / wide)) if wide else None


def discrimination(column: Sequence[int], totals: Sequence[int], size: int) -> Fraction:
    """Return upper less lower share right; who ties at the cut shares the places that are left."""
    return _share(column, totals, size) - _share(column, [-total for total in totals], size)


def _share(column: Sequence[int], totals: Sequence[int], size: int) -> Fraction:
    cut = sorted(totals, reverse=True)[size - 1]
    above = [score for score, total in zip(column, totals, strict=True) if total > cut]
    tied = [score for score, total in zip(column, totals, strict=True) if total == cut]
    return (sum(above) + Fraction(size - len(above), len(tied)) * sum(tied)) / size

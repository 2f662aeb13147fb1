"""Which sums of kecamatan and kabupaten move when values change, and looking at that before anything is kept."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.chain.needs.models import Indicator, IndicatorSum, Period
from rumahbersama.ground.core.formats import number, percent
from rumahbersama.ground.regions.models import Level, Region

LOOK = "lihat"  # the name of the button that asks what saving would do
Total = tuple[Decimal, Decimal | None]  # numerator, and denominator of a ratio
Sums = dict[tuple[Indicator, Region], Total]


@dataclass(frozen=True)
class MovedSum:
    """A sum above that moved: of which indicator, where, from what to what (``whole_*``: denominators of a ratio)."""

    indicator: Indicator
    place: Region
    before: Decimal | None
    after: Decimal | None
    whole_before: Decimal | None = None
    whole_after: Decimal | None = None

    def __str__(self) -> str:
        """Tell it: "Posyandu Kecamatan Alas 3 menjadi 5"."""
        sides = ((self.before, self.whole_before), (self.after, self.whole_after))
        is_ratio = self.indicator.upward == Indicator.Upward.RATIO
        before, after = (percent(top, whole) if is_ratio else number(top) for top, whole in sides)
        return _("{indicator} {place} {before} menjadi {after}").format(
            indicator=self.indicator, place=self.place, before=before, after=after
        )


def sums_above(*, places: Collection[str], indicators: Collection[int], period: Period) -> Sums:
    """Return the sums of the kecamatan and kabupaten that places lie in, by codes and ids (one query)."""
    codes = {".".join(code.split(".")[:level]) for code in places for level in (2, 3)}
    rows = IndicatorSum.objects.filter(region__code__in=codes, period=period, indicator__in=indicators)
    rows = rows.select_related("indicator", "region").order_by("indicator__order", "-level")
    return {
        (row.indicator, row.region): (row.numerator, row.denominator) for row in rows if row.region.level < Level.DESA
    }


def moved_between(before: Sums, after: Sums) -> list[MovedSum]:
    """Return the sums that are not what they were, in the order of ``after``."""
    nothing = (None, None)
    moved = []
    for key, (top, whole) in after.items():
        old_top, old_whole = before.get(key, nothing)
        if (old_top, old_whole) != (top, whole):
            moved.append(MovedSum(*key, old_top, top, old_whole, whole))
    return moved


@dataclass(frozen=True)
class Look:
    """What saving would do: sums that move, how many values and reasons are kept, and what would be doubted."""

    sums: list[MovedSum]
    count: int
    explained: int = 0
    doubts: dict[Any, Any] = field(default_factory=dict)


@contextmanager
def taken_back() -> Iterator[None]:
    """Do what is inside and take it all back: what would happen is what happens, and nothing is kept."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)

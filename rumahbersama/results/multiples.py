"""Small multiples: each child of a place through the periods, all on one scale; a period not sent is a gap."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rumahbersama.chain.needs.models import Period
from rumahbersama.chain.needs.series import Point
from rumahbersama.ground.core.charts import sparkline
from rumahbersama.ground.core.formats import number

if TYPE_CHECKING:
    from rumahbersama.results.indicator import Row

MOST = 24  # small charts of one page; the others stand on the next
MOST_PERIODS = 12
PER_YEAR = {Period.Kind.YEAR: 1, Period.Kind.SEMESTER: 2, Period.Kind.QUARTER: 4, Period.Kind.MONTH: 12}


def axis_of(periods: Sequence[Period], until: Period) -> list[Period | None]:
    """Return the periods of one kind to ``until``, oldest first, at most twelve; None where none was ever sent."""
    places = {_place(each): each for each in periods if each.kind == until.kind and each.ends_on <= until.ends_on}
    last = _place(until)
    first = max(min(places, default=last), last - MOST_PERIODS + 1)
    return [places.get(place) for place in range(first, last + 1)]


def _place(period: Period) -> int:
    """Return the number of a period among all of its kind, so that neighbours differ by one."""
    a_year = PER_YEAR[Period.Kind(period.kind)]
    return period.starts_on.year * a_year + (period.starts_on.month - 1) * a_year // 12


@dataclass(frozen=True)
class Small:
    """One child: its row, its small chart, and its values as the table tells them."""

    row: "Row"
    chart: SafeString
    values: list[Point | None]


@dataclass(frozen=True)
class Multiples:
    """The small charts of a page of rows; ``rows`` are all children, worst first."""

    axis: list[Period | None]
    rows: "list[Row]" = field(default_factory=list)

    @property
    def periods(self) -> list[Period]:
        """Return the periods that were sent, oldest first: the columns of the table."""
        return [each for each in self.axis if each is not None]

    @property
    def is_shown(self) -> bool:
        """Tell whether there is a course to draw: one child known in two periods."""
        return any(sum(point is not None for point in row.course) > 1 for row in self.rows)

    @property
    def highest(self) -> float:
        """Return the top of the scale that all charts share; its bottom is zero."""
        return max((float(point.value) for row in self.rows for point in row.course if point), default=0)

    def of(self, rows: "Sequence[Row]") -> list[Small]:
        """Return the small charts of some rows."""
        return [Small(row, self._chart(row), self.values_of(row)) for row in rows]

    def values_of(self, row: "Row") -> list[Point | None]:
        """Return the values of a row in the columns of the table."""
        return [point for point, each in zip(row.course, self.axis, strict=True) if each is not None]

    def _chart(self, row: "Row") -> SafeString:
        values = [float(point.value) if point else None for point in row.course]
        return sparkline(values, over=(0, self.highest))

    @property
    def title(self) -> str:
        """Return what the charts show: how many rose, fell and stayed between the ends of the axis."""
        moves = [row.moved_since_first for row in self.rows]
        known = [move for move in moves if move is not None]
        first, last = self.periods[0], self.periods[-1]
        if not known:
            return _("{first} sampai {last}: tidak ada yang dapat dibandingkan").format(first=first, last=last)
        text = _("Sejak {first}: {up} naik, {down} turun, {same} tetap").format(
            first=first,
            up=number(sum(move > 0 for move in known)),
            down=number(sum(move < 0 for move in known)),
            same=number(sum(move == 0 for move in known)),
        )
        if len(known) == len(moves):
            return text
        more = _("{count} tidak dapat dibandingkan").format(count=number(len(moves) - len(known)))
        return f"{text}, {more}"

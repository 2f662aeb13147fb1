"""Total rows: recognised, compared with the sums of their rows, and never taken for data."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from rumahbersama.ground.intake.matching import plain_name
from rumahbersama.ground.intake.rules import Column, Place

_WORDS = re.compile(r"(SUB|GRAND|SUB ?|GRAND ?)?(TOTAL|JUMLAH|JML)\b.*")
ROUNDING = Decimal("0.05")  # a total of decimals may be rounded once more


@dataclass
class ReadRow:
    """One row as read: what names its place, its place once known, its numbers by column index."""

    number: int
    digits: str
    given: str
    name: str
    parent: str
    period: str
    numbers: dict[int, Decimal]
    texts: dict[int, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    place: Place | None = None


@dataclass(frozen=True)
class Reconciled:
    """A total row against the sums: per column index what stands there and what was added up."""

    row: int
    label: str
    scope: str
    columns: tuple[tuple[int, Decimal, Decimal], ...]
    margin: Decimal = Decimal(0)

    @property
    def off(self) -> tuple[tuple[int, Decimal, Decimal], ...]:
        """Return the columns that do not agree."""
        return tuple(each for each in self.columns if abs(each[1] - each[2]) > self.margin)


def says_total(row: ReadRow) -> bool:
    """Tell whether a row without a known place calls itself a total ("Jumlah", "TOTAL KECAMATAN ...")."""
    return any(_WORDS.fullmatch(plain_name(word)) for word in (row.name, row.parent, row.given, *row.words) if word)


class _Sums:
    """Sums of the data rows per column: of all, per parent, per place above, and of the block before a row."""

    def __init__(self, rows: Sequence[ReadRow], data: set[int], columns: Collection[int]) -> None:
        self.columns = columns
        self.all: dict[int, Decimal] = defaultdict(Decimal)
        self.by_parent: dict[str, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        self.above: dict[str, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        self.block_before: dict[int, dict[int, Decimal]] = {}
        block: dict[int, Decimal] = defaultdict(Decimal)
        last = 0
        for row in rows:
            if row.number not in data:
                self.block_before[row.number] = dict(block)
                block.clear()
                continue
            if row.number > last + 1:
                block.clear()
            last = row.number
            self._add(row, block)

    def _add(self, row: ReadRow, block: dict[int, Decimal]) -> None:
        parent = plain_name(row.place.parent_name if row.place else row.parent)
        groups = [self.all, self.by_parent[parent], block]
        if row.place:
            parts = row.place.code.split(".")
            groups += [self.above[".".join(parts[:size])] for size in range(1, len(parts))]
            groups.append(self.above["0"])
        for at in self.columns:
            value = row.numbers.get(at)
            if value is not None:
                for group in groups:
                    group[at] += value

    def scopes(self, row: ReadRow) -> list[tuple[str, dict[int, Decimal]]]:
        """Return what a total row may be the sum of."""
        scopes = [("all", self.all)]
        if row.place is not None:
            return [("place", self.above.get(row.place.code, {})), *scopes]
        label = " ".join(plain_name(word) for word in (row.name, row.parent, *row.words) if word)
        scopes += [(name, sums) for name, sums in self.by_parent.items() if name and name in label]
        return [*scopes, ("block", self.block_before.get(row.number, {}))]


def split_totals(
    rows: Sequence[ReadRow], *, summed: dict[int, Column], ancestors: set[str], data_level: int
) -> tuple[list[ReadRow], list[Reconciled]]:
    """Return the data rows and the reconciled total rows.

    A row that says it is a total is one whatever it holds. A row named like a place above the others (or
    bearing its code) is one only if its numbers are the sums; else it is data, e.g. the desa Adipala of the
    kecamatan Adipala.

    Args:
        rows: all rows in file order.
        summed: columns whose total row holds a sum, by index.
        ancestors: plain names of the places above the rows' level.
        data_level: level of most rows.
    """
    named = {row.number for row in rows if row.place is None and says_total(row)}
    maybe = {row.number for row in rows if row.number not in named and _may_be_total(row, ancestors, data_level)}
    if not named and not maybe:
        return list(rows), []
    numbers = {row.number for row in rows}
    found: dict[int, Reconciled] = {}
    if maybe:
        sums = _Sums(rows, numbers - named - maybe, summed)
        for row in rows:
            if row.number in maybe:
                result = _reconcile(row, sums, summed)
                if result.columns and not result.off and any(each[1] for each in result.columns):
                    found[row.number] = result
    data = numbers - named - set(found)
    sums = _Sums(rows, data, summed)
    for row in rows:
        if row.number in named:
            found[row.number] = _reconcile(row, sums, summed)
    return [row for row in rows if row.number in data], [found[number] for number in sorted(found)]


def _may_be_total(row: ReadRow, ancestors: set[str], data_level: int) -> bool:
    if row.place is not None:
        return row.place.level < data_level
    return not row.digits and any(plain_name(word) in ancestors for word in (row.name, row.parent) if word)


def _reconcile(row: ReadRow, sums: _Sums, summed: dict[int, Column]) -> Reconciled:
    """Compare a total row with every scope it may stand for and return the one that fits best."""
    columns = {at: value for at, value in row.numbers.items() if at in summed}
    inexact = any(not summed[at].whole for at in columns)
    results = [
        Reconciled(
            row=row.number,
            label=row.name or row.parent or row.given or " ".join(row.words),
            scope=scope,
            columns=tuple((at, value, group.get(at, Decimal(0))) for at, value in columns.items()),
            margin=ROUNDING if inexact else Decimal(0),
        )
        for scope, group in sums.scopes(row)
    ]
    return min(results, key=lambda result: len(result.off))

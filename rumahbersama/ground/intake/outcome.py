"""What goes into a dry run, and what comes out of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from rumahbersama.ground.core.rules import Finding
from rumahbersama.ground.intake.matching import Question
from rumahbersama.ground.intake.numbers import canonical
from rumahbersama.ground.intake.rules import Row, StagedValue, Target
from rumahbersama.ground.intake.totals import Reconciled

BATCH = 2_000
RawRows = Callable[[], Iterable[list[Any]]]


@dataclass(frozen=True)
class Source:
    """A staged table: its rows (callable, for it is read twice) and what is known of its shape."""

    rows: RawRows
    headings: Sequence[str]
    header_row: int
    skipped: frozenset[int] = frozenset()
    merged: Sequence[Sequence[int]] = ()
    widths: Mapping[int, Sequence[int]] = field(default_factory=dict)
    error_cells: frozenset[str] = frozenset()
    count: int = 0


@dataclass
class Outcome:
    """What the dry run found."""

    findings: list[Finding] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    totals: list[Reconciled] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    sums: dict[Target, Decimal] = field(default_factory=dict)
    left_out: list[int] = field(default_factory=list)
    matched: list[tuple[int, str, str]] = field(default_factory=list)
    renamed: list[tuple[int, str, str]] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    values: int = 0

    def batches(self) -> Iterator[list[StagedValue]]:
        """Yield the understood values in batches."""
        batch: list[StagedValue] = []
        for number, place_code, values in self.rows:
            for (key, period), value in values.items():
                text = value if isinstance(value, str) else canonical(value)
                batch.append(StagedValue(number, place_code, key, period, text))
            if len(batch) >= BATCH:
                yield batch
                batch = []
        if batch:
            yield batch

"""A quarter of a year: its code ("2026-4"), its days, the one before and after; pure.

Source: project decision, docs/adr/0039-visits.md.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

CODE = re.compile(r"^(\d{4})-([1-4])$")


@dataclass(frozen=True)
class Quarter:
    """One quarter of a year."""

    year: int
    number: int

    @property
    def code(self) -> str:
        """Return its code in an address."""
        return f"{self.year}-{self.number}"

    @property
    def first(self) -> date:
        """Return its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        """Return its last day."""
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        """Return the one after it."""
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    @property
    def before(self) -> "Quarter":
        """Return the one before it."""
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)


def quarter_of(day: date) -> Quarter:
    """Return the quarter of a day."""
    return Quarter(day.year, (day.month + 2) // 3)


def quarter_named(code: str, *, today: date) -> Quarter:
    """Return the quarter of a code; of today where it is none."""
    found = CODE.match(code)
    return Quarter(int(found[1]), int(found[2])) if found and int(found[1]) > 1999 else quarter_of(today)

"""Counting in working days: plain arithmetic over the weekdays on which an office is open and the days it is closed.

Which days those are at a place is data (``regions.office_days``); here nothing is known of places or years.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

ONE = timedelta(days=1)
LONGEST = 1_000  # working days; a typed slip of a finger, not a time limit


@dataclass(frozen=True)
class OfficeDays:
    """When an office is open.

    Attributes:
        weeks: (first day, weekdays) in force from that day on, oldest first; Monday is 0.
        closed: the closed days with their names.
        known_until: the last day up to which the closed days are known; beyond it only the weekdays are.
    """

    weeks: tuple[tuple[date, frozenset[int]], ...]
    closed: dict[date, str] = field(default_factory=dict)
    known_until: date = date.min

    def is_open(self, day: date) -> bool:
        """Tell whether the office works on a day."""
        return day not in self.closed and day.weekday() in self._weekdays_on(day)

    def _weekdays_on(self, day: date) -> frozenset[int]:
        current: frozenset[int] = frozenset(range(5))
        for first, weekdays in self.weeks:
            if first <= day:
                current = weekdays
        return current or frozenset(range(5))


def add_working_days(start: date, count: int, *, office: OfficeDays) -> date:
    """Return the ``count``-th working day after ``start``; ``start`` itself is not counted.

    With ``count`` 0 it is ``start`` where the office is open then, else the next day on which it is.

    Raises:
        ValueError: a negative count, or more than ``LONGEST``.
    """
    if not 0 <= count <= LONGEST:
        raise ValueError(count)
    day, left = start, count
    while left or not office.is_open(day):
        day += ONE
        left -= 1 if left and office.is_open(day) else 0
    return day


def working_days_between(start: date, end: date, *, office: OfficeDays) -> int:
    """Return how many working days lie after ``start`` up to and with ``end``; negative where ``end`` is earlier."""
    if end < start:
        return -working_days_between(end, start, office=office)
    return sum(office.is_open(start + n * ONE) for n in range(1, (end - start).days + 1))


def closed_between(start: date, end: date, *, office: OfficeDays) -> list[tuple[date, str]]:
    """Return the closed days after ``start`` up to and with ``end`` that would have been working days, with names."""
    return [
        (day, name)
        for day, name in sorted(office.closed.items())
        if start < day <= end and day.weekday() in office._weekdays_on(day)
    ]

"""Spreading visits over the weeks of a quarter and the people who go; pure.

The rule is plain enough for a sentence: the villages in their order of urgency, one after the other, each in the
first week in which enough people still have a visit left, on a day of it on which the village office is open and none
of them goes anywhere yet, of these the one with the fewest visits; whose turn it is goes round, the one with the
fewest visits first. Only where the quarter has no such day left does somebody go to two villages on a day.

Source: project decision, docs/adr/0039-visits.md.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Slot:
    """A village on a day with the people who go, by their place in the list that was given."""

    village: int
    day: date
    people: tuple[int, ...]


@dataclass(frozen=True)
class Capacity:
    """How much people can go.

    Attributes:
        people: how many there are.
        team: how many go together; fewer where there are fewer.
        per_week: visits of one person in a week.
        weekdays: on which days one goes; Monday is 0.
    """

    people: int
    team: int
    per_week: int
    weekdays: Collection[int]


def spread(
    villages: int,
    *,
    first: date,
    last: date,
    capacity: Capacity,
    is_open: Callable[[date], bool] = lambda _day: True,
    is_in: Callable[[int, date], bool] = lambda _village, _day: True,
    taken: Sequence[tuple[date, int]] = (),
) -> list[Slot]:
    """Return a day and people for as many villages as fit between ``first`` and ``last``, both counted.

    Args:
        villages: how many, numbered in their order of urgency from 0; the last ones may find no place.
        first: the first day that may be used.
        last: the last one.
        capacity: who goes, how often, on which days.
        is_open: whether the office of those who go works on a day.
        is_in: whether the office of a village does.
        taken: days on which somebody goes already, with their number.
    """
    if capacity.people < 1:
        return []
    booked = _Booked(capacity)
    for day, person in taken:
        booked.take(day, [person])
    days = list(_days(first, last, capacity.weekdays, is_open))
    found: list[Slot] = []
    for village in range(villages):
        open_days = [day for day in days if is_in(village, day)]
        place = booked.first_place(open_days) or booked.first_place(open_days, may_double=True)
        if place is not None:
            day, people = place
            booked.take(day, people)
            found.append(Slot(village, day, people))
    return found


class _Booked:
    """Who goes on which day, in which week and how often."""

    def __init__(self, capacity: Capacity) -> None:
        self.capacity = capacity
        self.team = min(capacity.team, capacity.people)
        self.days: Counter[tuple[date, int]] = Counter()
        self.weeks: Counter[tuple[date, int]] = Counter()
        self.total: Counter[int] = Counter()
        self.used: Counter[date] = Counter()

    def take(self, day: date, people: Collection[int]) -> None:
        """Let these people go on a day."""
        self.used[day] += 1
        for each in people:
            self.days[day, each] += 1
            self.weeks[_monday(day), each] += 1
            self.total[each] += 1

    def first_place(self, days: Sequence[date], *, may_double: bool = False) -> tuple[date, tuple[int, ...]] | None:
        """Return a day of the first week in which enough people can go, with those whose turn it is."""
        for _week, its_days in groupby(days, key=_monday):
            teams = [(day, team) for day in its_days if len(team := self._team_on(day, may_double)) == self.team]
            if teams:
                day, team = min(teams, key=self._compared)
                return day, tuple(sorted(team))
        return None

    def _team_on(self, day: date, may_double: bool) -> list[int]:
        free = [
            each
            for each in range(self.capacity.people)
            if self.weeks[_monday(day), each] < self.capacity.per_week and (may_double or not self.days[day, each])
        ]
        return sorted(free, key=lambda each: (self.days[day, each], self.total[each], each))[: self.team]

    def _compared(self, place: tuple[date, list[int]]) -> tuple[int, list[tuple[int, int]], int, date]:
        """Return how places of a week are compared: fewest gone twice, whose turn it is, fewest visits of the day."""
        day, team = place
        turns = [(self.total[each], each) for each in team]
        return sum(self.days[day, each] for each in team), turns, self.used[day], day


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _days(first: date, last: date, weekdays: Collection[int], is_open: Callable[[date], bool]) -> Iterator[date]:
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if day.weekday() in weekdays and is_open(day):
            yield day

"""Spreading visits over the weeks of a quarter and the people who go; pure.

The rule is plain enough for a sentence: the villages in their order of urgency, one after the other, each in the
first week in which those whose turn it is still have a visit left, on a day of it on which the village office is open
and none of them goes anywhere yet, of these the one with the fewest visits; whose turn it is goes round, the one with
the fewest visits first.

Source: project decision, docs/adr/0039-visits.md.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

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
    team = min(capacity.team, capacity.people)
    busy = [(_monday(day), person) for day, person in taken]
    total = [sum(person == each for _week, person in busy) for each in range(capacity.people)]
    days = list(_days(first, last, capacity.weekdays, is_open))
    going = set(taken)
    used = Counter({day: sum(each == day for each, _person in going) for day in days})
    found: list[Slot] = []
    for village in range(villages):
        open_days = [day for day in days if is_in(village, day)]
        for week in sorted({_monday(day) for day in open_days}):
            free = [each for each in range(capacity.people) if busy.count((week, each)) < capacity.per_week]
            if len(free) < team:
                continue
            people = tuple(sorted(free, key=lambda each: (total[each], each))[:team])
            day = min((day for day in open_days if _monday(day) == week), key=_crowded(going, people, used))
            used[day] += 1
            for each in people:
                busy.append((week, each))
                going.add((day, each))
                total[each] += 1
            found.append(Slot(village, day, people))
            break
    return found


def _crowded(
    going: Collection[tuple[date, int]], people: Collection[int], used: Mapping[date, int]
) -> Callable[[date], tuple[int, int, date]]:
    """Return how days are compared: how many of these people go somewhere on it already, then its visits."""

    def compared(day: date) -> tuple[int, int, date]:
        return sum((day, each) in going for each in people), used[day], day

    return compared


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _days(first: date, last: date, weekdays: Collection[int], is_open: Callable[[date], bool]) -> Iterator[date]:
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if day.weekday() in weekdays and is_open(day):
            yield day

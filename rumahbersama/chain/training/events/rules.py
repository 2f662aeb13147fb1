"""The arithmetic of a timetable: clashes, and a first plan out of a curriculum. Pure: it knows no database."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise

from rumahbersama.chain.training.rules import JP_MINUTES

MOST_DAYS = 60
MOST_CLASSES = 60
MOST_SESSIONS_OF_A_CLASS = 400


class ClashKind(StrEnum):
    """What two sessions both want."""

    CLASS = "class"
    ROOM = "room"
    PERSON = "person"


@dataclass(frozen=True)
class Slot:
    """One session as the rules see it.

    Attributes:
        number: its number in the database; 0 for one that is not stored yet.
        title: what the timetable calls it.
        starts: aware moment of its beginning.
        ends: aware moment of its end.
        site: number of its site.
        klass: number of its class in the database; None: all classes of the site.
        room: number of its room, or None.
        persons: numbers of those who teach in it.
    """

    number: int
    title: str
    starts: datetime
    ends: datetime
    site: int
    klass: int | None = None
    room: int | None = None
    persons: frozenset[int] = frozenset()

    def overlaps(self, other: "Slot") -> bool:
        """Tell whether both share a moment; one that begins as the other ends does not."""
        return self.starts < other.ends and other.starts < self.ends


@dataclass(frozen=True)
class Clash:
    """Two sessions that cannot both be; ``wanted`` is the number of the class, room or person (0: all classes)."""

    kind: ClashKind
    wanted: int
    first: Slot
    second: Slot


def clashes(slots: Iterable[Slot]) -> list[Clash]:
    """Return every pair of sessions that want the same class, room or person at the same moment.

    A session of all classes of a site clashes with each class of that site. Two sessions in one virtual room clash
    like two in a real one. Found in the order of time.
    """
    found: list[Clash] = []
    running: list[Slot] = []
    for slot in sorted(slots, key=lambda each: (each.starts, each.number)):
        running = [each for each in running if each.ends > slot.starts]
        found += [clash for each in running for clash in between(each, slot)]
        running.append(slot)
    return found


def between(first: Slot, second: Slot) -> Iterator[Clash]:
    """Yield what two sessions both want, where they overlap."""
    if not first.overlaps(second):
        return
    if first.site == second.site and (first.klass is None or second.klass is None or first.klass == second.klass):
        yield Clash(ClashKind.CLASS, first.klass or second.klass or 0, first, second)
    if first.room is not None and first.room == second.room:
        yield Clash(ClashKind.ROOM, first.room, first, second)
    for person in sorted(first.persons & second.persons):
        yield Clash(ClashKind.PERSON, person, first, second)


@dataclass(frozen=True)
class DayPlan:
    """How a day of training runs: its beginning, and the pauses in it.

    Attributes:
        begins: when the first lesson begins.
        jp: the most JP of a day.
        pauses: (from, to) by the clock, in order; no lesson runs through one.
    """

    begins: time
    jp: int
    pauses: tuple[tuple[time, time], ...] = ()


@dataclass(frozen=True)
class Lesson:
    """A stretch of a subject: which (its place in the list), on which day, from when to when, how many JP."""

    subject: int
    day: date
    begins: time
    ends: time
    jp: int


@dataclass(frozen=True)
class Plan:
    """What fits into the days, and the JP of each subject that does not (by its place in the list)."""

    lessons: tuple[Lesson, ...]
    left: dict[int, int]


def plan_lessons(jp_of: Sequence[int], days: Sequence[date], plan: DayPlan) -> Plan:
    """Lay subjects into days, one after the other, without running through a pause or past the JP of a day.

    Args:
        jp_of: JP of each subject, in the order of teaching.
        days: days of training, in order.
        plan: how each day runs.
    """
    waiting = [[place, jp] for place, jp in enumerate(jp_of)]
    lessons: list[Lesson] = []
    for day in days:
        for begins in _starts_of(plan):
            if not waiting:
                break
            lessons = _taught(lessons, waiting[0][0], day, begins)
            waiting[0][1] -= 1
            if not waiting[0][1]:
                waiting.pop(0)
    return Plan(tuple(lessons), {each[0]: each[1] for each in waiting})


def _starts_of(plan: DayPlan) -> Iterator[time]:
    """Yield when each JP of a day begins."""
    anchor = date(2000, 1, 1)
    now = datetime.combine(anchor, plan.begins)
    pauses = [(datetime.combine(anchor, start), datetime.combine(anchor, end)) for start, end in plan.pauses]
    for _unit in range(plan.jp):
        for start, end in pauses:
            if now < end and now + timedelta(minutes=JP_MINUTES) > start:
                now = end
        if now.date() != anchor or (now + timedelta(minutes=JP_MINUTES)).date() != anchor:
            return
        yield now.time()
        now += timedelta(minutes=JP_MINUTES)


def _taught(lessons: list[Lesson], subject: int, day: date, begins: time) -> list[Lesson]:
    """Add one JP: as a longer lesson where the last one runs straight into it, else as a new one."""
    ends = (datetime.combine(day, begins) + timedelta(minutes=JP_MINUTES)).time()
    last = lessons[-1] if lessons else None
    if last and (last.subject, last.day, last.ends) == (subject, day, begins):
        return [*lessons[:-1], Lesson(subject, day, last.begins, ends, last.jp + 1)]
    return [*lessons, Lesson(subject, day, begins, ends, 1)]


def pauses_are_apart(pauses: Sequence[tuple[time, time]]) -> bool:
    """Tell whether pauses end after they begin, and follow each other."""
    return all(start < end for start, end in pauses) and all(
        first[1] <= second[0] for first, second in pairwise(pauses)
    )


def jp_by_class(rows: Iterable[tuple[int | None, int, int]], classes: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return the JP of each class: of its own sessions and of those of all classes of its site.

    Args:
        rows: (class or None, site, JP) of every session.
        classes: (class, site) of every class.
    """
    own: dict[int, int] = defaultdict(int)
    joint: dict[int, int] = defaultdict(int)
    for klass, site, jp in rows:
        if klass is None:
            joint[site] += jp
        else:
            own[klass] += jp
    return {klass: own[klass] + joint[site] for klass, site in classes}


@dataclass(frozen=True)
class Cost:
    """What an event costs: in all, for each who takes part, for each JP (rupiah, rounded down; None: no divisor)."""

    total: int
    per_person: int | None
    per_jp: int | None


def cost_of(total: int, *, people: int, jp: int) -> Cost:
    """Return the cost of an event with its shares."""
    return Cost(total, total // people if people else None, total // jp if jp else None)

"""Reading the cascade of a programme and of an event out of classes, teachings and participations.

What counts: events closed or finished whose last day is past, with names; people who hold a seat; who teaches a class
or one of its lessons (a moderator does not teach).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from rumahbersama.chain.training.cascade.rules import TRAINERS_TIER
from rumahbersama.chain.training.events.queries import TAUGHT_BY_CLASS
from rumahbersama.chain.training.models import Event, Participation, Teaching, TrainingClass
from rumahbersama.chain.training.permissions import HELD_STATES, visible_events
from rumahbersama.engines.cascade import Held, Tree, people_after, tree_of

DONE_STATES = (Event.State.CLOSED, Event.State.FINISHED)


def is_over(event: Event, today: date) -> bool:
    """Tell whether an event was held."""
    return event.state in DONE_STATES and event.ends_on < today


def real_teachings() -> QuerySet[Teaching]:
    """Return who taught a class, or one of the sessions in which something is taught."""
    taught = Q(session=None) | Q(session__kind__in=TAUGHT_BY_CLASS)
    return Teaching.objects.filter(taught).exclude(role=Teaching.Role.MODERATOR)


def _held_over(today: date) -> Q:
    return Q(event__state__in=DONE_STATES, event__ends_on__lt=today, event__head_count=None)


class Trained(NamedTuple):
    """One seat held: who, in which event and class, from where."""

    number: int
    person: int
    event: int
    klass: int | None
    code: str


SEAT = ("pk", "person", "event", "klass", "region__code")


class TaughtRow(NamedTuple):
    """One teaching: of a class, of a session of a class, or of a session of all classes of a site."""

    person: int
    event: int
    klass: int | None
    of_session: int | None
    site: int | None
    starts: date
    ends: date


@dataclass(frozen=True)
class Branch:
    """Somebody trained to teach, and what became of it: taught, will teach, or neither."""

    trained: Trained
    taught: bool
    planned: bool

    @property
    def died(self) -> bool:
        """Tell whether nothing came of it so far, and nothing is planned."""
        return not self.taught and not self.planned


@dataclass(frozen=True)
class Generation:
    """One generation: how many people, how many of them taught, and in how many classes."""

    number: int
    people: int
    taught: int
    classes: int


@dataclass(frozen=True)
class EventRow:
    """What became of one event that trains trainers."""

    event: Event
    people: int
    taught: int
    reach: int

    @property
    def is_success(self) -> bool:
        """Tell whether somebody trained in it delivered a class afterwards; certificates do not count."""
        return self.taught > 0


@dataclass(frozen=True)
class Missing:
    """What an event lacks for the cascade: all zero when nothing is missing."""

    event: Event
    no_names: bool
    classes_without_trainers: int
    people_without_class: int

    @property
    def is_any(self) -> bool:
        """Tell whether something is missing."""
        return self.no_names or bool(self.classes_without_trainers or self.people_without_class)


@dataclass
class Cascade:
    """The cascade of some events; ``counted`` are those held with names, ``events`` all of them."""

    events: list[Event]
    counted: list[Event]
    trained: list[Trained]
    classes: list[Held]
    class_event: dict[int, int]
    later: list[tuple[int, date, bool]] = field(default_factory=list)

    @cached_property
    def tree(self) -> Tree:
        """Return the tree of all classes."""
        return tree_of(self.classes)

    @cached_property
    def people(self) -> int:
        """Return how many different people were trained."""
        return len({row.person for row in self.trained})

    @property
    def head_counts(self) -> list[Event]:
        """Return the events of which only a number of heads is known."""
        return [event for event in self.events if event.head_count is not None]

    @property
    def heads(self) -> int:
        """Return the heads of those events together."""
        return sum(event.head_count or 0 for event in self.head_counts)

    @cached_property
    def to_teach(self) -> set[int]:
        """Return the numbers of the events that train trainers."""
        return {event.pk for event in self.counted if event.tier <= TRAINERS_TIER}

    @cached_property
    def branches(self) -> list[Branch]:
        """Return everybody trained to teach, once, by the first such event, with what became of it."""
        ends = {event.pk: event.ends_on for event in self.counted}
        first: dict[int, Trained] = {}
        for row in self.trained:
            if row.event in self.to_teach:
                known = first.get(row.person)
                if known is None or ends[row.event] < ends[known.event]:
                    first[row.person] = row
        over: dict[int, list[date]] = defaultdict(list)
        planned: dict[int, list[date]] = defaultdict(list)
        for person, starts, is_held in self.later:
            (over if is_held else planned)[person].append(starts)
        return [
            Branch(
                row,
                any(starts > ends[row.event] for starts in over[person]),
                any(starts > ends[row.event] for starts in planned[person]),
            )
            for person, row in first.items()
        ]

    @cached_property
    def taught(self) -> set[int]:
        """Return who was trained to teach and did."""
        return {branch.trained.person for branch in self.branches if branch.taught}

    @cached_property
    def dead(self) -> list[Branch]:
        """Return the branches that died."""
        return [branch for branch in self.branches if branch.died]

    def generations(self) -> list[Generation]:
        """Return the generations, the first first."""
        people: dict[int, int] = defaultdict(int)
        taught: dict[int, int] = defaultdict(int)
        classes: dict[int, int] = defaultdict(int)
        for person, number in self.tree.generations.items():
            people[number] += 1
            taught[number] += person in self.tree.last_taught
        for each in self.classes:
            for number in {self.tree.generations[person] for person in each.trainers}:
                classes[number] += 1
        return [Generation(number, people[number], taught[number], classes[number]) for number in sorted(people)]

    def rows(self) -> list[EventRow]:
        """Return what became of each event that trains trainers."""
        of_event: dict[int, list[int]] = defaultdict(list)
        for number, event in self.class_event.items():
            of_event[event].append(number)
        people: dict[int, set[int]] = defaultdict(set)
        for row in self.trained:
            people[row.event].add(row.person)
        ends = {event.pk: event.ends_on for event in self.counted}
        last: dict[int, date] = {}
        for person, starts, is_held in self.later:
            if is_held:
                last[person] = max(last.get(person, starts), starts)
        return [
            EventRow(
                event,
                len(people[event.pk]),
                sum(person in last and last[person] > ends[event.pk] for person in people[event.pk]),
                len(people_after(self.classes, self.tree.follows, of_event[event.pk])),
            )
            for event in self.counted
            if event.pk in self.to_teach
        ]

    def missing(self) -> list[Missing]:
        """Return what the events lack, only those that lack something."""
        without: dict[int, int] = defaultdict(int)
        for each in self.classes:
            without[self.class_event[each.number]] += not each.trainers
        loose: dict[int, int] = defaultdict(int)
        named = set()
        for row in self.trained:
            loose[row.event] += row.klass is None
            named.add(row.event)
        counted = {event.pk for event in self.counted}
        rows = [
            Missing(event, event.pk not in named, without[event.pk], loose[event.pk])
            for event in self.events
            if event.pk in counted or event.head_count is not None
        ]
        return [row for row in rows if row.is_any]


def events_of(user: Any, programme: str) -> list[Event]:  # noqa: ANN401 - Account or AnonymousUser
    """Return the events of a programme (its code) in sight, the first first, each with the programme (one query)."""
    rows = visible_events(user).filter(programme__code=programme).select_related("programme__region")
    return list(rows.order_by("starts_on", "pk"))


def cascade_of(events: Sequence[Event], *, today: date) -> Cascade:
    """Return the cascade of some events (three queries)."""
    counted = [event for event in events if is_over(event, today) and event.head_count is None]
    seats = _seats(counted)
    trained = [Trained(*row) for row in seats.values_list(*SEAT)]
    to_teach = [event.pk for event in counted if event.tier <= TRAINERS_TIER]
    wanted = Q(event__in=[event.pk for event in counted])
    if to_teach:
        wanted |= _later(seats.filter(event__in=to_teach).values("person"), today)
    taught = _taught(wanted)
    classes, class_event = _classes(counted, trained, taught)
    later = sorted({(row.person, row.starts, row.ends < today) for row in taught})
    return Cascade(list(events), counted, trained, classes, class_event, later)


def _seats(events: Sequence[Event]) -> QuerySet[Participation]:
    numbers = [event.pk for event in events]
    return Participation.objects.filter(event__in=numbers, state__in=HELD_STATES).order_by()


def _later(persons: QuerySet, today: date) -> Q:
    """Return the filter for what these people taught in events that were held, or will teach in those to come."""
    to_come = Q(event__state__in=(*DONE_STATES, Event.State.OPEN), event__ends_on__gte=today)
    return Q(person__in=persons) & (_held_over(today) | to_come)


def _taught(wanted: Q) -> list[TaughtRow]:
    """Return who taught what (one query)."""
    fields = ("person", "event", "klass", "session__klass", "session__site", "event__starts_on", "event__ends_on")
    return [TaughtRow(*row) for row in real_teachings().filter(wanted).order_by().values_list(*fields)]


def _classes(
    events: Sequence[Event], trained: Iterable[Trained], taught: Iterable[TaughtRow]
) -> tuple[list[Held], dict[int, int]]:
    """Return the classes of these events with who taught and who learnt, and the event of each (one query)."""
    by_number = {event.pk: event for event in events}
    rows = TrainingClass.objects.filter(event__in=by_number).order_by("pk").values_list("pk", "event", "site")
    at_site: dict[int | None, list[int]] = defaultdict(list)
    class_event: dict[int, int] = {}
    for number, event, site in rows:
        class_event[number] = event
        at_site[site].append(number)
    trainers: dict[int, set[int]] = defaultdict(set)
    for row in taught:
        own = row.klass or row.of_session
        for number in [own] if own else at_site[row.site]:
            trainers[number].add(row.person)
    people: dict[int, set[int]] = defaultdict(set)
    for seat in trained:
        if seat.klass is not None:
            people[seat.klass].add(seat.person)
    held = [
        Held(
            number,
            by_number[event].starts_on,
            by_number[event].ends_on,
            frozenset(trainers[number]),
            frozenset(people[number]),
        )
        for number, event in class_event.items()
    ]
    return held, class_event


@dataclass(frozen=True)
class Success:
    """How many people of an event that trains trainers taught after it; certificates do not count."""

    people: int
    taught: int

    @property
    def is_reached(self) -> bool:
        """Tell whether the event is successful."""
        return self.taught > 0


def success_of(event: Event, *, today: date) -> Success | None:
    """Return whether an event that trains trainers is successful (two queries).

    None where it trains none, is not over, or has no names.
    """
    if event.tier > TRAINERS_TIER or event.head_count is not None or not is_over(event, today):
        return None
    seats = _seats([event])
    later = real_teachings().filter(_held_over(today), event__starts_on__gt=event.ends_on)
    taught = later.filter(person__in=seats.values("person")).order_by().values("person").distinct().count()
    return Success(seats.count(), taught)


@dataclass(frozen=True)
class Taught:
    """What somebody of an event taught afterwards: how many classes, how many different people, in which events."""

    classes: int
    people: int
    events: list[Event]


@dataclass(frozen=True)
class EventCascade:
    """What became of one event.

    Attributes:
        people: who took part.
        taught: person -> what they taught afterwards, of those who did.
        classes: classes they taught together.
        reached: different people in these.
        planned: how many more will teach.
    """

    people: int
    taught: dict[int, Taught]
    classes: int
    reached: int
    planned: int


def cascade_of_event(event: Event, *, user: Any, today: date) -> EventCascade:  # noqa: ANN401
    """Return what those who took part in an event taught after it, wherever it was (at most five queries)."""
    seats = _seats([event])
    later = _taught(_later(seats.values("person"), today)) if is_over(event, today) else []
    later = [row for row in later if row.starts > event.ends_on]
    after = {row.person for row in later if row.ends < today}
    will = {row.person for row in later} - after
    if not after:
        return EventCascade(seats.count(), {}, 0, 0, len(will))
    is_seen = Exists(visible_events(user).filter(pk=OuterRef("pk")))
    rows = Event.objects.filter(pk__in={row.event for row in later if row.ends < today}).annotate(is_seen=is_seen)
    events = list(rows.order_by("starts_on", "pk"))
    trained = [Trained(*row) for row in _seats([event, *events]).values_list(*SEAT)]
    found, class_event = _classes(events, trained, [row for row in later if row.ends < today])
    by_number = {each.pk: each for each in events}
    classes: dict[int, list[Held]] = defaultdict(list)
    for each in found:
        for person in each.trainers:
            classes[person].append(each)
    taught = {
        person: Taught(
            len(held),
            len({one for each in held for one in each.people} - {person}),
            [by_number[number] for number in dict.fromkeys(class_event[each.number] for each in held)],
        )
        for person, held in classes.items()
    }
    met = {each.number: each.people for held in classes.values() for each in held}
    reached = {one for people in met.values() for one in people}
    own = sum(row.event == event.pk for row in trained)
    return EventCascade(own, taught, len(met), len(reached), len(will))

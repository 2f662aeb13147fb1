"""Reading the thread of a training: counts in the database, whatever the size, and one page of promises."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, When
from django.db.models.functions import Substr

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.commitments.rules import DONE, DROPPED, OPEN_STATES, VERIFIED
from rumahbersama.chain.needs.models import Indicator
from rumahbersama.chain.training.models import Event
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.results.forward.permissions import PERSON, Subject, may_open_commitment
from rumahbersama.results.forward.reading import (
    followed_by_indicator,
    indicators_of,
    kept_by_indicator,
    named_of,
    readings_of,
)
from rumahbersama.results.forward.rules import (
    CHECK,
    GIVEN_UP,
    GOING,
    KEPT,
    LATE,
    Followed,
    Reading,
    States,
    followed_together,
    pieces,
    states_together,
)
from rumahbersama.results.rules import is_provisional, period_in_words

MOST_READ = 2_000  # promises whose figures are read while the page waits; of more they are read at night
MOST_ROWS = 5_000  # of one file
KECAMATAN_DIGITS = 8  # of a code such as 98.71.03.2001
BATCH = 500


@dataclass(frozen=True)
class Row:
    """One promise with its training, where it is opened, and what its figure did.

    ``is_followed``: the figure is of needs; ``is_provisional``: the period of its newest is not over.
    """

    promise: Commitment
    event: Event
    url: str
    reading: Reading
    is_followed: bool
    is_late: bool
    is_provisional: bool = False

    @property
    def until(self) -> str:
        """Return the period of the figure now, in words; "" where there is none."""
        now = self.reading.now
        return period_in_words(now.period, provisional=self.is_provisional) if now else ""


@dataclass(frozen=True)
class Where:
    """In how many desa and kelurahan, and in how many kecamatan, something was promised; and above them."""

    desa: int
    kecamatan: int
    above: int


@dataclass
class Forward:
    """The thread of a training forward.

    Attributes:
        subject: what it begins with.
        people: how many took part, of those whose promises are counted.
        all_people: how many took part at all, as the page of the training tells.
        by_event: how many promises of each event stand where, the newest event first.
        where: in how many places.
        by_indicator: what the figures did, of each indicator, the most often named first.
        read_at: when the figures were read; None where they were read for this page.
        is_unread: too many to read now, and never read at night yet.
        listed: how many promises of each event the reader may open, where those are not all.
    """

    subject: Subject
    people: int
    all_people: int
    by_event: list[tuple[Event, States]]
    where: Where
    by_indicator: list[tuple[Indicator, Followed]]
    read_at: datetime | None
    is_unread: bool
    listed: list[tuple[Event, States]]
    readings: dict[int, Reading] = field(default_factory=dict)

    @property
    def states(self) -> States:
        """Return how many promises stand where, of all events."""
        return states_together(states for _event, states in self.by_event)

    @property
    def followed(self) -> Followed:
        """Return what the figures did, of all indicators."""
        return followed_together(each for _indicator, each in self.by_indicator)

    @property
    def hidden(self) -> int:
        """Return how many promises are counted and not listed."""
        return self.states.total - sum(states.total for _event, states in self.listed)

    def rows_of(self, state: str) -> int:
        """Return how many promises of a state, or of all, are listed."""
        return sum(states.of(state) for _event, states in self.listed)


def forward_of(subject: Subject, *, today: date) -> Forward:
    """Return the thread of a training (at most ten queries)."""
    counted = subject.counted
    by_event = _states(counted, subject, today)
    total = states_together(states for _event, states in by_event).total
    listed = by_event if subject.opened is None or not total else _states(subject.listed, subject, today)
    readings, by_code, at, is_unread = _followed(subject, counted, total)
    known = indicators_of(by_code) if by_code else {}
    named = [(known[code], followed) for code, followed in by_code.items() if code in known]
    people = subject.people.count() if subject.kind != PERSON else 1
    return Forward(
        subject=subject,
        people=people,
        all_people=people if subject.parts is None or subject.kind == PERSON else subject.everybody.count(),
        by_event=by_event,
        where=_where(counted) if total else Where(0, 0, 0),
        by_indicator=sorted(named, key=lambda pair: (-pair[1].named, pair[0].code)),
        read_at=at,
        is_unread=is_unread,
        listed=listed,
        readings=readings,
    )


def _states(rows: QuerySet[Commitment], subject: Subject, today: date) -> list[tuple[Event, States]]:
    """Return how many promises of each event stand where, in the order of the events (one query)."""
    # Every promise has this day, and the index of promises of trainings holds it: counting "pk" would read each row.
    late = Count("due_on", filter=Q(due_on__lt=today, state__in=OPEN_STATES))
    found: dict[str, States] = defaultdict(States)
    groups = rows.values_list("source_url", "state").annotate(count=Count("due_on"), late=late)
    for address, state, count, past in groups:
        found[address].add(state, count, past)
    return [(event, found[address]) for address, event in subject.by_address.items() if address in found]


def _where(rows: QuerySet[Commitment]) -> Where:
    """Return in how many places these promises are (one query)."""
    places = Region.objects.filter(pk__in=rows.values("region").distinct())
    told: dict[str, int] = places.aggregate(
        desa=Count("pk", filter=Q(level=Level.DESA)),
        kecamatan=Count(Substr("code", 1, KECAMATAN_DIGITS), distinct=True, filter=Q(level__gte=Level.KECAMATAN)),
        above=Count("pk", filter=Q(level__lt=Level.KECAMATAN)),
    )
    return Where(**told)


Read = tuple[dict[int, Reading], dict[str, Followed], datetime | None, bool]


def _followed(subject: Subject, counted: QuerySet[Commitment], total: int) -> Read:
    """Return the readings, their counts by indicator, when they were read at night, and whether they never were."""
    if total > MOST_READ:
        kept, at = kept_by_indicator(subject.addresses, counted if subject.parts is not None else None)
        return {}, kept if at else {}, at, at is None
    named = named_of(counted) if total else []
    readings = readings_of(named, indicators_of(row.indicator for row in named)) if named else {}
    return readings, followed_by_indicator(named, readings), None, False


def condition_of(state: str, *, today: date) -> Q:
    """Return the filter of a state as it is told; everything for any other word."""
    conditions = {
        KEPT: Q(state=VERIFIED),
        CHECK: Q(state=DONE),
        GOING: Q(state__in=OPEN_STATES, due_on__gte=today),
        LATE: Q(state__in=OPEN_STATES, due_on__lt=today),
        GIVEN_UP: Q(state=DROPPED),
    }
    return conditions.get(state, Q())


def rows_of(thread: Forward, *, user: Any, state: str, first: int, size: int, today: date) -> list[Row]:  # noqa: ANN401
    """Return promises of a thread: event by event, the newest first, in each by the day they are due.

    From the counts it is known in which events a page lies, so that no others are asked (one query, and one for the
    posts one holds; four more where the figures were read at night).
    """
    counts = [states.of(state) for _event, states in thread.listed]
    cut = pieces(counts, first=first, size=size)
    if not cut:
        return []
    events = [thread.listed[number][0] for number, _start, _count in cut]
    by_address = {event.get_absolute_url(): event for event in events}
    place = Case(*(When(source_url=address, then=at) for at, address in enumerate(by_address)))
    rows = thread.subject.listed_at(list(by_address)).filter(condition_of(state, today=today))
    rows = rows.select_related("post__region", "region", "rtl").order_by(place, "due_on", "pk")
    start = cut[0][1]
    found = list(rows[start : start + sum(count for _number, _start, count in cut)])
    readings = thread.readings if thread.read_at is None and not thread.is_unread else _read(thread, found)
    return [
        Row(
            promise=row,
            event=by_address[row.source_url],
            url=row.get_absolute_url() if may_open_commitment(user, row) else row.rtl.get_absolute_url(),
            reading=reading,
            is_followed=bool(row.indicator),
            is_late=row.is_open and row.due_on < today,
            is_provisional=reading.now is not None and is_provisional(reading.now.period, today=today),
        )
        for row in found
        for reading in [readings.get(row.pk, Reading())]
    ]


def _read(thread: Forward, rows: list[Commitment]) -> dict[int, Reading]:
    """Return what the figures of some promises did, as they are now (four queries for each so many)."""
    known = {indicator.code: indicator for indicator, _followed in thread.by_indicator}
    asked = {row.indicator for row in rows if row.indicator}
    if asked - known.keys():
        known = indicators_of(asked)
    found: dict[int, Reading] = {}
    for start in range(0, len(rows), BATCH):
        some = [row.pk for row in rows[start : start + BATCH] if row.indicator in known]
        if some:
            found |= readings_of(named_of(Commitment.objects.filter(pk__in=some)), known)
    return found

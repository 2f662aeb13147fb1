"""The transcript of a person: what they learnt and taught, JP per year, and what became of their promises."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.commitments.permissions import visible_commitments
from rumahbersama.chain.commitments.rules import OPEN_STATES
from rumahbersama.chain.training.cascade.queries import DONE_STATES, is_over, real_teachings
from rumahbersama.chain.training.events.rules import jp_by_class
from rumahbersama.chain.training.models import Event, Participation, Session, Teaching, TrainingClass
from rumahbersama.chain.training.permissions import HELD_STATES, visible_events
from rumahbersama.ground.people.models import Person

SHOWN = ("event__region", "event__curriculum", "klass")


@dataclass(frozen=True)
class Learnt:
    """One event in which somebody takes part; ``jp`` None where it is not over, or no class is known."""

    seat: Participation
    jp: int | None


@dataclass(frozen=True)
class TaughtIn:
    """One event in which somebody teaches: in which classes, as what, and the JP taught (0 until it is over)."""

    event: Event
    role: str
    classes: list[int]
    jp: int


@dataclass(frozen=True)
class Year:
    """JP of one year."""

    year: int
    learnt: int
    taught: int


@dataclass(frozen=True)
class Promises:
    """How many promises of the posts that somebody held, by how they ended."""

    kept: int
    told: int
    late: int
    running: int
    dropped: int

    @property
    def total(self) -> int:
        """Return all of them."""
        return self.kept + self.told + self.late + self.running + self.dropped


@dataclass(frozen=True)
class Transcript:
    """Everything; ``hidden`` are events outside of what the reader sees."""

    learnt: list[Learnt]
    taught: list[TaughtIn]
    years: list[Year]
    promises: Promises
    hidden: int

    @property
    def jp(self) -> int:
        """Return the JP learnt in all."""
        return sum(row.learnt for row in self.years)


def transcript_of(person: Person, *, user: Any, is_own: bool, today: date) -> Transcript:  # noqa: ANN401
    """Return the transcript of a person as this user may read it (at most seven queries)."""
    seats = Participation.objects.filter(person=person, state__in=HELD_STATES).select_related(*SHOWN)
    teachings = real_teachings().filter(person=person).select_related("event__region", "klass", "session__klass")
    kept = Q(event__state__in=(Event.State.OPEN, *DONE_STATES))
    all_seats: list[Participation] = list(seats.filter(kept).order_by("-event__starts_on", "-event"))
    all_taught: list[Teaching] = list(teachings.filter(kept).order_by("-event__starts_on", "-event", "pk"))
    events = {row.event_id for row in all_seats} | {row.event_id for row in all_taught}
    seen = events if is_own else set(visible_events(user).filter(pk__in=events).values_list("pk", flat=True))
    own_seats = [row for row in all_seats if row.event_id in seen]
    own_taught = [row for row in all_taught if row.event_id in seen]
    jp = _jp_of(seen)
    learnt = [Learnt(row, jp.get(row.klass_id or 0) if is_over(row.event, today) else None) for row in own_seats]
    taught = _taught(own_taught, jp, today)
    promises = promises_of(person, user=None if is_own else user, today=today)
    return Transcript(learnt, taught, _years(learnt, taught), promises, len(events - seen))


def _jp_of(events: set[int]) -> dict[int, int]:
    """Return the JP of each class of these events by its timetable (two queries)."""
    if not events:
        return {}
    sessions = Session.objects.filter(event__in=events, jp__gt=0).order_by().values_list("klass", "site", "jp")
    classes = TrainingClass.objects.filter(event__in=events).order_by().values_list("pk", "site")
    return jp_by_class(sessions, classes)


def _taught(rows: list[Teaching], jp: dict[int, int], today: date) -> list[TaughtIn]:
    of_event: dict[int, list[Teaching]] = defaultdict(list)
    for row in rows:
        of_event[row.event_id].append(row)
    found = []
    for group in of_event.values():
        whole = {row.klass_id for row in group if row.klass_id}
        total = sum(jp.get(number, 0) for number in whole)
        total += sum(row.session.jp for row in group if row.session and row.session.klass_id not in whole)
        klasses = {row.klass or (row.session and row.session.klass) for row in group} - {None}
        event = group[0].event
        found.append(
            TaughtIn(
                event,
                group[0].get_role_display(),
                sorted(klass.number for klass in klasses if klass),
                total if is_over(event, today) else 0,
            )
        )
    return found


def _years(learnt: list[Learnt], taught: list[TaughtIn]) -> list[Year]:
    of_year: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for row in learnt:
        if row.jp:
            of_year[row.seat.event.ends_on.year][0] += row.jp
    for each in taught:
        if each.jp:
            of_year[each.event.ends_on.year][1] += each.jp
    return [Year(year, *jp) for year, jp in sorted(of_year.items(), reverse=True)]


def promises_of(person: Person, *, user: Any, today: date) -> Promises:  # noqa: ANN401
    """Count the promises of posts that somebody held when they ended, or holds now (one query).

    With a user only those that the user sees.
    """
    rows = Commitment.objects.all() if user is None else visible_commitments(user)
    day = Q(closed_on=None, post__tenures__starts_on__lte=today)
    day &= Q(post__tenures__ends_on=None) | Q(post__tenures__ends_on__gt=today)
    ended = Q(closed_on__isnull=False, post__tenures__starts_on__lte=F("closed_on"))
    ended &= Q(post__tenures__ends_on=None) | Q(post__tenures__ends_on__gt=F("closed_on"))
    own = rows.filter(day | ended, post__tenures__person=person).order_by()
    is_open = Q(state__in=OPEN_STATES)
    return Promises(
        **own.aggregate(
            kept=Count("pk", filter=Q(state=Commitment.State.VERIFIED), distinct=True),
            told=Count("pk", filter=Q(state=Commitment.State.DONE), distinct=True),
            late=Count("pk", filter=is_open & Q(due_on__lt=today), distinct=True),
            running=Count("pk", filter=is_open & Q(due_on__gte=today), distinct=True),
            dropped=Count("pk", filter=Q(state=Commitment.State.DROPPED), distinct=True),
        )
    )

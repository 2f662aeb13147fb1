"""The transcript of a person: what they learnt and taught, JP per year, certificates, what became of their promises.

JP learnt are those attended: by the attendance list, or of the timetable where attendance was typed with a reason.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.commitments.permissions import visible_commitments
from rumahbersama.chain.commitments.rules import OPEN_STATES
from rumahbersama.chain.training.cascade.queries import DONE_STATES, is_over, real_teachings
from rumahbersama.chain.training.competency.queries import Raised, raised_by
from rumahbersama.chain.training.models import Event, Participation, Teaching
from rumahbersama.chain.training.passing.hours import Hours, hours_of, jp_by_timetable
from rumahbersama.chain.training.passing.models import Decision
from rumahbersama.chain.training.passing.queries import certificates_of_people
from rumahbersama.chain.training.passing.rules import PASSED
from rumahbersama.chain.training.permissions import HELD_STATES, visible_events
from rumahbersama.ground.people.models import Person
from rumahbersama.workshop.papers.models import Paper

SHOWN = ("event__region", "event__curriculum", "klass", "marks")


@dataclass(frozen=True)
class Learnt:
    """One event in which somebody takes part.

    Attributes:
        seat: with event and class.
        hours: what was attended.
        is_over: the event was held.
        outcome: of the decision that stands, "" before one.
        certificate: the newest one, whatever its state.
    """

    seat: Participation
    hours: Hours
    is_over: bool = False
    outcome: str = ""
    certificate: Paper | None = None

    @property
    def jp(self) -> Decimal | None:
        """Return the JP attended; None where the event is not over, or nothing is known of attendance."""
        return self.hours.jp if self.is_over else None

    @property
    def is_unknown(self) -> bool:
        """Tell whether the event is over and nothing is known of attendance."""
        return self.is_over and self.jp is None

    @property
    def has_passed(self) -> bool:
        """Tell whether it was passed, and no certificate of it was taken back."""
        return self.outcome == PASSED and (self.certificate is None or self.certificate.is_in_force)


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
    learnt: Decimal
    planned: int
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
    raised: list[Raised] = field(default_factory=list)

    @property
    def jp(self) -> Decimal:
        """Return the JP learnt in all."""
        return sum((row.learnt for row in self.years), Decimal(0))

    @property
    def unknown(self) -> int:
        """Return of how many events that are over nothing is known of attendance."""
        return sum(row.is_unknown for row in self.learnt)


def transcript_of(person: Person, *, user: Any, is_own: bool, today: date) -> Transcript:  # noqa: ANN401
    """Return the transcript of a person as this user may read it (at most eleven queries)."""
    current = Decision.objects.filter(participation=OuterRef("pk"), is_current=True)
    seats = Participation.objects.filter(person=person, state__in=HELD_STATES).select_related(*SHOWN)
    seats = seats.annotate(outcome=Subquery(current.values("outcome")[:1]))
    teachings = real_teachings().filter(person=person).select_related("event__region", "klass", "session__klass")
    kept = Q(event__state__in=(Event.State.OPEN, *DONE_STATES))
    all_seats: list[Participation] = list(seats.filter(kept).order_by("-event__starts_on", "-event"))
    all_taught: list[Teaching] = list(teachings.filter(kept).order_by("-event__starts_on", "-event", "pk"))
    events = {row.event_id for row in all_seats} | {row.event_id for row in all_taught}
    seen = events if is_own else set(visible_events(user).filter(pk__in=events).values_list("pk", flat=True))
    own_seats = [row for row in all_seats if row.event_id in seen]
    own_taught = [row for row in all_taught if row.event_id in seen]
    jp = jp_by_timetable(seen)
    learnt = _learnt(own_seats, jp, today)
    taught = _taught(own_taught, jp, today)
    promises = promises_of(person, user=None if is_own else user, today=today)
    raised = raised_by({row.seat.event.curriculum_id for row in learnt if row.has_passed}, today=today)
    return Transcript(learnt, taught, _years(learnt, taught), promises, len(events - seen), raised)


def _learnt(seats: list[Participation], jp: dict[int, int], today: date) -> list[Learnt]:
    """Return the seats with what was attended and the certificate (four queries, or none)."""
    hours = hours_of(seats, planned=jp)
    papers = certificates_of_people(seats)
    return [
        Learnt(
            seat=row,
            hours=hours[row.pk],
            is_over=is_over(row.event, today),
            outcome=row.outcome or "",  # type: ignore[attr-defined]
            certificate=papers.get(row.key),
        )
        for row in seats
    ]


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
    own: dict[int, Decimal] = defaultdict(Decimal)
    planned: dict[int, int] = defaultdict(int)
    given: dict[int, int] = defaultdict(int)
    for row in learnt:
        if row.is_over:
            own[row.seat.event.ends_on.year] += row.jp or 0
            planned[row.seat.event.ends_on.year] += row.hours.planned or 0
    for each in taught:
        given[each.event.ends_on.year] += each.jp
    years = sorted({*own, *(year for year, jp in given.items() if jp)}, reverse=True)
    return [Year(year, own[year], planned[year], given[year]) for year in years]


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

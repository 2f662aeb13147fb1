"""Reading meetings: lists, who is invited and what they said, what was promised before, the attendance list."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.commitments.permissions import visible_commitments
from rumahbersama.chain.commitments.queries import commitments_of
from rumahbersama.chain.commitments.rules import DONE, DROPPED, OPEN_STATES, VERIFIED
from rumahbersama.chain.house.meetings.models import AgendaItem, Invitee, Meeting
from rumahbersama.chain.house.meetings.permissions import invitees_of, keeping_places, visible_meetings
from rumahbersama.chain.house.meetings.recording import ENTITY
from rumahbersama.chain.house.meetings.reference import agenda_rule_on
from rumahbersama.chain.house.meetings.rules import (
    ABSENT,
    AHEAD,
    CANCELLED,
    CLOSED,
    COMING,
    HELD,
    INVITED,
    OPEN,
    PLANNED,
    REPRESENTED,
    UNANSWERED,
)
from rumahbersama.chain.house.problems.models import Problem
from rumahbersama.chain.house.problems.permissions import visible_problems
from rumahbersama.ground.audit.queries import RowChange, rows_of
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.people.permissions import own_posts, scope_of, within
from rumahbersama.ground.people.queries import holding
from rumahbersama.ground.people.roles import VIEW_ROWS
from rumahbersama.ground.regions.models import Region
from rumahbersama.workshop.presence.actions import Plan
from rumahbersama.workshop.presence.models import Roster
from rumahbersama.workshop.presence.names import Line

OWNER = "house.meeting"
MOST_FOUND = 10
MOST_ASKING = 20
AHEAD_GROUP, PAST, OFF = "datang", "lalu", "batal"
GROUPS = (AHEAD_GROUP, PAST, OFF)


def meetings_in(region: Region, *, user: Any) -> QuerySet[Meeting]:  # noqa: ANN401
    """Return the meetings of a kecamatan, or of all below a place, as far as the account sees them."""
    return visible_meetings(user).filter(within([region.code]))


def held_between(region: Region, *, user: Any, start: date, end: date) -> QuerySet[Meeting]:  # noqa: ANN401
    """Return the meetings of some days, both counted, that were not called off, the first first."""
    rows = meetings_in(region, user=user).filter(day__gte=start, day__lte=end).exclude(state=CANCELLED)
    return rows.order_by("day", "begins", "pk")


def condition(group: str) -> Q:
    """Return the filter of a group of the list: to come or being held, over, or called off; "" for all."""
    states = {AHEAD_GROUP: (*AHEAD, OPEN), PAST: (CLOSED,), OFF: (CANCELLED,)}
    return Q(state__in=states[group]) if group in states else Q()


@dataclass(frozen=True)
class Counts:
    """How many meetings there are of each group."""

    ahead: int
    past: int
    off: int

    @property
    def total(self) -> int:
        """Return all of them."""
        return self.ahead + self.past + self.off


def counts_of(rows: QuerySet[Meeting]) -> Counts:
    """Return how many of ``rows`` stand in each group (one query)."""
    names = {"ahead": AHEAD_GROUP, "past": PAST, "off": OFF}
    return Counts(
        **rows.order_by().aggregate(**{name: Count("pk", filter=condition(group)) for name, group in names.items()})
    )


def items_about(problems: Iterable[Problem], *, user: Any) -> QuerySet[AgendaItem]:  # noqa: ANN401
    """Return the items about these problems, of meetings in sight that were not called off; the newest first."""
    rows = AgendaItem.objects.filter(problem__in=[each.pk for each in problems], meeting__in=visible_meetings(user))
    return rows.exclude(meeting__state=CANCELLED).select_related("meeting").order_by("-meeting__day", "-pk")


def next_of(rows: QuerySet[Meeting], *, today: date) -> Meeting | None:
    """Return the meeting that comes next, or is being held (one query)."""
    return rows.filter(condition(AHEAD_GROUP), day__gte=today).order_by("day", "begins").first()


def with_counts(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Annotate how many are invited to each meeting, how many said that they or somebody for them come, and items."""
    comes = Q(invitees__answer__in=(COMING, REPRESENTED))
    return rows.annotate(
        invited=Count("invitees", distinct=True),
        coming=Count("invitees", filter=comes, distinct=True),
        items=Count("agenda", distinct=True),
    )


def in_the_room_of(meeting: Meeting) -> Meeting | None:
    """Return another meeting of the kecamatan in the same room at the same time, the first of them (one query)."""
    rows = Meeting.objects.filter(region=meeting.region_id, day=meeting.day, venue__iexact=meeting.venue)
    rows = rows.filter(begins__lt=meeting.ends, ends__gt=meeting.begins).exclude(state=CANCELLED)
    return rows.exclude(pk=meeting.pk).order_by("begins", "pk").first()


def last_like(*, region: Region, kind: str) -> Meeting | None:
    """Return the newest meeting of a kind that a kecamatan planned and did not call off, else of any kind."""
    rows = Meeting.objects.filter(region=region).exclude(state=CANCELLED).select_related("chair", "secretary")
    return rows.filter(kind=kind).first() or rows.first()


def held_before(meeting: Meeting) -> QuerySet[Meeting]:
    """Return the meetings of the same kecamatan that were held before this one, the last first."""
    rows = Meeting.objects.filter(region=meeting.region_id, state__in=HELD).exclude(pk=meeting.pk)
    return rows.filter(Q(day__lt=meeting.day) | Q(day=meeting.day, begins__lt=meeting.begins))


def posts_for(region: Region) -> list[Post]:
    """Return the posts of a kecamatan, its units and its villages, in the order of their places (one query)."""
    rows = Post.objects.filter(within([region.code])).select_related("region")
    return list(rows.order_by("region__code", "agency", "title"))


def posts_to_lead(region: Region) -> list[Post]:
    """Return the posts that may lead a meeting or write its minutes: those of the kecamatan itself (one query)."""
    return list(Post.objects.filter(region=region).select_related("region").order_by("agency", "pk"))


# Who is invited ---------------------------------------------------------------------
def invitees_in_order(meeting: Meeting) -> QuerySet[Invitee]:
    """Return who is invited, in the order of the list."""
    return Invitee.objects.filter(meeting=meeting).select_related("post__region", "region")


def has_invitees(meeting: Meeting) -> bool:
    """Tell whether anybody is invited."""
    return Invitee.objects.filter(meeting=meeting).exists()


@dataclass(frozen=True)
class Answers:
    """How many are invited and what they said; ``stale`` answered before the meeting was moved."""

    invited: int
    coming: int
    represented: int
    absent: int
    stale: int
    mailed: int

    @property
    def waiting(self) -> int:
        """Return how many have not answered."""
        return self.invited - self.coming - self.represented - self.absent

    @property
    def people(self) -> int:
        """Return how many people are expected."""
        return self.coming + self.represented


def answers_of(meeting: Meeting) -> Answers:
    """Return what the invited ones said (one query)."""
    said = {"coming": COMING, "represented": REPRESENTED, "absent": ABSENT}
    return Answers(
        **Invitee.objects.filter(meeting=meeting).aggregate(
            invited=Count("pk"),
            stale=Count("pk", filter=Q(answered_at__lt=meeting.moved_at) if meeting.moved_at else Q(pk=None)),
            mailed=Count("mailed_at"),
            **{name: Count("pk", filter=Q(answer=code)) for name, code in said.items()},
        )
    )


def is_stale(meeting: Meeting, invitee: Invitee) -> bool:
    """Tell whether an answer was given before the meeting was moved."""
    return bool(invitee.answered_at and meeting.moved_at and invitee.answered_at < meeting.moved_at)


def own_invitation_to(meeting: Meeting, user: Any) -> Invitee | None:  # noqa: ANN401
    """Return the user's own invitation to a meeting (one query)."""
    return Invitee.objects.filter(invitees_of(user), meeting=meeting).select_related("post__region").first()


# Agenda and promises ----------------------------------------------------------------
def agenda_of(meeting: Meeting) -> list[AgendaItem]:
    """Return the items of an agenda in their order (one query)."""
    shown = ("problem", "commitment", "carried_from__meeting")
    return list(AgendaItem.objects.filter(meeting=meeting).select_related(*shown))


def agenda_for(meeting: Meeting, *, user: Any) -> list[AgendaItem]:  # noqa: ANN401
    """Return the items of an agenda, each with whether this account opens what it is about.

    A meeting shares its agenda with the villages; a problem that was not shared with them stays closed. Who reads the
    rows of the kecamatan opens all (one query; for others three).
    """
    items = agenda_of(meeting)
    if not scope_of(user).may(VIEW_ROWS, meeting.region.code):
        problems = {item.problem_id for item in items if item.problem_id}
        seen = set(visible_problems(user).filter(pk__in=problems).values_list("pk", flat=True))
        closed = closed_promises({item.commitment_id for item in items if item.commitment_id}, meeting, user=user)
        for item in items:
            item.opens = item.problem_id in {None, *seen} and item.commitment_id not in closed
    return items


def closed_promises(promises: Collection[int], meeting: Meeting, *, user: Any) -> set[int]:  # noqa: ANN401
    """Return those of these commitments that this account does not open (one query; none for who reads all rows)."""
    if scope_of(user).may(VIEW_ROWS, meeting.region.code):
        return set()
    return set(promises) - set(visible_commitments(user).filter(pk__in=promises).values_list("pk", flat=True))


@dataclass(frozen=True)
class Promised:
    """What earlier meetings promised: the commitments that are still open or ended since the meeting before.

    Attributes:
        rows: the first of them, what is due first first.
        open, late, done, kept, dropped: how many of all of them stand where; the late ones are open too.
        since: the meeting before, read only where there are no ``rows``.
    """

    rows: list[Commitment]
    open: int
    late: int
    done: int
    kept: int
    dropped: int
    since: Meeting | None = None

    @property
    def is_cut(self) -> bool:
        """Tell whether there are more than ``rows``."""
        return len(self.rows) < self.open + self.done + self.kept + self.dropped


def promised_before(meeting: Meeting, *, today: date, most: int) -> Promised:
    """Return what meetings of this kecamatan promised (one query; two for none or more than ``most``)."""
    last = held_before(meeting)
    ended = Q(state__in=(VERIFIED, DROPPED), closed_on__gte=Subquery(last.values("day")[:1]))
    rows = commitments_of(meeting.region).filter(source_kind=Commitment.Source.MEETING)
    rows = rows.filter(Q(state__in=(*OPEN_STATES, DONE)) | ended).order_by("due_on", "pk")
    first = list(rows[: most + 1])
    if not first:
        return Promised([], 0, 0, 0, 0, 0, since=last.first())
    if len(first) > most:
        standing = rows.values_list("state", "due_on")
        return Promised(first[:most], *_standing(standing, today))
    return Promised(first, *_standing([(row.state, row.due_on) for row in first], today))


def _standing(rows: Iterable[tuple[str, date]], today: date) -> tuple[int, int, int, int, int]:
    """Return how many are open, late, said to be done, proved, and dropped."""
    told = list(rows)
    still = [due_on for state, due_on in told if state in OPEN_STATES]
    states = Counter(state for state, _due_on in told)
    late = sum(due_on < today for due_on in still)
    return len(still), late, states[DONE], states[VERIFIED], states[DROPPED]


# Presence ---------------------------------------------------------------------------
def owner_text(meeting: Meeting) -> str:
    """Return under which name the attendance list and the papers of a meeting are kept."""
    return f"{OWNER}:{meeting.key}"


def roster_of(meeting: Meeting) -> Roster | None:
    """Return the attendance list of a meeting, None where none was made."""
    return Roster.objects.select_related("region").filter(owner=owner_text(meeting)).first()


def plan_of(meeting: Meeting) -> Plan:
    """Return the meeting as the time at which presence is taken."""
    starts, ends = (timezone.make_aware(datetime.combine(meeting.day, at)) for at in (meeting.begins, meeting.ends))
    return Plan(title=meeting.title, starts=starts, ends=ends, place=meeting.venue)


def lines_of(meeting: Meeting, *, at: datetime) -> list[Line]:
    """Return who is expected: holders of posts by their name, who represents others, and guests (two queries)."""
    rows = list(invitees_in_order(meeting))
    held = holding(posts=[row.post_id for row in rows if row.post_id], today=timezone.localdate(at))
    return [_line(row, held.get(row.post_id or 0)) for row in rows]


def _line(row: Invitee, tenure: Any) -> Line:  # noqa: ANN401 - Tenure or None
    reference = f"undangan:{row.pk}"
    if row.answer == REPRESENTED:
        return Line(row.represented_by, _short(f"{row.title}, {row.office}"), reference=reference)
    if row.post is None:
        return Line(row.name, _short(row.body), reference=reference)
    if tenure is None:
        return Line(row.title, _short(row.office), reference=reference)
    return Line(
        tenure.person.name, _short(f"{row.title}, {row.office}"), reference=reference, person=tenure.person_id
    )


def _short(text: str) -> str:
    return text[:160]


# For the other rooms ----------------------------------------------------------------
@dataclass(frozen=True)
class Asking:
    """Meetings that ask for somebody at home.

    ``invited`` are meetings with the number of one's own invitation that waits for an answer; then one's own of these
    days, those never closed, and near ones nobody was told of.
    """

    invited: list[tuple[Meeting, int]]
    soon: list[Meeting]
    unclosed: list[Meeting]
    unsent: list[Meeting]


def asking(user: Any, *, today: date) -> Asking:  # noqa: ANN401
    """Return the meetings that ask for an account (one query).

    An answer given before a meeting was moved is asked for again. Soon are those of today and the next days that one
    is invited to, leads or writes. Of those one keeps, unclosed were opened on a day before, and unsent are near
    though no invitation went out.
    """
    rule, held = agenda_rule_on(today), own_posts(user)
    near, far = today + timedelta(days=rule.remind_days), today + timedelta(days=rule.invite_days)
    own = Invitee.objects.filter(invitees_of(user), meeting=OuterRef("pk"))
    waits = own.filter(Q(answer=UNANSWERED) | Q(answered_at__lt=F("meeting__moved_at"))).order_by("pk")
    invited = Q(state=INVITED, day__gte=today) & Q(Exists(waits))
    mine = Q(Exists(own.exclude(answer=ABSENT))) | Q(chair__in=held) | Q(secretary__in=held)
    soon = Q(state__in=(*AHEAD, OPEN), day__gte=today, day__lte=near) & mine
    kept = Q(region__code__in=keeping_places(user))
    unclosed, unsent = kept & Q(state=OPEN, day__lt=today), kept & Q(state=PLANNED, day__gte=today, day__lte=far)
    rows = visible_meetings(user).filter(invited | soon | unclosed | unsent)
    rows = rows.annotate(
        waiting=Subquery(waits.values("pk")[:1]),
        is_soon=Case(When(soon, then=Value(1)), default=Value(0)),
    )
    found: list[Any] = list(rows.order_by("day", "begins")[:MOST_ASKING])
    return Asking(
        invited=[(row, row.waiting) for row in found if row.waiting and row.state == INVITED and row.day >= today],
        soon=[row for row in found if row.is_soon],
        unclosed=[row for row in found if row.state == OPEN and row.day < today],
        unsent=[row for row in found if row.state == PLANNED and row.region.code in keeping_places(user)],
    )


def history_of(meeting: Meeting) -> list[RowChange]:
    """Return what became of a meeting, its invitations and its agenda, newest first."""
    return rows_of(entity=ENTITY, key=meeting.key, codes=None)


def names_of(keys: Collection[str]) -> dict[str, str]:
    """Return what meetings are called by their key, for the record (one query)."""
    return {row.key: f"{row.title}, {day(row.day)}" for row in Meeting.objects.filter(key__in=keys)}


def names_of_invitees(keys: Collection[str]) -> dict[str, str]:
    """Return the posts or bodies of invitations by their number, for the record; no names of guests (one query)."""
    rows = Invitee.objects.filter(pk__in=[key for key in keys if key.isdecimal()]).select_related("post")
    return {str(row.pk): str(row.post or row.body) for row in rows}


def found(*, user: Any, text: str) -> list[Meeting]:  # noqa: ANN401
    """Return the newest meetings in sight whose title or place holds a text (one query)."""
    return list(visible_meetings(user).filter(Q(title__icontains=text) | Q(venue__icontains=text))[:MOST_FOUND])


def ahead_of_post(post: Post) -> QuerySet[Meeting]:
    """Return the meetings ahead that a post leads, writes, or is invited to."""
    invited = Q(pk__in=Invitee.objects.filter(post=post).values("meeting"))
    rows = Meeting.objects.filter(Q(chair=post) | Q(secretary=post) | invited, state__in=AHEAD)
    return rows.order_by("day", "begins")


def minutes_on(items: Iterable[AgendaItem]) -> int:
    """Return how long the items take together."""
    return sum(item.minutes for item in items)

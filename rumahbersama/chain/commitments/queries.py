"""Reading commitments: lists by what the day asks for, counts, who holds a post now, history."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from rumahbersama.chain.commitments.models import Commitment, Reminder, Report, Step
from rumahbersama.chain.commitments.permissions import SHOWN, visible_commitments
from rumahbersama.chain.commitments.recording import ENTITY
from rumahbersama.chain.commitments.reminders import MONTH, rule_on
from rumahbersama.chain.commitments.rules import ASKED, DONE, OPEN_STATES, Group, end_of_week
from rumahbersama.ground.audit.queries import RowChange, rows_of
from rumahbersama.ground.people.models import Post, Tenure
from rumahbersama.ground.people.permissions import on_day, scope_of, within
from rumahbersama.ground.people.queries import holding
from rumahbersama.ground.people.roles import VIEW_ROWS
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.queries import children_of

MOST_FOUND = 10


def condition_of(group: str, *, today: date) -> Q:
    """Return the filter of a group of the lists, or of those asked about and not answered."""
    if group == ASKED:
        unanswered = Reminder.objects.filter(answered_at=None, kind__startswith=MONTH).values("commitment")
        return Q(state__in=OPEN_STATES, due_on__gte=today, pk__in=unanswered)
    sunday, is_open = end_of_week(today), Q(state__in=OPEN_STATES)
    return {
        Group.LATE: is_open & Q(due_on__lt=today),
        Group.WEEK: is_open & Q(due_on__gte=today, due_on__lte=sunday),
        Group.NEXT: is_open & Q(due_on__gt=sunday),
        Group.REVIEW: Q(state=DONE),
        Group.CLOSED: ~Q(state__in=(*OPEN_STATES, DONE)),
    }[Group(group)]


def late_in(region: Region, *, today: date) -> int:
    """Return how many commitments for a place, of its posts, and of all below are late (one query)."""
    return commitments_of(region).filter(condition_of(Group.LATE, today=today)).count()


def commitments_of(region: Region) -> QuerySet[Commitment]:
    """Return the commitments for a place or of its posts, and of all below."""
    codes = [region.code]
    return Commitment.objects.filter(within(codes) | within(codes, "post__region__code")).select_related(*SHOWN)


def due_between(region: Region, *, user: Any, start: date, end: date) -> Iterable[dict[str, Any]]:  # noqa: ANN401
    """Return as dicts what is due from ``start`` to ``end`` at a place or for its posts and was not dropped.

    As far as the account sees it; made of few columns, since a month of a kecamatan may hold hundreds.
    """
    rows = commitments_of(region)
    if not scope_of(user).may(VIEW_ROWS, region.code):
        rows = rows & visible_commitments(user)
    rows = rows.filter(due_on__gte=start, due_on__lte=end).exclude(state=Commitment.State.DROPPED)
    wanted = ("pk", "key", "what", "due_on", "state", "region__name", "post__title")
    found: Iterable[dict[str, Any]] = rows.order_by("due_on", "pk").values(*wanted)
    return found


def commitments_of_posts(posts: Collection[int]) -> QuerySet[Commitment]:
    """Return the commitments that these posts hold."""
    return Commitment.objects.filter(post__in=posts).select_related(*SHOWN)


def to_confirm(posts: Collection[int] | QuerySet, led: list[str]) -> QuerySet[Commitment]:
    """Return what is reported as done and waits for these posts, or for the heads of these places; not one's own."""
    return Commitment.objects.filter(_waits_for(posts, led)).select_related(*SHOWN)


def _waits_for(posts: Collection[int] | QuerySet, led: list[str]) -> Q:
    wanted = Q(reviewer__in=posts)
    if led:
        wanted |= within(led, "post__region__code")
    return wanted & Q(state=DONE) & ~Q(post__in=posts)


def long_late(posts: Collection[int] | QuerySet, place: str, *, today: date) -> Q:
    """Return the filter for what posts at a place and below owe for so long that who leads is told; not one's own."""
    long_ago = today - timedelta(days=rule_on(today).escalate_after)
    there = within([place], "post__region__code")
    return there & Q(state__in=OPEN_STATES, due_on__lte=long_ago) & ~Q(post__in=posts)


@dataclass(frozen=True)
class Owed:
    """What asks for somebody at home.

    Attributes:
        late: promises of one's posts that are late.
        week: those due this week.
        asked: those not late that were asked about and of which nothing was told since.
        waiting: what waits to be confirmed.
        long_late: of each place that one leads, in its order, promises of others that are long overdue.
    """

    late: int
    week: int
    asked: int
    waiting: int
    long_late: tuple[int, ...]


def owed_by(posts: QuerySet, led: list[str], *, today: date) -> Owed:
    """Return what these posts owe, and what waits for them or for the heads of these places (one query)."""
    mine, waiting = Q(post__in=posts), _waits_for(posts, led)
    overdue = {f"long_late_{number}": long_late(posts, place, today=today) for number, place in enumerate(led)}
    counted = {
        "late": mine & condition_of(Group.LATE, today=today),
        "week": mine & condition_of(Group.WEEK, today=today),
        "asked": mine & condition_of(ASKED, today=today),
        "waiting": waiting,
        **overdue,
    }
    rows = Commitment.objects.filter(reduce(or_, overdue.values(), mine | waiting))
    found = rows.aggregate(**{name: Count("pk", filter=each) for name, each in counted.items()})
    return Owed(long_late=tuple(found.pop(name) for name in overdue), **found)


@dataclass(frozen=True)
class Counts:
    """How many commitments there are of each group."""

    late: int
    week: int
    next: int
    review: int
    closed: int

    @property
    def total(self) -> int:
        """Return all of them."""
        return self.late + self.week + self.next + self.review + self.closed

    @property
    def open(self) -> int:
        """Return those of which something is still to be done."""
        return self.late + self.week + self.next


def counts_of(rows: QuerySet[Commitment], *, today: date) -> Counts:
    """Return how many of ``rows`` stand in each group (one query)."""
    names = {
        "late": Group.LATE,
        "week": Group.WEEK,
        "next": Group.NEXT,
        "review": Group.REVIEW,
        "closed": Group.CLOSED,
    }
    return Counts(
        **rows.order_by().aggregate(
            **{name: Count("pk", filter=condition_of(group, today=today)) for name, group in names.items()}
        )
    )


def by_what_the_day_asks(rows: QuerySet[Commitment], *, today: date) -> QuerySet[Commitment]:
    """Annotate ``rank``: late first, then this week, next, to be confirmed, closed."""
    cases = [When(condition_of(group, today=today), then=Value(rank)) for rank, group in enumerate(Group)]
    return rows.annotate(rank=Case(*cases, output_field=IntegerField()))


def holders_of(posts: Iterable[int], *, today: date) -> dict[int, str]:
    """Return who holds each post today, with the capacity where it is not definitive (one query)."""
    return {
        post: row.person.name
        if row.capacity == Tenure.Capacity.DEFINITIVE
        else f"{row.person.name}, {row.get_capacity_display()}"
        for post, row in holding(posts=posts, today=today).items()
    }


def without_holder(rows: QuerySet[Commitment], *, today: date) -> QuerySet[Commitment]:
    """Return open commitments of posts that nobody holds today."""
    held = Tenure.objects.filter(on_day(today)).values("post")
    return rows.filter(state__in=OPEN_STATES).exclude(post__in=held)


def steps_of(commitment: Commitment) -> list[Step]:
    """Return its steps in order."""
    return list(Step.objects.filter(commitment=commitment))


def reports_of(commitment: Commitment) -> list[Report]:
    """Return its reports, newest first."""
    return list(Report.objects.filter(commitment=commitment).select_related("file"))


def reminders_of(commitment: Commitment) -> list[Reminder]:
    """Return when it was asked about, newest first."""
    return list(Reminder.objects.filter(commitment=commitment))


def history_of(commitment: Commitment) -> list[RowChange]:
    """Return what became of a commitment, newest first."""
    return rows_of(entity=ENTITY, key=commitment.key, codes=None)


def names_of(keys: Collection[str]) -> dict[str, str]:
    """Return what commitments are called by their key, for the record (one query)."""
    return {row.key: row.what for row in Commitment.objects.filter(key__in=keys)}


def found(*, user: Any, text: str) -> list[Commitment]:  # noqa: ANN401
    """Return commitments in sight whose words hold a text (one query)."""
    return list(visible_commitments(user).filter(Q(what__icontains=text) | Q(why__icontains=text))[:MOST_FOUND])


def places_of(region: Region) -> list[Region]:
    """Return the places for which the posts of a region may promise: its own and, of a kecamatan, its desa."""
    return [region, *children_of(region)] if region.level == Level.KECAMATAN else [region]


def open_of_post(post: Post) -> QuerySet[Commitment]:
    """Return what a post still has to do."""
    return Commitment.objects.filter(post=post, state__in=OPEN_STATES).select_related(*SHOWN)


def about(region: Region, *, user: Any, start: date | None, end: date | None) -> list[Commitment]:  # noqa: ANN401
    """Return the commitments in sight for a place or of its posts, made or ended in these days (one query)."""
    rows = visible_commitments(user) & commitments_of(region)
    made, ended = Q(), Q(closed_on__isnull=False)
    if start is not None:
        made, ended = made & Q(promised_on__gte=start), ended & Q(closed_on__gte=start)
    if end is not None:
        made, ended = made & Q(promised_on__lt=end), ended & Q(closed_on__lt=end)
    return list(rows.filter(made | ended) if made else rows)

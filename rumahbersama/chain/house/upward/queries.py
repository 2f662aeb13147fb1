"""Reading what was passed upward: lists, counts, the road of one, targets, what waits for whom."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from rumahbersama.chain.house.meetings.models import AgendaItem, Meeting
from rumahbersama.chain.house.meetings.rules import AHEAD, CANCELLED, OPEN
from rumahbersama.chain.house.problems.models import Move, Problem
from rumahbersama.chain.house.upward.models import Referral, Step, Target
from rumahbersama.chain.house.upward.permissions import SHOWN, kabupaten_code, visible_referrals
from rumahbersama.chain.house.upward.reference import shipped_on
from rumahbersama.chain.house.upward.rules import (
    ANSWERED,
    ASKED,
    ASSIGNED,
    ESCALATED,
    NEW,
    OPEN_STATES,
    RUNNING,
    Level,
    ServiceTarget,
    days_late,
)
from rumahbersama.ground.core.working_days import OfficeDays, working_days_between
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.people.permissions import own_posts, within
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.office_days.queries import office_days_of

NEWS_DAYS = timedelta(days=14)
IN_KECAMATAN = "problem__kecamatan__code"
FOUND = 10
LATE, ALL_OPEN, ANSWERED_GROUP, STANDING_OFFICE = "terlambat", "terbuka", "dijawab", "kantor"
NEWS, TOLD = "baru-dijawab", "dilaporkan"
GROUPS: dict[str, Q] = {
    ALL_OPEN: Q(state__in=OPEN_STATES),
    "menugaskan": Q(state=NEW),
    STANDING_OFFICE: Q(state=ASSIGNED),
    "ditanya": Q(state=ASKED),
    ANSWERED_GROUP: Q(state__in=ANSWERED),
}


def referrals_in(region: Region, *, user: Any) -> QuerySet[Referral]:  # noqa: ANN401 - Account
    """Return what was passed upward from a kecamatan, or from all below a place, as far as the account sees it."""
    return visible_referrals(user).filter(within([region.code], "problem__kecamatan__code"))


def condition(group: str, *, today: date) -> Q:
    """Return the filter of a group of a list; "" and what is no group give all."""
    if group == LATE:
        return late(today)
    if group == NEWS:
        return news(today)
    return GROUPS.get(group, Q())


def late(today: date) -> Q:
    """Return the filter for what its holder let pass, the kecamatan's own silence too."""
    return Q(state__in=OPEN_STATES, due_on__lt=today)


def news(today: date) -> Q:
    """Return the filter for what was answered lately, of which who leads the kecamatan is told at home."""
    return Q(state__in=ANSWERED, answered_on__gt=today - NEWS_DAYS)


def told_late(posts: Collection[int]) -> Q:
    """Return the filter for what the kabupaten still lets wait past a day of which these posts were told."""
    told = Step.objects.filter(referral=OuterRef("pk"), kind=ESCALATED, office__in=posts, due_on=OuterRef("due_on"))
    return Q(state__in=RUNNING) & Q(Exists(told)) if posts else Q(pk__in=[])


@dataclass(frozen=True)
class Counts:
    """How much stands where; ``late`` is a part of the others."""

    new: int
    assigned: int
    asked: int
    answered: int
    late: int

    @property
    def open(self) -> int:
        """Return what somebody still has to act on."""
        return self.new + self.assigned + self.asked


def counts_of(rows: QuerySet[Referral], *, today: date) -> Counts:
    """Return how much of ``rows`` stands where (one query)."""
    wanted = {
        "new": Q(state=NEW),
        "assigned": Q(state=ASSIGNED),
        "asked": Q(state=ASKED),
        "answered": Q(state__in=ANSWERED),
        "late": late(today),
    }
    counted = {name: Count("pk", filter=each) for name, each in wanted.items()}
    return Counts(**rows.order_by().select_related(None).aggregate(**counted))


def offices_of(rows: QuerySet[Referral]) -> list[Post]:
    """Return the offices that were named for these, for a filter (one query)."""
    named = rows.order_by().select_related(None).exclude(office=None).values("office")
    return list(Post.objects.filter(pk__in=named).select_related("region").order_by("agency", "title"))


def offices_in(kabupaten: Region) -> list[Post]:
    """Return the posts of a kabupaten that may be named to answer, by agency (one query)."""
    return list(Post.objects.filter(region=kabupaten).select_related("region").order_by("agency", "title"))


def steps_of(referral: Referral) -> list[Step]:
    """Return the road of a referral in time order (one query)."""
    return list(Step.objects.filter(referral=referral).select_related("office__region"))


def office_days_for(referral: Referral) -> OfficeDays:
    """Return when the offices of a referral's kabupaten are open (two queries)."""
    return office_days_of(kabupaten_code(referral))


def lateness(referral: Referral, *, today: date) -> int:
    """Return how many working days the holder is late; no query where nothing is late."""
    if not referral.is_open or referral.due_on is None or referral.due_on >= today:
        return 0
    return days_late(referral.due_on, today, office=office_days_for(referral))


# Targets ----------------------------------------------------------------------------------
def targets_of(kabupaten: Region) -> list[Target]:
    """Return what a kabupaten ever set, the newest first (two queries)."""
    return list(Target.objects.filter(region=kabupaten).prefetch_related("levels__post"))


def target_on(code: str, day: date) -> ServiceTarget:
    """Return the service target in force at a kabupaten on a day: its own, else the one that is shipped."""
    rows = Target.objects.filter(region__code=code, valid_from__lte=day).prefetch_related("levels")
    row = rows.order_by("-valid_from").first()
    return told(row) if row else shipped_on(day).target


def told(row: Target) -> ServiceTarget:
    """Return a stored target for counting."""
    return ServiceTarget(
        valid_from=row.valid_from,
        assign_days=row.assign_days,
        answer_days=row.answer_days,
        reply_days=row.reply_days,
        levels=tuple(Level(each.code, each.title, each.after_days, each.post_id) for each in row.levels.all()),
        legal_basis=row.legal_basis,
    )


def posts_of_level(level: Level, kabupaten: Region) -> list[Post]:
    """Return the posts that a level tells: the named one, else all of that title at the kabupaten."""
    rows = Post.objects.filter(region=kabupaten).select_related("region")
    if level.post is not None:
        return list(rows.filter(pk=level.post))
    return list(rows.filter(title__istartswith=level.title))


def with_posts(target: ServiceTarget, posts: Sequence[Post]) -> ServiceTarget:
    """Return a target whose levels name their posts, where one of these alone bears the title."""
    levels = []
    for level in target.levels:
        named = [post.pk for post in posts if post.title.lower().startswith(level.title.lower())]
        levels.append(level if level.post or len(named) != 1 else replace(level, post=named[0]))
    return replace(target, levels=tuple(levels))


# What waits for whom ----------------------------------------------------------------------
@dataclass(frozen=True)
class Waiting:
    """How much waits at a place, and how much of it is late."""

    code: str
    count: int
    late: int


@dataclass(frozen=True)
class Asked:
    """What asks for somebody at home: of the coordinator, the office, the kecamatan, and a level above.

    What belongs to a place is told of each place that one coordinates, serves in or leads, in its order.
    """

    to_assign: tuple[Waiting, ...]
    to_reply: tuple[Waiting, ...]
    answered: tuple[Waiting, ...]
    to_answer: int
    to_answer_late: int
    escalated: int


def asked_of(user: Any, *, coordinated: list[str], serving: list[str], led: list[str], today: date) -> Asked:  # noqa: ANN401
    """Return what passed problems ask of an account (one query, and one for its posts where not yet read)."""
    posts = own_posts(user)
    office, overdue = Q(office__in=posts, state=ASSIGNED), Q(due_on__lt=today)
    asking = {
        "to_assign": (coordinated, Q(state=NEW)),
        "to_reply": (serving, Q(state=ASKED)),
        "answered": (led, news(today)),
    }
    counted = {"to_answer": office, "to_answer_late": office & overdue, "escalated": told_late(posts)}
    for name, (codes, wanted) in asking.items():
        for number, code in enumerate(codes):
            counted[f"{name}_{number}"] = within([code], IN_KECAMATAN) & wanted
            counted[f"{name}_{number}_late"] = counted[f"{name}_{number}"] & overdue
    rows = Referral.objects.order_by().filter(Q(state__in=OPEN_STATES) | (within(led, IN_KECAMATAN) & news(today)))
    found = rows.aggregate(**{name: Count("pk", filter=each) for name, each in counted.items()})
    return Asked(
        to_assign=_waiting("to_assign", coordinated, found),
        to_reply=_waiting("to_reply", serving, found),
        answered=_waiting("answered", led, found),
        to_answer=found["to_answer"],
        to_answer_late=found["to_answer_late"],
        escalated=found["escalated"],
    )


def _waiting(name: str, codes: list[str], found: dict[str, int]) -> tuple[Waiting, ...]:
    counts = [(found[f"{name}_{number}"], found[f"{name}_{number}_late"]) for number in range(len(codes))]
    return tuple(Waiting(code, *counted) for code, counted in zip(codes, counts, strict=True))


def about(problems: Iterable[Problem]) -> list[Referral]:
    """Return every passing of these problems, the newest first (one query)."""
    rows = Referral.objects.filter(problem__in=[each.pk for each in problems]).select_related(*SHOWN)
    return list(rows.order_by("-passed_on", "-pk"))


def answer_of(referral: Referral) -> Step | None:
    """Return the step that answered a referral."""
    return Step.objects.filter(referral=referral, kind__in=ANSWERED).last()


def answers_to_propose(meeting: Meeting, *, user: Any) -> list[tuple[Referral, str]]:  # noqa: ANN401
    """Return answers that no meeting took up since they came, each with its words, the oldest first (two queries)."""
    since = meeting.day - timedelta(days=shipped_on(meeting.day).agenda_days)
    heard = AgendaItem.objects.filter(problem=OuterRef("problem")).exclude(meeting__state=CANCELLED)
    later = Q(meeting__day__gte=OuterRef("answered_on")) | Q(meeting__state__in=(*AHEAD, OPEN))
    rows = referrals_in(meeting.region, user=user).filter(state__in=ANSWERED, answered_on__gte=since)
    rows = rows.exclude(Exists(heard.filter(later).exclude(meeting=meeting.pk))).order_by("answered_on", "pk")
    found = list(rows)
    words = Step.objects.filter(referral__in=found, kind__in=ANSWERED).values_list("referral", "text")
    told = dict(words) if found else {}
    return [(row, told.get(row.pk, "")) for row in found]


def is_acted_on(referral: Referral) -> bool:
    """Tell whether the kecamatan moved the problem since its answer, or heard it in a meeting (three queries)."""
    answered = answer_of(referral)
    if answered is None:
        return False
    if Move.objects.filter(problem=referral.problem_id, at__gt=answered.at).exists():
        return True
    heard = AgendaItem.objects.filter(problem=referral.problem_id, meeting__day__gte=referral.answered_on)
    return heard.exclude(meeting__state__in=(*AHEAD, CANCELLED)).exists()


def days_since_answer(referral: Referral, *, today: date) -> int:
    """Return how many working days ago a referral was answered."""
    if referral.answered_on is None or referral.answered_on >= today:
        return 0
    return working_days_between(referral.answered_on, today, office=office_days_for(referral))


def due_before_answer(referral: Referral) -> date | None:
    """Return until when the office had time before it answered (one query)."""
    rows = Step.objects.filter(referral=referral).exclude(kind__in=(ESCALATED, ASKED)).exclude(due_on=None)
    return rows.values_list("due_on", flat=True).last()


def silent(*, day: date) -> list[int]:
    """Return the numbers of what the kecamatan was asked and let pass by a day, in a fixed order."""
    rows = Referral.objects.filter(state=ASKED, due_on__lt=day).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def open_of_post(post: Post) -> QuerySet[Referral]:
    """Return what a post still has to answer, for who hands it over."""
    return Referral.objects.filter(office=post, state__in=(ASSIGNED, ASKED)).select_related("problem")


def found(*, user: Any, text: str) -> list[Referral]:  # noqa: ANN401
    """Return what was passed upward, in sight, whose problem or office holds a text (one query)."""
    wanted = Q(office__title__icontains=text) | Q(office__agency__icontains=text)
    return list(visible_referrals(user).filter(wanted).order_by("-passed_on", "-pk")[:FOUND])


def names_of(keys: Collection[str]) -> dict[str, str]:
    """Return what referrals are called by their key, for the record (one query)."""
    rows = Referral.objects.filter(key__in=keys).select_related("problem")
    return {row.key: row.problem.statement for row in rows}


def running_late(day: date) -> QuerySet[Referral]:
    """Return what the kabupaten itself let pass by a day, in a fixed order."""
    return Referral.objects.filter(state__in=RUNNING, due_on__lt=day).select_related(*SHOWN).order_by("pk")

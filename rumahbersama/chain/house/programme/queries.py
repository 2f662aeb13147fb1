"""Reading programmes: activities, how far they are, the share of each post, what asks for somebody at home."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet, Sum

from rumahbersama.chain.house.programme.models import Activity, Goal, Handover, Note, Programme
from rumahbersama.chain.house.programme.permissions import SHOWN, visible_activities, visible_programmes
from rumahbersama.chain.house.programme.recording import ACTIVITY
from rumahbersama.chain.house.programme.rules import DONE, DRAFT, DROPPED, GOING, IN_FORCE, OPEN_STATES, PLANNED
from rumahbersama.chain.needs.newest import Told, figures_of
from rumahbersama.ground.audit.queries import RowChange, rows_of
from rumahbersama.ground.people.models import Post, Section
from rumahbersama.ground.people.permissions import posts_held_by, within
from rumahbersama.ground.regions.models import Region

FOUND = 10
LATE = "terlambat"


def programmes_of(region: Region, *, user: Any, today: date) -> list[Programme]:  # noqa: ANN401 - Account
    """Return the programmes of a kecamatan in sight with how many activities in sight stand where (one query)."""
    rows, read = visible_programmes(user).filter(region=region), _read_by(user)
    return list(
        rows.annotate(
            planned_count=Count("activities", filter=read & ~Q(activities__state=DROPPED)),
            done_count=Count("activities", filter=read & Q(activities__state=DONE)),
            late_count=Count("activities", filter=read & late_on(today, "activities__")),
        )
    )


def _read_by(user: Any) -> Q:  # noqa: ANN401
    """Return the filter by which a count of activities holds those alone that the account reads."""
    return Q(activities__in=visible_activities(user).select_related(None).order_by().values("pk"))


def late_on(today: date, at: str = "") -> Q:
    """Return the filter for late activities, or for rows joined to them at ``at``: over, not done, and in force."""
    told = {"programme__state": IN_FORCE, "state__in": OPEN_STATES, "ends_on__lt": today}
    return Q(**{at + name: value for name, value in told.items()})


def last_before(region: Region, year: int) -> Programme | None:
    """Return the newest programme of a kecamatan before a year."""
    return Programme.objects.filter(region=region, year__lt=year).first()


def activities_of(programme: Programme, *, user: Any) -> QuerySet[Activity]:  # noqa: ANN401
    """Return the activities of a programme that the account reads."""
    return visible_activities(user).filter(programme=programme)


def narrowed(rows: QuerySet[Activity], wish: dict[str, str], *, today: date) -> QuerySet[Activity]:
    """Return those of a state (or late), kind, post, section, goal and village; others mean nothing."""
    state = wish.get("keadaan", "")
    if state == LATE:
        rows = rows.filter(late_on(today))
    elif state in Activity.State.values:
        rows = rows.filter(state=state)
    if wish.get("jenis") in Activity.Kind.values:
        rows = rows.filter(kind=wish["jenis"])
    for name, field in (("jabatan", "post"), ("seksi", "post__section"), ("sasaran", "goal")):
        number = wish.get(name, "")
        if number.isdecimal() and len(number) < 10:
            rows = rows.filter(**{field: int(number)})
    if wish.get("desa"):
        rows = rows.filter(Q(villages__code=wish["desa"]) | Q(villages=None)).distinct()
    return rows


@dataclass(frozen=True)
class Progress:
    """How many activities stand where, and their money; ``late`` ones are open too, ``total`` is without dropped."""

    total: int
    planned: int
    going: int
    done: int
    dropped: int
    late: int
    rupiah: int | None

    @property
    def open(self) -> int:
        """Return those not over."""
        return self.planned + self.going


def progress_of(rows: QuerySet[Activity], *, today: date) -> Progress:
    """Return how far activities are (one query)."""
    kept = ~Q(state=DROPPED)
    return Progress(
        **rows.order_by().aggregate(
            total=Count("pk", filter=kept),
            planned=Count("pk", filter=Q(state=PLANNED)),
            going=Count("pk", filter=Q(state=GOING)),
            done=Count("pk", filter=Q(state=DONE)),
            dropped=Count("pk", filter=Q(state=DROPPED)),
            late=Count("pk", filter=late_on(today)),
            rupiah=Sum("budget_rupiah", filter=kept),
        )
    )


@dataclass(frozen=True)
class Share:
    """What a post has of a programme."""

    post: Post
    total: int
    done: int
    late: int
    rupiah: int | None


def shares_of(rows: QuerySet[Activity], *, today: date) -> list[Share]:
    """Return the share of each post, who has the most late work first (two queries)."""
    kept = rows.exclude(state=DROPPED).order_by().select_related(None).values("post")
    counted = kept.annotate(
        total=Count("pk"),
        done=Count("pk", filter=Q(state=DONE)),
        late=Count("pk", filter=late_on(today)),
        rupiah=Sum("budget_rupiah"),
    )
    found = {row.pop("post"): row for row in counted}
    posts = Post.objects.filter(pk__in=found).select_related("region", "section")
    shares = [Share(post, **found[post.pk]) for post in posts]
    return sorted(shares, key=lambda share: (-share.late, -share.total, share.post.title))


@dataclass(frozen=True)
class Unit:
    """What a section has of a programme, all its posts together; or what a post has that belongs to none."""

    section: Section | None
    shares: list[Share]

    @property
    def total(self) -> int:
        """Return how many activities it has."""
        return sum(share.total for share in self.shares)

    @property
    def done(self) -> int:
        """Return how many of them are done."""
        return sum(share.done for share in self.shares)

    @property
    def late(self) -> int:
        """Return how many of them are late."""
        return sum(share.late for share in self.shares)

    @property
    def rupiah(self) -> int | None:
        """Return their money, where some was named."""
        named = [share.rupiah for share in self.shares if share.rupiah is not None]
        return sum(named) if named else None


def units_of(shares: list[Share]) -> list[Unit]:
    """Return shares by section, who has the most late work first; a post without section stands alone."""
    kept: dict[tuple[str, int], list[Share]] = {}
    for share in shares:
        part = share.post.section_id
        kept.setdefault(("post", share.post.pk) if part is None else ("section", part), []).append(share)
    units = [Unit(each[0].post.section, each) for each in kept.values()]
    return sorted(units, key=lambda unit: (-unit.late, -unit.total))


def late_first(rows: QuerySet[Activity], *, today: date) -> QuerySet[Activity]:
    """Return activities with ``lateness`` to sort by."""
    return rows.annotate(lateness=ExpressionWrapper(late_on(today), output_field=BooleanField()))


@dataclass(frozen=True)
class GoalRow:
    """A goal with how many of its activities in sight are done, and what its indicator says now, where it is told."""

    goal: Goal
    total: int
    done: int
    now: Told | None = None


def goals_of(programme: Programme, *, user: Any) -> list[GoalRow]:  # noqa: ANN401
    """Return the goals of a programme with how far their activities in sight are (three queries, one without)."""
    rows, read = Goal.objects.filter(programme=programme).select_related("area", "indicator"), _read_by(user)
    rows = rows.annotate(
        total=Count("activities", filter=read & ~Q(activities__state=DROPPED)),
        done=Count("activities", filter=read & Q(activities__state=DONE)),
    )
    counted: Any = list(rows.order_by("order", "pk"))
    place = programme.region
    figures = figures_of({(place, row.indicator) for row in counted if row.indicator})
    newest = {indicator: told[0] for (_place, indicator), told in figures.items()}
    return [GoalRow(row, row.total, row.done, newest.get(row.indicator_id)) for row in counted]


def notes_of(activity: Activity) -> list[Note]:
    """Return what was told of an activity, newest first (one query)."""
    return list(Note.objects.filter(activity=activity).select_related("file"))


def handovers_of(activity: Activity) -> list[Handover]:
    """Return from whom to whom an activity went, newest first (one query)."""
    return list(Handover.objects.filter(activity=activity).select_related("from_post", "to_post"))


def history_of(activity: Activity) -> list[RowChange]:
    """Return what became of an activity, newest first."""
    return rows_of(entity=ACTIVITY, key=activity.key, codes=None)


def posts_for(region: Region) -> list[Post]:
    """Return the posts of a kecamatan, its units and its villages (one query)."""
    rows = Post.objects.filter(within([region.code])).select_related("region")
    return list(rows.order_by("region__code", "agency", "title"))


@dataclass(frozen=True)
class Draft:
    """A programme that waits for who approves it, with how many activities."""

    programme: int
    code: str
    year: int
    count: int


@dataclass(frozen=True)
class Asked:
    """What asks for somebody at home: late activities of one's posts, and drafts where one leads."""

    late: int
    drafts: tuple[Draft, ...]


def asked_of(user: Any, led: list[str], *, today: date) -> Asked:  # noqa: ANN401
    """Return what programmes ask of an account that leads these places (one query)."""
    late = Q(post__in=posts_held_by(user)) & late_on(today)
    waiting = within(led, "programme__region__code")
    waiting &= Q(programme__state=DRAFT, programme__year__lte=today.year + 1)
    rows = Activity.objects.filter(late | waiting).order_by("programme__year", "programme__region__code")
    found = list(rows.values_list("programme__state", "programme", "programme__region__code", "programme__year"))
    waits = Counter((programme, code, year) for state, programme, code, year in found if state == DRAFT)
    drafts = tuple(Draft(programme, code, year, count) for (programme, code, year), count in waits.items())
    return Asked(len(found) - waits.total(), drafts)


def due_between(region: Region, *, user: Any, start: date, end: date) -> QuerySet[Activity]:  # noqa: ANN401
    """Return approved activities in sight on some days, both counted; of whole months those that end on them."""
    days = Q(is_in_months=False, starts_on__lte=end, ends_on__gte=start)
    days |= Q(is_in_months=True, ends_on__gte=start, ends_on__lte=end)
    rows = visible_activities(user).filter(days, within([region.code], "programme__region__code"))
    return rows.exclude(programme__state=DRAFT).exclude(state=DROPPED)


def done_in(village: Region, *, user: Any, start: date | None, end: date | None) -> QuerySet[Activity]:  # noqa: ANN401
    """Return activities in sight that name a village and are done, by the day they were to end (one query)."""
    rows = visible_activities(user).filter(villages=village, state=DONE).exclude(programme__state=DRAFT)
    if start is not None:
        rows = rows.filter(ends_on__gte=start)
    if end is not None:
        rows = rows.filter(ends_on__lt=end)
    return rows.order_by("-ends_on", "pk")


def open_of_post(post: Post) -> QuerySet[Activity]:
    """Return what a post still has to do in approved programmes."""
    return Activity.objects.filter(post=post, state__in=OPEN_STATES, programme__state=IN_FORCE).select_related(*SHOWN)


def found(*, user: Any, text: str) -> list[Activity]:  # noqa: ANN401
    """Return activities in sight whose words hold a text, of the newest years first (one query)."""
    wanted = Q(title__icontains=text) | Q(budget_line__icontains=text)
    return list(visible_activities(user).filter(wanted).order_by("-programme__year", "ends_on")[:FOUND])


def names_of(keys: Collection[str]) -> dict[str, str]:
    """Return what activities are called by their key, for the record (one query)."""
    return {row.key: row.title for row in Activity.objects.filter(key__in=keys)}


def names_of_programmes(keys: Collection[str]) -> dict[str, str]:
    """Return what programmes are called by their key, for the record (one query)."""
    rows = Programme.objects.filter(key__in=keys).select_related("region")
    return {row.key: f"{row}, {row.region}" for row in rows}

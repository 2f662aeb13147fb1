"""Reading visits: lists, groups, what is due this week, the history of one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.formats import date_format

from rumahbersama.chain.oversight.checklists.queries import questions_of
from rumahbersama.chain.oversight.checklists.rules import Outcome, outcome_of
from rumahbersama.chain.oversight.visits.boxes import HOURS, LEFT, REPORT, RETURNED, answers_in
from rumahbersama.chain.oversight.visits.lines import Line, line_of
from rumahbersama.chain.oversight.visits.models import Saying, Signature, Visit, VisitPhoto
from rumahbersama.chain.oversight.visits.permissions import visible_visits
from rumahbersama.chain.oversight.visits.recording import ENTITY
from rumahbersama.chain.oversight.visits.rules import CANCELLED, DONE, OPEN
from rumahbersama.ground.audit.queries import RowChange, rows_of
from rumahbersama.ground.core.registry import ProblemLink
from rumahbersama.ground.people.models import Post, RoleAssignment, Tenure
from rumahbersama.ground.people.permissions import on_day, own_posts, within
from rumahbersama.ground.people.roles import LEAD_HOUSE, OVERSEE, ROLES
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.office_days.queries import office_days_of
from rumahbersama.workshop.surveys.rules import Asked, sections_of

OWNER = "oversight.visit"
MOST_FOUND = 10
NEWS_DAYS = timedelta(days=14)
AHEAD_GROUP, PAST, OFF = "datang", "selesai", "batal"
GROUPS = (AHEAD_GROUP, PAST, OFF)


def visits_in(region: Region, *, user: Any) -> QuerySet[Visit]:  # noqa: ANN401
    """Return the visits to a village, or to all below a place, as far as the account sees them."""
    return visible_visits(user).filter(within([region.code]))


def condition(group: str) -> Q:
    """Return the filter of a group of the list: to come or being made, over, or called off; "" for all."""
    states = {AHEAD_GROUP: OPEN, PAST: (DONE,), OFF: (CANCELLED,)}
    return Q(state__in=states[group]) if group in states else Q()


@dataclass(frozen=True)
class Counts:
    """How many visits there are of each group."""

    ahead: int
    past: int
    off: int

    @property
    def total(self) -> int:
        """Return all of them."""
        return self.ahead + self.past + self.off


def counts_of(rows: QuerySet[Visit]) -> Counts:
    """Return how many of ``rows`` stand in each group (one query)."""
    names = {"ahead": AHEAD_GROUP, "past": PAST, "off": OFF}
    return Counts(
        **rows.order_by().aggregate(**{name: Count("pk", filter=condition(group)) for name, group in names.items()})
    )


def next_of(rows: QuerySet[Visit], *, today: date) -> Visit | None:
    """Return the visit that comes next or is being made (one query)."""
    ahead = rows.prefetch_related(None).filter(condition(AHEAD_GROUP), planned_on__gte=today)
    return ahead.order_by("planned_on", "pk").first()


def posts_to_go(region: Region) -> list[Post]:
    """Return the posts that may go: those of the kecamatan of a place (one query)."""
    kecamatan = region.parent_id if region.code.count(".") == 3 else region.pk
    return list(Post.objects.filter(region=kecamatan).select_related("region").order_by("agency", "pk"))


def roles_of(posts: Sequence[Post], *, today: date) -> dict[int, str]:
    """Return the role with which each post goes on visits: its own, or one of whoever holds it (two queries)."""
    held = dict(Tenure.objects.filter(on_day(today), post__in=posts).values_list("person", "post"))
    places = {post.region_id for post in posts}
    rows = RoleAssignment.objects.filter(on_day(today), account__person__in=held, region__in=places)
    known = rows.values_list("account__person", "role")
    by_person = {held[person]: role for person, role in known if _oversees(role)}
    return by_person | {post.pk: post.role for post in posts if _oversees(post.role)}


def _oversees(role: str) -> bool:
    return role in ROLES and OVERSEE in ROLES[role].may


def who_goes_round(roles: Mapping[int, str]) -> list[int]:
    """Return the posts whose turn it is by their role: those that visit, without those who lead the kecamatan."""
    return [post for post, role in roles.items() if LEAD_HOUSE not in ROLES[role].may]


def owner_text(visit: Visit) -> str:
    """Return how papers and other rooms name a visit."""
    return f"{OWNER}:{visit.key}"


def of_this_week(user: Any, *, today: date) -> QuerySet[Visit]:  # noqa: ANN401
    """Return the visits that the user's own posts go on until the end of the week, the late ones too.

    On its last two days, the weekend of most offices, those of the next week are there already.
    """
    until = today + timedelta(days=6 - today.weekday() if today.weekday() < 5 else 13 - today.weekday())
    posts = own_posts(user)
    rows = Visit.objects.filter(state__in=OPEN, planned_on__lte=until, who__post__in=posts)
    return rows.select_related("region").distinct().order_by("planned_on", "pk")


def sent_to(desa: Sequence[str], *, today: date) -> QuerySet[Visit]:
    """Return the visits whose result was sent to these villages of late, the newest first."""
    rows = Visit.objects.filter(region__code__in=desa, shared_at__date__gt=today - NEWS_DAYS, state=DONE)
    return rows.select_related("region").order_by("-shared_at", "pk")


def ahead_of_post(post: Post) -> QuerySet[Visit]:
    """Return the visits that a post is to go on."""
    return Visit.objects.filter(state__in=OPEN, who__post=post).select_related("region").order_by("planned_on")


def found(*, user: Any, text: str) -> QuerySet[Visit]:  # noqa: ANN401
    """Return visits in sight by purpose or village, the latest first."""
    rows = visible_visits(user).prefetch_related(None)
    return rows.filter(Q(purpose__icontains=text) | Q(region__name__icontains=text))[:MOST_FOUND]


def history_of(visit: Visit) -> list[RowChange]:
    """Return what the record says of a visit."""
    return rows_of(entity=ENTITY, key=visit.key, codes=None)


def names_of(keys: Collection[str]) -> dict[str, str]:
    """Return what visits are called, by their keys (one query)."""
    return {row.key: str(row) for row in Visit.objects.filter(key__in=keys).select_related("region")}


def between(region: Region, *, user: Any, start: date, end: date) -> QuerySet[Visit]:  # noqa: ANN401
    """Return the visits to a place and all below from ``start`` to ``end``, both counted, none called off."""
    rows = visits_in(region, user=user).prefetch_related(None).exclude(state=CANCELLED)
    was = Q(visited_on__range=(start, end)) | Q(visited_on=None, planned_on__range=(start, end))
    return rows.filter(was).order_by("planned_on", "pk")


def made_at(region: Region, *, user: Any, start: date | None, end: date | None) -> list[Visit]:  # noqa: ANN401
    """Return visits in sight to a village that were made or called off in these days, newest first (one query)."""
    rows = visible_visits(user).filter(region=region, state__in=(DONE, CANCELLED)).prefetch_related(None)
    rows = rows.annotate(when=Coalesce("visited_on", "planned_on"))
    if start is not None:
        rows = rows.filter(when__gte=start)
    if end is not None:
        rows = rows.filter(when__lt=end)
    return list(rows.order_by("-when", "-pk"))


def closed_because(region: Region, day: date) -> str:
    """Return why the office of a village is closed on a day: the holiday, or the weekday; "" where it is open."""
    office = office_days_of(region.code)
    if office.is_open(day):
        return ""
    return office.closed.get(day) or str(date_format(day, "l"))


# What was written on a visit ---------------------------------------------------------
def words_of(visit: Visit) -> dict[str, Saying]:
    """Return what counts in each box of a visit (one query)."""
    return {row.box: row for row in Saying.objects.filter(visit=visit, is_counted=True)}


def earlier_of(visit: Visit) -> dict[str, list[Saying]]:
    """Return what was written in each box before what counts, the oldest first (one query)."""
    found: dict[str, list[Saying]] = {}
    for row in Saying.objects.filter(visit=visit, is_counted=False).exclude(text=""):
        found.setdefault(row.box, []).append(row)
    return found


@dataclass(frozen=True)
class Sheet:
    """The sheet of a visit: its questions with what was written, what they say together, and the hours "08.30"."""

    sections: list[tuple[str, list[Line]]]
    report: str
    outcome: Outcome
    earlier_reports: list[Saying]
    left: str = ""
    returned: str = ""

    @property
    def is_turned(self) -> bool:
        """Tell whether the return is written before the leaving."""
        return bool(self.left and self.returned) and self.returned <= self.left

    def without_hours(self) -> "Sheet":
        """Return it as a village reads it: the hours of the journey are for the account of the kecamatan."""
        return replace(self, left="", returned="")

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is written yet."""
        return not (self.report or self.left or self.returned) and not any(
            line.shown or line.note for _heading, lines in self.sections for line in lines
        )


def sheet_of(visit: Visit, *, with_earlier: bool = False) -> Sheet:
    """Return the sheet of a visit (two queries, three with what was written earlier)."""
    questions = questions_of(visit.checklist) if visit.checklist else []
    words = {box: row.text for box, row in words_of(visit).items()}
    earlier = earlier_of(visit) if with_earlier else {}
    sections = [
        (heading, [line_of(each, words, earlier) for each in asked]) for heading, asked in sections_of(questions)
    ]
    hours = (words.get(box, "") for box in (LEFT, RETURNED))
    return Sheet(sections, words.get(REPORT, ""), _outcome(questions, words), earlier.get(REPORT, []), *hours)


def _outcome(questions: list[Asked], words: dict[str, str]) -> Outcome:
    return outcome_of(questions, answers_in(questions, words))


def holds_something(visit: Visit, notes: Iterable[ProblemLink]) -> bool:
    """Tell whether anything is written, photographed, signed or, by ``notes``, noted of a visit (up to 3 queries)."""
    return (
        Saying.objects.filter(visit=visit, is_counted=True).exclude(text="").exists()
        or VisitPhoto.objects.filter(visit=visit).exists()
        or Signature.objects.filter(visit=visit).exists()
        or any(not note.is_act for note in notes)
    )


def photos_of(visit: Visit) -> list[VisitPhoto]:
    """Return the photos of a visit (one query)."""
    return list(VisitPhoto.objects.filter(visit=visit).select_related("file"))


def signatures_of(visit: Visit) -> list[Signature]:
    """Return the signatures under the berita acara of a visit (one query)."""
    return list(Signature.objects.filter(visit=visit).select_related("file"))


def changed_after_signing(visit: Visit, signatures: list[Signature]) -> bool:
    """Tell whether something that counts was written after the first signature (one query, none without one).

    Not the hours: one returns after the berita acara was signed, and it does not name them.
    """
    if not signatures:
        return False
    first = min(row.signed_at for row in signatures)
    return Saying.objects.filter(visit=visit, is_counted=True, at__gt=first).exclude(box__in=HOURS).exists()

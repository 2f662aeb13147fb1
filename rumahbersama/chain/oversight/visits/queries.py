"""Reading visits: lists, groups, what is due this week, the history of one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from rumahbersama.chain.oversight.visits.models import Visit
from rumahbersama.chain.oversight.visits.permissions import visible_visits
from rumahbersama.chain.oversight.visits.recording import ENTITY
from rumahbersama.chain.oversight.visits.rules import CANCELLED, DONE, OPEN
from rumahbersama.ground.audit.queries import RowChange, rows_of
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.people.permissions import own_posts, within
from rumahbersama.ground.regions.models import Region

OWNER = "oversight.visit"
MOST_FOUND = 10
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


def owner_text(visit: Visit) -> str:
    """Return how papers and other rooms name a visit."""
    return f"{OWNER}:{visit.key}"


def of_this_week(user: Any, *, today: date) -> QuerySet[Visit]:  # noqa: ANN401
    """Return the visits that the user's own posts go on until the end of the week, the late ones too."""
    until = today + timedelta(days=6 - today.weekday())
    posts = own_posts(user)
    rows = Visit.objects.filter(state__in=OPEN, planned_on__lte=until, who__post__in=posts)
    return rows.select_related("region").distinct().order_by("planned_on", "pk")


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


def made_at(region: Region, *, user: Any, start: date | None, end: date | None) -> list[Visit]:  # noqa: ANN401
    """Return visits in sight to a village that were made or called off in these days, newest first (one query)."""
    rows = visible_visits(user).filter(region=region, state__in=(DONE, CANCELLED)).prefetch_related(None)
    rows = rows.annotate(when=Coalesce("visited_on", "planned_on"))
    if start is not None:
        rows = rows.filter(when__gte=start)
    if end is not None:
        rows = rows.filter(when__lt=end)
    return list(rows.order_by("-when", "-pk"))

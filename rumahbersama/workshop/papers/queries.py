"""Reading papers: lists, what waits for whom, the register, history, and what the public page may know."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from rumahbersama.ground.audit.queries import RowChange, rows_of
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.people.permissions import own_posts, within
from rumahbersama.ground.regions.models import Region
from rumahbersama.workshop.papers.kinds import kinds
from rumahbersama.workshop.papers.models import Edition, Initial, Office, Paper, PaperFile, RegisterEntry
from rumahbersama.workshop.papers.permissions import (
    SHOWN,
    sealed_kinds,
    unsealed_for,
    visible_papers,
    writing_places,
)
from rumahbersama.workshop.papers.recording import ENTITY
from rumahbersama.workshop.papers.rules import DRAFT, INITIALS, SIGNED, typed_code

MOST_FOUND = 10


def papers_of(*, user: Any, region: Region) -> QuerySet[Paper]:  # noqa: ANN401
    """Return the papers of a place and of all below that the user may read."""
    return visible_papers(user).filter(within([region.code]))


def own_papers(user: Any) -> QuerySet[Paper]:  # noqa: ANN401
    """Return the papers one writes, initials or signs."""
    posts = own_posts(user)
    mine = Q(region__code__in=writing_places(user))
    if posts:
        mine |= Q(signer_post__in=posts) | Q(pk__in=Initial.objects.filter(post__in=posts).values("paper"))
    return Paper.objects.filter(mine & unsealed_for(user)).select_related(*SHOWN)


def papers_for(subject: str) -> QuerySet[Paper]:
    """Return the papers of a subject ("training.event:KEY"), newest first; the room checks who may see it."""
    return Paper.objects.filter(subject=subject).select_related(*SHOWN)


def years_of(rows: QuerySet[Paper]) -> list[int]:
    """Return the years in which papers were written, newest first."""
    return [day.year for day in rows.order_by().dates("entered_at", "year", order="DESC")]


def _next_initial() -> QuerySet[Initial]:
    earlier = Initial.objects.filter(paper=OuterRef("paper"), at=None, order__lt=OuterRef("order"))
    return Initial.objects.filter(at=None, paper__state=INITIALS).exclude(Exists(earlier))


def waiting_for(posts: Collection[int]) -> Q:
    """Return the filter for papers that wait for a paraf or the signature of these posts."""
    unsigned = Initial.objects.filter(at=None, paper=OuterRef("pk"))
    to_sign = Q(state=INITIALS, signer_post__in=posts) & ~Exists(unsigned)
    return to_sign | Q(pk__in=_next_initial().filter(post__in=posts).values("paper"))


@dataclass(frozen=True)
class Waiting:
    """How many papers wait: for my paraf or signature; sent back to my place; signed without number or scan."""

    mine: int
    returned: int
    unnumbered: int


def waiting_of(user: Any) -> Waiting:  # noqa: ANN401
    """Return what waits for somebody (one query)."""
    posts, codes = own_posts(user), writing_places(user)
    mine, here = waiting_for(posts), Q(region__code__in=codes)
    returned = here & Q(state=DRAFT) & ~Q(returned_because="")
    numbered = [code for code, kind in kinds().items() if kind.needs_number]
    unnumbered = here & Q(state=SIGNED, kind__in=numbered)
    return Waiting(
        **Paper.objects.filter((mine | returned | unnumbered) & unsealed_for(user)).aggregate(
            mine=Count("pk", filter=mine),
            returned=Count("pk", filter=returned),
            unnumbered=Count("pk", filter=unnumbered),
        )
    )


def initials_of(paper: Paper) -> list[Initial]:
    """Return the paraf of a paper in order."""
    return list(Initial.objects.filter(paper=paper).select_related("post"))


def files_of(paper: Paper) -> list[PaperFile]:
    """Return the files of a paper that prove it, newest first; the pictures in it are part of its text."""
    rows = PaperFile.objects.filter(paper=paper).exclude(kind=PaperFile.Kind.PICTURE)
    return list(rows.select_related("file"))


def editions_of(paper: Paper) -> list[Edition]:
    """Return the texts that a paper had, newest first."""
    return list(Edition.objects.filter(paper=paper))


def history_of(paper: Paper) -> list[RowChange]:
    """Return what became of a paper, newest first."""
    return rows_of(entity=ENTITY, key=paper.key, codes=None, opened=None)


def successor_of(paper: Paper) -> Paper | None:
    """Return the paper that took or is to take the place of this one."""
    return Paper.objects.filter(replaces=paper).exclude(state=Paper.State.CANCELLED).first()


def names_of(keys: Collection[str]) -> dict[str, str]:
    """Return what papers are called by their key, for the record (one query); private ones by their kind alone."""
    rows = Paper.objects.filter(key__in=keys)
    return {row.key: str(row.kind_here.label) if row.is_private or row.person_key else row.title for row in rows}


def register_of(office: Office, *, year: int) -> QuerySet[RegisterEntry]:
    """Return an office's register of a year, in the order in which numbers were given."""
    return RegisterEntry.objects.filter(office=office, year=year).select_related("paper").order_by("at", "pk")


def register_years(office: Office) -> list[int]:
    """Return the years of an office's register, newest first."""
    years = RegisterEntry.objects.filter(office=office).order_by("-year").values_list("year", flat=True)
    return list(years.distinct())


def found(*, user: Any, text: str) -> list[Paper]:  # noqa: ANN401
    """Return papers in sight whose subject or number holds a text (one query)."""
    wanted = Q(title__icontains=text) | Q(number__icontains=text)
    return list(visible_papers(user).filter(wanted)[:MOST_FOUND])


def paper_of_code(text: str) -> Paper | None:
    """Return the signed paper of a typed or scanned code; a draft has no public page."""
    code = typed_code(text)
    rows = (
        Paper.objects.filter(code=code, signed_on__isnull=False).select_related(*SHOWN, "replaces") if code else None
    )
    return rows.first() if rows is not None else None


def on_the_desk_of(post: Post) -> QuerySet[Paper]:
    """Return unfinished papers that a post signs or initials, for who takes the post over; none that are sealed."""
    mine = Q(signer_post=post) | Q(pk__in=Initial.objects.filter(post=post, at=None).values("paper"))
    rows = Paper.objects.filter(mine, state__in=(DRAFT, INITIALS)).exclude(kind__in=sealed_kinds())
    return rows.select_related(*SHOWN)

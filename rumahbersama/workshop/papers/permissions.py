"""Who may see, write, initial, sign and send papers.

Written by whoever writes the promises of a place (``PROMISE``), at that very place and not below. Initialled and
signed by who holds the post; the writers of the place may record a wet or an outside signature, with the scan or the
file. Finished papers are read like rows; unfinished and private ones by the place that writes them and the posts on
their road.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from rumahbersama.ground.people.models import Post
from rumahbersama.ground.people.permissions import get_region_to, opened_for, own_posts, scope_of, within
from rumahbersama.ground.people.roles import PROMISE, VIEW_ROWS
from rumahbersama.ground.regions.models import Region
from rumahbersama.workshop.papers.kinds import kinds
from rumahbersama.workshop.papers.models import Batch, Initial, Office, Paper, PaperFile
from rumahbersama.workshop.papers.rules import UNFINISHED

SHOWN = ("office", "region", "signer_post__region", "on_behalf")


def writing_places(user: Any) -> list[str]:  # noqa: ANN401 - Account or AnonymousUser
    """Return the codes of places whose papers the user writes: the very places, nothing below."""
    return scope_of(user).places_for(PROMISE)


def may_write_at(user: Any, code: str) -> bool:  # noqa: ANN401
    """Tell whether the user writes the papers of a place."""
    return code in writing_places(user)


def may_write_somewhere(user: Any) -> bool:  # noqa: ANN401
    """Tell whether the user writes papers of any place."""
    return bool(writing_places(user))


def visible_papers(user: Any) -> QuerySet[Paper]:  # noqa: ANN401
    """Return the papers this account may read."""
    return Paper.objects.filter(_in_sight(user) & unsealed_for(user)).select_related(*SHOWN)


def unsealed_for(user: Any) -> Q:  # noqa: ANN401
    """Return the filter without papers whose kind asks for an act that the user may not do at their very place."""
    wanted, opened = ~Q(kind__in=sealed_kinds()), opened_for(user)
    for kind in kinds().values():
        places = opened[kind.act] if kind.act else []
        if places:
            here = Q(kind=kind.code, region__code__in=places)
            wanted |= here & ~Q(subject__in=kind.closed_to(user)) if kind.closed_to else here
    return wanted


def sealed_kinds() -> list[str]:
    """Return the kinds of paper that are there for few."""
    return [kind.code for kind in kinds().values() if kind.act]


def _in_sight(user: Any) -> Q:  # noqa: ANN401
    posts, codes = own_posts(user), scope_of(user).places_for(VIEW_ROWS)
    wanted = Q(region__code__in=writing_places(user))
    if posts:
        wanted |= Q(signer_post__in=posts) | Q(pk__in=Initial.objects.filter(post__in=posts).values("paper"))
    if codes:
        is_open = Q(is_private=False) & ~Q(state__in=UNFINISHED) & Q(signed_on__isnull=False)
        wanted |= within(codes) & (is_open | Q(region__code__in=codes, is_private=False))
    return wanted


def get_place_of_papers(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return a place whose papers one may read; 404 out of scope, 403 in sight only."""
    return get_region_to(user, code, VIEW_ROWS)


def get_place_to_write(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return a place whose papers one writes; 404 out of scope, 403 in sight only."""
    region = get_place_of_papers(user, code)
    if not may_write_at(user, region.code):
        raise PermissionDenied
    return region


def get_paper_to_view(user: Any, number: int) -> Paper:  # noqa: ANN401
    """Return a paper; 404 outside of what the user sees, 403 where its place is in sight but this paper is not."""
    found = visible_papers(user).select_related(*SHOWN, "region__parent", "replaces").filter(pk=number).first()
    if found is not None:
        return found
    hidden = Paper.objects.select_related("region").filter(pk=number).first()
    if hidden is None:
        raise Http404
    if hidden.kind_here.act:
        raise Http404
    get_region_to(user, hidden.region.code, VIEW_ROWS)
    raise PermissionDenied


def get_paper_to_write(user: Any, number: int) -> Paper:  # noqa: ANN401
    """Return a paper whose text, number and files the user looks after; 404 out of sight, 403 in sight."""
    found = get_paper_to_view(user, number)
    if not may_write_at(user, found.region.code):
        raise PermissionDenied
    return found


def get_paper_to_initial(user: Any, number: int) -> tuple[Paper, Initial]:  # noqa: ANN401
    """Return a paper and the paraf that is the user's to put; 403 where there is none."""
    found = get_paper_to_view(user, number)
    initial = Initial.objects.filter(paper=found, post__in=own_posts(user)).select_related("post").first()
    if initial is None:
        raise PermissionDenied
    return found, initial


def get_paper_to_sign(user: Any, number: int) -> Paper:  # noqa: ANN401
    """Return a paper that the user may sign, or whose signature the user may record."""
    found = get_paper_to_view(user, number)
    if not (holds_signer_post(user, found) or may_write_at(user, found.region.code)):
        raise PermissionDenied
    return found


def holds_signer_post(user: Any, paper: Paper) -> bool:  # noqa: ANN401
    """Tell whether the user's person holds the post that signs."""
    return paper.signer_post_id in own_posts(user)


def get_file_to_view(user: Any, number: int, file: int) -> PaperFile:  # noqa: ANN401
    """Return a file of a paper that the user sees."""
    paper = get_paper_to_view(user, number)
    found = PaperFile.objects.select_related("file").filter(paper=paper, pk=file).first()
    if found is None:
        raise Http404
    return found


def get_batch_to_view(user: Any, number: int) -> Batch:  # noqa: ANN401
    """Return a batch of the place that the user writes for; 404 out of sight, 403 in sight."""
    found = Batch.objects.select_related("office__region", "signer_post", "job").filter(pk=number).first()
    if found is None:
        raise Http404
    get_place_to_write(user, found.office.region.code)
    return found


def posts_to_sign(region: Region) -> QuerySet[Post]:
    """Return the posts that may stand on the papers of a place."""
    return Post.objects.filter(region=region).select_related("region")


def offices_of(region: Region) -> QuerySet[Office]:
    """Return the offices of a place that have a letterhead."""
    return Office.objects.filter(region=region)

"""Who may see a commitment, keep it, and confirm it.

Seen by whoever reads rows at its place or at the place of its post, and by who holds or reviews it. Kept (written,
reported, finished) by its holder, by the people of the very place of its post, and by the heads of a kecamatan for
their villages. Confirmed by its reviewer or by the heads, never by the holder.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from rumahbersama.chain.commitments.models import Commitment, Report
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.people.permissions import get_region_to, own_posts, posts_held_by, scope_of, within
from rumahbersama.ground.people.roles import LEAD_PROMISES, PROMISE, VIEW_ROWS
from rumahbersama.ground.regions.models import Region

SHOWN = ("post__region", "reviewer__region", "region")


def visible_commitments(user: Any) -> QuerySet[Commitment]:  # noqa: ANN401
    """Return the commitments this account may read."""
    codes, posts = scope_of(user).places_for(VIEW_ROWS), posts_held_by(user)
    if not codes and getattr(user, "person_id", None) is None:
        return Commitment.objects.none()
    wanted = Q(post__in=posts) | Q(reviewer__in=posts)
    if codes:
        wanted |= within(codes) | within(codes, "post__region__code")
    return Commitment.objects.filter(wanted).select_related(*SHOWN)


def get_place_of_commitments(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return a place whose commitments one may read; 404 out of scope, 403 in sight only."""
    return get_region_to(user, code, VIEW_ROWS)


def get_commitment_to_view(user: Any, number: int) -> Commitment:  # noqa: ANN401
    """Return a commitment; 404 outside of what the user sees, 403 where only figures of its place are in sight."""
    found = Commitment.objects.select_related(*SHOWN, "region__parent").filter(pk=number).first()
    if found is None:
        raise Http404
    posts = own_posts(user)
    if found.post_id in posts or found.reviewer_id in posts:
        return found
    if scope_of(user).may(VIEW_ROWS, found.post.region.code):
        return found
    get_region_to(user, found.region.code, VIEW_ROWS)
    return found


def get_commitment_to_keep(user: Any, number: int) -> Commitment:  # noqa: ANN401
    """Return a commitment that the user may report on and finish; 404 out of sight, 403 in sight."""
    found = get_commitment_to_view(user, number)
    if not may_keep(user, found):
        raise PermissionDenied
    return found


def get_commitment_to_confirm(user: Any, number: int) -> Commitment:  # noqa: ANN401
    """Return a commitment that the user may confirm or send back; 404 out of sight, 403 in sight."""
    found = get_commitment_to_view(user, number)
    if not may_confirm(user, found):
        raise PermissionDenied
    return found


def get_commitment_to_drop(user: Any, number: int) -> Commitment:  # noqa: ANN401
    """Return a commitment that the user may drop or open again: who keeps it or confirms it."""
    found = get_commitment_to_view(user, number)
    if not (may_keep(user, found) or may_confirm(user, found)):
        raise PermissionDenied
    return found


def get_report_to_view(user: Any, number: int, report: int) -> Report:  # noqa: ANN401
    """Return a report with a file, of a commitment that the user sees."""
    commitment = get_commitment_to_view(user, number)
    found = Report.objects.select_related("file").filter(commitment=commitment, pk=report).exclude(file=None).first()
    if found is None:
        raise Http404
    return found


def may_promise_for(user: Any, post: Post) -> bool:  # noqa: ANN401
    """Tell whether the user may write down a promise of this post."""
    scope = scope_of(user)
    is_here = post.region.code in scope.places_for(PROMISE)
    return is_here or scope.may(LEAD_PROMISES, post.region.code) or post.pk in own_posts(user)


def may_keep(user: Any, commitment: Commitment) -> bool:  # noqa: ANN401
    """Tell whether the user may report on a commitment and finish it."""
    return may_promise_for(user, commitment.post)


def may_confirm(user: Any, commitment: Commitment) -> bool:  # noqa: ANN401
    """Tell whether the user may confirm a commitment: its reviewer or a head of the place, never who holds it."""
    posts = own_posts(user)
    if commitment.post_id in posts:
        return False
    if commitment.reviewer_id is not None and commitment.reviewer_id in posts:
        return True
    return scope_of(user).may(LEAD_PROMISES, commitment.post.region.code)


def promising_places(user: Any) -> list[str]:  # noqa: ANN401
    """Return the codes of places for whose posts the user writes promises; with LEAD_PROMISES all below too."""
    scope = scope_of(user)
    return sorted({*scope.places_for(PROMISE), *scope.places_for(LEAD_PROMISES)})


def may_promise(user: Any) -> bool:  # noqa: ANN401
    """Tell whether the user may write a promise of some post."""
    return bool(promising_places(user)) or bool(own_posts(user))


def posts_to_promise_for(user: Any) -> QuerySet[Post]:  # noqa: ANN401
    """Return the posts of which the user may write promises, in the order of their places."""
    scope = scope_of(user)
    wanted = Q(pk__in=own_posts(user)) | Q(region__code__in=scope.places_for(PROMISE))
    led = scope.places_for(LEAD_PROMISES)
    if led:
        wanted |= within(led)
    return Post.objects.filter(wanted).select_related("region").order_by("region__code", "title")

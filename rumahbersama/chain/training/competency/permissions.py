"""Who reads the competency of whom, who says something of it, who compares candidates.

Standards are seen by everybody signed in and changed by who keeps reference data. What a person has is personal
data: read by the person and, by the named act ``develop_people``, of who holds a post at one's place or below. The
same act records a judgement or a degree, but never one's own. Candidates are compared by ``fill_posts``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from rumahbersama.chain.training.permissions import person_of
from rumahbersama.ground.people.models import Person, Post, Tenure
from rumahbersama.ground.people.permissions import get_region_to, on_day, require_somewhere, scope_of, within
from rumahbersama.ground.people.roles import DEVELOP_PEOPLE, FILL_POSTS, MANAGE_REFERENCE
from rumahbersama.ground.regions.models import Region


def may_keep_standards(user: Any) -> bool:  # noqa: ANN401 - Account or AnonymousUser
    """Tell whether the user changes standards."""
    return bool(scope_of(user).places_for(MANAGE_REFERENCE))


def require_standards(user: Any) -> None:  # noqa: ANN401
    """Refuse (403) who does not keep standards."""
    if not may_keep_standards(user):
        raise PermissionDenied


def may_develop(user: Any) -> bool:  # noqa: ANN401
    """Tell whether the user reads the competency of others anywhere."""
    return bool(scope_of(user).places_for(DEVELOP_PEOPLE))


def may_fill(user: Any) -> bool:  # noqa: ANN401
    """Tell whether the user compares candidates anywhere."""
    return bool(scope_of(user).places_for(FILL_POSTS))


def held_today() -> QuerySet[Tenure]:
    """Return who holds which post today."""
    rows = Tenure.objects.filter(on_day(timezone.localdate()))
    return rows.select_related("person", "post__region")


def visible_holders(user: Any, act: str = DEVELOP_PEOPLE) -> QuerySet[Tenure]:  # noqa: ANN401
    """Return who holds which post today at the places where the user may do ``act``, and below; 403 for none."""
    return held_today().filter(within(require_somewhere(user, act).places_for(act), "post__region__code"))


@dataclass(frozen=True)
class Seen:
    """A person whose competency is read: the posts of today, the place of the record, and what the reader may do."""

    person: Person
    tenures: list[Tenure]
    region: Region | None
    is_own: bool
    may_tell: bool


def get_person_to_view(user: Any, number: int) -> Seen:  # noqa: ANN401
    """Return a person; 404 out of sight or without a post, 403 where the post is in sight but not the person."""
    tenures = list(held_today().filter(person=number).order_by("post__region__code", "post__title"))
    scope, is_own = scope_of(user), person_of(user) == number
    if is_own and not tenures:
        return Seen(Person.objects.get(pk=number), [], None, is_own=True, may_tell=False)
    if not tenures:
        raise Http404
    mine = [row for row in tenures if scope.may(DEVELOP_PEOPLE, row.post.region.code)]
    if not (mine or is_own):
        get_region_to(user, tenures[0].post.region.code, DEVELOP_PEOPLE)
        raise Http404
    region = (mine or tenures)[0].post.region
    return Seen(tenures[0].person, tenures, region, is_own=is_own, may_tell=bool(mine) and not is_own)


def get_person_to_tell(user: Any, number: int) -> Seen:  # noqa: ANN401
    """Return a person of whom the user may record something; never oneself (403)."""
    seen = get_person_to_view(user, number)
    if not seen.may_tell:
        raise PermissionDenied
    return seen


def candidates(user: Any, numbers: Sequence[int]) -> dict[int, list[Tenure]]:  # noqa: ANN401
    """Return all posts that the chosen people ever held; 404 where one of them is not in one's care (one query)."""
    scope, today = require_somewhere(user, FILL_POSTS), timezone.localdate()
    if not numbers:
        return {}
    found: dict[int, list[Tenure]] = {number: [] for number in numbers}
    rows = Tenure.objects.filter(person__in=numbers, starts_on__lte=today).select_related("person", "post__region")
    for row in rows:
        found[row.person_id].append(row)
    for held in found.values():
        now = [row.post.region.code for row in held if row.ends_on is None or row.ends_on > today]
        if not any(scope.may(FILL_POSTS, code) for code in now):
            raise Http404
    return found


def posts_to_fill(user: Any) -> QuerySet[Post]:  # noqa: ANN401
    """Return the posts of camat for which the user compares candidates; 403 for none."""
    places = require_somewhere(user, FILL_POSTS).places_for(FILL_POSTS)
    return Post.objects.filter(within(places), role="camat").select_related("region").order_by("region__code")

"""Who reads a programme, writes it, approves it, hands activities over, and reports on them.

The kecamatan and those above who read its rows read all of it. A village reads a programme once it is approved, and
of its activities those that name it or name no village. Who holds a post reads what that post has of an approved
programme, wherever it is for. Written by ``KEEP_MEETINGS`` at the kecamatan; approved,
closed and handed over by ``LEAD_HOUSE``; reported on by who writes it and by who holds the post.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from rumahbersama.chain.house.problems.permissions import get_kecamatan
from rumahbersama.chain.house.programme.models import Activity, Goal, Note, Programme
from rumahbersama.chain.house.programme.rules import DRAFT
from rumahbersama.ground.people.models import Post, Section
from rumahbersama.ground.people.permissions import own_posts, posts_held_by, scope_of, within
from rumahbersama.ground.people.roles import KEEP_MEETINGS, LEAD_HOUSE, VIEW_ROWS
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.rules import is_below_or_same, level_of, parent_code

SHOWN = ("programme__region", "post__region", "post__section", "goal__area")


def _sight(user: Any) -> tuple[list[str], list[str]]:  # noqa: ANN401 - Account or AnonymousUser
    """Return the places of which all is seen, and the villages that see what concerns them."""
    codes = scope_of(user).places_for(VIEW_ROWS)
    wide = [code for code in codes if level_of(code) < Level.DESA]
    return wide, [code for code in codes if level_of(code) == Level.DESA]


def _may_hold(user: Any) -> bool:  # noqa: ANN401
    return getattr(user, "is_active", False) and getattr(user, "person_id", None) is not None


def visible_programmes(user: Any) -> QuerySet[Programme]:  # noqa: ANN401
    """Return the programmes that this account may read."""
    wide, desa = _sight(user)
    wanted = within(wide)
    if desa:
        wanted |= Q(region__code__in={parent_code(code) for code in desa}) & ~Q(state=DRAFT)
    if _may_hold(user):
        own = Activity.objects.filter(post__in=posts_held_by(user)).values("programme")
        wanted |= Q(pk__in=own) & ~Q(state=DRAFT)
    return Programme.objects.filter(wanted).select_related("region")


def visible_activities(user: Any) -> QuerySet[Activity]:  # noqa: ANN401
    """Return the activities that this account may read: of a village those that name it, or name none."""
    wide, desa = _sight(user)
    wanted = within(wide, "programme__region__code")
    if desa:
        named = Activity.villages.through.objects.filter(activity=OuterRef("pk"))
        here = Q(programme__region__code__in={parent_code(code) for code in desa}) & ~Q(programme__state=DRAFT)
        wanted |= here & (Exists(named.filter(region__code__in=desa)) | ~Exists(named))
    if _may_hold(user):
        wanted |= Q(post__in=posts_held_by(user)) & ~Q(programme__state=DRAFT)
    return Activity.objects.filter(wanted).select_related(*SHOWN)


def may_keep_at(user: Any, code: str) -> bool:  # noqa: ANN401
    """Tell whether the user writes the programme of a kecamatan."""
    return code in scope_of(user).places_for(KEEP_MEETINGS)


def may_lead_at(user: Any, code: str) -> bool:  # noqa: ANN401
    """Tell whether the user approves the programme of a kecamatan and hands activities over."""
    return scope_of(user).may(LEAD_HOUSE, code)


def may_report(user: Any, activity: Activity) -> bool:  # noqa: ANN401
    """Tell whether the user tells how an activity goes: who writes the programme, and who holds the post."""
    return may_keep_at(user, activity.programme.region.code) or activity.post_id in own_posts(user)


def get_place_to_view(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return a kecamatan whose programmes the user lists; 404 out of sight, 403 in sight without rows."""
    return get_kecamatan(user, code)


def get_place_to_keep(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return a kecamatan whose programme the user writes; 404 out of sight, 403 in sight."""
    region = get_kecamatan(user, code)
    if not may_keep_at(user, region.code):
        raise PermissionDenied
    return region


def get_programme_to_view(user: Any, number: int) -> Programme:  # noqa: ANN401
    """Return a programme that the user reads; 404 out of sight."""
    found = visible_programmes(user).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def get_programme_to_keep(user: Any, number: int) -> Programme:  # noqa: ANN401
    """Return a programme that the user writes; 404 out of sight, 403 in sight."""
    found = get_programme_to_view(user, number)
    if not may_keep_at(user, found.region.code):
        raise PermissionDenied
    return found


def get_programme_to_lead(user: Any, number: int) -> Programme:  # noqa: ANN401
    """Return a programme that the user approves and closes; 404 out of sight, 403 in sight."""
    found = get_programme_to_view(user, number)
    if not may_lead_at(user, found.region.code):
        raise PermissionDenied
    return found


def get_goal_to_keep(user: Any, number: int, goal: int) -> Goal:  # noqa: ANN401
    """Return a goal of a programme that the user writes."""
    programme = get_programme_to_keep(user, number)
    found = Goal.objects.filter(programme=programme, pk=goal).first()
    if found is None:
        raise Http404
    found.programme = programme
    return found


def get_post_of_programme(user: Any, number: int, post: int) -> tuple[Programme, Post]:  # noqa: ANN401
    """Return a programme that the user reads, and a post of its kecamatan, its units or its villages.

    To a village only posts of activities that it reads are there: the others' names would tell of the rest.
    """
    programme = get_programme_to_view(user, number)
    rows = Post.objects.filter(within([programme.region.code]), pk=post).select_related("region", "section")
    if not sees_all_of(user, programme.region):
        rows = rows.filter(pk__in=visible_activities(user).filter(programme=programme).values("post"))
    found = rows.first()
    if found is None:
        raise Http404
    return programme, found


def get_section_of_programme(user: Any, number: int, section: int) -> tuple[Programme, Section]:  # noqa: ANN401
    """Return a programme that the user reads, and a section of its kecamatan that holds what the user reads."""
    programme = get_programme_to_view(user, number)
    rows = Section.objects.filter(region=programme.region, pk=section)
    if not sees_all_of(user, programme.region):
        rows = rows.filter(posts__in=visible_activities(user).filter(programme=programme).values("post"))
    found = rows.first()
    if found is None:
        raise Http404
    return programme, found


def sees_all_of(user: Any, region: Region) -> bool:  # noqa: ANN401
    """Tell whether the user reads all of a kecamatan's programmes, drafts and other villages' activities too."""
    return any(is_below_or_same(region.code, place) for place in _sight(user)[0])


def get_activity_to_view(user: Any, number: int) -> Activity:  # noqa: ANN401
    """Return an activity that the user reads; 404 out of sight."""
    found = visible_activities(user).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def get_activity_to_keep(user: Any, number: int) -> Activity:  # noqa: ANN401
    """Return an activity that the user writes; 404 out of sight, 403 in sight."""
    found = get_activity_to_view(user, number)
    if not may_keep_at(user, found.programme.region.code):
        raise PermissionDenied
    return found


def get_activity_to_report(user: Any, number: int) -> Activity:  # noqa: ANN401
    """Return an activity of which the user tells how it goes; 404 out of sight, 403 in sight."""
    found = get_activity_to_view(user, number)
    if not may_report(user, found):
        raise PermissionDenied
    return found


def get_activity_to_hand_over(user: Any, number: int) -> Activity:  # noqa: ANN401
    """Return an activity that the user gives to another post; 404 out of sight, 403 in sight."""
    found = get_activity_to_view(user, number)
    if not may_lead_at(user, found.programme.region.code):
        raise PermissionDenied
    return found


def get_note_to_view(user: Any, number: int, note: int) -> Note:  # noqa: ANN401
    """Return a note with a file, of an activity that the user reads."""
    activity = get_activity_to_view(user, number)
    found = Note.objects.select_related("file").filter(activity=activity, pk=note).exclude(file=None).first()
    if found is None:
        raise Http404
    return found

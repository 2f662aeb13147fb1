"""Who reads a meeting, who keeps it, who calls it off, and who answers an invitation.

A meeting is shared by its kecamatan: read by everybody who reads rows in it, also at one of its villages, and by who
reads rows of a place above (``problems.permissions.get_house`` says which places that are). Kept (planned, invited,
its agenda and minutes written) by ``KEEP_MEETINGS`` at the kecamatan, called off by ``LEAD_HOUSE``. An invitation is
answered by whoever holds the post, by the office of the village it went to, by who keeps the meeting on somebody's
word, and without account by its personal link.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from rumahbersama.chain.house.meetings.models import AgendaItem, Invitee, Meeting
from rumahbersama.chain.house.problems.permissions import get_kecamatan, houses_of
from rumahbersama.ground.people.permissions import own_posts, scope_of, within
from rumahbersama.ground.people.roles import CONFIRM_DATA, KEEP_MEETINGS, LEAD_HOUSE
from rumahbersama.ground.regions.models import Region

SHOWN = ("region", "chair__region", "secretary__region")


def visible_meetings(user: Any) -> QuerySet[Meeting]:  # noqa: ANN401 - Account or AnonymousUser
    """Return the meetings this account may read."""
    codes = houses_of(user)
    return Meeting.objects.filter(within(codes)).select_related(*SHOWN) if codes else Meeting.objects.none()


def keeping_places(user: Any) -> list[str]:  # noqa: ANN401
    """Return the codes of kecamatan whose meetings the user keeps."""
    return scope_of(user).places_for(KEEP_MEETINGS)


def may_keep_at(user: Any, code: str) -> bool:  # noqa: ANN401
    """Tell whether the user plans and keeps meetings of a kecamatan."""
    return code in keeping_places(user)


def may_cancel(user: Any, meeting: Meeting) -> bool:  # noqa: ANN401
    """Tell whether the user may call a meeting off."""
    return scope_of(user).may(LEAD_HOUSE, meeting.region.code)


def get_place_to_keep(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return a kecamatan whose meetings the user keeps; 404 out of sight, 403 in sight."""
    region = get_kecamatan(user, code)
    if not may_keep_at(user, region.code):
        raise PermissionDenied
    return region


def get_meeting_to_view(user: Any, number: int) -> Meeting:  # noqa: ANN401
    """Return a meeting that the user reads; 404 out of sight."""
    found = visible_meetings(user).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def get_meeting_to_keep(user: Any, number: int) -> Meeting:  # noqa: ANN401
    """Return a meeting that the user keeps; 404 out of sight, 403 in sight."""
    found = get_meeting_to_view(user, number)
    if not may_keep_at(user, found.region.code):
        raise PermissionDenied
    return found


def get_meeting_to_cancel(user: Any, number: int) -> Meeting:  # noqa: ANN401
    """Return a meeting that the user may call off; 404 out of sight, 403 in sight."""
    found = get_meeting_to_view(user, number)
    if not may_cancel(user, found):
        raise PermissionDenied
    return found


def get_item_to_keep(user: Any, number: int, item: int) -> AgendaItem:  # noqa: ANN401
    """Return an item of the agenda of a meeting that the user keeps."""
    meeting = get_meeting_to_keep(user, number)
    found = AgendaItem.objects.filter(meeting=meeting, pk=item).first()
    if found is None:
        raise Http404
    found.meeting = meeting
    return found


def invitees_of(user: Any) -> Q:  # noqa: ANN401
    """Return the filter for invitations that the user answers for themselves: of their posts, or of their village."""
    return Q(post__in=own_posts(user)) | Q(region__code__in=own_villages(user))


def own_villages(user: Any) -> list[str]:  # noqa: ANN401
    """Return the codes of the villages in whose name the user answers (roles that confirm figures are held there)."""
    return scope_of(user).places_for(CONFIRM_DATA)


def may_be_invited(user: Any) -> bool:  # noqa: ANN401
    """Tell whether any invitation could be the user's own: a post is held, or a village spoken for."""
    return bool(own_posts(user) or own_villages(user))


def is_invited(user: Any, invitee: Invitee) -> bool:  # noqa: ANN401
    """Tell whether an invitation is the user's own to answer."""
    if invitee.post_id in own_posts(user):
        return True
    return invitee.region is not None and invitee.region.code in own_villages(user)


def get_invitee_to_answer(user: Any, number: int, invitee: int) -> Invitee:  # noqa: ANN401
    """Return an invitation that the user may answer: their own, or as keeper of the meeting on somebody's word."""
    meeting = get_meeting_to_view(user, number)
    found = _invitee(meeting, invitee)
    if not (is_invited(user, found) or may_keep_at(user, meeting.region.code)):
        raise PermissionDenied
    return found


def get_invitee_to_keep(user: Any, number: int, invitee: int) -> Invitee:  # noqa: ANN401
    """Return somebody on the list of a meeting that the user keeps."""
    return _invitee(get_meeting_to_keep(user, number), invitee)


def _invitee(meeting: Meeting, number: int) -> Invitee:
    found = Invitee.objects.select_related("post__region", "region").filter(meeting=meeting, pk=number).first()
    if found is None:
        raise Http404
    found.meeting = meeting
    return found


def get_invitee_of_token(token: str) -> Invitee:
    """Return the invitation whose personal link this is; 404 for a link of nobody."""
    rows = Invitee.objects.select_related("meeting__region", "meeting__chair__region", "post__region", "region")
    found = rows.filter(token=token).first()
    if found is None:
        raise Http404
    return found

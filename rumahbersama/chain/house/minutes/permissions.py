"""Who writes minutes and outcomes: who keeps the meeting. Who reads the meeting reads them."""

from typing import Any

from django.http import Http404

from rumahbersama.chain.house.meetings.models import AgendaItem, Meeting
from rumahbersama.chain.house.meetings.permissions import get_item_to_keep, get_meeting_to_keep, visible_meetings
from rumahbersama.chain.house.meetings.queries import OWNER, agenda_of
from rumahbersama.chain.house.minutes.models import NoteRevision, Pledge


def get_agenda_to_keep(user: Any, number: int, item: int) -> tuple[AgendaItem, list[AgendaItem]]:  # noqa: ANN401 - Account
    """Return an item of a meeting that the user keeps, with the whole agenda; 404 out of sight, 403 in sight."""
    meeting = get_meeting_to_keep(user, number)
    items = agenda_of(meeting)
    found = next((each for each in items if each.pk == item), None)
    if found is None:
        raise Http404
    found.meeting = meeting
    return found, items


def get_pledge_to_keep(user: Any, number: int, pledge: int) -> Pledge:  # noqa: ANN401
    """Return a promise of a meeting that the user keeps; 404 out of sight, 403 in sight."""
    meeting = get_meeting_to_keep(user, number)
    rows = Pledge.objects.select_related("item__problem", "post__region", "region", "commitment", "figure")
    found = rows.filter(item__meeting=meeting, pk=pledge).first()
    if found is None:
        raise Http404
    found.item.meeting = meeting
    return found


def get_revision_to_restore(user: Any, number: int, item: int, revision: int) -> NoteRevision:  # noqa: ANN401
    """Return an earlier text of an item whose minutes the user keeps."""
    kept = get_item_to_keep(user, number, item)
    found = NoteRevision.objects.filter(item=kept, number=revision).first()
    if found is None:
        raise Http404
    found.item = kept
    return found


def meeting_of_paper(user: Any, subject: str) -> Meeting | None:  # noqa: ANN401
    """Return the meeting in sight that a paper belongs to, None for other papers (one query, or none)."""
    prefix, _colon, key = subject.partition(":")
    return visible_meetings(user).filter(key=key).first() if prefix == OWNER else None

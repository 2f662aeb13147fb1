"""Taking a meeting for a change: locked, as it was seen, and with its changes counted."""

from django.utils.translation import gettext as _

from rumahbersama.chain.house.meetings.models import Meeting
from rumahbersama.chain.house.meetings.permissions import SHOWN
from rumahbersama.chain.house.meetings.rules import MeetingRefusal


def locked(meeting: Meeting) -> Meeting:
    """Return a meeting, held for this transaction."""
    return Meeting.objects.select_for_update(of=("self",)).select_related(*SHOWN).get(pk=meeting.pk)


def held(meeting: Meeting, *, seen: int) -> Meeting:
    """Return a meeting, held for this transaction, as it was seen.

    Raises:
        MeetingRefusal: somebody changed it since version ``seen``.
    """
    fresh = locked(meeting)
    if fresh.version != seen:
        raise MeetingRefusal(
            _("Rapat ini baru saja diubah orang lain. Periksa dulu isinya, lalu ulangi kalau masih perlu.")
        )
    return fresh


def save(meeting: Meeting) -> None:
    """Store a meeting as its next version."""
    meeting.version += 1
    meeting.save()

"""What an invited one is told by mail and WhatsApp; Indonesian whatever the language of the page."""

from rumahbersama.chain.house.meetings.models import Invitee, Meeting
from rumahbersama.chain.house.meetings.rules import CANCELLED
from rumahbersama.workshop.papers.writing import named_day

THANKS = "Terima kasih."


def hours(meeting: Meeting) -> str:
    """Return from when to when a meeting lasts, as letters write it."""
    return f"{meeting.begins:%H.%M} sampai {meeting.ends:%H.%M}"


def when_and_where(meeting: Meeting) -> str:
    """Return title, day, hours and place in lines."""
    lines = (meeting.title, named_day(meeting.day), f"Pukul {hours(meeting)}", f"Tempat: {meeting.venue}")
    return "\n".join(lines)


def subject_for(invitee: Invitee) -> str:
    """Return the subject of a mail."""
    meeting = invitee.meeting
    word = "Dibatalkan" if meeting.state == CANCELLED else "Perubahan jadwal" if _was_moved(invitee) else "Undangan"
    return f"{word}: {meeting.title}, {named_day(meeting.day)}"


def text_for(invitee: Invitee, *, base: str) -> str:
    """Return the text that invites one, says that the meeting was moved, or that it was called off.

    Args:
        invitee: with meeting, its region and chair, and the post.
        base: where this program is reached.
    """
    meeting = invitee.meeting
    greeting = f"Yth. {invitee},"
    if meeting.state == CANCELLED:
        told = f"rapat berikut dibatalkan: {meeting.cancelled_because}"
        return "\n\n".join([greeting, told, when_and_where(meeting), THANKS]) + "\n"
    opening = _asking(invitee)
    if _was_moved(invitee):
        opening = "jadwal rapat berikut berubah menjadi:"
    elif meeting.moved_at and not invitee.mailed_at:  # told by hand, before or after that
        opening = f"jadwal rapat ini berubah; yang berlaku di bawah. {opening}"
    link = base.rstrip("/") + invitee.get_absolute_url()
    answer = f"Mohon jawab hadir, diwakili, atau tidak hadir di:\n{link}"
    return "\n\n".join([greeting, opening, when_and_where(meeting), answer, THANKS]) + "\n"


def _asking(invitee: Invitee) -> str:
    """Return the opening; bodies that the camat coordinates are asked, not called."""
    meeting = invitee.meeting
    if invitee.post is None and invitee.region is None:
        return f"{meeting.chair.title} {meeting.region.name} mengharapkan kehadiran Bapak/Ibu dalam:"
    return _calling(meeting)


def _calling(meeting: Meeting) -> str:
    return f"{meeting.chair.title} {meeting.region.name} mengundang Bapak/Ibu dalam:"


def _was_moved(invitee: Invitee) -> bool:
    """Tell whether somebody was told of a meeting before it was moved."""
    return bool(invitee.mailed_at and invitee.meeting.moved_at and invitee.mailed_at < invitee.meeting.moved_at)


def text_for_all(meeting: Meeting) -> str:
    """Return the text for a group: no personal link stands in it."""
    if meeting.state == CANCELLED:
        return f"Rapat berikut dibatalkan: {meeting.cancelled_because}\n\n{when_and_where(meeting)}\n\n{THANKS}"
    opening = "Jadwal rapat berikut berubah menjadi:" if meeting.moved_at else _calling(meeting)
    return f"{opening}\n\n{when_and_where(meeting)}\n\nMohon menjawab lewat tautan pribadi masing-masing. {THANKS}"

"""How meetings, invitations and agendas are told in the record, and the writing of it.

Names of guests, who represents them and why they cannot come are personal: the record says that they changed.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from rumahbersama.chain.house.meetings.models import AgendaItem, Invitee, Meeting
from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.rules import CHANGED, Change, only_differences

ENTITY, INVITEE = "meetings.meeting", "meetings.invitee"
PERSONAL = frozenset({"name", "email", "represented_by", "reason"})


def facts_of(meeting: Meeting) -> dict[str, Any]:
    """Return a meeting as the record writes it."""
    return {
        "kind": str(meeting.kind),
        "title": meeting.title,
        "day": meeting.day.isoformat(),
        "begins": f"{meeting.begins:%H:%M}",
        "ends": f"{meeting.ends:%H:%M}",
        "venue": meeting.venue,
        "chair": str(meeting.chair),
        "secretary": str(meeting.secretary) if meeting.secretary else "",
        "state": str(meeting.state),
        "cancelled_because": meeting.cancelled_because,
    }


def facts_of_invitee(invitee: Invitee) -> dict[str, Any]:
    """Return an invitation as the record writes it, names in full; ``change_of_invitee`` takes them out."""
    plain = {name: getattr(invitee, name) for name in sorted(PERSONAL)}
    return {
        "post": str(invitee.post) if invitee.post else "",
        "body": invitee.body,
        **plain,
        "answer": str(invitee.answer),
    }


def agenda_in_words(items: Iterable[AgendaItem]) -> str:
    """Return an agenda as the record writes it: titles with their minutes, in their order."""
    return "; ".join(f"{Truncator(item.title).chars(80)} ({item.minutes})" for item in items)


def change_of(meeting: Meeting, before: dict[str, Any] | None) -> Change:
    """Return what changed of a meeting since ``before``; all that is told where there is none."""
    return _change(ENTITY, meeting.key, before, facts_of(meeting))


def change_of_invitee(invitee: Invitee, before: dict[str, Any] | None) -> Change:
    """Return what changed of an invitation, without what is personal."""
    return _change(INVITEE, str(invitee.pk), before, facts_of_invitee(invitee))


def change_of_agenda(meeting: Meeting, before: str, after: str) -> Change:
    """Return what changed of an agenda, as a field of its meeting."""
    return Change(ENTITY, meeting.key, {"agenda": before}, {"agenda": after})


def removal_of(invitee: Invitee) -> Change:
    """Return that somebody was taken off the list; called before the row is deleted."""
    return Change(INVITEE, str(invitee.pk), _told(facts_of_invitee(invitee)), None)


def _change(entity: str, key: str, before: dict[str, Any] | None, after: dict[str, Any]) -> Change:
    if before is None:
        return Change(entity, key, None, _told(after))
    return Change(
        entity, key, *only_differences(before, after, personal=PERSONAL if entity == INVITEE else frozenset())
    )


def _told(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: CHANGED if name in PERSONAL else value for name, value in facts.items() if value not in ("", None)}


def write(
    meeting: Meeting,
    changes: list[Change],
    *,
    by: Any,  # noqa: ANN401 - Account, or None for the program and for personal links
    at: datetime,
    verb: str,
    summary: str,
    reason: str = "",
) -> None:
    """Record changes about a meeting at its kecamatan; ``{what}`` in the summary becomes its title."""
    record(
        by=by,
        at=at,
        verb=verb,
        summary=summary.format(what=meeting.title),
        place_code=meeting.region.code,
        changes=changes,
        reason=reason,
    )


def fields() -> dict[str, str]:
    """Return the words for the stored fields of meetings."""
    return {
        "kind": _("Jenis"),
        "title": _("Nama rapat"),
        "day": _("Tanggal"),
        "begins": _("Jam mulai"),
        "ends": _("Jam selesai"),
        "venue": _("Tempat"),
        "chair": _("Pemimpin rapat"),
        "secretary": _("Notulis"),
        "state": _("Keadaan"),
        "cancelled_because": _("Alasan dibatalkan"),
        "agenda": _("Agenda"),
        "invited": _("Jumlah undangan"),
        "outcome": _("Hasil"),
        "notes": _("Notulen"),
    }


def fields_of_invitees() -> dict[str, str]:
    """Return the words for the stored fields of invitations."""
    return {
        "post": _("Jabatan"),
        "name": _("Nama"),
        "body": _("Lembaga"),
        "email": _("E-mail"),
        "answer": _("Jawaban"),
        "represented_by": _("Diwakili oleh"),
        "reason": _("Alasan"),
    }


def values() -> dict[str, dict[str, str]]:
    """Return the words for the codes stored in fields of meetings."""
    return {
        "kind": {code: str(label) for code, label in Meeting.Kind.choices},
        "state": {code: str(label) for code, label in Meeting.State.choices},
    }


def values_of_invitees() -> dict[str, dict[str, str]]:
    """Return the words for the codes stored in fields of invitations."""
    return {"answer": {code: str(label) for code, label in Invitee.Answer.choices}}

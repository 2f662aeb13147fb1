"""How minutes and outcomes are told in the record of their meeting.

Each save of a text is a ``NoteRevision``; the record says once of each writer that they wrote, and holds the text
as it stood when the meeting was closed.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from rumahbersama.chain.house.meetings import recording
from rumahbersama.chain.house.meetings.models import AgendaItem, Meeting
from rumahbersama.chain.house.minutes.models import Pledge
from rumahbersama.ground.audit.rules import Change
from rumahbersama.ground.core.formats import day


def pledge_in_words(pledge: Pledge) -> str:
    """Return a promise as the record and the papers write it."""
    return f"{pledge.what} ({pledge.who}, {pledge.region}, {day(pledge.due_on)}{_aimed(pledge)})"


def _aimed(pledge: Pledge) -> str:
    return f"; {pledge.aim}" if pledge.aim else ""


def outcome_in_words(item: AgendaItem, pledges: Iterable[Pledge]) -> str:
    """Return what came of an item, "" for nothing yet."""
    said = [pledge_in_words(pledge) for pledge in pledges]
    if item.result not in (AgendaItem.Result.NONE, AgendaItem.Result.COMMITMENT):
        until = " " + _("sampai {day}").format(day=day(item.put_off_to)) if item.put_off_to else ""
        said.insert(0, f"{item.get_result_display()}{until}: {item.result_text}")
    return "; ".join(said)


def _title(item: AgendaItem) -> str:
    return Truncator(item.title.rstrip(".")).chars(80)


def write_outcome(
    item: AgendaItem,
    *,
    before: str,
    after: str,
    by: Any,  # noqa: ANN401
    at: datetime,
    verb: str,
    summary: str,
) -> None:
    """Record what came of an item, as a field of its meeting; nothing where nothing changed."""
    if before == after:
        return
    told = [f"{_title(item)}: {text}" if text else "" for text in (before, after)]
    change = Change(recording.ENTITY, item.meeting.key, {"outcome": told[0]}, {"outcome": told[1]})
    recording.write(item.meeting, [change], by=by, at=at, verb=verb, summary=summary)


def write_notes(item: AgendaItem, *, verb: str, by: Any, at: datetime, summary: str) -> None:  # noqa: ANN401
    """Record that somebody wrote in the minutes of an item."""
    _write(item.meeting, _title(item), verb=verb, by=by, at=at, summary=summary)


def write_all_notes(meeting: Meeting, items: Iterable[AgendaItem], *, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Record the minutes as they stand when a meeting is closed; nothing where there are none."""
    told = "\n\n".join(f"{item.title}\n{item.notes}" for item in items if item.notes.strip())
    if told:
        _write(meeting, told, verb="minutes.keep_notes", by=by, at=at, summary=_("Notulen disimpan: {what}"))


def _write(meeting: Meeting, told: str, *, verb: str, by: Any, at: datetime, summary: str) -> None:  # noqa: ANN401
    change = Change(recording.ENTITY, meeting.key, {"notes": ""}, {"notes": told})
    recording.write(meeting, [change], by=by, at=at, verb=verb, summary=summary)

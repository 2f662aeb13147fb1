"""Writing the text of an item: joined with what others wrote since, each step kept, nothing dropped."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.house.meetings.models import AgendaItem
from rumahbersama.chain.house.minutes import recording
from rumahbersama.chain.house.minutes.actions.rows import held_item
from rumahbersama.chain.house.minutes.joining import joined
from rumahbersama.chain.house.minutes.models import NoteRevision
from rumahbersama.chain.house.minutes.rules import checked_notes
from rumahbersama.ground.audit.rules import named


@dataclass(frozen=True)
class Typed:
    """What a device sends: the text it began from, the text now, and the key it made for this save ("" for none)."""

    base: str
    text: str
    key: str = ""


@dataclass(frozen=True)
class Saved:
    """What stands there after a save; ``joined_with`` is who had written meanwhile, ``doubled`` lines kept twice."""

    text: str
    number: int
    joined_with: str = ""
    doubled: int = 0


@transaction.atomic
def write_notes(*, item: AgendaItem, typed: Typed, by: Any, at: datetime) -> Saved:  # noqa: ANN401 - Account
    """Save the text of an item; what others wrote since the text it began from stays too.

    A key that was taken before changes nothing. A text that adds nothing makes no revision.

    Raises:
        MinutesRefusal: the meeting is not being held, or the text is too long.
    """
    base, mine = checked_notes(typed.base), checked_notes(typed.text)
    fresh = held_item(item)
    theirs, last = fresh.notes, NoteRevision.objects.filter(item=fresh).first()
    if typed.key and NoteRevision.objects.filter(key=typed.key).exists():
        return Saved(theirs, fresh.notes_version)
    mark = f"[{named(by)}, {timezone.localtime(at):%H.%M}] "
    found = joined(base=base, theirs=theirs, mine=mine, mark=mark)
    others = last.by_name if last is not None and base != theirs and found.text != mine else ""
    if found.text != theirs:
        fresh.notes, fresh.notes_version = found.text, fresh.notes_version + 1
        fresh.save(update_fields=["notes", "notes_version"])
        NoteRevision.objects.create(
            item=fresh,
            number=fresh.notes_version - 1,  # its notes began as version 1, and empty
            text=found.text,
            base=base if base != theirs else None,
            typed=mine if mine != found.text else None,
            doubled=found.doubled,
            key=typed.key or None,
            by=by,
            by_name=named(by),
            at=at,
        )
        _tell_once(fresh, by=by, at=at)
    return Saved(found.text, fresh.notes_version, others, found.doubled)


def _tell_once(item: AgendaItem, *, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Record the first time that somebody writes in an item; each step after it is a revision."""
    if NoteRevision.objects.filter(item=item, by_name=named(by)).count() == 1:
        summary = _("Notulen ditulis: {what}")
        recording.write_notes(item, verb="minutes.write_notes", by=by, at=at, summary=summary)


@transaction.atomic
def restore_notes(*, revision: NoteRevision, by: Any, at: datetime) -> Saved:  # noqa: ANN401
    """Let an earlier text of an item stand again; what stood there meanwhile stays among its revisions.

    Raises:
        MinutesRefusal: the meeting is not being held.
    """
    fresh = held_item(revision.item)
    saved = write_notes(item=fresh, typed=Typed(base=fresh.notes, text=revision.text), by=by, at=at)
    summary = _("Notulen dikembalikan ke tulisan no. {number}: ").format(number=revision.number) + "{what}"
    recording.write_notes(fresh, verb="minutes.restore_notes", by=by, at=at, summary=summary)
    return saved

"""The agenda: taking up what the program proposes, adding one's own, minutes and order, leaving out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.chain.house.meetings import recording
from rumahbersama.chain.house.meetings.actions.rows import locked
from rumahbersama.chain.house.meetings.models import AgendaItem, Meeting
from rumahbersama.chain.house.meetings.rules import (
    MOST_ITEMS,
    OTHER,
    MeetingRefusal,
    Proposal,
    check_item,
    check_listed,
    moved,
)
from rumahbersama.ground.core.wording import kept

Result = AgendaItem.Result


@transaction.atomic
def take_up(*, meeting: Meeting, proposals: Sequence[Proposal], by: Any, at: datetime) -> int:  # noqa: ANN401
    """Put proposals on the agenda in their order, but for those that stand there; returns how many are new.

    Raises:
        MeetingRefusal: the meeting is over or called off, or the agenda grows too long.
    """
    fresh, items = _held(meeting)
    known = {item.source for item in items}
    new = [each for each in proposals if each.source not in known]
    made = [
        AgendaItem(
            meeting=fresh,
            kind=each.kind,
            title=each.title[:300],
            minutes=each.minutes,
            reasons=kept(each.why),
            source=each.source,
            problem_id=each.problem,
            commitment_id=each.commitment,
            carried_from_id=each.carried_from,
        )
        for each in new
    ]
    if made:
        _store(fresh, items, [*items, *made], by=by, at=at, summary=_("Agenda rapat diisi: {what}"))
    return len(made)


@transaction.atomic
def add_item(*, meeting: Meeting, title: str, minutes: int, by: Any, at: datetime) -> AgendaItem:  # noqa: ANN401
    """Put something of one's own at the end of the agenda.

    Raises:
        MeetingRefusal: no title or minutes, too many items, or the meeting is over or called off.
    """
    check_item(title=title, minutes=minutes)
    fresh, items = _held(meeting)
    made = AgendaItem(meeting=fresh, kind=OTHER, title=" ".join(title.split())[:300], minutes=minutes)
    _store(fresh, items, [*items, made], by=by, at=at, summary=_("Mata acara ditambah: {what}"))
    return made


@transaction.atomic
def set_minutes(*, meeting: Meeting, minutes: Mapping[int, int], by: Any, at: datetime) -> None:  # noqa: ANN401
    """Say how long items take, by their number; numbers of other meetings are passed over.

    Raises:
        MeetingRefusal: an item without time or far too long, or the meeting is over or called off.
    """
    fresh, items = _held(meeting)
    before = recording.agenda_in_words(items)
    for item in items:
        wanted = minutes.get(item.pk, item.minutes)
        check_item(title=item.title, minutes=wanted)
        item.minutes = wanted
    if recording.agenda_in_words(items) == before:
        return
    AgendaItem.objects.bulk_update(items, ["minutes"])
    _tell(fresh, before, items, by=by, at=at, summary=_("Menit agenda diubah: {what}"))


@transaction.atomic
def move_item(*, item: AgendaItem, way: str, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Move an item up or down by one place; the opening stays first, and at the ends nothing happens.

    Raises:
        MeetingRefusal: the meeting is over or called off.
    """
    fresh, items = _held(item.meeting)
    order = moved([each.pk for each in items], item.pk, way=way)
    by_number = {each.pk: each for each in items}
    wanted = [by_number[number] for number in order]
    if wanted != items:
        _store(fresh, items, wanted, by=by, at=at, summary=_("Urutan agenda diubah: {what}"))


@transaction.atomic
def leave_out(*, item: AgendaItem, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Take an item off the agenda; what it was about stays, and may be proposed again.

    Raises:
        MeetingRefusal: it is the opening, something was decided about it or noted, or the meeting is over.
    """
    fresh, items = _held(item.meeting)
    wanted = [each for each in items if each.pk != item.pk]
    gone = next((each for each in items if each.pk == item.pk), None)
    if gone is None:
        return
    if gone.is_opening:
        raise MeetingRefusal(_("Rapat selalu dibuka dengan janji rapat lalu, jadi mata acara ini tetap ada."))
    if gone.notes_version > 1 or gone.result != Result.NONE:
        raise MeetingRefusal(_("Mata acara ini sudah punya catatan atau hasil, jadi tidak dapat dikeluarkan."))
    gone.delete()
    _store(fresh, items, wanted, by=by, at=at, summary=_("Mata acara dikeluarkan: {what}"))


def _held(meeting: Meeting) -> tuple[Meeting, list[AgendaItem]]:
    """Return a meeting, held for this transaction, and its items in their order."""
    fresh = locked(meeting)
    check_listed(fresh.state)
    return fresh, list(AgendaItem.objects.filter(meeting=fresh))


def _store(
    meeting: Meeting,
    before: Iterable[AgendaItem],
    items: list[AgendaItem],
    *,
    by: Any,  # noqa: ANN401
    at: datetime,
    summary: str,
) -> None:
    """Write items in this order, new ones too."""
    if len(items) > MOST_ITEMS:
        raise MeetingRefusal(_("Paling banyak {most} mata acara untuk satu rapat.").format(most=MOST_ITEMS))
    words = recording.agenda_in_words(before)
    for order, item in enumerate(items, start=1):
        is_new, is_moved = item.pk is None, item.order != order
        item.order = order
        if is_new:
            item.save()
        elif is_moved:
            item.save(update_fields=["order"])  # notes may be written meanwhile
    _tell(meeting, words, items, by=by, at=at, summary=summary)


def _tell(
    meeting: Meeting,
    before: str,
    items: Iterable[AgendaItem],
    *,
    by: Any,  # noqa: ANN401
    at: datetime,
    summary: str,
) -> None:
    change = recording.change_of_agenda(meeting, before, recording.agenda_in_words(items))
    recording.write(meeting, [change], by=by, at=at, verb="meetings.set_agenda", summary=summary)

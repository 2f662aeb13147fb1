"""What becomes of a name: approved, declined, withdrawn, taken back; and what the person answers by their link."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.chain.training.models import Event, Participation
from rumahbersama.chain.training.taking_part import queries, recording
from rumahbersama.chain.training.taking_part.actions.naming import fresh_row
from rumahbersama.chain.training.taking_part.actions.seats import (
    Held,
    Who,
    check_not_busy,
    hold,
    hold_persons,
    move_up,
    seat_or_wait,
)
from rumahbersama.chain.training.taking_part.rules import (
    APPROVED,
    CONFIRMED,
    DECLINED,
    PROPOSED,
    WITHDRAWN,
    TakingPartRefusal,
    check_move,
    is_open,
)


@dataclass(frozen=True)
class Outcome:
    """What happened: how many were changed, how many were left as they are, and who moved up."""

    changed: int
    left: int = 0
    moved: tuple[str, ...] = ()


@transaction.atomic
def approve_people(*, event: Event, numbers: Collection[int] | None, who: Who) -> Outcome:
    """Approve those of these people who are proposed (None: all of the event); others stay as they are.

    Raises:
        TakingPartRefusal: not at this time.
    """
    held = hold(event, who=who)
    rows = Participation.objects.filter(event=held.event, state=PROPOSED)
    rows = rows if numbers is None else rows.filter(pk__in=numbers)
    chosen = list(rows.select_related("region", "klass", "quota__region").order_by("pk"))
    changes = []
    for row in chosen:
        row.event = held.event
        before = recording.facts_of(row)
        row.state, row.version = APPROVED, row.version + 1
        changes.append(recording.change_of(row, before))
    if chosen:
        Participation.objects.bulk_update(chosen, ["state", "version"], batch_size=500)
        code = chosen[0].region.code if len(chosen) == 1 else held.event.region.code
        recording.write(
            code,
            changes,
            event=held.event,
            by=who.by,
            at=who.at,
            verb="training.approve_people",
            summary=_("{count} peserta disetujui: {event}"),
            reason=who.reason,
            count=len(chosen),
        )
    return Outcome(len(chosen), 0 if numbers is None else len(set(numbers)) - len(chosen))


@transaction.atomic
def decline_person(*, row: Participation, why: str, who: Who, seen: int) -> Outcome:
    """Decline somebody with a reason; the seat goes to who waits.

    Raises:
        TakingPartRefusal: no reason, changed meanwhile, or not at this time.
    """
    if not why.strip():
        raise TakingPartRefusal(_("Tulis alasan penolakannya; pengusulnya membaca alasan ini."))
    held = hold(row.event, who=who)
    return _leave(held, fresh_row(held, row, seen=seen), DECLINED, why, who, _("Usulan peserta ditolak: {event}"))


@transaction.atomic
def withdraw_person(*, row: Participation, why: str, who: Who, seen: int) -> Outcome:
    """Take somebody out with a reason; the seat goes to who waits.

    Raises:
        TakingPartRefusal: no reason, changed meanwhile, or not at this time.
    """
    if not why.strip():
        raise TakingPartRefusal(_("Tulis mengapa orang ini mundur."))
    held = hold(row.event, who=who)
    return _leave(held, fresh_row(held, row, seen=seen), WITHDRAWN, why, who, _("Peserta mundur: {event}"))


def _leave(held: Held, row: Participation, to: str, why: str, who: Who, summary: str) -> Outcome:
    check_move(state=row.state, to=to, label=str(row.get_state_display()))
    before = recording.facts_of(row)
    row.state, row.reason, row.klass = to, " ".join(why.split())[:300], None
    row.version += 1
    row.save()
    verb = "training.decline_person" if to == DECLINED else "training.withdraw_person"
    recording.write(
        row.region.code,
        [recording.change_of(row, before)],
        event=held.event,
        by=who.by,
        at=who.at,
        verb=verb,
        summary=summary,
        reason=who.reason,
    )
    moved = move_up(hold(held.event, who=None), at=who.at)
    return Outcome(1, 0, tuple(each.name for each in moved))


@transaction.atomic
def restore_person(*, row: Participation, who: Who, seen: int) -> Participation:
    """Take back that somebody was declined or had withdrawn; where the seat is gone they wait, at their old place.

    Raises:
        TakingPartRefusal: they are in it, in a parallel event, changed meanwhile, or not at this time.
    """
    held = hold(row.event, who=who)
    fresh = fresh_row(held, row, seen=seen)
    if fresh.state not in (DECLINED, WITHDRAWN):
        raise TakingPartRefusal(_("Yang dikembalikan hanya yang ditolak atau mundur."))
    hold_persons([fresh.person_id])
    check_not_busy(held.event, fresh.person, fresh.name)
    before = recording.facts_of(fresh)
    fresh.quota, fresh.state = seat_or_wait(
        held, code=fresh.region.code, kind=fresh.agency_kind, place=str(fresh.region)
    )
    fresh.reason = ""
    fresh.version += 1
    fresh.save()
    recording.write(
        fresh.region.code,
        [recording.change_of(fresh, before)],
        event=held.event,
        by=who.by,
        at=who.at,
        verb="training.restore_person",
        summary=_("Usulan peserta dikembalikan: {event}"),
        reason=who.reason,
    )
    return fresh


@dataclass(frozen=True)
class Answer:
    """What a person says by their link."""

    comes: bool
    wants_room: bool = False
    food: str = ""
    why: str = ""


@transaction.atomic
def answer_invitation(*, row: Participation, answer: Answer, at: datetime, who: Who) -> Participation:
    """Take what the person says: they surely come, with room and food, or cannot. The same answer twice is one.

    Raises:
        TakingPartRefusal: registration is closed, they are not approved, or no reason where they cannot come.
    """
    held = hold(row.event, who=None)
    fresh = fresh_row(held, row)
    closes_on = queries.last_day_of_registration(held.event)
    if not is_open(state=held.event.state, closes_on=closes_on, today=who.today):
        raise TakingPartRefusal(closed_sentence())
    if not answer.comes:
        if fresh.state == WITHDRAWN:
            return fresh
        why = answer.why.strip() or _("Tidak bisa hadir")
        _leave(held, fresh, WITHDRAWN, why, who, _("Peserta menyatakan tidak bisa hadir: {event}"))
        fresh.refresh_from_db()
        return fresh
    if fresh.state not in (APPROVED, CONFIRMED):
        check_move(state=fresh.state, to=CONFIRMED, label=str(fresh.get_state_display()))
    before = recording.facts_of(fresh)
    fresh.state, fresh.wants_room, fresh.food = CONFIRMED, answer.wants_room, " ".join(answer.food.split())[:120]
    if before == recording.facts_of(fresh):
        return fresh
    fresh.answered_at = at
    fresh.version += 1
    fresh.save()
    recording.write(
        fresh.region.code,
        [recording.change_of(fresh, before)],
        event=held.event,
        by=None,
        at=at,
        verb="training.answer_invitation",
        summary=_("Peserta memastikan hadir: {event}"),
    )
    return fresh


def closed_sentence() -> str:
    """Return what the personal link says once registration is closed."""
    return _("Pendaftaran sudah ditutup, jadi jawaban tidak dapat diubah di sini. Hubungi yang mengusulkan Anda.")

"""Planning a meeting, moving it, calling it off, and holding it."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.house.meetings import recording
from rumahbersama.chain.house.meetings.actions import attending
from rumahbersama.chain.house.meetings.actions.rows import held, locked, save
from rumahbersama.chain.house.meetings.models import AgendaItem, Invitee, Meeting
from rumahbersama.chain.house.meetings.reference import agenda_rule_on
from rumahbersama.chain.house.meetings.rules import (
    AHEAD,
    INVITED,
    OPENING_TITLE,
    OTHER,
    PROMISES,
    MeetingRefusal,
    check_ahead,
    check_times,
    moved_reasons,
)
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region

State = Meeting.State
WHEN_AND_WHERE = ("day", "begins", "ends", "venue")


@dataclass(frozen=True)
class Plan:
    """When, where and under whom a meeting is held."""

    kind: str
    title: str
    day: date
    begins: time
    ends: time
    venue: str
    chair: Post
    secretary: Post | None = None


@dataclass(frozen=True)
class Like:
    """An earlier meeting after which a new one is made: the same people invited, the same items of its own."""

    meeting: Meeting
    people: bool = True
    items: bool = False


def check(plan: Plan, *, today: date, before: date | None = None) -> None:
    """Refuse a plan that cannot be.

    Raises:
        MeetingRefusal: which part of it, and how to mend it.
    """
    if not plan.title.strip():
        raise MeetingRefusal(_("Tulis nama rapatnya."))
    if not plan.venue.strip():
        raise MeetingRefusal(_("Tulis tempat rapatnya."))
    if plan.secretary is not None and plan.secretary.pk == plan.chair.pk:
        raise MeetingRefusal(_("Notulis harus jabatan lain daripada pemimpin rapat."))
    check_times(day=plan.day, begins=plan.begins, ends=plan.ends, today=today, before=before)


@transaction.atomic
def make_meeting(
    *,
    region: Region,
    plan: Plan,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
    like: Like | None = None,
) -> Meeting:
    """Plan a meeting of a kecamatan; its agenda opens with the promises of earlier meetings.

    Raises:
        MeetingRefusal: a part that cannot be; nothing is stored then.
    """
    check(plan, today=timezone.localdate(at))
    made = Meeting(region=region, entered_by=by, keyboard=getattr(by, "keyboard", ""), entered_at=at)
    _take(made, plan)
    made.save()
    minutes = agenda_rule_on(plan.day).minutes[PROMISES]
    AgendaItem.objects.create(
        meeting=made, order=1, kind=PROMISES, source=PROMISES, title=OPENING_TITLE, minutes=minutes
    )
    if like is not None:
        _follow(made, like)
    summary = _("Rapat direncanakan: {what}")
    change = recording.change_of(made, None)
    recording.write(made, [change], by=by, at=at, verb="meetings.make_meeting", summary=summary)
    return made


def _follow(meeting: Meeting, like: Like) -> None:
    if like.people:
        rows = Invitee.objects.filter(meeting=like.meeting)
        kept = ("order", "post_id", "name", "body", "region_id", "email")
        Invitee.objects.bulk_create(
            [Invitee(meeting=meeting, **{name: getattr(row, name) for name in kept}) for row in rows]
        )
    if like.items:
        own = AgendaItem.objects.filter(meeting=like.meeting, kind=OTHER, source="")
        AgendaItem.objects.bulk_create(
            [
                AgendaItem(meeting=meeting, order=order, kind=OTHER, title=row.title, minutes=row.minutes)
                for order, row in enumerate(own, start=2)
            ]
        )


@transaction.atomic
def change_meeting(*, meeting: Meeting, plan: Plan, by: Any, at: datetime, seen: int) -> Meeting:  # noqa: ANN401
    """Correct or move a meeting; who was told of it by mail is told again where day, hours or place changed.

    Raises:
        MeetingRefusal: it is being held or over, changed since version ``seen``, or a part that cannot be.
    """
    fresh = held(meeting, seen=seen)
    check_ahead(fresh.state)
    check(plan, today=timezone.localdate(at), before=fresh.day)
    before, stood = recording.facts_of(fresh), [getattr(fresh, name) for name in WHEN_AND_WHERE]
    _take(fresh, plan)
    if recording.facts_of(fresh) == before:
        return fresh
    if fresh.state == INVITED and stood != [getattr(fresh, name) for name in WHEN_AND_WHERE]:
        fresh.moved_at = at
        _tell_again(fresh)
    save(fresh)
    _count_anew(fresh, by_days=(fresh.day - stood[0]).days)
    change = recording.change_of(fresh, before)
    verb, summary = "meetings.change_meeting", _("Rapat diubah: {what}")
    recording.write(fresh, [change], by=by, at=at, verb=verb, summary=summary)
    attending.follow(meeting=fresh, by=by, at=at)
    return fresh


def _count_anew(meeting: Meeting, *, by_days: int) -> None:
    """Let the days that reasons of the agenda count from the meeting follow it to another day."""
    items = AgendaItem.objects.filter(meeting=meeting).exclude(reasons=[]) if by_days else ()
    for item in items:
        reasons = moved_reasons(item.reasons, days=by_days)
        if reasons != item.reasons:
            item.reasons = reasons
            item.save(update_fields=["reasons"])  # notes may be written meanwhile


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: Any, at: datetime, seen: int) -> Meeting:  # noqa: ANN401
    """Call a meeting off, with the reason; its page stays, and who was told of it by mail is told again.

    Raises:
        MeetingRefusal: no reason, being held or over, or changed since version ``seen``.
    """
    why = " ".join(reason.split())[:300]
    if not why:
        raise MeetingRefusal(_("Tulis alasannya, supaya yang diundang tahu."))
    fresh = held(meeting, seen=seen)
    check_ahead(fresh.state)
    before = recording.facts_of(fresh)
    fresh.state, fresh.cancelled_because = State.CANCELLED, why
    _tell_again(fresh)
    save(fresh)
    attending.drop(meeting=fresh, by=by, at=at)
    change = recording.change_of(fresh, before)
    verb, summary = "meetings.cancel_meeting", _("Rapat dibatalkan: {what}")
    recording.write(fresh, [change], by=by, at=at, verb=verb, summary=summary, reason=why)
    return fresh


@transaction.atomic
def begin_meeting(*, meeting: Meeting, by: Any, at: datetime) -> Meeting:  # noqa: ANN401
    """Begin to hold a meeting; begun already, nothing happens.

    Raises:
        MeetingRefusal: it was called off or is over.
    """
    fresh = locked(meeting)
    if fresh.state == State.OPEN:
        return fresh
    check_ahead(fresh.state)
    return _moved(fresh, State.OPEN, by=by, at=at, verb="meetings.begin_meeting", summary=_("Rapat dimulai: {what}"))


@transaction.atomic
def finish_meeting(*, meeting: Meeting, by: Any, at: datetime) -> Meeting:  # noqa: ANN401
    """End a meeting that is being held; ended already, nothing happens.

    Raises:
        MeetingRefusal: it has not begun, or was called off.
    """
    fresh = locked(meeting)
    if fresh.state == State.CLOSED:
        return fresh
    if fresh.state != State.OPEN:
        raise MeetingRefusal(_("Rapat ini belum dimulai, jadi belum dapat diselesaikan."))
    verb, summary = "meetings.finish_meeting", _("Rapat selesai: {what}")
    return _moved(fresh, State.CLOSED, by=by, at=at, verb=verb, summary=summary)


@transaction.atomic
def reopen_meeting(*, meeting: Meeting, reason: str, by: Any, at: datetime) -> Meeting:  # noqa: ANN401
    """Open a meeting again that was ended, with a reason.

    Raises:
        MeetingRefusal: no reason, or it is not ended.
    """
    why = " ".join(reason.split())[:300]
    if not why:
        raise MeetingRefusal(_("Tulis alasannya, supaya riwayat rapatnya jelas."))
    fresh = locked(meeting)
    if fresh.state != State.CLOSED:
        raise MeetingRefusal(_("Rapat ini belum selesai, jadi tidak perlu dibuka lagi."))
    verb, summary = "meetings.reopen_meeting", _("Rapat dibuka lagi: {what}")
    return _moved(fresh, State.OPEN, by=by, at=at, verb=verb, summary=summary, reason=why)


@transaction.atomic
def unbegin_meeting(*, meeting: Meeting, by: Any, at: datetime) -> Meeting:  # noqa: ANN401
    """Undo that a meeting was begun by mistake; once something was noted or came of it, it goes on.

    Raises:
        MeetingRefusal: it is not being held, or something was written already.
    """
    fresh = locked(meeting)
    if fresh.state != State.OPEN:
        raise MeetingRefusal(_("Rapat ini tidak sedang berlangsung."))
    items = AgendaItem.objects.filter(meeting=fresh)
    if items.filter(Q(notes_version__gt=1) | ~Q(result=AgendaItem.Result.NONE)).exists():
        raise MeetingRefusal(_("Notulen atau hasilnya sudah ditulis. Tutup saja rapatnya kalau sudah selesai."))
    to = State.INVITED if fresh.invited_at else State.PLANNED
    verb, summary = "meetings.unbegin_meeting", _("Mulainya rapat dibatalkan: {what}")
    return _moved(fresh, to, by=by, at=at, verb=verb, summary=summary)


def _moved(
    meeting: Meeting,
    to: str,
    *,
    by: Any,  # noqa: ANN401
    at: datetime,
    verb: str,
    summary: str,
    reason: str = "",
) -> Meeting:
    before = recording.facts_of(meeting)
    meeting.state = to
    if to == State.OPEN:
        meeting.opened_at, meeting.closed_at = meeting.opened_at or at, None
    elif to == State.CLOSED:
        meeting.closed_at = at
    elif to in AHEAD:
        meeting.opened_at = None
    save(meeting)
    change = recording.change_of(meeting, before)
    recording.write(meeting, [change], by=by, at=at, verb=verb, summary=summary, reason=reason)
    return meeting


def _tell_again(meeting: Meeting) -> None:
    """Have those told who were told by mail before."""
    Invitee.objects.filter(meeting=meeting).exclude(mailed_at=None).update(mail_due=True)


def _take(row: Meeting, plan: Plan) -> None:
    row.kind, row.title, row.venue = plan.kind, " ".join(plan.title.split())[:200], " ".join(plan.venue.split())[:200]
    row.day, row.begins, row.ends = plan.day, plan.begins, plan.ends
    row.chair, row.secretary = plan.chair, plan.secretary

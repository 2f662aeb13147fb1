"""An event: made, changed, opened, closed, cancelled, copied."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.chain.training.events.rules import MOST_DAYS
from rumahbersama.chain.training.models import (
    BudgetLine,
    Curriculum,
    Event,
    Programme,
    Quota,
    Room,
    Session,
    Site,
    TrainingClass,
)
from rumahbersama.chain.training.recording import facts_of, write_of_event
from rumahbersama.chain.training.rules import TrainingRefusal
from rumahbersama.ground.audit.rules import only_differences
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.regions.models import Region

State = Event.State
# What may follow what; a cancelled event may be opened again as a draft.
MOVES = {
    State.DRAFT: (State.OPEN, State.CANCELLED),
    State.OPEN: (State.CLOSED, State.DRAFT, State.CANCELLED),
    State.CLOSED: (State.OPEN, State.FINISHED, State.CANCELLED),
    State.FINISHED: (State.CLOSED,),
    State.CANCELLED: (State.DRAFT,),
}
ROAD = (State.DRAFT, State.OPEN, State.CLOSED, State.FINISHED)


def is_step_back(now: str, to: str) -> bool:
    """Tell whether a step leads back on the road; a cancelled event is brought back, cancelling is no step back."""
    if State(to) == State.CANCELLED:
        return False
    return State(now) == State.CANCELLED or ROAD.index(State(to)) < ROAD.index(State(now))


def ways_from(event: Event, *, today: date) -> tuple[list[str], list[str]]:
    """Return the steps that make sense on a day: those forward, and those back.

    An event is not finished before its last day.
    """
    steps = [str(to) for to in MOVES[State(event.state)] if to != State.FINISHED or today >= event.ends_on]
    back = [to for to in steps if is_step_back(event.state, to)]
    return [to for to in steps if to not in back], back


@dataclass(frozen=True)
class EventFacts:
    """What an event is; ``head_count`` only for a past one of which no names are known."""

    title: str
    curriculum: Curriculum
    region: Region
    tier: int
    starts_on: date
    ends_on: date
    class_size: int
    mode: str = Event.Mode.ON_SITE
    programme: Programme | None = None
    phase: str = ""
    head_count: int | None = None


def locked(event: Event) -> Event:
    """Return the event as it is now, held until the end of the transaction: every change of its parts waits here."""
    return (
        Event.objects.select_for_update(of=("self",))
        .select_related("region", "curriculum", "programme")
        .get(pk=event.pk)
    )


def check(facts: EventFacts, *, today: date) -> None:
    """Refuse an event that cannot be.

    Raises:
        TrainingRefusal: which part of it, and how to mend it.
    """
    if facts.ends_on < facts.starts_on:
        raise TrainingRefusal(_("Hari terakhir mendahului hari pertama. Periksa kedua tanggal itu."))
    days = (facts.ends_on - facts.starts_on).days + 1
    if days > MOST_DAYS:
        raise TrainingRefusal(
            _("Kegiatan ini {days} hari, lebih dari {most}. Pecah menjadi beberapa kegiatan.").format(
                days=days, most=MOST_DAYS
            )
        )
    if facts.head_count is not None and facts.ends_on >= today:
        raise TrainingRefusal(
            _("Jumlah peserta tanpa nama hanya untuk kegiatan yang sudah lewat. Kosongkan, dan isi nama pesertanya.")
        )


def _take(event: Event, facts: EventFacts) -> None:
    for name in ("title", "curriculum", "tier", "starts_on", "ends_on", "class_size", "mode", "programme", "phase"):
        setattr(event, name, getattr(facts, name))
    event.head_count = facts.head_count


@transaction.atomic
def make_event(*, facts: EventFacts, by: Any, at: datetime, today: date) -> Event:  # noqa: ANN401
    """Plan an event, as a draft that only those see who run training or read rows there.

    Raises:
        TrainingRefusal: a part that cannot be.
    """
    check(facts, today=today)
    made = Event(region=facts.region, entered_by=by, entered_at=at)
    _take(made, facts)
    if facts.head_count is not None:
        made.state = State.FINISHED
    made.save()
    summary = _("Kegiatan pelatihan dibuat: {event}")
    write_of_event(made, verb="training.make_event", summary=summary, by=by, at=at, after=facts_of(made))
    return made


@transaction.atomic
def change_event(*, event: Event, facts: EventFacts, by: Any, at: datetime, seen: int, today: date) -> Event:  # noqa: ANN401
    """Correct an event; its place stays.

    Raises:
        TrainingRefusal: a part that cannot be, changed since version ``seen``, or sessions would lie outside.
    """
    check(facts, today=today)
    fresh = locked(event)
    if fresh.version != seen:
        raise TrainingRefusal(
            _("Kegiatan ini sudah diubah orang lain. Muat ulang halaman, lalu ulangi perubahan Anda.")
        )
    before = facts_of(fresh)
    _take(fresh, facts)
    if before == facts_of(fresh):
        return fresh
    _check_sessions_inside(fresh)
    if fresh.curriculum.code != before["curriculum"] and Session.objects.filter(event=fresh).exclude(subject=None):
        raise TrainingRefusal(
            _("Jadwal sudah memakai mata ajar kurikulum lama. Kosongkan jadwalnya dulu, lalu ganti kurikulum.")
        )
    _save(fresh)
    old, new = only_differences(before, facts_of(fresh))
    summary = _("Kegiatan pelatihan diubah: {event}")
    write_of_event(fresh, verb="training.change_event", summary=summary, by=by, at=at, before=old, after=new)
    return fresh


def _save(event: Event) -> None:
    event.version += 1
    event.save()


def _check_sessions_inside(event: Event) -> None:
    outside = [
        session
        for session in Session.objects.filter(event=event).select_related("site")
        if not (event.starts_on <= session.site.local(session.starts_at).date() <= event.ends_on)
    ]
    if outside:
        first = outside[0]
        raise TrainingRefusal(
            _("{count} sesi di luar tanggal baru, misalnya “{title}” pada {day}. Pindahkan atau hapus dulu.").format(
                count=len(outside), title=first.title, day=day(first.site.local(first.starts_at).date())
            )
        )


@transaction.atomic
def move_event(*, event: Event, to: str, reason: str, by: Any, at: datetime) -> Event:  # noqa: ANN401
    """Open, close, finish or cancel an event, or take a step back.

    Raises:
        TrainingRefusal: a step that makes no sense from where it stands, or cancelling without a reason.
    """
    fresh = locked(event)
    if to not in MOVES[State(fresh.state)]:
        raise TrainingRefusal(
            _("Kegiatan yang keadaannya “{now}” tidak dapat langsung menjadi “{then}”.").format(
                now=fresh.get_state_display(), then=dict(State.choices).get(to, to)
            )
        )
    if to == State.CANCELLED and not reason.strip():
        raise TrainingRefusal(_("Tulis alasan pembatalannya: peserta dan pelatih akan membacanya."))
    before = str(fresh.state)
    fresh.state = State(to)
    fresh.cancelled_because = reason.strip()[:500] if to == State.CANCELLED else ""
    _save(fresh)
    write_of_event(
        fresh,
        verb="training.move_event",
        summary=_("Keadaan kegiatan pelatihan: {{event}} menjadi {state}").format(state=fresh.get_state_display()),
        by=by,
        at=at,
        before={"state": before},
        after={"state": str(fresh.state)},
        reason=reason,
    )
    return fresh


@transaction.atomic
def copy_event(*, event: Event, title: str, starts_on: date, by: Any, at: datetime, with_quota: bool) -> Event:  # noqa: ANN401
    """Make a draft with the same sites, rooms, classes, timetable and budget on other days; nobody is copied.

    Raises:
        TrainingRefusal: no name.
    """
    if not title.strip():
        raise TrainingRefusal(_("Beri nama kegiatan yang baru, supaya tidak tertukar dengan yang lama."))
    shift = starts_on - event.starts_on
    made = Event(entered_by=by, entered_at=at, title=title.strip(), copied_from=event, state=State.DRAFT)
    for name in ("programme", "curriculum", "tier", "phase", "region", "mode", "class_size"):
        setattr(made, name, getattr(event, name))
    made.starts_on, made.ends_on = starts_on, event.ends_on + shift
    made.save()
    _copy_parts(event, made, shift)
    if with_quota:
        rows = Quota.objects.filter(event=event)
        Quota.objects.bulk_create(
            [Quota(event=made, region_id=row.region_id, agency_kind=row.agency_kind, seats=row.seats) for row in rows]
        )
    summary = _("Kegiatan pelatihan disalin dari No. {number}: {{event}}").format(number=event.pk)
    write_of_event(made, verb="training.copy_event", summary=summary, by=by, at=at, after=facts_of(made))
    return made


def _copy_parts(event: Event, made: Event, shift: timedelta) -> None:
    sites = {site.pk: site for site in Site.objects.filter(event=event)}
    rooms = {room.pk: room for room in Room.objects.filter(site__event=event)}
    classes = {klass.pk: klass for klass in TrainingClass.objects.filter(event=event)}
    for site in sites.values():
        site.pk, site.event = None, made
    Site.objects.bulk_create(sites.values())
    for room in rooms.values():
        room.pk, room.site = None, sites[room.site_id]
    Room.objects.bulk_create(rooms.values())
    for klass in classes.values():
        klass.pk, klass.event, klass.site = None, made, sites[klass.site_id]
        klass.key = TrainingClass._meta.get_field("key").get_default()
        klass.room = rooms[klass.room_id] if klass.room_id else None
    TrainingClass.objects.bulk_create(classes.values())
    sessions = list(Session.objects.filter(event=event))
    for session in sessions:
        session.pk, session.event, session.site = None, made, sites[session.site_id]
        session.key = Session._meta.get_field("key").get_default()
        session.klass = classes[session.klass_id] if session.klass_id else None
        session.room = rooms[session.room_id] if session.room_id else None
        session.starts_at, session.ends_at = session.starts_at + shift, session.ends_at + shift
    Session.objects.bulk_create(sessions)
    lines = list(BudgetLine.objects.filter(event=event))
    for line in lines:
        line.pk, line.event = None, made
    BudgetLine.objects.bulk_create(lines)

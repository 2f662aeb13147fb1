"""Sessions: added, changed, removed, and laid out of a curriculum at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rumahbersama.chain.training.events.actions.event import locked
from rumahbersama.chain.training.events.queries import ClashTold, clashes_told, slots_elsewhere, slots_of, tell
from rumahbersama.chain.training.events.rules import (
    MOST_SESSIONS_OF_A_CLASS,
    DayPlan,
    Plan,
    Slot,
    between,
    clashes,
    pauses_are_apart,
    plan_lessons,
)
from rumahbersama.chain.training.models import Event, Room, Session, Site, Subject, Teaching, TrainingClass
from rumahbersama.chain.training.recording import write_of_event
from rumahbersama.chain.training.rules import JP_MINUTES, TrainingRefusal
from rumahbersama.ground.audit.rules import CHANGED
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.people.models import Person


class ClashRefusal(TrainingRefusal):
    """A session that wants what another has; may be stored all the same where nobody is in two places."""


@dataclass(frozen=True)
class SessionFacts:
    """What a session is; ``klass`` None is all classes of the site, ``persons`` those named for it alone."""

    title: str
    kind: str
    site: Site
    klass: TrainingClass | None
    subject: Subject | None
    starts_at: datetime
    ends_at: datetime
    jp: int = 0
    room: Room | None = None
    link: str = ""
    persons: tuple[tuple[Person, str], ...] = ()


def moment(site: Site, on: date, at: Any) -> datetime:  # noqa: ANN401 - datetime.time
    """Return the moment when the clock at a site shows a time."""
    return datetime.combine(on, at, tzinfo=ZoneInfo(site.zone))


def _check(event: Event, facts: SessionFacts) -> None:
    if facts.ends_at <= facts.starts_at:
        raise TrainingRefusal(_("Sesi harus selesai sesudah dimulai. Periksa kedua jamnya."))
    first, last = facts.site.local(facts.starts_at).date(), facts.site.local(facts.ends_at).date()
    if not (event.starts_on <= first and last <= event.ends_on):
        raise TrainingRefusal(
            _("Sesi ini di luar kegiatan, yang berlangsung {start} sampai {end}. Pilih hari di antaranya.").format(
                start=day(event.starts_on), end=day(event.ends_on)
            )
        )
    minutes = (facts.ends_at - facts.starts_at) // timedelta(minutes=1)
    if facts.jp * JP_MINUTES > minutes:
        raise TrainingRefusal(
            _(
                "{jp} JP perlu {need} menit, sedangkan sesi ini {minutes} menit. Kurangi JP-nya atau perpanjang."
            ).format(jp=facts.jp, need=facts.jp * JP_MINUTES, minutes=minutes)
        )
    if facts.klass and facts.klass.site_id != facts.site.pk:
        raise TrainingRefusal(_("Kelas ini diajar di tempat lain. Pilih kelas dari tempat yang sama."))
    if facts.room and facts.room.site_id != facts.site.pk:
        raise TrainingRefusal(_("Ruangan itu berada di tempat lain. Pilih ruangan di tempat sesi ini."))
    if facts.room and facts.klass and facts.room.capacity is not None and facts.room.capacity < facts.klass.size:
        raise TrainingRefusal(
            _("Ruangan “{room}” hanya menampung {capacity}, kelas ini {size}. Pilih ruangan lebih besar.").format(
                room=facts.room.name, capacity=facts.room.capacity, size=facts.klass.size
            )
        )


@transaction.atomic
def save_session(
    *,
    event: Event,
    session: Session | None,
    facts: SessionFacts,
    by: Any,  # noqa: ANN401
    at: datetime,
    although: bool = False,
) -> Session:
    """Add or change a session.

    Args:
        event: of which event.
        session: the one to change, or None for a new one.
        facts: what it is to be.
        by: who does it.
        at: when.
        although: store it although a room or a person is wanted twice; a class is never in two sessions.

    Raises:
        ClashRefusal: it wants a room or a person that another session has.
        TrainingRefusal: outside the event, too short for its JP, a wrong place, or the class is elsewhere.
    """
    fresh = locked(event)
    _check(fresh, facts)
    number = session.pk if session else 0
    wanted = Slot(
        number=number,
        title=facts.title,
        starts=facts.starts_at,
        ends=facts.ends_at,
        site=facts.site.pk,
        klass=facts.klass.pk if facts.klass else None,
        room=facts.room.pk if facts.room else None,
        persons=_who_teaches(facts),
    )
    others = [slot for slot in slots_of(fresh) if slot.number != number]
    others += slots_elsewhere(wanted.persons, start=wanted.starts, end=wanted.ends, but=fresh)
    found = clashes_told([clash for other in others for clash in between(other, wanted)])
    _refuse(found, although=although)
    kept = session or Session(event=fresh)
    for name in ("title", "kind", "site", "klass", "subject", "starts_at", "ends_at", "jp", "room", "link"):
        setattr(kept, name, getattr(facts, name))
    kept.save()
    Teaching.objects.filter(session=kept).delete()
    Teaching.objects.bulk_create(
        [Teaching(event=fresh, session=kept, person=person, role=role) for person, role in facts.persons]
    )
    _write(fresh, "training.save_session", _("Sesi tersimpan pada {{event}}: {title}"), kept, by, at)
    return kept


def _who_teaches(facts: SessionFacts) -> frozenset[int]:
    named = frozenset(person.pk for person, _role in facts.persons)
    if named or facts.klass is None or facts.kind in (Session.Kind.BREAK, Session.Kind.CEREMONY):
        return named
    return frozenset(Teaching.objects.filter(klass=facts.klass, session=None).values_list("person", flat=True))


def _refuse(found: Sequence[ClashTold], *, although: bool) -> None:
    hard = [each for each in found if not each.may_stay]
    if hard:
        raise TrainingRefusal(tell(hard[0]))
    if found and not although:
        raise ClashRefusal(" ".join(tell(each) for each in found[:3]))


@transaction.atomic
def remove_session(*, session: Session, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Remove a session from the timetable."""
    event = locked(session.event)
    _write(event, "training.remove_session", _("Sesi dihapus pada {{event}}: {title}"), session, by, at)
    session.delete()


def _write(event: Event, verb: str, summary: str, session: Session, by: Any, at: datetime) -> None:  # noqa: ANN401
    local = session.site.local(session.starts_at)
    begins = f"{day(local.date())} {local:%H.%M} {session.site.get_zone_display()}"
    told = f"{session.title}, {session.klass or session.site}, {begins}"
    write_of_event(
        event,
        verb=verb,
        summary=summary.format(title=session.title),
        by=by,
        at=at,
        before={},
        after={"sessions": told, "teachers": CHANGED},
    )


@transaction.atomic
def clear_timetable(*, event: Event, by: Any, at: datetime) -> int:  # noqa: ANN401
    """Remove every session of an event; returns how many there were."""
    fresh = locked(event)
    count = Session.objects.filter(event=fresh).count()
    Session.objects.filter(event=fresh).delete()
    if count:
        write_of_event(
            fresh,
            verb="training.clear_timetable",
            summary=ngettext(
                "{count} sesi dihapus pada {{event}}", "{count} sesi dihapus pada {{event}}", count
            ).format(count=count),
            by=by,
            at=at,
            before={"sessions": count},
            after={"sessions": 0},
        )
    return count


@transaction.atomic
def fill_timetable(*, event: Event, plan: DayPlan, weekdays_only: bool, by: Any, at: datetime) -> tuple[int, Plan]:  # noqa: ANN401
    """Lay the curriculum into the days of an event, the same for every class that has no session yet.

    Returns:
        How many sessions were made, and what of the curriculum does not fit.

    Raises:
        TrainingRefusal: no class without a timetable, pauses that overlap, or a clash with joint sessions.
    """
    fresh = locked(event)
    if not pauses_are_apart(plan.pauses):
        raise TrainingRefusal(_("Jam istirahat saling tumpang tindih. Tulis berurutan: 10.00-10.15; 12.00-13.00."))
    planned = set(Session.objects.filter(event=fresh).exclude(klass=None).values_list("klass", flat=True))
    classes = [
        klass for klass in TrainingClass.objects.filter(event=fresh).select_related("site") if klass.pk not in planned
    ]
    if not classes:
        raise TrainingRefusal(
            _("Tidak ada kelas yang belum punya jadwal. Buat kelas dulu, atau kosongkan jadwalnya.")
        )
    days = [fresh.starts_on + timedelta(days=count) for count in range((fresh.ends_on - fresh.starts_on).days + 1)]
    subjects = list(Subject.objects.filter(curriculum=fresh.curriculum))
    laid = plan_lessons(
        [subject.jp for subject in subjects], [each for each in days if not weekdays_only or each.weekday() < 5], plan
    )
    made = [_lesson(fresh, klass, subjects, lesson) for klass in classes for lesson in laid.lessons]
    if len(laid.lessons) > MOST_SESSIONS_OF_A_CLASS:
        raise TrainingRefusal(_("Jadwal ini terlalu panjang. Periksa JP kurikulumnya."))
    _refuse_joint_clashes(fresh, made)
    Session.objects.bulk_create(made)
    write_of_event(
        fresh,
        verb="training.fill_timetable",
        summary=_("Jadwal diisi dari kurikulum pada {event}"),
        by=by,
        at=at,
        before={},
        after={"sessions": len(made)},
    )
    return len(made), laid


def _lesson(event: Event, klass: TrainingClass, subjects: Sequence[Subject], lesson: Any) -> Session:  # noqa: ANN401
    subject = subjects[lesson.subject]
    return Session(
        event=event,
        site=klass.site,
        klass=klass,
        subject=subject,
        title=subject.title,
        starts_at=moment(klass.site, lesson.day, lesson.begins),
        ends_at=moment(klass.site, lesson.day, lesson.ends),
        jp=lesson.jp,
        room_id=klass.room_id,
    )


def _refuse_joint_clashes(event: Event, made: Sequence[Session]) -> None:
    slots = slots_of(event) + [
        Slot(-place, each.title, each.starts_at, each.ends_at, each.site.pk, each.klass_id, each.room_id)
        for place, each in enumerate(made, 1)
    ]
    found = [clash for clash in clashes(slots) if clash.first.number < 0 or clash.second.number < 0]
    _refuse(clashes_told(found), although=True)

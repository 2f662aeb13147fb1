"""Sites with their rooms, classes, and who teaches a class."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from rumahbersama.chain.training.events.actions.event import locked
from rumahbersama.chain.training.events.rules import MOST_CLASSES
from rumahbersama.chain.training.models import Event, Participation, Room, Session, Site, Teaching, TrainingClass
from rumahbersama.chain.training.permissions import HELD_STATES
from rumahbersama.chain.training.recording import write_of_event
from rumahbersama.chain.training.rules import TrainingRefusal
from rumahbersama.ground.audit.rules import CHANGED
from rumahbersama.ground.people.models import Person
from rumahbersama.ground.regions.models import Region


@dataclass(frozen=True)
class RoomFacts:
    """A room as it is typed: name, how many it holds, and its address where people attend online."""

    name: str
    capacity: int | None = None
    link: str = ""


@dataclass(frozen=True)
class SiteFacts:
    """A site with its rooms."""

    name: str
    zone: str
    address: str = ""
    region: Region | None = None
    rooms: tuple[RoomFacts, ...] = ()


@transaction.atomic
def save_site(*, event: Event, site: Site | None, facts: SiteFacts, by: Any, at: datetime) -> Site:  # noqa: ANN401
    """Add a site, or change one; rooms that are no longer named are removed unless they are used.

    Raises:
        TrainingRefusal: a name twice, a used room left out, or a room smaller than a class in it.
    """
    fresh = locked(event)
    if Site.objects.filter(event=fresh, name=facts.name).exclude(pk=site.pk if site else 0).exists():
        raise TrainingRefusal(_("Tempat “{name}” sudah ada di kegiatan ini. Ubah yang itu.").format(name=facts.name))
    kept = site or Site(event=fresh)
    before = _told(kept) if site else None
    if site and site.zone != facts.zone and Session.objects.filter(site=site).exists():
        raise TrainingRefusal(
            _("Zona waktu tidak dapat diganti: tempat ini sudah punya jadwal. Hapus jadwalnya dulu.")
        )
    kept.name, kept.zone, kept.address, kept.region = facts.name, facts.zone, facts.address, facts.region
    kept.save()
    _put_rooms(kept, facts.rooms)
    write_of_event(
        fresh,
        verb="training.save_site",
        summary=_("Tempat kegiatan {{event}}: {name}").format(name=kept.name),
        by=by,
        at=at,
        before={"sites": before} if before else {},
        after={"sites": _told(kept)},
    )
    return kept


def _told(site: Site) -> str:
    rooms = ", ".join(f"{room.name} ({room.capacity or '-'})" for room in Room.objects.filter(site=site))
    return f"{site.name} [{site.get_zone_display()}]: {rooms}"


def _put_rooms(site: Site, rooms: Sequence[RoomFacts]) -> None:
    names = [room.name for room in rooms]
    doubled = next((name for name in names if names.count(name) > 1), None)
    if doubled:
        raise TrainingRefusal(_("Ruangan “{name}” tertulis dua kali. Bedakan namanya.").format(name=doubled))
    there = {room.name: room for room in Room.objects.filter(site=site)}
    for name in sorted(there.keys() - set(names)):
        _check_unused(there[name])
        there[name].delete()
    for facts in rooms:
        room = there.get(facts.name) or Room(site=site, name=facts.name)
        room.capacity, room.link = facts.capacity, facts.link
        _check_capacity(room)
        room.save()


def _check_unused(room: Room) -> None:
    if TrainingClass.objects.filter(room=room).exists() or Session.objects.filter(room=room).exists():
        raise TrainingRefusal(
            _("Ruangan “{name}” masih dipakai kelas atau sesi. Pindahkan dulu, lalu hapus.").format(name=room.name)
        )


def _check_capacity(room: Room) -> None:
    if room.capacity is None or room.pk is None:
        return
    large = TrainingClass.objects.filter(room=room, size__gt=room.capacity).first()
    if large is not None:
        raise TrainingRefusal(too_small(room, large.size, str(large)))


def too_small(room: Room, size: int, klass: str) -> str:
    """Return the sentence about a class that does not fit into its room."""
    return _(
        "{klass} menampung {size} orang, sedangkan ruangan “{room}” hanya {capacity}. "
        "Pilih ruangan lebih besar atau kecilkan kelasnya."
    ).format(klass=klass, size=size, room=room.name, capacity=room.capacity)


@transaction.atomic
def remove_site(*, event: Event, site: Site, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Remove a site that no class and no session uses.

    Raises:
        TrainingRefusal: it is used.
    """
    fresh = locked(event)
    if TrainingClass.objects.filter(site=site).exists() or Session.objects.filter(site=site).exists():
        raise TrainingRefusal(_("Tempat ini masih dipakai kelas atau sesi. Pindahkan atau hapus itu dulu."))
    before, name = _told(site), site.name
    site.delete()
    write_of_event(
        fresh,
        verb="training.remove_site",
        summary=_("Tempat kegiatan {{event}} dihapus: {name}").format(name=name),
        by=by,
        at=at,
        before={"sites": before},
        after={"sites": ""},
    )


@transaction.atomic
def make_classes(*, event: Event, site: Site, count: int, size: int, by: Any, at: datetime) -> list[TrainingClass]:  # noqa: ANN401
    """Add so many classes at a site, each in the next room that is free and large enough, where there is one.

    Raises:
        TrainingRefusal: too many.
    """
    fresh = locked(event)
    last = TrainingClass.objects.filter(event=fresh).aggregate(last=Max("number"))["last"] or 0
    if TrainingClass.objects.filter(event=fresh).count() + count > MOST_CLASSES:
        raise TrainingRefusal(_("Satu kegiatan paling banyak {most} kelas.").format(most=MOST_CLASSES))
    taken = set(TrainingClass.objects.filter(event=fresh).exclude(room=None).values_list("room", flat=True))
    free = [
        room
        for room in Room.objects.filter(site=site)
        if room.pk not in taken and (room.capacity is None or room.capacity >= size)
    ]
    made = [
        TrainingClass(
            event=fresh,
            number=last + place,
            site=site,
            size=size,
            room=free[place - 1] if place <= len(free) else None,
        )
        for place in range(1, count + 1)
    ]
    TrainingClass.objects.bulk_create(made)
    write_of_event(
        fresh,
        verb="training.make_classes",
        summary=_("{count} kelas dibuat pada {{event}}").format(count=count),
        by=by,
        at=at,
        before={},
        after={"classes": ", ".join(str(klass) for klass in made)},
    )
    return made


@dataclass(frozen=True)
class ClassFacts:
    """What can be changed of a class."""

    name: str
    room: Room | None
    size: int


@transaction.atomic
def change_class(*, klass: TrainingClass, facts: ClassFacts, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Change name, room or size of a class.

    Raises:
        TrainingRefusal: the room is too small, or more people are in it than it would take.
    """
    event = locked(klass.event)
    if facts.room and facts.room.capacity is not None and facts.room.capacity < facts.size:
        raise TrainingRefusal(too_small(facts.room, facts.size, str(klass)))
    inside = Participation.objects.filter(klass=klass, state__in=HELD_STATES).count()
    if inside > facts.size:
        raise TrainingRefusal(
            _("Kelas ini sudah berisi {count} orang. Pindahkan sebagian dulu.").format(count=inside)
        )
    before = f"{klass}: {klass.room or '-'}, {klass.size}"
    klass.name, klass.room, klass.size = facts.name, facts.room, facts.size
    klass.save()
    write_of_event(
        event,
        verb="training.change_class",
        summary=_("Kelas diubah pada {event}"),
        by=by,
        at=at,
        before={"classes": before},
        after={"classes": f"{klass}: {klass.room or '-'}, {klass.size}"},
    )


@transaction.atomic
def remove_class(*, klass: TrainingClass, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Remove a class with its sessions, while nobody is in it.

    Raises:
        TrainingRefusal: people are in it.
    """
    event = locked(klass.event)
    if Participation.objects.filter(klass=klass, state__in=HELD_STATES).exists():
        raise TrainingRefusal(_("Masih ada peserta di kelas ini. Pindahkan mereka ke kelas lain dulu."))
    name = str(klass)
    klass.delete()
    write_of_event(
        event,
        verb="training.remove_class",
        summary=_("{klass} dihapus pada {{event}}").format(klass=name),
        by=by,
        at=at,
        before={"classes": name},
        after={"classes": ""},
    )


@transaction.atomic
def add_trainer(*, klass: TrainingClass, person: Person, role: str, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Make a person a trainer of a class; the same once more changes nothing but the role.

    Raises:
        TrainingRefusal: the person takes part in this event.
    """
    event = locked(klass.event)
    if Participation.objects.filter(event=event, person=person, state__in=HELD_STATES).exists():
        raise TrainingRefusal(
            _("{name} adalah peserta kegiatan ini, jadi tidak dapat menjadi pelatihnya.").format(name=person.name)
        )
    Teaching.objects.update_or_create(
        klass=klass, person=person, session=None, defaults={"event": event, "role": role}
    )
    _write_trainer(event, klass, by, at, "training.add_trainer", _("Pelatih ditambahkan pada {klass}, {{event}}"))


@transaction.atomic
def remove_trainer(*, klass: TrainingClass, person: Person, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Take a trainer out of a class; sessions in which the person is named by name keep them."""
    event = locked(klass.event)
    gone, _each = Teaching.objects.filter(klass=klass, person=person, session=None).delete()
    if gone:
        _write_trainer(event, klass, by, at, "training.remove_trainer", _("Pelatih dilepas dari {klass}, {{event}}"))


def _write_trainer(event: Event, klass: TrainingClass, by: Any, at: datetime, verb: str, summary: str) -> None:  # noqa: ANN401
    write_of_event(
        event,
        verb=verb,
        summary=summary.format(klass=klass),
        by=by,
        at=at,
        before={},
        after={"teachers": CHANGED},
    )

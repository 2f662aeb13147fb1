"""Who sits in which class: as proposed, and by hand."""

import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.chain.training.models import Event, Participation, TrainingClass
from rumahbersama.chain.training.taking_part import queries, recording
from rumahbersama.chain.training.taking_part.actions.naming import fresh_row
from rumahbersama.chain.training.taking_part.actions.seats import Who, hold
from rumahbersama.chain.training.taking_part.rules import CANCELLED, HELD, SURE, TakingPartRefusal
from rumahbersama.chain.training.taking_part.spreading import Room, Seeker, spread
from rumahbersama.ground.core.formats import number


@dataclass(frozen=True)
class Proposal:
    """Who would sit where. ``digest`` names it, so that only what was seen is stored."""

    people: list[Participation]
    classes: list[TrainingClass]
    placed: dict[int, int | None]
    digest: str

    @property
    def changed(self) -> list[Participation]:
        """Return those who would get another class than they have."""
        return [row for row in self.people if self.placed[row.pk] != row.klass_id]

    @property
    def left(self) -> list[Participation]:
        """Return those for whom there is no place."""
        return [row for row in self.people if self.placed[row.pk] is None]


def propose(event: Event, *, anew: bool) -> Proposal:
    """Return a proposal for everybody approved; ``anew``: also for those who have a class (two queries)."""
    rows = Participation.objects.filter(event=event, state__in=SURE).select_related(
        "region", "klass", "quota__region"
    )
    people, classes = list(rows.order_by("pk")), queries.classes_of(event)
    seekers = [
        Seeker(row.pk, row.region.code, str(row.agency_kind), None if anew else row.klass_id) for row in people
    ]
    rooms = [
        Room(each.pk, each.site.region.code if each.site.region else "", queries.most_of(each)) for each in classes
    ]
    placed = spread(seekers, rooms)
    told = repr(sorted(placed.items())) + repr([(room.number, room.most) for room in rooms])
    return Proposal(people, classes, placed, hashlib.sha256(told.encode()).hexdigest()[:32])


@transaction.atomic
def place_people(*, event: Event, anew: bool, digest: str, who: Who) -> int:
    """Store a proposal as it was seen; returns how many got another class.

    Raises:
        TakingPartRefusal: people or classes changed since it was shown.
    """
    held = hold(event, who=None)
    _check_alive(held.event)
    proposal = propose(held.event, anew=anew)
    if proposal.digest != digest:
        raise TakingPartRefusal(_("Peserta atau kelasnya berubah sejak pratinjau ini. Lihat pratinjau yang baru."))
    known = {each.pk: each for each in proposal.classes}
    chosen, changes = proposal.changed, []
    for row in chosen:
        row.event = held.event
        before = recording.facts_of(row)
        row.klass = known.get(proposal.placed[row.pk] or 0)
        row.version += 1
        changes.append(recording.change_of(row, before))
    if chosen:
        Participation.objects.bulk_update(chosen, ["klass", "version"], batch_size=500)
        recording.write(
            held.event.region.code,
            changes,
            event=held.event,
            by=who.by,
            at=who.at,
            verb="training.place_people",
            summary=_("{count} peserta dibagi ke kelas: {event}"),
            count=len(chosen),
        )
    return len(chosen)


@transaction.atomic
def place_person(*, row: Participation, klass: TrainingClass | None, who: Who) -> None:
    """Put one person into a class by hand, or out of one.

    Raises:
        TakingPartRefusal: the class or its room is full, or they hold no seat.
    """
    held = hold(row.event, who=None)
    _check_alive(held.event)
    fresh = fresh_row(held, row)
    if klass is not None and fresh.klass_id != klass.pk:
        if fresh.state not in HELD:
            raise TakingPartRefusal(_("Yang mendapat kelas hanya peserta yang memegang kursi."))
        _check_full(held.event, klass)
    before = recording.facts_of(fresh)
    fresh.klass = klass
    if before == recording.facts_of(fresh):
        return
    fresh.version += 1
    fresh.save()
    recording.write(
        fresh.region.code,
        [recording.change_of(fresh, before)],
        event=held.event,
        by=who.by,
        at=who.at,
        verb="training.place_person",
        summary=_("Kelas seorang peserta diubah: {event}"),
    )


def _check_alive(event: Event) -> None:
    if event.state == CANCELLED:
        raise TakingPartRefusal(_("Kegiatan ini dibatalkan, jadi pesertanya tidak diubah lagi."))


def _check_full(event: Event, klass: TrainingClass) -> None:
    found = next((each for each in queries.classes_of(event) if each.pk == klass.pk), None)
    if found is None:
        raise TakingPartRefusal(_("Kelas itu bukan bagian kegiatan ini."))
    people: int = found.people  # type: ignore[attr-defined]
    capacity = found.room.capacity if found.room else None
    if capacity is not None and people >= capacity and capacity <= found.size:
        raise TakingPartRefusal(
            _("{klass} memakai ruang {room} yang memuat {most} orang, dan sudah penuh. Pilih kelas lain.").format(
                klass=found, room=found.room, most=number(capacity)
            )
        )
    if people >= found.size:
        raise TakingPartRefusal(
            _("{klass} sudah berisi {people} dari {most} orang. Pilih kelas lain, atau besarkan kelasnya.").format(
                klass=found, people=number(people), most=number(found.size)
            )
        )

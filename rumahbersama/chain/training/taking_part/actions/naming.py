"""People named for an event: by hand, corrected, and replaced by somebody else in the very seat."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.chain.training.models import Event, Participation
from rumahbersama.chain.training.taking_part import queries, recording
from rumahbersama.chain.training.taking_part.actions.seats import (
    Held,
    Who,
    check_not_busy,
    hold,
    hold_persons,
    move_up,
    seat_or_wait,
)
from rumahbersama.chain.training.taking_part.models import AgencyKind
from rumahbersama.chain.training.taking_part.rules import (
    APPROVED,
    DECLINED,
    HELD,
    PROPOSED,
    REPLACED,
    SURE,
    WAITING,
    WITHDRAWN,
    TakingPartRefusal,
    check_move,
    check_name,
    check_nip,
    masked,
    plain_person_name,
)
from rumahbersama.ground.files import actions as files
from rumahbersama.ground.files.models import StoredFile
from rumahbersama.ground.people.actions.posts import enter_persons, note_nip
from rumahbersama.ground.people.models import Person
from rumahbersama.ground.regions.models import Region

PLAIN = ("agency", "title", "food")


@dataclass(frozen=True)
class Nominee:
    """Somebody as they are named.

    Attributes:
        name: as it is printed on the certificate.
        region: where they come from.
        agency_kind: kind of office.
        nip: 18 digits, or "".
        agency: their office.
        title: their post.
        wants_room: whether they sleep there.
        food: what they do not eat.
        same_as: the known person that they are.
        is_new: somebody said that they are none of the known ones of the same name.
    """

    name: str
    region: Region
    agency_kind: str
    nip: str = ""
    agency: str = ""
    title: str = ""
    wants_room: bool = False
    food: str = ""
    same_as: Person | None = None
    is_new: bool = False


class MaybeKnown(TakingPartRefusal):
    """Somebody of just this name is known there: who names them says whether it is the same person."""

    def __init__(self, persons: list[Person]) -> None:
        super().__init__(_("Ada orang bernama sama di instansi ini. Pilih: orang yang sama, atau orang lain."))
        self.persons = persons


@transaction.atomic
def name_person(
    *, event: Event, nominee: Nominee, who: Who, letter: files.Checked | StoredFile | None = None
) -> Participation:
    """Name somebody for an event: they hold a seat, or wait for one where none is free.

    Raises:
        MaybeKnown: whether they are a known person must be told first.
        TakingPartRefusal: not at this time, no quota, named already, or in a parallel event; nothing is stored.
    """
    nominee = _clean(nominee)
    held = hold(event, who=who)
    person = _person(nominee, who)
    hold_persons([person.pk])
    row = _row_of(held.event, person, nominee)
    check_not_busy(held.event, person, nominee.name)
    before = recording.facts_of(row) if row.pk else None
    row.quota, row.state = seat_or_wait(
        held, code=nominee.region.code, kind=nominee.agency_kind, place=str(nominee.region)
    )
    _take(row, nominee)
    row.entered_by, row.entered_at, row.reason = who.by, who.at, ""
    row.letter = _kept(letter, held.event, nominee.region, who) or row.letter
    _save(row)
    _write(row, before, who, "training.name_person", _("Peserta diusulkan: {event}"))
    return row


def _clean(nominee: Nominee) -> Nominee:
    """Return somebody as they are stored.

    Raises:
        TakingPartRefusal: a part that cannot be read.
    """
    if nominee.agency_kind not in AgencyKind.values:
        raise TakingPartRefusal(_("Pilih unsurnya."))
    words = {name: " ".join(getattr(nominee, name).split()) for name in PLAIN}
    return Nominee(
        name=check_name(nominee.name),
        region=nominee.region,
        agency_kind=nominee.agency_kind,
        nip=check_nip(nominee.nip),
        wants_room=nominee.wants_room,
        same_as=nominee.same_as,
        is_new=nominee.is_new,
        **words,
    )


def _person(nominee: Nominee, who: Who) -> Person:
    """Return the person behind a name: by NIP, as chosen, or a new one."""
    if nominee.nip:
        known = Person.objects.filter(nip=nominee.nip).order_by("pk").first()
        if known is not None:
            if plain_person_name(known.name) != plain_person_name(nominee.name):
                raise other_name(nominee.nip)
            return known
    if nominee.same_as is not None:
        note_nip(person=nominee.same_as, nip=nominee.nip, region=nominee.region, by=who.by, at=who.at)
        return nominee.same_as
    if not nominee.is_new:
        maybe = queries.same_people(name=nominee.name, region=nominee.region, agency=nominee.agency)
        maybe = [person for person in maybe if not (nominee.nip and person.nip)]
        if maybe:
            raise MaybeKnown(maybe)
    told = Person(name=nominee.name, nip=nominee.nip)
    return enter_persons(persons=[told], region=nominee.region, by=who.by, at=who.at)[0]


def other_name(nip: str) -> TakingPartRefusal:
    """Return the refusal of a NIP that is known under another name; it tells neither name nor number."""
    return TakingPartRefusal(
        _(
            "NIP {nip} sudah tercatat atas nama lain. Periksa angkanya dan ejaan namanya; "
            "kalau memang orang yang sama, samakan ejaannya."
        ).format(nip=masked(nip))
    )


def _row_of(event: Event, person: Person, nominee: Nominee) -> Participation:
    """Return the row to fill: a new one, or that of somebody who left this event before.

    Raises:
        TakingPartRefusal: they are in it, or were declined.
    """
    row = Participation.objects.filter(event=event, person=person).select_related("region", "klass", "quota__region")
    found = row.first()
    if found is None:
        return Participation(event=event, person=person)
    found.event = event
    if found.state == DECLINED:
        raise TakingPartRefusal(
            _("{name} pernah ditolak untuk kegiatan ini. Minta penyelenggara membatalkan penolakannya.").format(
                name=nominee.name
            )
        )
    if found.state not in (WITHDRAWN, REPLACED):
        raise TakingPartRefusal(
            _("{name} sudah ada di kegiatan ini, dengan keadaan “{state}”.").format(
                name=nominee.name, state=found.get_state_display()
            )
        )
    return found


def _take(row: Participation, nominee: Nominee) -> None:
    row.name, row.region, row.agency_kind = nominee.name, nominee.region, nominee.agency_kind
    row.wants_room = nominee.wants_room
    for name in PLAIN:
        setattr(row, name, getattr(nominee, name))


def _kept(letter: files.Checked | StoredFile | None, event: Event, region: Region, who: Who) -> StoredFile | None:
    """Keep a letter that was just sent; one kept already may stand behind several people."""
    if not isinstance(letter, files.Checked):
        return letter
    kept = files.keep(letter, place_code=region.code, by=who.by, at=who.at)
    files.attach(files=[kept], to=f"training.letter:{event.pk}")
    return kept


def _save(row: Participation) -> None:
    row.version = row.version + 1 if row.pk else 1
    row.save()


def _write(row: Participation, before: dict[str, Any] | None, who: Who, verb: str, summary: str) -> None:
    recording.write(
        row.region.code,
        [recording.change_of(row, before)],
        event=row.event,
        by=who.by,
        at=who.at,
        verb=verb,
        summary=summary,
        reason=who.reason,
    )


def fresh_row(held: Held, row: Participation, *, seen: int | None = None) -> Participation:
    """Return somebody's part as it is now, under the lock of its event.

    Raises:
        TakingPartRefusal: changed since version ``seen``.
    """
    shown = ("region", "klass", "quota__region", "person")
    fresh = Participation.objects.select_related(*shown).get(pk=row.pk, event=held.event)
    fresh.event = held.event
    if seen is not None and fresh.version != seen:
        raise TakingPartRefusal(
            _("Data orang ini baru saja diubah orang lain. Periksa dulu isinya, lalu ulangi kalau masih perlu.")
        )
    return fresh


@transaction.atomic
def correct_person(
    *,
    row: Participation,
    nominee: Nominee,
    who: Who,
    seen: int,
    letter: files.Checked | StoredFile | None = None,
    for_all: bool = False,
) -> Participation:
    """Correct what is told of somebody; another place or kind takes a seat of the quota it belongs to.

    ``for_all`` puts the letter behind everybody whom the same account named for this event and who has none yet.

    Raises:
        TakingPartRefusal: no seat there, changed meanwhile, not at this time, or the NIP of somebody else.
    """
    nominee = _clean(nominee)
    held = hold(row.event, who=who)
    fresh = fresh_row(held, row, seen=seen)
    before = recording.facts_of(fresh)
    _correct_nip(fresh, nominee, who)
    quota = held.quota_of(nominee.region.code, nominee.agency_kind)
    if fresh.state in HELD and (quota is None or quota.pk != fresh.quota_id):
        fresh.quota = _other_seat(held, nominee)
    elif fresh.state == WAITING:
        fresh.quota = quota or fresh.quota
    _take(fresh, nominee)
    fresh.letter = _kept(letter, held.event, nominee.region, who) or fresh.letter
    if before == recording.facts_of(fresh):
        return fresh
    _save(fresh)
    _write(fresh, before, who, "training.correct_person", _("Data peserta diperbaiki: {event}"))
    if for_all and fresh.letter is not None:
        same = Participation.objects.filter(event=held.event, entered_by=fresh.entered_by_id, letter=None)
        same.exclude(entered_by=None).update(letter=fresh.letter)
    move_up(hold(held.event, who=None), at=who.at)
    return fresh


def _correct_nip(row: Participation, nominee: Nominee, who: Who) -> None:
    if not nominee.nip or nominee.nip == row.person.nip:
        return
    if row.person.nip or Person.objects.filter(nip=nominee.nip).exists():
        raise TakingPartRefusal(
            _("NIP ini berbeda dari yang sudah tercatat. Kalau orangnya lain, gunakan “Ganti orang”.")
        )
    note_nip(person=row.person, nip=nominee.nip, region=nominee.region, by=who.by, at=who.at)


def _other_seat(held: Held, nominee: Nominee) -> Any:  # noqa: ANN401 - a Quota
    quota, state = seat_or_wait(held, code=nominee.region.code, kind=nominee.agency_kind, place=str(nominee.region))
    if state == WAITING:
        raise TakingPartRefusal(
            _("Kuota {quota} sudah penuh, jadi orang ini tidak dapat dipindahkan ke sana.").format(quota=quota)
        )
    return quota


@transaction.atomic
def replace_person(
    *,
    row: Participation,
    nominee: Nominee,
    who: Who,
    seen: int,
    why: str,
    letter: files.Checked | StoredFile | None = None,
) -> Participation:
    """Put somebody else into the very seat, and the same class; approved already where who runs the event does it.

    Raises:
        MaybeKnown: whether they are a known person must be told first.
        TakingPartRefusal: no reason, no seat is held, another quota, or as ``name_person``.
    """
    nominee = _clean(nominee)
    if not why.strip():
        raise TakingPartRefusal(_("Tulis mengapa orang ini diganti."))
    held = hold(row.event, who=who)
    fresh = fresh_row(held, row, seen=seen)
    check_move(state=fresh.state, to=REPLACED, label=str(fresh.get_state_display()))
    quota = held.quota_of(nominee.region.code, nominee.agency_kind)
    if quota is None or quota.pk != fresh.quota_id:
        raise TakingPartRefusal(_("Pengganti harus berasal dari kuota yang sama: {quota}.").format(quota=fresh.quota))
    person = _person(nominee, who)
    hold_persons([person.pk])
    if Participation.objects.filter(event=held.event, person=person).exists():
        raise TakingPartRefusal(
            _("{name} sudah tercatat di kegiatan ini. Pilih pengganti yang belum ada di daftarnya.").format(
                name=nominee.name
            )
        )
    check_not_busy(held.event, person, nominee.name)
    before = recording.facts_of(fresh)
    taker = Participation(event=held.event, person=person, quota=fresh.quota, klass=fresh.klass, replaces=fresh)
    taker.state = APPROVED if who.runs and fresh.state in SURE else PROPOSED
    _take(taker, nominee)
    taker.entered_by, taker.entered_at = who.by, who.at
    taker.letter = _kept(letter, held.event, nominee.region, who)
    fresh.state, fresh.klass, fresh.reason = REPLACED, None, " ".join(why.split())[:300]
    _save(fresh)
    _save(taker)
    changes = [recording.change_of(fresh, before), recording.change_of(taker, None)]
    recording.write(
        taker.region.code,
        changes,
        event=held.event,
        by=who.by,
        at=who.at,
        verb="training.replace_person",
        summary=_("Peserta diganti orang lain: {event}"),
        reason=who.reason,
    )
    return taker

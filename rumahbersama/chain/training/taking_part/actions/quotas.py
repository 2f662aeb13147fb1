"""Seats given to places and kinds of office, seats that places keep, and the last day of registration."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.chain.training.models import Event, Participation, Quota, Registration, Reservation
from rumahbersama.chain.training.taking_part import recording
from rumahbersama.chain.training.taking_part.actions.seats import Held, Who, hold, move_up
from rumahbersama.chain.training.taking_part.rules import HELD, MOST_SEATS, Ledger, TakingPartRefusal, check_apart
from rumahbersama.ground.audit.rules import Change
from rumahbersama.ground.core.formats import number
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.rules import is_below_or_same

MOST_TOLD = 12


@dataclass(frozen=True)
class Given:
    """What was done to quotas, and how many people moved up from the waiting list."""

    made: int
    changed: int
    removed: int
    moved: int


@transaction.atomic
def set_quotas(
    *, event: Event, wanted: Mapping[tuple[str, str], int], regions: Mapping[str, Region], who: Who
) -> Given:
    """Set the seats of several quotas, all or none; others stay. 0 takes one away where nothing rests on it.

    Args:
        event: whose seats.
        wanted: seats by (code of the place, kind or "").
        regions: the places by code.
        who: who acts; it must be somebody who runs the event.

    Raises:
        TakingPartRefusal: fewer seats than are held, with the list of them; or too many.
    """
    held = hold(event, who=who)
    there = {(quota.region.code, str(quota.agency_kind)): quota for quota in held.quotas.values()}
    made, changed, removed, changes = 0, 0, 0, []
    for key, seats in wanted.items():
        if not 0 <= seats <= MOST_SEATS:
            raise TakingPartRefusal(_("Jumlah kursi antara 0 dan {most}.").format(most=number(MOST_SEATS)))
        quota = there.get(key)
        before = quota.seats if quota else None
        if quota is None and seats:
            Quota.objects.create(event=held.event, region=regions[key[0]], agency_kind=key[1], seats=seats)
            made += 1
        elif quota is not None and seats != quota.seats:
            _check_enough(held, quota, seats)
            removed += _put(quota, seats)
            changed += 1
        else:
            continue
        changes.append(_change(held.event, key, before, seats))
    moved = _after_quotas(held, changes, who)
    return Given(made, changed - removed, removed, moved)


def _put(quota: Quota, seats: int) -> bool:
    """Store the seats of a quota; return whether it went instead, because nothing rests on it."""
    rests = Participation.objects.filter(quota=quota).exists() or Reservation.objects.filter(quota=quota).exists()
    if seats == 0 and not rests:
        quota.delete()
        return True
    quota.seats = seats
    quota.save(update_fields=["seats"])
    return False


def _change(event: Event, key: tuple[str, str], before: int | None, after: int) -> Change:
    told = {"seats": after, "region": key[0], "agency_kind": key[1]}
    return Change(
        recording.QUOTA, f"{event.key}|{key[0]}|{key[1]}", None if before is None else {"seats": before}, told
    )


def _after_quotas(held: Held, changes: list[Change], who: Who) -> int:
    """Record what was given, and let the waiting list move up into it."""
    if not changes:
        return 0
    recording.write(
        held.event.region.code,
        changes,
        event=held.event,
        by=who.by,
        at=who.at,
        verb="training.set_quotas",
        summary=_("Kuota diatur, {count} baris: {event}"),
        reason=who.reason,
        count=len(changes),
    )
    return len(move_up(hold(held.event, who=None), at=who.at))


def _check_enough(held: Held, quota: Quota, seats: int) -> None:
    """Refuse fewer seats than are held, and name what holds them: first what is kept, then people."""
    ledger = held.ledgers[quota.pk]
    taken = ledger.sums().taken
    if seats >= taken:
        return
    raise TakingPartRefusal(
        _(
            "{quota}: {taken} kursi sudah terpakai, jadi tidak dapat menjadi {seats}. Yang memegang: {list}. "
            "Tarik sebagian dulu, atau kurangi kursi yang disimpan."
        ).format(quota=quota, taken=number(taken), seats=number(seats), list="; ".join(_holders(quota, ledger)))
    )


def _holders(quota: Quota, ledger: Ledger) -> list[str]:
    kept = Reservation.objects.filter(quota=quota).select_related("region")
    told = [
        _("{place} menyimpan {count} tanpa nama").format(
            place=row.region, count=row.seats - ledger.names[row.region.code]
        )
        for row in kept
        if row.seats > ledger.names[row.region.code]
    ]
    names = list(
        Participation.objects.filter(quota=quota, state__in=HELD).order_by("name").values_list("name", flat=True)
    )
    rest = len(names) - MOST_TOLD
    return told + names[:MOST_TOLD] + ([_("dan {count} orang lagi").format(count=number(rest))] if rest > 0 else [])


@transaction.atomic
def keep_seats(*, quota: Quota, region: Region, seats: int, letter: str, who: Who) -> int:
    """Keep seats of a quota for a place before it knows the names; 0 gives them back. Returns who moved up then.

    Raises:
        TakingPartRefusal: not enough are free, the place is not the quota's, no letter, or not at this time.
    """
    held = hold(quota.event, who=who)
    fresh, ledger = held.quotas[quota.pk], held.ledgers[quota.pk]
    if not is_below_or_same(region.code, fresh.region.code):
        raise TakingPartRefusal(_("{place} bukan bagian wilayah kuota ini.").format(place=region))
    others = list(Reservation.objects.filter(quota=fresh).select_related("region"))
    before = next((row for row in others if row.region_id == region.pk), None)
    if seats:
        if not letter.strip():
            raise TakingPartRefusal(_("Tulis nomor dan tanggal surat yang meminta kursi ini disimpan."))
        check_apart(region.code, [(row.region.code, str(row.region)) for row in others])
        _check_room(fresh, ledger, region, seats)
        Reservation.objects.update_or_create(
            quota=fresh, region=region, defaults={"seats": seats, "letter": letter.strip()[:160]}
        )
    elif before is not None:
        before.delete()
    was = before.seats if before else 0
    if was == seats:
        return 0
    change = Change(
        recording.KEPT,
        f"{held.event.key}|{fresh.region.code}|{fresh.agency_kind}|{region.code}",
        {"seats": was},
        {"seats": seats, "letter": letter.strip()[:160], "region": region.code},
    )
    recording.write(
        region.code,
        [change],
        event=held.event,
        by=who.by,
        at=who.at,
        verb="training.keep_seats",
        summary=_("{count} kursi disimpan tanpa nama: {event}"),
        reason=who.reason,
        count=seats,
    )
    return len(move_up(hold(held.event, who=None), at=who.at))


def _check_room(quota: Quota, ledger: Ledger, region: Region, seats: int) -> None:
    """Refuse to keep more than is free beside what others hold."""
    asked = Ledger(ledger.seats, {**ledger.kept, region.code: seats})
    here = Participation.objects.filter(quota=quota, state__in=HELD).order_by()
    for code in here.values_list("region__code", flat=True):
        asked.add(code)
    if asked.sums().free < 0:
        most = seats + asked.sums().free
        raise TakingPartRefusal(
            _("Kursi yang masih dapat disimpan untuk {place} paling banyak {most}.").format(
                place=region, most=number(max(0, most))
            )
        )


@transaction.atomic
def set_last_day(*, event: Event, closes_on: date, who: Who) -> None:
    """Set the last day on which places name people.

    Raises:
        TakingPartRefusal: after the event has begun.
    """
    fresh = Event.objects.select_for_update(of=("self",)).select_related("region").get(pk=event.pk)
    if closes_on > fresh.ends_on:
        raise TakingPartRefusal(_("Hari terakhir pendaftaran tidak boleh sesudah kegiatan selesai."))
    row = Registration.objects.filter(event=fresh).first()
    before = row.closes_on.isoformat() if row else None
    if before == closes_on.isoformat():
        return
    Registration.objects.update_or_create(event=fresh, defaults={"closes_on": closes_on})
    change = Change(
        recording.QUOTA,
        f"{fresh.key}|",
        {"closes_on": before} if before else None,
        {"closes_on": closes_on.isoformat()},
    )
    recording.write(
        fresh.region.code,
        [change],
        event=fresh,
        by=who.by,
        at=who.at,
        verb="training.set_last_day",
        summary=_("Hari terakhir pendaftaran diatur: {event}"),
    )

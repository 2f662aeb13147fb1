"""Holding an event while its seats change, and moving the waiting list up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.training.models import Event, Participation, Quota
from rumahbersama.chain.training.taking_part import queries, recording
from rumahbersama.chain.training.taking_part.rules import (
    PROPOSED,
    WAITING,
    Ledger,
    TakingPartRefusal,
    check_registration,
    quota_for,
)
from rumahbersama.ground.people.models import Person


@dataclass(frozen=True)
class Who:
    """Who acts, when, whether they run the event, and why where it must be told.

    Attributes:
        by: the account, or None for the program.
        at: the moment.
        today: the day at the place of the event.
        runs: whether they run the event.
        reason: asked where registration is closed.
    """

    by: Any
    at: datetime
    today: date
    runs: bool = False
    reason: str = ""


@dataclass
class Held:
    """An event whose seats nobody else changes until the transaction ends."""

    event: Event
    quotas: dict[int, Quota]
    ledgers: dict[int, Ledger]

    def quota_of(self, code: str, kind: str) -> Quota | None:
        """Return the quota to which somebody of this place and kind belongs."""
        keys = [(quota.pk, quota.region.code, str(quota.agency_kind)) for quota in self.quotas.values()]
        number = quota_for(keys, code=code, kind=kind)
        return None if number is None else self.quotas[number]


def hold(event: Event, *, who: Who | None) -> Held:
    """Lock an event and read its seats; ``who`` None: the caller has checked that it may be changed now.

    Raises:
        TakingPartRefusal: not at this time.
    """
    fresh = Event.objects.select_for_update(of=("self",)).select_related("region").get(pk=event.pk)
    if who is not None:
        check_registration(
            state=fresh.state,
            closes_on=queries.last_day_of_registration(fresh),
            today=who.today,
            runs=who.runs,
            reason=who.reason,
        )
    quotas = queries.quotas_of(fresh)
    return Held(fresh, {quota.pk: quota for quota in quotas}, queries.ledgers_of(fresh, quotas))


def hold_persons(numbers: Iterable[int]) -> None:
    """Lock persons in their order, so that two events at once do not both give one of them a seat."""
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=sorted(set(numbers))).order_by("pk").only("pk"))


def check_not_busy(event: Event, person: Person, name: str) -> None:
    """Refuse somebody who holds a seat in another event on the same days; to wait for one is no hindrance.

    Raises:
        TakingPartRefusal: with the name of the other event.
    """
    other = queries.busy(event, [person.pk]).get(person.pk)
    if other:
        raise TakingPartRefusal(
            _(
                "{name} sudah memegang kursi di “{event}” pada hari yang sama. "
                "Tarik dulu dari kegiatan itu, atau usulkan orang lain."
            ).format(name=name, event=other)
        )


def move_up(held: Held, *, at: datetime) -> list[Participation]:
    """Give free seats to who waits, in the order in which they came; returns who got one.

    Somebody who meanwhile holds a seat in a parallel event keeps waiting. Whoever waits belongs to the quota that
    fits now, for quotas may have been added.
    """
    waiting = list(queries.waiting_in_order(held.event).select_related("region", "klass", "quota__region"))
    if not waiting:
        return []
    hoping = [row for row in waiting if _has_hope(held, row)]
    hold_persons(row.person_id for row in hoping)
    taken = queries.busy(held.event, [row.person_id for row in hoping])
    moved: list[Participation] = []
    changes = []
    for row in hoping:
        row.event = held.event
        quota = held.quota_of(row.region.code, row.agency_kind)
        if quota is None or row.person_id in taken or not held.ledgers[quota.pk].has_seat_for(row.region.code):
            continue
        before = recording.facts_of(row)
        held.ledgers[quota.pk].add(row.region.code)
        row.quota, row.state, row.version = quota, PROPOSED, row.version + 1
        moved.append(row)
        changes.append(recording.change_of(row, before))
    if moved:
        Participation.objects.bulk_update(moved, ["quota", "state", "version"], batch_size=500)
        recording.write(
            held.event.region.code,
            changes,
            event=held.event,
            by=None,
            at=at,
            verb="training.move_up",
            summary=_("{count} orang dari daftar tunggu mendapat kursi: {event}"),
            count=len(moved),
        )
    return moved


def _has_hope(held: Held, row: Participation) -> bool:
    quota = held.quota_of(row.region.code, row.agency_kind)
    return quota is not None and held.ledgers[quota.pk].has_seat_for(row.region.code)


def seat_or_wait(held: Held, *, code: str, kind: str, place: str) -> tuple[Quota, str]:
    """Return the quota of somebody and whether they hold a seat now (proposed) or wait; the seat is counted.

    Raises:
        TakingPartRefusal: no quota is for people like this; ``place`` names theirs.
    """
    quota = held.quota_of(code, kind)
    if quota is None:
        raise TakingPartRefusal(
            _("Tidak ada kuota untuk unsur ini dari {place}. Tanyakan kepada penyelenggara.").format(place=place)
        )
    ledger = held.ledgers[quota.pk]
    if not ledger.has_seat_for(code):
        ledger.waiting += 1
        return quota, WAITING
    ledger.add(code)
    return quota, PROPOSED

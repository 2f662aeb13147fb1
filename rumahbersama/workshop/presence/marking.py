"""Marks: a scan, a keeper's taps (also from a device that was offline), a correction with its reason.

A scan is one statement (``scanning``). It is taken once however often it is sent: a person's own phone counts once an
occasion, which the database holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.ground.audit.rules import Change, named
from rumahbersama.workshop.presence import recording
from rumahbersama.workshop.presence.models import Attendee, Mark, Occasion
from rumahbersama.workshop.presence.rules import (
    CORRECTION,
    PRESENT,
    SAYINGS,
    TAP,
    PresenceRefusal,
    clock_off,
    moment_said,
)
from rumahbersama.workshop.presence.scanning import Scan, store


@dataclass(frozen=True)
class Marked:
    """What came of a scan: the mark that counts, and whether it is this one."""

    mark: Mark
    is_new: bool


@dataclass(frozen=True)
class Clocks:
    """What a device's clock showed when something was said, and when it was sent; None where it did not tell."""

    said_at: datetime | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True)
class Merged:
    """What came of a keeper's taps: how many were taken, and of whom now two different things are said."""

    taken: int
    collides: tuple[int, ...]
    clock_off: int | None


class SecondName(PresenceRefusal):
    """A second name from the same device needs a note."""


def mark(
    *, occasion: Occasion, attendee: Attendee, how: str, at: datetime, device: str = "", note: str = ""
) -> Marked:
    """Write down that a person was there, said by their own device; a second time the first one is returned.

    Raises:
        PresenceRefusal: not open, not on the list, or the device has marked another name and no note says why.
    """
    scan = Scan(occasion.pk, attendee.pk, how, at, device[:32], _short(note))
    for _try in range(2):
        number = store(scan)
        if number is not None:
            made = Mark(pk=number, occasion=occasion, attendee=attendee, how=how, at=at, received_at=at)
            return Marked(made, is_new=True)
        known = Mark.objects.filter(occasion=occasion, attendee=attendee, is_counted=True, by=None).first()
        if known is not None:
            return Marked(known, is_new=False)
        _say_why(scan)
    raise PresenceRefusal(_("Belum tercatat. Coba sekali lagi."))


def _say_why(scan: Scan) -> None:
    """Refuse a scan that was not stored, with its reason; one without a reason any more may be tried again."""
    occasion = Occasion.objects.get(pk=scan.occasion)
    if not Attendee.objects.filter(pk=scan.attendee, roster=occasion.roster_id, removed_at=None).exists():
        raise PresenceRefusal(_("Nama itu tidak ada di daftar acara ini. Tanyakan kepada petugas."))
    if not occasion.is_open:
        raise not_open(occasion.state)
    if scan.device and not scan.note:
        own = Mark.objects.filter(occasion=occasion, device=scan.device, is_counted=True, by=None)
        if own.exists():
            raise SecondName(
                _("Gawai ini sudah mencatat nama lain di acara ini. Tulis sebabnya supaya petugas tahu.")
            )


def not_open(state: str | None) -> PresenceRefusal:
    """Return what to tell where no marks are taken."""
    if state == Occasion.State.PLANNED:
        return PresenceRefusal(_("Daftar hadir acara ini belum dibuka. Tunggu petugas membukanya, lalu coba lagi."))
    return PresenceRefusal(_("Daftar hadir acara ini sudah ditutup. Temui petugas untuk dicatat dengan alasannya."))


@transaction.atomic
def tap(
    *,
    occasion: Occasion,
    said: Mapping[int, str],
    by: Any,  # noqa: ANN401
    at: datetime,
    key: str = "",
    clocks: Clocks = Clocks(),
    how: str = TAP,
) -> Merged:
    """Take what a keeper said of people, by number of attendee; also what a device kept while it was offline.

    What the same keeper said of a person before no longer counts, unless it was said later than this (an older one
    arriving late changes nothing). What others or the person's own phone said stays, and may collide with it: that is
    shown until somebody settles it. Closed occasions still take taps that were said while they were open.

    Raises:
        PresenceRefusal: not open, or somebody who is not on the list; nothing is stored then.
    """
    moment = moment_said(said_at=clocks.said_at, sent_at=clocks.sent_at, received_at=at)
    fresh = Occasion.objects.select_for_update(of=("self",)).select_related("roster__region").get(pk=occasion.pk)
    _check_taps(fresh, said, moment)
    before = {row.attendee_id: row for row in _of(fresh, said).filter(by=by)}
    off = clock_off(sent_at=clocks.sent_at, received_at=at)
    changes: list[Change] = []
    for attendee, says in sorted(said.items()):
        was = before.get(attendee)
        is_same = was is not None and was.says == says
        if is_same and was is not None and (clocks.said_at is None or moment <= was.at):
            continue  # said again by a device, it is the later word: one said in between may still arrive
        is_older = was is not None and was.at > moment
        if was is not None and not is_older:
            _withdraw(was, at=at, because=_("diganti oleh pengisi yang sama"))
        Mark.objects.create(
            occasion=fresh,
            attendee_id=attendee,
            says=says,
            how=how,
            at=moment,
            said_at=clocks.said_at,
            received_at=at,
            clock_off=off,
            by=by,
            by_name=named(by)[:200],
            is_counted=not is_older,
            withdrawn_at=at if is_older else None,
            withdrawn_because=_("dikatakan lebih dulu daripada yang sudah tercatat") if is_older else "",
            **({"key": f"{key}:{attendee}"} if key else {}),
        )
        if not is_older and not is_same:
            changes.append(recording.said_change(fresh, attendee, was.says if was else None, says))
    if changes:
        summary = _("Kehadiran diketuk: {list}")
        recording.write(fresh.roster, changes, by=by, at=at, verb="presence.tap", summary=summary)
    return Merged(len(changes), _colliding(fresh, said), off)


def _check_taps(occasion: Occasion, said: Mapping[int, str], moment: datetime) -> None:
    was_open = occasion.is_closed and occasion.closed_at is not None and moment <= occasion.closed_at
    if not (occasion.is_open or was_open):
        raise not_open(occasion.state)
    known = Attendee.objects.filter(roster=occasion.roster_id, pk__in=list(said)).count()
    if known != len(said) or not set(said.values()) <= set(SAYINGS):
        raise PresenceRefusal(_("Daftar namanya sudah berubah. Buka lagi halaman ini, lalu ketuk sekali lagi."))


def _of(occasion: Occasion, said: Mapping[int, str]) -> Any:  # noqa: ANN401 - a QuerySet
    return Mark.objects.filter(occasion=occasion, attendee__in=list(said), is_counted=True)


def _colliding(occasion: Occasion, said: Mapping[int, str]) -> tuple[int, ...]:
    """Return of whom two different things are said now; being there in time and late do not collide."""
    kinds: dict[int, set[str]] = {}
    for attendee, says in _of(occasion, said).values_list("attendee_id", "says"):
        kinds.setdefault(attendee, set()).add(PRESENT if says == Mark.Says.LATE else says)
    return tuple(sorted(attendee for attendee, found in kinds.items() if len(found) > 1))


@transaction.atomic
def correct(
    *,
    occasion: Occasion,
    attendee: Attendee,
    says: str,
    reason: str,
    by: Any,  # noqa: ANN401
    at: datetime,
) -> Mark:
    """Settle what is said of a person at an occasion, with a reason; all that was said before counts no more.

    Raises:
        PresenceRefusal: no reason, or nothing to say.
    """
    if says not in SAYINGS:
        raise PresenceRefusal(_("Pilih: hadir, terlambat, izin, sakit, atau tidak hadir."))
    if not reason.strip():
        raise PresenceRefusal(_("Tulis alasan koreksinya, supaya riwayatnya jelas."))
    fresh = Occasion.objects.select_for_update(of=("self",)).select_related("roster__region").get(pk=occasion.pk)
    rows = list(Mark.objects.filter(occasion=fresh, attendee=attendee, is_counted=True))
    if len(rows) == 1 and rows[0].how == CORRECTION and (rows[0].says, rows[0].note) == (says, _short(reason)):
        return rows[0]
    first = min((row.at for row in rows), default=at)
    for row in rows:
        _withdraw(row, at=at, because=_("dikoreksi: {reason}").format(reason=reason.strip()))
    made = Mark.objects.create(
        occasion=fresh,
        attendee=attendee,
        says=says,
        how=CORRECTION,
        at=first,
        received_at=at,
        note=_short(reason),
        by=by,
        by_name=named(by)[:200],
    )
    before = ", ".join(sorted({str(row.get_says_display()) for row in rows})) or None
    change = recording.said_change(fresh, attendee.pk, before, says)
    summary = _("Kehadiran dikoreksi: {list}")
    recording.write(fresh.roster, [change], by=by, at=at, verb="presence.correct", summary=summary, reason=reason)
    return made


def _short(text: str) -> str:
    return " ".join(text.split())[:200]


def _withdraw(row: Mark, *, at: datetime, because: str) -> None:
    row.is_counted, row.withdrawn_at, row.withdrawn_because = False, at, because[:300]
    row.save(update_fields=["is_counted", "withdrawn_at", "withdrawn_because"])

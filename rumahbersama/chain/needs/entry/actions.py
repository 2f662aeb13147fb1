"""Filling in, explaining, confirming, closing a period and opening it again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.chain.needs.actions import changed_meanwhile, check_value
from rumahbersama.chain.needs.entry.models import PeriodLock
from rumahbersama.chain.needs.entry.queries import Key
from rumahbersama.chain.needs.entry.rules import BoxRefusal, needs_reason
from rumahbersama.chain.needs.models import Indicator, Observation, Period
from rumahbersama.chain.needs.moved import MovedSum, moved_between, sums_above
from rumahbersama.chain.needs.rules import NeedsRefusal
from rumahbersama.chain.needs.storing import ENTITY, Held, Ids, NewValue, kabupaten_code, refuse_closed, store
from rumahbersama.chain.needs.sums import lock_kabupaten, resum
from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.rules import Change
from rumahbersama.ground.core.formats import number
from rumahbersama.ground.people.permissions import within
from rumahbersama.ground.regions.models import Region

UNSEEN = object()


@dataclass(frozen=True)
class Typed:
    """One value as typed. ``seen`` are the numbers that stood in its boxes; ``UNSEEN`` asks nothing."""

    region: Region
    indicator: Indicator
    numerator: Decimal
    denominator: Decimal | None = None
    seen: Any = None
    seen_denominator: Any = UNSEEN

    @property
    def key(self) -> Key:
        """Return the ids of place and indicator."""
        return self.region.pk, self.indicator.pk


@dataclass(frozen=True)
class Saved:
    """What saving did: how many values are new or changed, and which sums of the kecamatan and above moved."""

    count: int
    sums: list[MovedSum] = field(default_factory=list)


def enter_values(
    *,
    region: Region,
    period: Period,
    values: Sequence[Typed],
    source: str,
    reason: str,
    by: Any,  # noqa: ANN401 - Account
    at: datetime,
) -> Saved:
    """Store typed values of a place, or of the villages of a kecamatan, at once: all or none.

    Raises:
        NeedsRefusal: a value breaks its indicator's limits, the period is closed, somebody else changed a value
            since it was seen, or a value others stand by would change without a reason.
    """
    for each in values:
        _check_one(each)
    if not values:
        return Saved(0)
    with transaction.atomic():
        lock_kabupaten([kabupaten_code(region.code)])
        standing = _check_standing(values, period, reason=reason, by=by)
        places, indicators = {each.region.code for each in values}, {each.indicator.pk for each in values}
        before = sums_above(places=places, indicators=indicators, period=period)
        result = store(
            [
                NewValue(each.region.code, each.indicator.code, period.code, each.numerator, each.denominator, source)
                for each in values
            ],
            by=by,
            at=at,
            verb="needs.enter",
            summary=_("Angka {place} {period} diisi").format(place=region, period=period),
            place_code=region.code,
            reason=reason,
            held=_held(values, period, standing),
        )
        after = sums_above(places=places, indicators=indicators, period=period)
    return Saved(result.created + result.changed, moved_between(before, after))


@transaction.atomic
def enter_values_with_notes(
    *,
    notes: dict[Key, str],
    period: Period,
    by: Any,  # noqa: ANN401 - Account
    at: datetime,
    **more: Any,  # noqa: ANN401 - the rest of ``enter_values``
) -> tuple[Saved, int]:
    """Do as ``enter_values`` and keep why unusual values are right, at once; returns how many notes changed too."""
    saved = enter_values(period=period, by=by, at=at, **more)
    return saved, explain_values(notes=notes, period=period, by=by, at=at) if notes else 0


def _held(values: Sequence[Typed], period: Period, standing: dict[Key, Observation]) -> Held:
    ids = Ids(
        {each.region.code: each.region.pk for each in values},
        {each.indicator.code: each.indicator.pk for each in values},
        {period.code: period.pk},
    )
    rows = {
        (*key, period.pk): (row.numerator, row.denominator, row.state, row.source, row.note, row.run)
        for key, row in standing.items()
    }
    return Held(ids, rows)


def _check_one(typed: Typed) -> None:
    """Refuse a value that cannot be true, naming the box: a section has many."""
    try:
        check_value(
            indicator=typed.indicator,
            region=typed.region,
            numerator=typed.numerator,
            denominator=typed.denominator,
        )
    except NeedsRefusal as refusal:
        text = f"{typed.indicator}, {typed.region}: {refusal}"
        raise BoxRefusal(text, key=typed.key, at_box=str(refusal)) from refusal


def _check_standing(values: Sequence[Typed], period: Period, *, reason: str, by: Any) -> dict[Key, Observation]:  # noqa: ANN401
    """Refuse where somebody else changed a value since it was seen, or a reason is missing (one query).

    Returns:
        What stands there, by ids of place and indicator.
    """
    rows = Observation.objects.filter(
        region__in={each.region.pk for each in values},
        indicator__in={each.indicator.pk for each in values},
        period=period,
    )
    standing = {(row.region_id, row.indicator_id): row for row in rows}
    for each in values:
        row = standing.get(each.key)
        held = (row.numerator, row.denominator) if row else (None, None)
        if held == (each.numerator, each.denominator):
            continue
        seen = (each.seen, each.seen_denominator)
        if any(then not in {UNSEEN, now} for then, now in zip(seen, held, strict=True)):
            text = changed_meanwhile(each.indicator, row, place=each.region)
            at_box = _(
                "Baru saja diubah orang lain; sekarang {value}. Periksa dulu, lalu simpan lagi kalau masih perlu."
            )
            value = number(row.numerator if row else None)
            raise BoxRefusal(text, key=each.key, at_box=at_box.format(value=value))
        if row is not None and not reason.strip() and needs_reason(row, by=by):
            text = _("{indicator} {place} sudah diisi orang lain atau sudah diperiksa. Tulis alasan mengubahnya.")
            text = text.format(indicator=each.indicator, place=each.region)
            at_box = _("Sudah diisi orang lain atau sudah diperiksa.")
            raise BoxRefusal(text, key=each.key, at_box=at_box, asks_reason=True)
    return standing


@transaction.atomic
def explain_values(
    *,
    notes: dict[Key, str],
    period: Period,
    by: Any,  # noqa: ANN401 - Account
    at: datetime,
) -> int:
    """Keep why unusual values are right, by ids of region and indicator; returns how many notes changed."""
    rows = (
        Observation.objects.select_related("region", "indicator", "period")
        .filter(region__in={place for place, _ in notes}, indicator__in={what for _, what in notes}, period=period)
        .select_for_update(of=("self",))
    )
    changes, places = [], set()
    for row in rows:
        note = notes.get((row.region_id, row.indicator_id), row.note).strip()
        if note != row.note:
            changes.append(Change(ENTITY, row.key, {"note": row.note}, {"note": note}))
            places.add(row.region.code)
            Observation.objects.filter(pk=row.pk).update(note=note)
    if changes:
        record(
            by=by,
            at=at,
            verb="needs.explain",
            summary=_("{count} angka tidak biasa dijelaskan").format(count=len(changes)),
            place_code=places.pop() if len(places) == 1 else min(places).rpartition(".")[0],
            changes=changes,
        )
    return len(changes)


def confirm_place(*, region: Region, period: Period, by: Any, at: datetime) -> int:  # noqa: ANN401
    """Say for a village that its entered values of a period are right; contested ones wait. Returns how many."""
    kabupaten = kabupaten_code(region.code)
    with transaction.atomic():
        lock_kabupaten([kabupaten])
        rows = list(
            Observation.objects.select_related("indicator", "region", "period").filter(
                within([region.code]), period=period, state=Observation.State.ENTERED
            )
        )
        if not rows:
            return 0
        refuse_closed({(row.region.code, period.code) for row in rows})
        state = Observation.State.CONFIRMED
        changes = [Change(ENTITY, row.key, {"state": row.state}, {"state": str(state)}) for row in rows]
        Observation.objects.filter(pk__in=[row.pk for row in rows]).update(state=state)
        record(
            by=by,
            at=at,
            verb="needs.confirm",
            summary=_("{count} angka {place} {period} dibenarkan desa").format(
                count=len(rows), place=region, period=period
            ),
            place_code=region.code,
            changes=changes,
        )
        resum(kabupaten=[kabupaten], indicators={row.indicator_id for row in rows}, periods=[period.pk])
    return len(rows)


@transaction.atomic
def close_period(*, region: Region, period: Period, by: Any, at: datetime) -> PeriodLock:  # noqa: ANN401
    """Close a period at a place: nothing below it changes until somebody reopens it with a reason.

    Raises:
        NeedsRefusal: it is closed already.
    """
    lock_kabupaten([kabupaten_code(region.code)])
    if PeriodLock.objects.filter(region=region, period=period, reopened_at=None).exists():
        raise NeedsRefusal(_("{period} di {place} sudah ditutup.").format(period=period, place=region))
    lock = PeriodLock.objects.create(region=region, period=period, locked_by=by, locked_at=at)
    record(
        by=by,
        at=at,
        verb="needs.close_period",
        summary=_("{period} ditutup di {place}").format(period=period, place=region),
        place_code=region.code,
        changes=[Change("needs.lock", f"{region.code}|{period.code}", {"closed": False}, {"closed": True})],
    )
    return lock


@transaction.atomic
def reopen_period(*, region: Region, period: Period, reason: str, by: Any, at: datetime) -> PeriodLock:  # noqa: ANN401
    """Open a closed period again, with the reason.

    Raises:
        NeedsRefusal: no reason, or it is not closed here.
    """
    if not reason.strip():
        raise NeedsRefusal(_("Tulis alasan membuka kembali, supaya semua tahu apa yang akan berubah."))
    lock_kabupaten([kabupaten_code(region.code)])
    lock = PeriodLock.objects.filter(region=region, period=period, reopened_at=None).first()
    if lock is None:
        raise NeedsRefusal(_("{period} di {place} tidak sedang ditutup.").format(period=period, place=region))
    lock.reopened_by, lock.reopened_at, lock.reason = by, at, reason.strip()
    lock.save(update_fields=["reopened_by", "reopened_at", "reason"])
    record(
        by=by,
        at=at,
        verb="needs.reopen_period",
        summary=_("{period} dibuka kembali di {place}").format(period=period, place=region),
        place_code=region.code,
        changes=[Change("needs.lock", f"{region.code}|{period.code}", {"closed": True}, {"closed": False})],
        reason=reason.strip(),
    )
    return lock

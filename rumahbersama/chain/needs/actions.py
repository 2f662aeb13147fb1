"""Changes to observations: correct, confirm, contest, verify. Reference data: see ``reference.py``."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.chain.needs.models import Indicator, Observation, Period
from rumahbersama.chain.needs.moved import MovedSum, moved_between, sums_above
from rumahbersama.chain.needs.queries import in_care_of
from rumahbersama.chain.needs.rules import NeedsRefusal
from rumahbersama.chain.needs.storing import ENTITY, NewValue, kabupaten_code, refuse_closed, store
from rumahbersama.chain.needs.sums import lock_kabupaten, resum
from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.rules import Change
from rumahbersama.ground.core.formats import number
from rumahbersama.ground.intake.numbers import LARGEST, canonical
from rumahbersama.ground.regions.models import Region

VERBS = {
    Observation.State.CONFIRMED: "needs.confirm",
    Observation.State.CONTESTED: "needs.contest",
    Observation.State.VERIFIED: "needs.verify",
}


def correct_observation(
    *,
    region: Region,
    indicator: Indicator,
    period: Period,
    numerator: Decimal,
    denominator: Decimal | None,
    source: str,
    reason: str,
    by: Any,  # noqa: ANN401 - Account
    at: datetime,
    seen: str | None = None,
) -> list[MovedSum]:
    """Enter or correct one value; every level shows it at its next read. Returns which sums above moved.

    ``seen`` is the ``face`` of the value that the person corrects ("" for none), None to correct whatever is there.

    Raises:
        NeedsRefusal: the region is not at the indicator's level, the value breaks the indicator's limits, or
            somebody else changed it since it was seen.
    """
    check_value(indicator=indicator, region=region, numerator=numerator, denominator=denominator)
    with transaction.atomic():
        lock_kabupaten([kabupaten_code(region.code)])
        standing = Observation.objects.filter(region=region, indicator=indicator, period=period).first()
        if seen is not None and seen != (standing.face if standing else ""):
            raise NeedsRefusal(changed_meanwhile(indicator, standing, place=region))
        before = sums_above(places=[region.code], indicators=[indicator.pk], period=period)
        store(
            [NewValue(region.code, indicator.code, period.code, numerator, denominator, source)],
            by=by,
            at=at,
            verb="needs.correct",
            summary=_("{indicator} {place} {period} menjadi {value}").format(
                indicator=indicator.name, place=region, period=period, value=canonical(numerator)
            ),
            place_code=region.code,
            reason=reason,
            is_source_told=True,
        )
        after = sums_above(places=[region.code], indicators=[indicator.pk], period=period)
    return moved_between(before, after)


def changed_meanwhile(indicator: Indicator, standing: Observation | None, *, place: Region) -> str:
    """Return the sentence for a value that somebody else changed since it was seen."""
    return _(
        "{indicator} {place} baru saja diubah orang lain; sekarang {value}. "
        "Periksa dulu, lalu simpan lagi kalau masih perlu."
    ).format(indicator=indicator, place=place, value=number(standing.numerator if standing else None))


def check_value(*, indicator: Indicator, region: Region, numerator: Decimal, denominator: Decimal | None) -> None:
    """Refuse a value that cannot be true of this indicator, saying which rule it breaks.

    One above the indicator's ceiling is stored and doubted instead (``entry.rules``); tables refuse it.
    """
    if region.level != indicator.observed_level:
        raise NeedsRefusal(
            _("{indicator} dicatat di tingkat {level}, bukan di {place}.").format(
                indicator=indicator, level=indicator.get_observed_level_display(), place=region
            )
        )
    if region.gone_on is not None:
        raise NeedsRefusal(_("{place} sudah tidak ada, jadi angkanya tidak dapat diubah.").format(place=region))
    for side in (numerator, *([] if denominator is None else [denominator])):
        _check_number(indicator, side)
    if indicator.upward == Indicator.Upward.RATIO and denominator is None:
        raise NeedsRefusal(_("Isi penyebutnya: {text}.").format(text=indicator.denominator))
    if denominator == 0 and numerator:
        raise NeedsRefusal(of_nobody(indicator, numerator))
    if denominator is not None and denominator < numerator and indicator.unit == "%":
        raise NeedsRefusal(_("Pembilang tidak boleh melebihi penyebut."))


def of_nobody(indicator: Indicator, numerator: Decimal) -> str:
    """Return the sentence for a ratio that counts some of none."""
    return _("{indicator}: {value} dari 0 tidak mungkin. Kalau memang tidak ada, isi 0 dari 0.").format(
        indicator=indicator, value=number(numerator)
    )


def _check_number(indicator: Indicator, value: Decimal) -> None:
    if value < 0:
        raise NeedsRefusal(_("Nilai tidak boleh negatif. Periksa lagi angkanya."))
    if value >= LARGEST:
        raise NeedsRefusal(_("Nilai ini terlalu besar untuk disimpan. Periksa lagi angkanya."))
    if indicator.whole and value != value.to_integral_value():
        raise NeedsRefusal(_("{indicator} dihitung utuh, tanpa pecahan.").format(indicator=indicator))


def set_state(
    *,
    observation: Observation,
    state: str,
    reason: str,
    by: Any,  # noqa: ANN401
    at: datetime,
    seen: str | None = None,
) -> None:
    """Confirm, contest (with a reason) or verify a value; the sums' marks follow.

    ``seen`` is the ``face`` that the person had before them; that of ``observation`` where it is None.

    Raises:
        NeedsRefusal: contesting without a reason, the value already has that state, or it was changed or removed
            since it was seen.
    """
    if state == Observation.State.CONTESTED and not reason.strip():
        raise NeedsRefusal(_("Tulis alasan menyanggah, supaya pengelola data tahu apa yang harus diperiksa."))
    region, indicator = observation.region, observation.indicator
    kabupaten = kabupaten_code(region.code)
    with transaction.atomic():
        lock_kabupaten([kabupaten])
        fresh = Observation.objects.filter(pk=observation.pk).first()
        if fresh is None or fresh.face != (observation.face if seen is None else seen):
            raise NeedsRefusal(changed_meanwhile(indicator, fresh, place=region))
        refuse_closed([(region.code, observation.period.code)])
        if fresh.state == state:
            raise NeedsRefusal(_("Nilai ini sudah berstatus itu."))
        before = fresh.state
        fresh.state = state
        fresh.save(update_fields=["state"])
        record(
            by=by,
            at=at,
            verb=VERBS[Observation.State(state)],
            summary=f"{indicator.name} {region} {observation.period}: {fresh.get_state_display()}",
            place_code=region.code,
            changes=[Change(ENTITY, observation.key, {"state": before}, {"state": str(state)})],
            reason=reason,
        )
        resum(kabupaten=[kabupaten], indicators=[indicator.pk], periods=[observation.period_id])


def verify_place(*, region: Region, period: Period, by: Any, at: datetime) -> int:  # noqa: ANN401
    """Verify every value in the care of a place in a period that nobody contests; returns how many."""
    kabupaten = kabupaten_code(region.code)
    with transaction.atomic():
        lock_kabupaten([kabupaten])
        rows = list(
            Observation.objects.select_related("indicator", "region", "period")
            .filter(in_care_of(region), period=period)
            .exclude(state__in=(Observation.State.VERIFIED, Observation.State.CONTESTED))
        )
        if not rows:
            return 0
        refuse_closed({(row.region.code, period.code) for row in rows})
        changes = [
            Change(ENTITY, row.key, {"state": row.state}, {"state": str(Observation.State.VERIFIED)}) for row in rows
        ]
        Observation.objects.filter(pk__in=[row.pk for row in rows]).update(state=Observation.State.VERIFIED)
        record(
            by=by,
            at=at,
            verb="needs.verify",
            summary=_("{count} angka {place} {period} diverifikasi").format(
                count=len(rows), place=region, period=period
            ),
            place_code=region.code,
            changes=changes,
        )
        resum(kabupaten=[kabupaten], indicators={row.indicator_id for row in rows}, periods=[period.pk])
    return len(rows)

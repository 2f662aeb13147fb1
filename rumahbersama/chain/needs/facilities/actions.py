"""Changes to one facility: enter, correct, close, restore, say how far it is believed, add and remove photos."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.needs.facilities.models import Facility, FacilityPhoto
from rumahbersama.chain.needs.facilities.rules import FacilityValues, is_in_indonesia
from rumahbersama.chain.needs.facilities.storing import ENTITY, as_record, as_values, new_key, stored_fields
from rumahbersama.chain.needs.models import Observation, Service
from rumahbersama.chain.needs.photos import actions as photographs
from rumahbersama.chain.needs.photos.actions import Photo
from rumahbersama.chain.needs.rules import NeedsRefusal
from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.rules import Change
from rumahbersama.ground.files.actions import Checked
from rumahbersama.ground.regions.models import Level, Region

VERBS = {
    Observation.State.CONFIRMED: "facilities.confirm",
    Observation.State.CONTESTED: "facilities.contest",
    Observation.State.VERIFIED: "facilities.verify",
}


def add_facility(
    *,
    values: FacilityValues,
    by: Any,  # noqa: ANN401 - Account
    at: datetime,
    photos: Sequence[Photo | Checked] = (),
) -> Facility:
    """Enter one facility, with its photos.

    Raises:
        NeedsRefusal: the values cannot be true, or its number is known already.
        FileRefusal: a photo that is not taken; nothing is stored then.
    """
    ready = photographs.checked(photos)
    with transaction.atomic():
        facility = _entered(values, by=by, at=at)
        count = photographs.add(ready, to=facility, entity=ENTITY, by=by, at=at)
        told = as_record(facility) | ({"photos": count} if count else {})
        _record(facility, None, told, "facilities.add", _("{name} dicatat"), by=by, at=at)
    return facility


def _entered(values: FacilityValues, *, by: Any, at: datetime) -> Facility:  # noqa: ANN401
    service, region = _checked(values)
    _refuse_known_number(values, service, but=None)
    fields = as_values(values) | {"state": str(Observation.State.ENTERED), "ended_on": None}
    facility = Facility(
        key=new_key(values.service, values.number),
        **stored_fields(fields, services={service.code: service.pk}, regions={region.code: region.pk}),
        entered_by=by,
        entered_at=at,
    )
    _save_once(facility)
    return facility


@transaction.atomic
def correct_facility(
    *,
    facility: Facility,
    values: FacilityValues,
    reason: str,
    by: Any,  # noqa: ANN401
    at: datetime,
    seen: int | None = None,
) -> None:
    """Correct what is told of a facility; its service stays, its state begins anew.

    Raises:
        NeedsRefusal: without a reason, it is closed, the values cannot be true, or it changed since ``seen``.
    """
    held = _held(facility, seen)
    _refuse_closed(held)
    if not reason.strip():
        raise NeedsRefusal(_("Tulis alasan perubahan, supaya riwayatnya jelas."))
    service, region = _checked(values)
    if service.pk != held.service_id:
        raise NeedsRefusal(_("Jenis layanan tidak dapat diganti. Tutup yang ini, lalu catat yang baru."))
    _refuse_known_number(values, service, but=held)
    before = as_record(held)
    after = before | as_values(values)
    if before == after:
        return
    fields = stored_fields(
        after | {"state": str(Observation.State.ENTERED)},
        services={service.code: service.pk},
        regions={region.code: region.pk},
    )
    _save(held, by=by, at=at, **fields)
    fresh = Facility.objects.select_related("service", "region").get(pk=held.pk)
    _record(
        fresh, before, as_record(fresh), "facilities.correct", _("{name} diperbaiki"), by=by, at=at, reason=reason
    )


@transaction.atomic
def close_facility(
    *,
    facility: Facility,
    on: date,
    reason: str,
    by: Any,  # noqa: ANN401
    at: datetime,
    seen: int | None = None,
) -> None:
    """Note that a facility is closed for good from a day on; it stays in the list of the closed.

    Raises:
        NeedsRefusal: without a reason, on a day to come, it is closed already, or changed since ``seen``.
    """
    held = _held(facility, seen)
    _refuse_closed(held)
    if not reason.strip():
        raise NeedsRefusal(_("Tulis alasan penutupan, supaya orang lain tahu apa yang terjadi."))
    if on > timezone.localtime(at).date():
        raise NeedsRefusal(_("Tanggal tutup belum tiba. Catat penutupan sesudah terjadi."))
    before = as_record(held)
    _save(held, by=by, at=at, ended_on=on)
    _record(held, before, as_record(held), "facilities.close", _("{name} ditutup"), by=by, at=at, reason=reason)


@transaction.atomic
def restore_facility(
    *,
    facility: Facility,
    reason: str,
    by: Any,  # noqa: ANN401
    at: datetime,
    seen: int | None = None,
) -> None:
    """Take a closing back.

    Raises:
        NeedsRefusal: without a reason, it is not closed, or changed since ``seen``.
    """
    held = _held(facility, seen)
    if held.is_open:
        raise NeedsRefusal(_("{name} tidak tercatat tutup.").format(name=held))
    if not reason.strip():
        raise NeedsRefusal(_("Tulis alasan membuka lagi, supaya riwayatnya jelas."))
    before = as_record(held)
    _save(held, by=by, at=at, ended_on=None)
    _record(held, before, as_record(held), "facilities.restore", _("{name} dibuka lagi"), by=by, at=at, reason=reason)


@transaction.atomic
def set_state(
    *,
    facility: Facility,
    state: str,
    reason: str,
    by: Any,  # noqa: ANN401
    at: datetime,
    seen: int | None = None,
) -> None:
    """Confirm, contest (with a reason) or verify what is told of a facility.

    Raises:
        NeedsRefusal: contesting without a reason, it has that state already, or it changed since ``seen``.
    """
    if state == Observation.State.CONTESTED and not reason.strip():
        raise NeedsRefusal(_("Tulis alasan menyanggah, supaya pengelola data tahu apa yang harus diperiksa."))
    held = _held(facility, seen)
    if held.state == state:
        raise NeedsRefusal(_("Catatan ini sudah berstatus itu."))
    before = as_record(held)
    _save(held, by=None, at=None, state=state)
    summary = _("{name}: {state}").replace("{state}", held.get_state_display().lower())
    verb = VERBS[Observation.State(state)]
    _record(held, before, as_record(held), verb, summary, by=by, at=at, reason=reason)


def add_photos(
    *,
    facility: Facility,
    photos: Sequence[Photo | Checked],
    by: Any,  # noqa: ANN401
    at: datetime,
) -> None:
    """Add photos to a facility; what is told of it and how far that is believed stay as they are.

    Raises:
        NeedsRefusal: it is closed.
        FileRefusal: a photo that is not taken, or too many; nothing is stored then.
    """
    ready = photographs.checked(photos)
    with transaction.atomic():
        held = _held(facility, None)
        _refuse_closed(held)
        count = photographs.add(ready, to=held, entity=ENTITY, by=by, at=at)
        before, after = {"photos": count - len(ready)}, {"photos": count}
        _record(held, before, after, "facilities.add_photos", _("{name} diberi foto"), by=by, at=at)


@transaction.atomic
def remove_photo(*, photo: FacilityPhoto, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Remove a photo for good, of a closed facility too; that it was there stays in the record.

    Raises:
        FileRefusal: somebody removed it before.
    """
    held = _held(photo.facility, None)
    left = photographs.remove(photo, of=held)
    before, after = {"photos": left + 1}, {"photos": left}
    _record(held, before, after, "facilities.remove_photo", _("Foto {name} dihapus"), by=by, at=at)


def _held(facility: Facility, seen: int | None) -> Facility:
    rows = Facility.objects.select_for_update(of=("self",)).select_related("service", "region")
    held = rows.filter(pk=facility.pk).first()
    if held is None or (seen is not None and held.version != seen):
        raise NeedsRefusal(
            _(
                "{name} baru saja diubah orang lain. Buka lagi halamannya, periksa, lalu ulangi kalau masih perlu."
            ).format(name=facility)
        )
    return held


def _refuse_closed(facility: Facility) -> None:
    if not facility.is_open:
        raise NeedsRefusal(_("{name} tercatat tutup. Buka lagi dulu kalau itu keliru.").format(name=facility))


def _save(facility: Facility, *, by: Any, at: datetime | None, **fields: Any) -> None:  # noqa: ANN401
    """Write fields and count the version up; ``at`` None leaves who entered it as it is."""
    told = {"entered_by_id": getattr(by, "pk", None), "entered_at": at} if at is not None else {}
    changed = fields | told | {"version": facility.version + 1}
    for name, value in changed.items():
        setattr(facility, name, value)
    _save_once(facility, update_fields=[name.removesuffix("_id") for name in changed])


def _save_once(facility: Facility, *, update_fields: list[str] | None = None) -> None:
    """Save; a number that somebody else took in the same moment is told like one that was taken before."""
    try:
        with transaction.atomic():
            facility.save(update_fields=update_fields)
    except IntegrityError:
        text = _("Nomor {number} baru saja dipakai orang lain. Periksa daftarnya, lalu coba lagi.")
        raise NeedsRefusal(text.format(number=facility.number)) from None


def _checked(values: FacilityValues) -> tuple[Service, Region]:
    """Return service and region of values that can be true."""
    service = Service.objects.select_related("supply").filter(code=values.service, disabled_on=None).first()
    if service is None:
        raise NeedsRefusal(_("Layanan “{code}” tidak dikenal. Pilih dari daftar.").format(code=values.service))
    region = Region.objects.filter(code=values.region, gone_on=None).first()
    if region is None or region.level < Level.KECAMATAN:
        raise NeedsRefusal(_("Pilih desa atau kelurahan letaknya; kalau belum diketahui, kecamatannya."))
    if (values.latitude is None) != (values.longitude is None):
        raise NeedsRefusal(_("Isi lintang dan bujur keduanya, atau kosongkan keduanya."))
    at = (values.latitude, values.longitude)
    if at[0] is not None and at[1] is not None and not is_in_indonesia(at[0], at[1]):
        raise NeedsRefusal(_("Titik ini di luar Indonesia. Lintang misalnya −7,61; bujur misalnya 109,12."))
    if not values.name.strip():
        raise NeedsRefusal(_("Tulis nama fasilitasnya."))
    return service, region


def _refuse_known_number(values: FacilityValues, service: Service, *, but: Facility | None) -> None:
    found = Facility.objects.filter(service=service, number=values.number).first() if values.number else None
    if found is not None and found != but:
        raise NeedsRefusal(
            _("Nomor {number} sudah dipakai {name}. Periksa nomornya, atau perbaiki catatan yang ada.").format(
                number=values.number, name=found
            )
        )


def _record(
    facility: Facility,
    before: dict[str, Any] | None,
    after: dict[str, Any],
    verb: str,
    summary: str,
    *,
    by: Any,  # noqa: ANN401
    at: datetime,
    reason: str = "",
) -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        summary=summary.format(name=facility.called),
        place_code=facility.region.code,
        changes=[Change(ENTITY, facility.key, before, after)],
        reason=reason,
    )

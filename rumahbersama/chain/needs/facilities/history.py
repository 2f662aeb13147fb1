"""The record of facilities in words: fields, their values, and what changed."""

from django.utils.translation import gettext as _

from rumahbersama.chain.needs.facilities.models import Facility
from rumahbersama.chain.needs.facilities.queries import names_of_facilities
from rumahbersama.chain.needs.facilities.storing import ENTITY
from rumahbersama.chain.needs.models import Observation
from rumahbersama.ground.audit.queries import RowChange
from rumahbersama.ground.audit.rules import only_differences
from rumahbersama.ground.audit.telling import value_in_words
from rumahbersama.ground.core.registry import AuditEntity


def entity() -> AuditEntity:
    """Return how the history page names a facility."""
    return AuditEntity(ENTITY, _("Fasilitas"), fields(), values(), names_of_facilities)


def fields() -> dict[str, str]:
    """Return the words for the stored fields."""
    return {
        "service": _("Layanan"),
        "region": _("Letak"),
        "name": _("Nama"),
        "number": _("Nomor resmi"),
        "address": _("Alamat"),
        "capacity": _("Kapasitas"),
        "capacity_unit": _("Satuan kapasitas"),
        "staff": _("Petugas"),
        "users": _("Orang yang dilayani"),
        "working": _("Berfungsi?"),
        "condition": _("Kondisi bangunan"),
        "latitude": _("Lintang"),
        "longitude": _("Bujur"),
        "source": _("Sumber"),
        "as_of": _("Keadaan per"),
        "state": _("Keadaan catatan"),
        "ended_on": _("Tutup sejak"),
        "photos": _("Foto"),
    }


def values() -> dict[str, dict[str, str]]:
    """Return the words for stored codes."""
    choices = {
        "working": Facility.Working.choices,
        "condition": Facility.Condition.choices,
        "state": Observation.State.choices,
    }
    return {name: {code: str(label) for code, label in known} for name, known in choices.items()}


def changed_fields(change: RowChange) -> str:
    """Return the fields that a change touched, before and after; "" where the facility was new or removed."""
    if not change.before or not change.after:
        return ""
    before, after = only_differences(change.before, change.after)
    words, codes = fields(), values()
    return "; ".join(
        f"{words.get(name, name)}: {value_in_words(before[name], codes.get(name))} → "
        f"{value_in_words(after[name], codes.get(name))}"
        for name in after
    )

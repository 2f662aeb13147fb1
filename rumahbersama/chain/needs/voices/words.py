"""What the fields of a voice are called in its record."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.needs.voices.models import Voice
from rumahbersama.ground.audit.queries import RowChange
from rumahbersama.ground.core import formats


def fields() -> dict[str, str]:
    """Return the words for the stored fields, in the order of the page."""
    return {
        "statement": _("Usulan"),
        "region": _("Kode wilayah"),
        "hamlet": _("Dusun/lingkungan"),
        "area": _("Bidang"),
        "service": _("Layanan"),
        "source_kind": _("Sumber"),
        "source": _("Keterangan sumber"),
        "voiced_on": _("Tanggal"),
        "people_count": _("Jumlah orang"),
        "joint_people": _("Jumlah orang bersama"),
        "state": _("Keadaan"),
        "merged_into": _("Digabung ke nomor"),
        "withdrawn_because": _("Alasan menarik"),
        "photos": _("Jumlah foto"),
    }


def values() -> dict[str, dict[str, str]]:
    """Return the words for the codes stored in fields."""
    return {
        "state": {code: str(label) for code, label in Voice.State.choices},
        "source_kind": {code: str(label) for code, label in Voice.Source.choices},
    }


@dataclass(frozen=True)
class Told:
    """One change in words: its record, and per field what stood there and what came."""

    change: RowChange
    lines: tuple[tuple[str, str, str], ...]


def told(history: list[RowChange]) -> list[Told]:
    """Return the changes of a voice in words; of its first record the page itself tells."""
    return [Told(change, tuple(_lines(change))) for change in history]


def _lines(change: RowChange) -> Iterator[tuple[str, str, str]]:
    before, after, codes = change.before or {}, change.after or {}, values()
    for name, label in fields().items():
        if name in before:
            yield label, _value(before[name], codes.get(name)), _value(after.get(name), codes.get(name))


def _value(value: Any, codes: dict[str, str] | None) -> str:  # noqa: ANN401 - whatever the record holds
    if value in (None, ""):
        return formats.NO_DATA
    if codes:
        return codes.get(str(value), str(value))
    if isinstance(value, int):
        return formats.number(value)
    try:
        return formats.day(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)

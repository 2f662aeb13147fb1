"""The lists of voiced needs as headings and rows; that of the voices is what their upload takes back."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rumahbersama.chain.needs.models import Period
from rumahbersama.chain.needs.voices.faces import Unvoiced
from rumahbersama.chain.needs.voices.models import Voice
from rumahbersama.ground.regions.models import Level


def sheet_of(voices: QuerySet[Voice], *, with_state: bool) -> tuple[list[Any], list[list[Any]]]:
    """Return voices as headings and rows that the upload takes back; with their number and state for reading."""
    header = [
        _("Kode wilayah"),
        _("Nama kecamatan"),
        _("Nama wilayah"),
        _("Dusun/lingkungan"),
        _("Usulan"),
        _("Bidang"),
    ]
    header += [_("Layanan"), _("Tanggal"), _("Sumber"), _("Keterangan sumber"), _("Jumlah orang")]
    header += [_("Jumlah orang bersama"), _("Keadaan"), _("Nomor")] if with_state else []
    rows = []
    for voice in voices.order_by("region__code", "voiced_on", "pk"):
        kecamatan = voice.region if voice.region.level == Level.KECAMATAN else voice.region.parent
        row: list[Any] = [
            voice.region.code,
            kecamatan.name if kecamatan else "",
            voice.region.name,
            voice.hamlet,
            voice.statement,
        ]
        row += [
            str(voice.area),
            str(voice.service or ""),
            voice.voiced_on.isoformat(),
            voice.get_source_kind_display(),
        ]
        row += [voice.source, voice.people_count]
        rows.append([*row, voice.joint_people, voice.get_state_display(), voice.pk] if with_state else row)
    return header, rows


def sheet_of_unvoiced(rows: Iterable[Unvoiced], period: Period) -> tuple[list[Any], list[list[Any]]]:
    """Return the needs that nobody voiced as headings and rows."""
    header = [
        _("Kode wilayah"),
        _("Nama wilayah"),
        _("Bidang"),
        _("Layanan"),
        _("Kurang"),
        _("Usulan lain di bidang ini"),
    ]
    return [*header, _("Periode")], [
        [
            row.region.code,
            str(row.region),
            str(row.service.area),
            str(row.service),
            row.shortage,
            row.others,
            str(period),
        ]
        for row in rows
    ]


def sheet_of_unsupported(
    voices: QuerySet[Voice], reasons: dict[int, str], period: Period
) -> tuple[list[Any], list[list[Any]]]:
    """Return the voices that no figure supports as headings and rows, each with the reason."""
    listed = list(voices.order_by("region__code", "voiced_on", "pk"))
    header, rows = sheet_of(voices, with_state=True)
    told = [[*row, reasons[voice.pk], str(period)] for voice, row in zip(listed, rows, strict=True)]
    return [*header, _("Mengapa"), _("Periode")], told

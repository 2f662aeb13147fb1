"""The promises of a thread as a table."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.ground.core.formats import day
from rumahbersama.results.forward.queries import Row
from rumahbersama.results.forward.rules import LATE, state_words, verdict_words

PLACES = 4  # of a figure that is computed, as a promise keeps its own


def sheet_of(rows: Iterable[Row]) -> tuple[list[Any], list[list[Any]]]:
    """Return headings and rows."""
    verdicts, late = verdict_words(), state_words()[LATE]
    header = [
        *(_("Pelatihan"), _("Janji"), _("Jabatan"), _("Kode wilayah"), _("Tempat")),
        *(_("Dijanjikan"), _("Tenggat"), _("Keadaan"), _("Ukuran"), _("Satuan")),
        *(_("Angka awal"), _("Periode angka awal"), _("Angka sekarang"), _("Periode sekarang"), _("Sasaran")),
        *(_("Sejak janji"), _("Wilayah di atasnya, waktu yang sama"), _("Alamat")),
    ]
    return header, [_cells(row, verdicts, late) for row in rows]


def _cells(row: Row, verdicts: dict[str, str], late: str) -> list[Any]:
    promise, reading = row.promise, row.reading
    began = _("RTL, {day}").format(day=day(promise.promised_on)) if promise.baseline is not None else ""
    return [
        *(row.event.title, promise.what, promise.post.title, promise.region.code, str(promise.region)),
        *(promise.promised_on, promise.due_on, late if row.is_late else promise.get_state_display()),
        *(promise.measure, promise.unit, promise.baseline),
        str(reading.before.period) if reading.before else began,
        round(reading.now.value, PLACES) if reading.now else None,
        row.until,
        promise.target,
        *((verdicts[reading.verdict], verdicts[reading.beside]) if row.is_followed else ("", "")),
        row.url,
    ]

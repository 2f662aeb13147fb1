"""Lists of people as headings and rows; a NIP is in none of them."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.training.models import Event, Participation
from rumahbersama.chain.training.taking_part.rules import code_of


def sheet_of(
    rows: QuerySet[Participation], *, event: Event | None, runs: bool = False
) -> tuple[list[Any], list[list[Any]]]:
    """Return people as headings and rows; what they eat and whether they sleep there only to who runs the event."""
    header = [
        _("Kode pelatihan"),
        _("Kegiatan"),
        _("Kode wilayah"),
        _("Nama wilayah"),
        _("Nama lengkap"),
        _("Unsur"),
        _("Instansi"),
        _("Jabatan"),
        _("Keadaan"),
        _("Kelas"),
        _("Diusulkan oleh"),
        _("Diusulkan pada"),
    ]
    told = []
    for row in rows.select_related("event", "region", "klass", "entered_by"):
        line = [
            code_of(row.event_id),
            str(event or row.event),
            row.region.code,
            str(row.region),
            row.name,
            row.get_agency_kind_display(),
            row.agency,
            row.title,
            row.get_state_display(),
            str(row.klass) if row.klass else "",
            str(row.entered_by or ""),
            timezone.localdate(row.entered_at),
        ]
        told.append([*line, _("ya") if row.wants_room else "", row.food] if runs else line)
    return [*header, _("Kamar"), _("Makanan")] if runs else header, told

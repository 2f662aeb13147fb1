"""The activities of a programme as headings and rows of a file."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rumahbersama.chain.house.programme.models import Activity


def sheet_of(rows: QuerySet[Activity]) -> tuple[list[str], list[list[Any]]]:
    """Return activities as headings and rows, what ends first first (two queries)."""
    header = [
        *(_("Nomor"), _("Bidang"), pgettext("programme", "Sasaran"), _("Jenis")),
        *(pgettext("programme", "Kegiatan"), _("Kode desa"), _("Desa")),
        *(_("Penanggung jawab"), _("Mulai"), _("Selesai paling lambat"), _("Mata anggaran"), _("Anggaran (rupiah)")),
        *(_("Keadaan"), _("Terlambat"), _("Alasan dihentikan")),
    ]
    return header, [_row(row) for row in rows.order_by("ends_on", "pk").prefetch_related("villages")]


def _row(row: Activity) -> list[Any]:
    villages = list(row.villages.all())
    area = row.goal.area if row.goal else None
    return [
        *(row.pk, str(area or ""), str(row.goal or ""), row.get_kind_display(), row.title),
        *(", ".join(each.code for each in villages), ", ".join(str(each) for each in villages) or _("Semua desa")),
        *(str(row.post), row.starts_on.isoformat(), row.ends_on.isoformat(), row.budget_line, row.budget_rupiah),
        *(row.get_state_display(), _("ya") if row.is_late else "", row.dropped_because),
    ]

"""Commitments as headings and rows of a file."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.commitments.queries import holders_of
from rumahbersama.chain.commitments.rules import OPEN_STATES


def sheet_of(commitments: QuerySet[Commitment], *, today: date) -> tuple[list[Any], list[list[Any]]]:
    """Return commitments as headings and rows, what is due first coming first (two queries)."""
    rows = list(commitments.order_by("due_on", "pk"))
    holders = holders_of((row.post_id for row in rows), today=today)
    header = [
        *(_("Nomor"), _("Janji"), _("Alasan"), _("Jabatan"), _("Pemegang sekarang"), _("Kode wilayah"), _("Tempat")),
        *(_("Dijanjikan pada"), _("Tenggat"), _("Terlambat"), _("Keadaan"), _("Hasil"), _("Alasan dihentikan")),
        *(
            _("Kode indikator"),
            _("Ukuran"),
            _("Satuan"),
            _("Angka awal"),
            _("Sasaran"),
            _("Biaya"),
            _("Sumber biaya"),
            _("Pemeriksa"),
        ),
    ]
    return header, [
        [
            *(
                row.pk,
                row.what,
                row.why,
                str(row.post),
                holders.get(row.post_id, ""),
                row.region.code,
                str(row.region),
            ),
            *(row.promised_on.isoformat(), row.due_on.isoformat(), _late(row, today), row.get_state_display()),
            *(row.outcome, row.dropped_because, row.indicator, row.measure, row.unit, row.baseline, row.target),
            *(row.cost_rupiah, row.funding, str(row.reviewer or "")),
        ]
        for row in rows
    ]


def _late(row: Commitment, today: date) -> str:
    return _("ya") if row.state in OPEN_STATES and row.due_on < today else ""

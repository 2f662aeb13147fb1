"""RTL as headings and rows of a file."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.training.models import Participation
from rumahbersama.chain.training.rtl.models import Rtl
from rumahbersama.chain.training.rtl.queries import Line
from rumahbersama.chain.training.rtl.rules import NONE


def words_of_states() -> dict[str, str]:
    """Return what every state is called: none, draft, sent and those of a commitment."""
    words = {NONE: _("Belum menulis"), Rtl.State.DRAFT.value: _("Sedang ditulis")}
    words |= {Rtl.State.SENT.value: _("Terkirim, menunggu jabatan")}
    return words | {code: str(label) for code, label in Commitment.State.choices}


def sheet_of(rows: QuerySet[Participation]) -> tuple[list[Any], list[list[Any]]]:
    """Return participations (``queries.with_rtl``) as headings and rows (one query)."""
    words = words_of_states()
    header = [
        *(_("Kelas"), _("Nama"), _("Kode wilayah"), _("Tempat"), _("Keadaan"), _("Terlambat"), _("Masalah")),
        *(_("Kegiatan"), _("Keluaran"), _("Kode indikator"), _("Ukuran hasil"), _("Satuan")),
        *(_("Angka awal"), _("Periode angka awal"), _("Sasaran"), _("Langkah")),
        *(_("Selesai paling lambat"), _("Mitra"), _("Biaya"), _("Sumber biaya"), _("Mentor"), _("Jabatan")),
        _("Nomor komitmen"),
    ]
    table = []
    for row in rows:
        rtl: Rtl | None = getattr(row, "rtl", None)
        state, is_late = words[row.rtl_state], _("ya") if row.rtl_late else ""  # type: ignore[attr-defined]
        first = [row.klass.number if row.klass else "", row.name, row.region.code, str(row.region), state, is_late]
        table.append(first + (_told(rtl) if rtl else [""] * 17))
    return header, table


def _told(rtl: Rtl) -> list[Any]:
    steps = "; ".join(text for text, _day in rtl.steps)
    promise = rtl.commitment
    return [
        *(rtl.problem, rtl.activity, rtl.output, rtl.indicator, rtl.measure, rtl.unit),
        *(rtl.baseline, rtl.baseline_period, rtl.target, steps),
        *(rtl.due_on.isoformat() if rtl.due_on else "", rtl.partners, rtl.cost_rupiah, rtl.funding, rtl.mentor),
        *((str(promise.post), promise.pk) if promise else ("", "")),
    ]


def counts_of(lines: list[Line], *, heading: str) -> tuple[list[Any], list[list[Any]]]:
    """Return the counts as headings and rows."""
    header = [
        *(heading, _("Peserta"), _("Dijanjikan"), _("Dikerjakan"), _("Selesai"), _("Terbukti"), _("Dihentikan")),
        *(_("Terlambat"), _("Menunggu jabatan"), _("Sedang ditulis"), _("Belum menulis")),
    ]
    return header, [[line.label, *line.cells()] for line in lines]

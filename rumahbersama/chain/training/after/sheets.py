"""Results as headings and rows of a file."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.training.after.queries import ClassTold
from rumahbersama.chain.training.after.rules import AWAY, NO_DATA, ROLES, SAME, TOWARDS, Change, role_words
from rumahbersama.chain.training.after.service import Place, Spoke, Window

Sheet = tuple[list[Any], list[list[Any]]]


def verdict_words() -> dict[str, str]:
    """Return what the verdicts are called."""
    return {
        TOWARDS: _("ke arah sasaran"),
        AWAY: _("menjauh dari sasaran"),
        SAME: _("tetap"),
        NO_DATA: _("tanpa data"),
    }


def voice_words() -> dict[str, str]:
    """Return what is said of a kecamatan in which more, fewer or as many desa spoke."""
    return {TOWARDS: _("naik"), AWAY: _("turun"), SAME: _("tetap"), NO_DATA: _("tanpa data")}


def behaviour_sheet(rows: Iterable[ClassTold], *, months: int) -> Sheet:
    """Return every class, statement and kind of rater; what is hidden has empty figures and says so."""
    header = [
        *(_("Kelas"), _("Bulan sesudah pelatihan"), _("Hari terakhir mengisi"), _("Pernyataan"), _("Penilai")),
        *(_("Diundang"), _("Menjawab"), _("Menilai keduanya"), _("Tanpa jawaban"), _("Sebelum pelatihan")),
        *(_("Sekarang"), _("Perubahan"), _("Keterangan")),
    ]
    words = role_words()
    return header, [
        [
            *(str(row.klass), months, row.round.closes_on.isoformat() if row.round else "", statement, words[role]),
            *(row.asked[role], row.answered[role], *_cells(changes[role])),
        ]
        for row in rows
        for statement, changes in row.statements
        for role in ROLES
    ]


def _cells(change: Change) -> list[Any]:
    if change.is_hidden:
        return ["", "", "", "", "", _("disembunyikan: terlalu sedikit jawaban")]
    figures = (change.before, change.now, change.change)
    return [change.n, change.missing, *("" if each is None else round(each, 2) for each in figures), ""]


def service_sheet(places: Iterable[Place]) -> Sheet:
    """Return every place in sight with its indicator, baseline and value now."""
    header = [
        *(_("Kode wilayah"), _("Tempat"), _("Ukuran"), _("Satuan"), _("Angka awal"), _("Sumber dan tanggal awal")),
        *(_("Angka sekarang"), _("Periode sekarang"), _("Sasaran"), _("Hasil"), _("Keterangan")),
    ]
    words = verdict_words()
    return header, [
        [
            *(row.region.code, str(row.region), row.measure, row.unit),
            *((row.baseline.value, row.baseline.told) if row.baseline else ("", "")),
            *((row.now.value, row.now.told) if row.now else ("", "")),
            *("" if row.target is None else row.target, words[row.verdict], row.why),
        ]
        for row in places
    ]


def voice_sheet(rows: Iterable[Spoke], windows: Mapping[int, Window]) -> Sheet:
    """Return every kecamatan with the desa in which people spoke, before and after."""
    header = [
        *(_("Kode wilayah"), _("Kecamatan"), _("Desa dan kelurahan"), _("Desa yang warganya bersuara, sebelum")),
        *(_("Dari"), _("Sampai"), _("Desa yang warganya bersuara, sesudah"), _("Dari"), _("Sampai"), _("Keterangan")),
    ]
    found = []
    for row in rows:
        window, told = windows[row.event], row.voiced
        days = [each.isoformat() for each in (window.starts_before, window.ends_before, window.starts, window.ends)]
        before, after = (told.before, told.after) if told.is_known else ("", "")
        note = "" if told.is_known else _("tanpa data: tidak ada usulan tercatat")
        found.append([row.region.code, str(row.region), told.desa, before, *days[:2], after, *days[2:], note])
    return header, found

"""What can be written about an event, and how its printed words are put. Pure: no database.

Printed words are Indonesian whatever the language of the page. What the program does not know stands in the draft
as "[Lengkapi ...]" and is never made up. Source: project decision, docs/adr/0021-papers.md (texts are data).
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rumahbersama.ground.core.rules import Refusal
from rumahbersama.workshop.papers.documents import long_day

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MOST_AT_ONCE = 60
GAP = re.compile(r"\[Lengkapi ([^\]]+)\]")
Block = dict[str, Any]


class LettersRefusal(Refusal):
    """A sentence for the user: why this letter cannot be written, and how to mend it."""


@dataclass(frozen=True)
class Letter:
    """Something that can be written about an event.

    Attributes:
        code: stands in the address.
        kind: the kind of paper that it becomes.
        label: what it is called.
        about: what stands in it, in a sentence.
    """

    code: str
    kind: str
    label: str | Promise
    about: str | Promise


PLACES, EACH_PLACE, PEOPLE = "undangan-semua", "undangan-tiap-tempat", "undangan-peserta"
EACH_PERSON = "undangan-tiap-peserta"
TRAINERS, NOMINEES, SCHEDULE, REPORT = "tugas-pelatih", "tugas-peserta", "jadwal", "laporan"
LETTERS: dict[str, Letter] = {
    letter.code: letter
    for letter in (
        Letter(
            PLACES,
            "surat_undangan",
            _("Undangan ke semua tempat, satu surat"),
            _("Waktu, tempat, dan batas menyampaikan nama; kursi setiap tempat dan unsur di lampiran."),
        ),
        Letter(
            EACH_PLACE,
            "surat_undangan",
            _("Undangan ke tiap tempat, satu surat untuk masing-masing"),
            _("Satu konsep untuk setiap tempat yang punya kursi; yang sudah punya undangan dilewati."),
        ),
        Letter(
            PEOPLE,
            "surat_undangan",
            _("Undangan kepada peserta"),
            _("Untuk yang sudah disetujui; nama dan kelasnya di lampiran."),
        ),
        Letter(
            EACH_PERSON,
            "surat_undangan",
            _("Undangan kepada tiap peserta, satu surat untuk masing-masing"),
            _("Dibuat sekaligus di belakang layar, bernomor dan bersegel; yang sudah punya undangan dilewati."),
        ),
        Letter(
            TRAINERS,
            "surat_tugas",
            _("Surat tugas pelatih"),
            _("Semua yang mengajar, dengan kelas atau sesinya."),
        ),
        Letter(
            NOMINEES,
            "surat_tugas",
            _("Surat tugas peserta"),
            _("Untuk peserta yang disetujui dari tempat yang menulis suratnya dan di bawahnya."),
        ),
        Letter(SCHEDULE, "jadwal", _("Jadwal"), _("Seluruh sesi per hari, untuk ditempel atau dilampirkan.")),
        Letter(
            REPORT,
            "laporan_panitia",
            _("Laporan panitia"),
            _("Dasar, waktu, peserta, kehadiran, tes, kelulusan, evaluasi, dan anggaran menurut catatan hari ini."),
        ),
    )
}


def text(words: str) -> Block:
    """Return a paragraph."""
    return {"kind": "text", "text": words}


def gaps_in(blocks: Iterable[Block]) -> list[str]:
    """Return what a draft asks to be filled in, as it is printed; a letter that is signed at once has none."""
    found = GAP.findall(json.dumps(list(blocks), ensure_ascii=False))
    return list(dict.fromkeys(found))


def heading(words: str) -> Block:
    """Return a heading."""
    return {"kind": "heading", "text": words}


def annex(words: str) -> Block:
    """Return the beginning of an annex (lampiran)."""
    return {"kind": "annex", "text": words}


def fields(*rows: tuple[str, str]) -> Block:
    """Return names with their values; a value that is empty is asked for."""
    return {"kind": "fields", "rows": [[name, value or missing(name.lower())] for name, value in rows]}


def entries(lines: Iterable[str]) -> Block:
    """Return a numbered list."""
    return {"kind": "list", "entries": list(lines)}


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Block:
    """Return a table; every cell as text."""
    return {"kind": "table", "columns": list(columns), "rows": [[str(cell) for cell in row] for row in rows]}


def numbered(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Block:
    """Return a table whose first column counts its rows."""
    return table(("No.", *columns), ((order, *row) for order, row in enumerate(rows, start=1)))


def missing(what: str) -> str:
    """Return the mark for what the writer must fill in."""
    return f"[Lengkapi {what}]"


def named_day(day: date) -> str:
    """Return a day as letters name it: Senin, 7 Desember 2026."""
    return f"{DAYS[day.weekday()]}, {long_day(day)}"


def days_between(first: date, last: date) -> str:
    """Return the days of an event: one day, or from one to another."""
    return named_day(first) if first == last else f"{named_day(first)} sampai {named_day(last)}"


HEADS = {
    "inspektorat": "Inspektur",
    "bappeda": "Kepala Bappeda",
    "dukcapil": "Kepala Dinas Kependudukan dan Pencatatan Sipil",
    "tapem": "Kepala Bagian Pemerintahan Setda",
    "dpmd": "Kepala Dinas Pemberdayaan Masyarakat dan Desa",
    "kecamatan": "Camat se-",
    "fasilitator": "Koordinator Fasilitator Kecamatan",
    "kelurahan": "Lurah se-",
    "desa": "Kepala Desa se-",
    "pendidikan": "Kepala Dinas Pendidikan",
    "kesehatan": "Kepala Dinas Kesehatan",
}
LEADERS = {
    "negara": "Gubernur seluruh",
    "provinsi": "Gubernur",
    "kabupaten": "Bupati",
    "kota": "Wali Kota",
    "kecamatan": "Camat",
    "desa": "Kepala Desa",
    "kelurahan": "Lurah",
}


def addressee(*, kind: str, place: str, name: str, place_kind: str) -> str:
    """Return to whom seats of a kind of office (or of any: "") at a place are told; the writer may change it.

    Args:
        kind: kind of office, "" for any.
        place: full name of the place, "Kabupaten Contoh Utara".
        name: its name alone.
        place_kind: "kabupaten", "kecamatan", ...
    """
    head = HEADS.get(kind, "")
    if not head or kind == place_kind:
        return f"{LEADERS.get(place_kind, 'Pimpinan')} {name}"
    return f"{head}{place}" if head.endswith("-") else f"{head} {place}"

"""What can be written about an event, and how its printed words are put. Pure: no database.

Printed words are Indonesian whatever the language of the page. What the program does not know stands in the draft
as "[Lengkapi ...]" and is never made up. Source: project decision, docs/adr/0021-papers.md (texts are data).
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rumahbersama.ground.core.rules import Refusal

MOST_AT_ONCE = 60


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

"""The kinds of paper, each a readable object; rooms add their own through ``registry.paper_kinds``."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rumahbersama.ground.core import registry
from rumahbersama.ground.people.roles import SEALING
from rumahbersama.workshop.papers.rules import PaperRefusal

LETTER, SHEET, WIDE, CERTIFICATE = "surat", "lembar", "lebar", "sertifikat"


@dataclass(frozen=True)
class PaperKind:
    """One kind of paper.

    Attributes:
        code: stable, e.g. "surat_undangan".
        label: its name on pages and, in Indonesian, on the paper where its layout has a heading.
        needs_number: it gets a number of the office's register.
        layout: LETTER (address, subject), SHEET (heading, then text), WIDE (the same, landscape), CERTIFICATE.
        is_private: its page of checking tells no more than that it is valid; seen only by the office that writes it.
        start: the text a new one begins with, as people type it.
        classification: the klasifikasi suggested for its number.
        typed: people may begin one by hand; others come from a room.
        act: one of ``people.roles.SEALING``: without it, at the very place, its papers and their records are not even
            there; "" asks for none.
        closed_to: gives the subjects whose papers an account does not read although it may do ``act`` there.
        whatsapp: writes the text to copy for WhatsApp from the paper; None lets the program write one.
    """

    code: str
    label: str | Promise
    needs_number: bool = True
    layout: str = LETTER
    is_private: bool = False
    start: str = ""
    classification: str = ""
    typed: bool = True
    act: str = ""
    closed_to: Callable[[Any], Any] | None = None
    whatsapp: Callable[[Any], str] | None = None

    def __post_init__(self) -> None:
        """Hold an act against the list by which the record seals too, so that both open for the same people."""
        if self.act and self.act not in SEALING:
            raise ValueError(f"{self.code}: {self.act} seals nothing; add it to people.roles.SEALING")


INVITATION_START = (
    "Dengan hormat,\n\nKami mengundang Saudara untuk hadir pada:\n\nHari, tanggal: …\nPukul: …\nTempat: …\nAcara: …"
    "\n\nDemikian undangan ini disampaikan. Atas kehadiran Saudara diucapkan terima kasih."
)
ASSIGNMENT_START = (
    "Dasar: …\n\nMENUGASKAN kepada:\n\n| No. | Nama | Jabatan |\n| 1 | … | … |\n\nUntuk: …\nWaktu: …\nTempat: …\n\n"
    "Demikian surat tugas ini dibuat untuk dilaksanakan dengan penuh tanggung jawab."
)
SIGNED_LIST = "| No. | Nama | Jabatan, instansi | Tanda tangan |\n| 1 | … | … | |"
MINUTES_START = (
    "Pada hari ini, …, bertempat di …, telah dilaksanakan … yang dihadiri oleh …\n\nDengan hasil:\n\n1. …\n2. …\n\n"
    "Demikian berita acara ini dibuat dengan sebenarnya."
)

GENERAL: tuple[PaperKind, ...] = (
    PaperKind("surat_undangan", _("Surat undangan"), start=INVITATION_START, classification="000"),
    PaperKind("surat_tugas", _("Surat tugas"), layout=SHEET, start=ASSIGNMENT_START, classification="800"),
    PaperKind("surat_dinas", _("Surat dinas"), start="Dengan hormat,\n\n…", classification="000"),
    PaperKind("surat_pengantar", _("Surat pengantar"), start="Bersama ini disampaikan …", classification="000"),
    PaperKind("nota_dinas", _("Nota dinas"), start="…", classification="000"),
    PaperKind("berita_acara", _("Berita acara"), layout=SHEET, start=MINUTES_START, classification="100"),
    PaperKind(
        "laporan_panitia", _("Laporan panitia"), layout=SHEET, start="Pendahuluan: …\n\n…", classification="000"
    ),
    PaperKind(
        "jadwal", _("Jadwal"), needs_number=False, layout=WIDE, start="| Waktu | Acara | Tempat |\n| … | … | … |"
    ),
    PaperKind("daftar_hadir", _("Daftar hadir"), needs_number=False, layout=SHEET, start=SIGNED_LIST),
    PaperKind("tanda_terima", _("Tanda terima"), False, SHEET, is_private=True, start=SIGNED_LIST),
    PaperKind("biodata", _("Biodata"), False, SHEET, is_private=True, start="Nama: …\nJabatan: …\nInstansi: …"),
    PaperKind("sertifikat", _("Sertifikat"), layout=CERTIFICATE, classification="800", typed=False),
)


def general_kinds() -> Iterator[PaperKind]:
    """Yield the kinds that several rooms use (filler of ``registry.paper_kinds``)."""
    yield from GENERAL


def kinds() -> dict[str, PaperKind]:
    """Return every kind by its code."""
    return {kind.code: kind for kind in registry.paper_kinds.each()}


def kind_of(code: str) -> PaperKind:
    """Return a kind.

    Raises:
        PaperRefusal: no room has it.
    """
    try:
        return kinds()[code]
    except KeyError:
        raise PaperRefusal(gettext("Jenis surat “{code}” tidak dikenal.").format(code=code)) from None


def known(code: str) -> PaperKind:
    """Return a kind, or a plain one in place of a kind whose room is gone: its papers stay readable."""
    return kinds().get(code) or PaperKind(code, code, is_private=True, typed=False)

"""What kinds of file are taken, told by their content, and how large they may be."""

import re
from dataclasses import dataclass
from pathlib import PurePath

from django.conf import settings
from django.utils.translation import gettext as _

from rumahbersama.ground.core.formats import number
from rumahbersama.ground.core.rules import Refusal

JPEG, PNG, WEBP, PDF = "jpeg", "png", "webp", "pdf"
PPTX, DOCX, XLSX, ODP, ODT, ODS = "pptx", "docx", "xlsx", "odp", "odt", "ods"
IMAGES = frozenset({JPEG, PNG, WEBP})
OFFICE = frozenset({PPTX, DOCX, XLSX, ODP, ODT, ODS})
PROOFS = IMAGES | {PDF}  # what is looked at
MATERIALS = PROOFS | OFFICE  # what is downloaded to be worked with
_OOXML, _ODF = "application/vnd.openxmlformats-officedocument", "application/vnd.oasis.opendocument"
CONTENT_TYPES = {
    JPEG: "image/jpeg",  # every image is written anew as JPEG
    PDF: "application/pdf",
    PPTX: f"{_OOXML}.presentationml.presentation",
    DOCX: f"{_OOXML}.wordprocessingml.document",
    XLSX: f"{_OOXML}.spreadsheetml.sheet",
    ODP: f"{_ODF}.presentation",
    ODT: f"{_ODF}.text",
    ODS: f"{_ODF}.spreadsheet",
}
ENDINGS = {kind: f".{kind}" for kind in CONTENT_TYPES} | {JPEG: ".jpg"}
ACCEPT_IMAGES = "image/jpeg,image/png,image/webp"
ACCEPT_ALL = f"{ACCEPT_IMAGES},application/pdf"
ACCEPT_MATERIALS = ",".join([ACCEPT_ALL, *(ENDINGS[kind] for kind in sorted(OFFICE))])
NAME_LENGTH = 120
_TAIL = 2_048  # where a whole PDF says %%EOF; a little may follow it
_ACTIVE = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia)\b")
_SCAN = b"\xff\xda"
MAX_SCANS = 100  # a photo has up to a dozen; thousands keep a decoder busy for minutes


class FileRefusal(Refusal):
    """A sentence for the user: why this file is not taken, and how to mend it."""


@dataclass(frozen=True)
class Limits:
    """How large a file may be, to what size images are made, and how many photos a thing has.

    Attributes:
        max_bytes: of the file as sent.
        max_pixels: width times height of a JPEG as sent; a third of it for PNG and WebP.
        longest_side: of the image as kept, in pixels.
        thumbnail_side: of its small picture, in pixels.
        photos: how many one thing may have.
        archive_bytes: of all files that one ZIP holds.
    """

    max_bytes: int
    max_pixels: int
    longest_side: int
    thumbnail_side: int
    photos: int
    archive_bytes: int


def limits() -> Limits:
    """Return the limits of this installation.

    Source: project decision; ``settings.FILE_LIMITS``.
    """
    return Limits(**settings.FILE_LIMITS)


def kind_of(content: bytes) -> str | None:
    """Return what a file is by its first bytes, whatever it is called; None for anything else.

    Source: ISO/IEC 10918-1 (JPEG), ISO/IEC 15948 (PNG), RFC 9649 (WebP), ISO 32000-1 section 7.5.2 (PDF).
    """
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return WEBP
    if content.startswith(b"%PDF-"):
        return PDF
    return None


def check_size(size: int) -> None:
    """Refuse an empty file, or one beyond the limit.

    Source: project decision; ``settings.FILE_LIMITS``.
    """
    if size == 0:
        raise FileRefusal(_("Berkas ini kosong. Pilih berkas lain."))
    if size > limits().max_bytes:
        raise FileRefusal(
            _("Berkas ini {size} MB; paling besar {limit} MB. Kirim berkas yang lebih kecil.").format(
                size=number(size / 1_000_000, decimals=1), limit=number(limits().max_bytes // 1_000_000)
            )
        )


def check_pixels(width: int, height: int, *, kind: str) -> None:
    """Refuse an image that would become too large in memory, however small its file is.

    A JPEG is decoded small at once; the others are held whole, so they may have a third of the pixels.

    Source: project decision; ``settings.FILE_LIMITS``.
    """
    if width * height > limits().max_pixels // (1 if kind == JPEG else 3):
        raise FileRefusal(
            _("Gambar ini {width} × {height} titik, terlalu besar untuk dibuka. Kecilkan dulu gambarnya.").format(
                width=number(width), height=number(height)
            )
        )


def too_many_pixels() -> FileRefusal:
    """Return the refusal of an image so large that not even its size is asked for."""
    return FileRefusal(_("Gambar ini terlalu besar untuk dibuka. Kecilkan dulu gambarnya, lalu kirim ulang."))


def check_scans(content: bytes) -> None:
    """Refuse a JPEG made of so many scans that reading it would take minutes.

    Source: project decision; a photo has up to a dozen scans.
    """
    if content.count(_SCAN) > MAX_SCANS:
        raise broken_image()


def broken_image() -> FileRefusal:
    """Return the refusal of an image that cannot be read to its end."""
    return FileRefusal(_("Gambar ini rusak atau terpotong. Ambil foto lagi, atau kirim ulang."))


def unknown_kind(takes: frozenset[str] = PROOFS) -> FileRefusal:
    """Return the refusal of whatever is none of the kinds that are taken."""
    if takes == IMAGES:
        return FileRefusal(
            _("Di sini hanya foto yang diterima (JPEG, PNG, atau WebP). Yang dilihat isinya, bukan namanya.")
        )
    if takes == MATERIALS:
        return FileRefusal(
            _(
                "Berkas ini bukan PDF, bukan gambar (JPEG, PNG, WebP), "
                "dan bukan PPTX, DOCX, XLSX, ODP, ODT, atau ODS. "
                "Yang dilihat isinya, bukan namanya. Simpan ulang sebagai salah satunya, lalu kirim lagi."
            )
        )
    return FileRefusal(_("Berkas ini bukan foto JPEG, PNG, WebP, dan bukan PDF. Yang dilihat isinya, bukan namanya."))


def check_pdf(content: bytes) -> None:
    """Refuse a PDF that is cut off, or that would do something by itself when opened.

    Source: ISO 32000-1 sections 7.5.2 (header), 7.5.5 (trailer), 12.6 (actions).
    """
    if not re.match(rb"%PDF-[12]\.\d", content):
        raise unknown_kind()
    if b"%%EOF" not in content[-_TAIL:]:
        raise FileRefusal(_("PDF ini terpotong: akhirnya tidak ada. Kirim ulang berkasnya."))
    if _ACTIVE.search(content):
        raise FileRefusal(
            _("PDF ini berisi perintah yang berjalan sendiri. Cetak ulang sebagai PDF biasa, lalu kirim.")
        )


def clean_name(name: str) -> str:
    """Return the name that a file came with, without folders, control characters and marks of direction.

    Source: project decision: a name is told back to people and never used as a path.
    """
    last = PurePath(name.replace("\\", "/")).name
    kept = "".join(letter for letter in last if letter.isprintable() and letter not in '<>:"|?*')
    return kept.strip(" .")[-NAME_LENGTH:]

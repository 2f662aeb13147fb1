"""Presentations, texts and workbooks to be downloaded: told by content, without anything that acts by itself.

They are kept as they came, never opened here: the look is bounded (``zips``) and reads only what the parts declare.
What is refused leaves with a sentence that says where it is and how to mend it.
"""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from rumahbersama.ground.files import zips
from rumahbersama.ground.files.rules import (
    CONTENT_TYPES,
    DOCX,
    MATERIALS,
    ODP,
    ODS,
    ODT,
    PPTX,
    XLSX,
    FileRefusal,
    limits,
    unknown_kind,
)
from rumahbersama.ground.files.zips import BadZip, Entry

_MAIN = {f"{CONTENT_TYPES[each]}.main+xml": each for each in (PPTX, DOCX, XLSX)}
_MIME = {CONTENT_TYPES[each].encode(): each for each in (ODP, ODT, ODS)}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DDE = re.compile(r"\bDDE(AUTO)?\b", re.IGNORECASE)
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//|\.\./|\\", re.IGNORECASE)
_DOING = {"script", "dde-source", "dde-connection-decl"}
_CLICKED = {"a", "event-listener"}
_READ = {"content.xml", "styles.xml", "manifest.xml"}  # others are lists of settings, or empty
_TYPES = "[content_types].xml"
_MOST_XML = 30_000_000  # of one part that is read element by element

SENTENCES = {
    "old": _(
        "Berkas ini berformat Office lama (.ppt, .doc, .xls) atau terkunci kata sandi. Buka, hapus kata sandinya, "
        "simpan sebagai PPTX, DOCX, atau XLSX, lalu kirim lagi."
    ),
    "truncated": _("Berkas ini terpotong atau rusak. Salin atau unduh ulang dari sumbernya, lalu kirim lagi."),
    "odd": _(
        "Susunan berkas ini tidak wajar. Buka di PowerPoint, Word, Excel, atau LibreOffice, simpan ulang, "
        "lalu kirim lagi."
    ),
    "locked": _("Berkas ini terkunci kata sandi. Buka, hapus kata sandinya, simpan, lalu kirim lagi."),
    "bomb": _(
        "Berkas ini mengembang menjadi lebih dari {limit} MB saat dibuka. "
        "Salin isinya ke berkas baru, lalu kirim lagi."
    ),
    "macro": _(
        "Berkas ini memuat makro atau kendali yang berjalan sendiri ({name}). Simpan ulang tanpa makro "
        "(PPTX, DOCX, XLSX, bukan PPTM, DOCM, XLSM), lalu kirim lagi."
    ),
    "embedded": _(
        "Berkas ini memuat objek dari program lain ({name}). "
        "Hapus objek itu atau tempel sebagai gambar, lalu kirim lagi."
    ),
    "external": _(
        "Berkas ini mengambil isi dari tempat lain saat dibuka ({address}, di {name}). "
        "Putuskan tautannya atau simpan isinya di dalam berkas, lalu kirim lagi."
    ),
    "entity": _("Berkas ini memuat definisi XML yang dilarang (DOCTYPE/ENTITY). Simpan ulang, lalu kirim lagi."),
}


def check_document(content: bytes) -> str:
    """Return what kind of document a zip, or a file of the old Office, is.

    Raises:
        FileRefusal: of another kind, damaged, locked, or with something that acts or fetches when it is opened.

    Source: ECMA-376 part 2 (OPC), OASIS OpenDocument 1.3 part 2 (packages); docs/adr/0032.
    """
    if content.startswith(_OLE):
        raise FileRefusal(str(SENTENCES["old"]))
    if not content.startswith(b"PK"):
        raise unknown_kind(MATERIALS)
    try:
        kind = _Look().kind_of(content)
    except BadZip as problem:
        told = {"name": "", "address": "", "limit": zips.MAX_INFLATED // 1_000_000} | problem.values
        raise FileRefusal(str(SENTENCES.get(problem.code, SENTENCES["odd"])).format(**told)) from None
    if kind is None:
        raise unknown_kind(MATERIALS)
    return kind


@dataclass
class _Look:
    """One look at a document and at the workbooks that hold the figures of its charts.

    Attributes:
        is_inside: it is itself a part of another document.
        inflated: how much was unpacked so far, of all of them together.
        types: the content type of each named part.
    """

    is_inside: bool = False
    inflated: int = 0
    types: dict[str, str] = field(default_factory=dict)

    def kind_of(self, content: bytes) -> str | None:
        """Return what a zip is by its content, None for another kind of zip."""
        file = io.BytesIO(content)
        entries = zips.entries_of(file, len(content))
        zips.refuse_active_names(entries)
        parts = {entry.name.lower(): entry for entry in entries}
        first = entries[0]
        if _TYPES in parts and "mimetype" in parts:  # one program would open it as this, another as that
            raise BadZip("odd_zip")
        if first.name == "mimetype" and first.method == 0 and first.size < 100:
            kind = _MIME.get(b"".join(zips.pieces(file, first)))
        elif (told := parts.get(_TYPES)) is not None:
            self.types = zips.content_types(_whole(file, told))
            mains = {_MAIN[kind] for name, kind in self.types.items() if kind in _MAIN and name in parts}
            kind = mains.pop() if len(mains) == 1 else None
        else:
            kind = None
        if kind is not None:
            for entry in entries:
                self._look_at(file, entry, is_odf=kind in {ODP, ODT, ODS})
        return kind

    def _look_at(self, file: io.BytesIO, entry: Entry, *, is_odf: bool) -> None:
        name = entry.name.lower()
        self.inflated += entry.size
        if self.inflated > zips.MAX_INFLATED:
            raise BadZip("bomb")
        if is_odf and name.startswith(("basic/", "scripts/")):
            raise BadZip("macro", name=entry.name[:80])
        is_text = "wordprocessingml" in self.types.get(name, "")
        if not is_text and not name.endswith((".xml", ".rels", ".vml", ".rdf")):
            self._look_at_bytes(entry, zips.pieces(file, entry))
            return
        xml = (piece for _window, piece in zips.xml_pieces(file, entry))
        if is_odf and name.rpartition("/")[2] in _READ:
            _look_at_odf(entry, xml)
        elif name.endswith(".rels"):
            zips.refuse_links(b"".join(xml), name=entry.name)
        elif is_text:
            _refuse_fields(entry, xml)
        else:
            for _piece in xml:
                pass

    def _look_at_bytes(self, entry: Entry, pieces: Iterator[bytes]) -> None:
        """Refuse an object of another program; a document inside, as behind a chart, is looked at likewise."""
        first = next(pieces, b"")
        if first.startswith(b"PK"):
            inner = _Look(is_inside=True, inflated=self.inflated)
            is_far = self.is_inside or entry.size > limits().max_bytes
            if is_far or inner.kind_of(first + b"".join(pieces)) is None:
                raise BadZip("embedded", name=entry.name[:80])
            self.inflated = inner.inflated
        for _piece in pieces:
            pass
        if first.startswith(_OLE):
            raise BadZip("embedded", name=entry.name[:80])


def _whole(file: io.BytesIO, entry: Entry) -> bytes:
    return b"".join(piece for _window, piece in zips.xml_pieces(file, entry))


def _read(entry: Entry, xml: Iterable[bytes], *, text_of: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    if entry.size > _MOST_XML:
        raise BadZip("bomb")
    return zips.elements(xml, name=entry.name, text_of=text_of)


def _refuse_fields(entry: Entry, xml: Iterable[bytes]) -> None:
    """Refuse a field of Word that starts another program (DDE), however its words are split."""
    told = "".join(found.get("instr", found.get("", "")) for _tag, found in _read(entry, xml, text_of="instrText"))
    if _DDE.search(told):
        raise BadZip("macro", name=entry.name[:80])


def _look_at_odf(entry: Entry, xml: Iterable[bytes]) -> None:
    """Refuse what an OpenDocument part would fetch or run; a hyperlink waits for a click.

    Source: OASIS OpenDocument 1.3 part 2 section 4.8 (encryption), part 3 sections 14.4 (scripts), 19.918 (xlink).
    """
    for tag, told in _read(entry, xml):
        if tag == "encryption-data":
            raise BadZip("locked")
        if tag in _DOING or (tag == "event-listener" and ("language" in told or told.get("action") == "execute")):
            raise BadZip("macro", name=entry.name[:80])
        href = told.get("href", "")
        if tag not in _CLICKED and _OUTSIDE.match(href):
            raise BadZip("external", name=entry.name[:80], address=href[:80])

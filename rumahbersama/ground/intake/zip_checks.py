"""The look into a workbook (a zip of XML parts) before a parser: names, sizes, what is inside.

Everything is read by our own bounded code: the central directory byte by byte, each part inflated in pieces
and thrown away, so that a part which lies about its size is found out at the first byte too many.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from rumahbersama.ground.intake.limits import BadFile, Checked

MAX_ENTRIES = 1_000
MAX_DIRECTORY = 1_000_000
MAX_INFLATED = 300_000_000
MAX_RATIO = 250
MAX_CELLS = 4_000_000
MAX_RELS = 1_000_000
_PIECE = 1 << 18
_OVERLAP = 400

_END = struct.Struct("<4s4H2LH")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_FULL = 0xFFFFFFFF

_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY|doctype|entity)")
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']""")
_FAR = rb"(?:[A-Za-z]{3,}\d|[A-Za-z]*(?:2[1-9]\d{4}|[3-9]\d{5}|\d{7,}))"
# A literal beginning keeps the search fast; odd spellings of an attribute are caught by the child's limits.
_FAR_CELL = re.compile(rb' r="' + _FAR + rb'[^"]*')
_FAR_CELL_ODD = re.compile(rb" r='" + _FAR + rb"[^']*")
_FAR_SIZE = re.compile(rb"""<dimension[^>]*ref\s*=\s*["'][^"']*(?::|["'])""" + _FAR + rb"""[^"']*""")
_ERROR_CELL = re.compile(rb'<c r="([A-Z]{1,2}\d{1,6})"[^>]*? t="e"')
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.IGNORECASE)
_EXTERNAL = re.compile(rb"""TargetMode\s*=\s*["']\s*External""", re.IGNORECASE)
_HYPERLINK = re.compile(rb"""Type\s*=\s*["'][^"']*/hyperlink["']""")
_REFUSED_PARTS: tuple[tuple[str, str], ...] = (
    ("vbaproject", "macro"),
    ("xl/macrosheets/", "macro"),
    ("xl/activex/", "macro"),
    ("xl/webextensions/", "macro"),
    ("xl/embeddings/", "embedded"),
    ("xl/externallinks/", "external"),
    ("xl/connections.xml", "external"),
    ("xl/querytables/", "external"),
)
_OTHER_ZIPS: tuple[tuple[str, str], ...] = (
    ("xl/workbook.bin", "XLSB"),
    ("word/document.xml", "DOCX"),
    ("ppt/presentation.xml", "PPTX"),
    ("mimetype", "ODS/ODT"),
    ("AndroidManifest.xml", "APK"),
)


@dataclass(frozen=True)
class Entry:
    """One part as the central directory declares it."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int


def check_workbook(path: Path) -> Checked:
    """Return how to read the workbook; raise ``BadFile`` where it is not to be opened."""
    checked = Checked(kind="xlsx")
    with path.open("rb") as file:
        entries, directory_at = _directory(file, path.stat().st_size)
        names = _checked_names(entries)
        _refuse_parts(names)
        _refuse_declared_sizes(entries)
        spans = sorted((entry.offset, _data_start(file, entry) + entry.packed) for entry in entries)
        spans.append((directory_at, directory_at))
        if any(end > following[0] for (_, end), following in pairwise(spans)):
            raise BadFile("overlap")
        cells = 0
        for entry in entries:
            cells += _check_part(file, entry, checked)
            if cells > MAX_CELLS:
                raise BadFile("too_many_cells", limit=MAX_CELLS)
    return checked


def _directory(file: BinaryIO, size: int) -> tuple[list[Entry], int]:
    """Read the central directory; it must be the plain kind, complete, and at the very end."""
    if size < _END.size:
        raise BadFile("truncated")
    file.seek(size - _END.size)
    mark, disk, first_disk, here, count, length, start, comment = _END.unpack(file.read(_END.size))
    if mark != b"PK\x05\x06" or comment:
        raise BadFile("truncated")
    if disk or first_disk or here != count or _FULL in (length, start) or count == 0xFFFF:
        raise BadFile("odd_zip")
    if count > MAX_ENTRIES or length > MAX_DIRECTORY:
        raise BadFile("too_many_parts", count=count, limit=MAX_ENTRIES)
    if start + length != size - _END.size:
        raise BadFile("odd_zip")
    file.seek(start)
    entries = list(_entries(file.read(length)))
    if len(entries) != count or not entries:
        raise BadFile("odd_zip")
    return entries, start


def _entries(directory: bytes) -> Iterator[Entry]:
    at = 0
    while at < len(directory):
        if at + _ENTRY.size > len(directory):
            raise BadFile("odd_zip")
        (mark, _made, _need, flags, method, _time, _date, crc, packed, size, name, extra, comment, *_rest, offset) = (
            _ENTRY.unpack_from(directory, at)
        )
        if mark != b"PK\x01\x02" or _FULL in (packed, size, offset):
            raise BadFile("odd_zip")
        at += _ENTRY.size
        raw = directory[at : at + name]
        at += name + extra + comment
        if at > len(directory):
            raise BadFile("odd_zip")
        yield Entry(raw.decode("utf-8", "replace"), flags, method, crc, packed, size, offset)


def _checked_names(entries: list[Entry]) -> set[str]:
    names: set[str] = set()
    for entry in entries:
        name = entry.name
        parts = name.split("/")
        if name.startswith("/") or ".." in parts or "\\" in name or ":" in name or not name.isprintable():
            raise BadFile("path_name", name=name[:80])
        if name.lower() in names:
            raise BadFile("twice", name=name[:80])
        if entry.flags & 0x2041:
            raise BadFile("locked")
        if entry.method not in {0, 8}:
            raise BadFile("odd_zip")
        names.add(name.lower())
    return names


def _refuse_parts(names: set[str]) -> None:
    for part, code in _REFUSED_PARTS:
        if any(part in name for name in names):
            raise BadFile(code)
    if "xl/workbook.xml" not in names or "[content_types].xml" not in names:
        found = next((kind for part, kind in _OTHER_ZIPS if part.lower() in names), "ZIP")
        raise BadFile("wrong_type", found=found)


def _refuse_declared_sizes(entries: list[Entry]) -> None:
    total = sum(entry.size for entry in entries)
    if total > MAX_INFLATED:
        raise BadFile("bomb", size=total // 1_000_000, limit=MAX_INFLATED // 1_000_000)
    for entry in entries:
        if entry.size > 1_000_000 and entry.size > MAX_RATIO * max(1, entry.packed):
            raise BadFile("bomb", size=entry.size // 1_000_000, limit=MAX_INFLATED // 1_000_000)
        if entry.name.lower().endswith(".rels") and entry.size > MAX_RELS:
            raise BadFile("odd_zip")


def _data_start(file: BinaryIO, entry: Entry) -> int:
    """Return where a part's bytes begin; its local header must say what the directory says."""
    file.seek(entry.offset)
    head = file.read(_LOCAL.size)
    if len(head) < _LOCAL.size:
        raise BadFile("truncated")
    mark, _need, flags, method, _time, _date, _crc, packed, size, name, extra = _LOCAL.unpack(head)
    if mark != b"PK\x03\x04":
        raise BadFile("truncated")
    if method != entry.method or file.read(name).decode("utf-8", "replace") != entry.name:
        raise BadFile("lying", name=entry.name[:80])
    follows = flags & 8  # sizes stand behind the data, so the local header may leave them empty
    if not follows and _FULL not in (packed, size) and (packed, size) != (entry.packed, entry.size):
        raise BadFile("lying", name=entry.name[:80])
    return entry.offset + _LOCAL.size + int(name) + int(extra)


def _pieces(file: BinaryIO, entry: Entry) -> Iterator[bytes]:
    """Yield a part inflated, piece by piece, holding it to its declared size and checksum."""
    file.seek(_data_start(file, entry))
    left, given, crc = entry.packed, 0, 0
    inflater = zlib.decompressobj(-15)
    while True:
        if entry.method == 0:
            packed, piece = b"", file.read(min(_PIECE, left))
            left -= len(piece)
        else:
            packed = inflater.unconsumed_tail or file.read(min(_PIECE, left))
            if not inflater.unconsumed_tail:
                left -= len(packed)
            try:
                piece = inflater.decompress(packed, _PIECE)
            except zlib.error:
                raise BadFile("broken_part", name=entry.name[:80]) from None
        given += len(piece)
        crc = zlib.crc32(piece, crc)
        if given > entry.size:
            raise BadFile("lying", name=entry.name[:80])
        if piece:
            yield piece
        if inflater.eof or (not piece and not packed):
            break
    if given != entry.size or crc != entry.crc or inflater.unused_data or left:
        raise BadFile("lying", name=entry.name[:80])


def _check_part(file: BinaryIO, entry: Entry, checked: Checked) -> int:
    """Inflate one part and look for what must not be there; return how many cells it holds."""
    name = entry.name.lower()
    is_xml = name.endswith((".xml", ".rels", ".vml"))
    is_sheet = name.startswith("xl/worksheets/") and name.endswith(".xml")
    tail, cells, whole = b"", 0, bytearray()
    for number, piece in enumerate(_pieces(file, entry)):
        if not is_xml:
            continue
        if number == 0:
            _refuse_encoding(piece)
        window = tail + piece
        if _DTD.search(window):
            raise BadFile("entity")
        if is_sheet:
            _refuse_far(window)
            _note_cells(window, checked)
            cells += piece.count(b"<c ")
        if name.endswith(".rels") or name == "[content_types].xml":
            whole += piece
        tail = window[-_OVERLAP:]
    _refuse_links(bytes(whole))
    return cells


def _refuse_encoding(start: bytes) -> None:
    declared = _ENCODING.match(start.lstrip(b"\xef\xbb\xbf"))
    if b"\0" in start[:64] or (declared and declared[1].lower() not in {b"utf-8", b"us-ascii"}):
        raise BadFile("xml_encoding")


def _refuse_far(window: bytes) -> None:
    far = _FAR_CELL.search(window) or _FAR_CELL_ODD.search(window) or _FAR_SIZE.search(window)
    if far:
        raise BadFile("far_cell", cell=far[0].decode("ascii", "replace").strip()[-24:])


def _note_cells(window: bytes, checked: Checked) -> None:
    if "formula" not in checked.notes and (b"<f>" in window or b"<f " in window):
        checked.notes.append("formula")
    for match in _ERROR_CELL.finditer(window) if b' t="e"' in window else ():
        cell = match[1].decode()
        if len(checked.error_cells) < 200 and cell not in checked.error_cells[-20:]:
            checked.error_cells.append(cell)


def _refuse_links(xml: bytes) -> None:
    if b"macroEnabled" in xml:
        raise BadFile("macro")
    for relation in _RELATION.findall(xml):
        if _EXTERNAL.search(relation) and not _HYPERLINK.search(relation):
            raise BadFile("external")

"""The look into a zip of XML parts (workbook, presentation, text) before a parser: names, sizes, what it declares.

Everything is read by our own bounded code: the central directory byte by byte, each part inflated in pieces
and thrown away, so that a part which lies about its size is found out at the first byte too many.
"""

import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import BinaryIO
from xml.parsers import expat

MAX_ENTRIES = 1_000
MAX_DIRECTORY = 1_000_000
MAX_INFLATED = 300_000_000
MAX_RATIO = 250
MAX_RELS = 1_000_000
_PIECE = 1 << 18
_OVERLAP = 400

_END = struct.Struct("<4s4H2LH")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_FULL = 0xFFFFFFFF

_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY|doctype|entity)")
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']""")
_ACTIVE_PARTS: tuple[tuple[str, str], ...] = (
    ("vbaproject", "macro"),
    ("/macrosheets/", "macro"),
    ("/activex/", "macro"),
    ("/webextensions/", "macro"),
    ("/externallinks/", "external"),
    ("xl/connections.xml", "external"),
    ("xl/querytables/", "external"),
)
_ACTIVE_TYPES = ("macroenabled", "vbaproject", "activex", "webextension")


class BadZip(Exception):
    """A zip that is not opened. ``code`` names the reason, ``values`` say where."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


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


def entries_of(file: BinaryIO, size: int) -> list[Entry]:
    """Return the parts of a zip in their order, looked at but not inflated.

    Raises:
        BadZip: cut off, not plain, locked, too large inside, with names that lead out, or parts over each other.
    """
    entries, directory_at = _directory(file, size)
    _check_names(entries)
    _refuse_declared_sizes(entries)
    spans = sorted((entry.offset, _data_start(file, entry) + entry.packed) for entry in entries)
    spans.append((directory_at, directory_at))
    if any(end > following[0] for (_, end), following in pairwise(spans)):
        raise BadZip("overlap")
    return entries


def _directory(file: BinaryIO, size: int) -> tuple[list[Entry], int]:
    """Read the central directory; it must be the plain kind, complete, and at the very end."""
    if size < _END.size:
        raise BadZip("truncated")
    file.seek(size - _END.size)
    mark, disk, first_disk, here, count, length, start, comment = _END.unpack(file.read(_END.size))
    if mark != b"PK\x05\x06" or comment:
        raise BadZip("truncated")
    if disk or first_disk or here != count or _FULL in (length, start) or count == 0xFFFF:
        raise BadZip("odd_zip")
    if count > MAX_ENTRIES or length > MAX_DIRECTORY:
        raise BadZip("too_many_parts", count=count, limit=MAX_ENTRIES)
    if start + length != size - _END.size:
        raise BadZip("odd_zip")
    file.seek(start)
    entries = list(_entries(file.read(length)))
    if len(entries) != count or not entries:
        raise BadZip("odd_zip")
    return entries, start


def _entries(directory: bytes) -> Iterator[Entry]:
    at = 0
    while at < len(directory):
        if at + _ENTRY.size > len(directory):
            raise BadZip("odd_zip")
        (mark, _made, _need, flags, method, _time, _date, crc, packed, size, name, extra, comment, *_rest, offset) = (
            _ENTRY.unpack_from(directory, at)
        )
        if mark != b"PK\x01\x02" or _FULL in (packed, size, offset):
            raise BadZip("odd_zip")
        at += _ENTRY.size
        raw = directory[at : at + name]
        at += name + extra + comment
        if at > len(directory):
            raise BadZip("odd_zip")
        yield Entry(raw.decode("utf-8", "replace"), flags, method, crc, packed, size, offset)


def _check_names(entries: list[Entry]) -> None:
    names: set[str] = set()
    for entry in entries:
        name = entry.name
        parts = name.split("/")
        if name.startswith("/") or ".." in parts or "\\" in name or ":" in name or not name.isprintable():
            raise BadZip("path_name", name=name[:80])
        if name.lower() in names:
            raise BadZip("twice", name=name[:80])
        if entry.flags & 0x2041:
            raise BadZip("locked")
        if entry.method not in {0, 8}:
            raise BadZip("odd_zip")
        names.add(name.lower())


def _refuse_declared_sizes(entries: list[Entry]) -> None:
    total = sum(entry.size for entry in entries)
    if total > MAX_INFLATED:
        raise BadZip("bomb", size=total // 1_000_000, limit=MAX_INFLATED // 1_000_000)
    for entry in entries:
        if entry.size > 1_000_000 and entry.size > MAX_RATIO * max(1, entry.packed):
            raise BadZip("bomb", size=entry.size // 1_000_000, limit=MAX_INFLATED // 1_000_000)
        if entry.name.lower().endswith((".rels", "[content_types].xml")) and entry.size > MAX_RELS:
            raise BadZip("odd_zip")


def _data_start(file: BinaryIO, entry: Entry) -> int:
    """Return where a part's bytes begin; its local header must say what the directory says."""
    file.seek(entry.offset)
    head = file.read(_LOCAL.size)
    if len(head) < _LOCAL.size:
        raise BadZip("truncated")
    mark, _need, flags, method, _time, _date, _crc, packed, size, name, extra = _LOCAL.unpack(head)
    if mark != b"PK\x03\x04":
        raise BadZip("truncated")
    if method != entry.method or file.read(name).decode("utf-8", "replace") != entry.name:
        raise BadZip("lying", name=entry.name[:80])
    follows = flags & 8  # sizes stand behind the data, so the local header may leave them empty
    if not follows and _FULL not in (packed, size) and (packed, size) != (entry.packed, entry.size):
        raise BadZip("lying", name=entry.name[:80])
    return entry.offset + _LOCAL.size + int(name) + int(extra)


def pieces(file: BinaryIO, entry: Entry) -> Iterator[bytes]:
    """Yield a part inflated, piece by piece, holding it to its declared size and checksum.

    Raises:
        BadZip: it cannot be inflated, or is not what the directory says.
    """
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
                raise BadZip("broken_part", name=entry.name[:80]) from None
        given += len(piece)
        crc = zlib.crc32(piece, crc)
        if given > entry.size:
            raise BadZip("lying", name=entry.name[:80])
        if piece:
            yield piece
        if inflater.eof or (not piece and not packed):
            break
    if given != entry.size or crc != entry.crc or inflater.unused_data or left:
        raise BadZip("lying", name=entry.name[:80])


def xml_pieces(file: BinaryIO, entry: Entry) -> Iterator[tuple[bytes, bytes]]:
    """Yield an XML part piece by piece, each with and without the end of the one before it.

    Raises:
        BadZip: it declares a DTD or entities, or is written in other letters than UTF-8.
    """
    tail = b""
    for number, piece in enumerate(pieces(file, entry)):
        if number == 0:
            _refuse_encoding(piece)
        window = tail + piece
        if _DTD.search(window):
            raise BadZip("entity")
        yield window, piece
        tail = window[-_OVERLAP:]


def _refuse_encoding(start: bytes) -> None:
    declared = _ENCODING.match(start.lstrip(b"\xef\xbb\xbf"))
    if b"\0" in start[:64] or (declared and declared[1].lower() not in {b"utf-8", b"us-ascii"}):
        raise BadZip("xml_encoding")


def elements(xml: Iterable[bytes], *, name: str, text_of: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the elements of an XML part in order, names and attributes without their namespaces.

    Args:
        xml: the part, piece by piece.
        name: what the part is called, to be told.
        text_of: an element whose text comes too, as an element without a name: ``("", {"": text})``.

    Raises:
        BadZip: it is no XML. DTDs must have been refused before (``xml_pieces``).
    """
    found: list[tuple[str, dict[str, str]]] = []

    def note(tag: str, told: dict[str, str]) -> None:
        found.append((_bare(tag), {_bare(key): value for key, value in told.items()}))
        parser.CharacterDataHandler = say if _bare(tag) == text_of else None

    def say(text: str) -> None:
        found.append(("", {"": text}))

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = note
    try:
        for piece in xml:
            parser.Parse(piece)
            yield from found
            found.clear()
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise BadZip("broken_part", name=name[:80]) from None


def _bare(name: str) -> str:
    return name.rpartition(" ")[2]


def refuse_active_names(entries: Iterable[Entry]) -> None:
    """Refuse parts that hold macros, controls and connections by what they are called.

    Source: ECMA-376 part 1 (the names that Office gives them); MS-OFFMACRO2.
    """
    for entry in entries:
        for part, code in _ACTIVE_PARTS:
            if part in entry.name.lower():
                raise BadZip(code, name=entry.name[:80])


def content_types(xml: bytes) -> dict[str, str]:
    """Return the content type of each named part, in small letters, by its path.

    Raises:
        BadZip: one of them is a macro, a control or an add-in, or a text is named by its ending alone.

    Source: ECMA-376 part 2, section 10.1.2 (content types).
    """
    found = {}
    for tag, told in elements([xml], name="[Content_Types].xml"):
        kind = told.get("ContentType", "").lower()
        if any(each in kind for each in _ACTIVE_TYPES):
            raise BadZip("macro", name=told.get("PartName", "[Content_Types].xml")[:80])
        if tag == "Default" and "wordprocessingml" in kind:
            raise BadZip("odd_zip")
        if tag == "Override":
            found[told.get("PartName", "").lower().lstrip("/")] = kind
    return found


def refuse_links(xml: bytes, *, name: str) -> None:
    """Refuse relations that lead out of the file and are followed when it is opened; a hyperlink waits for a click.

    Source: ECMA-376 part 2, section 9.3 (relationships).
    """
    for tag, told in elements([xml], name=name):
        target = told.get("Target", "")
        leads_out = told.get("TargetMode", "").strip().lower() == "external" or ":" in target or target[:2] in _ROOTS
        if tag == "Relationship" and leads_out and not told.get("Type", "").endswith("/hyperlink"):
            raise BadZip("external", name=name.replace("_rels/", "").removesuffix(".rels")[:80], address=target[:80])


_ROOTS = ("//", "\\\\")

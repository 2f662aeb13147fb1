"""The look at a file before any parser touches it: what is it really, and is it safe to open?

Plain Python without Django, bounded in time and memory. The type is told by content, never by the name.
What is refused leaves as ``BadFile`` with a code; ``messages.py`` has the sentence for each code.
"""

import csv
import re
from collections import Counter
from pathlib import Path

from rumahbersama.ground.intake.limits import (
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_DEPTH,
    MAX_LINE,
    MAX_ROWS,
    BadFile,
    Checked,
)
from rumahbersama.ground.intake.workbooks import check_workbook

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
    (b"{\\rtf", "RTF"),
    (b"SQLite format 3", "SQLite"),
    (b"PAR1", "Parquet"),
)
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def check_file(path: Path) -> Checked:
    """Return how to read the file.

    Raises:
        BadFile: when it is not what it should be, or not safe.
    """
    size = path.stat().st_size
    if size == 0:
        raise BadFile("empty")
    if size > MAX_BYTES:
        raise BadFile("too_big", size=size // 1_000_000 + 1, limit=MAX_BYTES // 1_000_000)
    with path.open("rb") as file:
        start = file.read(512)
    if start.startswith(b"PK"):
        return check_workbook(path)
    data = path.read_bytes()
    _refuse_other_types(data)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
        return _check_json(data)
    return _check_csv(data)


def _refuse_other_types(data: bytes) -> None:
    if data.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise BadFile("locked" if locked else "old_excel")
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise BadFile("wrong_type", found=name)
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or data[:200].count(b"\0") > len(data[:200]) // 4:
        raise BadFile("utf16")
    if b"\0" in data:
        raise BadFile("nul")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise BadFile("wrong_type", found="HTML/XML")
    if _CONTROL.search(data):
        raise BadFile("binary")


def _check_json(data: bytes) -> Checked:
    """Check depth and completeness by cutting away innermost pairs of brackets, one depth a round."""
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile("json_encoding") from None
    brackets = _STRINGS.sub(b"", data).translate(None, _NOT_BRACKETS)
    for _depth in range(MAX_DEPTH):
        if not brackets:
            break
        inner = _innermost_cut(brackets)
        if inner == brackets:
            raise BadFile("truncated")
        brackets = inner
    if brackets:
        raise BadFile("too_deep" if b"[]" in brackets or b"{}" in brackets else "truncated", limit=MAX_DEPTH)
    if b'"FeatureCollection"' not in data[:2000] and b'"features"' not in data:
        raise BadFile("not_geojson")
    return Checked(kind="geojson")


_PAIRS = re.compile(rb"\[\]|\{\}")


def _innermost_cut(brackets: bytes) -> bytes:
    return _PAIRS.sub(b"", brackets)


def _check_csv(data: bytes) -> Checked:
    notes: list[str] = []
    count = data.count(b"\n") or data.count(b"\r")
    if count > MAX_ROWS + 100:
        raise BadFile("too_many_rows", rows=count, limit=MAX_ROWS)
    encoding = "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        encoding = "cp1252"
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            raise BadFile("encoding") from None
        notes.append("cp1252")
    if not data.endswith((b"\n", b"\r")):
        notes.append("no_last_line_break")
    lines = text.splitlines()
    longest = max(range(len(lines)), key=lambda at: len(lines[at]), default=0)
    if lines and len(lines[longest]) > MAX_LINE:
        raise BadFile("long_line", row=longest + 1, limit=MAX_LINE)
    delimiter = sniff_delimiter([line for line in lines[:400] if line.strip()][:50])
    widest = max(range(len(lines)), key=lambda at: lines[at].count(delimiter))
    if lines[widest].count(delimiter) >= MAX_COLUMNS:
        raise BadFile("too_many_columns", row=widest + 1, limit=MAX_COLUMNS)
    if delimiter != ",":
        notes.append("delimiter_tab" if delimiter == "\t" else "delimiter_semicolon" if delimiter == ";" else "bar")
    return Checked(kind="csv", encoding=encoding, delimiter=delimiter, notes=notes)


def sniff_delimiter(lines: list[str]) -> str:
    """Return what parts the columns of these lines: the mark that gives most cells in lines of equal width.

    Raises:
        BadFile: when no mark gives two columns.
    """
    best, best_cells = "", 0
    for mark in (";", "\t", "|", ","):  # a decimal comma never gives more cells than the true mark
        try:
            widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=mark) if len(cells) > 1)
        except csv.Error:
            continue
        width, count = max(widths.items(), key=lambda item: item[0] * item[1], default=(0, 0))
        if width * count > best_cells:
            best, best_cells = mark, width * count
    if not best:
        raise BadFile("not_a_table")
    return best

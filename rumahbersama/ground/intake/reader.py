"""The child process that opens a checked table, with limits on memory, time and files.

Run as ``python -I reader.py PATH KIND ENCODING DELIMITER``; it knows nothing of ours and no Django, gets no
environment, and writes nothing but lines of JSON to its standard output:

1. ``{"sheets": [{"name", "rows", "head": first rows, "merged"}]}``; then it waits for ``{"sheet": n}``,
2. packs of rows ``[[row number, cell, ...], ...]``, empty rows left out,
3. ``{"end": rows, "widths": {cells: [how many lines, the first lines]}}`` (widths for CSV only),

or at any time ``{"error": code, "values": {...}}``.
"""

import contextlib
import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

import orjson

MEMORY = 480_000_000
CPU_SECONDS = 60
HEAD_ROWS = 30
MAX_ROWS = 200_000
MAX_COLUMNS = 300
MAX_CELLS = 4_000_000
MAX_TEXT = 4_000
PACK_CELLS = 20_000
MAX_SHEETS = 50
MAX_MERGED = 2_000
RAGGED_LINES = 50

Rows = Iterable[list[Any]]


class Unreadable(Exception):
    """The table cannot be read: a code and the values of its sentence."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def limit() -> None:
    """Bind this process to its limits; where the system has none (Windows) the parent's clock remains."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def say(message: object) -> None:
    """Write one line to the parent."""
    sys.stdout.buffer.write(_line(message) + b"\n")
    sys.stdout.buffer.flush()


def _line(message: object) -> bytes:
    """Return one line of JSON; what orjson cannot carry (huge integers, NaN as null) is left to Python's own."""
    with contextlib.suppress(orjson.JSONEncodeError):
        line = orjson.dumps(message, default=_plain)
        if b"null" not in line:
            return line
    return json.dumps(message, default=_plain, separators=(",", ":")).encode()


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, (date, time)) else str(value)


def read(path: Path, kind: str, encoding: str, delimiter: str) -> None:
    """Tell the sheets, wait for the choice, stream the rows."""
    sheets = {"xlsx": _xlsx, "csv": _csv, "geojson": _geojson}[kind](path, encoding, delimiter)
    say({"sheets": [{key: sheet[key] for key in ("name", "rows", "head", "merged")} for sheet in sheets]})
    chosen = json.loads(sys.stdin.readline() or "{}").get("sheet")
    if not isinstance(chosen, int) or not 0 <= chosen < len(sheets):
        return
    count = _stream(sheets[chosen]["all"]())
    say({"end": count, "widths": sheets[chosen].get("widths", {})})


def _stream(rows: Rows) -> int:
    count = cells = 0
    pack: list[list[Any]] = []
    room = PACK_CELLS
    for number, row in enumerate(rows, start=1):
        while row and row[-1] == "":
            row.pop()
        if not row:
            continue
        count += 1
        cells += len(row)
        _hold(number, row, count, cells)
        pack.append([number, *row])
        room -= len(row)
        if room <= 0:
            say(pack)
            pack, room = [], PACK_CELLS
    if pack:
        say(pack)
    return count


def _hold(number: int, row: list[Any], count: int, cells: int) -> None:
    if count > MAX_ROWS + 100:
        raise Unreadable("too_many_rows", rows=count, limit=MAX_ROWS)
    if len(row) > MAX_COLUMNS:
        raise Unreadable("too_many_columns", row=number, limit=MAX_COLUMNS)
    if cells > MAX_CELLS:
        raise Unreadable("too_many_cells", limit=MAX_CELLS)
    for cell in row:
        if cell.__class__ is str and len(cell) > MAX_TEXT:
            raise Unreadable("long_text", row=number, limit=MAX_TEXT)


def _numbered(rows: Rows) -> list[list[Any]]:
    head = []
    for number, row in enumerate(rows, start=1):
        if any(cell != "" for cell in row):
            head.append([number, *row[:MAX_COLUMNS]])
        if len(head) == HEAD_ROWS:
            break
    return head


def _xlsx(path: Path, _encoding: str, _delimiter: str) -> list[dict[str, Any]]:
    from python_calamine import CalamineError, SheetTypeEnum, SheetVisibleEnum, load_workbook

    try:
        book = load_workbook(str(path))
        visible = [
            index
            for index, sheet in enumerate(book.sheets_metadata)
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
        ]
        if len(visible) > MAX_SHEETS:
            raise Unreadable("too_many_sheets", limit=MAX_SHEETS)
        pages = [book.get_sheet_by_index(index) for index in visible]
    except CalamineError:
        raise Unreadable("broken_workbook") from None
    return [
        {
            "name": page.name,
            "rows": page.height,
            "head": _numbered(page.iter_rows()) if page.height else [],
            "merged": [[*start, *end] for start, end in (page.merged_cell_ranges or [])[:MAX_MERGED]],
            "all": page.iter_rows,
        }
        for page in pages
    ]


def _csv(path: Path, encoding: str, delimiter: str) -> list[dict[str, Any]]:
    text = path.read_text(encoding=encoding)
    csv.field_size_limit(MAX_TEXT * 4)

    widths: dict[int, list[int]] = {}

    def rows() -> Iterator[list[Any]]:
        widths.clear()
        source = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        seen = 0
        try:
            for row in source:
                # A quoted cell may hold line breaks; the row keeps the number of the line where it begins.
                yield from ([] for _ in range(seen + 1, source.line_num - _breaks(row)))
                seen = source.line_num - _breaks(row)
                lines = widths.setdefault(len(row), [0])
                lines[0] += 1
                if len(lines) <= RAGGED_LINES:
                    lines.append(seen)
                yield row
        except csv.Error:
            raise Unreadable("broken_csv", row=source.line_num) from None

    head = _numbered(rows())
    return [{"name": "", "rows": text.count("\n") + 1, "head": head, "merged": [], "all": rows, "widths": widths}]


def _breaks(row: list[str]) -> int:
    return sum(cell.count("\n") for cell in row)


def _geojson(path: Path, _encoding: str, _delimiter: str) -> list[dict[str, Any]]:
    try:
        features = json.loads(path.read_text(encoding="utf-8-sig")).get("features")
    except (ValueError, RecursionError, AttributeError):
        raise Unreadable("broken_json") from None
    if not isinstance(features, list):
        raise Unreadable("not_geojson")
    properties = [each.get("properties") or {} if isinstance(each, dict) else {} for each in features]
    if not all(isinstance(each, dict) for each in properties):
        raise Unreadable("not_geojson")
    names = list(dict.fromkeys(name for each in properties for name in each))[: MAX_COLUMNS + 1]

    def rows() -> Iterator[list[Any]]:
        yield list(names)
        for each in properties:
            yield [_flat(each.get(name)) for name in names]

    return [{"name": "", "rows": len(properties) + 1, "head": _numbered(rows()), "merged": [], "all": rows}]


def _flat(value: object) -> object:
    return "" if value is None else value if isinstance(value, (str, int, float)) else json.dumps(value)[:MAX_TEXT]


def main() -> None:
    """Read the table named on the command line."""
    limit()
    path, kind, encoding, delimiter = sys.argv[1:5]
    try:
        read(Path(path), kind, encoding, delimiter)
    except Unreadable as reason:
        say({"error": reason.code, "values": reason.values})
    except MemoryError:
        say({"error": "child_memory", "values": {}})


if __name__ == "__main__":
    main()

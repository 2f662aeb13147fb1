"""The look into a workbook before a parser: the zip itself (``files.zips``), and what only a table must not hold."""

import re
from pathlib import Path
from typing import BinaryIO

from rumahbersama.ground.files import zips
from rumahbersama.ground.files.zips import BadZip, Entry
from rumahbersama.ground.intake.limits import BadFile, Checked

MAX_CELLS = 4_000_000
_FAR = rb"(?:[A-Za-z]{3,}\d|[A-Za-z]*(?:2[1-9]\d{4}|[3-9]\d{5}|\d{7,}))"
# A literal beginning keeps the search fast; odd spellings of an attribute are caught by the child's limits.
_FAR_CELL = re.compile(rb' r="' + _FAR + rb'[^"]*')
_FAR_CELL_ODD = re.compile(rb" r='" + _FAR + rb"[^']*")
_FAR_SIZE = re.compile(rb"""<dimension[^>]*ref\s*=\s*["'][^"']*(?::|["'])""" + _FAR + rb"""[^"']*""")
_ERROR_CELL = re.compile(rb'<c r="([A-Z]{1,2}\d{1,6})"[^>]*? t="e"')
_OTHER_ZIPS: tuple[tuple[str, str], ...] = (
    ("xl/workbook.bin", "XLSB"),
    ("word/document.xml", "DOCX"),
    ("ppt/presentation.xml", "PPTX"),
    ("mimetype", "ODS/ODT"),
    ("AndroidManifest.xml", "APK"),
)


def check_workbook(path: Path) -> Checked:
    """Return how to read the workbook; raise ``BadFile`` where it is not to be opened."""
    try:
        with path.open("rb") as file:
            return _checked(file, path.stat().st_size)
    except BadZip as problem:
        raise BadFile(problem.code, **problem.values) from None


def _checked(file: BinaryIO, size: int) -> Checked:
    checked, cells = Checked(kind="xlsx"), 0
    entries = zips.entries_of(file, size)
    _refuse_parts(entries)
    for entry in entries:
        cells += _check_part(file, entry, checked)
        if cells > MAX_CELLS:
            raise BadFile("too_many_cells", limit=MAX_CELLS)
    return checked


def _refuse_parts(entries: list[Entry]) -> None:
    names = {entry.name.lower() for entry in entries}
    zips.refuse_active_names(entries)
    if any("xl/embeddings/" in name for name in names):
        raise BadFile("embedded")
    if "xl/workbook.xml" not in names or "[content_types].xml" not in names:
        found = next((kind for part, kind in _OTHER_ZIPS if part.lower() in names), "ZIP")
        raise BadFile("wrong_type", found=found)


def _check_part(file: BinaryIO, entry: Entry, checked: Checked) -> int:
    """Inflate one part and look for what must not be there; return how many cells it holds."""
    name = entry.name.lower()
    if not name.endswith((".xml", ".rels", ".vml")):
        for _piece in zips.pieces(file, entry):
            pass
        return 0
    is_sheet = name.startswith("xl/worksheets/") and name.endswith(".xml")
    is_told = name.endswith(".rels") or name == "[content_types].xml"
    cells, whole = 0, bytearray()
    for window, piece in zips.xml_pieces(file, entry):
        if is_sheet:
            _refuse_far(window)
            _note_cells(window, checked)
            cells += piece.count(b"<c ")
        if is_told:
            whole += piece
    if name.endswith(".rels"):
        zips.refuse_links(bytes(whole), name=entry.name)
    elif is_told:
        zips.content_types(bytes(whole))
    return cells


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

"""Where a table begins: titles above the heading, headings in two rows, merged cells, numbering rows."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from rumahbersama.ground.core.rules import Finding
from rumahbersama.ground.intake.numbers import cell_text
from rumahbersama.ground.intake.rules import IntakeRefusal
from rumahbersama.ground.intake.table import Sheet

MAX_TITLE_ROWS = 25
ROWS_OF_DATA = 3  # so many rows without better headings, and the table has begun


@dataclass(frozen=True)
class Layout:
    """The headings, the last row they take, and what is wrong with them."""

    header_row: int
    headings: list[str]
    skipped: list[int] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def letter(index: int) -> str:
    """Return the spreadsheet's letter of a column counted from 0: 0 is A, 26 is AA."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


def find_layout(sheet: Sheet, *, recognises: Callable[[str], bool]) -> Layout:
    """Return where the headings of a sheet are, taking the row (or two) with most headings that are known.

    Raises:
        IntakeRefusal: when no row looks like headings.
    """
    rows = {int(row[0]): [cell_text(cell) for cell in row[1:]] for row in sheet.head}
    best: tuple[int, int, list[str]] | None = None
    best_score, worse = 0.0, 0
    for number, cells in list(rows.items())[:MAX_TITLE_ROWS]:
        worse += 1
        if worse > ROWS_OF_DATA and best is not None:
            break
        for last, headings in _readings(number, cells, rows):
            names = [heading for heading in headings if heading and not _is_number(heading)]
            known, words = sum(map(recognises, names)), len(names)
            score = known * 10 + min(words, 9) / 10
            if words >= 2 and known and score > best_score:
                best, best_score, worse = (number, last, headings), score, 0
    if best is None:
        raise IntakeRefusal(
            _(
                "Baris judul kolom tidak dikenali. Beri judul seperti pada contoh berkas (kode, nama, indikator) "
                "lalu unggah lagi."
            )
        )
    _first, last, headings = best
    return Layout(
        header_row=last,
        headings=headings,
        skipped=_numbering_row(last, rows),
        findings=list(_empty_headings(last, headings, rows)),
    )


def _readings(number: int, cells: list[str], rows: dict[int, list[str]]) -> list[tuple[int, list[str]]]:
    readings = [(number, cells)]
    below = rows.get(number + 1)
    if below and _may_be_second_row(cells, below):
        joined = _joined(cells, below)
        readings.append((number + 1, joined))
        alone = [under or both for under, both in zip(_padded(below, len(joined)), joined, strict=True)]
        readings.append((number + 1, alone))
    return readings


def _may_be_second_row(top: list[str], below: list[str]) -> bool:
    """Tell whether ``below`` names the parts of group headings in ``top`` ("Penduduk" over "2019", "2020")."""
    width = max(len(top), len(below))
    top, below = _padded(top, width), _padded(below, width)
    fills = [at for at in range(width) if not top[at] and below[at]]
    under_heading = [at for at in range(width) if top[at] and below[at]]
    starts_group = all(at + 1 < width and not top[at + 1] and below[at + 1] for at in under_heading)
    return bool(fills) and starts_group and any(top[at] and not below[at] for at in range(width))


def _joined(top: list[str], below: list[str]) -> list[str]:
    width = max(len(top), len(below))
    headings, group = [], ""
    for above, under in zip(_padded(top, width), _padded(below, width), strict=True):
        group = above or group
        headings.append(f"{group} {under}".strip() if under else above)
    return headings


def _padded(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))


def _is_number(text: str) -> bool:
    return text.replace(".", "").replace(",", "").replace("-", "").isdigit()


def _numbering_row(header_row: int, rows: dict[int, list[str]]) -> list[int]:
    """Return the row "(1) (2) (3)" under the headings, which many official tables have."""
    cells = [cell.strip("() ") for cell in rows.get(header_row + 1, []) if cell]
    is_numbering = len(cells) > 2 and cells == [str(at) for at in range(1, len(cells) + 1)]
    return [header_row + 1] if is_numbering else []


def _empty_headings(header_row: int, headings: list[str], rows: dict[int, list[str]]) -> list[Finding]:
    data = [cells for number, cells in rows.items() if number > header_row]
    width = max((len(cells) for cells in data), default=0)
    return [
        Finding(
            row=header_row,
            column=letter(at),
            value="",
            rule=_("Setiap kolom berisi data perlu judul; judul ini kosong, mungkin karena sel digabung."),
            remedy=_("Pisahkan sel gabungan dan tulis judul tiap kolom, atau hapus kolomnya."),
        )
        for at in range(width)
        if not (headings[at] if at < len(headings) else "") and any(at < len(row) and row[at] for row in data)
    ]

"""A version as an XLSForm workbook, which ODK, KoBo and this program read."""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from rumahbersama.ground.core.exports import SAFE_XLSX
from rumahbersama.workshop.surveys.rules import CHOOSING, MANY, RATING, Asked, Option, sections_of
from rumahbersama.workshop.surveys.xlsform.cells import bounds, relevance
from rumahbersama.workshop.surveys.xlsform.words import OURS

ENGLISH = "label::English (en)"  # beside a label without a language; written where some question has one
COLUMNS = (
    "type",
    "name",
    "label",
    "hint",
    "required",
    "relevant",
    "constraint",
    "appearance",
    *OURS.values(),
    ENGLISH,
)
Row = tuple[Any, ...]


def workbook(*, title: str, code: str, version: int, questions: Sequence[Asked]) -> bytes:
    """Return the workbook: sheets survey, choices, settings."""
    lists = _lists(questions)
    survey: list[Row] = [COLUMNS]
    for number, (heading, asked) in enumerate(sections_of(questions), start=1):
        if heading:
            survey.append((*_padded("begin_group", f"bagian_{number}", heading)[:-1], asked[0].group_en))
        survey += [_row(each, lists) for each in asked]
        if heading:
            survey.append(_padded("end_group"))
    if not any(each.label_en or each.group_en for each in questions):
        survey = [row[:-1] for row in survey]
    choices = [("list_name", "name", "label")]
    choices += [(name, *option) for options, name in lists.items() for option in options]
    settings = [("form_title", "form_id", "version"), (title, code, str(version))]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, SAFE_XLSX) as book:
        for name, rows in (("survey", survey), ("choices", choices), ("settings", settings)):
            page = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if cell != "":
                        page.write_string(row, column, str(cell))
    return out.getvalue()


def _lists(questions: Sequence[Asked]) -> dict[tuple[Option, ...], str]:
    """Return a name for each list of options; the same list is written once."""
    found: dict[tuple[Option, ...], str] = {}
    for asked in questions:
        if asked.kind in CHOOSING:
            found.setdefault(asked.options, f"pilihan_{len(found) + 1}")
    return found


def _row(asked: Asked, lists: dict[tuple[Option, ...], str]) -> Row:
    kind = asked.kind
    if kind in CHOOSING:
        kind = f"{'select_multiple' if kind == MANY else 'select_one'} {lists[asked.options]}"
    return (
        kind,
        asked.name,
        asked.label,
        asked.hint,
        "yes" if asked.required else "",
        relevance(asked.shown_if, asked.shown_value),
        bounds(asked.minimum, asked.maximum),
        "likert" if asked.kind == RATING else "",
        "" if asked.weight is None else f"{asked.weight.normalize():f}",
        asked.legal_basis,
        asked.remedy,
        asked.lack,
        asked.label_en,
    )


def _padded(*cells: str) -> Row:
    return (*cells, *("" for _ in range(len(COLUMNS) - len(cells))))

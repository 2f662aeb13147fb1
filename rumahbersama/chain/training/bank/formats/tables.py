"""Questions as a table: CSV or XLSX, one row a question, columns known by their headings.

The file is looked at and opened by intake (hostile-file check, then a child process with limits); here only its rows
are understood. The same headings are written, so that the export is the template.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rumahbersama.chain.training.bank.formats.shapes import (
    LETTERS,
    TRUE_FALSE,
    BadBlock,
    BadFile,
    Question,
    Reading,
    folded,
    one_line,
    tidy,
)
from rumahbersama.ground.intake.limits import BadFile as BadTable
from rumahbersama.ground.intake.messages import sentence
from rumahbersama.ground.intake.table import open_table

HEADINGS = (
    "topik",
    "pertanyaan",
    "opsi_a",
    "opsi_b",
    "opsi_c",
    "opsi_d",
    "opsi_e",
    "kunci",
    "pembahasan",
)
_KNOWN = {
    "topic": ("topik", "topic", "materi", "kategori", "mata pelajaran"),
    "stem": ("pertanyaan", "soal", "butir soal", "question", "stem"),
    "key": ("kunci", "kunci jawaban", "jawaban", "jawaban benar", "key", "answer"),
    "explanation": ("pembahasan", "penjelasan", "alasan", "explanation", "feedback"),
    **{
        letter: tuple(f"{word}{letter.lower()}" for word in ("opsi ", "pilihan ", "jawaban ", "option ", ""))
        for letter in LETTERS
    },
}
_MEANING = {heading: name for name, headings in _KNOWN.items() for heading in headings}
_TRUE = {"b": 0, "benar": 0, "true": 0, "t": 0, "s": 1, "salah": 1, "false": 1, "f": 1}


def read(path: Path) -> Reading:
    """Return what the file gives.

    Raises:
        BadFile: intake refuses the file, or the columns of question and key are not there.
    """
    try:
        with open_table(path) as table:
            return _read(table.rows())
    except BadTable as reason:
        raise BadFile("table", sentence=sentence(reason)) from None


def _read(rows: Iterable[Sequence[Any]]) -> Reading:
    found, places = Reading(), dict[str, int]()
    for number, *cells in rows:
        if not places:
            places = _places(cells)
            continue
        row = {name: _cell(cells, at) for name, at in places.items()}
        try:
            found.take(_question(row, int(number)))
        except BadBlock as problem:
            found.faults.append(problem.at(int(number)))
    return found


def _places(cells: Sequence[Any]) -> dict[str, int]:
    headings = [folded(re.sub(r"[_.:/-]+", " ", str(cell))) for cell in cells]
    places: dict[str, int] = {}
    for at, heading in enumerate(headings):
        name = _MEANING.get(heading)
        if name:
            places.setdefault(name, at)
    missing = [name for name in ("stem", "key") if name not in places]
    if missing:
        wanted = ", ".join(_KNOWN[name][0] for name in missing)
        raise BadFile("no_columns", wanted=wanted, found=", ".join(map(str, cells))[:200])
    return places


def _cell(cells: Sequence[Any], at: int) -> str:
    cell = cells[at] if at < len(cells) else ""
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else "" if cell is None else str(cell)
    return tidy(text[1:] if text[:2] in {"'=", "'+", "'-", "'@"} else text)  # as our own export guards formulas


def _question(row: dict[str, str], number: int) -> Question:
    options = [row.get(letter, "") for letter in LETTERS]
    while options and not options[-1]:
        options.pop()
    told = folded(row["key"]).strip(" .)")
    return Question(
        stem=row["stem"],
        options=tuple(options) or TRUE_FALSE,
        right=_right(told, options),
        explanation=row.get("explanation", ""),
        topic=one_line(row.get("topic", "")),
        line=number,
    )


def _right(told: str, options: Sequence[str]) -> int:
    """Return the place of the key: a letter, a number from 1, the words of an option; or true and false."""
    if not told:
        raise BadBlock("no_key")
    if not options:
        if told not in _TRUE:
            raise BadBlock("truth", found=told[:40])
        return _TRUE[told]
    if len(told) == 1 and told.upper() in LETTERS[: len(options)]:
        return LETTERS.index(told.upper())
    if told.isdecimal() and 1 <= int(told[:3]) <= len(options):
        return int(told) - 1
    words = [folded(option) for option in options]
    if told in words:
        return words.index(told)
    raise BadBlock("key_outside", key=told[:40], last=LETTERS[max(0, len(options) - 1)])


def rows_of(questions: Sequence[Question]) -> list[list[str]]:
    """Return the questions as rows under ``HEADINGS``."""
    return [
        [
            *(question.topic, question.stem),
            *(*question.options, *[""] * (len(LETTERS) - len(question.options))),
            *(question.letter, question.explanation),
        ]
        for question in questions
    ]

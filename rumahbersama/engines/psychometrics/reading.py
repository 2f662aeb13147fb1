"""Answers and keys as tables of text: read, checked cell by cell, scored.

Answers: a heading, then one row a respondent: who it is, then one cell an item, 0 or 1 or the letter of an option.
Key: ``item,key`` with one row an item (and ``options`` such as "ABCD" where they are others than A to E), the same
without headings, or the shape of the answers: a row of item names and a row of keys.
Delimiter comma, semicolon or tab; UTF-8 with or without BOM, UTF-16 with BOM, else Windows-1252.
A cell that is empty, "-", "." or "NA" is a missing answer.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

MOST_BYTES = 50_000_000
LONGEST_CELL = 4_000
LETTERS = ("A", "B", "C", "D", "E")
DIGITS = tuple("123456789")
MISSING = frozenset({"", "-", ".", "NA", "N/A"})
ITEM_HEADS = frozenset({"item", "butir", "soal", "nomor", "no", "question", "item_id", "id"})
KEY_HEADS = frozenset({"key", "kunci", "jawaban", "kunci jawaban", "answer", "correct"})
OPTION_HEADS = frozenset({"options", "opsi", "pilihan"})
WHO_HEADS = frozenset({"respondent", "responden", "peserta", "nama", "id", "key", "kunci", ""})


class Unreadable(Exception):
    """A table that cannot be used at all: a code, and what its sentence names."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code, self.values = code, values


@dataclass(frozen=True)
class Problem:
    """One cell that cannot be: the line of the file, the column's heading, the value, and a code."""

    row: int
    column: str
    value: str
    code: str
    other: str = ""


@dataclass(frozen=True)
class Key:
    """The right option of an item and all its options; ``row`` is where it stands."""

    right: str
    options: tuple[str, ...]
    row: int = 0


@dataclass(frozen=True)
class Responses:
    """Scored answers.

    Attributes:
        names: the items.
        scores: one list an item, 0 or 1 a respondent.
        answers: one list an item of options ("" missing); of items that came as 0 and 1, an empty list.
        missing: per item, how many gave no answer.
        keys: per item its key, None where it came as 0 and 1.
        problems: cells that cannot be, in the order of the file.
        unused: keys of items that the answers do not have.
    """

    names: list[str]
    scores: list[list[int]]
    answers: list[list[str]]
    missing: list[int]
    keys: list[Key | None]
    problems: list[Problem]
    unused: list[str]
    respondents: int


Line = tuple[int, list[str]]


def rows_of(path: Path) -> list[Line]:
    """Return the lines of a table that hold anything, each with its number.

    Raises:
        Unreadable: too large, no text, or quotes that do not close.
        OSError: the file is not there or may not be read.
    """
    if path.stat().st_size > MOST_BYTES:
        raise Unreadable("too_big", limit=MOST_BYTES // 1_000_000)
    text = _text(path.read_bytes())
    before = csv.field_size_limit(LONGEST_CELL)  # of the whole process: given back below
    source = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[Line] = []
    try:
        rows.extend((source.line_num, row) for row in source if any(map(str.strip, row)))
    except csv.Error:
        raise Unreadable("broken", row=source.line_num) from None
    finally:
        csv.field_size_limit(before)
    return rows


def _text(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return raw.decode("utf-16")
        except UnicodeDecodeError:
            raise Unreadable("not_text") from None
    if b"\0" in raw:
        raise Unreadable("not_text")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    head = next((line for line in text.splitlines() if line.strip()), "")
    return max((",", ";", "\t"), key=head.count)


def plain(cell: str) -> str:
    """Return an answer as it is compared: without blanks, in capitals; "" where it is missing."""
    text = cell.strip().upper()
    return "" if text in MISSING else text.removesuffix(".0")


def read_key(path: Path) -> tuple[dict[str, Key], list[Problem]]:
    """Return the key by item, and what is wrong in it.

    Raises:
        Unreadable: no key in it, or see ``rows_of``.
    """
    rows = rows_of(path)
    if not rows:
        raise Unreadable("empty")
    head = [cell.strip().casefold() for cell in rows[0][1]]
    item = next((at for at, cell in enumerate(head) if cell in ITEM_HEADS), None)
    right = next((at for at, cell in enumerate(head) if cell in KEY_HEADS), None)
    if item is not None and right is not None:
        options = next((at for at, cell in enumerate(head) if cell in OPTION_HEADS), -1)
        lines = [(n, _cell(row, item), _cell(row, right), _cell(row, options)) for n, row in rows[1:]]
    elif len(rows) == 2 and len(rows[0][1]) == len(rows[1][1]):
        number, found = rows[1]
        names = [(number, name.strip(), cell, "") for name, cell in zip(rows[0][1], found, strict=True)]
        lines = names[1:] if head[0] in WHO_HEADS else names
    elif all(len(row) == 2 and len(plain(row[1])) == 1 for _number, row in rows):
        lines = [(n, _cell(row, 0), _cell(row, 1), "") for n, row in rows]
    else:
        raise Unreadable("no_key_columns", found=", ".join(rows[0][1])[:120])
    return _keys(lines)


def _cell(row: Sequence[str], at: int) -> str:
    return row[at].strip() if 0 <= at < len(row) else ""


def _keys(lines: Sequence[tuple[int, str, str, str]]) -> tuple[dict[str, Key], list[Problem]]:
    keys: dict[str, Key] = {}
    problems: list[Problem] = []
    for number, name, cell, wide in lines:
        right = plain(cell)
        options = _options(wide, right)
        if not name:
            problems.append(Problem(number, "item", "", "no_name"))
        elif name in keys:
            problems.append(Problem(number, "item", name, "item_twice", str(keys[name].row)))
        elif right not in options:
            problems.append(Problem(number, name, cell, "key_outside", ", ".join(options)))
        keys.setdefault(name, Key(right, options, number))
    return keys, problems


def _options(wide: str, right: str) -> tuple[str, ...]:
    """Return the options as told ("ABCD", "A|B|C", "1 2 3"), else A to E, or 1 to 9 where the key is a digit."""
    if wide:
        apart = wide.upper().replace("|", " ").replace("/", " ").replace(",", " ").replace(";", " ").split()
        return tuple(dict.fromkeys(apart if len(apart) > 1 else apart[0] if apart else ""))
    return DIGITS if right.isdecimal() else LETTERS


def read_responses(path: Path, keys: Mapping[str, Key]) -> Responses:
    """Return the answers of a table, scored with ``keys`` where they are options.

    Raises:
        Unreadable: empty, no items, fewer than two respondents, letters without a key, or see ``rows_of``.
    """
    rows = rows_of(path)
    if not rows:
        raise Unreadable("empty")
    names = [cell.strip() for cell in rows[0][1]]
    while names and not names[-1]:
        names.pop()
    if len(names) < 2:
        raise Unreadable("no_items", row=rows[0][0])
    problems = _heading_problems(rows[0][0], names)
    lines = _whole_lines(rows[1:], len(names), problems)
    if len(lines) < 2 and not problems:
        raise Unreadable("few_respondents", found=len(lines))
    _doubles(lines, names[0], problems)
    columns = list(zip(*(row for _number, row in lines), strict=True))[1:]
    return _scored(names[1:], [list(column) for column in columns], [n for n, _row in lines], keys, problems)


def _heading_problems(number: int, names: Sequence[str]) -> list[Problem]:
    problems, seen = [], set()
    for at, name in enumerate(names[1:], start=2):
        if not name:
            problems.append(Problem(number, str(at), "", "no_heading"))
        elif name in seen:
            problems.append(Problem(number, name, name, "heading_twice"))
        seen.add(name)
    return problems


def _whole_lines(rows: Sequence[Line], width: int, problems: list[Problem]) -> list[Line]:
    lines = []
    for number, row in rows:
        if len(row) == width:
            lines.append((number, row))
        elif len(row) > width and not any(map(str.strip, row[width:])):
            lines.append((number, row[:width]))
        else:
            problems.append(Problem(number, "", str(len(row)), "ragged", str(width)))
    return lines


def _doubles(lines: Sequence[Line], heading: str, problems: list[Problem]) -> None:
    seen: dict[str, int] = {}
    for number, row in lines:
        who = " ".join(row[0].split()).casefold()
        if not who:
            problems.append(Problem(number, heading, "", "no_respondent"))
        elif who in seen:
            problems.append(Problem(number, heading, row[0].strip(), "respondent_twice", str(seen[who])))
        seen.setdefault(who, number)


def _scored(
    names: list[str],
    columns: list[list[str]],
    numbers: list[int],
    keys: Mapping[str, Key],
    problems: list[Problem],
) -> Responses:
    scores: list[list[int]] = []
    answers: list[list[str]] = []
    used: list[Key | None] = []
    missing: list[int] = []
    known = {name.casefold(): key for name, key in keys.items()}
    for name, column in zip(names, columns, strict=False):
        words = {cell: plain(cell) for cell in set(column)}
        found = [words[cell] for cell in column]
        key = known.get(name.casefold())
        if set(words.values()) <= {"", "0", "1"} and (key is None or not key.right.isdecimal()):
            key = None
        elif key is None:
            raise Unreadable("no_key", item=name, value=next(each for each in found if each not in {"", "0", "1"}))
        allowed = {"", "0", "1"} if key is None else {"", *key.options}
        if not set(words.values()) <= allowed:
            other = ", ".join(sorted(allowed - {""}))
            problems += [
                Problem(numbers[at], name, column[at], "unknown_option", other)
                for at, each in enumerate(found)
                if each not in allowed
            ]
        right = "1" if key is None else key.right
        scores.append([1 if each == right else 0 for each in found])
        answers.append([] if key is None else found)
        used.append(key)
        missing.append(found.count(""))
    return Responses(
        names=names,
        scores=scores,
        answers=answers,
        missing=missing,
        keys=used,
        problems=sorted(problems, key=lambda one: one.row),
        unused=sorted(name for name in keys if name.casefold() not in {each.casefold() for each in names}),
        respondents=len(numbers),
    )

"""What a room writes a paper with: blocks of its content, days as letters name them, marks for what is missing."""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from rumahbersama.workshop.papers.contents import Block
from rumahbersama.workshop.papers.documents import long_day

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
GAP = re.compile(r"\[Lengkapi ([^\]]+)\]")


def text(words: str) -> Block:
    """Return a paragraph."""
    return {"kind": "text", "text": words}


def heading(words: str) -> Block:
    """Return a heading."""
    return {"kind": "heading", "text": words}


def annex(words: str) -> Block:
    """Return the beginning of an annex (lampiran)."""
    return {"kind": "annex", "text": words}


def fields(*rows: tuple[str, str]) -> Block:
    """Return names with their values; a value that is empty is asked for."""
    return {"kind": "fields", "rows": [[name, value or missing(name.lower())] for name, value in rows]}


def entries(lines: Iterable[str]) -> Block:
    """Return a numbered list."""
    return {"kind": "list", "entries": list(lines)}


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Block:
    """Return a table; every cell as text."""
    return {"kind": "table", "columns": list(columns), "rows": [[str(cell) for cell in row] for row in rows]}


def numbered(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Block:
    """Return a table whose first column counts its rows."""
    return table(("No.", *columns), ((order, *row) for order, row in enumerate(rows, start=1)))


def missing(what: str) -> str:
    """Return the mark for what the writer must fill in."""
    return f"[Lengkapi {what}]"


def gaps_in(blocks: Iterable[Block]) -> list[str]:
    """Return what a draft asks to be filled in, as it is printed; a letter that is signed at once has none."""
    found = GAP.findall(json.dumps(list(blocks), ensure_ascii=False))
    return list(dict.fromkeys(found))


def named_day(day: date) -> str:
    """Return a day as letters name it: Senin, 7 Desember 2026."""
    return f"{DAYS[day.weekday()]}, {long_day(day)}"


def days_between(first: date, last: date) -> str:
    """Return the days of an event: one day, or from one to another."""
    return named_day(first) if first == last else f"{named_day(first)} sampai {named_day(last)}"


_ONES = ("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")


def spelled(number: int) -> str:
    """Return a number from 1 to 9,999 in words, as letters spell it: 2026 is "dua ribu dua puluh enam"."""
    if number < 12:
        return _ONES[number]
    if number < 20:
        return f"{_ONES[number - 10]} belas"
    for size, word, one in ((10, "puluh", ""), (100, "ratus", "seratus"), (1000, "ribu", "seribu")):
        if number < size * 10:
            count, rest = divmod(number, size)
            head = one if one and count == 1 else f"{_ONES[count]} {word}"
            return f"{head} {spelled(rest)}".rstrip()
    raise ValueError(number)


def spelled_day(day: date) -> str:
    """Return a day in words: Senin tanggal tujuh bulan Desember tahun dua ribu dua puluh enam."""
    month = long_day(day).split()[1]
    return f"{DAYS[day.weekday()]} tanggal {spelled(day.day)} bulan {month} tahun {spelled(day.year)}"

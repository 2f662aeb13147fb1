"""Which format a file has, told by its content first and its name last."""

import re
from collections.abc import Callable
from pathlib import Path

from rumahbersama.chain.training.bank.formats import aiken, gift, moodle, tables
from rumahbersama.chain.training.bank.formats.shapes import MOST_BYTES, BadFile, Reading, text_of

GIFT, AIKEN, MOODLE, TABLE = "gift", "aiken", "moodle", "tabel"
_TEXTS: dict[str, Callable[[bytes], Reading]] = {GIFT: gift.read, AIKEN: aiken.read, MOODLE: moodle.read}
_KEY_LINE = re.compile(r"(?im)^\s*(?:ANSWER|JAWABAN|KUNCI)\s*:")
_BRACES = re.compile(r"\{[^{}]*(?:[=~]|\b(?:T|F|TRUE|FALSE)\b)", re.IGNORECASE)


def format_of(raw: bytes, name: str) -> str:
    """Return the format of a file."""
    if raw.startswith(b"PK") or name.lower().endswith((".csv", ".xlsx", ".tsv", ".xls")):
        return TABLE
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return MOODLE
    text = text_of(raw)
    if _KEY_LINE.search(text):
        return AIKEN
    return GIFT if "::" in text or _BRACES.search(text) or name.lower().endswith((".gift", ".txt")) else TABLE


def read(path: Path, *, name: str, kind: str = "") -> tuple[str, Reading]:
    """Return the format of a file and what it gives.

    Raises:
        BadFile: it is not read at all.
    """
    if path.stat().st_size > MOST_BYTES:
        raise BadFile("too_big", limit=str(MOST_BYTES // 1_000_000))
    raw = path.read_bytes()
    if not raw.strip():
        raise BadFile("empty")
    chosen = kind or format_of(raw, name)
    found = tables.read(path) if chosen == TABLE else _TEXTS[chosen](raw)
    if not found.questions and not found.faults:
        raise BadFile("nothing", kind=chosen)
    return chosen, found

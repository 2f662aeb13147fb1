"""Cells as text, and text as exact numbers the way Indonesian and English tables write them."""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

DECIMALS = Decimal("0.0001")  # the finest value the rooms store
LARGEST = Decimal(10) ** 15
_SURELY_SMALL, _SURELY_SHORT = 1e14, 15

_GUARD = re.compile(r"'(?=[=+\-@\t\r])")
_ID = re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+(,\d+)?|-?\d+,\d+")
_EN = re.compile(r"-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?|-?\d+\.\d+")
_EITHER = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}")
_NO_DATA = frozenset({"-", "–", "—", "...", "n/a", "na", "x", "xx"})


class BadNumber(Exception):
    """A text that is no number here; ``code`` is text, dash, percent, unclear, mixed or huge."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def cell_text(cell: Any) -> str:  # noqa: ANN401 - whatever a spreadsheet holds
    """Return a cell as trimmed text; whole floats lose ".0", the apostrophe that guards a formula goes."""
    if cell.__class__ is str:
        text = cell.strip() if cell else ""
        return _GUARD.sub("", text, count=1) if text.startswith("'") else text
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def digits_of(cell: Any) -> str:  # noqa: ANN401
    """Return the digits of a region code, dotted or not ("33.01.16.2013", 3301162013), or "" for none."""
    text = cell_text(cell).replace(".", "").replace(" ", "")
    return text if text.isascii() and text.isdigit() else ""


def canonical(value: Decimal) -> str:
    """Return a number as text without exponent and trailing zeros: "1234.5"."""
    text = str(value)
    if "E" in text:
        text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_cell(number: Decimal) -> int | str:
    """Return a number as a cell of a file holds it: whole ones as int, others as canonical text."""
    return int(number) if number == number.to_integral_value() else canonical(number)


def style_of(texts: Iterable[str]) -> str:
    """Return how a column writes numbers: "id" (1.234,5), "en" (1,234.5), "mixed", or "" where nothing tells.

    "1.234" alone tells nothing: it is a thousand in one style and one and a bit in the other.
    """
    found: set[str] = set()
    for text in texts:
        if _EITHER.fullmatch(text):
            continue
        if _ID.fullmatch(text):
            found.add("id")
        elif _EN.fullmatch(text):
            found.add("en")
    return "mixed" if len(found) == 2 else found.pop() if found else ""


def number_of(cell: Any, *, style: str, whole: bool, is_percent: bool = False) -> Decimal | None:  # noqa: ANN401
    """Return the exact number in a cell, rounded to four decimals; None for an empty cell.

    Args:
        cell: text, int or float as the reader gave it.
        style: what ``style_of`` found for the column.
        whole: in a column of whole numbers "1.234" can only be a thousand and more.
        is_percent: "68,2%" is allowed.

    Raises:
        BadNumber: when the text is no number, or cannot be told.
    """
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < _SURELY_SMALL:
            return Decimal(int(cell))
        return _bounded(Decimal(repr(cell)))
    text = cell_text(cell)
    if not text:
        return None
    if len(text) < _SURELY_SHORT and text.isascii() and text.isdigit():
        return Decimal(text)
    return _bounded(_from_text(text, style=style, whole=whole, is_percent=is_percent))


def _from_text(text: str, *, style: str, whole: bool, is_percent: bool) -> Decimal:
    if text.lower() in _NO_DATA:
        raise BadNumber("dash")
    if text.endswith("%"):
        if not is_percent:
            raise BadNumber("percent")
        text = text[:-1].rstrip()
    text = text.replace("−", "-")
    if _EITHER.fullmatch(text):
        if whole:
            return Decimal(text.replace(".", "").replace(",", ""))
        if style not in {"id", "en"}:
            raise BadNumber("unclear")
        return _read(text, style)
    if _ID.fullmatch(text):
        return _read(text, "id")
    if _EN.fullmatch(text):
        return _read(text, "en")
    if re.fullmatch(r"-?\d+", text, re.ASCII):
        return Decimal(text)
    raise BadNumber("text")


def _read(text: str, style: str) -> Decimal:
    group, point = (".", ",") if style == "id" else (",", ".")
    return Decimal(text.replace(group, "").replace(point, "."))


def _bounded(value: Decimal) -> Decimal:
    if not value.is_finite() or abs(value) >= LARGEST:
        raise BadNumber("huge")
    if int(value.as_tuple().exponent) < -4:
        return value.quantize(DECIMALS, ROUND_HALF_UP)
    return value

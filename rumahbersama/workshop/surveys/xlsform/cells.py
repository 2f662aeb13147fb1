"""The expressions of XLSForm that are understood, and how they are written: relevance, bounds, yes and no."""

import re
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from rumahbersama.workshop.surveys.rules import INTEGER, NUMBERS

Bounds = tuple[Decimal | None, Decimal | None]
_NAME = r"\$\{\s*([A-Za-z_][\w.-]*)\s*\}"
_VALUE = r"""(?:'([^']*)'|"([^"]*)"|(-?\d+(?:\.\d+)?))"""
_EQUAL = re.compile(rf"^\s*{_NAME}\s*=\s*{_VALUE}\s*$")
_SELECTED = re.compile(rf"^\s*selected\(\s*{_NAME}\s*,\s*{_VALUE}\s*\)\s*$")
_BOUND = re.compile(r"^\(?\s*\.\s*(>=|<=|>|<)\s*(-?\d+(?:\.\d+)?)\s*\)?$")


class Expression(Exception):
    """An expression that is not understood; its text says what to write instead."""


def relevance_of(text: str) -> tuple[str, str]:
    """Return (name, value) of a simple condition.

    Raises:
        Expression: anything else than one question having one value.
    """
    found = _EQUAL.match(text) or _SELECTED.match(text)
    if found is None:
        raise Expression(_("Tulis satu syarat saja, misalnya: ${ada_posyandu} = 'ya'."))
    return found[1], next(value for value in found.groups()[1:] if value is not None)


def bounds_of(text: str, kind: str) -> Bounds:
    """Return lowest and highest value of a number, each None without.

    Raises:
        Expression: not a number, or anything else than bounds joined by "and".
    """
    remedy = _("Tulis batas angka saja, misalnya: . >= 0 and . <= 100.")
    if kind not in NUMBERS:
        raise Expression(_("Kosongkan: constraint hanya untuk integer dan decimal."))
    low = high = None
    for part in re.split(r"\s+and\s+", text.strip(), flags=re.IGNORECASE):
        found = _BOUND.match(part.strip())
        if found is None or (len(found[1]) == 1 and kind != INTEGER):
            raise Expression(remedy)
        value = Decimal(found[2])
        if found[1].startswith(">"):
            low = value + (len(found[1]) == 1)
        else:
            high = value - (len(found[1]) == 1)
    return low, high


def flag_of(text: str) -> bool:
    """Tell whether a cell says yes."""
    return text.strip().lower().rstrip("()") in {"yes", "true", "ya", "1"}


def number_of(text: str) -> Decimal | None:
    """Return a number, None for anything else."""
    try:
        found = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < 10_000 else None


def relevance(name: str, value: str) -> str:
    """Write a condition."""
    return f"${{{name}}} = '{value}'" if name else ""


def bounds(low: Decimal | None, high: Decimal | None) -> str:
    """Write bounds."""
    told = [f". {sign} {value.normalize():f}" for sign, value in ((">=", low), ("<=", high)) if value is not None]
    return " and ".join(told)

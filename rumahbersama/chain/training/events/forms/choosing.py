"""Rows as choices of a form."""

from collections.abc import Sequence
from typing import Any


def choices_of(rows: Sequence[Any], *, empty: Any = None) -> list[tuple[str, str]]:  # noqa: ANN401
    """Return rows as choices by number, with a first empty one where wished."""
    first = [("", str(empty))] if empty is not None else []
    return [*first, *((str(row.pk), str(row)) for row in rows)]


def chosen(rows: Sequence[Any], number: str) -> Any:  # noqa: ANN401 - a row, or None
    """Return the row of a number that was chosen, or None."""
    return next((row for row in rows if str(row.pk) == number), None)

"""The history of one row in words: per change its record, and per field what stood there and what came."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from rumahbersama.ground.audit.queries import RowChange
from rumahbersama.ground.core import formats

Codes = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Told:
    """One change in words; ``lines`` are (field, before, after).

    ``others`` are the changes before it that the same person made by the same act in the same minute.
    """

    change: RowChange
    lines: tuple[tuple[str, str, str], ...]
    others: tuple["Told", ...] = ()


def told(history: list[RowChange], *, fields: Mapping[str, str], values: Codes) -> list[Told]:
    """Return the changes of a row in words, those of one act, person and minute together.

    Of its first record the page itself tells.

    Args:
        history: as ``rows_of`` gives it.
        fields: the words for the stored fields, in the order in which they are told.
        values: the words for the codes stored in a field.
    """
    each = [Told(change, tuple(_lines(change, fields, values))) for change in history]
    groups = (list(group) for _same, group in groupby(each, key=_act))
    return [replace(newest, others=tuple(others)) for newest, *others in groups]


def _act(told: Told) -> tuple[Any, ...]:
    record = told.change.record
    return (
        record.verb,
        record.actor_id,
        record.actor_name,
        record.keyboard,
        record.at.replace(second=0, microsecond=0),
    )


def _lines(change: RowChange, fields: Mapping[str, str], values: Codes) -> Iterator[tuple[str, str, str]]:
    before, after = change.before or {}, change.after or {}
    for name, label in fields.items():
        if name in before:
            yield (
                label,
                value_in_words(before[name], values.get(name)),
                value_in_words(after.get(name), values.get(name)),
            )


def value_in_words(value: Any, codes: Mapping[str, str] | None = None) -> str:  # noqa: ANN401 - as the record holds it
    """Return a stored value as people read it: a code by its word, a number grouped, a day or a moment as written."""
    if value in (None, ""):
        return formats.NO_DATA
    if codes:
        return codes.get(str(value), str(value))
    if isinstance(value, int):
        return formats.number(value)
    text = str(value)
    try:
        return formats.moment(datetime.fromisoformat(text)) if "T" in text else formats.day(date.fromisoformat(text))
    except ValueError:
        return text

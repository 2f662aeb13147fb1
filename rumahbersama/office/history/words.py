"""Telling the record in words: entities, fields, values."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.ground.audit.queries import RowChange
from rumahbersama.ground.core import formats, registry
from rumahbersama.ground.core.registry import AuditEntity

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*")


@dataclass(frozen=True)
class FieldChange:
    """One field of a row before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class RowWords:
    """One row in words; ``what`` says whether it was made, changed or removed."""

    change: RowChange
    name: str
    label: str
    what: str
    tone: str
    fields: list[FieldChange]


def labels() -> dict[str, AuditEntity]:
    """Return how each audited entity is called, by its code."""
    return {known.entity: known for known in registry.history_labels.each()}


def in_words(rows: Iterable[RowChange]) -> list[RowWords]:
    """Return rows with their entity, key, fields and values in words."""
    known, rows = labels(), list(rows)
    keys: dict[str, set[str]] = {}
    for change in rows:
        keys.setdefault(change.entity, set()).add(change.key)
    names = {entity: known[entity].names(found) for entity, found in keys.items() if entity in known}
    return [
        _row(change, known.get(change.entity), names.get(change.entity, {}).get(change.key, change.key))
        for change in rows
    ]


def _row(change: RowChange, entity: AuditEntity | None, name: str) -> RowWords:
    what, tone = _("Diubah"), "warn"
    if change.before is None:
        what, tone = _("Dibuat"), "ok"
    elif change.after is None:
        what, tone = _("Dihapus"), "bad"
    known = entity or AuditEntity(change.entity, change.entity, {})
    before, after = change.before or {}, change.after or {}
    order = {name: place for place, name in enumerate(known.fields)}  # PostgreSQL keeps no order of keys
    fields = [
        FieldChange(
            label=str(known.fields.get(name, name)),
            before=value_text(before[name], known.values.get(name)) if name in before else "",
            after=value_text(after[name], known.values.get(name)) if name in after else "",
        )
        for name in sorted({*before, *after}, key=lambda name: (order.get(name, len(order)), name))
    ]
    return RowWords(change=change, name=name, label=str(known.label), what=what, tone=tone, fields=fields)


def value_text(value: Any, words: dict[str, str] | None = None) -> str:  # noqa: ANN401 - whatever JSON can hold
    """Return a stored value as people read it: by ``words`` where it is a code; nothing is a dash."""
    if value is None or value == "":
        return formats.NO_DATA
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, list):
        return ", ".join(value_text(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {value_text(one)}" for name, one in value.items())
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return formats.moment(datetime.fromisoformat(value))
    if isinstance(value, str) and _DAY.fullmatch(value):
        return formats.day(date.fromisoformat(value))
    return str((words or {}).get(str(value), value))

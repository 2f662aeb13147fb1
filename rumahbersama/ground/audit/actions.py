"""Writing the record: always inside the transaction of the change it tells about."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from rumahbersama.ground.audit.models import AuditChange, AuditRecord
from rumahbersama.ground.audit.rules import Change, packs
from rumahbersama.ground.core import bulk


@dataclass(frozen=True)
class Packed:
    """Changes in packs, their rows as JSON text: made before the lock where there are many."""

    packs: list[tuple[str, str, str, str]]  # entity, first key, last key, rows


def packed(changes: Sequence[Change]) -> Packed:
    """Pack many changes for ``record``; asks nothing of the database."""
    return Packed(
        [
            (entity, part[0].key, part[-1].key, json.dumps([[each.key, each.before, each.after] for each in part]))
            for entity, part in packs(list(changes))
        ]
    )


def record(
    *,
    by: Any,  # noqa: ANN401 - AUTH_USER_MODEL, or None for the program itself
    at: datetime,
    verb: str,
    summary: str,
    place_code: str = "",
    changes: Sequence[Change] | Packed = (),
    keyboard: str = "",
    on_behalf: str = "",
    reason: str = "",
    needs: str = "",
) -> AuditRecord:
    """Write one record with the rows behind it.

    Args:
        by: the account that acts, or None when the program acts by itself.
        at: when, aware.
        verb: "<room>.<act>", e.g. "needs.correct_observation".
        summary: one Indonesian sentence for the history page.
        place_code: the region the action belongs to; decides who sees it.
        changes: rows before and after; packed and sorted here, or by ``packed``.
        keyboard: name of the person at a shared account's keyboard.
        on_behalf: for whom, where it differs from the account.
        reason: why, where one was asked.
        needs: the act without which, at the very place, nobody reads the record (``queries.records_in``).

    Raises:
        RuntimeError: when called outside a transaction, for then change and record could part.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("audit.record must run inside the transaction of the change")
    entry = AuditRecord.objects.create(
        at=at,
        actor=by if getattr(by, "pk", None) else None,
        actor_name=str(by) if getattr(by, "pk", None) else "Rumah Bersama",
        keyboard=keyboard or getattr(by, "keyboard", ""),
        on_behalf=on_behalf,
        verb=verb,
        place_code=place_code,
        summary=summary[:500],
        reason=reason[:500],
        needs=needs,
    )
    if isinstance(changes, Packed):
        rows = ((entry.pk, *pack) for pack in changes.packs)
        bulk.insert(AuditChange, ["record", "entity", "first_key", "last_key", "rows"], rows)
        return entry
    AuditChange.objects.bulk_create(
        [
            AuditChange(
                record=entry,
                entity=entity,
                first_key=part[0].key,
                last_key=part[-1].key,
                rows=[[change.key, change.before, change.after] for change in part],
            )
            for entity, part in packs(list(changes))
        ]
    )
    return entry


__all__ = ["Change", "Packed", "packed", "record"]

"""Writing the record: always inside the transaction of the change it tells about."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from rumahbersama.ground.audit.models import AuditChange, AuditRecord
from rumahbersama.ground.audit.rules import Change, packs


def record(
    *,
    by: Any,  # noqa: ANN401 - AUTH_USER_MODEL, or None for the program itself
    at: datetime,
    verb: str,
    summary: str,
    place_code: str = "",
    changes: Sequence[Change] = (),
    keyboard: str = "",
    on_behalf: str = "",
    reason: str = "",
) -> AuditRecord:
    """Write one record with the rows behind it.

    Args:
        by: the account that acts, or None when the program acts by itself.
        at: when, aware.
        verb: "<room>.<act>", e.g. "needs.correct_observation".
        summary: one Indonesian sentence for the history page.
        place_code: the region the action belongs to; decides who sees it.
        changes: rows before and after; packed and sorted here.
        keyboard: name of the person at a shared account's keyboard.
        on_behalf: for whom, where it differs from the account.
        reason: why, where one was asked.

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
    )
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


__all__ = ["Change", "record"]

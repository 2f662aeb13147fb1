"""What a change is, and which values the record may hold."""

from dataclasses import dataclass
from typing import Any

PACK_ROWS = 500
CHANGED = "(diubah)"


@dataclass(frozen=True)
class Change:
    """One row before and after; ``None`` before means it was made, ``None`` after means it was removed.

    ``entity`` is "<room>.<thing>", ``key`` the natural key as text. Values must be JSON-ready.
    """

    entity: str
    key: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def only_differences(
    before: dict[str, Any], after: dict[str, Any], *, personal: frozenset[str] = frozenset()
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return both sides with equal fields left out and personal values replaced by "(diubah)".

    Source: UU 27/2022 (erasure stays possible: the record says that a personal value changed, not which).
    """
    fields = [name for name in after if before.get(name) != after.get(name)]
    masked = {name: CHANGED for name in fields if name in personal}
    return (
        {name: before.get(name) for name in fields} | masked,
        {name: after.get(name) for name in fields} | masked,
    )


def named(by: Any) -> str:  # noqa: ANN401 - AUTH_USER_MODEL, or None for the program itself
    """Return who acts, with who is at the keyboard of a shared account."""
    name = str(by) if getattr(by, "pk", None) else "Rumah Bersama"
    keyboard = getattr(by, "keyboard", "")
    return f"{name} ({keyboard})" if keyboard else name


def packs(changes: list[Change]) -> list[tuple[str, list[Change]]]:
    """Split changes into packs of one entity, sorted by key, of at most ``PACK_ROWS`` rows."""
    by_entity: dict[str, list[Change]] = {}
    for change in changes:
        by_entity.setdefault(change.entity, []).append(change)
    return [
        (entity, part[start : start + PACK_ROWS])
        for entity, rows in sorted(by_entity.items())
        for part in [sorted(rows, key=lambda change: change.key)]
        for start in range(0, len(part), PACK_ROWS)
    ]

"""What a backup is, and how it is refused.

Source: project decision, docs/adr/0016.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from rumahbersama.ground.core.rules import Refusal

FORMAT = 1
ENDING = ".cadangan"
TOLERANCE = 1e-9  # sums of SQLite are floating point: the order of adding may differ between its versions

Report = Callable[[str], None]
Ask = Callable[[str], list[tuple[Any, ...]]]


class BackupRefused(Refusal):
    """The backup, its key or the place for it is not fit; nothing was touched."""


@dataclass(frozen=True)
class About:
    """What stands at the head of a backup.

    Attributes:
        vendor: "sqlite" or "postgresql".
        made_at: the moment of the snapshot, ISO, aware.
        program: version of the program.
        migrations: every migration the database had, as (app, name).
        size: bytes of the database, for the room it will need.
        extra: what only this kind of database needs to be read again.
    """

    vendor: str
    made_at: str
    program: str
    migrations: list[tuple[str, str]]
    size: int
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Contents:
    """What must be equal before and after: rows of each table, and the sums that rooms name."""

    rows: dict[str, int]
    sums: list[dict[str, Any]]


def differences(wanted: Contents, found: Contents) -> list[str]:
    """Return where a restored database differs from its snapshot; empty means it is the same."""
    wrong = [
        f"{table}: {found.rows.get(table)} ≠ {count}"
        for table, count in wanted.rows.items()
        if found.rows.get(table) != count
    ]
    for before, after in zip(wanted.sums, found.sums, strict=True):
        if len(before["rows"]) != len(after["rows"]) or not all(
            _same(one, other)
            for row, again in zip(before["rows"], after["rows"], strict=True)
            for one, other in zip(row, again, strict=True)
        ):
            wrong.append(str(before["name"]))
    return wrong


def _same(one: str | None, other: str | None) -> bool:
    if one == other or one is None or other is None:
        return one == other
    try:
        first, second = float(one), float(other)
    except ValueError:
        return False
    return abs(first - second) <= TOLERANCE * max(abs(first), abs(second))


def newer_than_known(about: About, known: set[tuple[str, str]]) -> list[str]:
    """Return the migrations of a backup that this program does not have."""
    return sorted(f"{app}.{name}" for app, name in about.migrations if (app, name) not in known)

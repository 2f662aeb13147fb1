"""What a database holds, in numbers: rows of each table, and the sums that rooms want to see again."""

from collections.abc import Iterable, Sequence
from typing import Any

from rumahbersama.ground.core.backup.rules import Ask, Contents


def counted(ask: Ask, *, tables: Iterable[str], sums: Sequence[dict[str, Any]]) -> Contents:
    """Count every table and ask every sum; one query each.

    Args:
        ask: runs a statement on the snapshot, or on the database made from it, and returns its rows.
        tables: names of the tables.
        sums: each with ``name`` and ``query``; the query travels in the backup, so that it fits the tables there.
    """
    rows = {table: int(ask(f'SELECT COUNT(*) FROM "{table}"')[0][0]) for table in sorted(tables)}  # noqa: S608 - names from the catalogue
    return Contents(
        rows=rows,
        sums=[
            {"name": one["name"], "query": one["query"], "rows": [_plain(row) for row in ask(one["query"])]}
            for one in sums
        ],
    )


def migrations_in(ask: Ask) -> list[tuple[str, str]]:
    """Return the migrations that ran, in order."""
    return [(str(app), str(name)) for app, name in ask("SELECT app, name FROM django_migrations ORDER BY id")]


def _plain(row: Sequence[Any]) -> list[str | None]:
    return [None if cell is None else str(cell) for cell in row]

"""Adding the reference data that is missing: of each table two statements, however many rows the files have."""

from typing import TypeVar

from django.db.models import Model

Row = TypeVar("Row", bound=Model)


def add_missing(model: type[Row], rows: dict[str, Row], *, known_by: tuple[str, ...] = ("code",)) -> list[str]:
    """Store the rows whose ``known_by`` is not in the table yet; those that are there stay as people left them.

    Args:
        model: the table.
        rows: unsaved rows by the key under which they are recorded.
        known_by: the fields that tell whether a row is there.

    Returns:
        The keys of what was added, in the order given.
    """
    there = set(model._default_manager.values_list(*known_by))
    new = {key: row for key, row in rows.items() if tuple(getattr(row, name) for name in known_by) not in there}
    model._default_manager.bulk_create(new.values())
    return list(new)

"""Many rows at once, by plain INSERTs or PostgreSQL's COPY: a commit must not hold its locks for long."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, cast

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Field, Max, Model

MOST_ROWS = 500  # of one statement


def next_id(model: type[Model]) -> int:
    """Return the first id above all that are in use."""
    highest: int | None = model._default_manager.aggregate(highest=Max("pk"))["highest"]
    return (highest or 0) + 1


def insert(model: type[Model], fields: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows whose cells stand in the order of ``fields``; ids given by hand move the sequence along."""
    columns = ", ".join(_columns(model, fields))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {_table(model)} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(fields))
            statement = f"INSERT INTO {_table(model)} ({columns}) VALUES ({marks})"  # noqa: S608 - names of our models
            cursor.executemany(statement, cast("Any", rows))
        if "id" in fields:
            for reset in connection.ops.sequence_reset_sql(no_style(), [model]):
                cursor.execute(reset)


def upsert(
    model: type[Model], fields: Sequence[str], rows: Iterable[tuple[Any, ...]], *, unique: Sequence[str]
) -> None:
    """Insert rows; where one with the same ``unique`` fields is there, its other fields are set instead.

    The ORM takes longer to put together a statement of a hundred rows than a database to carry it out. Rows come in
    an order that all writers keep, so that two never wait for each other.
    """
    columns, same = _columns(model, fields), _columns(model, unique)
    sets = ", ".join(f"{column} = excluded.{column}" for column in columns if column not in same)
    head = f"INSERT INTO {_table(model)} ({', '.join(columns)}) VALUES "  # noqa: S608 - names of our models
    tail = f" ON CONFLICT ({', '.join(same)}) DO UPDATE SET {sets}"
    marks = f"({', '.join(['%s'] * len(columns))})"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(head + marks + tail, cast("Any", rows))
            return
        for some in _batched(rows):
            cursor.execute(head + ", ".join([marks] * len(some)) + tail, [cell for row in some for cell in row])


def update(model: type[Model], fields: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Set ``fields`` of rows; each row gives their values and, last, its id."""
    sets = ", ".join(f"{column} = %s" for column in _columns(model, fields))
    with connection.cursor() as cursor:
        statement = f"UPDATE {_table(model)} SET {sets} WHERE id = %s"  # noqa: S608 - names of our models
        cursor.executemany(statement, cast("Any", rows))


def analyze(*models: type[Model]) -> None:
    """Let PostgreSQL count what was just filled, so that plans are for these many rows; it would do so minutes later.

    SQLite counts nothing by itself, and our pages ask it nothing that needs it.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(map(_table, models))}")


def _batched(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    waiting = iter(rows)
    while some := list(islice(waiting, MOST_ROWS)):
        yield some


def _table(model: type[Model]) -> str:
    return str(connection.ops.quote_name(model._meta.db_table))


def _columns(model: type[Model], fields: Sequence[str]) -> list[str]:
    columns = (cast("Field", model._meta.get_field(name)).column for name in fields)
    return [str(connection.ops.quote_name(str(column))) for column in columns]


def as_date(value: date | None) -> Any:  # noqa: ANN401 - what the driver wants
    """Return a date as this database's driver takes it."""
    return connection.ops.adapt_datefield_value(value)


def as_moment(value: datetime) -> Any:  # noqa: ANN401 - what the driver wants
    """Return a moment as this database's driver takes it."""
    return connection.ops.adapt_datetimefield_value(value)

"""Many rows made ready before the lock: they and the sums above them lie there when others begin to wait.

The rows go into a temporary table. The sums are made by the same statements as ever (``sums.made``) while a second
temporary table, what is stored with the coming rows over it, bears the name of the real one: both databases look up
temporary tables first. Under the lock one statement takes the rows over, if nobody wrote meanwhile (``Stale``).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

from rumahbersama.chain.needs.models import Observation, Standard
from rumahbersama.chain.needs.sums import FEW, Made, made
from rumahbersama.ground.people.permissions import within

COMING, STANDING, OVER = "needs_coming", "needs_observation", "needs_over"
COLUMNS = (
    "region_id, indicator_id, period_id, numerator, denominator, state, source, note, entered_by_id, entered_at,"
    " first_at, run"
)
ON_CONFLICT = (
    " ON CONFLICT (region_id, indicator_id, period_id) DO UPDATE SET numerator = excluded.numerator,"
    " denominator = excluded.denominator, state = excluded.state, source = excluded.source,"
    " note = excluded.note, entered_by_id = excluded.entered_by_id, entered_at = excluded.entered_at,"
    " run = excluded.run"  # first_at stays
)


def lay(rows: Sequence[tuple[Any, ...]]) -> None:
    """Lay rows, in the order of ``COLUMNS``, into a temporary table of this connection."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {COMING}")
        cursor.execute(f"CREATE TEMPORARY TABLE {COMING} AS SELECT {COLUMNS} FROM {STANDING} WHERE 1 = 0")  # noqa: S608 - constants
    with _at_once(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {COMING} ({COLUMNS}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(COLUMNS.split(",")))
            cursor.executemany(f"INSERT INTO {COMING} ({COLUMNS}) VALUES ({marks})", rows)  # noqa: S608 - constants


def take_over() -> None:
    """Write the rows that were laid ready; inside the transaction that holds the lock."""
    with connection.cursor() as cursor:
        cursor.execute(_over(STANDING, COLUMNS))
        cursor.execute(f"DROP TABLE {COMING}")


def sums_to_come(*, kabupaten: Sequence[str], indicators: set[int], periods: set[int]) -> Made:
    """Return the sums as they will be with the rows that were laid ready."""
    pairs = Standard.objects.values_list("population", "service__supply")
    read = indicators.union(*(pair for pair in pairs if indicators & set(pair)))
    rows = Observation.objects.filter(indicator__in=read, period__in=periods)
    if len(kabupaten) <= FEW:
        rows = rows.filter(within(list(kabupaten)))
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {OVER}")
        cursor.execute(f"CREATE TEMPORARY TABLE {OVER} AS SELECT id, {COLUMNS} FROM {STANDING} WHERE 1 = 0")  # noqa: S608 - constants
        cursor.execute(f"CREATE UNIQUE INDEX {OVER}_one ON {OVER} (region_id, indicator_id, period_id)")
        names = ["id", *(name.strip() for name in COLUMNS.split(","))]
        standing, values = rows.order_by().values_list(*names).query.sql_with_params()
        cursor.execute(f"INSERT INTO {OVER} (id, {COLUMNS}) {standing}", values)
        cursor.execute(_over(OVER, f"id, {COLUMNS}", f"0, {COLUMNS}"))
        if connection.vendor == "postgresql":
            cursor.execute(f"ANALYZE {OVER}")
    with _in_place():
        return made(kabupaten=kabupaten, indicators=indicators, periods=periods)


def _over(table: str, columns: str, read: str = "") -> str:
    return f"INSERT INTO {table} ({columns}) SELECT {read or columns} FROM {COMING} WHERE 1 = 1{ON_CONFLICT}"  # noqa: S608 - constants


@contextmanager
def _in_place() -> Iterator[None]:
    """Let the temporary table stand for the real one; the real one is never renamed or dropped."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {OVER} RENAME TO {STANDING}")
        try:
            yield
        finally:
            schema = "pg_temp" if connection.vendor == "postgresql" else "temp"
            cursor.execute(f"DROP TABLE {schema}.{STANDING}")


@contextmanager
def _at_once() -> Iterator[None]:
    """Fill a temporary table in one transaction, which takes no lock on SQLite's file while it reads none of it."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        except BaseException:
            cursor.execute("ROLLBACK")
            raise
        cursor.execute("COMMIT")

"""Many rows made ready before the lock: they and the sums above them lie there when others begin to wait.

The rows go into a temporary table, each with what it takes the place of. The sums are made by the same statements
as ever (``sums.made``) while a second temporary table, what is stored with the coming rows over it, bears the name of
the real one: both databases look up temporary tables first. Two statements take the rows over, if all still stands as
it was compared (``Stale``).
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection

from rumahbersama.chain.needs.models import Observation, Standard
from rumahbersama.chain.needs.storing import COLUMNS, ON_CONFLICT
from rumahbersama.chain.needs.sums import FEW, Made, made
from rumahbersama.ground.intake.rules import Stale
from rumahbersama.ground.people.permissions import within

COMING, STANDING, OVER = "needs_coming", "needs_observation", "needs_over"
STOOD = ("numerator", "denominator", "state", "source", "note")  # as in ``storing.Stands``
WAS = len(STOOD)
_TAKEN = ("numerator", "denominator", "state", "source", "note", "entered_by_id", "entered_at", "run")
_LAID = f"kabupaten, {COLUMNS}, " + ", ".join(f"was_{name}" for name in STOOD)
_WAIT = "100ms"  # for a row that somebody writes this moment; far below PostgreSQL's ``deadlock_timeout``
_BUSY = {"55P03", "40P01"}  # lock_not_available, deadlock_detected


def lay(rows: Sequence[tuple[Any, ...]]) -> None:
    """Lay rows, in the order of ``_LAID``, into a temporary table of this connection."""
    was = ", ".join(f"{name} AS was_{name}" for name in STOOD)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {COMING}")
        laid = f"SELECT source AS kabupaten, {COLUMNS}, {was} FROM {STANDING} WHERE 1 = 0"  # noqa: S608 - constants
        cursor.execute(f"CREATE TEMPORARY TABLE {COMING} AS {laid}")
    _fill(rows)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {COMING}")


def lay_again(rows: Sequence[tuple[Any, ...]], *, kabupaten: Collection[str]) -> None:
    """Lay rows in place of all that were laid ready for these kabupaten."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {COMING} WHERE {_below(kabupaten)}", list(kabupaten))  # noqa: S608 - constants
    _fill(rows)


def _fill(rows: Sequence[tuple[Any, ...]]) -> None:
    with _at_once(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {COMING} ({_LAID}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(_LAID.split(",")))
            cursor.executemany(f"INSERT INTO {COMING} ({_LAID}) VALUES ({marks})", rows)  # noqa: S608 - constants


def take_over(*, created: int, changed: int) -> None:
    """Write the rows that were laid ready, each where nothing stands, or what stood when it was compared.

    Written in the order of the index. Waits for nobody longer than ``_WAIT``: no lock is taken yet, and who writes
    one of these values holds one.

    Raises:
        Stale: fewer rows than these were written, or somebody writes one of them this moment.
    """
    sets = ", ".join(f"{name} = c.{name}" for name in _TAKEN)
    same = " AND ".join(f"o.{name} = c.{name}" for name in ("region_id", "indicator_id", "period_id"))
    as_it_was = " AND ".join(_is_same(name) for name in STOOD)
    with _impatient(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {STANDING} ({COLUMNS}) SELECT {COLUMNS} FROM {COMING} WHERE was_state IS NULL"  # noqa: S608 - constants
            " ORDER BY region_id, indicator_id, period_id ON CONFLICT (region_id, indicator_id, period_id) DO NOTHING"
        )
        if cursor.rowcount != created:
            raise Stale
        if not changed:
            return
        cursor.execute(
            f"UPDATE {STANDING} AS o SET {sets} FROM {COMING} AS c"  # noqa: S608 - constants
            f" WHERE c.was_state IS NOT NULL AND {same} AND {as_it_was}"
        )
        if cursor.rowcount != changed:
            raise Stale


def take_over_all() -> None:
    """Write the rows that were laid ready over whatever stands; the caller holds the counters."""
    with connection.cursor() as cursor:
        cursor.execute(_over(STANDING, COLUMNS, COLUMNS))


def forget() -> None:
    """Let what was laid ready go."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {COMING}")


def sums_to_come(*, kabupaten: Sequence[str], indicators: set[int], periods: set[int]) -> Made:
    """Return the sums of these kabupaten as they will be with the rows that were laid ready."""
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
        where = _below(kabupaten)
        cursor.execute(_over(OVER, f"id, {COLUMNS}", f"0, {COLUMNS}", where), list(kabupaten))
        if connection.vendor == "postgresql":
            cursor.execute(f"ANALYZE {OVER}")
    with _in_place():
        return made(kabupaten=kabupaten, indicators=indicators, periods=periods)


def _over(table: str, columns: str, read: str, where: str = "1 = 1") -> str:
    return f"INSERT INTO {table} ({columns}) SELECT {read} FROM {COMING} WHERE {where}{ON_CONFLICT}"  # noqa: S608 - constants


def _below(kabupaten: Collection[str]) -> str:
    return f"kabupaten IN ({', '.join(['%s'] * len(kabupaten))})"


def _is_same(name: str) -> str:
    """Return that a column is as it was; no denominator is below 0, so -1 stands for none."""
    if name == "denominator":
        return "COALESCE(o.denominator, -1) = COALESCE(c.was_denominator, -1)"
    return f"o.{name} = c.was_{name}"


@contextmanager
def _impatient() -> Iterator[None]:
    """Give up soon where somebody holds a row; on SQLite nobody does beside this transaction."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{_WAIT}'")
        try:
            yield
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") in _BUSY:
                raise Stale from error
            raise
        cursor.execute("SET LOCAL lock_timeout TO DEFAULT")


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

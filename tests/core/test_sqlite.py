"""How SQLite's one writer is waited for: nobody stands still for somebody else's garbage, nobody is passed over."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError

from rumahbersama.ground.core.sqlite.base import DatabaseWrapper

SOON = 5  # seconds; far below the patience of the connections, far above what a busy machine needs
PATIENCE = 30


@pytest.fixture
def connect(tmp_path: Path, django_db_blocker) -> Iterator:
    """Give a function that opens one more connection to a file of this test, as the program opens its own."""
    opened: list[DatabaseWrapper] = []

    def connection(patience: float = PATIENCE) -> DatabaseWrapper:
        settings = {
            "NAME": str(tmp_path / "x.sqlite3"),
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": patience, "init_command": ""},
            **dict.fromkeys(
                ("ATOMIC_REQUESTS", "CONN_HEALTH_CHECKS", "TIME_ZONE", "USER", "PASSWORD", "HOST", "PORT")
            ),
            "AUTOCOMMIT": True,
            "CONN_MAX_AGE": None,
            "TEST": {},
        }
        opened.append(DatabaseWrapper(settings, alias="own"))
        opened[-1].inc_thread_sharing()
        return opened[-1]

    with django_db_blocker.unblock():
        with connection().cursor() as cursor:
            cursor.execute("CREATE TABLE t (a INTEGER)")
            cursor.execute("INSERT INTO t VALUES (1), (2), (3)")
        yield connection
        for each in opened:
            each.close()


def values(connection: DatabaseWrapper) -> list[int]:
    with connection.cursor() as cursor:
        return sorted(row[0] for row in cursor.execute("SELECT a FROM t").fetchall())


def begin(connection: DatabaseWrapper) -> None:
    connection.connect()
    connection._start_transaction_under_autocommit()


def in_background(act) -> threading.Thread:
    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    time.sleep(0.1)  # it stands and waits by now; were it later, the test would only see less
    return thread


def test_the_writer_may_drop_a_cursor_of_a_connection_that_waits(connect):
    """Python collects garbage in any thread: it must not stop the one all others wait for."""
    writing, waiting = connect(), connect()
    forgotten = [waiting.cursor()]
    forgotten[0].execute("SELECT 1 UNION SELECT 2").fetchone()
    begin(writing)
    write = in_background(lambda: waiting.cursor().execute("INSERT INTO t VALUES (5)"))

    began = time.monotonic()
    forgotten.clear()
    dropped = time.monotonic() - began
    writing.cursor().execute("INSERT INTO t VALUES (4)")
    writing._commit()
    write.join(SOON)

    assert (dropped < SOON, values(connect())) == (True, [1, 2, 3, 4, 5])


def test_a_commit_waits_for_who_reads_and_nobody_begins_to_read_before_it(connect):
    writing, reading, later = connect(), connect(), connect()
    rows = reading.cursor().execute("SELECT a FROM t")
    first = rows.fetchone()
    begin(writing)
    writing.cursor().execute("INSERT INTO t VALUES (4)")
    commit = in_background(writing._commit)
    seen: list[list[int]] = []
    read = in_background(lambda: seen.append(values(later)))
    before = [commit.is_alive(), list(seen)]
    rest = rows.fetchall()
    commit.join(SOON)
    read.join(SOON)

    assert (before, [first, *rest], seen) == ([True, []], [(1,), (2,), (3,)], [[1, 2, 3, 4]])


def test_a_write_alone_is_repeated_whole(connect):
    writing, reading = connect(), connect()
    rows = reading.cursor().execute("SELECT a FROM t")
    rows.fetchone()
    write = in_background(lambda: writing.cursor().execute("UPDATE t SET a = a + 10"))
    rows.fetchall()
    write.join(SOON)

    assert values(connect()) == [11, 12, 13]


def test_who_waited_as_long_as_the_settings_say_is_told(connect):
    writing, waiting = connect(), connect(0.2)
    begin(writing)

    with pytest.raises(OperationalError, match="database is locked"):
        begin(waiting)
    with pytest.raises(sqlite3.OperationalError, match="database is locked"):
        waiting.connection.cursor().execute("DELETE FROM t")  # the bare connection does not wait at all


def test_an_insert_alone_is_stored_when_it_is_made(connect):
    """With RETURNING it would be stored only when its row is fetched."""
    inserting = connect()
    inserting.connect()
    alone = inserting.features.can_return_columns_from_insert
    inserting.in_atomic_block = True

    assert (alone, inserting.features.can_return_rows_from_bulk_insert) == (False, True)
    inserting.in_atomic_block = False

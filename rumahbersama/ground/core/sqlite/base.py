"""Waiting for SQLite's one writer: in turn, and never inside SQLite.

In turn: SQLite's own wait sleeps up to 100 ms between tries, and whoever has just committed takes the writer's
place again before a sleeper wakes: with eight people saving without a pause, one waits half a minute and is turned
away. Here a transaction passes a turnstile, a lock on a file beside the database: one at a time stands before
the writer's place, and who has just left it goes to the end.

Never inside SQLite: there a waiting thread holds the mutex of its connection. Python may collect garbage in any
thread; where the one that has the writer's place meets a forgotten cursor of the waiting connection, it stops at that
mutex, and both stand still until the wait is over. So SQLite is told not to wait at all; the waiting is done here.
"""

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django.db.backends.sqlite3 import base, features

try:
    import fcntl
except ImportError:  # Windows: no turnstile, only the patient trying
    fcntl = None  # type: ignore[assignment]

PAUSE, LONGEST_PAUSE = 0.001, 0.016
Result = TypeVar("Result")


def patiently(ask: Callable[[], Result], seconds: float) -> Result:
    """Ask again while somebody else is in the way; after so many seconds the error is the caller's.

    A statement that SQLite turned away has done nothing, alone or within a transaction; a COMMIT turned away can be
    asked again. What waits for a newer state of the data (WAL) would wait forever, and is not repeated.
    """
    end, pause = time.monotonic() + seconds, PAUSE
    while True:
        try:
            return ask()
        except Exception as error:
            if not _is_in_the_way(error) or time.monotonic() > end:
                raise
        time.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


def _is_in_the_way(error: Exception) -> bool:
    """Tell whether this error, SQLite's or Django's around it, says that another connection holds a lock."""
    code = getattr(error if isinstance(error, sqlite3.Error) else error.__cause__, "sqlite_errorcode", 0)
    return code & 0xFF == sqlite3.SQLITE_BUSY and code != sqlite3.SQLITE_BUSY_SNAPSHOT


class Cursor(base.SQLiteCursorWrapper):
    """Django's cursor, but that it waits itself.

    Not in ``executemany``: outside of a transaction the rows before the one turned away would be stored twice.
    """

    patience = 0.0

    def execute(self, query: str, params: Any = None) -> Any:  # noqa: ANN401 - as Django's
        """Run a statement as soon as nobody is in the way."""
        run = super().execute
        return patiently(lambda: run(query, params), self.patience)


class DatabaseFeatures(features.DatabaseFeatures):
    """Django's, but for an INSERT outside of a transaction, which tells its id without RETURNING.

    With it, it would commit when its row is fetched, and turned away there could not be asked again.
    """

    @property
    def can_return_columns_from_insert(self) -> bool:  # type: ignore[override]
        """Tell whether an INSERT may use RETURNING now."""
        return bool(self.connection.in_atomic_block)

    can_return_rows_from_bulk_insert = can_return_columns_from_insert  # type: ignore[assignment]


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's wrapper, but for the way it waits. ``timeout`` of the settings is how long, in seconds."""

    features_class = DatabaseFeatures

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:  # noqa: ANN401 - sqlite3.Connection
        """Connect; once the first settings are made SQLite no longer waits."""
        raw = super().get_new_connection(conn_params)
        raw.execute("PRAGMA busy_timeout = 0")
        return raw

    def create_cursor(self, name: str | None = None) -> Cursor:
        """Return a cursor that waits as long as the settings say."""
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        cursor.patience = self._patience
        return cursor

    @property
    def _patience(self) -> float:
        return float(self.settings_dict["OPTIONS"].get("timeout", 5))

    def _start_transaction_under_autocommit(self) -> None:
        """Begin, in turn, when the writer's place is free; an error after the timeout of the settings."""
        with self._turnstile():
            super()._start_transaction_under_autocommit()  # type: ignore[misc]

    def _commit(self) -> None:
        """Commit as soon as who reads has read; meanwhile nobody begins to read."""
        patiently(super()._commit, self._patience)  # type: ignore[misc]

    @contextlib.contextmanager
    def _turnstile(self) -> Iterator[None]:
        if fcntl is None or self.is_in_memory_db():
            yield
            return
        file = os.open(f"{self.settings_dict['NAME']}-antre", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        finally:
            os.close(file)

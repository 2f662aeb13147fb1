"""Waiting for SQLite's one writer in turn.

SQLite's own wait sleeps up to 100 ms between tries, and whoever has just committed takes the writer's place
again before a sleeper wakes: with eight people saving without a pause, one waits half a minute and is turned
away. Here a transaction passes a turnstile, a lock on a file beside the database: one at a time stands before
the writer's place, and who has just left it goes to the end.
"""

import contextlib
import os
import time
from collections.abc import Iterator

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

try:
    import fcntl
except ImportError:  # Windows: no turnstile, only the patient trying
    fcntl = None  # type: ignore[assignment]

PAUSE = 0.001


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's wrapper, but for the way it begins a transaction."""

    def _start_transaction_under_autocommit(self) -> None:
        """Begin, in turn, when the writer's place is free; an error after the timeout of the settings."""
        timeout = float(self.settings_dict["OPTIONS"].get("timeout", 5))
        raw = self.connection
        with self._turnstile():
            end = time.monotonic() + timeout
            raw.execute("PRAGMA busy_timeout = 0")
            try:
                while not self._has_begun(is_last=time.monotonic() > end):
                    time.sleep(PAUSE)
            finally:
                raw.execute(f"PRAGMA busy_timeout = {int(timeout * 1000)}")

    def _has_begun(self, *, is_last: bool) -> bool:
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except OperationalError as error:
            if is_last or "locked" not in str(error):
                raise
            return False
        return True

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

"""SQLite: a snapshot of the file in use, and putting a verified file in its place (docs/adr/0016).

Both by SQLite's own page copy (``sqlite3_backup``): it keeps the locks of SQLite, so that programs which have the
file open see either the old or the new database, whole. Renaming a file in use would leave them writing into the
old one. Source: SQLite, "How To Corrupt An SQLite Database File", sections 2.4 and 4.
"""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from rumahbersama.ground.core.backup.rules import Ask, Report

PAGES = 8192  # 32 MB between two reports
WAIT_SECONDS = 60
SIDE_FILES = ("-journal", "-wal", "-shm")


def snapshot(source: Path, target: Path, *, report: Report) -> None:
    """Copy the database in use as it is at one moment.

    With the rollback journal nobody can commit meanwhile, so the file is read once beforehand: then the copy is made
    from memory. With the write-ahead log writers go on.
    """
    _warm(source)
    with _opened(source) as live, _opened(target) as copy:
        copy.execute("PRAGMA journal_mode=OFF")
        copy.execute("PRAGMA synchronous=OFF")
        live.execute("BEGIN")
        live.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()  # from here on it is one moment
        _copy(live, copy, report=report, text=_("Menyalin basis data: {done} dari {total} MB"))
        live.execute("ROLLBACK")


def tables_in(ask: Ask) -> list[str]:
    """Return the names of all tables."""
    query = "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
    return [str(row[0]) for row in ask(query)]


@contextlib.contextmanager
def asking(path: Path) -> Iterator[Ask]:
    """Give a function that reads the database at ``path``, which nobody else uses."""
    with _opened(path) as database:
        database.execute("PRAGMA query_only=ON")
        yield lambda query: database.execute(query).fetchall()


def understands(ask: Ask, query: str) -> bool:
    """Tell whether the tables a query asks are there: a backup may be made before waiting migrations run."""
    try:
        ask(f"EXPLAIN {query}")
    except sqlite3.OperationalError:
        return False
    return True


def faults_in(ask: Ask) -> str:
    """Return what is broken in the pages of a database; "" when nothing is."""
    said = [str(row[0]) for row in ask("PRAGMA quick_check(5)")]
    return "" if said == ["ok"] else "; ".join(said)


def empty(path: Path, tables: tuple[str, ...]) -> None:
    """Remove the rows of these tables in a database that nobody uses yet."""
    with _opened(path) as database:
        present = set(tables_in(lambda query: database.execute(query).fetchall()))
        for table in present & set(tables):
            database.execute(f'DELETE FROM "{table}"')  # noqa: S608 - names of our tables


def switch(live: Path, new: Path, kept: Path, *, report: Report) -> bool:
    """Keep the database in use as ``kept`` and put ``new`` in its place; nobody may be at work meanwhile.

    Returns whether programs that run may go on: not where the old file was no database at all and had to be moved.
    A power cut in the middle leaves the old one: SQLite rolls back what was half written.
    """
    if not _has_tables(live):
        was_empty = live.stat().st_size == 0
        for ending in ("", *SIDE_FILES):
            if was_empty:
                Path(f"{live}{ending}").unlink(missing_ok=True)
            elif Path(f"{live}{ending}").exists():
                Path(f"{live}{ending}").rename(f"{kept}{ending}")
        new.rename(live)
        return was_empty
    with _opened(live) as old, _opened(kept) as copy:
        _copy(old, copy, report=report, text=_("Menyimpan basis data lama: {done} dari {total} MB"))
    _on_disk(kept)
    with _opened(new) as made, _opened(live) as old:
        old.execute("PRAGMA synchronous=FULL")
        _copy(made, old, report=report, text=_("Mengganti basis data: {done} dari {total} MB"))
    drop(new)
    return True


def drop(path: Path) -> None:
    """Remove a database of our own making, with what lies beside it."""
    for ending in ("", *SIDE_FILES, "-antre"):
        Path(f"{path}{ending}").unlink(missing_ok=True)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    database = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
    try:
        yield database
    finally:
        database.close()


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, *, report: Report, text: str) -> None:
    size = int(source.execute("PRAGMA page_size").fetchone()[0])

    def told(_status: int, remaining: int, total: int) -> None:
        report(text.format(done=(total - remaining) * size // 1_000_000, total=total * size // 1_000_000))

    source.backup(target, pages=PAGES, progress=told)


def _has_tables(path: Path) -> bool:
    """Tell whether there is a database one could copy; where there is no file an empty one is made."""
    try:
        with asking(path) as ask:
            return bool(tables_in(ask))
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        return False


def _warm(path: Path) -> None:
    with path.open("rb") as file, Path(os.devnull).open("wb") as nothing:
        shutil.copyfileobj(file, nothing, 1 << 22)


def _on_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

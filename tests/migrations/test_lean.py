"""The program's way of migrating leaves the tables that Django's own leaves."""

import sqlite3
from contextlib import closing

PLAIN = "import django; django.setup(); from django.core.management import call_command as c; c('migrate', verbosity=0)"
OWN = "core_cache"  # made by `rumah migrate` beside the migrations


def tables_of(installation) -> list[tuple[str, ...]]:
    (path,) = installation.folder.glob("*.sqlite3")
    with closing(sqlite3.connect(path)) as base:
        return base.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE tbl_name != ? ORDER BY 1, 2, 3", [OWN]
        ).fetchall()


def test_lean_states_leave_the_same_tables(migrated, empty):
    done = empty.python("-c", PLAIN)
    assert done.returncode == 0, done.stderr
    assert tables_of(empty) == tables_of(migrated)

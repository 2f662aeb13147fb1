"""The demo: built once, kept, built anew, and never in a real database."""

import os
import signal
import sqlite3
import time

from tests.installation import PATIENCE, Installation


def count(folder) -> int:
    with sqlite3.connect(folder / "demo.sqlite3") as database:
        return database.execute("SELECT count(*) FROM audit_auditrecord").fetchone()[0]


def begins_anew(own: Installation) -> bool:
    """Tell whether ``--fresh`` takes the demo away first, so that what it leaves when killed is built again."""
    process = own.start("demo", "--no-serve", "--fresh")
    try:
        end = time.monotonic() + PATIENCE
        while (own.folder / "demo.built").exists() and process.poll() is None and time.monotonic() < end:
            time.sleep(0.05)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    return not (own.folder / "demo.built").exists()


def test_demo_broken_off_is_built_again_then_kept_then_made_anew_beside_a_real_database(empty, tmp_path):
    """One road, for a demo takes long to build: found half built, made whole, kept, begun anew."""
    real = tmp_path / "real.sqlite3"
    (empty.folder / "demo.sqlite3").write_bytes(b"half")
    first = empty.run(module="tests.cli.demo_apart", DATABASE_URL=f"sqlite:///{real}")
    made = count(empty.folder)
    with sqlite3.connect(empty.folder / "demo.sqlite3") as database:
        database.execute("UPDATE people_account SET language = 'en'")
    again = empty.run("demo", "--no-serve")
    with sqlite3.connect(empty.folder / "demo.sqlite3") as database:
        kept = database.execute("SELECT DISTINCT language FROM people_account").fetchall()
    kept_count = count(empty.folder)
    begun_anew = begins_anew(empty)

    assert [done.returncode for done in (first, again)] == [0, 0], first.stderr + again.stderr
    assert first.stderr.startswith("DATABASE_URL tidak dipakai")
    assert not real.exists()
    assert "Contoh siap dalam" in first.stdout
    assert "Contoh siap dalam" not in again.stdout
    assert (kept, kept_count, begun_anew) == ([("en",)], made, True)
    accounts = [line for line in again.stdout.splitlines() if line.startswith("  ")]
    assert [line for line in accounts if line.startswith("  Camat di ")] != []
    # Typst's threads do not pass a fork: a server forked from a process that set papers would never make a PDF.
    assert first.stdout.splitlines()[-1] == "typst: False"

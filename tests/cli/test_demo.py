"""The demo: built once, kept, built anew, and never in a real database."""

import sqlite3


def count(folder) -> int:
    with sqlite3.connect(folder / "demo.sqlite3") as database:
        return database.execute("SELECT count(*) FROM audit_auditrecord").fetchone()[0]


def test_demo_broken_off_is_built_again_then_kept_then_made_anew_beside_a_real_database(empty, tmp_path):
    """One road, for a demo takes long to build: found half built, made whole, kept, made anew."""
    real = tmp_path / "real.sqlite3"
    (empty.folder / "demo.sqlite3").write_bytes(b"half")
    first = empty.run(module="tests.cli.demo_apart", DATABASE_URL=f"sqlite:///{real}")
    made = count(empty.folder)
    with sqlite3.connect(empty.folder / "demo.sqlite3") as database:
        database.execute("UPDATE people_account SET language = 'en'")
    again = empty.run("demo", "--no-serve")
    with sqlite3.connect(empty.folder / "demo.sqlite3") as database:
        kept = database.execute("SELECT DISTINCT language FROM people_account").fetchall()
    fresh = empty.run("demo", "--no-serve", "--fresh")

    assert [done.returncode for done in (first, again, fresh)] == [0, 0, 0], first.stderr + fresh.stderr
    assert first.stderr.startswith("DATABASE_URL tidak dipakai")
    assert not real.exists()
    assert "Contoh siap dalam" in first.stdout
    assert "Contoh siap dalam" not in again.stdout
    assert (kept, count(empty.folder)) == ([("en",)], made)
    accounts = [line for line in again.stdout.splitlines() if line.startswith("  ")]
    assert [line for line in accounts if line.startswith("  Camat di ")] != []
    # Typst's threads do not pass a fork: a server forked from a process that set papers would never make a PDF.
    assert first.stdout.splitlines()[-1] == "typst: False"

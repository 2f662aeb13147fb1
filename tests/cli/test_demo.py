"""The demo: built once, kept, built anew, and never in a real database."""

import sqlite3


def count(folder) -> int:
    with sqlite3.connect(folder / "demo.sqlite3") as database:
        return database.execute("SELECT count(*) FROM audit_auditrecord").fetchone()[0]


def test_demo_is_kept_and_made_anew(empty):
    first = empty.run("demo", "--no-serve")
    made = count(empty.folder)
    with sqlite3.connect(empty.folder / "demo.sqlite3") as database:
        database.execute("UPDATE people_account SET language = 'en'")
    again = empty.run("demo", "--no-serve")
    with sqlite3.connect(empty.folder / "demo.sqlite3") as database:
        kept = database.execute("SELECT DISTINCT language FROM people_account").fetchall()
    fresh = empty.run("demo", "--no-serve", "--fresh")

    assert [done.returncode for done in (first, again, fresh)] == [0, 0, 0], first.stderr + fresh.stderr
    assert "Contoh siap dalam" in first.stdout
    assert "Contoh siap dalam" not in again.stdout
    assert (kept, count(empty.folder)) == ([("en",)], made)
    accounts = [line for line in again.stdout.splitlines() if line.startswith("  ")]
    assert [line for line in accounts if line.startswith("  Camat di ")] != []


def test_demo_broken_off_is_built_again_and_leaves_real_databases_alone(empty, tmp_path):
    real = tmp_path / "real.sqlite3"
    (empty.folder / "demo.sqlite3").write_bytes(b"half")

    done = empty.run(module="tests.cli.demo_apart", DATABASE_URL=f"sqlite:///{real}")

    assert (done.returncode, real.exists()) == (0, False), done.stderr
    assert done.stderr.startswith("DATABASE_URL tidak dipakai")
    assert "Contoh siap dalam" in done.stdout
    # Typst's threads do not pass a fork: a server forked from a process that set papers would never make a PDF.
    assert done.stdout.splitlines()[-1] == "typst: False"

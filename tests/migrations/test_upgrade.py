"""Up from the state that landed first, with data in every table: nothing is lost on the way."""

import json
from collections.abc import Iterator

import pytest

from tests.backup.conftest import drop_side_databases
from tests.installation import Installation

EARLIER = "tests.migrations.earlier"


@pytest.fixture
def early(empty: Installation) -> Iterator[Installation]:
    """An installation as it was then."""
    done = empty.run("build", module=EARLIER)
    assert done.returncode == 0, done.stderr
    yield empty
    drop_side_databases(empty)


def told(own: Installation) -> dict[str, list[list[str]]]:
    done = own.run("tell", module=EARLIER)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def kept(before: dict, after: dict) -> dict:
    """Return the rows of ``after`` that stood in ``before``: reference data is added on the way up."""
    return {table: [row for row in after[table] if row in rows] for table, rows in before.items()}


def test_up_from_the_first_state_keeps_every_value(early):
    before = told(early)
    waiting = early.ask("migrate", "--dry-run", "--json")["waiting"]

    early.ask("migrate", "--json")

    assert waiting > 0
    assert {len(rows) for rows in before.values()} == {2}
    assert kept(before, told(early)) == before
    assert early.ask("migrate", "--dry-run", "--json") == {"waiting": 0}
    checks = {check["name"]: check["state"] for check in early.ask("doctor", "--json")}
    assert (checks["Catatan riwayat"], checks["Tabel"], checks["Keutuhan basis data"]) == ("ok", "ok", "ok")


def test_backup_of_the_first_state_is_restored_into_this_program(early, tmp_path):
    before, file = told(early), tmp_path / "lama.cadangan"
    early.run("backup", "--new-key")
    made = early.run("backup", str(file))
    restored = early.ask("restore", str(file), "--yes", "--json")

    assert made.returncode == 0, made.stderr
    assert restored["upgraded"] > 0
    assert {table: rows for table, rows in kept(before, told(early)).items() if table != "core_heartbeat"} == {
        table: rows for table, rows in before.items() if table != "core_heartbeat"
    }
    assert early.ask("migrate", "--dry-run", "--json") == {"waiting": 0}

"""Up from the state that landed first, with data in every table: nothing is lost on the way."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.backup.conftest import drop_database, drop_side_databases, new_database
from tests.installation import Installation, _new_database

EARLIER = "tests.migrations.earlier"


@pytest.fixture(scope="module")
def first_state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation as it was then: tests do not change it."""
    made = Installation(tmp_path_factory.mktemp("first"), _new_database())
    done = made.run("build", module=EARLIER)
    assert done.returncode == 0, done.stderr
    yield made
    drop_database(made)


@pytest.fixture
def early(first_state: Installation, tmp_path: Path) -> Iterator[Installation]:
    """A copy of it, of this test's own."""
    shutil.copytree(first_state.folder, tmp_path / "data")
    made = Installation(tmp_path / "data", new_database(first_state))
    yield made
    drop_side_databases(made)
    drop_database(made)


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

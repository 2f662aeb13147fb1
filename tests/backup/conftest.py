"""Fixtures of this folder: an installation with people in it, whose side databases go with it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.installation import Installation, _drop, _new_database


def side_databases(own: Installation) -> list[str]:
    """Return the databases that restores made beside this installation's own."""
    if not own.database_url:
        return sorted(path.name for path in own.folder.glob("rumah-*.sqlite3"))
    name = urlsplit(own.database_url).path[1:]
    with _server(own) as server:
        found = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"{name}_"])
        return sorted(row[0] for row in found.fetchall())


def drop_side_databases(own: Installation) -> None:
    """Remove them."""
    if own.database_url:
        with _server(own) as server:
            for name in side_databases(own):
                server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def new_database(template: Installation) -> str:
    """Make a copy of an installation's database; "" where it is a file."""
    return _new_database(urlsplit(template.database_url).path[1:]) if template.database_url else ""


def drop_database(own: Installation) -> None:
    """Remove the database of an installation."""
    _drop(own.database_url)


def _server(own: Installation) -> psycopg.Connection:
    return psycopg.connect(urlunsplit(urlsplit(own.database_url)._replace(path="/postgres")), autocommit=True)


@pytest.fixture(scope="module")
def kept(migrated: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with people, figures, an upload, and a key for its backups: tests do not change it."""
    folder = tmp_path_factory.mktemp("kept") / "data"
    shutil.copytree(migrated.folder, folder)
    made = Installation(folder, new_database(migrated))
    for module, words in (
        ("tests.faults.people", ["prepare"]),
        ("tests.faults.people", ["write", "81.01", "1", "1"]),
        ("rumahbersama", ["backup", "--new-key"]),
    ):
        done = made.run(*words, module=module)
        assert done.returncode == 0, done.stderr
    (folder / "berkas/unggahan").mkdir(parents=True)
    (folder / "berkas/unggahan/a1b2").write_bytes(b"kode;nama\n" * 300_000)
    yield made
    drop_side_databases(made)
    drop_database(made)


@pytest.fixture
def saved(kept: Installation, tmp_path: Path) -> Iterator[Installation]:
    """A copy of ``kept`` of this test's own."""
    shutil.copytree(kept.folder, tmp_path / "data")
    made = Installation(tmp_path / "data", new_database(kept))
    yield made
    drop_side_databases(made)
    drop_database(made)


def listing(own: Installation) -> list[str]:
    """Return every file and database of an installation that a restore could leave behind."""
    files = [str(path.relative_to(own.folder)) for path in Path(own.folder).rglob("*") if "static" not in path.parts]
    passing = ("kunci", "-antre", "-journal")
    return sorted(name for name in files if not name.endswith(passing)) + side_databases(own)

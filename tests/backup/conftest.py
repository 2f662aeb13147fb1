"""Fixtures of this folder: an installation with people in it, whose side databases go with it."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.faults.conftest import peopled  # noqa: F401
from tests.installation import Installation, empty, installation, migrated  # noqa: F401


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


def _server(own: Installation) -> psycopg.Connection:
    return psycopg.connect(urlunsplit(urlsplit(own.database_url)._replace(path="/postgres")), autocommit=True)


@pytest.fixture
def saved(peopled: Installation) -> Iterator[Installation]:  # noqa: F811
    """An installation with people, figures, an upload, and a key for its backups."""
    uploads = peopled.folder / "berkas" / "unggahan"
    uploads.mkdir(parents=True)
    (uploads / "a1b2").write_bytes(b"kode;nama\n" * 300_000)
    assert peopled.run("write", "81.01", "1", "1", module="tests.faults.people").returncode == 0
    assert peopled.run("backup", "--new-key").returncode == 0
    yield peopled
    drop_side_databases(peopled)


def listing(own: Installation) -> list[str]:
    """Return every file and database of an installation that a restore could leave behind."""
    files = [str(path.relative_to(own.folder)) for path in Path(own.folder).rglob("*") if "static" not in path.parts]
    passing = ("kunci", "-antre", "-journal")
    return sorted(name for name in files if not name.endswith(passing)) + side_databases(own)

"""An installation of its own for tests that need real commits, signals or several processes.

SQLite in a temporary folder, or a database of its own on the server of TEST_DATABASE_URL. ``tests/conftest.py``
takes the fixtures up once for all folders: taken up by each, every folder would migrate a template of its own.
"""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
PATIENCE = 600  # seconds; it bounds a process that hangs, on a machine however busy


@dataclass(frozen=True)
class Installation:
    """A data folder and a database; ``run`` calls a command in it as a person would."""

    folder: Path
    database_url: str

    @property
    def environment(self) -> dict[str, str]:
        """Give the environment of its processes: nothing of the test run's own settings."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("RUMAH_", "DJANGO_"))}
        kept.pop("DATABASE_URL", None)
        own = {
            "RUMAH_DATA": str(self.folder),
            "RUMAH_SECRET_KEY": "x" * 50,
            "DJANGO_SETTINGS_MODULE": "rumahbersama.settings",
        }
        return kept | own | ({"DATABASE_URL": self.database_url} if self.database_url else {})

    def run(self, *words: str, module: str = "rumahbersama", **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return self.python("-m", module, *words, **more)

    def python(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run Python in it to its end."""
        return subprocess.run(
            [sys.executable, *words],
            cwd=CHECKOUT,
            env=self.environment | more,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def start(self, *words: str, module: str = "rumahbersama", **more: str) -> subprocess.Popen[str]:
        """Start a command that goes on by itself; the caller ends it."""
        return subprocess.Popen(
            [sys.executable, "-m", module, *words],
            cwd=CHECKOUT,
            env=self.environment | more,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def ask(self, *words: str, module: str = "rumahbersama") -> Any:
        """Run a command with JSON output and return what it said."""
        done = self.run(*words, module=module)
        assert done.returncode in {0, 1}, done.stderr + done.stdout
        return json.loads(done.stdout)


def _admin(url: str, statement: str) -> None:
    with psycopg.connect(urlunsplit(urlsplit(url)._replace(path="/postgres")), autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]


def _new_database(template: str = "template0") -> str:
    server = os.environ.get("TEST_DATABASE_URL", "")
    if not server:
        return ""
    name = f"rumah_own_{uuid.uuid4().hex[:12]}"
    _admin(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def _drop(url: str) -> None:
    if url:
        _admin(url, f'DROP DATABASE "{urlsplit(url).path[1:]}" WITH (FORCE)')


def made_once(name: str, make: Callable[[Path], None], factory: pytest.TempPathFactory) -> Path:
    """Return a folder that ``make`` has filled: in this run, or in the first of those that share RUMAH_TEMPLATES.

    CI runs the suite in shares side by side: what each would make alike is made by whichever comes first, while the
    others wait. Nobody writes there: what is written is a copy.
    """
    shared = os.environ.get("RUMAH_TEMPLATES")
    folder = (Path(shared) if shared else factory.mktemp("templates")) / name
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            half = folder.with_suffix(".half")
            shutil.rmtree(half, ignore_errors=True)
            half.mkdir()
            make(half)
            half.rename(folder)
    return folder


def _migrate(made: Installation) -> None:
    done = made.run("migrate")
    assert done.returncode == 0, done.stderr + done.stdout


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One installation made by ``rumah migrate``, the template of the others."""
    if url := _new_database():
        made = Installation(tmp_path_factory.mktemp("template"), url)
        _migrate(made)
    else:
        made = Installation(
            made_once("migrated", lambda folder: _migrate(Installation(folder, "")), tmp_path_factory), ""
        )
    yield made
    _drop(made.database_url)


@pytest.fixture
def installation(migrated: Installation, tmp_path: Path) -> Iterator[Installation]:
    """A migrated installation of this test's own."""
    folder = tmp_path / "data"
    shutil.copytree(migrated.folder, folder)
    made = Installation(
        folder, _new_database(urlsplit(migrated.database_url).path[1:]) if migrated.database_url else ""
    )
    yield made
    _drop(made.database_url)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Installation]:
    """An installation on which nothing has run yet."""
    folder = tmp_path / "empty"
    folder.mkdir()
    made = Installation(folder, _new_database())
    yield made
    _drop(made.database_url)

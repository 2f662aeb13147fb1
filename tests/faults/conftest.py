"""Faults on purpose: many writers at once, a server killed in the middle of its work.

Each test has an installation of its own (SQLite, or a database on the server of TEST_DATABASE_URL). CI runs
short; the full lengths of the issue come with ``RUMAH_FAULT_SECONDS=30 RUMAH_FAULT_KILLS=20``.
"""

import json
import os

import pytest

from tests.installation import Installation

SECONDS = float(os.environ.get("RUMAH_FAULT_SECONDS", "4"))
KILLS = int(os.environ.get("RUMAH_FAULT_KILLS", "2"))


@pytest.fixture
def peopled(installation: Installation) -> Installation:
    """Eight kabupaten with their villages, reference data, and a keeper who may sign in."""
    done = installation.run("prepare", module="tests.faults.people")
    assert done.returncode == 0, done.stderr
    return installation


def told(said: str) -> dict:
    """Return the last line of a process as the JSON it is."""
    return json.loads(said.strip().splitlines()[-1])

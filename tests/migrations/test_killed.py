"""A migration killed in the middle leaves nothing of itself, and run again it ends well."""

import json
import os
import random
import signal
import time
from pathlib import Path

import pytest

from tests.installation import Installation

SLOW = {"DJANGO_SETTINGS_MODULE": "tests.migrations.slow_settings"}
KILLS = 4


def tables(own: Installation, **more: str) -> dict[str, int]:
    done = own.run(module="tests.migrations.tables", **more)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("moment", ["halfway", "noting"])
def test_killed_within_a_migration_and_run_again(installation: Installation, tmp_path: Path, moment: str) -> None:
    before, marker = tables(installation), tmp_path / "marker"
    words = SLOW | {"SLOW_MARKER": str(marker), "SLOW_MOMENT": moment}

    killed = installation.start(module="tests.migrations.killed", **words)
    _until(marker.exists, killed)
    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate()
    after_kill = tables(installation)
    again = installation.run(module="tests.migrations.killed", **words)
    after = tables(installation)

    assert after_kill == before
    assert again.returncode == 0, again.stderr
    assert {name: after[name] for name in after if name.startswith("slow_")} == {"slow_kind": 5, "slow_thing": 0}
    assert installation.ask("migrate", "--dry-run", "--json") == {"waiting": 0}


def test_killed_at_any_moment_from_nothing_and_run_again(
    empty: Installation, installation: Installation
) -> None:
    rng = random.Random(5)
    for _ in range(KILLS):
        killed = empty.start("migrate")
        time.sleep(rng.uniform(1, 3))
        os.kill(killed.pid, signal.SIGKILL)
        killed.communicate()
    done = empty.run("migrate")

    assert done.returncode == 0, done.stderr
    assert tables(empty) == tables(installation)
    assert [check for check in empty.ask("doctor", "--json") if check["state"] == "bad"] == []


def _until(check, process) -> None:
    end = time.monotonic() + 60
    while not check():
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < end
        time.sleep(0.05)

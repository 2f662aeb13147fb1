"""Two processes sign at once; a worker is killed again and again: no number twice, no gap, nothing double."""

import os
import signal

import pytest

from tests.faults.conftest import KILLS, told
from tests.installation import Installation

MODULE = "tests.faults.papers"
SIGNED, PEOPLE = 12, 90


@pytest.fixture
def office(installation: Installation) -> Installation:
    done = installation.run("prepare", str(SIGNED), module=MODULE)
    assert done.returncode == 0, done.stderr
    return installation


def test_two_processes_that_sign_never_take_the_same_number(office: Installation):
    signing = [office.start("sign", parity, module=MODULE) for parity in ("0", "1")]
    said = [process.communicate(timeout=120)[0] for process in signing]

    assert [process.returncode for process in signing] == [0, 0], said
    assert told(office.run("count", module=MODULE).stdout)["entries"] == [
        ["005", number] for number in range(1, SIGNED + 1)
    ]


def test_a_worker_killed_again_and_again_makes_each_once(office: Installation):
    number = office.run("order", str(PEOPLE), module=MODULE).stdout.strip()
    for kill in range(KILLS):
        worker = office.start("work", number, module=MODULE)
        assert worker.stdout is not None
        for _line in range(1 + kill % 3):
            worker.stdout.readline()
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        worker.stdout.close()
    both = [office.start("work", number, module=MODULE) for _each in range(2)]
    said = [process.communicate(timeout=120)[0] for process in both]

    found = told(office.run("count", module=MODULE).stdout)
    assert [process.returncode for process in both] == [0, 0], said
    assert (found["papers"], found["files"], found["there"]) == (PEOPLE, PEOPLE, PEOPLE)
    assert found["entries"] == [["800", each] for each in range(1, PEOPLE + 1)]
    assert found["codes"] == PEOPLE + SIGNED

"""Eight people correct villages without a pause: nobody is turned away, and every sum is that of the raw rows."""

import sys

import pytest

from tests.faults.conftest import SECONDS, told
from tests.faults.people import KABUPATEN
from tests.installation import Installation

WRITERS = 8


@pytest.mark.parametrize(
    "where", [KABUPATEN, [KABUPATEN[0]] * WRITERS], ids=["eight kabupaten", "the same kabupaten"]
)
def test_eight_writers_meet_no_deadlock_and_no_lock_and_sums_stay_true(
    where: list[str], peopled: Installation, capsys
) -> None:
    writers = [
        peopled.start("write", kabupaten, str(SECONDS), str(seed), module="tests.faults.people")
        for seed, kabupaten in enumerate(where)
    ]
    answers = [told(writer.communicate(timeout=SECONDS + 120)[0]) for writer in writers]
    after = peopled.ask("tell", module="tests.faults.people")

    errors = [error for answer in answers for error in answer["errors"]]
    written = sum(answer["written"] for answer in answers)
    with capsys.disabled():
        slowest = max(answer["longest_ms"] for answer in answers)
        p95 = max(answer["p95_ms"] for answer in answers)
        sys.stderr.write(f"\n{written} corrections in {SECONDS:.0f} s, p95 {p95} ms, longest {slowest} ms\n")
    assert errors == []
    turns = sorted(answer["written"] for answer in answers)
    assert turns[-1] <= 4 * turns[0] + 4  # in turn: nobody starves while others go on
    assert (after["sums_agree"], after["gaps_agree"], after["integrity"]) == (True, True, "ok")

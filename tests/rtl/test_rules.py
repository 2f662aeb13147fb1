"""What an RTL must say, and the months after a day; worked by hand."""

from datetime import date

import pytest

from rumahbersama.chain.training.rtl.rules import RtlRefusal, check_sent, missing_in, months_after
from rumahbersama.ground.core.rules import Refusal

WHOLE = {
    "problem": "Balita jarang ditimbang",
    "activity": "Mengaktifkan posyandu",
    "output": "Jadwal",
    "measure": "balita ditimbang",
    "target": 40,
    "steps": (("Mendata", None),),
    "due_on": date(2026, 6, 30),
}
TODAY = date(2026, 4, 10)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 11), 3, date(2027, 3, 11)),
        (date(2026, 3, 31), -6, date(2025, 9, 30)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),
    ],
)
def test_months_after(day, months, expected):
    assert months_after(day, months) == expected


def test_a_whole_rtl_is_sent():
    check_sent(WHOLE, today=TODAY)
    assert missing_in(WHOLE) == []


def test_zero_is_a_target():
    assert missing_in(WHOLE | {"target": 0}) == []


def test_every_missing_part_is_named():
    with pytest.raises(RtlRefusal, match="Keluaran, Langkah"):
        check_sent(WHOLE | {"output": "", "steps": ()}, today=TODAY)


@pytest.mark.parametrize(
    "wrong",
    [
        {"due_on": date(2026, 4, 9)},
        {"due_on": date(2032, 4, 9)},
        {"steps": (("Terlalu awal", date(2026, 4, 9)),)},
        {"steps": (("Terlalu lambat", date(2026, 7, 1)),)},
        {"steps": tuple((str(number), None) for number in range(13))},
    ],
)
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(Refusal):
        check_sent(WHOLE | wrong, today=TODAY)

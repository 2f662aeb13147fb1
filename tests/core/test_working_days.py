"""Counting in working days; the expected days are worked out by hand from the calendar."""

from datetime import date

import pytest

from rumahbersama.ground.core.working_days import (
    OfficeDays,
    add_working_days,
    closed_between,
    working_days_between,
)

FIVE = frozenset(range(5))
# Around Idul Fitri 2026: Wed 18 March to Tue 24 March are holidays and joint leave (19 and 21, 22 among them).
CLOSED = {
    date(2026, 3, 18): "Cuti bersama Nyepi",
    date(2026, 3, 19): "Nyepi",
    date(2026, 3, 20): "Cuti bersama",
    date(2026, 3, 21): "Idul Fitri",
    date(2026, 3, 22): "Idul Fitri",
    date(2026, 3, 23): "Cuti bersama",
    date(2026, 3, 24): "Cuti bersama",
}
OFFICE = OfficeDays(weeks=((date(2020, 1, 1), FIVE),), closed=CLOSED, known_until=date(2026, 12, 31))
SIX_SINCE_APRIL = OfficeDays(weeks=((date(2020, 1, 1), FIVE), (date(2026, 4, 1), frozenset(range(6)))))


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (date(2026, 3, 2), 0, date(2026, 3, 2)),  # a Monday: open
        (date(2026, 3, 7), 0, date(2026, 3, 9)),  # a Saturday: the Monday after
        (date(2026, 3, 2), 1, date(2026, 3, 3)),
        (date(2026, 3, 6), 1, date(2026, 3, 9)),  # Friday to Monday
        (date(2026, 3, 7), 1, date(2026, 3, 9)),  # from a Saturday the first working day is Monday
        (date(2026, 3, 17), 1, date(2026, 3, 25)),  # over the whole closed week
        (date(2026, 3, 17), 2, date(2026, 3, 26)),
        (date(2026, 3, 19), 0, date(2026, 3, 25)),
        (date(2026, 3, 2), 20, date(2026, 4, 6)),  # 20 working days: 11 to the 17th, then 25, 26, 27, 30, 31, 1-3, 6
    ],
)
def test_add_working_days(start, count, expected):
    assert add_working_days(start, count, office=OFFICE) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 3, 2), date(2026, 3, 2), 0),
        (date(2026, 3, 2), date(2026, 4, 6), 20),
        (date(2026, 4, 6), date(2026, 3, 2), -20),
        (date(2026, 3, 17), date(2026, 3, 24), 0),
    ],
)
def test_working_days_between(start, end, expected):
    assert working_days_between(start, end, office=OFFICE) == expected


def test_a_week_of_six_days_counts_from_its_first_day():
    assert add_working_days(date(2026, 3, 27), 1, office=SIX_SINCE_APRIL) == date(2026, 3, 30)
    assert add_working_days(date(2026, 4, 3), 1, office=SIX_SINCE_APRIL) == date(2026, 4, 4)


def test_closed_days_on_weekends_are_not_told_as_skipped():
    found = closed_between(date(2026, 3, 17), date(2026, 3, 25), office=OFFICE)

    assert [day.day for day, _name in found] == [18, 19, 20, 23, 24]


@pytest.mark.parametrize("count", [-1, 1_001])
def test_a_count_that_makes_no_sense_is_refused(count):
    with pytest.raises(ValueError, match=str(count)):
        add_working_days(date(2026, 3, 2), count, office=OFFICE)

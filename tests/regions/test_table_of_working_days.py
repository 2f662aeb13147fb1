"""Time limits over 2024-2027 on the shipped list of closed days; every expected day was counted by hand.

The days of 2027 are those of the package's list, partly estimates; a newer list may move them, and the row with them.
"""

from datetime import UTC, date, datetime

import pytest

from rumahbersama.ground.core.working_days import add_working_days
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.office_days import actions, reference
from rumahbersama.ground.regions.office_days.models import Holiday
from rumahbersama.ground.regions.office_days.queries import office_days_of
from rumahbersama.ground.regions.office_days.zones import day_at, zone_of
from rumahbersama.ground.regions.rules import RegionRefusal

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
HERE, THERE = "71.01.01.2001", "71.02.01"

# start, working days, expected, what lies between
NATIONAL = [
    ("2024-01-01", 0, "2024-01-02", "New Year itself"),
    ("2023-12-29", 1, "2024-01-02", "year end: weekend and New Year on a Monday"),
    ("2024-02-07", 1, "2024-02-12", "Isra Mikraj on Thursday, joint leave on Friday, Imlek on Saturday"),
    ("2024-02-07", 3, "2024-02-15", "the same and the election of Wednesday the 14th"),
    ("2024-02-13", 1, "2024-02-15", "the election"),
    ("2024-03-08", 1, "2024-03-13", "Nyepi on Monday, joint leave on Tuesday"),
    ("2024-03-08", 5, "2024-03-19", "the same: 13, 14, 15, 18, 19"),
    ("2024-03-28", 1, "2024-04-01", "Good Friday"),
    ("2024-04-05", 1, "2024-04-16", "Idul Fitri: 8 to 12 and 15 April"),
    ("2024-04-05", 10, "2024-04-29", "the same: 16-19, 22-26, 29"),
    ("2024-04-30", 1, "2024-05-02", "Labour Day"),
    ("2024-05-08", 2, "2024-05-14", "Ascension and joint leave: 13, 14"),
    ("2024-05-22", 1, "2024-05-27", "Waisak and joint leave"),
    ("2024-06-14", 1, "2024-06-19", "Idul Adha on Monday and joint leave"),
    ("2024-08-16", 1, "2024-08-19", "Independence Day on a Saturday"),
    ("2024-09-13", 1, "2024-09-17", "Maulid on Monday"),
    ("2024-11-26", 1, "2024-11-28", "regional elections on Wednesday"),
    ("2024-12-24", 1, "2024-12-27", "Christmas and joint leave"),
    ("2024-12-24", 3, "2024-12-31", "27, 30, 31"),
    ("2024-12-24", 4, "2025-01-02", "year end: 27, 30, 31, and New Year left out"),
    ("2024-12-31", 1, "2025-01-02", "New Year on a Wednesday"),
    ("2025-01-24", 1, "2025-01-30", "Isra Mikraj, joint leave, Imlek: Monday to Wednesday"),
    ("2025-01-24", 2, "2025-01-31", "30, 31"),
    ("2025-03-27", 1, "2025-04-08", "Nyepi and Idul Fitri: 28 March to 7 April"),
    ("2025-03-27", 5, "2025-04-14", "8, 9, 10, 11, 14"),
    ("2025-04-17", 1, "2025-04-21", "Good Friday"),
    ("2025-04-30", 1, "2025-05-02", "Labour Day on a Thursday"),
    ("2025-05-09", 1, "2025-05-14", "Waisak and joint leave"),
    ("2025-05-28", 1, "2025-06-02", "Ascension, joint leave, Pancasila on a Sunday"),
    ("2025-06-05", 1, "2025-06-10", "Idul Adha on Friday, joint leave on Monday"),
    ("2025-06-26", 1, "2025-06-30", "Islamic New Year on Friday"),
    ("2025-08-15", 1, "2025-08-19", "joint leave after Independence Day on a Sunday"),
    ("2025-09-04", 1, "2025-09-08", "Maulid on Friday"),
    ("2025-12-24", 1, "2025-12-29", "Christmas and joint leave"),
    ("2025-12-24", 4, "2026-01-02", "year end: 29, 30, 31, 2"),
    ("2026-01-15", 1, "2026-01-19", "Isra Mikraj on Friday"),
    ("2026-02-13", 1, "2026-02-18", "joint leave and Imlek"),
    ("2026-03-17", 1, "2026-03-25", "Nyepi and Idul Fitri: 18 to 24 March"),
    ("2026-03-17", 14, "2026-04-14", "25-27, 30, 31, 1, 2, (Good Friday), 6-10, 13, 14"),
    ("2026-04-30", 1, "2026-05-04", "Labour Day on a Friday"),
    ("2026-05-13", 1, "2026-05-18", "Ascension and joint leave"),
    ("2026-05-26", 1, "2026-05-29", "Idul Adha and joint leave"),
    ("2026-05-29", 1, "2026-06-02", "Waisak on a Sunday, Pancasila on Monday"),
    ("2026-06-15", 1, "2026-06-17", "Islamic New Year on Tuesday"),
    ("2026-08-03", 20, "2026-09-02", "4-7, 10-14, 18-21, 24, 26-28, 31, 1, 2"),
    ("2026-08-14", 1, "2026-08-18", "Independence Day on Monday"),
    ("2026-08-24", 1, "2026-08-26", "Maulid on Tuesday"),
    ("2026-12-23", 1, "2026-12-28", "joint leave and Christmas"),
    ("2026-12-23", 5, "2027-01-04", "year end: 28-31, and New Year on Friday left out"),
    ("2026-12-31", 1, "2027-01-04", "New Year on a Friday"),
    ("2027-01-04", 1, "2027-01-06", "Isra Mikraj on Tuesday"),
    ("2027-02-04", 1, "2027-02-08", "joint leave on Friday, Imlek on Saturday"),
    ("2027-03-05", 1, "2027-03-16", "Nyepi and Idul Fitri: 8 to 15 March"),
    ("2027-05-05", 1, "2027-05-07", "Ascension on Thursday"),
    ("2027-05-31", 1, "2027-06-02", "Pancasila on Tuesday"),
    ("2027-08-16", 1, "2027-08-18", "Independence Day on Tuesday"),
    ("2027-12-23", 1, "2027-12-27", "joint leave on Friday, Christmas on Saturday"),
    ("2027-12-30", 2, "2028-01-03", "beyond the list: weekdays alone"),
]
# What 71.01 wrote down for itself: closed on 3 March 2026 and 10 November 2025, half a day on 31 December 2026 and
# 13 March 2026; 71.02 works on Saturdays from 1 April 2026.
LOCAL = [
    (HERE, "2026-03-02", 1, "2026-03-04", "its own holiday"),
    (THERE, "2026-03-02", 1, "2026-03-03", "not the neighbour's"),
    (HERE, "2025-11-07", 1, "2025-11-11", "its own holiday on a Monday"),
    (HERE, "2026-03-12", 1, "2026-03-13", "half a day is a working day"),
    (HERE, "2026-12-30", 1, "2026-12-31", "half a day at the end of the year"),
    (HERE, "2026-12-30", 2, "2027-01-04", "half a day counts as one"),
    (THERE, "2026-03-27", 1, "2026-03-30", "five days a week until then"),
    (THERE, "2026-04-10", 1, "2026-04-11", "six days a week since"),
    (HERE, "2026-04-10", 1, "2026-04-13", "not so beside it"),
    (THERE, "2026-04-02", 2, "2026-04-06", "Good Friday closed, Saturday the 4th open, Easter Sunday"),
]
# place, moment in UTC, the day there
ZONES = [
    ("31.71", "2026-06-30T16:59", "2026-06-30", "WIB 23.59"),
    ("31.71", "2026-06-30T17:00", "2026-07-01", "WIB 00.00"),
    ("73.71", "2026-06-30T15:59", "2026-06-30", "WITA 23.59"),
    ("73.71", "2026-06-30T16:00", "2026-07-01", "WITA 00.00"),
    ("91.71", "2026-06-30T14:59", "2026-06-30", "WIT 23.59"),
    ("91.71", "2026-06-30T15:00", "2026-07-01", "WIT 00.00"),
    ("32.01", "2025-12-31T16:30", "2025-12-31", "WIB 23.30 of the last day of the year"),
    ("63.01", "2025-12-31T16:30", "2026-01-01", "WITA 00.30 of the first"),
    ("94.01", "2025-12-31T15:30", "2026-01-01", "WIT 00.30 of the first"),
    ("62.01", "2026-06-30T16:30", "2026-06-30", "Kalimantan Tengah is WIB"),
    ("99.01", "2026-06-30T16:30", "2026-06-30", "an invented place is WIB"),
]


@pytest.fixture
def listed(country):
    reference.load_reference(by=None, at=NOW)
    here, there = country["71.01"], country["71.02"]
    for day, kind in [("2026-03-03", ""), ("2025-11-10", ""), ("2026-12-31", "half"), ("2026-03-13", "half")]:
        _write(here, day, kind)
    since = date(2026, 4, 1)
    actions.set_office_week(region=there, valid_from=since, weekdays="123456", legal_basis="Perbup", by=None, at=NOW)
    return country


def _write(region: Region, day: str, kind: str) -> Holiday:
    return actions.add_holiday(
        region=region,
        date=date.fromisoformat(day),
        name="Hari daerah",
        legal_basis="SE Bupati 1/2026",
        kind=kind,
        by=None,
        at=NOW,
    )


def test_the_table(listed):
    wrong = []
    offices = {code: office_days_of(code) for code in ("0", HERE, THERE)}
    for code, start, count, expected, why in [("0", *row) for row in NATIONAL] + LOCAL:
        found = add_working_days(date.fromisoformat(start), count, office=offices[code])
        if found != date.fromisoformat(expected):
            wrong.append((code, start, count, expected, found, why))
    assert wrong == []
    assert len(NATIONAL) + len(LOCAL) + len(ZONES) >= 60
    assert {date.fromisoformat(start).year for start, *_rest in NATIONAL} >= {2024, 2025, 2026, 2027}


@pytest.mark.parametrize(("code", "moment", "day", "why"), ZONES)
def test_which_day_it_is_at_a_place(code, moment, day, why):
    assert day_at(code, datetime.fromisoformat(moment).replace(tzinfo=UTC)) == date.fromisoformat(day), why


@pytest.mark.parametrize(
    ("code", "short"), [("11.01", "WIB"), ("51", "WITA"), ("81.01.01.2001", "WIT"), ("0", "WIB")]
)
def test_the_zone_of_a_place(code, short):
    assert zone_of(code)[0] == short


def test_the_same_moment_gives_another_last_day_in_another_zone(listed):
    moment = datetime(
        2026, 2, 2, 15, 30, tzinfo=UTC
    )  # Monday 22.30 in Jakarta, 23.30 in Makassar, Tuesday in Jayapura
    office = office_days_of("0")
    found = [add_working_days(day_at(code, moment), 3, office=office).day for code in ("31", "73", "91")]

    assert found == [5, 5, 6]


def test_a_half_day_is_told_and_may_become_a_closed_one(listed):
    kept = Holiday.objects.get(region=listed["71.01"], date=date(2026, 12, 31))
    assert kept.get_kind_display() == "Setengah hari"

    _write(listed["71.01"], "2026-12-31", "local")

    assert add_working_days(date(2026, 12, 30), 1, office=office_days_of(HERE)) == date(2027, 1, 4)


def test_a_closed_day_is_not_opened_for_half_of_it_from_below(listed):
    with pytest.raises(RegionRefusal, match="sudah libur"):
        _write(listed["71.01"], "2026-08-17", "half")

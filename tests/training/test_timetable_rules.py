"""Clashes and the first plan of a timetable, worked by hand."""

from datetime import date, datetime, time

import pytest

from rumahbersama.chain.training.events.rules import (
    ClashKind,
    DayPlan,
    Slot,
    clashes,
    cost_of,
    jp_by_class,
    pauses_are_apart,
    plan_lessons,
)

MONDAY, TUESDAY = date(2026, 12, 7), date(2026, 12, 8)


def slot(number, start, end, *, klass=1, room=None, persons=(), site=1, zone="+07:00"):
    at = [datetime.fromisoformat(f"2026-12-07T{text}:00{zone}") for text in (start, end)]
    return Slot(number, f"Sesi {number}", *at, site, klass, room, frozenset(persons))


def found(*slots):
    return [(clash.kind, clash.wanted, clash.first.number, clash.second.number) for clash in clashes(slots)]


def test_one_that_begins_as_the_other_ends_does_not_clash():
    assert found(slot(1, "08:00", "09:30"), slot(2, "09:30", "11:00")) == []


def test_a_class_in_two_sessions_clashes_even_by_a_minute():
    assert found(slot(1, "08:00", "09:31"), slot(2, "09:30", "11:00")) == [(ClashKind.CLASS, 1, 1, 2)]


def test_a_session_of_all_classes_clashes_with_each_class_of_its_site_only():
    joint = slot(3, "08:00", "12:00", klass=None)
    own, far = slot(1, "09:00", "10:00", klass=7), slot(2, "09:00", "10:00", klass=8, site=2)
    assert found(joint, own, far) == [(ClashKind.CLASS, 7, 3, 1)]


def test_a_long_session_clashes_with_a_later_one_though_a_short_one_lies_between():
    assert found(slot(1, "08:00", "12:00"), slot(2, "08:00", "08:30", klass=2), slot(3, "11:00", "12:00")) == [
        (ClashKind.CLASS, 1, 1, 3)
    ]


def test_room_and_person_are_wanted_twice_by_different_classes():
    first = slot(1, "08:00", "10:00", klass=1, room=5, persons=[4, 9])
    second = slot(2, "09:00", "11:00", klass=2, room=5, persons=[9])
    assert found(first, second) == [(ClashKind.ROOM, 5, 1, 2), (ClashKind.PERSON, 9, 1, 2)]


def test_a_trainer_in_two_time_zones_is_compared_by_the_moment():
    west = slot(1, "08:00", "09:30", klass=1, persons=[4])  # 08.00 WIB is 09.00 WITA
    east = slot(2, "09:00", "10:30", klass=2, site=2, persons=[4], zone="+08:00")
    after = slot(3, "10:30", "12:00", klass=2, site=2, persons=[4], zone="+08:00")  # 09.30 WIB
    assert found(west, east, after) == [(ClashKind.PERSON, 4, 1, 2)]


def test_subjects_are_laid_around_the_pauses_and_run_on_the_next_day():
    # 08.00 08.45 09.30 10.15 | pause 11.00 to 12.00 | 12.00: five JP a day. Three JP, then four.
    plan = plan_lessons([3, 4], [MONDAY, TUESDAY], DayPlan(time(8), 5, ((time(11), time(12)),)))
    told = [(each.subject, each.day, each.begins, each.ends, each.jp) for each in plan.lessons]
    assert told == [
        (0, MONDAY, time(8), time(10, 15), 3),
        (1, MONDAY, time(10, 15), time(11), 1),
        (1, MONDAY, time(12), time(12, 45), 1),
        (1, TUESDAY, time(8), time(9, 30), 2),
    ]
    assert plan.left == {}


def test_a_lesson_never_runs_into_a_pause():
    plan = plan_lessons([2], [MONDAY], DayPlan(time(8), 2, ((time(8, 30), time(9)),)))
    assert [(each.begins, each.ends) for each in plan.lessons] == [(time(9), time(10, 30))]


def test_what_does_not_fit_is_told_by_subject():
    assert plan_lessons([3, 2], [MONDAY], DayPlan(time(8), 4)).left == {1: 1}
    assert plan_lessons([3, 2], [], DayPlan(time(8), 4)).left == {0: 3, 1: 2}


def test_a_day_ends_at_midnight():
    plan = plan_lessons([5], [MONDAY], DayPlan(time(22), 5))
    assert [each.ends for each in plan.lessons] == [time(23, 30)]
    assert plan.left == {0: 3}


@pytest.mark.parametrize(
    ("pauses", "expected"),
    [
        ([], True),
        ([(time(10), time(10, 15)), (time(12), time(13))], True),
        ([(time(10), time(12)), (time(12), time(13))], True),
        ([(time(10), time(12, 1)), (time(12), time(13))], False),
        ([(time(12), time(12))], False),
    ],
)
def test_pauses_follow_each_other(pauses, expected):
    assert pauses_are_apart(pauses) is expected


def test_jp_of_a_class_counts_the_joint_sessions_of_its_site():
    rows = [(1, 10, 2), (1, 10, 3), (2, 10, 4), (None, 10, 1), (None, 20, 5)]
    assert jp_by_class(rows, [(1, 10), (2, 10), (3, 20)]) == {1: 6, 2: 5, 3: 5}


def test_cost_is_shared_only_where_there_is_somebody_to_share_it():
    cost = cost_of(1_000_000, people=30, jp=44)
    assert (cost.total, cost.per_person, cost.per_jp) == (1_000_000, 33_333, 22_727)
    assert (cost_of(7, people=0, jp=0).per_person, cost_of(7, people=0, jp=0).per_jp) == (None, None)

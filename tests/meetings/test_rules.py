"""What fits into an agenda, in which order it stands, and which days the law sets; asks no database."""

from datetime import date, time

import pytest

from rumahbersama.chain.house.meetings import reference, rules
from rumahbersama.chain.house.meetings.rules import MeetingRefusal, Proposal, fitted, moved, time_sentence


def proposal(source: str, minutes: int) -> Proposal:
    return Proposal(kind="problem", source=source, title=source, minutes=minutes, why=("baru", "belum dinilai"))


def test_a_long_proposal_is_passed_over_and_a_shorter_one_still_fits():
    found = fitted([proposal("a", 20), proposal("b", 50), proposal("c", 10)], minutes_left=45)

    assert [(each.source, each.fits) for each in found] == [("a", True), ("b", False), ("c", True)]


def test_reasons_become_one_sentence():
    assert proposal("a", 20).sentence == "Baru, belum dinilai."


@pytest.mark.parametrize(
    ("used", "told"),
    [
        (130, "Agenda ini 130 menit, padahal rapatnya 120 menit: lebih 10 menit."),
        (120, "Agenda ini tepat mengisi 120 menit rapatnya."),
        (95, "Agenda ini 95 menit dari 120 menit rapatnya; tersisa 25 menit."),
    ],
)
def test_time_sentence_says_whether_it_fits(used, told):
    assert time_sentence(used=used, length=120).startswith(told)


@pytest.mark.parametrize(
    ("number", "way", "order"),
    [
        (3, "naik", [1, 3, 2, 4]),
        (3, "turun", [1, 2, 4, 3]),
        (2, "naik", [1, 2, 3, 4]),  # below the opening it stays
        (4, "turun", [1, 2, 3, 4]),
        (1, "turun", [1, 2, 3, 4]),  # the opening stays first
        (9, "naik", [1, 2, 3, 4]),
    ],
)
def test_items_move_but_the_opening_stays_first(number, way, order):
    assert moved([1, 2, 3, 4], number, way=way) == order


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"ends": time(9)}, "Jam selesai harus sesudah jam mulai"),
        ({"day": date(2026, 3, 1)}, "Tanggalnya sudah lewat"),
    ],
)
def test_times_that_cannot_be_are_refused(more, told):
    plain = {"day": date(2026, 3, 2), "begins": time(9), "ends": time(11), "today": date(2026, 3, 2)}
    with pytest.raises(MeetingRefusal, match=told):
        rules.check_times(**(plain | more))


def test_a_day_that_is_over_may_stay_as_it_was():
    past = date(2026, 2, 20)
    rules.check_times(day=past, begins=time(9), ends=time(10), today=date(2026, 3, 2), before=past)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"answer": "mungkin"}, "Pilih salah satu"),
        ({"answer": "represented"}, "Tulis nama yang mewakili"),
        ({"answer": "absent"}, "Tulis alasannya"),
        ({"answer": "coming", "state": "open"}, "sudah dimulai"),
        ({"answer": "coming", "state": "cancelled"}, "dibatalkan"),
    ],
)
def test_an_answer_that_does_not_say_enough_or_comes_too_late_is_refused(more, told):
    plain = {"state": "invited", "represented_by": " ", "reason": ""}
    with pytest.raises(MeetingRefusal, match=told):
        rules.check_answer(**(plain | more))


def test_deadlines_come_in_order_with_their_law_and_across_the_year():
    found = reference.deadlines_between(date(2026, 12, 1), date(2027, 3, 31))

    assert [(each.code, each.day, each.is_checked) for each in found] == [
        ("apbdes-2026", date(2026, 12, 31), True),
        ("du-rkpdes-2026", date(2026, 12, 31), False),
        ("musrenbang-kecamatan-2027", date(2027, 2, 28), False),
        ("lpj-apbdes-2027", date(2027, 3, 31), True),
        ("musrenbang-kabupaten-2027", date(2027, 3, 31), False),
    ]
    assert found[0].legal_basis == "Permendagri 20/2018"


def test_a_deadline_is_not_named_before_its_law_was_in_force():
    codes = [each.code for each in reference.deadlines_between(date(2020, 9, 1), date(2020, 10, 31))]

    assert codes == ["apbdes-disepakati-2020"]  # Permendesa 21/2020 came in December of that year

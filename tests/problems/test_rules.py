"""The states, what each asks to be said, the spread of scores, and when two problems may be the same."""

from datetime import date

import pytest

from rumahbersama.chain.house.problems import rules
from rumahbersama.chain.house.problems.rules import Decision, ProblemRefusal, Told, alike
from rumahbersama.chain.house.problems.usg import Spread, scale_on, spread_of

TODAY = date(2026, 11, 30)


def refusal_of(decision: Decision, state: str, *, was_shared: bool = True) -> str:
    try:
        rules.check_decision(decision, state=state, was_shared=was_shared, today=TODAY)
    except ProblemRefusal as refusal:
        return str(refusal).split(".")[0]
    return ""


def test_every_state_leads_where_it_may():
    assert {state: rules.next_states(state, was_shared=True) for state in rules.LEADS_TO} == {
        "new": ("tabled", "put_off", "upward", "closed"),
        "tabled": ("agreed", "put_off", "upward", "closed"),
        "agreed": ("in_hand", "solved", "put_off", "upward", "closed"),
        "in_hand": ("solved", "put_off", "upward", "closed"),
        "put_off": ("tabled", "put_off", "upward", "closed"),
        "upward": ("tabled", "agreed", "in_hand", "solved", "closed"),
        "solved": ("tabled",),
        "closed": ("tabled",),
        "merged": (),
    }


def test_what_was_closed_before_it_was_tabled_is_new_again():
    assert rules.next_states("closed", was_shared=False) == ("new",)


@pytest.mark.parametrize(
    ("decision", "state", "told"),
    [
        (Decision("tabled"), "new", ""),
        (Decision("agreed"), "new", "Keadaan masalah ini sudah berubah"),
        (Decision("tabled"), "merged", "Keadaan masalah ini sudah berubah"),
        (Decision("closed", " "), "new", "Tulis alasannya dalam satu kalimat"),
        (Decision("solved", ""), "in_hand", "Tulis apa yang membaik, supaya desa tahu masalahnya benar selesai"),
        (Decision("tabled", ""), "solved", "Tulis alasannya dalam satu kalimat"),
        (Decision("tabled", "Kambuh"), "solved", ""),
        (Decision("put_off", "Menunggu"), "new", "Tulis sampai tanggal berapa masalah ini ditunda"),
        (
            Decision("put_off", "Menunggu", TODAY),
            "new",
            "Tanggal penundaan harus sesudah hari ini dan paling lama dua tahun lagi",
        ),
        (
            Decision("put_off", "Menunggu", date(2029, 1, 1)),
            "new",
            "Tanggal penundaan harus sesudah hari ini dan paling lama dua tahun lagi",
        ),
        (Decision("put_off", "Menunggu", date(2026, 12, 1)), "new", ""),
    ],
)
def test_a_decision_says_what_it_must(decision, state, told):
    assert refusal_of(decision, state) == told


def test_the_spread_tells_mean_lowest_highest_and_count():
    found = spread_of([(5, 4, 3), (3, 4, 5), (1, 1, 1)], least=3)

    assert found == Spread((3.0, 3.0, 3.0), (1, 1, 1), (5, 4, 5), 9.0, 3, 12, 3, is_enough=True)
    assert spread_of([], least=3) is None
    assert [spread_of([(1, 1, 1)] * count, least=3).is_enough for count in (2, 3)] == [False, True]


def test_the_scale_is_dated_and_whole():
    scale = scale_on(date(2020, 1, 1))

    assert [each.code for each in scale.criteria] == ["urgency", "seriousness", "growth"]
    assert [[value for value, _words in each.scale] for each in scale.criteria] == [[1, 2, 3, 4, 5]] * 3
    assert [scale.least_scorers, "Kepner & Tregoe" in scale.origin] == [3, True]


A, OTHER = frozenset({"71.01.01.2001"}), frozenset({"71.01.01.2002"})


@pytest.mark.parametrize(
    ("one", "other", "is_offered"),
    [
        (
            Told("Posyandu Dusun Hilir tidak buka", A, 1),
            Told("Posyandu di dusun Hilir sudah lama tidak buka", A, 1),
            True,
        ),
        (Told("Posyandu Melati tidak punya kader", A, 1), Told("Jembatan ke sekolah lapuk", A, 1), False),
        (Told("Jembatan ke sekolah lapuk", A, 1), Told("Jembatan ke sekolah lapuk", OTHER, None), True),
        (Told("Atap kelas bocor di SD", A, None), Told("Atap puskesmas bocor", OTHER, None), False),
    ],
)
def test_doubles_are_offered_by_words_place_and_area(one, other, is_offered):
    assert [alike(one, other) is not None, alike(other, one) is not None] == [is_offered, is_offered]

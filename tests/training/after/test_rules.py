"""The form, the change and the verdicts, worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from rumahbersama.chain.training.after.rules import (
    ALUMNUS,
    AWAY,
    BOSS,
    HIDDEN,
    NO_DATA,
    PEER,
    SAME,
    TOWARDS,
    AfterRefusal,
    Change,
    Voiced,
    changes_of,
    plan_on,
    questions_of,
    statement_of,
    statements_of,
    together,
    verdict_of,
)


def test_each_outcome_is_a_statement_and_a_subject_without_gives_its_title():
    subjects = [("Kepemimpinan", ""), ("Data", "Memutuskan dengan data; Menepati janji\nMemutuskan dengan data")]
    assert statements_of(subjects, most=12) == [
        "Menerapkan di tempat kerja: Kepemimpinan",
        "Memutuskan dengan data",
        "Menepati janji",
    ]
    assert len(statements_of(subjects, most=2)) == 2


def test_now_is_asked_before_the_time_before_on_one_scale():
    asked = questions_of(["Menepati janji"], scale=plan_on(date(2026, 4, 10)).scale)
    assert [each.name for each in asked] == ["keterangan", "kini_1", "dulu_1"]
    assert asked[1].label == "Menepati janji – sekarang"
    assert asked[2].label == "Menepati janji – sebelum pelatihan"
    assert [name for name, _label in asked[1].options] == [*"12345"]
    assert statement_of(asked[2].label) == "Menepati janji"
    assert not any(each.required for each in asked)
    with pytest.raises(AfterRefusal, match="belum punya mata ajar"):
        questions_of([], scale=("a", "b"))


def test_the_change_is_of_those_who_told_both():
    """Alumni: 2->4, 2->4, 3->4, 3->4, 3->5, one says only now. Superiors: five say 2->3."""
    told = [(ALUMNUS, pair) for pair in ((2, 4), (2, 4), (3, 4), (3, 4), (3, 5), (None, 5))]
    told += [(BOSS, (2, 3))] * 5
    found = changes_of(told, minimum=5)
    assert found[ALUMNUS] == Change(n=5, missing=1, before=13 / 5, now=21 / 5)
    assert found[ALUMNUS].change == pytest.approx(1.6)
    assert found[BOSS] == Change(n=5, missing=0, before=2, now=3)
    assert found[PEER] == Change()


def test_a_small_kind_hides_another_so_that_it_is_not_had_by_subtraction():
    """Four superiors are too few; of five alumni and six colleagues the smaller group goes with them."""
    told = [(BOSS, (1, 5))] * 4 + [(ALUMNUS, (2, 3))] * 5 + [(PEER, (2, 4))] * 6
    found = changes_of(told, minimum=5)
    assert (found[BOSS], found[ALUMNUS]) == (HIDDEN, HIDDEN)
    assert found[PEER] == Change(n=6, before=2, now=4)
    assert changes_of(told[:4], minimum=5) == {ALUMNUS: Change(), BOSS: HIDDEN, PEER: Change()}


def test_together_weighs_by_answers_and_leaves_out_what_is_hidden():
    """(2*6 + 3*9) / 15 = 2.6 before, (4*6 + 3*9) / 15 = 3.4 now."""
    found = together([Change(6, 1, 2, 4), Change(9, 0, 3, 3), HIDDEN])
    assert (found.n, found.missing) == (15, 1)
    assert (found.before, found.now) == (pytest.approx(2.6), pytest.approx(3.4))
    assert together([HIDDEN, Change()]) == HIDDEN
    assert together([]) == Change()


@pytest.mark.parametrize(
    ("baseline", "now", "target", "direction", "verdict"),
    [
        ("48", "60", "75", "neutral", TOWARDS),
        ("48", "40", "75", "up", AWAY),
        ("10", "6", "2", "up", TOWARDS),  # the promise says which way, not the indicator
        ("10", "6", None, "down", TOWARDS),
        ("10", "10.004", "12", "up", SAME),  # as shown
        ("10", "12", "10", "neutral", NO_DATA),
        (None, "12", "20", "up", NO_DATA),
        ("10", None, "20", "up", NO_DATA),
    ],
)
def test_a_figure_moves_towards_its_target_or_not(baseline, now, target, direction, verdict):
    numbers = [None if each is None else Decimal(each) for each in (baseline, now, target)]
    assert verdict_of(numbers[0], numbers[1], target=numbers[2], direction=direction) == verdict


def test_a_kecamatan_of_which_nothing_was_recorded_has_no_data():
    assert Voiced(5, 0, 0, is_known=False).verdict == NO_DATA
    assert Voiced(5, 0, 0, is_known=True).verdict == SAME
    assert (Voiced(5, 1, 3, is_known=True).verdict, Voiced(5, 3, 1, is_known=True).verdict) == (TOWARDS, AWAY)

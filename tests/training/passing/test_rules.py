"""Passing reckoned by hand."""

from datetime import date
from decimal import Decimal

import pytest

from rumahbersama.chain.training.passing.rules import (
    ATTENDANCE,
    FAILED,
    PASSED,
    UNDECIDED,
    Parts,
    PassingRefusal,
    Rule,
    Taken,
    Verdict,
    check_mark,
    check_rule,
    jp_attended,
    judge,
    post_test_of,
    rule_on,
    share_of,
)

D = Decimal
RULE = Rule(80, 70, {"attendance": 20, "post_test": 40, "practice": 25, "attitude": 15})


def test_the_rule_that_ships_adds_up():
    assert rule_on(date(2020, 1, 1)) == rule_on(date(2026, 11, 29)) == RULE
    check_rule(RULE)


def test_a_score_is_the_weighted_sum():
    # 0.20*95 + 0.40*82.5 + 0.25*70 + 0.15*90 = 19 + 33 + 17.5 + 13.5
    verdict = judge(RULE, Parts(D(95), D("82.5"), D(70), D(90)))

    assert verdict == Verdict(PASSED, D("83.00"))


@pytest.mark.parametrize(
    ("parts", "outcome", "score", "below"),
    [
        # 0.2*80 + 0.4*60 + 0.25*70 + 0.15*83.33 = 16 + 24 + 17.5 + 12.4995 = 69.9995, rounded 70.00
        (Parts(D(80), D(60), D(70), D("83.33")), PASSED, D("70.00"), ()),
        # the same with attitude 83.29: 12.4935, 69.9935 rounded 69.99
        (Parts(D(80), D(60), D(70), D("83.29")), FAILED, D("69.99"), ("score",)),
        # 0.2*79.99 + 40 + 25 + 15 = 95.998: full marks, and not enough attendance
        (Parts(D("79.99"), D(100), D(100), D(100)), FAILED, D("96.00"), (ATTENDANCE,)),
        (Parts(D(0), D(0), D(0), D(0)), FAILED, D("0.00"), (ATTENDANCE, "score")),
    ],
)
def test_the_border_is_what_is_read(parts, outcome, score, below):
    assert judge(RULE, parts) == Verdict(outcome, score, (), below)


def test_what_is_missing_is_named_and_nothing_is_decided():
    assert judge(RULE, Parts(D(90), None, D(70), None)) == Verdict(UNDECIDED, None, ("post_test", "attitude"))
    assert judge(RULE, Parts()) == Verdict(UNDECIDED, None, ("attendance", "post_test", "practice", "attitude"))


def test_too_little_attendance_fails_without_the_marks():
    assert judge(RULE, Parts(D(50))) == Verdict(FAILED, None, ("post_test", "practice", "attitude"), (ATTENDANCE,))


def test_attendance_that_is_not_sure_is_missing_however_low():
    unsure = Parts(D(10), D(90), D(90), D(90), unsure="dua sesi belum ditutup")

    assert judge(RULE, unsure) == Verdict(UNDECIDED, None, (ATTENDANCE,))


def test_a_part_without_weight_is_not_asked_for():
    rule = Rule(0, 75, {"attendance": 0, "post_test": 100, "practice": 0, "attitude": 0})

    assert judge(rule, Parts(post_test=D(75))) == Verdict(PASSED, D("75.00"))


def test_a_share_is_of_jp_and_none_of_nothing():
    assert share_of(D("37.5"), 40) == D("93.75")
    assert share_of(D(2), 3) == D("66.67")
    assert share_of(D(0), 0) is None


def test_a_rule_whose_weights_do_not_add_up_is_refused():
    with pytest.raises(PassingRefusal, match="harus 100; sekarang 95"):
        check_rule(Rule(80, 70, {**RULE.weights, "attitude": 10}))
    with pytest.raises(PassingRefusal, match="antara 0 dan 100"):
        check_rule(Rule(101, 70, RULE.weights))


@pytest.mark.parametrize("value", ["-0.01", "100.01", "NaN", "Infinity"])
def test_a_mark_outside_is_refused(value):
    with pytest.raises(PassingRefusal, match="antara 0 dan 100"):
        check_mark(D(value))


@pytest.mark.parametrize(
    ("typed", "reason", "taken", "counts"),
    [
        (None, "", None, (None, "")),
        (D(60), "", None, (D(60), "typed")),
        (D(60), "", Taken(D(80)), (D(80), "test")),
        (D(60), "tes susulan", Taken(D(80)), (D(60), "typed")),
        (None, "", Taken(D(0)), (D(0), "test")),
        (D(60), "", Taken(is_running=True), (None, "")),
        (D(60), "tes susulan", Taken(is_running=True), (D(60), "typed")),
    ],
)
def test_a_mark_typed_with_a_reason_counts_before_the_test_and_the_test_before_one_without(
    typed, reason, taken, counts
):
    assert post_test_of(typed=typed, reason=reason, taken=taken) == counts


@pytest.mark.parametrize(
    ("by_list", "typed", "planned", "jp"),
    [
        (D(8), None, 10, D(8)),
        (D(0), None, 10, D(0)),
        (None, None, 10, None),
        (D(8), D(95), 10, D("9.50")),
        (None, D(95), None, None),
    ],
)
def test_jp_are_those_of_the_list_unless_attendance_was_typed(by_list, typed, planned, jp):
    assert jp_attended(by_list=by_list, typed=typed, planned=planned) == jp

"""Levels, gaps and requirements reckoned by hand."""

from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest

from rumahbersama.chain.training.competency.rules import (
    MENTOR,
    TEST,
    TRAINING,
    Candidate,
    Evidence,
    Held,
    Requirement,
    ScoreRule,
    answer,
    helps,
    level_of_test,
    present_level,
    requirements_on,
    score_rule_on,
    state_of,
    years_in,
)

D = date


def shown(kind, day, level, order=0):
    return Evidence(kind, D(2026, 1, day), level, order)


@pytest.mark.parametrize(
    ("evidence", "level"),
    [
        ([], None),
        ([shown(TRAINING, 1, 2), shown(TEST, 2, 1)], 2),
        ([shown(TRAINING, 1, 3), shown(MENTOR, 2, 2)], 2),  # a mentor's later word lowers it
        ([shown(MENTOR, 1, 2), shown(TRAINING, 2, 3)], 3),  # a later training raises it
        ([shown(MENTOR, 1, 4), shown(TRAINING, 2, 3)], 4),  # and never lowers it
        ([shown(MENTOR, 1, 4), shown(MENTOR, 2, 1)], 1),
        ([shown(MENTOR, 1, 4, order=9), shown(MENTOR, 1, 2, order=10)], 2),  # of one day the later said
        ([shown(MENTOR, 2, 2), shown(TRAINING, 2, 3)], 2),  # the mentor knew of the training of that day
    ],
)
def test_the_present_level_is_the_newest_word_of_a_mentor_raised_by_what_came_after(evidence, level):
    assert present_level(evidence) == level
    assert present_level(reversed(evidence)) == level


def test_one_more_training_never_lowers_a_level():
    rows = [
        Evidence(kind, D(2026, 1, day), level) for kind in (TRAINING, MENTOR) for day in (1, 2) for level in (1, 3)
    ]
    for evidence in (list(each) for size in (1, 2, 3) for each in combinations(rows, size)):
        for level in (1, 2, 5):
            more = [*evidence, Evidence(TRAINING, D(2027, 1, 1), level)]
            assert present_level(more) == max(present_level(evidence), level)


def test_a_test_shows_knowledge_and_no_more():
    rule = score_rule_on(D(2026, 1, 1))
    assert rule == ScoreRule(70, 2)
    scores = [Decimal("69.99"), Decimal(70), None]
    assert [level_of_test(score, 3, rule) for score in scores] == [None, 2, None]
    assert level_of_test(Decimal(100), 1, rule) == 1


@pytest.mark.parametrize(
    ("required", "level", "state"),
    [(None, 5, "not_asked"), (3, None, "unknown"), (3, 2, "below"), (3, 3, "reached"), (3, 4, "reached")],
)
def test_a_level_that_is_not_known_is_not_zero(required, level, state):
    assert state_of(required, level) == state


def test_a_course_helps_only_where_something_is_missing_and_it_raises():
    assert helps(required=3, level=2, raises_to=3)
    assert helps(required=3, level=None, raises_to=1)
    assert not helps(required=3, level=2, raises_to=2)
    assert not helps(required=2, level=2, raises_to=5)


GOVERNANCE, OTHER, PAPER = Held(True, True), Held(True, False), Held(False, True)


@pytest.mark.parametrize(
    ("held", "education", "certificate"),
    [
        ((), "not_known", "not_known"),
        ((GOVERNANCE,), "met", "met"),
        ((OTHER,), "not_met", "not_known"),
        ((OTHER, PAPER), "met", "met"),
        ((OTHER, GOVERNANCE), "met", "met"),
        ((PAPER,), "not_known", "met"),
    ],
)
def test_what_is_not_recorded_is_never_not_met(held, education, certificate):
    candidate = Candidate(held=held)
    found = [answer(Requirement(code, "", True), candidate).state for code in ("education", "certificate")]
    assert found == [education, certificate]


def test_rank_and_experience_are_shown_and_not_judged_without_a_number():
    candidate = Candidate(has_nip=True, rank="Penata (III/c)", years=Decimal("4.5"))
    found = {row.code: answer(row, candidate).state for row in requirements_on(D(2026, 1, 1))}
    assert found == {
        "civil_servant": "met",
        "education": "not_known",
        "certificate": "not_known",
        "rank": "not_known",
        "experience": "not_known",
    }
    least = Requirement("experience", "", True, least_years=5)
    assert [answer(least, Candidate(years=Decimal(years))).state for years in ("4.9", "5")] == ["not_met", "met"]


def test_years_count_each_day_once_and_none_to_come():
    spans = [(D(2020, 1, 1), D(2022, 1, 1)), (D(2021, 1, 1), D(2023, 1, 1)), (D(2025, 1, 1), None)]
    assert years_in(spans, today=D(2026, 1, 1)) == Decimal("4.0")
    assert years_in([(D(2027, 1, 1), None)], today=D(2026, 1, 1)) is None

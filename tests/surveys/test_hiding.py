"""Small groups, and those that could be had by subtraction."""

from hypothesis import given
from hypothesis import strategies as st

from rumahbersama.workshop.surveys.hiding import hidden_groups


def test_a_small_group_takes_the_smallest_other_with_it():
    assert hidden_groups({"A": 12, "B": 4, "C": 9}, minimum=5) == {"B", "C"}


def test_two_small_groups_that_are_enough_together_hide_nobody_else():
    assert hidden_groups({"A": 12, "B": 4, "C": 3}, minimum=5) == {"B", "C"}


def test_two_groups_of_one_take_a_third_because_two_answers_would_be_left():
    assert hidden_groups({"A": 12, "B": 1, "C": 1, "D": 8}, minimum=5) == {"B", "C", "D"}


def test_groups_that_are_large_enough_are_shown_and_empty_ones_hide_nobody():
    assert hidden_groups({"A": 5, "B": 5, "C": 0}, minimum=5) == frozenset()


def test_a_group_hidden_for_another_reason_is_not_left_alone():
    assert hidden_groups({"A": 9, "B": 7, "C": 6}, minimum=5, already=frozenset({"A"})) == {"A", "C"}


@given(st.dictionaries(st.sampled_from("ABCDEFG"), st.integers(0, 12)), st.integers(2, 6))
def test_what_is_left_over_is_never_one_group_or_too_few(counts, minimum):
    hidden = hidden_groups(counts, minimum=minimum)
    given_ = {name for name, count in counts.items() if count}
    assert all(counts[name] >= minimum for name in given_ - hidden)
    left = sum(counts[name] for name in hidden)
    if hidden and given_ - hidden:
        assert len(hidden) > 1
        assert left >= minimum

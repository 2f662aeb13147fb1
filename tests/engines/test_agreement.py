"""Two raters: figures worked out by hand."""

import pytest

from rumahbersama.engines.psychometrics.agreement import agreement, weighted_kappa


def test_kappa_of_a_small_table_worked_by_hand():
    # Squared distances 0,1,0,1: observed 2/4. Margins first 1,2,3,4, second 1,3,3,3:
    # expected = (0+3*4 + 1+3*1 + 4+0 + 9+3*1)/16 = (12+4+4+12)/16 = 2. kappa = 1 - 0.5/2.
    assert weighted_kappa([(1, 1), (2, 3), (3, 3), (4, 3)]) == pytest.approx(0.75)


def test_kappa_of_two_grades_is_cohens_unweighted_one():
    # 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: observed 0.7, by chance 0.5*0.6+0.5*0.4 = 0.5, kappa 0.4.
    pairs = [(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15
    found = agreement(pairs)
    assert (found.n, found.same, found.near) == (50, 35, 50)
    assert found.share == pytest.approx(0.7)
    assert found.kappa == pytest.approx(0.4)


def test_a_far_disagreement_costs_more_than_a_near_one():
    near = [(1, 1), (2, 2), (3, 3), (4, 3)]
    far = [(1, 1), (2, 2), (3, 3), (4, 1)]
    assert weighted_kappa(near) > weighted_kappa(far)


def test_complete_agreement_is_one_and_the_other_way_round_is_minus_one():
    assert weighted_kappa([(1, 1), (4, 4)]) == pytest.approx(1)
    assert weighted_kappa([(1, 4), (4, 1)]) == pytest.approx(-1)


@pytest.mark.parametrize("pairs", [[], [(3, 3), (3, 3)]])
def test_without_variation_there_is_no_kappa(pairs):
    assert agreement(pairs).kappa is None
    assert agreement([]).share is None

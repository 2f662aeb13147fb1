"""The index by hand: weights, cap, empty claims, means, categories at their very limits."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahbersama.chain.needs.spm.rules import (
    Category,
    Law,
    Share,
    category_of,
    index_of,
    law_of,
    mean,
    missing_of,
    shown,
)

THRESHOLDS = {
    "spm-penerima": Decimal(80),
    "spm-mutu": Decimal(20),
    "spm-paripurna": Decimal(100),
    "spm-utama": Decimal(90),
    "spm-madya": Decimal(80),
    "spm-muda": Decimal(70),
    "spm-pratama": Decimal(60),
}
LAW = law_of(THRESHOLDS)
assert LAW is not None


def share(met: int, asked: int) -> Share:
    return Share(Decimal(met), Decimal(asked))


def test_an_index_worked_by_hand():
    """90 of 100 served, 30 of 40 requirements: 0.8 x 90 + 0.2 x 75 = 72 + 15 = 87."""
    assert index_of(share(90, 100), share(30, 40), law=LAW) == 87


def test_another_weighing_is_another_law():
    """With 70 and 30: 0.7 x 90 + 0.3 x 75 = 63 + 22.5 = 85.5."""
    law = Law(Decimal(70), Decimal(30), LAW.limits)
    assert index_of(share(90, 100), share(30, 40), law=law) == Decimal("85.5")


def test_serving_more_than_everybody_does_not_make_up_for_quality():
    """130 of 100 counts as 100: 0.8 x 100 + 0.2 x 50 = 90."""
    assert index_of(share(130, 100), share(1, 2), law=LAW) == 90


@pytest.mark.parametrize(
    ("receivers", "quality", "missing"),
    [
        (None, None, ["receivers", "quality"]),
        (share(90, 100), None, ["quality"]),
        (None, share(3, 4), ["receivers"]),
        (share(90, 100), share(0, 0), ["quality"]),  # a quality that asks for nothing was not filled in
        (share(0, 0), None, []),  # nobody had a claim: nothing lacks
        (share(0, 0), share(3, 4), []),
    ],
)
def test_what_lacks_has_no_index_and_is_never_zero(receivers, quality, missing):
    assert (index_of(receivers, quality, law=LAW), missing_of(receivers, quality)) == (None, missing)


def test_nobody_served_is_zero_and_not_unknown():
    assert index_of(share(0, 100), share(0, 4), law=LAW) == 0


def test_a_mean_leaves_out_what_is_not_known():
    assert mean([Decimal(90), None, Decimal(60)]) == 75
    assert mean([None]) is None


@pytest.mark.parametrize(
    ("index", "category"),
    [
        (Decimal(100), "Tuntas paripurna"),
        (Decimal("99.999"), "Tuntas utama"),
        (Decimal(90), "Tuntas utama"),
        (Decimal("89.99"), "Tuntas madya"),
        (Decimal(80), "Tuntas madya"),
        (Decimal(70), "Tuntas muda"),
        (Decimal(60), "Tuntas pratama"),
        (Decimal("59.99"), "Belum tuntas"),
        (Decimal(0), "Belum tuntas"),
    ],
)
def test_a_category_begins_exactly_at_its_limit(index, category):
    assert str(category_of(index, law=LAW).label) == category


def test_thirds_that_make_a_whole_reach_their_limit():
    """(83 1/3 + 86 2/3 + 100) / 3 is 90, though no third can be written down."""
    index = mean([Decimal(250) / 3, Decimal(260) / 3, Decimal(100)])
    assert (category_of(index, law=LAW), shown(index)) == (Category.MAIN, 90)


def test_one_person_in_300_million_is_enough_to_miss_a_limit():
    index = mean([index_of(share(299_999_999, 300_000_000), share(1, 1), law=LAW), *[Decimal(100)] * 28])
    assert category_of(index, law=LAW) == Category.MAIN


def test_an_index_is_cut_not_rounded_so_that_it_never_contradicts_its_category():
    assert (shown(Decimal("99.999")), shown(Decimal(200) / 3), shown(None)) == (
        Decimal("99.99"),
        Decimal("66.66"),
        None,
    )


@pytest.mark.parametrize("gone", ["spm-penerima", "spm-mutu"])
def test_without_a_weight_there_is_no_law(gone):
    assert law_of({code: value for code, value in THRESHOLDS.items() if code != gone}) is None


@given(st.integers(0, 500), st.integers(1, 500), st.integers(0, 50), st.integers(1, 50), st.integers(0, 500))
def test_an_index_lies_between_0_and_100_and_more_served_never_lower_it(met, asked, good, needed, more):
    less = index_of(share(met, asked), share(good, needed), law=LAW)
    greater = index_of(share(met + more, asked), share(good, needed), law=LAW)
    assert 0 <= less <= greater <= 100
    assert category_of(less, law=LAW) in Category

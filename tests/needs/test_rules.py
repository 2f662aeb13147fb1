"""The gap of a place and of many, held against the plainest way to count it."""

import math
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from rumahbersama.chain.needs.rules import (
    GapSum,
    PlaceGap,
    StandardRule,
    gap_of_place,
    required_facilities,
    sum_gaps,
)

PEOPLE = st.one_of(st.none(), st.integers(0, 3_000_000))
SUPPLY = st.one_of(st.none(), st.integers(0, 500))
RULES = st.builds(
    StandardRule,
    people_per_facility=st.integers(1, 200_000),
    rounding=st.sampled_from(["up", "nearest", "down"]),
    minimum_per_place=st.integers(0, 3),
)
GAPS = st.builds(PlaceGap, required=st.none() | st.integers(0, 99), supply=SUPPLY, is_complete=st.booleans())


@given(people=st.integers(0, 3_000_000), rule=RULES)
def test_required_is_the_rounded_share_and_never_below_the_minimum(people: int, rule: StandardRule) -> None:
    exact = Fraction(people, rule.people_per_facility)
    rounded = {"up": math.ceil(exact), "down": math.floor(exact), "nearest": math.floor(exact + Fraction(1, 2))}

    assert required_facilities(people=Decimal(people), standard=rule) == max(
        rounded[rule.rounding], rule.minimum_per_place
    )


def test_required_of_an_unknown_population_is_unknown_not_the_minimum() -> None:
    rule = StandardRule(people_per_facility=120_000, rounding="up", minimum_per_place=1)

    assert required_facilities(people=None, standard=rule) is None
    assert required_facilities(people=0, standard=rule) == 1


@given(people=PEOPLE, supply=SUPPLY, rule=RULES)
def test_gap_has_shortage_or_surplus_never_both_and_nothing_where_unknown(people, supply, rule: StandardRule) -> None:
    gap = gap_of_place(people=people, supply=supply, standard=rule)

    if people is None or supply is None:
        assert (gap.is_known, gap.shortage, gap.surplus) == (False, 0, 0)
    else:
        assert gap.surplus - gap.shortage == supply - gap.required
        assert min(gap.shortage, gap.surplus) == 0


@given(st.lists(GAPS, max_size=12))
def test_sum_of_gaps_is_the_brute_force_sum_and_is_never_netted(gaps: list[PlaceGap]) -> None:
    counted = {"reported": 0, "complete": 0, "short_places": 0, "required": 0, "supply": 0}
    missing = spare = 0
    for gap in gaps:
        if gap.required is None or gap.supply is None:
            continue
        counted["reported"] += 1
        counted["complete"] += int(gap.is_complete)
        counted["required"] += gap.required
        counted["supply"] += gap.supply
        if gap.supply < gap.required:
            counted["short_places"] += 1
            missing += gap.required - gap.supply
        else:
            spare += gap.supply - gap.required

    assert sum_gaps(gaps) == GapSum(**counted, shortage=missing, surplus=spare)


def test_a_neighbours_surplus_does_not_fill_a_shortage() -> None:
    total = sum_gaps([PlaceGap(required=5, supply=1), PlaceGap(required=1, supply=50)])

    assert (total.required, total.supply, total.shortage, total.surplus) == (6, 51, 4, 49)


@given(st.lists(GAPS, max_size=8), st.lists(GAPS, max_size=8))
def test_sums_of_parts_add_up_to_the_sum_of_all(one: list[PlaceGap], other: list[PlaceGap]) -> None:
    assert sum_gaps(one) + sum_gaps(other) == sum_gaps(one + other)

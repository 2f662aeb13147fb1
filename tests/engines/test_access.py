"""The two-step floating catchment: worked by hand, then by its properties."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahbersama.engines.access import (
    CENTROID,
    NOWHERE,
    OWN,
    Access,
    Demand,
    Point,
    Supply,
    access_scores,
    access_scores_plainly,
    distance_km,
    located,
)

# On the equator one degree of longitude is 6371.0088 * pi / 180 = 111.195080 km; 0.01 degree is 1.11195 km.
KM = 1 / 111.19508


def at(km: float, north_km: float = 0.0) -> Point:
    return Point(north_km * KM, 110 + km * KM)


def test_distance_is_the_great_circle():
    assert distance_km(0, 110, 0, 111) == pytest.approx(111.19508, abs=1e-5)
    assert distance_km(0, 110, 1, 110) == pytest.approx(111.19508, abs=1e-5)
    # at 60 degrees a degree of longitude is half as long, a little less along the great circle:
    # 2 R asin(cos 60 * sin 0.5) = 12742.0176 * asin(0.5 * 0.00872654) = 12742.0176 * 0.00436328 = 55.59701
    assert distance_km(60, 0, 60, 1) == pytest.approx(55.59701, abs=1e-4)


def test_two_steps_worked_by_hand():
    """Three places and two facilities on one road, catchment 5 km.

    place     A at 0 km, 1,000 people · B at 4 km, 3,000 people · C at 12 km, 500 people
    facility  X at 2 km, capacity 1   · Y at 8 km, capacity 2

    distances     X   Y        step 1: who is within 5 km of X: A (2), B (2)     -> 1 / 4,000 = 0.00025
              A   2   8                within 5 km of Y: B (4), C (4)             -> 2 / 3,500 = 0.000571428...
              B   2   4        step 2: A = X             = 0.00025       -> 0.25 per 1,000
              C  10   4                B = X + Y         = 0.000821428.. -> 0.821428...
                                       C = Y             = 0.000571428.. -> 0.571428...
    check: 0.00025 * 1,000 + 0.000821428 * 3,000 + 0.000571428 * 500 = 0.25 + 2.464286 + 0.285714 = 3 = 1 + 2
    """
    demand = [Demand("A", 1000, at(0)), Demand("B", 3000, at(4)), Demand("C", 500, at(12))]
    supply = [Supply("X", 1, at(2)), Supply("Y", 2, at(8))]

    found = access_scores(demand, supply, catchment_km=5)

    assert [round(each.score or 0, 6) for each in found] == [0.25, 0.821429, 0.571429]
    assert [round(each.nearest_km or 0, 3) for each in found] == [2, 2, 4]
    assert [each.within_reach for each in found] == [1, 2, 1]


def test_out_of_reach_is_zero_with_its_distance():
    """Nothing lies within 3 km, the nearest facility is 30 km away: score 0, told with the distance."""
    found = access_scores([Demand("A", 100, at(0))], [Supply("X", 1, at(0, 30))], catchment_km=3)

    assert [(each.score, each.within_reach, round(each.nearest_km or 0, 3)) for each in found] == [(0, 0, 30)]


def test_without_facilities_there_is_no_nearest():
    assert access_scores([Demand("A", 100, at(0))], [], catchment_km=3) == [Access("A", 0, None, 0, OWN)]


def test_place_nowhere_has_no_score_and_takes_no_share():
    """B is on no map: it gets no score, and X is shared by the 100 people of A alone: 1/100 = 10 per 1,000."""
    demand = [Demand("A", 100, at(0)), Demand("B", 900, None)]
    found = access_scores(demand, [Supply("X", 1, at(1)), Supply("Y", 1, None)], catchment_km=3)

    assert [(each.key, each.score, each.basis) for each in found] == [
        ("A", pytest.approx(10), OWN),
        ("B", None, NOWHERE),
    ]


def test_fallback_says_that_it_is_one():
    demand = [Demand("A", 100, located(None, (0, 110)))]
    supply = [Supply("X", 1, located(None, (0, 110))), Supply("Y", 1, located((0, 110.001), (9, 99)))]

    found = access_scores(demand, supply, catchment_km=3)

    assert [(each.basis, each.within_reach, each.by_centroid) for each in found] == [(CENTROID, 2, 1)]
    assert located(None, None) is None


def test_nobody_in_reach_gives_nobody_a_share():
    """A place of zero people near a facility: no division by zero, nothing to share."""
    found = access_scores([Demand("A", 0, at(0))], [Supply("X", 1, at(1))], catchment_km=3)

    assert [each.score for each in found] == [0]


@pytest.mark.parametrize("catchment", [0, -1, math.nan])
def test_catchment_must_be_above_zero(catchment: float):
    with pytest.raises(ValueError, match="catchment"):
        access_scores([], [], catchment_km=catchment)


def test_negative_people_or_capacity_are_refused():
    with pytest.raises(ValueError, match="below zero"):
        access_scores([Demand("A", -1, at(0))], [], catchment_km=1)
    with pytest.raises(ValueError, match="below zero"):
        access_scores([], [Supply("X", -1, at(0))], catchment_km=1)


points = st.one_of(
    st.none(), st.builds(Point, st.floats(-9, 6, allow_nan=False), st.floats(105, 112, allow_nan=False))
)
demands = st.lists(st.tuples(st.integers(0, 20_000), points), max_size=25)
supplies = st.lists(st.tuples(st.integers(0, 9), points), max_size=25)
reaches = st.sampled_from([0.5, 3.0, 6.0, 60.0, 400.0])


def _demand(drawn: list[tuple[int, Point | None]]) -> list[Demand]:
    return [Demand(str(number), people, where) for number, (people, where) in enumerate(drawn)]


def _supply(drawn: list[tuple[int, Point | None]]) -> list[Supply]:
    return [Supply(str(number), capacity, where) for number, (capacity, where) in enumerate(drawn)]


@given(demands, supplies, reaches)
def test_capacity_is_shared_out_without_loss(drawn, supplied, reach):
    demand, supply = _demand(drawn), _supply(supplied)

    found = access_scores(demand, supply, catchment_km=reach)

    given_out = sum((each.score or 0) * place.people / 1000 for each, place in zip(found, demand, strict=True))
    reachable = sum(
        each.capacity
        for each in supply
        if each.at
        and any(
            home.people
            and home.at
            and distance_km(home.at.latitude, home.at.longitude, each.at.latitude, each.at.longitude) <= reach
            for home in demand
        )
    )
    assert given_out == pytest.approx(reachable)


@given(demands, supplies, reaches)
def test_grid_agrees_with_measuring_everything(drawn, supplied, reach):
    demand, supply = _demand(drawn), _supply(supplied)

    assert access_scores(demand, supply, catchment_km=reach) == access_scores_plainly(
        demand, supply, catchment_km=reach
    )


@given(demands, supplies, reaches, st.randoms(use_true_random=False))
def test_order_does_not_matter(drawn, supplied, reach, chance):
    demand, supply = _demand(drawn), _supply(supplied)
    before = {each.key: each for each in access_scores(demand, supply, catchment_km=reach)}
    chance.shuffle(demand)
    chance.shuffle(supply)

    after = {each.key: each for each in access_scores(demand, supply, catchment_km=reach)}

    assert after == before

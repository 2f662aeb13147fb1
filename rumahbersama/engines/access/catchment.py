"""The two-step floating catchment area.

Step 1: each facility shares its capacity among the people within the catchment around it.
Step 2: each place adds up the shares of the facilities within the catchment around it.

Source: Luo, W. and Wang, F. (2003), Measures of spatial accessibility to health care in a GIS environment,
Environment and Planning B 30(6), 865-884. Distances are great-circle; no decay inside the catchment.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rumahbersama.engines.access.sphere import Grid, Spot, between, spot

OWN, CENTROID, NOWHERE = "own", "centroid", "nowhere"
PER_PEOPLE = 1000


@dataclass(frozen=True)
class Point:
    """Where something is, in degrees. ``basis``: OWN coordinates, or the labelled fallback CENTROID."""

    latitude: float
    longitude: float
    basis: str = OWN


@dataclass(frozen=True)
class Demand:
    """People at a place; ``at`` None where nobody knows its place on the map."""

    key: str
    people: float
    at: Point | None


@dataclass(frozen=True)
class Supply:
    """A facility with its capacity in any one unit (1 for "one facility"); ``at`` None where unknown."""

    key: str
    capacity: float
    at: Point | None


@dataclass(frozen=True)
class Access:
    """How a place reaches the service.

    Attributes:
        key: the place's.
        score: capacity per 1,000 people; 0 where nothing is in reach, None where the place is nowhere.
        nearest_km: distance to the nearest facility, within reach or not; None where there is none.
        within_reach: how many facilities the catchment holds.
        basis: OWN, CENTROID or NOWHERE: where the place was taken to be.
        by_centroid: how many of those within reach were placed by the fallback.
    """

    key: str
    score: float | None
    nearest_km: float | None
    within_reach: int
    basis: str
    by_centroid: int = 0


def located(own: tuple[float, float] | None, fallback: tuple[float, float] | None) -> Point | None:
    """Return the point of own coordinates, else of the fallback, which says so; None without either."""
    if own is not None:
        return Point(*own, OWN)
    return Point(*fallback, CENTROID) if fallback is not None else None


def access_scores(demand: Sequence[Demand], supply: Sequence[Supply], *, catchment_km: float) -> list[Access]:
    """Return the access of every place, in the order given.

    Raises:
        ValueError: the catchment is not above zero, or people or a capacity are below it.
    """
    _refuse_bad(demand, supply, catchment_km)
    homes = _spots(demand)
    facilities = _spots(supply)
    grid = Grid(facilities, reach_km=catchment_km, furthest_latitude=_furthest(homes, facilities))
    reached = {home.number: _within(home, grid, catchment_km) for home in homes}
    nearest = {home.number: grid.nearest(home) for home in homes}
    return _scored(demand, supply, reached, nearest)


def access_scores_plainly(demand: Sequence[Demand], supply: Sequence[Supply], *, catchment_km: float) -> list[Access]:
    """Return the same by measuring every place against every facility: the peer for tests and benchmarks."""
    _refuse_bad(demand, supply, catchment_km)
    facilities = _spots(supply)
    reached: dict[int, list[int]] = {}
    nearest: dict[int, float | None] = {}
    for home in _spots(demand):
        far = [(between(home, each), each.number) for each in facilities]
        reached[home.number] = [number for distance, number in far if distance <= catchment_km]
        nearest[home.number] = min(far)[0] if far else None
    return _scored(demand, supply, reached, nearest)


def _refuse_bad(demand: Sequence[Demand], supply: Sequence[Supply], catchment_km: float) -> None:
    if not catchment_km > 0:
        raise ValueError("the catchment must be above zero")
    if any(each.people < 0 for each in demand) or any(each.capacity < 0 for each in supply):
        raise ValueError("people and capacities must not be below zero")


def _spots(items: Sequence[Demand | Supply]) -> list[Spot]:
    return [
        spot(number, item.at.latitude, item.at.longitude) for number, item in enumerate(items) if item.at is not None
    ]


def _furthest(*many: list[Spot]) -> float:
    return max((abs(each.latitude) for spots in many for each in spots), default=0.0)


def _within(home: Spot, grid: Grid, catchment_km: float) -> list[int]:
    return [each.number for each in grid.beside(home) if between(home, each) <= catchment_km]


def _scored(
    demand: Sequence[Demand],
    supply: Sequence[Supply],
    reached: dict[int, list[int]],
    nearest: dict[int, float | None],
) -> list[Access]:
    sharing: dict[int, list[float]] = {}
    for number, facilities in reached.items():
        for facility in facilities:
            sharing.setdefault(facility, []).append(demand[number].people)
    crowds = {facility: math.fsum(people) for facility, people in sharing.items()}
    shares = {at: supply[at].capacity / people if people else 0.0 for at, people in crowds.items()}
    return [
        Access(
            key=place.key,
            score=math.fsum(shares[at] for at in reached[number]) * PER_PEOPLE if number in reached else None,
            nearest_km=nearest.get(number),
            within_reach=len(reached.get(number, ())),
            basis=place.at.basis if place.at else NOWHERE,
            by_centroid=sum(_is_fallback(supply[at]) for at in reached.get(number, ())),
        )
        for number, place in enumerate(demand)
    ]


def _is_fallback(facility: Supply) -> bool:
    return facility.at is not None and facility.at.basis == CENTROID

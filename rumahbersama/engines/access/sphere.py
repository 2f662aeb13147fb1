"""Great-circle distances, and a grid that finds what is near without measuring everything."""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

EARTH_KM = 6371.0088  # mean radius (IUGG)
MOST_RINGS = 12  # beyond these the rest is measured one by one


class Spot(NamedTuple):
    """A place on the sphere in radians, with the cosine of its latitude, and its number in the caller's list."""

    number: int
    latitude: float
    longitude: float
    cosine: float


def spot(number: int, latitude: float, longitude: float) -> Spot:
    """Return degrees as a spot."""
    radians = math.radians(latitude)
    return Spot(number, radians, math.radians(longitude), math.cos(radians))


def between(one: Spot, other: Spot) -> float:
    """Return the great-circle distance of two spots in km, by the haversine formula."""
    upright = math.sin((one.latitude - other.latitude) / 2)
    across = math.sin((one.longitude - other.longitude) / 2)
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(upright**2 + one.cosine * other.cosine * across**2)))


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Return the great-circle distance of two points given in degrees, in km."""
    return between(spot(0, latitude, longitude), spot(0, other_latitude, other_longitude))


class Grid:
    """Spots in cells at least ``reach_km`` wide, so that all within reach lie in a cell or beside it.

    Does not look across the 180th meridian.
    """

    def __init__(self, spots: Sequence[Spot], *, reach_km: float, furthest_latitude: float) -> None:
        self.spots = spots
        self.narrowest = max(math.cos(furthest_latitude), 1e-6)
        half = min(reach_km / (2 * EARTH_KM), math.pi / 2)
        self.tall = 2 * half
        self.wide = 2 * math.asin(min(1.0, math.sin(half) / self.narrowest))
        self.cells: dict[tuple[int, int], list[Spot]] = {}
        for each in spots:
            self.cells.setdefault(self._cell(each), []).append(each)

    def _cell(self, at: Spot) -> tuple[int, int]:
        return math.floor(at.latitude / self.tall), math.floor(at.longitude / self.wide)

    def beside(self, at: Spot) -> Iterator[Spot]:
        """Yield every spot that may be within reach, and some that are not."""
        row, column = self._cell(at)
        for down in (row - 1, row, row + 1):
            for along in (column - 1, column, column + 1):
                yield from self.cells.get((down, along), ())

    def nearest(self, at: Spot) -> float | None:
        """Return the distance to the nearest spot in km; None where there is none."""
        best: float | None = None
        for ring in range(MOST_RINGS):
            best = _least(best, at, self._ring(at, ring))
            if best is not None and best <= self._surely_seen(ring):
                return best
        return _least(best, at, self.spots)

    def _ring(self, at: Spot, ring: int) -> Iterator[Spot]:
        row, column = self._cell(at)
        for down in range(-ring, ring + 1):
            step = 1 if abs(down) == ring else 2 * ring
            for along in range(-ring, ring + 1, step):
                yield from self.cells.get((row + down, column + along), ())

    def _surely_seen(self, ring: int) -> float:
        """Return up to which distance nothing can lie outside the rings so far."""
        sideways = min(ring * self.wide, math.pi)
        return EARTH_KM * min(ring * self.tall, 2 * math.asin(self.narrowest * math.sin(sideways / 2)))


def _least(best: float | None, at: Spot, others: Iterable[Spot]) -> float | None:
    for other in others:
        distance = between(at, other)
        if best is None or distance < best:
            best = distance
    return best

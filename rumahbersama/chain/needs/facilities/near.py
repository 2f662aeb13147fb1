"""Which kecamatan an address means: by the name after "Kec.", by any name inside it, and by what lies near."""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from rumahbersama.engines.access.sphere import Grid, Spot, between, spot
from rumahbersama.ground.intake.matching import likeness, plain_name

NEAR_KM = 40.0
NAMED_INSIDE, ONLY_NEAR, ALIKE = 70, 45, 60
SURE, UNSURE = 85, 70
APART_KM, APART = 10.0, 15  # a namesake this much farther loses this much
_KECAMATAN = re.compile(r"kec(?:amatan)?(?:\s*\.\s*|\s+)([^,;.]+)", re.IGNORECASE)


class Kecamatan(NamedTuple):
    """A kecamatan with the middle of its area in degrees."""

    code: str
    name: str
    latitude: float
    longitude: float


class Nearby:
    """The kecamatan of an upload, found by address and coordinates."""

    def __init__(self, kecamatan: Sequence[Kecamatan]) -> None:
        self.kecamatan = kecamatan
        self.names = [plain_name(each.name) for each in kecamatan]
        spots = [spot(number, each.latitude, each.longitude) for number, each in enumerate(kecamatan)]
        furthest = max((abs(each.latitude) for each in spots), default=0.0)
        self.spots = spots
        self.by_kabupaten: dict[str, list[int]] = {}
        for at, each in enumerate(kecamatan):
            self.by_kabupaten.setdefault(each.code[:5].replace(".", ""), []).append(at)
        self.grid = Grid(spots, reach_km=NEAR_KM, furthest_latitude=furthest)

    def within(self, point: tuple[float, float] | None) -> list[tuple[float, int]]:
        """Return (distance in km, number) of the kecamatan near a point; all of them, unmeasured, without one."""
        if point is None:
            return [(0.0, each.number) for each in self.spots]
        here: Spot = spot(-1, *point)
        measured = [(between(here, each), each.number) for each in self.grid.beside(here)]
        return sorted(one for one in measured if one[0] <= NEAR_KM)

    def is_elsewhere(self, address: str, point: tuple[float, float] | None, number: str) -> bool:
        """Tell whether coordinates, address and number all speak for a place outside the upload."""
        if point is None or not self.spots or self.within(point):
            return False
        wanted = _after_kec(address)
        return _digits(number)[:4] not in self.by_kabupaten and wanted not in self.names

    def offers(self, address: str, point: tuple[float, float] | None, number: str = "") -> list[tuple[str, int]]:
        """Return (code, score) of up to three kecamatan, the likeliest first.

        Only an address, coordinates and official number that do not contradict each other make a clear match.

        Source: project decision (an address is a proposal; a person or a flag consents).
        """
        near = self.within(point)
        wanted = _after_kec(address)
        scored = [(self._score(each, wanted, address), distance, each) for distance, each in near]
        others = self._others(wanted, number, scored) if wanted and point else []
        if others or max((each[0] for each in scored), default=0) < SURE:
            scored = [(min(score, UNSURE), km, each) for score, km, each in scored] + others
        good = sorted((each for each in scored if each[0] >= ALIKE), key=lambda each: (-each[0], each[1]))
        if not good:
            return [(self.kecamatan[each].code, ONLY_NEAR) for _distance, each in near[:3]] if point else []
        best = good[0][1]
        told = [(self.kecamatan[n].code, score - (APART if km > best + APART_KM else 0)) for score, km, n in good[:3]]
        return sorted(told, key=lambda each: -each[1])

    def _others(self, wanted: str, number: str, scored: list[tuple[int, float, int]]) -> list[tuple[int, float, int]]:
        """Return kecamatan of that name elsewhere that the number speaks for, or that are the only ones of the name.

        Numbers of facilities begin with the kabupaten's code of BPS, mostly the same as that of Kemendagri.
        """
        named = {each for score, _km, each in scored if score >= SURE}
        here = self.by_kabupaten.get(_digits(number)[:4], ())
        told = [each for each in here if likeness(wanted, self.names[each]) >= SURE]
        if told and not named & set(told):
            return [(UNSURE, 0.0, each) for each in told]
        if named:
            return []
        return [(UNSURE, float("inf"), each) for each, name in enumerate(self.names) if name == wanted]

    def _score(self, number: int, wanted: str, address: str) -> int:
        name = self.names[number]
        if wanted:
            return round(likeness(wanted, name))
        return NAMED_INSIDE if re.search(rf"\b{re.escape(name)}\b", plain_name(address)) else 0


def _after_kec(address: str) -> str:
    found = _KECAMATAN.findall(address)
    return plain_name(found[-1]) if found else ""


def _digits(number: str) -> str:
    return "".join(char for char in number if char.isdigit())


def point_of(latitude: str, longitude: str) -> tuple[float, float] | None:
    """Return two texts as a point in degrees; None where they are none."""
    try:
        return float(Decimal(latitude)), float(Decimal(longitude))
    except InvalidOperation:
        return None

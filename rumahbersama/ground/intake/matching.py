"""Which place does a row mean? By code, by a code of earlier days, else by name within its parent, with a score."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from rumahbersama.ground.intake.rules import Place

FAIR_SCORE = 40
GOOD_SCORE = 75
GOOD_LEAD = 8
ELSEWHERE_SCORE = 74
SAME_PARENT = 80

_TITLES = re.compile(r"^(PROVINSI|PROV|KABUPATEN|KAB|KOTA|KECAMATAN|KEC|DISTRIK|DESA|KELURAHAN|KEL|NAGARI|GAMPONG)\b")


def plain_name(name: str) -> str:
    """Return a name or heading for comparing: upper case, no accents, punctuation or title."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    plain = " ".join(re.sub(r"[^A-Z0-9]+", " ", re.sub(r"['`´’]", "", plain)).split())
    return _TITLES.sub("", plain).strip() or plain


def likeness(one: str, other: str) -> float:
    """Return how alike two plain names are, 0 to 100, blanks counting for nothing."""
    return max(fuzz.ratio(one, other), fuzz.ratio(one.replace(" ", ""), other.replace(" ", "")))


@dataclass(frozen=True)
class Offer:
    """A place offered for a row, with its score 0 to 100."""

    code: str
    name: str
    parent_name: str
    score: int


@dataclass(frozen=True)
class Question:
    """A row whose place is not known: what stands in the file, and what is offered.

    ``key`` names the question for a saved decision: given code, plain name, plain parent.
    """

    key: tuple[str, str, str]
    rows: tuple[int, ...]
    given: str
    name: str
    parent: str
    offers: tuple[Offer, ...]

    @property
    def best(self) -> Offer | None:
        """Return the offer that is good and stands clearly before the next one, else None."""
        if not self.offers or self.offers[0].score < GOOD_SCORE:
            return None
        if len(self.offers) > 1 and self.offers[0].score - self.offers[1].score < GOOD_LEAD:
            return None
        return self.offers[0]


class PlaceFinder:
    """The places rows may belong to, found by digits of a code or by name within a parent."""

    def __init__(self, places: Iterable[Place], *, place_code: str) -> None:
        self.by_code = {place.code: place for place in places}
        self.place_code = place_code
        self.by_digits: dict[str, Place] = {}
        self.by_parent: dict[str, list[Place]] = defaultdict(list)
        self.parents: dict[str, str] = {}
        self.levels_below: dict[str, set[int]] = defaultdict(set)
        for place in self.by_code.values():
            for former in place.former:
                self.by_digits.setdefault(former.replace(".", ""), place)
        for place in self.by_code.values():
            self.by_digits[place.code.replace(".", "")] = place
            self.by_parent[place.parent_code].append(place)
            self.levels_below[place.parent_code].add(place.level)
            if place.parent_code not in self.parents:
                self.parents[place.parent_code] = plain_name(place.parent_name)
        self.prefix = "" if place_code == "0" else place_code.replace(".", "")

    def is_elsewhere(self, digits: str) -> bool:
        """Tell whether a code lies outside the sender's place."""
        return bool(digits) and not digits.startswith(self.prefix)

    def parent_of(self, digits: str, parent: str, *, level: int) -> str | None:
        """Return the parent's code meant by its name in the row, or by the beginning of an unknown code.

        Only parents of places of ``level``: Kecamatan Makassar, not Kota Makassar, holds kelurahan.
        """
        plain = plain_name(parent)
        if plain:
            parents = {code: name for code, name in self.parents.items() if level in self.levels_below[code]}
            named = [code for code, name in parents.items() if name == plain]
            if named:
                return named[0]
            found = process.extractOne(plain, parents, scorer=fuzz.ratio, score_cutoff=SAME_PARENT)
            if found:
                return str(found[2])
        for code in self.parents:
            above = code.replace(".", "")
            if len(digits) == len(above) + (4 if len(above) == 6 else 2) and digits.startswith(above):
                return code
        return None

    def offers(self, *, digits: str, name: str, parent: str, taken: set[str], level: int) -> tuple[Offer, ...]:
        """Return up to three places of ``level`` like ``name``; within a known parent the likest ones anyhow.

        Places another row of the file already stands for are not offered. Where nothing in the parent is like it,
        places of just that name elsewhere are offered too, never as clear matches: the parent may be out of date.
        """
        plain = plain_name(name)
        parent_code = self.parent_of(digits, parent, level=level)
        pool = self.by_parent[parent_code] if parent_code else self.by_code.values()
        scored = [
            Offer(place.code, place.name, place.parent_name, round(likeness(plain, plain_name(place.name))))
            for place in pool
            if place.level == level and place.code not in taken
        ]
        if parent and parent_code and max((offer.score for offer in scored), default=0) < GOOD_SCORE:
            scored += [
                Offer(place.code, place.name, place.parent_name, ELSEWHERE_SCORE)
                for place in self.by_code.values()
                if place.level == level and place.code not in taken and plain_name(place.name) == plain
            ]
        scored.sort(key=lambda offer: (-offer.score, offer.code))
        return tuple(offer for offer in scored[:3] if parent_code or offer.score >= FAIR_SCORE)

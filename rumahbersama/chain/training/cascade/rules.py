"""What counts in the cascade: which events, which standing of a trained person, which places are covered. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from rumahbersama.ground.regions.rules import is_below_or_same

TRAINERS_TIER = 2  # events up to this tier train people who are to teach (1 national, 2 ToT)


class Standing(IntEnum):
    """Whether a trained person is still in post; the smallest of a place is the place's."""

    IN_POST = 0
    UNKNOWN = 1
    LEFT = 2


@dataclass(frozen=True)
class Held:
    """A post of a person: where, from when, to when (half-open)."""

    code: str
    starts_on: date
    ends_on: date | None

    def is_open(self, day: date) -> bool:
        """Tell whether it is held on a day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


def standing(code: str, posts: Iterable[Held], *, today: date) -> Standing:
    """Return whether somebody trained for a place still holds a post there or below; unknown where none is recorded."""
    known = list(posts)
    if not known:
        return Standing.UNKNOWN
    here = any(post.is_open(today) and is_below_or_same(post.code, code) for post in known)
    return Standing.IN_POST if here else Standing.LEFT


def of_places(people: Iterable[tuple[str, int]], posts: Mapping[int, list[Held]], *, today: date) -> dict[str, Standing]:
    """Return the best standing of each place out of (code, person) of everybody trained for it."""
    found: dict[str, Standing] = {}
    for code, person in set(people):
        now = standing(code, posts.get(person, ()), today=today)
        found[code] = min(found.get(code, now), now)
    return found


@dataclass
class Covered:
    """How many kecamatan and desa of a place are meant, and how they stand.

    Attributes:
        meant: kecamatan in the plan.
        in_post: with at least one trained person still in post.
        unknown: with trained people of whom no post is recorded, and none known in post.
        left: where all who were trained have left.
        desa: desa in those kecamatan.
        desa_in_post: desa with a trained person in post.
        desa_unknown: desa whose trained people have no recorded post.
    """

    meant: int = 0
    in_post: int = 0
    unknown: int = 0
    left: int = 0
    desa: int = 0
    desa_in_post: int = 0
    desa_unknown: int = 0

    @property
    def none(self) -> int:
        """Return the kecamatan in which nobody was trained."""
        return self.meant - self.in_post - self.unknown - self.left

    @property
    def share(self) -> float | None:
        """Return the share with somebody in post, 0 to 1; None without a plan."""
        return self.in_post / self.meant if self.meant else None


def covered(
    meant: Iterable[tuple[str, int]], places: Mapping[str, Standing], *, size: int
) -> tuple[dict[str, Covered], Covered]:
    """Return what is covered for each place whose code has ``size`` parts, and for all together.

    Args:
        meant: (code, how many desa) of each kecamatan in the plan.
        places: standing of each kecamatan and desa in which somebody was trained.
        size: parts of the codes of the rows: 1 provinces, 2 kabupaten, 3 kecamatan.
    """
    rows: dict[str, Covered] = defaultdict(Covered)
    total = Covered()
    desa: dict[str, list[Standing]] = defaultdict(list)
    for code, now in places.items():
        if code.count(".") == 3:
            desa[code.rpartition(".")[0]].append(now)
    for code, villages in meant:
        for row in (rows[".".join(code.split(".")[:size])], total):
            row.meant += 1
            row.desa += villages
            row.desa_in_post += desa[code].count(Standing.IN_POST)
            row.desa_unknown += desa[code].count(Standing.UNKNOWN)
            now = places.get(code)
            row.in_post += now == Standing.IN_POST
            row.unknown += now == Standing.UNKNOWN
            row.left += now == Standing.LEFT
    return dict(rows), total

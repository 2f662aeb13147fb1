"""What counts in the cascade: which events, which standing of a trained person, which places are covered. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from rumahbersama.ground.regions.rules import is_below_or_same

DESA_DOTS = 3
TRAINERS_TIER = 2  # events up to this tier train people who are to teach (1 national, 2 ToT)


class Standing(IntEnum):
    """Whether a trained person is still in post; the smallest of a place is the place's."""

    IN_POST = 0
    UNKNOWN = 1
    LEFT = 2


NOBODY = len(Standing)


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
    """Return whether somebody trained for a place holds a post there or below; unknown where none is recorded."""
    known = list(posts)
    if not known:
        return Standing.UNKNOWN
    here = any(post.is_open(today) and is_below_or_same(post.code, code) for post in known)
    return Standing.IN_POST if here else Standing.LEFT


def of_places(
    people: Iterable[tuple[str, int]], posts: Mapping[int, list[Held]], *, today: date
) -> dict[str, Standing]:
    """Return the best standing of each place out of (code, person) of everybody trained for it."""
    found: dict[str, Standing] = {}
    for code, person in people:
        known = posts.get(person)
        now = standing(code, known, today=today) if known else Standing.UNKNOWN
        if now < found.get(code, NOBODY):
            found[code] = now
    return found


def of_people(
    people: Iterable[tuple[str, int]], posts: Mapping[int, list[Held]], *, today: date
) -> dict[Standing, int]:
    """Return how many people stand how, each once, out of (code, person); trained for two places the best counts."""
    best: dict[int, Standing] = {}
    for code, person in people:
        now = standing(code, posts.get(person, ()), today=today)
        best[person] = min(now, best.get(person, now))
    return {each: sum(now == each for now in best.values()) for each in Standing}


@dataclass
class Covered:
    """How many kecamatan and desa of a place are meant, and how they stand.

    Attributes:
        meant: kecamatan in the plan.
        desa: desa in those kecamatan.
        in_post: with at least one trained person still in post.
        unknown: with trained people of whom no post is recorded, and none known in post.
        left: where all who were trained have left.
        desa_in_post: desa with a trained person in post.
        desa_unknown: desa whose trained people have no recorded post.
    """

    meant: int = 0
    desa: int = 0
    in_post: int = 0
    unknown: int = 0
    left: int = 0
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
    meant: Mapping[str, tuple[int, int]], places: Mapping[str, Standing]
) -> tuple[dict[str, Covered], Covered]:
    """Return what is covered for each place of a table, and for all together.

    Args:
        meant: code of each place -> (kecamatan in the plan, desa in these).
        places: standing of each kecamatan and desa in the plan in which somebody was trained.
    """
    rows = {code: Covered(kecamatan, desa) for code, (kecamatan, desa) in meant.items()}
    size = max((code.count(".") + 1 for code in meant), default=0)
    total = Covered(sum(row.meant for row in rows.values()), desa=sum(row.desa for row in rows.values()))
    for code, now in places.items():
        row = rows.get(".".join(code.split(".")[:size]))
        if row is None:
            continue
        is_desa = code.count(".") == DESA_DOTS
        for each in (row, total):
            _add(each, now, is_desa=is_desa)
    return rows, total


def _add(row: Covered, now: Standing, *, is_desa: bool) -> None:
    if is_desa:
        row.desa_in_post += now == Standing.IN_POST
        row.desa_unknown += now == Standing.UNKNOWN
    else:
        row.in_post += now == Standing.IN_POST
        row.unknown += now == Standing.UNKNOWN
        row.left += now == Standing.LEFT

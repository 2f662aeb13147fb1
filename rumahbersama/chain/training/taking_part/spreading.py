"""Who goes into which class: a proposal that mixes places and kinds of office. Pure: no database.

The rule, as the page states it: classes of the site nearest to somebody's place (the longest common beginning of
their codes, at least the province; any site where there is none); every class fills alike, none beyond its size or
the seats of its room; and of the classes that may still take somebody the one with the fewest people of the same
kabupaten, then of the same kind of office, then of all. Who has a class already stays.

Source: project decision, docs/adr/0024-seats-of-a-training.md.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Seeker:
    """Somebody who needs a class: number, code of the place, kind of office, and the class held already or None."""

    number: int
    place: str
    kind: str
    klass: int | None = None

    @property
    def kabupaten(self) -> str:
        """Return the code of the kabupaten, or of the place above it."""
        return ".".join(self.place.split(".")[:2])


@dataclass(frozen=True)
class Room:
    """A class as the rule sees it: its number, its site's place ("" unknown), and how many it takes."""

    number: int
    place: str
    most: int


@dataclass
class Filling:
    """A class being filled."""

    people: int = 0
    kabupaten: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)

    def take(self, seeker: Seeker) -> None:
        """Count somebody."""
        self.people += 1
        self.kabupaten[seeker.kabupaten] += 1
        self.kinds[seeker.kind] += 1


def nearness(place: str, site: str) -> int:
    """Return how many levels two codes share from the province on; 0: none."""
    shared = 0
    for mine, theirs in zip(place.split("."), site.split("."), strict=False):
        if mine != theirs or not mine:
            break
        shared += 1
    return shared


def spread(seekers: Iterable[Seeker], rooms: Sequence[Room]) -> dict[int, int | None]:
    """Return the class of everybody by number; None for whom no class has a place left.

    The same people and classes always give the same answer.
    """
    people = sorted(seekers, key=lambda each: (each.kabupaten, each.kind, each.number))
    filled: dict[int, Filling] = defaultdict(Filling)
    found: dict[int, int | None] = {}
    for seeker in people:
        if seeker.klass is not None:
            filled[seeker.klass].take(seeker)
            found[seeker.number] = seeker.klass
    for near, group in _by_site([each for each in people if each.klass is None], rooms):
        targets = _targets(len(group), near, filled)
        for seeker in group:
            found[seeker.number] = _place(seeker, near, targets, filled)
    return found


def _by_site(people: list[Seeker], rooms: Sequence[Room]) -> list[tuple[list[Room], list[Seeker]]]:
    """Return the groups of people who share the classes they may go to, in the order of the classes."""
    groups: dict[tuple[int, ...], list[Seeker]] = defaultdict(list)
    for seeker in people:
        best = max((nearness(seeker.place, room.place) for room in rooms), default=0)
        near = tuple(room.number for room in rooms if nearness(seeker.place, room.place) == best)
        groups[near].append(seeker)
    known = {room.number: room for room in rooms}
    return [([known[number] for number in near], group) for near, group in sorted(groups.items())]


def _targets(count: int, rooms: list[Room], filled: dict[int, Filling]) -> dict[int, int]:
    """Return how many each class shall hold in the end: as equal as sizes and those already there allow."""
    target = {room.number: filled[room.number].people for room in rooms}
    most = {room.number: room.most for room in rooms}
    for _each in range(count):
        open_rooms = [number for number in target if target[number] < most[number]]
        if not open_rooms:
            break
        target[min(open_rooms, key=lambda number: target[number])] += 1
    return target


def _place(seeker: Seeker, rooms: list[Room], targets: dict[int, int], filled: dict[int, Filling]) -> int | None:
    open_rooms = [room.number for room in rooms if filled[room.number].people < targets[room.number]]
    if not open_rooms:
        return None
    chosen = min(
        open_rooms,
        key=lambda number: (
            filled[number].kabupaten[seeker.kabupaten],
            filled[number].kinds[seeker.kind],
            filled[number].people,
            open_rooms.index(number),
        ),
    )
    filled[chosen].take(seeker)
    return chosen

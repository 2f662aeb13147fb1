"""The cascade of classes held: person -> class taught -> people trained -> classes they taught afterwards -> ...

Time keeps it a tree without cycles: what somebody was trained in counts for a class only if it ended before that
class began (whole days). Two who train each other in turn, or somebody trained twice, therefore end nowhere twice.

Definitions, the same whatever the order of the rows:

- **Generation** of a person: fixed the first day they appear. Who teaches before being trained, or was trained by
  nobody, is of generation 1; else one more than the smallest generation among the trainers of the class (of all
  classes that ended that day).
- **Reach** of a person: how many different people sit in the classes they taught and in those that follow from them,
  never counting themselves.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Held:
    """One class that was held.

    Attributes:
        number: what it is known by.
        starts: its first day.
        ends: its last day, not before the first.
        trainers: who taught in it.
        people: who was trained in it.
    """

    number: int
    starts: date
    ends: date
    trainers: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Tree:
    """The whole cascade.

    Attributes:
        generations: generation (from 1) of everybody who taught or was trained.
        reach: how many different people stand below each who taught.
        last_taught: the first day of the last class each taught.
        follows: for each class, the classes taught later by people trained in it.
    """

    generations: dict[int, int]
    reach: dict[int, int]
    last_taught: dict[int, date]
    follows: dict[int, list[int]]

    def deepest(self) -> int:
        """Return the highest generation, 0 where nobody is in the tree."""
        return max(self.generations.values(), default=0)


def tree_of(held: Iterable[Held]) -> Tree:
    """Return the cascade of these classes."""
    classes = list(held)
    last: dict[int, date] = {}
    for each in classes:
        for person in each.trainers:
            last[person] = max(last.get(person, each.starts), each.starts)
    follows = _follows(classes)
    return Tree(generations(classes), reach(classes, follows), last, follows)


def generations(classes: Iterable[Held]) -> dict[int, int]:
    """Return the generation of everybody, from 1; see the head of this file.

    Days are gone through once. On each, classes begin before others end, so that a training of the same day is not
    yet known to who teaches.
    """
    begin: dict[date, list[Held]] = defaultdict(list)
    end: dict[date, list[Held]] = defaultdict(list)
    for each in classes:
        begin[each.starts].append(each)
        end[each.ends].append(each)
    found: dict[int, int] = {}
    for day in sorted({*begin, *end}):
        for each in begin[day]:
            for person in each.trainers:
                found.setdefault(person, 1)
        new: dict[int, int] = {}
        for each in end[day]:
            of_class = 1 + min((found[person] for person in each.trainers), default=0)
            for person in each.people:
                new[person] = min(new.get(person, of_class), of_class)
        found = new | found
    return found


def reach(classes: Sequence[Held], follows: dict[int, list[int]] | None = None) -> dict[int, int]:
    """Return how many different people stand below each who taught.

    People are bits of whole numbers, and classes are gone through from the last to the first, so that what follows
    from a class is known when it is met: one union per pair of classes.
    """
    after = _follows(classes) if follows is None else follows
    place = {person: bit for bit, person in enumerate({person for each in classes for person in each.people})}
    below: dict[int, int] = {}
    of_trainer: dict[int, int] = defaultdict(int)
    for each in sorted(classes, key=lambda one: one.starts, reverse=True):
        bits = _bits(each.people, place)
        for later in after.get(each.number, ()):
            bits |= below[later]
        below[each.number] = bits
        for person in each.trainers:
            of_trainer[person] |= bits
    return {
        person: (bits & ~(1 << place[person]) if person in place else bits).bit_count()
        for person, bits in of_trainer.items()
    }


def _bits(people: frozenset[int], place: dict[int, int]) -> int:
    row = bytearray(len(place) // 8 + 1)
    for person in people:
        bit = place[person]
        row[bit >> 3] |= 1 << (bit & 7)
    return int.from_bytes(row, "little")


def _follows(classes: Sequence[Held]) -> dict[int, list[int]]:
    """Return for each class those that people trained in it taught after it ended, each once, in order."""
    taught: dict[int, list[Held]] = defaultdict(list)
    for each in classes:
        for person in each.trainers:
            taught[person].append(each)
    found: dict[int, list[int]] = {}
    for each in classes:
        later = {
            one.number for person in each.people & taught.keys() for one in taught[person] if one.starts > each.ends
        }
        if later:
            found[each.number] = sorted(later)
    return found


def people_after(classes: Iterable[Held], follows: dict[int, list[int]], numbers: Iterable[int]) -> set[int]:
    """Return who was trained in the classes that follow from these (not in these themselves), each once."""
    people = {each.number: each.people for each in classes}
    met: set[int] = set()
    wanted = [later for number in numbers for later in follows.get(number, ())]
    while wanted:
        here = wanted.pop()
        if here not in met:
            met.add(here)
            wanted += follows.get(here, ())
    return {person for number in met for person in people[number]}

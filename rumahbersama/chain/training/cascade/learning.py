"""What each generation of a cascade learnt: the normalised gain of its classes, averaged as Hake averaged courses.

The learning of a generation is that of the classes in which it was trained: a class is one level below its trainer
nearest to the source, as people are. <g> is taken of the averages of a class (``engines/psychometrics/gain``), and
the value of a generation is the mean over its classes, each counting once, as Hake (1998) averages over courses.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from rumahbersama.chain.training.cascade.queries import Cascade
from rumahbersama.chain.training.tests.queries import class_gains
from rumahbersama.engines.cascade import Held
from rumahbersama.engines.psychometrics import band
from rumahbersama.workshop.surveys.limits import limits_on


@dataclass(frozen=True)
class Learnt:
    """What a generation learnt.

    Attributes:
        classes: its classes with people who have both tests and something left to gain.
        people: people with both tests in these classes.
        gain: mean of the classes' <g>; None without any, and where ``is_few``.
        is_few: fewer people than may be shown together.
    """

    classes: int = 0
    people: int = 0
    gain: float | None = None
    is_few: bool = False

    @property
    def band(self) -> str:
        """Return Hake's band: "high", "medium", "low"; "" without a gain."""
        return band(self.gain)


def generation_of(held: Held, generations: dict[int, int]) -> int:
    """Return the generation that was trained in a class: one more than its trainer nearest to the source."""
    return 1 + min((generations[person] for person in held.trainers if person in generations), default=0)


def learnt_by(cascade: Cascade, *, at: datetime) -> dict[int, Learnt]:
    """Return what each generation learnt, only those with tests (one query)."""
    gains = class_gains([event.pk for event in cascade.counted], at=at)
    found: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for each in cascade.classes:
        gain = gains.get(each.number)
        if gain is not None and gain.normalised is not None:
            found[generation_of(each, cascade.tree.generations)].append((gain.normalised, gain.pairs))
    least = limits_on(timezone.localdate(at)).minimum_group
    return {number: _learnt(rows, least) for number, rows in sorted(found.items())}


def _learnt(rows: list[tuple[float, int]], least: int) -> Learnt:
    people = sum(pairs for _gain, pairs in rows)
    if people < least:
        return Learnt(len(rows), people, is_few=True)
    return Learnt(len(rows), people, sum(gain for gain, _pairs in rows) / len(rows))

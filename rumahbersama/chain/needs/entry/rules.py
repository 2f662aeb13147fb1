"""When a figure is unusual enough to ask why, and when changing it needs a reason."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import fmean, median
from typing import Any

from rumahbersama.chain.needs.models import Observation
from rumahbersama.chain.needs.rules import NeedsRefusal

CEILING, PAST, NEIGHBOURS, PART = "ceiling", "past", "neighbours", "part"
_TO_SIGMA = 0.6745  # the 0.75 quantile of the normal: makes the median deviation comparable to a standard deviation
_MEAN_TO_SIGMA = 1.253314  # sqrt(pi / 2), for the mean deviation


class BoxRefusal(NeedsRefusal):
    """A refusal that concerns one box of a section.

    ``key`` are the ids of its place and indicator, ``at_box`` is the sentence where the box names itself;
    ``asks_reason`` tells that the box for the reason was left empty.
    """

    def __init__(self, text: str, *, key: tuple[int, int], at_box: str, asks_reason: bool = False) -> None:
        super().__init__(text)
        self.key, self.at_box, self.asks_reason = key, at_box, asks_reason


@dataclass(frozen=True)
class Limits:
    """The thresholds in force: the score from which a value is doubted, and how many others that needs."""

    score: float
    past: int
    neighbours: int


@dataclass(frozen=True)
class Doubt:
    """Why a value is doubted: ``kind`` (ceiling, past, neighbours, part) and what it was held against."""

    kind: str
    usual: Decimal


def modified_z(value: Decimal, others: Sequence[Decimal]) -> float:
    """Return how far ``value`` lies from the median of ``others``, in robust standard deviations.

    Figures of villages differ by size, so all are taken as log(1 + x): a slipped digit is the same distance for
    a large village as for a small one. Where more than half of the others are equal, the mean deviation stands in
    for the median one; where all are equal, another value is infinitely far.

    Source: Iglewicz & Hoaglin (1993), How to Detect and Handle Outliers; logarithm: docs/adr/0014.
    """
    logs = [math.log1p(float(each)) for each in others]
    middle, own = median(logs), math.log1p(float(value))
    spread = median(abs(each - middle) for each in logs) / _TO_SIGMA
    spread = spread or _MEAN_TO_SIGMA * fmean(abs(each - middle) for each in logs)
    if not spread:
        return 0.0 if math.isclose(own, middle) else math.inf
    return abs(own - middle) / spread


def doubt_of(
    *,
    value: Decimal,
    whole: Decimal | None,
    past: Sequence[Decimal],
    neighbours: Sequence[Decimal],
    limits: Limits,
    ceiling: Decimal | None = None,
) -> Doubt | None:
    """Return why a value is doubted, or None.

    It is doubted above its indicator's ceiling, above its whole, or far from its past, else from its neighbours.

    A village's own past decides where there is enough of it: a village that was always different is not doubted.
    A difference of one is never doubted: villages have few of most things.

    Source: project decision, docs/adr/0014.
    """
    if ceiling is not None and value > ceiling:
        return Doubt(CEILING, ceiling)
    if whole is not None and value > whole:
        return Doubt(PART, whole)
    for kind, others, enough in ((PAST, past, limits.past), (NEIGHBOURS, neighbours, limits.neighbours)):
        if len(others) < enough:
            continue
        usual = median(others)
        if abs(value - usual) > 1 and modified_z(value, others) > limits.score:
            return Doubt(kind, usual)
        return None
    return None


def needs_reason(standing: Observation, *, by: Any) -> bool:  # noqa: ANN401 - Account
    """Tell whether changing a value asks for a reason: not while the one who entered it is still at it.

    Source: project decision, docs/adr/0014.
    """
    return standing.state != Observation.State.ENTERED or standing.entered_by_id != getattr(by, "pk", None)

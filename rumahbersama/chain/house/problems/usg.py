"""How problems are scored and ranked: the scale in words, and from how many people on a score counts.

Source: ``data/usg.yaml``; project decision, docs/adr/0033-problems-and-evidence.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language

FILE = Path(__file__).parent / "data" / "usg.yaml"
Values = tuple[int, int, int]  # urgency, seriousness, growth


@dataclass(frozen=True)
class Criterion:
    """One of the three questions, with what each of its five values means; each text in both languages."""

    code: str
    names: tuple[str, str]
    questions: tuple[str, str]
    words: tuple[tuple[str, ...], tuple[str, ...]]

    @property
    def name(self) -> str:
        """Return its name in the page's language."""
        return self.names[_tongue()]

    @property
    def question(self) -> str:
        """Return its question in the page's language."""
        return self.questions[_tongue()]

    @property
    def scale(self) -> list[tuple[int, str]]:
        """Return its values with their words, the lowest first."""
        return list(enumerate(self.words[_tongue()], start=1))


@dataclass(frozen=True)
class Scale:
    """The scale of one version of the data."""

    valid_from: date
    least_scorers: int
    origin: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class Spread:
    """What several people think of a problem.

    Attributes:
        means: of urgency, seriousness and growth.
        lows: the lowest value of each.
        highs: the highest value of each.
        total: the mean of everybody's sum, 3 to 15.
        low: the lowest sum.
        high: the highest sum.
        count: how many people scored.
        is_enough: whether so many scored that it is ranked.
    """

    means: tuple[float, float, float]
    lows: Values
    highs: Values
    total: float
    low: int
    high: int
    count: int
    is_enough: bool

    @property
    def parts(self) -> list[tuple[float, int, int]]:
        """Return mean, lowest and highest of each criterion, in their order."""
        return list(zip(self.means, self.lows, self.highs, strict=True))


def _tongue() -> int:
    return 1 if get_language() == "en" else 0


@cache
def _scales() -> tuple[Scale, ...]:
    told = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(sorted((_scale(each) for each in told), key=lambda scale: scale.valid_from))


def _scale(told: dict[str, Any]) -> Scale:
    criteria = tuple(
        Criterion(
            code=each["code"],
            names=(each["name"], each["name_en"]),
            questions=(each["question"], each["question_en"]),
            words=(tuple(each["words"]), tuple(each["words_en"])),
        )
        for each in told["criteria"]
    )
    return Scale(told["valid_from"], told["least_scorers"], told["origin"], criteria)


def scale_on(day: date) -> Scale:
    """Return the scale in force on a day; before the first one the first counts.

    Source: data/usg.yaml.
    """
    scales = _scales()
    return next((scale for scale in reversed(scales) if scale.valid_from <= day), scales[0])


def spread_of(scores: Sequence[Values], *, least: int) -> Spread | None:
    """Return mean, lowest and highest of what several people said; None where nobody did.

    Source: project decision, docs/adr/0033-problems-and-evidence.md: the mean is never shown without its spread.
    """
    if not scores:
        return None
    sums = [sum(each) for each in scores]
    urgency, seriousness, growth = zip(*scores, strict=True)
    return Spread(
        means=(_mean(urgency), _mean(seriousness), _mean(growth)),
        lows=(min(urgency), min(seriousness), min(growth)),
        highs=(max(urgency), max(seriousness), max(growth)),
        total=_mean(sums),
        low=min(sums),
        high=max(sums),
        count=len(scores),
        is_enough=len(scores) >= least,
    )


def _mean(values: Sequence[int]) -> float:
    return sum(values) / len(values)

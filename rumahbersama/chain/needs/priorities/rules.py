"""The rank of a shortage: three parts between 0 and 1, weighed by dated weights; each part is shown."""

from dataclasses import dataclass, field
from decimal import Decimal

SHARE, PEOPLE, VOICE = "share", "people", "voice"


@dataclass(frozen=True)
class Weights:
    """What each part weighs, and below how many people a shortage is told apart, unranked."""

    share: Decimal
    people: Decimal
    voice: Decimal
    minimum_people: int


@dataclass(frozen=True)
class Shortage:
    """One service that is short at one place.

    Attributes:
        required: facilities that the standard asks for.
        shortage: facilities that are missing.
        people: people of the place.
        per_facility: people whom one facility serves.
        voiced: people who asked for it, as far as open voices say; 0 where nobody did.
        unverified: whether a figure it rests on is not verified.
        contested: whether a figure it rests on is contested.
        is_complete: False where the place's figures rest on only some of its villages.
    """

    required: int
    shortage: int
    people: int
    per_facility: int
    voiced: int
    unverified: bool = False
    contested: bool = False
    is_complete: bool = True

    @property
    def unserved(self) -> int:
        """Return for how many people it is missing: those beyond what the facilities there can serve."""
        there = max(0, self.required - self.shortage)
        return max(0, self.people - there * self.per_facility)

    @property
    def sureness(self) -> str:
        """Return how sure the shortage is: "contested", "partial", "unverified" or "verified"."""
        if self.contested:
            return "contested"
        if not self.is_complete:
            return "partial"
        return "unverified" if self.unverified else "verified"


@dataclass(frozen=True)
class Rank:
    """The score of a shortage between 0 and 100, and what each part gives to it."""

    score: Decimal
    parts: dict[str, Decimal] = field(default_factory=dict)


def rank_of(shortage: Shortage, *, most_unserved: int, weights: Weights) -> Rank:
    """Return the score of a shortage with its parts, in points of 100.

    Parts: the share of the requirement that is missing; the people unserved against the most of the list; the
    people who asked for it against those unserved. How sure the figures are is shown beside the rank and never
    mixed into it: doubt is no reason to serve people later.

    Source: project decision, docs/adr/0015.
    """
    raw = {
        SHARE: (weights.share, _share(shortage.shortage, shortage.required)),
        PEOPLE: (weights.people, _share(shortage.unserved, most_unserved)),
        VOICE: (weights.voice, _share(shortage.voiced, shortage.unserved)),
    }
    total = sum((weight for weight, _part in raw.values()), Decimal(0))
    points = {
        name: (weight * part * 100 / total).quantize(Decimal("0.1")) if total else Decimal(0)
        for name, (weight, part) in raw.items()
    }
    return Rank(score=sum(points.values(), Decimal(0)), parts=points)


def _share(part: int, whole: int) -> Decimal:
    return min(Decimal(1), Decimal(part) / whole) if whole > 0 else Decimal(0)

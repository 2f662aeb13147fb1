"""The rank of a shortage: three parts between 0 and 1, weighed by dated weights; each part is shown."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

SHARE, PEOPLE, VOICE = "share", "people", "voice"


@dataclass(frozen=True)
class Weights:
    """What each part weighs, and below how many people a shortage is told apart, unranked."""

    share: Decimal
    people: Decimal
    voice: Decimal
    minimum_people: int


class Shortage(NamedTuple):
    """One service that is short at one place; a list may hold ten thousand, so it is a plain tuple.

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


class Rank(NamedTuple):
    """What each part gives to the score of a shortage, in tenths of a point of 100."""

    share: int
    people: int
    voice: int

    @property
    def tenths(self) -> int:
        """Return the score in tenths, for sorting."""
        return self.share + self.people + self.voice

    @property
    def score(self) -> Decimal:
        """Return the score between 0 and 100."""
        return Decimal(self.tenths).scaleb(-1)

    @property
    def parts(self) -> dict[str, Decimal]:
        """Return what each part gives, in points."""
        return {name: Decimal(tenths).scaleb(-1) for name, tenths in zip((SHARE, PEOPLE, VOICE), self, strict=True)}


def rank_of(shortage: Shortage, *, most_unserved: int, weights: Weights) -> Rank:
    """Return the rank of one shortage; see ``ranker``."""
    return ranker(most_unserved=most_unserved, weights=weights)(shortage)


def ranker(*, most_unserved: int, weights: Weights) -> Callable[[Shortage], Rank]:
    """Return the function that ranks the shortages of one list, with parts in points of 100.

    Parts: the share of the requirement that is missing; the people unserved against the most of the list; the
    people who asked for it against those unserved. How sure the figures are is shown beside the rank and never
    mixed into it: doubt is no reason to serve people later. Counted in whole numbers, half to even.

    Source: project decision, docs/adr/0015.
    """
    whole = [weight.as_integer_ratio() for weight in (weights.share, weights.people, weights.voice)]
    common = math.lcm(*(below for _above, below in whole))
    share, people, voice = (above * (common // below) for above, below in whole)
    total = share + people + voice

    def rank(shortage: Shortage) -> Rank:
        unserved = shortage.unserved
        return Rank(
            _tenths(share, shortage.shortage, shortage.required, total),
            _tenths(people, unserved, most_unserved, total),
            _tenths(voice, shortage.voiced, unserved, total),
        )

    return rank


def _tenths(weight: int, part: int, whole: int, total: int) -> int:
    """Return ``weight`` of ``total`` times part of whole (at most 1), in thousandths, rounded half to even."""
    if part <= 0 or whole <= 0 or total <= 0:
        return 0
    below = total * whole
    tenths, rest = divmod(weight * min(part, whole) * 1000, below)
    return tenths + (2 * rest > below or (2 * rest == below and tenths % 2 == 1))

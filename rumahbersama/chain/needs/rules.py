"""The gap between what people need and what is there, and when a figure is to be believed."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from rumahbersama.ground.core.rules import Refusal


class NeedsRefusal(Refusal):
    """A sentence for the user: what of the data side cannot be done, and how to mend it."""


MONTHS = {"year": 12, "semester": 6, "quarter": 3, "month": 1}  # of a kind of period


def fits(asked_each: str, kind: str) -> bool:
    """Tell whether a figure that is asked for each such period can be told of a period of this kind: none shorter.

    Source: project decision, docs/adr/0042-each-in-its-own-period.md.
    """
    return MONTHS[kind] >= MONTHS[asked_each]


@dataclass(frozen=True)
class StandardRule:
    """A standard as plain numbers.

    Attributes:
        people_per_facility: people (of the named group) whom one facility serves.
        rounding: "up", "nearest" or "down" to whole facilities.
        minimum_per_place: facilities each place has a right to whatever its population.
    """

    people_per_facility: int
    rounding: str
    minimum_per_place: int = 0


@dataclass(frozen=True)
class PlaceGap:
    """Need and supply of one service at one place; ``None`` where the figure is not there (never zero)."""

    required: int | None
    supply: int | None
    is_complete: bool = True

    @property
    def is_known(self) -> bool:
        """Tell whether both sides are known."""
        return self.required is not None and self.supply is not None

    @property
    def shortage(self) -> int:
        """Return how many facilities are missing; 0 where enough or unknown."""
        return max(0, self.required - self.supply) if self.required is not None and self.supply is not None else 0

    @property
    def surplus(self) -> int:
        """Return how many facilities there are beyond the requirement; 0 where short or unknown."""
        return max(0, self.supply - self.required) if self.required is not None and self.supply is not None else 0


@dataclass(frozen=True)
class GapSum:
    """The gap of many places: shortages are summed, never netted against a neighbour's surplus."""

    reported: int
    complete: int
    short_places: int
    required: int
    supply: int
    shortage: int
    surplus: int

    def __add__(self, other: "GapSum") -> "GapSum":
        """Return the sum of both, field by field."""
        return GapSum(**{name: getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__})


def required_facilities(*, people: Decimal | int | None, standard: StandardRule) -> int | None:
    """Return how many facilities ``people`` need; None where the population is unknown.

    Source: SNI 03-1733-2004 (people per facility); Permendiknas 24/2007 (minimum per desa). FACTS section 5.
    """
    if people is None:
        return None
    count, per = math.ceil(people), standard.people_per_facility
    if standard.rounding == "up":
        whole = -(-count // per)
    elif standard.rounding == "down":
        whole = count // per
    else:
        whole = (2 * count + per) // (2 * per)
    return max(whole, standard.minimum_per_place)


def gap_of_place(
    *, people: Decimal | int | None, supply: Decimal | int | None, standard: StandardRule, is_complete: bool = True
) -> PlaceGap:
    """Return the gap of one place from its population and its count of facilities.

    ``is_complete`` is False where the place's figures rest on only some of its villages.
    """
    return PlaceGap(
        required=required_facilities(people=people, standard=standard),
        supply=None if supply is None else int(supply),
        is_complete=is_complete,
    )


def sum_gaps(gaps: Iterable[PlaceGap]) -> GapSum:
    """Return the sum over places whose two sides are known.

    Source: project decision, docs/adr/0006 (summed upward, never netted).
    """
    known = [gap for gap in gaps if gap.is_known]
    return GapSum(
        reported=len(known),
        complete=sum(gap.is_complete for gap in known),
        short_places=sum(gap.shortage > 0 for gap in known),
        required=sum(gap.required or 0 for gap in known),
        supply=sum(gap.supply or 0 for gap in known),
        shortage=sum(gap.shortage for gap in known),
        surplus=sum(gap.surplus for gap in known),
    )

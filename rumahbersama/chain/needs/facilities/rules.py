"""What a list of facilities can tell of a gap, and what it cannot."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

NOT_THERE, NOT_WORKING, TOO_FAR, NOT_USED = "not_there", "not_working", "too_far", "not_used"
KINDS = (NOT_THERE, NOT_WORKING, TOO_FAR, NOT_USED)
# The corners of Indonesia with a margin, in degrees: a point outside is a slip of the keyboard.
SOUTH, NORTH, WEST, EAST = Decimal(-12), Decimal(7), Decimal(94), Decimal(142)


@dataclass(frozen=True)
class FacilityValues:
    """What people tell of one facility. ``region`` is the code of its desa where known, else of its kecamatan."""

    service: str
    region: str
    name: str
    number: str = ""
    address: str = ""
    capacity: int | None = None
    capacity_unit: str = ""
    staff: int | None = None
    users: int | None = None
    working: str = "unknown"
    condition: str = "unknown"
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    source: str = ""
    as_of: date | None = None


def named_once(kind: str, name: str, *, words: Iterable[str]) -> str:
    """Return kind and name of a facility; its name alone where that begins with one of the words for its kind.

    An N or S behind the word tells a state school from a private one ("SDN 2"), and is no other word.

    Source: project decision, names as they stand in the lists of schools and health posts.
    """
    begins = "|".join(re.escape(word) for word in words if word)
    is_told = re.match(rf"\s*(?:{begins})[ns]?(?![^\W_])", name, re.IGNORECASE)
    return name if begins and is_told else f"{kind} {name}"


@dataclass(frozen=True)
class Listed:
    """What the list holds of one service at a place; closed facilities are not in it."""

    total: int = 0
    working: int = 0
    not_working: int = 0
    unused: int = 0
    use_known: int = 0
    placed: int = 0

    @property
    def unknown(self) -> int:
        """Return of how many nobody has said whether they work."""
        return self.total - self.working - self.not_working


@dataclass(frozen=True)
class GapKind:
    """One of the four kinds of gap: ``count`` None where the data cannot tell."""

    kind: str
    count: int | None
    unknown: int = 0  # of how many nobody knows, where some are told

    @property
    def is_told(self) -> bool:
        """Tell whether the data can say anything of this kind."""
        return self.count is not None


def kinds_of_gap(
    *, shortage: int | None, listed: Listed, far_people: int | None, far_unknown: int = 0
) -> list[GapKind]:
    """Return the four kinds of gap, each with its count or None where the data cannot tell.

    Not there: facilities short of the standard, by the counts that villages sent. Not working and not used: of the
    facilities listed one by one, of which somebody has said so. Too far: people with no facility in reach.

    Source: DESIGN section 4 (only the kinds that the data can tell are shown, and the rest says what is missing).
    """
    told = listed.working + listed.not_working
    return [
        GapKind(NOT_THERE, shortage),
        GapKind(NOT_WORKING, listed.not_working if told else None, listed.unknown if told else 0),
        GapKind(TOO_FAR, far_people, far_unknown),
        GapKind(
            NOT_USED,
            listed.unused if listed.use_known else None,
            listed.working - listed.use_known if listed.use_known else 0,
        ),
    ]


def is_in_indonesia(latitude: Decimal, longitude: Decimal) -> bool:
    """Tell whether a point lies within the corners of Indonesia.

    Source: project decision (a slip of the keyboard is asked back; 6 N to 11 S, 95 E to 141 E with a margin).
    """
    return SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST

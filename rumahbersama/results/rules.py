"""How a place's figures are put in order and in words. Presentation only: no law is decided here."""

from dataclasses import dataclass
from decimal import Decimal

from rumahbersama.chain.needs.rules import GapSum

# Classes of the map and the dots: share of the requirement that is met, in percent. 100 is the target;
# q0 and q1 lie below it (orange), q2 nearly reaches it (pale), q3 and q4 do (blue).
# Source: project decision, docs/adr/0009.
MAP_STEPS = ((Decimal(75), "q0"), (Decimal(90), "q1"), (Decimal(100), "q2"))


@dataclass(frozen=True)
class Child:
    """One line of the ranked list: a child with its gap; ``gap`` None where nothing is known.

    ``supply`` is the count of a desa where the standard applies to a higher level. ``note`` says why a figure is
    to be taken with care: not verified, contested, from only some villages.
    """

    code: str
    name: str
    url: str
    gap: GapSum | None
    expected: int
    supply: int | None = None
    counted_above: bool = False
    note: str = ""

    @property
    def met_percent(self) -> Decimal | None:
        """Return the share of the requirement that is met, 0 to 100; None where unknown."""
        return None if self.gap is None else met_percent(self.gap)

    @property
    def css(self) -> str:
        """Return the class of its colour; "nd" for no data, "q2" (neutral) where only a count is known."""
        if self.supply is not None and self.counted_above:
            return "q2"
        return "nd" if self.gap is None or not self.gap.reported else map_class(self.gap)

    @property
    def silent(self) -> int:
        """Return how many places below it have sent nothing for this service."""
        return max(0, self.expected - (self.gap.reported if self.gap else 0))


def met_percent(gap: GapSum) -> Decimal | None:
    """Return how much of the requirement is met: shortages count, a neighbour's surplus does not."""
    if not gap.reported:
        return None
    if not gap.required:
        return Decimal(100)
    return Decimal(gap.required - gap.shortage) * 100 / gap.required


def map_class(gap: GapSum) -> str:
    """Return q0 (far below) to q3 (met) and q4 (met, with half as many again to spare)."""
    met = met_percent(gap)
    if met is None:
        return "nd"
    for limit, css in MAP_STEPS:
        if met < limit:
            return css
    return "q4" if gap.supply * 2 >= gap.required * 3 else "q3"


def worst_first(children: list[Child]) -> list[Child]:
    """Return children by shortage, the largest first; then by share met; those without data last."""
    return sorted(
        children,
        key=lambda child: (
            (child.gap is None or not child.gap.reported) and child.supply is None,
            -(child.gap.shortage if child.gap else 0),
            child.supply or 0,
            child.met_percent if child.met_percent is not None else Decimal(101),
            child.name,
        ),
    )

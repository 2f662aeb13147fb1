"""How a place's figures are put in order and in words. Presentation only: no law is decided here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from rumahbersama.chain.needs.models import IndexBand, Period, Standard
from rumahbersama.chain.needs.rules import GapSum, fits
from rumahbersama.ground.regions.models import Level

# Classes of the map and the dots: share of the requirement that is met, in percent. 100 is the target;
# q0 and q1 lie below it (orange), q2 nearly reaches it (pale), q3 and q4 do (blue).
# Source: project decision, docs/adr/0009.
MAP_STEPS = ((Decimal(75), "q0"), (Decimal(90), "q1"), (Decimal(100), "q2"))
# Classes of values that no target judges: a third of the places each, from pale to dark, never orange.
VALUE_CLASSES = ("q2", "q3", "q4")
BAND_CLASSES = ("q0", "q1", "q2", "q3", "q4")  # status bands by law, from the lowest to the best


def is_provisional(period: Period, *, today: date) -> bool:
    """Tell whether a figure may still change because its period is not over.

    Source: project decision, docs/adr/0041-forward-thread.md.
    """
    return period.ends_on > today


def period_in_words(period: Period, *, provisional: bool) -> str:
    """Return a period as it stands beside its figure: "Semester 2 2026, sementara"."""
    return f"{period}, {_('sementara')}" if provisional else str(period)


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


def due_of_desa(standards: Iterable[Standard], period: Period) -> set[int]:
    """Return the ids of what villages owe for a period: the figures per desa on which the standards in force rest.

    A figure of a year or a semester is not owed for a month.

    Home, the page of a place, Monday's sheet and the page of who has not sent all ask this. Of what is due only that
    is asked for which at least one place there has sent; other figures are welcome and nobody is late with them.

    Source: project decision (one optional figure of one village must not make all others late).
    """
    rests_on = (each for standard in standards for each in (standard.population, standard.service.supply))
    of_desa = (each for each in rests_on if each.observed_level == Level.DESA)
    return {each.pk for each in of_desa if fits(each.asked_each, period.kind)}


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


def value_classes(values: Mapping[int, Decimal]) -> tuple[dict[int, str], dict[str, tuple[Decimal, Decimal]]]:
    """Return the class of each value by its key, and the least and the most of each class that occurs.

    Equal values are never torn apart, so a class may hold more than its third, or nothing.
    """
    ordered = sorted(values.values())
    cuts = [ordered[len(ordered) * part // len(VALUE_CLASSES)] for part in range(1, len(VALUE_CLASSES))]
    css = {key: VALUE_CLASSES[sum(value >= cut > ordered[0] for cut in cuts)] for key, value in values.items()}
    ranges: dict[str, tuple[Decimal, Decimal]] = {}
    for value in ordered:
        found = VALUE_CLASSES[sum(value >= cut > ordered[0] for cut in cuts)]
        ranges[found] = (ranges[found][0], value) if found in ranges else (value, value)
    return css, ranges


def band_classes(bands: Sequence[IndexBand]) -> dict[int, str]:
    """Return the class of each status band by its id; ``bands`` begin with the best and are spread over the five."""
    last = max(1, len(bands) - 1)
    top = len(BAND_CLASSES) - 1
    return {band.pk: BAND_CLASSES[round(top * (last - at) / last)] for at, band in enumerate(bands)}


def middle_half(values: Sequence[Decimal]) -> tuple[Decimal, Decimal, int]:
    """Return the narrowest span that holds at least half of the values, and how many lie in it."""
    ordered = sorted(values)
    half = (len(ordered) + 1) // 2
    spans = zip(ordered, ordered[half - 1 :], strict=False)
    low, high = min(spans, key=lambda span: (span[1] - span[0], span[0]))
    return low, high, sum(low <= value <= high for value in ordered)

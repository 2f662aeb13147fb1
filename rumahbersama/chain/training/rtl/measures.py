"""The measure of an RTL: an indicator of the writer's place with its present figure, or words of one's own.

The figure is taken as the baseline by itself while the plan is written, and stays once it was sent: what comes later
is compared with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.needs.models import Indicator
from rumahbersama.chain.needs.newest import Choice, Told
from rumahbersama.chain.training.rtl.models import Rtl
from rumahbersama.ground.core.formats import number

STORED = Decimal("0.0001")  # as exact as the field of an RTL


@dataclass(frozen=True)
class Typed:
    """What was typed of a measure; ``indicator`` is a code or ""."""

    indicator: str
    measure: str
    unit: str
    baseline: Decimal | None


def measured(typed: Typed, choices: Sequence[Choice], kept: Rtl | None) -> dict[str, Any]:
    """Return the measure as an RTL keeps it: of an indicator its own name and unit, if need be its newest figure."""
    chosen = next((each for each in choices if each.indicator.code == typed.indicator), None)
    if chosen is None:
        own = {"measure": typed.measure, "unit": typed.unit, "baseline": typed.baseline}
        return own | {"indicator": "", "baseline_period": ""}
    found = {"indicator": typed.indicator, "measure": chosen.indicator.name, "unit": chosen.indicator.unit}
    if typed.baseline is not None:
        return found | {"baseline": typed.baseline, "baseline_period": ""}
    if kept is not None and kept.state == Rtl.State.SENT and kept.indicator == typed.indicator:
        return found | {"baseline": kept.baseline, "baseline_period": kept.baseline_period}
    newest = chosen.newest
    return found | {
        "baseline": newest.value.quantize(STORED) if newest else None,
        "baseline_period": newest.period.code if newest else "",
    }


def offers(choices: Sequence[Choice]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the choices by service area, each with its newest figure in words."""
    found: dict[str, list[tuple[str, str]]] = {}
    for each in choices:
        found.setdefault(str(each.indicator.area), []).append((each.indicator.code, _offer(each)))
    return list(found.items())


def _offer(choice: Choice) -> str:
    told = in_words(choice.newest, choice.indicator) if choice.newest else _("belum ada angka lengkap")
    return f"{choice.indicator}: {told}"


def in_words(told: Told, indicator: Indicator) -> str:
    """Return a figure with its unit and period: "12 posyandu, Semester 1 2026, belum diverifikasi"."""
    unit = "%" if indicator.unit == "%" else f" {indicator.unit}"
    words = f"{number(told.value)}{unit}, {told.period}"
    return words if told.is_verified else _("{figure}, belum diverifikasi").format(figure=words)

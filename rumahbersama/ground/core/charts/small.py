"""Small charts that stand in a line or a cell."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from rumahbersama.ground.core.charts.svg import Scale, framed, num, points_of, runs_of, share

GAP = 0.4  # per cent between the parts of a stacked bar


@dataclass(frozen=True)
class Part:
    """One part of a stacked bar: s1..s3 or f-ok, f-warn, f-over, f-bad."""

    value: float
    css: str


def dot_row(value: float | None, *, target: float | None = None, css: str = "q2", maximum: float = 100) -> SafeString:
    """Return one row of a dot plot: rail, target, stem and dot; without a value only rail and target."""
    inner = '<line class="rail" x2="100%" y1="50%" y2="50%"/>'
    if target is not None:
        at = num(share(target, maximum))
        inner += f'<line class="tgt" x1="{at}%" x2="{at}%" y1="0" y2="100%"/>'
    if value is not None:
        at = num(share(value, maximum))
        inner += f'<line class="stem" x2="{at}%" y1="50%" y2="50%"/><circle class="{css}" cx="{at}%" cy="50%" r="6"/>'
    return mark_safe(f'<svg class="hb" aria-hidden="true">{inner}</svg>')  # noqa: S308 - numbers and classes only


def stacked_bar(parts: Sequence[Part], *, maximum: float | None = None, big: bool = False) -> SafeString:
    """Return a bar of parts with small gaps; with ``maximum`` several bars share one scale."""
    whole = maximum if maximum is not None else sum(part.value for part in parts)
    inner, left = "", 0.0
    shown = [part for part in parts if part.value > 0]
    for number, part in enumerate(shown, 1):
        width = share(part.value, whole)
        drawn = width if number == len(shown) else max(width - GAP, width / 2)
        inner += f'<rect class="{part.css}" x="{left:.2f}%" width="{drawn:.2f}%" height="100%"/>'
        left += width
    return mark_safe(f'<svg class="stack{" big" if big else ""}" aria-hidden="true">{inner}</svg>')  # noqa: S308


def sparkline(
    values: Sequence[float | None], *, target: float | None = None, over: tuple[float, float] | None = None
) -> SafeString:
    """Return the course of a figure in 160 x 34 units, its last value marked; gaps stay gaps.

    With ``over`` (lowest and highest) several charts share one scale.
    """
    known = [value for value in values if value is not None]
    if not known:
        return SafeString()
    scale = Scale.over([*known, *(over or ()), *([target] if target is not None else [])], top=5, bottom=29)
    step = 153 / max(1, len(values) - 1)
    runs = runs_of([None if value is None else (1 + step * i, scale.y(value)) for i, value in enumerate(values)])
    inner = "".join(
        f'<polygon class="ar" points="{num(r[0][0])},34 {points_of(r)} {num(r[-1][0])},34"/>' for r in runs
    )
    if target is not None:
        inner += f'<path class="tg" d="M1 {num(scale.y(target))}H154"/>'
    inner += "".join(f'<polyline class="ln" points="{points_of(run)}"/>' for run in runs if len(run) > 1)
    inner += "".join(
        f'<circle class="dt" cx="{num(r[0][0])}" cy="{num(r[0][1])}" r="2.5"/>' for r in runs[:-1] if len(r) == 1
    )
    x, y = runs[-1][-1]
    return framed("spark", "0 0 160 34", f'{inner}<circle class="dt" cx="{num(x)}" cy="{num(y)}" r="3.5"/>')

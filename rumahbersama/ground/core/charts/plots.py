"""Charts of their own: a small line and columns, 480 x 166 units."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from rumahbersama.ground.core.charts.svg import (
    BOX_WIDTH,
    LETTER,
    MARGIN,
    PHONE,
    Scale,
    framed,
    num,
    points_of,
    runs_of,
    share,
)


@dataclass(frozen=True)
class Bar:
    """One column, or one point of a line: what stands below, how high, what is written; None is a gap."""

    label: str
    value: float | None
    text: str = ""
    css: str = "br"


def line(points: Sequence[Bar], *, target: float | None = None) -> SafeString:
    """Return a small line chart from zero, each value written where there is room."""
    known = [point.value for point in points if point.value is not None]
    if not known:
        return SafeString()
    scale = Scale.over([0, *known, *([target] if target is not None else [])], top=24, bottom=140)
    step = (BOX_WIDTH - 2 * MARGIN) / max(1, len(points) - 1)
    placed = [(MARGIN + step * i, point) for i, point in enumerate(points)]
    runs = runs_of([None if point.value is None else (x, scale.y(point.value)) for x, point in placed])
    inner = f'<path class="ax" d="M0 {num(scale.y(0))}H{BOX_WIDTH}"/>'
    if target is not None:
        inner += f'<path class="tg" d="M0 {num(scale.y(target))}H{BOX_WIDTH}"/>'
    inner += "".join(f'<polyline class="ln" points="{points_of(run)}"/>' for run in runs)
    every = _every(points, step)
    for number, (x, point) in enumerate(reversed(placed)):
        if point.value is not None:
            inner += f'<circle class="dt" cx="{num(x)}" cy="{num(scale.y(point.value))}" r="3.5"/>'
        if number % every == 0:
            inner += _words(x, 158, point.label)
            if point.value is not None:
                inner += _words(x, scale.y(point.value) - 9, point.text, css="v")
    return framed("chart", f"0 0 {BOX_WIDTH} 166", f'<g text-anchor="middle">{inner}</g>')


def columns(bars: Sequence[Bar]) -> SafeString:
    """Return columns from zero (a histogram when they are bins), with what stands below and above them."""
    highest = max((bar.value for bar in bars if bar.value is not None), default=0)
    slot = BOX_WIDTH / max(1, len(bars))
    every = _every(bars, slot)
    inner = ""
    for number, bar in enumerate(bars):
        middle = slot * (number + 0.5)
        height = share(bar.value or 0, highest) * 1.16
        title = escape(f"{bar.label}: {bar.text}")
        inner += (
            f'<rect class="{bar.css}" x="{num(slot * number + slot * 0.12)}" y="{num(140 - height)}" '
            f'width="{num(slot * 0.76)}" height="{num(height)}" rx="2"><title>{title}</title></rect>'
        )
        if number % every == 0:
            inner += _words(middle, 156, bar.label)
        if len(bar.text) * PHONE * LETTER < slot:
            inner += _words(middle, 135 - height, bar.text, css="v")
    axis = f'<path class="ax" d="M0 140.5H{BOX_WIDTH}"/>'
    return framed("chart", f"0 0 {BOX_WIDTH} 166", f'<g text-anchor="middle">{inner}{axis}</g>')


def _every(bars: Sequence[Bar], slot: float) -> int:
    """Return that each n-th label is written, so that they do not touch."""
    widest = max((max(len(bar.label), len(bar.text)) for bar in bars), default=1) * PHONE * LETTER + 6
    return max(1, math.ceil(widest / slot))


def _words(x: float, y: float, text: str, *, css: str = "") -> str:
    mark = f' class="{css}"' if css else ""
    return f'<text{mark} x="{num(x)}" y="{num(y)}">{escape(text)}</text>' if text else ""

"""Labels of a map: those that fit are written, the rest stands in the list beside it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from rumahbersama.ground.core.charts.svg import BOX_WIDTH, DESK, LETTER, PHONE, Point, num

MOST_LABELS = 60  # of hundreds of areas the list tells; trying them all would cost more than the page


@dataclass(frozen=True)
class Spot:
    """Where a label may stand: its point, the room of its area, and for a dot the radius."""

    name: str
    value: str
    css: str
    x: float
    y: float
    wide: float
    tall: float
    radius: float = 0


@dataclass(frozen=True)
class Label:
    """The lines of a label and the middle of its first line."""

    lines: list[str]
    x: float
    y: float


Box = tuple[float, float, float, float]


def place(spots: Sequence[Spot]) -> str:
    """Write the labels that fit on a phone, then those that fit on a desk only (class l2), biggest area first."""
    order = sorted(spots, key=lambda spot: -spot.wide * spot.tall)[:MOST_LABELS]
    dots = [(s.x - s.radius, s.y - s.radius, s.x + s.radius, s.y + s.radius) for s in spots if s.radius]
    written, taken = "", list(dots)
    left = []
    for spot in order:
        found = _fitting(spot, PHONE, taken)
        if found is None:
            left.append(spot)
            continue
        taken.append(found[1])
        written += _written(spot, found[0])
    for spot in left:
        found = _fitting(spot, DESK, taken)
        if found is not None:
            taken.append(found[1])
            written += _written(spot, found[0], css=" l2")
    return written


def _fitting(spot: Spot, size: float, taken: Sequence[Box]) -> tuple[Label, Box] | None:
    """Return the label and its box at the first free place, on one line or two, or None."""
    for lines in _ways(spot):
        wide = max(len(text) for text in (*lines, spot.value)) * size * LETTER
        if wide > spot.wide * 1.1 or size * (len(lines) + 1.2) > spot.tall:
            continue
        below = 0.3 if spot.radius else 1.1 * len(lines) + 0.3
        for x, y in _places(spot, wide, size):
            box = (x - wide / 2, y - size, x + wide / 2, y + below * size)
            inside = box[0] >= 0 and box[2] <= BOX_WIDTH
            if inside and not any(_touch(box, other) for other in taken):
                return Label(lines, x, y), box
    return None


def _ways(spot: Spot) -> list[list[str]]:
    """Return how a name may be set: on one line, and inside an area on two."""
    words = spot.name.split()
    half = (len(words) + 1) // 2
    two = [[" ".join(words[:half]), " ".join(words[half:])]] if len(words) > 1 and not spot.radius else []
    return [[spot.name], *two]


def _places(spot: Spot, wide: float, size: float) -> list[Point]:
    if not spot.radius:
        return [(spot.x, spot.y)]
    away = spot.radius + 2
    level = spot.y + size * 0.35
    return [
        (spot.x, spot.y + away + size),
        (spot.x, spot.y - away - size * 0.3),
        (spot.x + away + wide / 2, level),
        (spot.x - away - wide / 2, level),
    ]


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _written(spot: Spot, label: Label, *, css: str = "") -> str:
    x, y = num(label.x), num(label.y)
    tone = "t-dot" if spot.radius else f"t-{escape(spot.css)}"
    text = escape(label.lines[0])
    text += "".join(f'<tspan x="{x}" dy="1.05em">{escape(more)}</tspan>' for more in label.lines[1:])
    if not spot.radius:
        text += f'<tspan class="v" x="{x}" dy="1.1em">{escape(spot.value)}</tspan>'
    return f'<text class="{tone}{css}" x="{x}" y="{y}">{text}</text>'


@lru_cache(maxsize=4096)
def extent_of(path: str) -> tuple[float, float]:
    """Return width and height of a path of M, L, H, V, Z in either case."""
    xs, ys = [0.0], [0.0]
    x = y = 0.0
    seen = False
    for command, text in re.findall(r"([MLHVZmlhvz])([^A-Za-z]*)", path):
        numbers = [float(word) for word in re.findall(r"-?\d*\.?\d+", text)]
        relative = command.islower()
        pairs = _pairs(command.upper(), numbers, x, y, relative=relative)
        for dx, dy in pairs:
            x, y = (x + dx, y + dy) if relative else (dx, dy)
            if not seen:
                xs, ys, seen = [], [], True
            xs.append(x)
            ys.append(y)
    return max(xs) - min(xs), max(ys) - min(ys)


def _pairs(command: str, numbers: list[float], x: float, y: float, *, relative: bool) -> list[Point]:
    if command == "H":
        return [(value, 0 if relative else y) for value in numbers]
    if command == "V":
        return [(0 if relative else x, value) for value in numbers]
    return list(zip(numbers[::2], numbers[1::2], strict=False))

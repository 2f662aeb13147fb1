"""What all charts share: the frame, numbers in attributes, the scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

SVG = '<svg class="{css}" viewBox="{box}" aria-hidden="true" focusable="false">{inner}</svg>'
LETTER = 0.57  # mean width of a letter, in font sizes
PHONE, DESK = 14, 11  # size of labels in units of the box, as in app.css
BOX_WIDTH, MARGIN = 480, 34

Point = tuple[float, float]


def num(value: float) -> str:
    """Return a number as an attribute has it: a point, at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def framed(css: str, box: str, inner: str) -> SafeString:
    """Return the frame around markup whose texts are escaped already."""
    return mark_safe(SVG.format(css=css, box=escape(box), inner=inner))  # noqa: S308 - every text in it is escaped


def share(value: float, maximum: float) -> float:
    """Return ``value`` of ``maximum`` in per cent, kept within 0 and 100."""
    return max(0.0, min(100.0, float(value) * 100 / float(maximum))) if maximum else 0.0


@dataclass(frozen=True)
class Scale:
    """Values to heights; a flat course lies in the middle."""

    low: float
    high: float
    top: float
    bottom: float

    @classmethod
    def over(cls, values: Sequence[float], *, top: float, bottom: float) -> "Scale":
        """Return the scale on which the lowest value is at ``bottom`` and the highest at ``top``."""
        return cls(float(min(values)), float(max(values)), top, bottom)

    def y(self, value: float) -> float:
        """Return the height of a value."""
        if self.high == self.low:
            return (self.top + self.bottom) / 2
        return self.bottom - (float(value) - self.low) * (self.bottom - self.top) / (self.high - self.low)


def runs_of(points: Sequence[Point | None]) -> list[list[Point]]:
    """Split a course at its gaps."""
    found: list[list[Point]] = [[]]
    for point in points:
        if point is not None:
            found[-1].append(point)
        elif found[-1]:
            found.append([])
    return [run for run in found if run]


def points_of(run: Sequence[Point]) -> str:
    """Return a run as the ``points`` of a polyline."""
    return " ".join(f"{num(x)},{num(y)}" for x, y in run)

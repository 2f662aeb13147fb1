"""Maps: areas filled by class, or dots at their centroids where no borders are known."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from rumahbersama.ground.core.charts.labels import Spot, extent_of, place
from rumahbersama.ground.core.charts.svg import BOX_WIDTH, MARGIN, Point, framed, num

NO_DATA = "nd"  # the class of an area without data: hatched, never coloured


@dataclass(frozen=True)
class MapArea:
    """One area of a map.

    ``path`` with its label point ``x``, ``y`` in units of the box, or no path and ``x`` longitude, ``y``
    latitude. ``value_class`` is q0..q4 or nd, ``value_text`` what the label says. Without ``url`` the area is drawn
    bare: of hundreds the list beside the map carries name, value and link.
    """

    code: str
    name: str
    url: str
    value_class: str
    value_text: str
    x: float
    y: float
    path: str = ""


def choropleth(areas: Sequence[MapArea], *, box: str) -> SafeString:
    """Return the areas filled by class, with name and value where they fit; ``box`` is the viewBox."""
    shapes = "".join(_link(area, f'<path d="{escape(area.path)}"/>') for area in areas)
    spots = [_spot(area, area.x, area.y, *extent_of(area.path)) for area in areas]
    return _map(box, shapes, place(spots))


def dot_map(areas: Sequence[MapArea]) -> SafeString:
    """Return the areas as dots at their places (``x`` longitude, ``y`` latitude), with a scale of kilometres."""
    if not areas:
        return SafeString()
    to_box, height, km = _projection(areas)
    radius = max(3.5, min(10.0, 44 / math.sqrt(len(areas))))
    placed = [(area, *to_box(float(area.x), float(area.y))) for area in areas]
    shapes = "".join(_link(area, f'<circle cx="{num(x)}" cy="{num(y)}" r="{num(radius)}"/>') for area, x, y in placed)
    labels = place([_spot(area, x, y, BOX_WIDTH, height, radius) for area, x, y in placed])
    return _map(f"0 0 {BOX_WIDTH} {num(height)}", shapes, labels + _ruler(km, height))


def _spot(area: MapArea, x: float, y: float, wide: float, tall: float, radius: float = 0) -> Spot:
    return Spot(area.name, area.value_text, area.value_class, x, y, wide, tall, radius)


def _map(box: str, shapes: str, labels: str) -> SafeString:
    return framed("map", box, f'<g class="areas">{shapes}</g><g class="labels">{labels}</g>')


def _link(area: MapArea, shape: str) -> str:
    if not area.url:
        return f'<g class="{escape(area.value_class)}">{shape}</g>'
    title = f"<title>{escape(area.name)}: {escape(area.value_text)}</title>"
    return f'<a href="{escape(area.url)}" tabindex="-1" class="{escape(area.value_class)}">{shape}{title}</a>'


def _projection(areas: Sequence[MapArea]) -> tuple[Callable[[float, float], Point], float, float]:
    """Return longitude and latitude to box units, the height of the box, and its units per kilometre."""
    west, east = float(min(a.x for a in areas)), float(max(a.x for a in areas))
    south, north = float(min(a.y for a in areas)), float(max(a.y for a in areas))
    narrowing = math.cos(math.radians((south + north) / 2))
    wide, tall = max((east - west) * narrowing, 1e-6), max(north - south, 1e-6)
    inside = BOX_WIDTH - 2 * MARGIN
    unit = min(inside / wide, inside / tall)
    left = (BOX_WIDTH - wide * unit) / 2

    def to_box(longitude: float, latitude: float) -> Point:
        return left + (longitude - west) * narrowing * unit, MARGIN + (north - latitude) * unit

    return to_box, tall * unit + 2 * MARGIN + 8, unit / 111.32


def _ruler(units_per_km: float, height: float) -> str:
    """Return a bar of a round number of kilometres, at most a quarter of the box wide."""
    most = BOX_WIDTH / 4 / units_per_km
    if not 0.1 < most < 20_000:
        return ""
    power = 10 ** math.floor(math.log10(most))
    km = next(power * step for step in (5, 2, 1) if power * step <= most)
    width = km * units_per_km
    y = height - 6
    return (
        f'<path class="rl" d="M6 {num(y - 4)}v4h{num(width)}v-4"/>'
        f'<text class="km" x="{num(6 + width / 2)}" y="{num(y - 7)}">{km:g} km</text>'
    )

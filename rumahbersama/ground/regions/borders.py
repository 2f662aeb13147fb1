"""Borders for the page: GeoJSON polygons become small SVG paths that share their lines. Pure.

Siblings are simplified together (``coverage_simplify``), so that a border of two stays one line; then
projected (equirectangular at the parent's middle latitude) into integer units of a box about 480 wide or high.
Imported only where borders are loaded: shapely brings numpy, a quarter of a second of every start.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import shapely
from shapely.geometry import shape as geometry_of
from shapely.geometry.base import BaseGeometry

from rumahbersama.ground.regions.rules import EAST, NORTH, SOUTH, WEST

BOX = 480
TOLERANCE_UNITS = 1.0


@dataclass(frozen=True)
class Drawn:
    """One region drawn: an SVG path, the box it stands in, and where its label goes."""

    path: str
    box: str
    label_x: int
    label_y: int


def polygon_of(geometry: Mapping[str, Any]) -> BaseGeometry | None:
    """Return a valid polygon of a GeoJSON geometry, or None where it is none or lies outside Indonesia."""
    if geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        return None
    try:
        found = shapely.union_all([_mended(part) for part in shapely.get_parts(geometry_of(geometry))])
    except (ValueError, TypeError, IndexError, shapely.GEOSException):
        return None
    if found.is_empty:
        return None
    west, south, east, north = found.bounds
    inside = WEST <= west <= east <= EAST and SOUTH <= south <= north <= NORTH
    return found if inside and found.area > 0 else None


def _mended(part: BaseGeometry) -> BaseGeometry:
    """Return a polygon without crossings; a sliver that is no area becomes empty."""
    whole = shapely.make_valid(part)
    return shapely.union_all([one for one in shapely.get_parts(whole) if one.area > 0])


def draw(siblings: Mapping[str, BaseGeometry]) -> dict[str, Drawn]:
    """Draw siblings in one box; returns them by the same keys."""
    keys, shapes = list(siblings), list(siblings.values())
    west, south, east, north = shapely.total_bounds(shapes)
    across = math.cos(math.radians((south + north) / 2))
    scale = BOX / max((east - west) * across, north - south)
    box = f"0 0 {math.ceil((east - west) * across * scale)} {math.ceil((north - south) * scale)}"

    def project(points: Any) -> Any:  # noqa: ANN401 - a numpy array of x, y
        return (points - (west, north)) * (across * scale, -scale)

    flat = [shapely.transform(one, project) for one in shapes]
    simple = shapely.coverage_simplify(flat, tolerance=TOLERANCE_UNITS)
    return {
        key: _drawn(one if not one.is_empty else whole, box)
        for key, one, whole in zip(keys, simple, flat, strict=True)
    }


def _drawn(one: BaseGeometry, box: str) -> Drawn:
    parts = sorted(shapely.get_parts(one), key=lambda part: -part.area)
    label = shapely.maximum_inscribed_circle(parts[0]).coords[0] if parts[0].area > 0 else parts[0].centroid.coords[0]
    rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    paths = [path for ring in rings if (path := _path(ring.coords))]
    return Drawn(
        path="".join(paths) or _path(rings[0].coords, keep=True),
        box=box,
        label_x=round(label[0]),
        label_y=round(label[1]),
    )


def _path(points: Any, *, keep: bool = False) -> str:  # noqa: ANN401 - a coordinate sequence
    """Return a ring as relative integer steps, or "" where rounding leaves no area."""
    whole = [(round(x), round(y)) for x, y in points]
    steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(whole)]
    steps = [step for step in steps if step != (0, 0)][:-1]
    if len(steps) < 2 and not keep:
        return ""
    line = " ".join(f"{x} {y}" for x, y in steps) or "1 0 0 1"
    return f"M{whole[0][0]} {whole[0][1]}l{line}z".replace(" -", "-")

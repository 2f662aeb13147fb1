"""The map of reach: desa filled by how well they reach a service, dots where no borders are known."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rumahbersama.chain.needs.facilities.reach import DesaReach, Reach
from rumahbersama.ground.core.charts import NO_DATA, MapArea, choropleth, dot_map
from rumahbersama.ground.core.formats import number
from rumahbersama.ground.regions.models import Level, Shape

HALF, ENOUGH, PLENTY = 0.5, 1.0, 1.5  # of the kabupaten's own average


@dataclass(frozen=True)
class DrawnReach:
    """The map, whether it shows dots, where borders come from, and how many desa are not on it."""

    svg: SafeString
    is_dots: bool
    source: str
    missing: int


def draw(reach: Reach) -> DrawnReach | None:
    """Return the map, or None where there is nothing to draw."""
    rows = reach.rows if reach.region.level == Level.KECAMATAN else []
    shapes = {row.region.pk: row.region.shape for row in rows if hasattr(row.region, "shape")}
    if len(shapes) * 2 > len(reach.rows):
        first = next(iter(shapes.values()))
        areas = [_area(reach, row, shapes[row.region.pk]) for row in reach.rows if row.region.pk in shapes]
        return DrawnReach(choropleth(areas, box=first.box), False, first.source, len(reach.rows) - len(areas))
    dots = [_dot(reach, row) for row in reach.rows if row.region.latitude is not None]
    if not dots:
        return None
    return DrawnReach(dot_map(dots), True, "", len(reach.rows) - len(dots))


def class_of(score: float | None, average: float | None) -> str:
    """Return the class of a score against the average of its kabupaten: q0 nothing in reach, q4 plenty.

    Source: project decision (no standard says how many in reach are enough; the kabupaten is its own measure).
    """
    if score == 0:
        return "q0"
    if score is None or not average:
        return NO_DATA
    share = score / average
    return "q1" if share < HALF else "q2" if share < ENOUGH else "q3" if share < PLENTY else "q4"


def _area(reach: Reach, row: DesaReach, shape: Shape) -> MapArea:
    return MapArea(
        code=row.region.code,
        name=row.region.name,
        url=reverse("results:place", args=[row.region.code]),
        value_class=class_of(row.score, reach.average),
        value_text=_value(row),
        path=shape.path,
        x=shape.label_x,
        y=shape.label_y,
    )


def _dot(reach: Reach, row: DesaReach) -> MapArea:
    return MapArea(
        code=row.region.code,
        name=row.region.name,
        url=reverse("results:place", args=[row.region.code]),
        value_class=class_of(row.score, reach.average),
        value_text=_value(row),
        x=float(row.region.longitude or 0),
        y=float(row.region.latitude or 0),
    )


def _value(row: DesaReach) -> str:
    """Return what stands in an area: how far the nearest is."""
    if row.access.nearest_km is None:
        return ""
    if not row.access.nearest_km:
        return _("di desa ini")
    return _("{km} km").format(km=number(row.access.nearest_km, decimals=1))

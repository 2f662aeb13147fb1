"""The map beside the ranked list: polygons where all children have a border, else dots at their centroids."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rumahbersama.ground.core.charts import MapArea, choropleth, dot_map
from rumahbersama.ground.core.formats import number
from rumahbersama.ground.regions.models import Region
from rumahbersama.results.queries import PlacePage
from rumahbersama.results.rules import Child


@dataclass(frozen=True)
class DrawnMap:
    """A map, what it is made of, and which children are not on it."""

    svg: SafeString
    is_dots: bool
    source: str
    missing: int


def draw(page: PlacePage) -> DrawnMap | None:
    """Return the map of the children, or None where there is nothing to draw."""
    ranked = {child.code: child for child in page.ranked}
    shaped = [region for region in page.children if hasattr(region, "shape")]
    if shaped and len(shaped) * 2 > len(page.children):
        svg = choropleth([_area(region, ranked[region.code]) for region in shaped], box=shaped[0].shape.box)
        return DrawnMap(svg, False, shaped[0].shape.source, len(page.children) - len(shaped))
    placed = [region for region in page.children if region.latitude is not None]
    if not placed:
        return None
    svg = dot_map([_dot(region, ranked[region.code]) for region in placed])
    return DrawnMap(svg, True, _("titik tengah wilayah"), len(page.children) - len(placed))


def _area(region: Region, child: Child) -> MapArea:
    shape = region.shape
    return MapArea(
        code=region.code,
        name=region.name,
        url=child.url,
        value_class=child.css,
        value_text=_value(child),
        path=shape.path,
        x=shape.label_x,
        y=shape.label_y,
    )


def _dot(region: Region, child: Child) -> MapArea:
    return MapArea(
        code=region.code,
        name=region.name,
        url=child.url,
        value_class=child.css,
        value_text=_value(child),
        x=float(region.longitude or 0),
        y=float(region.latitude or 0),
    )


def _value(child: Child) -> str:
    """Return what is written in an area: how many are missing; a dash where nothing is known."""
    if child.gap is None or not child.gap.reported:
        return number(child.supply) if child.supply is not None or child.expected else ""
    return number(-child.gap.shortage) if child.gap.shortage else _("cukup")

"""The map beside a list: polygons where most children have a border, else dots at their centroids."""

from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rumahbersama.ground.core.charts import NO_DATA, MapArea, choropleth, dot_map
from rumahbersama.ground.core.formats import number
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.results.indicator import IndicatorPage, Row
from rumahbersama.results.queries import PlacePage
from rumahbersama.results.readings import AS_IT_WAS
from rumahbersama.results.rules import Child, band_classes, value_classes

MOST_LINKED = 100  # dots of a map that carry name and link; more would weigh more than the page may


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


@dataclass(frozen=True)
class IndicatorMap(DrawnMap):
    """The map of an indicator's children; ``scale`` is what each colour means, in the order of the values."""

    scale: list[tuple[str, str]]


def draw_indicator(page: IndicatorPage) -> IndicatorMap | None:
    """Return the map of the children by value, or None where no child has one or stands anywhere.

    Borders are drawn in the box of their parent, and they are today's: grandchildren, and places as they were, are
    dots.
    """
    if not page.known:
        return None
    css, scale = _classes(page)
    shaped = [row for row in page.rows if not page.reading.is_old and _has_shape(row, page.region)]
    if shaped and len(shaped) * 2 > len(page.rows):
        first = shaped[0].region.shape
        svg = choropleth([_place(page, row, css, is_linked=True) for row in shaped], box=first.box)
        return IndicatorMap(svg, False, first.source, len(page.rows) - len(shaped), scale)
    placed = [row for row in page.rows if row.region.latitude is not None]
    if not placed:
        return None
    is_linked = len(placed) <= MOST_LINKED
    svg = dot_map([_place(page, row, css, is_linked=is_linked, is_dot=True) for row in placed])
    return IndicatorMap(svg, True, "", len(page.rows) - len(placed), scale)


def _has_shape(row: Row, region: Region) -> bool:
    return row.region.parent_id == region.pk and hasattr(row.region, "shape")


def _classes(page: IndicatorPage) -> tuple[dict[int, str], list[tuple[str, str]]]:
    """Return the class of each child by its id, and what each class that occurs means."""
    if page.bands:
        of_band = band_classes(page.bands)
        css = {row.region.pk: of_band[row.band.pk] for row in page.known if row.band}
        return css, [(of_band[band.pk], str(band)) for band, count in page.in_bands if count]
    values = {row.region.pk: row.now.value for row in page.known if row.now}
    css, ranges = value_classes(values)
    scale = [(each, _range(low, high, page.unit)) for each, (low, high) in ranges.items()]
    return css, scale


def _range(low: Decimal, high: Decimal, unit: str) -> str:
    text = number(low) if low == high else f"{number(low)}–{number(high)}"
    return f"{text}%" if unit == "%" else f"{text} {unit}"


def _place(page: IndicatorPage, row: Row, css: dict[int, str], *, is_linked: bool, is_dot: bool = False) -> MapArea:
    region = row.region
    shape = None if is_dot else region.shape
    return MapArea(
        code=region.code,
        name=str(region) if region.level == Level.KABUPATEN else region.name,
        url=_address(page, region) if is_linked else "",
        value_class=css.get(region.pk, NO_DATA),
        value_text=number(row.now.value) if row.now else "",
        path=shape.path if shape else "",
        x=shape.label_x if shape else float(region.longitude or 0),
        y=shape.label_y if shape else float(region.latitude or 0),
    )


def _address(page: IndicatorPage, region: Region) -> str:
    asked = {"periode": page.period.code} | ({"batas": AS_IT_WAS} if page.reading.is_old else {})
    return f"{reverse('results:indicator', args=[region.code, page.indicator.code])}?{urlencode(asked)}"

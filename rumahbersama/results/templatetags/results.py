"""Small parts of the place page."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from rumahbersama.ground.core.charts import dot_row
from rumahbersama.ground.regions.models import Region
from rumahbersama.results.rules import Child

register = template.Library()


@register.simple_tag
def met_dot(child: Child) -> SafeString:
    """Return the dot of a child on the scale from 0 to 100 percent met."""
    met = child.met_percent
    return dot_row(None if met is None else float(met), target=100, css=child.css)


@register.filter
def of(found: dict[int, Any], place: Region) -> Any:  # noqa: ANN401 - whatever the page keeps by place
    """Return what a mapping by region id holds for a place; None too where there is no mapping."""
    return found.get(place.pk) if found else None

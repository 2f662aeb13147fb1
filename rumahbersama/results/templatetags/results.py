"""Small parts of the place page."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.safestring import SafeString

from rumahbersama.chain.needs.spm.queries import FieldLine, ServiceLine
from rumahbersama.chain.needs.spm.rules import Category, shown
from rumahbersama.ground.core.charts import dot_row
from rumahbersama.ground.core.formats import number
from rumahbersama.ground.core.templatetags.ui import chip
from rumahbersama.ground.regions.models import Region
from rumahbersama.results import spm_sentences
from rumahbersama.results.rules import Child
from rumahbersama.results.spm import missing_words

register = template.Library()


@register.simple_tag
def met_dot(child: Child) -> SafeString:
    """Return the dot of a child on the scale from 0 to 100 percent met."""
    met = child.met_percent
    return dot_row(None if met is None else float(met), target=100, css=child.css)


@register.filter
def as_index(index: Decimal | None) -> str:
    """Return an index of minimum services as the page writes it, cut after two decimals; a dash where unknown."""
    return number(shown(index))


_TONES = {Category.COMPLETE: ("ok", "circle-check"), Category.NOT_YET: ("bad", "triangle-alert")}


@register.simple_tag
def category_chip(category: Category | None) -> SafeString:
    """Return the chip of what an index is called; "" without a category."""
    if category is None:
        return SafeString("")
    return chip(*_TONES.get(category, ("warn", "triangle-alert")), str(category.label))


@register.filter
def missing(line: ServiceLine) -> str:
    """Return what a minimum service lacks, in few words."""
    return missing_words(line)


@register.filter
def field_sentence(group: FieldLine) -> str:
    """Return what a field of minimum services says while its services are folded away."""
    return spm_sentences.field_sentence(group)


@register.filter
def of(found: dict[int, Any], place: Region) -> Any:  # noqa: ANN401 - whatever the page keeps by place
    """Return what a mapping by region id holds for a place; None too where there is no mapping."""
    return found.get(place.pk) if found else None

"""Facilities in words and chips."""

from decimal import Decimal

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rumahbersama.chain.needs.facilities import sentences
from rumahbersama.chain.needs.facilities.history import changed_fields
from rumahbersama.chain.needs.facilities.models import Facility
from rumahbersama.ground.audit.queries import RowChange
from rumahbersama.ground.core.formats import day, number
from rumahbersama.ground.core.templatetags.ui import chip

register = template.Library()
register.simple_tag(sentences.listed_words, name="listed_words")
register.simple_tag(sentences.difference_words, name="difference_words")
register.simple_tag(sentences.working_sentence, name="working_words")
_CHIPS = {
    Facility.Working.YES: ("ok", "circle-check"),
    Facility.Working.NO: ("bad", "triangle-alert"),
    Facility.Working.UNKNOWN: ("none", "circle-dashed"),
}


@register.simple_tag
def working_chip(facility: Facility) -> SafeString:
    """Return whether a facility works as a chip; a closed one says since when."""
    if facility.ended_on:
        return chip("none", "circle-dashed", _("Tutup sejak {day}").format(day=day(facility.ended_on)))
    tone, icon = _CHIPS[Facility.Working(facility.working)]
    return chip(tone, icon, facility.get_working_display())


@register.simple_tag
def changed_words(change: RowChange) -> str:
    """Return what of a facility changed: "Petugas: 4 → 5"."""
    return changed_fields(change)


@register.filter
def degrees(value: Decimal) -> str:
    """Return degrees to five decimals, without grouping."""
    return number(value, decimals=5)

"""Words of presence for templates."""

from django import template

from rumahbersama.workshop.presence import words
from rumahbersama.workshop.presence.rules import ABSENT, CONFLICT, LATE, LEAVE, PRESENT, SICK, WAITING

register = template.Library()
register.filter("clock", words.clock)
register.filter("standing", words.words_of)
CHIPS = {
    CONFLICT: ("bad", "triangle-alert"),
    ABSENT: ("bad", "circle-x"),
    LATE: ("warn", "clock-alert"),
    LEAVE: ("none", "door-open"),
    SICK: ("none", "thermometer"),
    WAITING: ("none", "hourglass"),
    PRESENT: ("ok", "circle-check"),
}


@register.filter
def tone(state: str) -> str:
    """Return the tone of a state's chip."""
    return CHIPS[state][0]


@register.filter
def sign(state: str) -> str:
    """Return the icon of a state's chip."""
    return CHIPS[state][1]


@register.filter
def letter(state: str) -> str:
    """Return the one or two signs by which a state stands in a wide table."""
    return {PRESENT: "H", LATE: "T", LEAVE: "I", SICK: "S", ABSENT: "–", CONFLICT: "?!", WAITING: "·"}[state]

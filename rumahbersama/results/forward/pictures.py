"""How promises and figures of a thread are drawn: bars of their states, with the words and counts of a legend."""

from django.utils.safestring import SafeString

from rumahbersama.ground.core.charts.small import Part, stacked_bar
from rumahbersama.results.forward.rules import KNOWN, STATES, Followed, States, state_words, verdict_words

STATE_COLOURS = ("f-ok", "f-over", "s2", "f-bad", "s1")
VERDICT_COLOURS = ("f-ok", "s2", "f-bad")  # what cannot be told has no colour


def state_parts(states: States) -> list[tuple[str, str, int, str]]:
    """Return (code, words, count, colour) of each state."""
    words = state_words()
    return [(code, words[code], states.of(code), css) for code, css in zip(STATES, STATE_COLOURS, strict=True)]


def state_bar(states: States) -> SafeString:
    """Return how many promises stand where as one bar."""
    return stacked_bar([Part(count, css) for _code, _words, count, css in state_parts(states)], big=True)


def verdict_parts(followed: Followed) -> list[tuple[str, int, str]]:
    """Return (words, count, colour) of each verdict that can be told."""
    rows = zip(KNOWN, VERDICT_COLOURS, strict=True)
    return [(verdict_words()[code], followed.verdicts[code], css) for code, css in rows]


def verdict_bar(followed: Followed) -> SafeString:
    """Return what the figures did as one bar."""
    return stacked_bar([Part(count, css) for _words, count, css in verdict_parts(followed)], big=True)

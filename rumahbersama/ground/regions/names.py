"""How alike two names of places are: for offering candidates, never for deciding that a code changed. Pure."""

import re

from rapidfuzz import fuzz

from rumahbersama.ground.regions.rules import folded

# Below this the same code bears "another name altogether" (project decision, docs/adr/0008: found by looking
# at all 771 names that differ between the editions of 2022 and 2025).
ALIKE = 60.0
OFFERED = 70.0
_WORDS = ["NOL", "SATU", "DUA", "TIGA", "EMPAT", "LIMA", "ENAM", "TUJUH", "DELAPAN", "SEMBILAN", "SEPULUH", "SEBELAS"]
_NUMBERS = {word: value for value, word in enumerate(_WORDS)} | {
    roman: value + 1
    for value, roman in enumerate(
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV"]
    )
}
_TENS = re.compile(r"\b(\w+) PULUH(?: (SATU|DUA|TIGA|EMPAT|LIMA|ENAM|TUJUH|DELAPAN|SEMBILAN))?\b")
_TEENS = re.compile(r"\b(\w+) BELAS\b")


def with_digits(name: str) -> str:
    """Return the folded name with numbers as digits: "26 Ilir D. I" and "Dua-puluh-enam Ilir Satu" come close."""
    text = _TENS.sub(_tens, folded(name))
    text = _TEENS.sub(lambda found: str(_NUMBERS[found[1]] + 10) if found[1] in _NUMBERS else found[0], text)
    return " ".join(str(_NUMBERS.get(word, word)) for word in text.split())


def _tens(found: re.Match[str]) -> str:
    if found[1] not in _NUMBERS:
        return found[0]
    return str(_NUMBERS[found[1]] * 10 + (_NUMBERS[found[2]] if found[2] else 0))


def likeness(one: str, other: str) -> float:
    """Return how alike two names are, 0 to 100; 100 when all words of one stand in the other."""
    first, second = with_digits(one), with_digits(other)
    words, others = set(first.split()), set(second.split())
    if words <= others or others <= words:
        return 100.0
    return float(fuzz.ratio(first.replace(" ", ""), second.replace(" ", "")))


def are_alike(one: str, other: str) -> bool:
    """Tell whether two names under one code may be one place renamed.

    Source: project decision, docs/adr/0008.
    """
    return likeness(one, other) >= ALIKE

"""Sentences of the program that are kept, and put into words for whoever reads them.

``worded("ditunda sampai {day}", day=...)`` holds a message and what it is about; ``kept`` is what a JSON field stores
of it, and ``told`` makes words of that in the language of the page. What people wrote is a plain text beside it and
is never translated. A message that the catalogue no longer knows is told as it was kept, in Indonesian.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext, ngettext, override

from rumahbersama.ground.core.formats import day, number

TEXT, COUNTED_BY, FACTS = "text", "counted_by", "facts"
DAY, DECIMAL, NAMED = "day", "decimal", "named"
Kept = str | dict[str, Any]


@dataclass(frozen=True)
class Worded:
    """A message with what it is about; ``counted_by`` names the number that decides singular or plural."""

    text: str
    facts: Mapping[str, Any]
    counted_by: str = ""

    def __str__(self) -> str:
        """Say it in the language of the page."""
        count = self.facts.get(self.counted_by)
        said = gettext(self.text) if count is None else ngettext(self.text, self.text, count)
        return said.format(**{name: _in_words(value) for name, value in self.facts.items()})


def worded(text: str, **facts: Any) -> Worded:  # noqa: ANN401
    """Return a message with what it is about: numbers, days, words of people, and what has a name in each language.

    ``tools/messages.py`` collects the message as it does that of ``_``.
    """
    return Worded(text, facts)


def worded_count(singular: str, plural: str, n: int, **facts: Any) -> Worded:  # noqa: ANN401
    """Return a message that counts ``{n}``; its two forms are the same in Indonesian."""
    assert singular == plural, singular  # noqa: S101 - one is kept
    return Worded(singular, {"n": n, **facts}, counted_by="n")


def _in_words(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal):
        return number(value, decimals=max(0, -int(value.as_tuple().exponent)))
    if isinstance(value, int):
        return number(value)
    if isinstance(value, list):
        return ", ".join(_in_words(each) for each in value)
    if isinstance(value, dict):
        return str(value.get(get_language() or "") or value[settings.LANGUAGE_CODE])
    return str(value)


def kept(parts: Iterable[Worded | str]) -> list[Kept]:
    """Return what a JSON field keeps of sentences; what people wrote is kept as it is."""
    return [_kept(part) for part in parts]


def _kept(part: Any) -> Any:  # noqa: ANN401
    if isinstance(part, Worded):
        facts = {name: _kept(value) for name, value in part.facts.items()}
        return {TEXT: part.text, COUNTED_BY: part.counted_by, FACTS: facts}
    if isinstance(part, date):
        return {DAY: part.isoformat()}
    if isinstance(part, Decimal):
        return {DECIMAL: str(part)}
    if isinstance(part, list):
        return [_kept(each) for each in part]
    return part if isinstance(part, int | str) else {NAMED: _names_of(part)}


def _names_of(thing: Any) -> dict[str, str]:  # noqa: ANN401 - a label, a service, a period
    """Return what something is called in each language."""
    names = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            names[code] = str(thing)
    return names


def told(parts: Iterable[Kept]) -> list[str]:
    """Return kept sentences in the language of the page."""
    return [_in_words(_read(part)) for part in parts]


def _read(part: Any) -> Any:  # noqa: ANN401
    if isinstance(part, list):
        return [_read(each) for each in part]
    if not isinstance(part, dict):
        return part
    if DAY in part:
        return date.fromisoformat(part[DAY])
    if DECIMAL in part:
        return Decimal(part[DECIMAL])
    if NAMED in part:
        return part[NAMED]
    facts = {name: _read(value) for name, value in part[FACTS].items()}
    return Worded(part[TEXT], facts, part[COUNTED_BY])

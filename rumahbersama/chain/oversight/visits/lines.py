"""One question of a visit as its page shows it: what is asked, answered and noted, and what stood there before."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rumahbersama.chain.oversight.visits.boxes import note_of, option_of
from rumahbersama.chain.oversight.visits.models import Saying
from rumahbersama.workshop.surveys.rules import CHOOSING, MANY, YES, Asked


@dataclass(frozen=True)
class Option:
    """One option of a question of many choices: its box, its words, whether it was chosen."""

    box: str
    label: str
    value: str


@dataclass(frozen=True)
class Line:
    """A question of a visit. ``value`` is the text of its box, ``shown`` its words."""

    asked: Asked
    value: str
    shown: str
    note: str
    options: list[Option]
    earlier: list[Saying]

    @property
    def note_box(self) -> str:
        """Return the box of the note."""
        return note_of(self.asked.name)

    @property
    def is_one(self) -> bool:
        """Tell whether one of several words is chosen."""
        return self.asked.kind in CHOOSING and self.asked.kind != MANY


def line_of(asked: Asked, words: Mapping[str, str], earlier: Mapping[str, list[Any]]) -> Line:
    """Return a question with what was written about it."""
    labels = dict(asked.choices)
    options = [
        Option(option_of(asked.name, name), label, words.get(option_of(asked.name, name), ""))
        for name, label in (asked.options if asked.kind == MANY else ())
    ]
    value = words.get(asked.name, "")
    chosen = [each.label for each in options if each.value == YES]
    return Line(
        asked=asked,
        value=value,
        shown=", ".join(chosen) if asked.kind == MANY else labels.get(value, value),
        note=words.get(note_of(asked.name), ""),
        options=options,
        earlier=[*earlier.get(asked.name, ()), *earlier.get(note_of(asked.name), ())],
    )

"""The boxes of a visit: what is asked, where its answer and its note stand, and what was written there; pure.

A box is named as in ``models.Saying``. A question of many choices has one box for each option ("sampah.angkut"),
because a device keeps one word per box.

Source: project decision, docs/adr/0039-visits.md.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rumahbersama.workshop.surveys.rules import DECIMAL, INTEGER, MANY, YES, Asked

REPORT, NOTE = "laporan", "catatan"
LEFT, RETURNED = "perjalanan.berangkat", "perjalanan.kembali"  # hours of the journey, for the report of the SPJ
HOURS = (LEFT, RETURNED)
_HOUR = re.compile(r"([01]?\d|2[0-3])(?:[.:]([0-5]\d))?\Z")
LONGEST_NOTE, LONGEST_REPORT = 1_000, 10_000


def note_of(name: str) -> str:
    """Return the box of the note beside a question."""
    return f"{name}.{NOTE}"


def option_of(name: str, option: str) -> str:
    """Return the box of one option of a question of many choices."""
    return f"{name}.{option}"


def answer_boxes(asked: Asked) -> list[str]:
    """Return the boxes that hold the answer to a question."""
    if asked.kind == MANY:
        return [option_of(asked.name, option) for option, _label in asked.options]
    return [asked.name]


def all_boxes(questions: Iterable[Asked]) -> list[str]:
    """Return the boxes of a visit with these questions, the report and the hours last."""
    return [*_of_questions(questions), REPORT, *HOURS]


def _of_questions(questions: Iterable[Asked]) -> Iterator[str]:
    for asked in questions:
        if asked.is_answered:
            yield from answer_boxes(asked)
            yield note_of(asked.name)


def answers_in(questions: Sequence[Asked], words: Mapping[str, str]) -> dict[str, Any]:
    """Return what the boxes say as answers for ``surveys.rules.checked_answers``."""
    found: dict[str, Any] = {}
    for asked in questions:
        if asked.kind == MANY:
            found[asked.name] = [
                option for option, _label in asked.options if words.get(option_of(asked.name, option)) == YES
            ]
        else:
            text = words.get(asked.name, "").strip()
            found[asked.name] = text.replace(",", ".") if asked.kind in (INTEGER, DECIMAL) else text
    return found


def as_kept(box: str, text: str) -> str:
    """Return a text as it is kept: line ends of one kind, no longer than its box allows; an hour as "08.30"."""
    if box in HOURS:
        hour = hour_of(text)
        return text.strip()[:20] if hour is None else hour
    most = LONGEST_REPORT if box == REPORT else LONGEST_NOTE if box.endswith(f".{NOTE}") else 2_000
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()[:most]


def hour_of(text: str) -> str | None:
    """Return an hour as "08.30", whether typed so, as "8:30" or as "8"; "" stays, and what is none is None."""
    typed = text.strip()
    found = _HOUR.match(typed)
    return f"{int(found[1]):02d}.{found[2] or '00'}" if found else None if typed else ""

"""Aiken, the simplest format: the question, its options ``A.`` or ``A)``, and ``ANSWER: B``.

Source: the format's description in Moodle's documentation (docs.moodle.org, "Aiken format"). It has neither topics
nor explanations; both are lost when a bank is given out in it. ``JAWABAN:`` and ``KUNCI:`` are read too.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rumahbersama.chain.training.bank.formats.shapes import (
    LETTERS,
    TRUE_FALSE,
    BadBlock,
    Question,
    Reading,
    one_line,
    text_of,
    tidy,
)

_OPTION = re.compile(r"^\s*([A-Za-z])[.)]\s*(.*)$")
_KEY = re.compile(r"^\s*(?:ANSWER|JAWABAN|KUNCI)\s*:\s*(.*?)\s*$", re.IGNORECASE)


@dataclass
class _Block:
    """Lines of one question while it is read."""

    line: int = 0
    stem: list[str] = field(default_factory=list)
    options: list[tuple[str, str]] = field(default_factory=list)

    def add(self, number: int, line: str) -> None:
        self.line = self.line or number
        option = _OPTION.match(line)
        if option and (self.stem or self.options):
            self.options.append((option[1].upper(), option[2]))
        elif self.options:
            self.options[-1] = (self.options[-1][0], f"{self.options[-1][1]} {line}")
        else:
            self.stem.append(line)

    def question(self, key: str, number: int) -> Question:
        letters = [letter for letter, _text in self.options]
        if not letters:
            raise BadBlock("no_options")
        wanted = [chr(ord("A") + at) for at in range(len(letters))]
        if letters != wanted:
            off = next(at for at, (one, other) in enumerate(zip(letters, wanted, strict=True)) if one != other)
            raise BadBlock("letters", found=letters[off], wanted=wanted[off])
        right = key.strip(" .)").upper()
        if right not in letters:
            raise BadBlock("key_outside", line=number, key=key or "-", last=letters[-1])
        options = tuple(tidy(text) for _letter, text in self.options)
        return Question(tidy("\n".join(self.stem)), options, letters.index(right), line=self.line)


def read(raw: bytes) -> Reading:
    """Return what the file gives.

    Raises:
        BadFile: no text, or too much of it.
    """
    found, block = Reading(), _Block()
    for number, line in enumerate(text_of(raw).split("\n"), start=1):
        key = _KEY.match(line)
        if key:
            _close(found, block, key[1], number)
            block = _Block()
        elif line.strip():
            block.add(number, line)
        elif block.options:  # an empty line after the options, and no key: the block ends here
            found.faults.append(BadBlock("no_answer_line").at(block.line))
            block = _Block()
    if block.line:
        found.faults.append(BadBlock("no_answer_line").at(block.line))
    return found


def _close(found: Reading, block: _Block, key: str, number: int) -> None:
    try:
        found.take(block.question(key, number))
    except BadBlock as problem:
        found.faults.append(problem.at(block.line or number))


def write(questions: Sequence[Question]) -> str:
    """Return the questions as Aiken; several lines become one, and true/false becomes a choice of two."""
    return "\n".join(_block(question) for question in questions)


def _block(question: Question) -> str:
    stem = one_line(question.stem)
    if _KEY.match(stem):
        stem = f"“{stem}”"
    options = TRUE_FALSE if question.is_true_false else question.options
    lines = [f"{LETTERS[at]}. {one_line(option)}" for at, option in enumerate(options)]
    return "\n".join([stem, *lines, f"ANSWER: {question.letter}", ""])

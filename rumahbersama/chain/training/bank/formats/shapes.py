"""What all formats read and write: a question, and a block that is no usable question.

Two packages on PyPI read GIFT or Moodle XML; neither says at which line a block is wrong, and both stop there, so the
parsers are our own (docs/adr/0025-question-banks.md).
"""

import html
import re
import unicodedata
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

MOST_BYTES = 5_000_000
MOST_QUESTIONS = 10_000
LONGEST_STEM, LONGEST_OPTION, LONGEST_EXPLANATION, LONGEST_TOPIC = 4_000, 1_000, 8_000, 120
FEWEST_OPTIONS, MOST_OPTIONS = 2, 5
LETTERS = "ABCDE"
TRUE_FALSE = ("Benar", "Salah")


@dataclass(frozen=True)
class Question:
    """One question: ``right`` counts the options from 0; ``line`` is where it begins in its file, 0 where unknown."""

    stem: str
    options: tuple[str, ...]
    right: int
    explanation: str = ""
    topic: str = ""
    line: int = 0
    number: str = ""

    @property
    def is_true_false(self) -> bool:
        """Tell whether it asks whether a sentence is true."""
        return self.options == TRUE_FALSE

    @property
    def letter(self) -> str:
        """Return the letter of the right option."""
        return LETTERS[self.right]


@dataclass(frozen=True)
class Fault:
    """A block that does not become a question: its line, a code of ``words.FAULTS``, what its sentence names."""

    line: int
    code: str
    values: dict[str, str] = field(default_factory=dict)


class BadBlock(Exception):
    """Raised by a parser where a block is no usable question."""

    def __init__(self, code: str, *, line: int = 0, **values: str) -> None:
        super().__init__(code)
        self.fault = Fault(line, code, values)

    def at(self, line: int) -> Fault:
        """Return the fault at its own line, or at the line of the block."""
        return self.fault if self.fault.line else replace(self.fault, line=line)


class BadFile(Exception):
    """A file that is not read at all: a code of ``words.FILES``, and what its sentence names."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code, self.values = code, values


@dataclass
class Reading:
    """What a file gave, in its order."""

    questions: list[Question] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def take(self, question: Question) -> None:
        """Keep a question if it can be used, else its fault."""
        try:
            checked(question)
        except BadBlock as problem:
            self.faults.append(problem.at(question.line))
        else:
            self.questions.append(question)
        if len(self.questions) + len(self.faults) > MOST_QUESTIONS:
            raise BadFile("too_many", limit=str(MOST_QUESTIONS))


def checked(question: Question) -> Question:
    """Return the question if it can be asked.

    Raises:
        BadBlock: what is wrong with it.
    """
    if not question.stem:
        raise BadBlock("no_stem")
    if not FEWEST_OPTIONS <= len(question.options) <= MOST_OPTIONS:
        raise BadBlock("option_count", count=str(len(question.options)))
    empty = next((LETTERS[at] for at, text in enumerate(question.options) if not text), "")
    if empty:
        raise BadBlock("empty_option", letter=empty)
    _refuse_equal(question.options)
    if not 0 <= question.right < len(question.options):
        raise BadBlock("key_outside", key=str(question.right + 1), last=LETTERS[len(question.options) - 1])
    _refuse_long(question)
    return question


def _refuse_equal(options: tuple[str, ...]) -> None:
    seen: dict[str, int] = {}
    for at, text in enumerate(options):
        same = seen.setdefault(folded(text), at)
        if same != at:
            raise BadBlock("equal_options", one=LETTERS[same], other=LETTERS[at])


def _refuse_long(question: Question) -> None:
    for what, text, most in (
        ("stem", question.stem, LONGEST_STEM),
        ("option", max(question.options, key=len), LONGEST_OPTION),
        ("explanation", question.explanation, LONGEST_EXPLANATION),
        ("topic", question.topic, LONGEST_TOPIC),
    ):
        if len(text) > most:
            raise BadBlock(f"long_{what}", count=str(len(text)), limit=str(most))


def folded(text: str) -> str:
    """Return a text as it is compared: without case and odd blanks."""
    return " ".join(text.split()).casefold()


def tidy(text: str) -> str:
    """Return a text as it is kept: composed letters, no control characters, single blanks, no empty ends."""
    whole = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    lines = [" ".join(_visible(line).split()) for line in whole.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _visible(line: str) -> str:
    if line.isprintable():  # the common case, at a glance
        return line
    return "".join(each if unicodedata.category(each)[0] != "C" else " " for each in line)


def one_line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(tidy(text).split())


def text_of(raw: bytes) -> str:
    """Return the text of a file: UTF-8 with or without BOM, else Windows-1252.

    Raises:
        BadFile: it is too large, empty or no text.
    """
    if len(raw) > MOST_BYTES:
        raise BadFile("too_big", limit=str(MOST_BYTES // 1_000_000))
    if b"\0" in raw:
        raise BadFile("nul")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    if not text.strip():
        raise BadFile("empty")
    return text.replace("\r\n", "\n").replace("\r", "\n")


class _Text(HTMLParser):
    """Keeps the words of HTML and a line break where a block ends."""

    BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.has_picture = False
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Break lines, note pictures, leave scripts out."""
        self.has_picture |= tag in {"img", "audio", "video", "object", "iframe", "svg"}
        self.hidden += tag in {"script", "style"}
        if tag in self.BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Break lines at the end of a block."""
        self.hidden = max(0, self.hidden - (tag in {"script", "style"}))
        if tag in self.BREAKS - {"br"}:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep words."""
        if not self.hidden:
            self.parts.append(data)


def text_of_html(source: str) -> str:
    """Return the words of a piece of HTML.

    Raises:
        BadBlock: it shows a picture or sound, which a question here does not hold.
    """
    if "<" not in source:
        return tidy(html.unescape(source))
    reader = _Text()
    reader.feed(source)
    reader.close()
    if reader.has_picture:
        raise BadBlock("picture")
    return tidy(re.sub(r"[ \t]*\n\s*\n*", "\n", "".join(reader.parts)))

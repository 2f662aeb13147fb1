r"""GIFT, the text format of Moodle: one question a block, blocks parted by empty lines.

Source: the format's description in Moodle's documentation (docs.moodle.org, "GIFT format"). Read are multiple choice
with one right answer and true/false, categories as topics, general feedback as the explanation; other kinds are
reported with their line. ``~ = # { } :`` and the backslash are escaped with a backslash; ``\n`` is a line break.
"""

import re
from collections.abc import Iterator, Sequence

from rumahbersama.chain.training.bank.formats.shapes import (
    TRUE_FALSE,
    BadBlock,
    Question,
    Reading,
    text_of,
    text_of_html,
    tidy,
)

BLANK = "_____"
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_SPECIAL = re.compile(r"([~=#{}:\\])")
_HIDE = {mark: chr(0xE000 + at) for at, mark in enumerate("~=#{}:\\n")}
_SHOW = str.maketrans({hidden: "\n" if mark == "n" else mark for mark, hidden in _HIDE.items()})
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_TITLE = re.compile(r"^\s*::.*?::", re.DOTALL)
_FORMAT = re.compile(r"^\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_TRUTH = {"T": 0, "TRUE": 0, "F": 1, "FALSE": 1}
_ANSWER = re.compile(r"([=~])([^=~]*)")
_WEIGHT = re.compile(r"^%(-?\d+(?:\.\d+)?)%")


def read(raw: bytes) -> Reading:
    """Return what the file gives.

    Raises:
        BadFile: no text, or too much of it.
    """
    found, topic = Reading(), ""
    for line, block in _blocks(text_of(raw)):
        if block.startswith("$CATEGORY:"):
            topic = _topic(block)
            continue
        try:
            found.take(_question(block, line=line, topic=topic))
        except BadBlock as problem:
            found.faults.append(problem.at(line))
    return found


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield each block with the number of its first line; comments are left out, a category is a block of its own."""
    start, kept = 0, list[str]()
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        bare = line.strip()
        if bare.startswith("//"):
            continue
        is_category = bare.startswith("$CATEGORY:")
        if kept and (not bare or is_category):
            yield start, "\n".join(kept)
            kept = []
        if is_category:
            yield number, bare
        elif bare:
            start = start if kept else number
            kept.append(line)


def _topic(block: str) -> str:
    path = block.removeprefix("$CATEGORY:").strip().rstrip("/")
    last = re.split(r"(?<!/)/(?!/)", path)[-1].replace("//", "/").strip()
    return "" if last.startswith("$") or last == "top" else tidy(_shown(_hidden(last)))


def _hidden(text: str) -> str:
    """Return the text with escaped marks put out of sight, so that what is left of them is syntax."""
    plain = _PRIVATE.sub(" ", text)
    return _ESCAPED.sub(lambda hit: _HIDE.get(hit[1], hit[0]), plain)


def _shown(text: str) -> str:
    return text.translate(_SHOW)


def _question(block: str, *, line: int, topic: str) -> Question:
    body = _TITLE.sub("", _hidden(block), count=1)
    stem, answers, tail = _parts(body)
    how = _FORMAT.match(stem)
    is_html = bool(how and how[1].lower() in {"html", "moodle"})
    stem = stem[how.end() :] if how else stem
    whole = _shown(f"{stem.rstrip()} {BLANK} {tail.lstrip()}" if tail.strip() else stem)
    answers, _mark, explained = answers.partition("####")
    options, right, why = _options(answers)
    return Question(
        stem=text_of_html(whole) if is_html else tidy(whole),
        options=tuple(_words(option, is_html) for option in options),
        right=right,
        explanation=_words(explained or why, is_html),
        topic=topic,
        line=line,
    )


def _words(text: str, is_html: bool) -> str:
    how = _FORMAT.match(text)
    if how:
        text, is_html = text[how.end() :], how[1].lower() in {"html", "moodle"}
    return text_of_html(_shown(text)) if is_html else tidy(_shown(text))


def _parts(body: str) -> tuple[str, str, str]:
    """Return what stands before, inside and after the one pair of braces."""
    opened, closed = body.count("{"), body.count("}")
    if not opened and not closed:
        raise BadBlock("no_answers")
    if opened > closed:
        raise BadBlock("brace_open")
    if closed > opened or body.index("}") < body.index("{"):
        raise BadBlock("brace_closed")
    if opened > 1:
        raise BadBlock("braces_twice")
    before, _open, rest = body.partition("{")
    inside, _close, after = rest.partition("}")
    return before, inside, after


def _options(answers: str) -> tuple[Sequence[str], int, str]:
    """Return the options, which is right, and what is said to who answers right."""
    bare = answers.strip()
    truth, *said = bare.split("#")
    if truth.strip().upper() in _TRUTH:
        return TRUE_FALSE, _TRUTH[truth.strip().upper()], said[-1] if said else ""
    if not bare:
        raise BadBlock("kind", kind="essay")
    if bare.startswith("#"):
        raise BadBlock("kind", kind="numerical")
    if bare[0] not in "=~":
        raise BadBlock("no_marks")
    return _choices(_ANSWER.findall(bare))


def _choices(found: Sequence[tuple[str, str]]) -> tuple[Sequence[str], int, str]:
    marks = [mark for mark, _text in found]
    parts = [_weighed(text) for _mark, text in found]
    if "=" in marks and any("->" in text for text, _weight, _said in parts):
        raise BadBlock("kind", kind="matching")
    full = [at for at, (mark, part) in enumerate(zip(marks, parts, strict=True)) if mark == "=" or part[1] == 100]
    if not full and any(weight > 0 for _text, weight, _said in parts):
        raise BadBlock("several_right")
    if "~" not in marks:
        raise BadBlock("kind", kind="shortanswer")
    if not full:
        raise BadBlock("no_key")
    if len(full) > 1:
        raise BadBlock("several_right")
    return [text for text, _weight, _said in parts], full[0], parts[full[0]][2]


def _weighed(text: str) -> tuple[str, float, str]:
    """Return an answer's words, its weight (0 where none is written), and its feedback."""
    words, _mark, said = text.strip().partition("#")
    weight = _WEIGHT.match(words)
    return (words[weight.end() :] if weight else words), float(weight[1]) if weight else 0.0, said


def write(questions: Sequence[Question]) -> str:
    """Return the questions as GIFT, by topic in the order given."""
    blocks, topic = [], ""
    for question in questions:
        if question.topic != topic:
            topic = question.topic
            blocks.append(f"$CATEGORY: {_escaped(topic).replace('/', '//') if topic else 'top'}")
        title = f"::{_escaped(question.number)}::" if question.number else ""
        blocks.append(f"{title}[plain]{_escaped(question.stem)} {{{_answers(question)}}}")
    return "\n\n".join(blocks) + "\n"


def _answers(question: Question) -> str:
    explained = f"\n\t####{_escaped(question.explanation)}\n" if question.explanation else ""
    if question.is_true_false:
        return ("TRUE", "FALSE")[question.right] + explained
    lines = [
        f"\n\t{'=' if at == question.right else '~'}{_escaped(option)}" for at, option in enumerate(question.options)
    ]
    return "".join(lines) + (explained or "\n")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text).replace("\n", "\\n")

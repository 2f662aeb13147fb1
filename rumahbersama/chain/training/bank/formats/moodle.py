"""Moodle XML, read by expat with every door shut: no DOCTYPE, no entities of its own, bounded depth and size.

Source: the format's description in Moodle's documentation (docs.moodle.org, "Moodle XML format"). Read are
``multichoice`` with one right answer and ``truefalse``; categories become topics, general feedback the explanation.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from rumahbersama.chain.training.bank.formats.shapes import (
    MOST_BYTES,
    TRUE_FALSE,
    BadBlock,
    BadFile,
    Question,
    Reading,
    one_line,
    text_of_html,
    tidy,
)

DEEPEST = 30


@dataclass
class Node:
    """One element: its name, attributes, text, children, and the line where it begins."""

    name: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    pieces: list[str] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return its own text."""
        return "".join(self.pieces)

    def all(self, name: str) -> Iterator["Node"]:
        """Yield its children of a name."""
        return (child for child in self.children if child.name == name)

    def words(self, name: str) -> str:
        """Return the words of a child that holds ``text``, as HTML or plain by what it says; "" without it."""
        child = next(self.all(name), None)
        return "" if child is None else words_of(child)


def words_of(node: Node) -> str:
    """Return the words of a node that holds ``text``.

    Raises:
        BadBlock: it holds a picture or file.
    """
    if next(node.all("file"), None) is not None:
        raise BadBlock("picture", line=node.line)
    inner = next(node.all("text"), node)
    is_html = node.attributes.get("format", "html") in {"html", "moodle_auto_format"}
    return text_of_html(inner.text) if is_html else tidy(inner.text)


def tree(raw: bytes) -> Node:
    """Return the root of a document.

    Raises:
        BadFile: too large, not well-formed, too deep, or with a DOCTYPE or entities.
    """
    if len(raw) > MOST_BYTES:
        raise BadFile("too_big", limit=str(MOST_BYTES // 1_000_000))
    if b"\0" in raw:
        raise BadFile("nul")
    parser = expat.ParserCreate()
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.buffer_text = True
    top = Node("", 0)
    open_nodes = [top]

    def begin(name: str, attributes: dict[str, str]) -> None:
        if len(open_nodes) > DEEPEST:
            raise BadFile("too_deep", line=str(parser.CurrentLineNumber), limit=str(DEEPEST))
        node = Node(name, parser.CurrentLineNumber, attributes)
        open_nodes[-1].children.append(node)
        open_nodes.append(node)

    def forbidden(*_details: object) -> int:
        raise BadFile("entities", line=str(parser.CurrentLineNumber))

    parser.StartElementHandler = begin
    parser.EndElementHandler = lambda _name: open_nodes.pop()
    parser.CharacterDataHandler = lambda text: open_nodes[-1].pieces.append(text)
    parser.StartDoctypeDeclHandler = forbidden
    parser.EntityDeclHandler = forbidden
    parser.ExternalEntityRefHandler = forbidden
    try:
        parser.Parse(raw, True)
    except expat.ExpatError as problem:
        raise BadFile("broken_xml", line=str(problem.lineno)) from None
    except (LookupError, ValueError):
        raise BadFile("broken_xml", line="1") from None
    return top.children[0]


def read(raw: bytes) -> Reading:
    """Return what the file gives.

    Raises:
        BadFile: see ``tree``; or it is another kind of XML.
    """
    root = tree(raw)
    if root.name != "quiz":
        raise BadFile("not_quiz", found=root.name[:40])
    found, topic = Reading(), ""
    for node in root.all("question"):
        try:
            if node.attributes.get("type") == "category":
                topic = _topic(node.words("category"))
            else:
                found.take(_question(node, topic))
        except BadBlock as problem:
            found.faults.append(problem.at(node.line))
    return found


def _topic(path: str) -> str:
    last = one_line(path.rstrip("/").rpartition("/")[2])
    return "" if last.startswith("$") or last == "top" else last


def _question(node: Node, topic: str) -> Question:
    kind = node.attributes.get("type", "")
    if kind not in {"multichoice", "truefalse"}:
        raise BadBlock("kind", kind=kind[:30] or "-")
    answers = list(node.all("answer"))
    shares = [_share(answer) for answer in answers]
    right = [at for at, share in enumerate(shares) if share == 100]
    single = next(node.all("single"), None)
    if len(right) > 1 or (single is not None and single.text.strip() in {"false", "0"}):
        raise BadBlock("several_right")
    if not right:
        raise BadBlock("several_right" if any(share > 0 for share in shares) else "no_key")
    options = tuple(words_of(answer) for answer in answers)
    place = right[0]
    if kind == "truefalse":
        place = {"true": 0, "false": 1}.get(options[place].casefold(), -1)
        options = TRUE_FALSE
        if place < 0:
            raise BadBlock("truth", found=words_of(answers[right[0]])[:40])
    explanation = node.words("generalfeedback") or answers[right[0]].words("feedback")
    return Question(node.words("questiontext"), options, place, explanation, topic, node.line)


def _share(answer: Node) -> float:
    try:
        return float(answer.attributes.get("fraction", "0"))
    except ValueError:
        raise BadBlock("fraction", line=answer.line, found=answer.attributes["fraction"][:20]) from None


def write(questions: Sequence[Question]) -> str:
    """Return the questions as Moodle XML, by topic in the order given."""
    parts, topic = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"], ""
    for question in questions:
        if question.topic != topic:
            topic = question.topic
            path = "$course$/top" + (f"/{topic.replace('/', ' ')}" if topic else "")
            parts.append(f'<question type="category"><category>{_text(path)}</category></question>')
        parts += _lines(question)
    return "\n".join([*parts, "</quiz>", ""])


def _lines(question: Question) -> Iterator[str]:
    is_truth = question.is_true_false
    yield f"<question type={quoteattr('truefalse' if is_truth else 'multichoice')}>"
    yield f"  <name>{_text(question.number or one_line(question.stem)[:60])}</name>"
    yield f'  <questiontext format="plain_text">{_text(question.stem)}</questiontext>'
    yield f'  <generalfeedback format="plain_text">{_text(question.explanation)}</generalfeedback>'
    yield "  <defaultgrade>1</defaultgrade>"
    if not is_truth:
        yield "  <single>true</single><shuffleanswers>true</shuffleanswers><answernumbering>ABCD</answernumbering>"
    for at, option in enumerate(("true", "false") if is_truth else question.options):
        share = 100 if at == question.right else 0
        yield f'  <answer fraction="{share}" format="plain_text">{_text(option)}</answer>'
    yield "</question>"


def _text(text: str) -> str:
    return f"<text>{escape(text)}</text>"

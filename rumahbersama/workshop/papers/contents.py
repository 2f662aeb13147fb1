"""What a paper says between its heading and its signature: blocks, typed as plain text or given by a room.

A block is one of::

    {"kind": "text", "text": "..."}
    {"kind": "fields", "rows": [["Hari", "Senin"], ...]}
    {"kind": "list", "entries": ["...", ...]}
    {"kind": "points", "entries": ["...", ...]}
    {"kind": "table", "columns": ["No.", "Nama"], "rows": [["1", "..."], ...]}
    {"kind": "heading", "text": "..."}
    {"kind": "annex", "text": "..."}
    {"kind": "pictures", "pictures": [{"sha256": "9f86...", "caption": "..."}, ...]}

A heading stands over what follows; an annex (lampiran) begins a page of its own behind the signature, and all that
follows it stands there. Pictures are named by what is in them (the SHA-256 of the paper's own copy, see
``pictures.py``), so none is changed or exchanged unseen; only a room gives them.

People type text: a line "Hari: Senin" is a field, "1. ..." an item of a list, "- ..." a point, "| No. | Nama |" a row
of a table whose first row is its heading, "## ..." a heading, "# ..." an annex; empty lines part the blocks. For
typed text ``blocks_of(text_of(blocks)) == blocks``. Where a paper has pictures, "[Rangkaian foto 1]" stands for the
first block of them: the line may be moved or taken out, and names nothing but what that paper has.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count, groupby
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.workshop.papers.rules import PaperRefusal

Block = dict[str, Any]
TEXT, FIELDS, LIST, TABLE, HEADING, ANNEX = "text", "fields", "list", "table", "heading", "annex"
PICTURES, POINTS = "pictures", "points"
LONGEST_TEXT, LONGEST_CELL, LONGEST_TITLE, LONGEST_CAPTION = 6_000, 600, 200, 200
MOST_BLOCKS, MOST_ROWS, MOST_COLUMNS, MOST_LINES, MOST_PICTURES = 200, 2_000, 12, 40, 24
_FIELD = re.compile(r"^(?P<name>[^:|]{1,40}?)\s*:\s+(?P<value>\S.*)$")
_TITLE = re.compile(r"^(?P<mark>##?)\s+(?P<title>\S.*)$")
_MARKS = {"##": HEADING, "#": ANNEX}
_DIGEST = re.compile(r"[0-9a-f]{64}\Z")
_PLACE = re.compile(r"\[Rangkaian foto (?P<order>\d{1,3})\]\Z")
_ITEM = re.compile(r"^(?:-|\d{1,3}\.)\s+(?P<item>\S.*)$")


@dataclass(frozen=True)
class Content:
    """Everything a paper says that is not its letterhead, number and signature.

    Attributes:
        to: the lines of the address ("Yth.").
        nature: "Biasa", "Penting", ...; "" is not printed.
        attachment: what comes with it; "" is not printed.
        blocks: what it says, in order.
        copies: who gets a copy (tembusan).
        whatsapp: a text to copy for WhatsApp, given by the room; "" lets the program write one.
    """

    to: tuple[str, ...] = ()
    nature: str = ""
    attachment: str = ""
    blocks: tuple[Block, ...] = ()
    copies: tuple[str, ...] = field(default_factory=tuple)
    whatsapp: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return {
            "to": list(self.to),
            "nature": self.nature,
            "attachment": self.attachment,
            "blocks": [dict(block) for block in self.blocks],
            "copies": list(self.copies),
            "whatsapp": self.whatsapp,
        }


def content_of(raw: dict[str, Any]) -> Content:
    """Return what a room or a stored row says, checked.

    Raises:
        PaperRefusal: a block that is none, or more than a paper can hold.
    """
    blocks = raw.get("blocks") or ()
    if len(blocks) > MOST_BLOCKS:
        raise PaperRefusal(_("Isi surat paling banyak {most} bagian.").format(most=MOST_BLOCKS))
    found = tuple(_block(block) for block in blocks)
    if sum(len(block["pictures"]) for block in pictures_in(found)) > MOST_PICTURES:
        raise PaperRefusal(_("Satu surat memuat paling banyak {most} foto.").format(most=MOST_PICTURES))
    return Content(
        to=_lines(raw.get("to")),
        nature=clean(raw.get("nature", ""))[:40],
        attachment=clean(raw.get("attachment", ""))[:80],
        blocks=found,
        copies=_lines(raw.get("copies")),
        whatsapp=clean(raw.get("whatsapp", ""), keep_lines=True)[:2_000],
    )


def clean(value: Any, *, keep_lines: bool = False) -> str:  # noqa: ANN401 - a lazy text too
    """Return text without control characters and without marks that turn the direction of writing."""
    kept = "".join(letter for letter in str(value) if _is_plain(letter) or (keep_lines and letter == "\n"))
    return kept.strip() if keep_lines else " ".join(kept.split())


def _is_plain(letter: str) -> bool:
    hidden = "\u202a" <= letter <= "\u202e" or "\u2066" <= letter <= "\u2069" or letter in "\ufffe\uffff"
    return letter in " \t" or (letter.isprintable() and not hidden)


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines of a typed text that say something."""
    return _lines(text.splitlines())


def _lines(raw: Iterable[Any] | None) -> tuple[str, ...]:
    found = tuple(line[:200] for line in (clean(each) for each in raw or ()) if line)
    if len(found) > MOST_LINES:
        raise PaperRefusal(_("Paling banyak {most} baris; taruh sisanya di lampiran.").format(most=MOST_LINES))
    return found


def _block(raw: Any) -> Block:  # noqa: ANN401 - what a room gives
    makers: dict[str, Callable[[dict[str, Any]], Block]] = {
        TEXT: _text,
        FIELDS: _fields,
        LIST: _list,
        POINTS: _list,
        TABLE: _table,
        HEADING: _title,
        ANNEX: _title,
        PICTURES: _pictures,
    }
    kind = raw.get("kind") if isinstance(raw, dict) else None
    if kind not in makers:
        raise PaperRefusal(_("Bagian surat ini tidak dikenal: “{kind}”.").format(kind=str(kind)[:40]))
    return makers[kind](raw)


def _text(raw: dict[str, Any]) -> Block:
    text = clean(raw.get("text", ""))
    if len(text) > LONGEST_TEXT:
        raise PaperRefusal(_("Satu alinea paling panjang {most} huruf. Pecah menjadi dua.").format(most=LONGEST_TEXT))
    return {"kind": TEXT, "text": text}


def _title(raw: dict[str, Any]) -> Block:
    return {"kind": raw["kind"], "text": clean(raw.get("text", ""))[:LONGEST_TITLE]}


def _fields(raw: dict[str, Any]) -> Block:
    rows = [[clean(name)[:80], clean(value)[:LONGEST_CELL]] for name, value in raw.get("rows", [])]
    return {"kind": FIELDS, "rows": _few(rows)}


def _list(raw: dict[str, Any]) -> Block:
    return {"kind": raw["kind"], "entries": _few([clean(item)[:LONGEST_CELL] for item in raw.get("entries", [])])}


def _table(raw: dict[str, Any]) -> Block:
    columns = [clean(column)[:80] for column in raw.get("columns", [])]
    if not 0 < len(columns) <= MOST_COLUMNS:
        raise PaperRefusal(_("Tabel dalam surat punya 1 sampai {most} kolom.").format(most=MOST_COLUMNS))
    width = len(columns)
    rows = [[clean(cell)[:LONGEST_CELL] for cell in row][:width] for row in raw.get("rows", [])]
    return {"kind": TABLE, "columns": columns, "rows": _few([row + [""] * (width - len(row)) for row in rows])}


def _pictures(raw: dict[str, Any]) -> Block:
    found = [
        {"sha256": str(each.get("sha256", "")), "caption": clean(each.get("caption", ""))[:LONGEST_CAPTION]}
        for each in raw.get("pictures", [])
    ]
    if not all(_DIGEST.match(each["sha256"]) for each in found):
        raise PaperRefusal(_("Foto dalam surat ini tidak dikenal. Tulis ulang suratnya dari halaman asalnya."))
    return {"kind": PICTURES, "pictures": _few(found)}


def pictures_in(blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks of pictures, in order."""
    return [block for block in blocks if block["kind"] == PICTURES]


def digests_in(blocks: Iterable[Block]) -> list[str]:
    """Return by what is in them the pictures that blocks show, each once, in order."""
    return list(dict.fromkeys(each["sha256"] for block in pictures_in(blocks) for each in block["pictures"]))


def _few(rows: list[Any]) -> list[Any]:
    if len(rows) > MOST_ROWS:
        raise PaperRefusal(_("Paling banyak {most} baris dalam satu bagian.").format(most=MOST_ROWS))
    return rows


def blocks_of(text: str, *, pictures: Sequence[Block] = ()) -> tuple[Block, ...]:
    """Return the blocks of a typed text; lines that follow each other and look alike are one block.

    ``pictures`` are the blocks of pictures that the paper has already, the only ones that a line can name.
    """
    found: list[Block] = []
    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        lines = [line for line in (clean(each) for each in paragraph.split("\n")) if line]
        for kind, group in groupby(lines, key=lambda line: PICTURES if _named(line, pictures) else _kind_of(line)):
            if kind == PICTURES:
                found.extend(block for block in (_named(line, pictures) for line in group) if block)
            elif kind in (HEADING, ANNEX):
                found.extend(_block({"kind": kind, "text": line.lstrip("#")}) for line in group)
            else:
                found.append(_block(_raw(kind, list(group))))
    return tuple(found)


def _named(line: str, pictures: Sequence[Block]) -> Block | None:
    """Return the block of pictures that a line stands for."""
    placed = _PLACE.match(line)
    order = int(placed["order"]) if placed else 0
    return pictures[order - 1] if 0 < order <= len(pictures) else None


def parted(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[tuple[str, tuple[Block, ...]], ...]]:
    """Return what stands before the signature, and each annex with its title and what stands in it."""
    starts = [place for place, block in enumerate(blocks) if block["kind"] == ANNEX]
    ends = [*starts[1:], len(blocks)]
    annexes = [
        (str(blocks[start]["text"]), tuple(blocks[start + 1 : end])) for start, end in zip(starts, ends, strict=False)
    ]
    return tuple(blocks[: starts[0]] if starts else blocks), tuple(annexes)


def _kind_of(line: str) -> str:
    titled = _TITLE.match(line)
    if titled:
        return _MARKS[titled["mark"]]
    if line.startswith("|"):
        return TABLE
    if _ITEM.match(line):
        return POINTS if line.startswith("-") else LIST
    return FIELDS if _FIELD.match(line) else TEXT


def _raw(kind: str, lines: Sequence[str]) -> Block:
    if kind == TEXT:
        return {"kind": TEXT, "text": " ".join(lines)}
    if kind in (LIST, POINTS):
        return {"kind": kind, "entries": [found["item"] for found in map(_ITEM.match, lines) if found]}
    if kind == FIELDS:
        return {
            "kind": FIELDS,
            "rows": [[found["name"], found["value"]] for found in map(_FIELD.match, lines) if found],
        }
    head, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {"kind": TABLE, "columns": head, "rows": rows}


def text_of(blocks: Iterable[Block]) -> str:
    """Return blocks as the text that people type; pictures as the line that stands for them."""
    orders = count(1)
    return "\n\n".join(
        f"[Rangkaian foto {next(orders)}]" if block["kind"] == PICTURES else _typed(block) for block in blocks
    )


def _typed(block: Block) -> str:
    if block["kind"] == TEXT:
        return str(block["text"])
    if block["kind"] in (HEADING, ANNEX):
        return f"{'##' if block['kind'] == HEADING else '#'} {block['text']}"
    if block["kind"] == FIELDS:
        return "\n".join(f"{name}: {value}" for name, value in block["rows"])
    if block["kind"] == POINTS:
        return "\n".join(f"- {item}" for item in block["entries"])
    if block["kind"] == LIST:
        return "\n".join(f"{number}. {item}" for number, item in enumerate(block["entries"], start=1))
    rows = [[cell.replace("|", "/") for cell in row] for row in (block["columns"], *block["rows"])]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)

"""An XLSForm workbook as questions, with a finding for each row that cannot be taken; nothing is stored here.

Source: XLSForm reference (xlsform.org): sheets survey, choices, settings; columns and question types as named there.
What is taken is the part that a page without script can ask: no repeats, no calculations, one level of groups.
"""

import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.ground.core.rules import Finding
from rumahbersama.ground.intake.limits import MAX_BYTES, BadFile
from rumahbersama.ground.intake.messages import sentence
from rumahbersama.ground.intake.table import open_table
from rumahbersama.workshop.surveys.rules import Asked, Option, SurveyRefusal, check_question
from rumahbersama.workshop.surveys.xlsform.cells import Expression, bounds_of, flag_of, number_of, relevance_of
from rumahbersama.workshop.surveys.xlsform.words import (
    APART,
    KINDS,
    METADATA,
    OUR_NAMES,
    OURS,
    SHEETS,
    unknown_type,
)

Row = dict[str, str]


@dataclass(frozen=True)
class Sheets:
    """The three sheets as rows: (row number as seen in the sheet, column to text)."""

    survey: list[tuple[int, Row]]
    choices: list[tuple[int, Row]]
    settings: list[tuple[int, Row]]


@dataclass
class Read:
    """What a workbook holds: title, code, questions; what is wrong; and what was left out without harm."""

    title: str = ""
    code: str = ""
    questions: list[Asked] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def wrong(self, row: int, column: str, value: str, rule: str, remedy: str) -> None:
        """Note one thing that cannot be taken."""
        self.findings.append(Finding(row, column, value[:80], rule, remedy))


def read_workbook(chunks: Iterable[bytes]) -> Read:
    """Read a workbook that somebody sent.

    Raises:
        SurveyRefusal: it is not safe, not a workbook, or has no sheet "survey".
    """
    with tempfile.TemporaryDirectory(prefix="xlsform-") as folder:
        path = Path(folder) / "formulir.xlsx"
        _write(path, chunks)
        try:
            sheets = _sheets(path)
        except BadFile as reason:
            raise SurveyRefusal(sentence(reason)) from None
    return read_sheets(sheets)


def _write(path: Path, chunks: Iterable[bytes]) -> None:
    size = 0
    with path.open("wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > MAX_BYTES:
                reason = BadFile("too_big", size=size // 1_000_000, limit=MAX_BYTES // 1_000_000)
                raise SurveyRefusal(sentence(reason))
            file.write(chunk)


def _sheets(path: Path) -> Sheets:
    with open_table(path) as table:
        if table.checked.kind != "xlsx":
            raise SurveyRefusal(_("XLSForm adalah buku kerja Excel (.xlsx) dengan lembar survey, choices, settings."))
        names = [sheet.name.strip().lower() for sheet in table.sheets]
    if "survey" not in names:
        raise SurveyRefusal(
            _("Tidak ada lembar “survey” di buku kerja ini. Beri nama lembarnya: survey, choices, settings.")
        )
    found: dict[str, list[tuple[int, Row]]] = {name: [] for name in SHEETS}
    for name in SHEETS:
        if name in names:  # the reader gives one sheet of a workbook each time
            with open_table(path) as table:
                found[name] = _rows(table.rows(names.index(name)))
    return Sheets(**found)


def _rows(rows: Iterable[list[Any]]) -> list[tuple[int, Row]]:
    header: list[str] = []
    found = []
    for number, *cells in rows:
        texts = [_text(cell) for cell in cells]
        if not header:
            header = [heading.lower() for heading in texts]
            continue
        found.append((int(number), {name: text for name, text in zip(header, texts, strict=False) if name and text}))
    return found


def _text(cell: Any) -> str:  # noqa: ANN401 - what the reader gives
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def read_sheets(sheets: Sheets) -> Read:
    """Return what the sheets say, each problem with its row."""
    read = Read()
    for _number, row in sheets.settings[:1]:
        read.title, read.code = row.get("form_title", ""), row.get("form_id", "")
    _Reader(read, _lists(sheets.choices, read)).take(sheets.survey)
    if not read.questions and not read.findings:
        read.wrong(0, "type", "", _("Lembar survey tidak berisi pertanyaan."), _("Isi sedikitnya satu baris."))
    return read


def _lists(rows: list[tuple[int, Row]], read: Read) -> dict[str, list[Option]]:
    lists: dict[str, list[Option]] = {}
    for number, row in rows:
        name = row.get("list_name") or row.get("list name") or ""
        code = row.get("name") or row.get("value") or ""
        if not name or not code:
            read.wrong(
                number,
                "choices",
                name or code,
                _("Pilihan di lembar choices perlu list_name dan name."),
                _("Lengkapi baris ini di lembar choices."),
            )
            continue
        lists.setdefault(name, []).append((code[:60], (words_of(row, "label") or code)[:200]))
    return lists


def words_of(row: Row, name: str) -> str:
    """Return a text of a row: without a language, else Indonesian, else the first language there is."""
    if name in row:
        return row[name]
    told = {column: text for column, text in row.items() if column.startswith((f"{name}::", f"{name}:"))}
    ours = [text for column, text in told.items() if "(id)" in column or "indonesia" in column]
    return next(iter([*ours, *told.values()]), "")


def english_of(row: Row, name: str) -> str:
    """Return a text of a row in English, "" where it is not there beside the Indonesian one."""
    told = [text for column, text in row.items() if column.startswith(f"{name}::") and "(en)" in column]
    return next((text for text in told if text != words_of(row, name)), "")


class _Reader:
    """Takes the rows of the sheet survey one after the other."""

    def __init__(self, read: Read, lists: dict[str, list[Option]]) -> None:
        self.read = read
        self.lists = lists
        self.group = self.group_en = ""
        self.depth = 0
        self.earlier: dict[str, Asked] = {}
        self.missing: set[str] = set()

    def take(self, rows: list[tuple[int, Row]]) -> None:
        for number, row in rows:
            told = row.get("type", "")
            if not told:
                self.read.wrong(number, "type", "", _("Baris tanpa type."), _("Isi type, atau hapus barisnya."))
                continue
            words = told.lower().replace("begin_group", "begin group").replace("end_group", "end group").split()
            if words[:2] in (["begin", "group"], ["end", "group"]):
                self._bracket(number, row, words[0])
            elif words[0] in METADATA:
                self.read.notes.append(_("Baris {row}: {type} dilewati.").format(row=number, type=words[0]))
            else:
                self._question(number, row, words)
        if self.depth:
            self.read.wrong(
                0, "type", "begin_group", _("Ada begin_group tanpa end_group."), _("Tambahkan end_group penutupnya.")
            )

    def _bracket(self, number: int, row: Row, way: str) -> None:
        self.depth += 1 if way == "begin" else -1
        if self.depth > 1 or self.depth < 0:
            self.read.wrong(
                number,
                "type",
                row["type"],
                _("Kelompok di dalam kelompok, atau penutup tanpa pembuka."),
                _("Pakai satu tingkat kelompok saja, masing-masing dengan begin_group dan end_group."),
            )
        if way == "begin":
            self._apart(number, row)
            if row.get("relevant"):
                self._unsupported(number, row, "relevant", _("Tulis relevant pada tiap pertanyaannya."))
            self.group = (words_of(row, "label") or row.get("name", ""))[:120]
            self.group_en = english_of(row, "label")[:120]
        else:
            self.group = self.group_en = ""

    def _question(self, number: int, row: Row, words: list[str]) -> None:
        before = len(self.read.findings)
        kind, options = self._kind(number, row, words)
        self._apart(number, row)
        asked = self._asked(number, row, kind, options) if kind else None
        if asked is None or len(self.read.findings) > before:
            self.missing.add(row.get("name", ""))
            return
        if asked.shown_if and asked.shown_if in self.missing:
            self.missing.add(asked.name)
            return  # its own problem is told already: what it waits for was not taken
        try:
            check_question(asked, self.earlier)
        except SurveyRefusal as refusal:
            self.read.wrong(number, "name", asked.name, str(refusal), _("Perbaiki baris ini, lalu unggah lagi."))
            return
        self.earlier[asked.name] = asked
        self.read.questions.append(asked)

    def _kind(self, number: int, row: Row, words: list[str]) -> tuple[str, tuple[Option, ...]]:
        kind = KINDS.get(words[0], "")
        if not kind:
            self.read.wrong(number, "type", row["type"], *unknown_type(words[0]))
            return "", ()
        if words[0] not in {"select_one", "select_multiple"}:
            return kind, ()
        name = row["type"].split()[1] if len(words) > 1 else ""
        options = self.lists.get(name)
        if options is None or "or_other" in words:
            self.read.wrong(
                number,
                "type",
                row["type"],
                _("Daftar pilihan “{name}” tidak ada di lembar choices, atau memakai or_other.").format(name=name),
                _("Tulis pilihannya di lembar choices; untuk “lainnya” tambahkan pilihan dan satu pertanyaan text."),
            )
            return "", ()
        return _meant(kind, options, row.get("appearance", ""))

    def _asked(self, number: int, row: Row, kind: str, options: tuple[Option, ...]) -> Asked | None:
        got: dict[str, Any] = {}
        for column, reader in (("relevant", relevance_of), ("constraint", lambda text: bounds_of(text, kind))):
            with suppress(KeyError):
                try:
                    got[column] = reader(row[column])
                except Expression as wrong:
                    self._unsupported(number, row, column, str(wrong))
                    return None
        shown_if, value = got.get("relevant", ("", ""))
        low, high = got.get("constraint", (None, None))
        weight = row.get(OURS["weight"], "")
        if weight and number_of(weight) is None:
            self._unsupported(number, row, OURS["weight"], _("Tulis bobot sebagai angka, misalnya 2 atau 0.5."))
            return None
        return Asked(
            name=row.get("name", ""),
            kind=kind,
            label=words_of(row, "label")[:500],
            group=self.group,
            hint=words_of(row, "hint")[:300],
            required=flag_of(row.get("required", "")),
            options=options,
            minimum=low,
            maximum=high,
            shown_if=shown_if,
            shown_value=OUR_NAMES.get(value, value) if self._is_yes_no(shown_if) else value,
            weight=number_of(weight),
            legal_basis=row.get(OURS["legal_basis"], "")[:300],
            remedy=row.get(OURS["remedy"], "")[:500],
            lack=row.get(OURS["lack"], "")[:300],
            label_en=english_of(row, "label")[:500],
            group_en=self.group_en,
        )

    def _is_yes_no(self, name: str) -> bool:
        return name in self.earlier and self.earlier[name].kind == "yesno"

    def _apart(self, number: int, row: Row) -> None:
        for column, remedy in APART.items():
            if row.get(column):
                self._unsupported(number, row, column, str(remedy))

    def _unsupported(self, number: int, row: Row, column: str, remedy: str) -> None:
        self.read.wrong(
            number,
            column,
            row.get(column, ""),
            _("Isi kolom {column} ini belum dapat dipakai di sini.").format(column=column),
            remedy,
        )


def _meant(kind: str, options: list[Option], appearance: str) -> tuple[str, tuple[Option, ...]]:
    """Return what a choice is: a scale where it says likert, yes and no by the names of its options."""
    names = [name for name, _label in options]
    if kind == "one" and "likert" in appearance.lower() and names in ([*"1234"], [*"12345"]):
        return "rating", tuple(options)
    ours = [OUR_NAMES.get(name.lower(), "") for name in names]
    if kind == "one" and {"ya", "tidak"} <= set(ours) and "" not in ours and len(set(ours)) == len(ours):
        return "yesno", tuple((ours[index], label) for index, (_name, label) in enumerate(options))
    return kind, tuple(options)

"""The dry run: raw rows in, understood values out, and every error with row, column, value, rule and remedy.

No database of its own: rows, decisions and the dataset are given, so the web, the command line and tests share it.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.ground.intake import sentences
from rumahbersama.ground.intake.layout import letter
from rumahbersama.ground.intake.mapping import columns_of
from rumahbersama.ground.intake.matching import PlaceFinder, Question, likeness, plain_name
from rumahbersama.ground.intake.numbers import BadNumber, canonical, cell_text, digits_of, number_of, style_of
from rumahbersama.ground.intake.outcome import Outcome, Source
from rumahbersama.ground.intake.records import Records
from rumahbersama.ground.intake.rules import (
    CODE,
    NAME,
    NUMBER,
    PARENT,
    PERIOD,
    Column,
    Dataset,
    Meaning,
    Options,
    RecordTable,
    Row,
    Target,
)
from rumahbersama.ground.intake.totals import ReadRow, Reconciled, split_totals

LEAVE_OUT = ""  # the decision "this row is no place of ours"
DIFFERENT_NAME = 55
Progress = Callable[[str, int, int], None]


class DryRun:
    """One dry run over one staged table."""

    def __init__(
        self,
        *,
        dataset: Dataset,
        source: Source,
        meanings: Sequence[Meaning | None],
        options: Options,
        decisions: Mapping[tuple[str, str, str], str],
    ) -> None:
        self.dataset = dataset
        self.source = source
        self.options = options
        self.decisions = decisions
        self.finder = PlaceFinder(dataset.places(options.place_code), place_code=options.place_code)
        self.columns = {column.key: column for column in columns_of(dataset)}
        self.period_codes = {choice.code for choice in dataset.periods()}
        self.has_periods = bool(self.period_codes)
        self.periods_of: dict[str, str | None] = {}
        self.at: dict[str, int] = {}
        self.value_columns: list[tuple[int, Column, str]] = []
        for index, meaning in enumerate(meanings):
            if meaning is None:
                continue
            if self.columns[meaning.key].kind in {CODE, NAME, PARENT, PERIOD}:
                self.at[meaning.key] = index
            else:
                self.value_columns.append((index, self.columns[meaning.key], meaning.period))
        self.records = (
            Records(dataset, columns=self.value_columns, identifying=self.at, finder=self.finder)
            if isinstance(dataset, RecordTable)
            else None
        )
        self.summed = {
            index: column for index, column, _p in self.value_columns if column.kind == NUMBER and column.is_summed
        }
        self.other_words = [index for index, meaning in enumerate(meanings) if meaning is None]
        self.out = Outcome()

    def run(self, progress: Progress) -> Outcome:
        """Return what the table holds and what is wrong with it."""
        self._check_shape()
        if self.out.findings:
            return self.out
        read = self._read(progress)
        data, self.out.totals = self._split(read)
        self._check_totals()
        self._find_places(data)
        self._fill(data)
        progress(_("Memeriksa aturan"), 0, len(self.out.rows))
        if not self.out.findings:
            self._check_room()
        self._tell_absent()
        self.out.findings.sort(key=lambda finding: finding.row)
        return self.out

    def find(self, row: int, at: int | str | None, value: object, code: str, **values: object) -> None:
        """Note an error at a spot; ``at`` is a column index or a key of an identifying column."""
        index = self.at.get(at) if isinstance(at, str) else at
        self.out.findings.append(sentences.finding(row, self._heading(index), value, code, **values))

    def _heading(self, index: int | None) -> str:
        if index is None:
            return ""
        heading = self.source.headings[index] if index < len(self.source.headings) else ""
        return heading or letter(index)

    # Shape ---------------------------------------------------------------------
    def _check_shape(self) -> None:
        """Look for cut rows, merged cells among the data, error cells, missing periods."""
        if self.source.widths:
            width = max(self.source.widths, key=lambda each: self.source.widths[each][0])
            for other, (_count, *lines) in self.source.widths.items():
                for line in lines if other not in {0, width} else ():
                    if line > self.source.header_row and line not in self.source.skipped:
                        self.find(line, None, "", "cells", found=other, wanted=width)
        mapped = {index for index, _c, _p in self.value_columns} | {
            index for key, index in self.at.items() if key != PARENT
        }
        for top, left, bottom, right in self.source.merged:
            if bottom > top and top + 1 > self.source.header_row and mapped & set(range(left, right + 1)):
                self.find(top + 1, min(mapped & set(range(left, right + 1))), "", "merged")
        if self.has_periods and PERIOD not in self.at and not self.options.period:
            for index, column, period in self.value_columns:
                if column.periodic and not period:
                    self.find(self.source.header_row, index, "", "no_period")

    # Reading --------------------------------------------------------------------
    def _read(self, progress: Progress) -> list[ReadRow]:
        styles = self._styles()
        rows: list[ReadRow] = []
        fill = self._fill_down()
        parent = ""
        for raw in self.source.rows():
            number = raw[0]
            if number <= self.source.header_row or number in self.source.skipped:
                continue
            row = self._read_row(number, raw, styles)
            if number in fill:
                row.parent = row.parent or parent
            parent = row.parent
            if row.numbers or row.texts or row.given or row.name:
                rows.append(row)
            if not len(rows) % 5_000:
                progress(_("Memeriksa baris"), len(rows), self.source.count)
        return rows

    def _styles(self) -> dict[int, str]:
        """Return how each column with decimals writes its numbers."""
        wanted = [index for index, column, _p in self.value_columns if column.kind == NUMBER and not column.whole]
        if not wanted:
            return {}
        texts: dict[int, set[str]] = {index: set() for index in wanted}
        for raw in self.source.rows():
            if raw[0] > self.source.header_row:
                for index in wanted:
                    if index + 1 < len(raw) and raw[index + 1].__class__ is str and len(texts[index]) < 5_000:
                        texts[index].add(cell_text(raw[index + 1]))
        return {index: style_of(found) for index, found in texts.items()}

    def _fill_down(self) -> frozenset[int]:
        """Return the rows whose parent's name stands only in the first cell of a merged range."""
        index = self.at.get(PARENT)
        ranges = [(top, bottom) for top, left, bottom, right in self.source.merged if left <= (index or 0) <= right]
        return frozenset(
            row + 1 for top, bottom in ranges if index is not None for row in range(top + 1, min(bottom, 200_000) + 1)
        )

    def _read_row(self, number: int, raw: list[Any], styles: Mapping[int, str]) -> ReadRow:
        width = len(raw) - 1
        code = self._cell(raw, CODE)
        given = cell_text(code)
        digits = given.replace(".", "")
        place = self.finder.by_digits.get(digits)
        row = ReadRow(
            number=number,
            digits=digits if place else digits_of(code),
            given=given,
            name=cell_text(self._cell(raw, NAME)),
            parent=cell_text(self._cell(raw, PARENT)),
            period=self._period(number, self._cell(raw, PERIOD)) if PERIOD in self.at else "",
            numbers={},
            place=place,
        )
        if place is None:
            row.place = self.finder.by_digits.get(row.digits)
            row.words = tuple(
                raw[index + 1]
                for index in self.other_words
                if index < width and raw[index + 1].__class__ is str and raw[index + 1]
            )
        for index, column, _p in self.value_columns:
            if index < width and raw[index + 1] != "":
                self._read_value(row, index, column, raw[index + 1], styles.get(index, ""))
            elif self.source.error_cells and f"{letter(index)}{number}" in self.source.error_cells:
                self.find(number, index, "#", "error_cell")
        if self.records is not None:
            row.name = self.records.name_in(row)
        return row

    def _cell(self, raw: list[Any], key: str) -> Any:  # noqa: ANN401
        index = self.at.get(key)
        return raw[index + 1] if index is not None and index + 1 < len(raw) else ""

    def _period(self, number: int, cell: Any) -> str:  # noqa: ANN401
        text = cell_text(cell)
        if not text:
            return ""
        if text not in self.periods_of:
            self.periods_of[text] = self.dataset.period_of(text)
        code = self.periods_of[text]
        if code is None or code not in self.period_codes:
            self.find(number, PERIOD, text, "period")
            return ""
        return code

    def _read_value(self, row: ReadRow, index: int, column: Column, cell: Any, style: str) -> None:  # noqa: ANN401
        if column.kind != NUMBER:
            row.texts[index] = cell_text(cell)
            return
        try:
            value = number_of(cell, style=style, whole=column.whole, is_percent=column.is_percent)
        except BadNumber as bad:
            self.find(row.number, index, cell, bad.code)
            return
        if value is None:
            return
        row.numbers[index] = value
        if column.minimum is not None and value < column.minimum:
            self.find(row.number, index, cell, "negative" if column.minimum == 0 else "low", limit=column.minimum)
        elif column.whole and value != value.to_integral_value():
            self.find(row.number, index, cell, "fraction")

    # Totals and places ------------------------------------------------------------
    def _split(self, rows: list[ReadRow]) -> tuple[list[ReadRow], list[Reconciled]]:
        levels = Counter(row.place.level for row in rows if row.place)
        self.data_level = (
            levels.most_common(1)[0][0]
            if levels
            else max((place.level for place in self.finder.by_code.values()), default=0)
        )
        if self.records is not None:
            return rows, []
        above = {name for name in self.finder.parents.values() if name}
        own = self.finder.by_code.get(self.options.place_code)
        if own:
            above.add(plain_name(own.name))
        return split_totals(rows, summed=self.summed, ancestors=above, data_level=self.data_level)

    def _check_totals(self) -> None:
        for total in self.out.totals:
            for index, written, added in total.off:
                self.find(total.row, index, canonical(written), "total", added=canonical(added))

    def _find_places(self, data: list[ReadRow]) -> None:
        """Give rows without a known code their decided place, or ask."""
        taken = {row.place.code for row in data if row.place}
        open_rows: dict[tuple[str, str, str], list[ReadRow]] = {}
        for row in data:
            if row.place is not None:
                self._compare_name(row)
                continue
            if not row.numbers and not row.texts:
                self.out.left_out.append(row.number)
                continue
            key = (row.given, plain_name(row.name), plain_name(row.parent))
            decided = self.decisions.get(key)
            if decided is not None:
                self._take_decision(row, decided)
            elif self.records is not None and self.records.is_elsewhere(row):
                self.out.left_out.append(row.number)
            elif self.finder.is_elsewhere(row.digits):
                self.find(row.number, CODE, row.given, "elsewhere", place=self._own_name())
            elif not row.name:
                self.find(row.number, CODE, row.given, "unknown_code" if row.given else "no_code")
            else:
                open_rows.setdefault(key, []).append(row)
        for key, rows in open_rows.items():
            self._ask(key, rows, taken)

    def _own_name(self) -> str:
        own = self.finder.by_code.get(self.options.place_code)
        return own.name if own else self.options.place_code

    def _compare_name(self, row: ReadRow) -> None:
        if row.place and row.name and row.name != row.place.name:
            ours, theirs = plain_name(row.place.name), plain_name(row.name)
            if ours != theirs and likeness(ours, theirs) < DIFFERENT_NAME:
                self.out.renamed.append((row.number, row.name, row.place.name))

    def _take_decision(self, row: ReadRow, decided: str) -> None:
        if decided == LEAVE_OUT:
            self.out.left_out.append(row.number)
            return
        row.place = self.finder.by_code.get(decided)
        if row.place is None:
            self.find(row.number, NAME, row.name, "decision_gone", chosen=decided)
        else:
            self.out.matched.append((row.number, row.name, row.place.code))

    def _ask(self, key: tuple[str, str, str], rows: list[ReadRow], taken: set[str]) -> None:
        first = rows[0]
        offers = (
            self.records.offers(first, level=self.data_level)
            if self.records is not None
            else self.finder.offers(
                digits=first.digits, name=first.name, parent=first.parent, taken=taken, level=self.data_level
            )
        )
        self.out.questions.append(
            Question(
                key=key,
                rows=tuple(row.number for row in rows[:20]),
                given=first.given,
                name=first.name,
                parent=first.parent,
                offers=offers,
            )
        )
        at = self.records.place_text if self.records and self.records.place_text is not None else NAME
        for row in rows:
            self.find(row.number, at, row.name, "unmatched_code" if row.given else "unmatched", given=row.given)

    # Values -----------------------------------------------------------------------
    def _fill(self, data: list[ReadRow]) -> None:
        """Turn data rows into values by target; refuse duplicates and values beyond their limits."""
        self._check_fractions(data)
        earlier: dict[str, list[Row]] = {}
        targets = {index: (column, period) for index, column, period in self.value_columns}
        for row in data:
            if row.place is None:
                continue
            values: dict[Target, Decimal | str] = {}
            found: list[tuple[int, Decimal | str]] = [*row.numbers.items(), *row.texts.items()]
            for index, value in found:
                column, period = targets[index]
                target = (column.key, self._target_period(column, period, row))
                values[target] = value
                if isinstance(value, Decimal):
                    if column.maximum is not None and value > column.maximum:
                        self.find(row.number, index, canonical(value), "high", limit=canonical(column.maximum))
                    self.out.sums[target] = self.out.sums.get(target, Decimal(0)) + value
            if values:
                understood = Row(row.number, row.place.code, values)
                self._check_twice(understood, earlier.setdefault(row.place.code, []))
                self.out.rows.append(understood)
                self.out.values += len(values)

    def _check_twice(self, row: Row, earlier: list[Row]) -> None:
        """Refuse a row whose place has one of its values in an earlier row already; a record named twice."""
        if self.records is not None:
            double = self.records.double_of(row)
            if double is not None:
                self.find(row.number, None, double[0], "named_twice", first=double[1])
            return
        first = next((each.number for each in earlier if not row.values.keys().isdisjoint(each.values)), None)
        if first is not None:
            self.find(row.number, CODE if CODE in self.at else NAME, row.place_code, "duplicate", first=first)
        earlier.append(row)

    def _target_period(self, column: Column, period: str, row: ReadRow) -> str:
        if not self.has_periods or not column.periodic:
            return ""
        if not (period or row.period or self.options.period):
            self.find(row.number, PERIOD, "", "no_period")
        return period or row.period or self.options.period

    def _check_fractions(self, data: Sequence[ReadRow]) -> None:
        """Refuse a column of percentages in which every value lies between 0 and 1."""
        for index, column, _p in self.value_columns:
            if not column.is_percent:
                continue
            values = [(row.number, row.numbers[index]) for row in data if index in row.numbers]
            broken = [each for each in values if each[1] != each[1].to_integral_value()]
            if broken and all(0 <= value <= 1 for _n, value in values):
                for number, value in broken:
                    self.find(number, index, canonical(value), "percent_fraction")

    def _check_room(self) -> None:
        at = self.at | {column.key: index for index, column, _p in self.value_columns}
        headings = {key: self._heading(index) for key, index in at.items()}
        for found in self.dataset.check(iter(self.out.rows), self.options):
            heading = headings.get(found.column, found.column)
            self.out.findings.append(replace(found, column=heading, value=found.value[:80]))

    def _tell_absent(self) -> None:
        """List the places of the data's level and parents that no row is about."""
        if self.records is not None:
            return
        there = {row.place_code for row in self.out.rows}
        self.out.absent = [
            f"{place.name} ({place.parent_name})"
            for place in self.finder.by_code.values()
            if place.level == self.data_level and place.code not in there
        ]

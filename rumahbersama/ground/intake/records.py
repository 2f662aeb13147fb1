"""What the dry run does otherwise where rows are records of their own (``rules.RecordTable``)."""

from collections.abc import Collection, Sequence

from rumahbersama.ground.intake.matching import Offer, PlaceFinder
from rumahbersama.ground.intake.numbers import canonical
from rumahbersama.ground.intake.rules import CODE, NAME, Column, RecordTable, Row
from rumahbersama.ground.intake.totals import ReadRow

MOST_TEXT = 160  # as much of a text is kept to name a decision


class Records:
    """The records of one table: their own places, and who was named before."""

    def __init__(
        self,
        table: RecordTable,
        *,
        columns: Sequence[tuple[int, Column, str]],
        identifying: Collection[str],
        finder: PlaceFinder,
    ) -> None:
        self.table = table
        self.finder = finder
        self.keys = {index: column.key for index, column, _p in columns}
        wanted = "" if {CODE, NAME} & set(identifying) else table.place_from
        self.place_text = next((index for index, key in self.keys.items() if key == wanted), None)
        self.named: dict[tuple[str, ...], int] = {}

    def name_in(self, row: ReadRow) -> str:
        """Return the text in which the row's place is looked for, as far as a decision can be named by it."""
        return row.texts.get(self.place_text, "")[:MOST_TEXT] if self.place_text is not None else row.name

    def is_elsewhere(self, row: ReadRow) -> bool:
        """Tell whether the row surely belongs to another place."""
        return self.table.is_elsewhere(self._as_text(row))

    def offers(self, row: ReadRow, *, level: int) -> tuple[Offer, ...]:
        """Return the places offered: by the room's own knowledge, else by name; a place may have many records."""
        own = self.table.offers(row.name, row.parent, self._as_text(row))
        if own is None:
            return self.finder.offers(digits=row.digits, name=row.name, parent=row.parent, taken=set(), level=level)
        known = [(self.finder.by_code[code], score) for code, score in own if code in self.finder.by_code]
        return tuple(Offer(place.code, place.name, place.parent_name, score) for place, score in known)

    def double_of(self, row: Row) -> tuple[str, int] | None:
        """Return what names the row and the earlier row of the same name; None for the first."""
        identity = self.table.identity_of(row)
        first = self.named.setdefault(identity, row.number) if identity else row.number
        return None if first == row.number else (" · ".join(identity or ()), first)

    def _as_text(self, row: ReadRow) -> dict[str, str]:
        numbers = {self.keys[index]: canonical(value) for index, value in row.numbers.items()}
        return {self.keys[index]: text for index, text in row.texts.items()} | numbers

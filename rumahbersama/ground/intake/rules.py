"""The contract between intake and the rooms that receive tables, and the shapes both sides speak.

A room writes a class that satisfies ``Dataset`` and fills ``core.registry.datasets`` with an instance of it.
Intake knows neither regions nor indicators: a place is a ``Place``, a meaning is a key.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

from rumahbersama.ground.audit.rules import Change
from rumahbersama.ground.core.rules import Finding, Refusal

# Kinds of column. Each is a meaning a heading can have.
CODE, NAME, PARENT, PERIOD, NUMBER, TEXT = "code", "name", "parent", "period", "number", "text"
SKIP = "skip"

Target = tuple[str, str]  # (key of a NUMBER or TEXT column, period code; "" where the dataset has no periods)


class IntakeRefusal(Refusal):
    """A sentence for the user: why this table does not enter, and how to mend it."""


class Stale(Exception):
    """Raised by ``Dataset.store`` when what ``prepare`` read has changed since; intake prepares again."""


@dataclass(frozen=True)
class Column:
    """One thing a column of a table may mean.

    Attributes:
        key: stable key; never "code", "name", "parent", "period", which intake adds by itself.
        label: the word people read ("Jumlah penduduk").
        kind: NUMBER or TEXT.
        aliases: other headings under which it is known, compared without case and punctuation.
        periodic: whether a value belongs to a period (the heading's, the row's, or the upload's default).
        whole: NUMBER only: no decimals.
        minimum: NUMBER only: smallest value allowed, inclusive.
        maximum: NUMBER only: largest value allowed, inclusive.
        is_percent: NUMBER only: written as a percentage (68,2), never as a fraction (0,682).
        is_summed: NUMBER only: a total row holds its sum; False for rates, densities and indices.
    """

    key: str
    label: Any  # text, lazy or not
    kind: str = NUMBER
    aliases: tuple[str, ...] = ()
    periodic: bool = True
    whole: bool = False
    minimum: Decimal | None = Decimal(0)
    maximum: Decimal | None = None
    is_percent: bool = False
    is_summed: bool = True


class Meaning(NamedTuple):
    """What a heading means: a column's key, and the period it names ("" = the upload's default)."""

    key: str
    period: str = ""


class Place(NamedTuple):
    """A region a row may belong to. ``former`` are other codes it is known by (earlier editions)."""

    code: str
    name: str
    parent_code: str
    parent_name: str
    level: int
    former: tuple[str, ...] = ()


class Choice(NamedTuple):
    """One entry of a list to choose from."""

    code: str
    label: str


@dataclass(frozen=True)
class Options:
    """What the sender said about the whole file, and who that is (None: the program)."""

    place_code: str
    period: str = ""
    source: str = ""
    by: Any = None


class Row(NamedTuple):
    """One understood row: its number in the file, its place, its values by target."""

    number: int
    place_code: str
    values: dict[Target, Decimal | str]


class StagedValue(NamedTuple):
    """One value ready to be stored. ``value`` is canonical text: "1234.5" for numbers."""

    row: int
    place_code: str
    key: str
    period: str
    value: str


@dataclass(frozen=True)
class Prepared:
    """What storing would do, computed without a lock.

    Attributes:
        created: values that are not there yet.
        changed: values that are there with another value.
        unchanged: values that are there just so.
        changes: one audit change per created or changed value; undo is made from these.
        payload: whatever ``store`` needs, as plain tuples ready for executemany.
        of_people: those of ``changes`` that would replace what a person corrected, confirmed or verified; the
            preview names them before anything is stored.
    """

    created: int
    changed: int
    unchanged: int
    changes: list[Change] = field(default_factory=list)
    payload: Any = None
    of_people: list[Change] = field(default_factory=list)


class Dataset(Protocol):
    """A table a room can receive. Methods are called in the order in which they stand here."""

    code: str  # "needs.observations"
    label: Any  # lazy text: "Angka per wilayah"

    def columns(self) -> list[Column]:
        """Return the columns of values (NUMBER, TEXT) in the order to show; intake adds code, name and period."""

    def periods(self) -> list[Choice]:
        """Return the periods a value may belong to, the proposed default first; empty: it has none."""

    def period_of(self, text: str) -> str | None:
        """Return the code of the period that a cell or option names ("2020", "2020-S1"), or None."""

    def propose(self, heading: str) -> Meaning | None:
        """Return the meaning of a heading by the room's own knowledge ("t_2020sm1"), or None."""

    def places(self, place_code: str) -> list[Place]:
        """Return the regions rows may belong to: the place itself and below, of the levels received."""

    def check(self, rows: Iterable[Row], options: Options) -> Iterator[Finding]:
        """Yield what breaks the room's own rules; syntax, limits and duplicates are checked already.

        ``Finding.column`` may hold a column's key: intake replaces it by the heading of the file.
        """

    def prepare(self, batches: Iterable[list[StagedValue]], options: Options) -> Prepared:
        """Read what is stored and compute what would change; called outside any transaction."""

    def ready(self, prepared: Prepared, *, run_id: int, by: Any, at: Any) -> Prepared:  # noqa: ANN401
        """Do what ``store`` would do and needs no lock; called right before its transaction, or not at all.

        Returns:
            What is to be stored: ``prepared``, or what it has become since.
        """

    def hold(self, prepared: Prepared) -> None:
        """Take first what ``store`` of this takes, so that nobody writes beside it; inside a transaction.

        Called where undoing without a lock was overtaken again and again: then it is reversed once more, held.
        """

    def held(self, prepared: Prepared, batches: Iterable[list[StagedValue]], options: Options) -> Prepared:
        """Take first what ``store`` of this takes, and return it prepared under that; inside a transaction.

        Called where preparing without a lock was overtaken again and again.
        """

    def store(self, prepared: Prepared, *, run_id: int, options: Options, by: Any, at: Any) -> None:  # noqa: ANN401
        """Write ``prepared.payload``; called inside a transaction, must take below 2 s for 100,000 values.

        Raises:
            Stale: when the stored values are no longer those that ``prepare`` read (compare the row counts
                of guarded UPDATEs, catch IntegrityError of INSERTs).
        """

    def totals(self, batches: Iterable[list[StagedValue]], options: Options) -> dict[Target, Decimal]:
        """Return what is stored now, summed per (key, period) over the places of the batches."""

    def resting_on(self, changes: list[Change], *, run_id: int) -> list[str]:
        """Return sentences naming what forbids undo (later corrections, verified values); empty: allowed."""

    def reverse(self, changes: list[Change], *, run_id: int) -> Prepared:
        """Return the undo of these changes for ``store``: what was created goes, what was changed returns."""

    def template(self, options: Options) -> tuple[list[str], list[list[Any]]]:
        """Return headings and rows of the export that is the template; importing it again changes nothing."""


def is_national(dataset: Any) -> bool:  # noqa: ANN401 - a Dataset
    """Tell whether a table may come from above the kabupaten too: its class says ``national = True``."""
    return bool(getattr(dataset, "national", False))


class RecordTable:
    """What a dataset inherits whose rows are records of their own: many may lie in one place.

    Then a place may stand in many rows and is offered to each; two rows are told as doubles where ``identity_of``
    says the same of both; no row is taken for a total, and no place is told to be absent.
    """

    acts: tuple[str, ...] = ()  # any of these at the place sends it, and sees the upload; empty: import_tables
    place_from: str = ""  # key of a TEXT column in which the place is looked for where no column names it

    def periods(self) -> list[Choice]:
        """Return none: a record has a day of its own."""
        return []

    def period_of(self, text: str) -> str | None:
        """Return none."""
        return None

    def propose(self, heading: str) -> Meaning | None:
        """Return none: the headings are known by their words."""
        return None

    def totals(self, batches: Iterable[list[StagedValue]], options: Options) -> dict[Target, Decimal]:
        """Return nothing: records are not added up."""
        return {}

    def own_places(self, user: Any) -> list[str]:  # noqa: ANN401 - an account
        """Return the codes of places for which an account without a role sends the table, and sees what it sent."""
        return []

    def ready(self, prepared: Prepared, *, run_id: int, by: Any, at: Any) -> Prepared:  # noqa: ANN401
        """Make nothing ready: records are few beside figures."""
        return prepared

    def hold(self, prepared: Prepared) -> None:
        """Take nothing: each record that changed meanwhile is told apart by its own version."""

    def held(self, prepared: Prepared, batches: Iterable[list[StagedValue]], options: Options) -> Prepared:
        """Take what ``hold`` takes and prepare once more."""
        self.hold(prepared)
        return self.prepare(batches, options)  # type: ignore[attr-defined,no-any-return]

    def identity_of(self, row: Row) -> tuple[str, ...] | None:
        """Return what names the record of a row; None where nothing can."""
        return None

    def is_elsewhere(self, values: Mapping[str, str]) -> bool:
        """Tell whether a row surely belongs to another place than the upload's, so that it is left out and told."""
        return False

    def offers(self, name: str, parent: str, values: Mapping[str, str]) -> list[tuple[str, int]] | None:
        """Return places for a row by the room's own knowledge, (code, score 0 to 100); None: by name, as ever.

        ``values`` are the row's values as text by column key.
        """
        return None


@dataclass(frozen=True)
class Compared:
    """Staged values against stored ones, for a dataset's ``prepare``."""

    created: list[StagedValue]
    changed: list[tuple[StagedValue, str]]
    unchanged: int


def compared(batches: Iterable[list[StagedValue]], stored: Mapping[tuple[str, str, str], str]) -> Compared:
    """Return what is new, what differs (with the stored text) and how many are equal.

    ``stored`` maps (place code, key, period) to canonical text as ``numbers.canonical`` gives it.
    """
    created: list[StagedValue] = []
    changed: list[tuple[StagedValue, str]] = []
    unchanged = 0
    for batch in batches:
        for value in batch:
            before = stored.get((value.place_code, value.key, value.period))
            if before is None:
                created.append(value)
                continue
            if before == value.value:
                unchanged += 1
            else:
                changed.append((value, before))
    return Compared(created=created, changed=changed, unchanged=unchanged)


def is_inside(code: str, place_code: str) -> bool:
    """Tell whether a dotted code is the place's or begins with it ("0" is the nation, which holds all)."""
    return place_code in ("0", code) or code.startswith(place_code + ".")

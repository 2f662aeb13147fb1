"""How the questions of a test measured: the engine's item analysis on what people answered."""

from dataclasses import dataclass
from datetime import datetime

from rumahbersama.chain.training.bank.formats.shapes import LETTERS
from rumahbersama.chain.training.tests.models import Answer, Attempt, Blueprint, BlueprintItem
from rumahbersama.engines.psychometrics import Analysis, Item, Option, analyse, distractors, group_weights

LEAST_PEOPLE = 2


@dataclass(frozen=True)
class Measured:
    """A question, how it measured, and how its options were chosen; ``options`` are letters as the bank has them."""

    asked: BlueprintItem
    figures: Item
    options: list[Option]

    @property
    def lures(self) -> list[str]:
        """Return wrong options that draw the able more than the others."""
        return [each.option for each in self.options if each.lures]


@dataclass(frozen=True)
class Measurement:
    """A test: ``analysis`` is None with fewer than two finished attempts."""

    n: int
    analysis: Analysis | None
    items: list[Measured]


def measured(blueprint: Blueprint, phase: str, *, at: datetime) -> Measurement:
    """Return the item analysis of the finished attempts of a test (three queries)."""
    attempts = Attempt.objects.filter(blueprint=blueprint, phase=phase).defer("order")
    finished = [each.pk for each in attempts if not each.is_running(at)]
    items = list(BlueprintItem.objects.filter(blueprint=blueprint).select_related("version"))
    if len(finished) < LEAST_PEOPLE:
        return Measurement(len(finished), None, [])
    row_of = {pk: row for row, pk in enumerate(finished)}
    column_of = {each.pk: column for column, each in enumerate(items)}
    chosen = [[""] * len(items) for _pk in finished]
    given = Answer.objects.filter(attempt__blueprint=blueprint, attempt__phase=phase)
    for attempt, item, option in given.values_list("attempt", "item", "chosen"):
        if attempt in row_of:
            chosen[row_of[attempt]][column_of[item]] = LETTERS[option]
    keys = [each.version.letter for each in items]
    table = [[int(letter == key) for letter, key in zip(row, keys, strict=True)] for row in chosen]
    columns = [[row[column] for row in chosen] for column in range(len(items))]
    names = [str(each.version.item_id) for each in items]
    found = analyse(names, table, [column.count("") for column in columns])
    weights = group_weights([sum(row) for row in table])
    return Measurement(
        len(finished),
        found,
        [
            Measured(
                each,
                found.items[at_place],
                distractors(
                    columns[at_place],
                    key=keys[at_place],
                    options=LETTERS[: len(each.version.options)],
                    weights=weights,
                ),
            )
            for at_place, each in enumerate(items)
        ],
    )

"""Reading banks: lists, counts by topic, versions, imports, history."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q, QuerySet

from rumahbersama.chain.training.bank.formats.shapes import Question
from rumahbersama.chain.training.bank.models import Bank, BankImport, Item, ItemVersion, Topic
from rumahbersama.chain.training.bank.recording import BANK, ITEM
from rumahbersama.chain.training.bank.rules import DRAFT, IN_USE, RETIRED
from rumahbersama.ground.audit.queries import RowChange, rows_of

MOST_FOUND = 10
SEARCHED = ("current__stem", "topic__name")


@dataclass(frozen=True)
class Counts:
    """How many questions of a bank are in each state."""

    draft: int
    in_use: int
    retired: int

    @property
    def total(self) -> int:
        """Return all that are not retired."""
        return self.draft + self.in_use


def counts_of(bank: Bank) -> Counts:
    """Return how many questions there are (one query)."""
    told = Item.objects.filter(bank=bank).aggregate(
        draft=Count("pk", filter=Q(state=DRAFT)),
        in_use=Count("pk", filter=Q(state=IN_USE)),
        retired=Count("pk", filter=Q(state=RETIRED)),
    )
    return Counts(**told)


def topics_of(bank: Bank) -> list[Topic]:
    """Return the topics of a bank with ``item_count``, questions not retired (one query)."""
    return list(Topic.objects.filter(bank=bank).annotate(item_count=Count("items", filter=~Q(items__state=RETIRED))))


def items_of(bank: Bank, *, topic: int | None = None, state: str = "") -> QuerySet[Item]:
    """Return the questions of a bank; without a state those not retired. ``topic`` 0: those without one."""
    rows = Item.objects.filter(bank=bank).select_related("topic", "current")
    rows = rows.filter(state=state) if state in Item.State.values else rows.exclude(state=RETIRED)
    return rows if topic is None else rows.filter(topic=topic or None)


def holding(rows: QuerySet[Item], text: str) -> QuerySet[Item]:
    """Return the questions in which every word of a text occurs, as the list is searched."""
    for word in text.split():
        rows = rows.filter(reduce(or_, (Q(**{f"{field}__icontains": word}) for field in SEARCHED)))
    return rows


def questions_of(rows: QuerySet[Item]) -> list[Question]:
    """Return questions in the shape that files have, by topic (one query)."""
    kept = rows.order_by("topic__name", "pk")
    return [row.current.question(topic=row.topic.name if row.topic else "") for row in kept if row.current]


def versions_of(item: Item) -> list[ItemVersion]:
    """Return its versions, newest first."""
    return list(ItemVersion.objects.filter(item=item))


def imports_of(bank: Bank) -> QuerySet[BankImport]:
    """Return what was brought into a bank, newest first, without what waits inside."""
    return BankImport.objects.filter(bank=bank).defer("read", "faults", "doubles")


def history_of_bank(bank: Bank) -> list[RowChange]:
    """Return what became of a bank, newest first."""
    return rows_of(entity=BANK, key=bank.key, codes=None)


def history_of_item(item: Item) -> list[RowChange]:
    """Return what became of a question, newest first."""
    return rows_of(entity=ITEM, key=item.key, codes=None)


def names_of_banks(keys: Collection[str]) -> dict[str, str]:
    """Return the titles of banks by key, for the record (one query)."""
    return dict(Bank.objects.filter(key__in=keys).values_list("key", "title"))


def numbers_of_items(keys: Collection[str]) -> dict[str, str]:
    """Return the numbers of questions by key, for the record; never their words (one query)."""
    rows = Item.objects.filter(key__in=keys).values_list("key", "pk", "bank__title")
    return {key: f"{number} ({title})" for key, number, title in rows}


def found(*, banks: QuerySet[Bank], text: str) -> list[Bank]:
    """Return banks whose title holds a text (one query)."""
    return list(banks.filter(title__icontains=text)[:MOST_FOUND])


def waiting_imports(banks: Any) -> int:  # noqa: ANN401 - banks as a part of another query
    """Return how many imports wait to be looked at (one query)."""
    return BankImport.objects.filter(bank__in=banks, state=BankImport.State.PREVIEWED).count()

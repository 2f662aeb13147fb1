"""Lists on pages: searched, sorted and paged from the query string, the same way everywhere.

In the view::

    listing = listed(
        request,
        visible_accounts(request.user),
        sorts={"nama": "name", "tempat": ("region__code", "name")},
        default="nama",
        search=["name", "email"],
    )

In the template: ``{% for account in listing.page %}``, ``{% search_box listing "Nama" %}``,
``{% sort_head listing "nama" "Nama" %}`` and ``{% pager listing.page %}``. The address carries everything:
``?cari=ani&urut=-nama&hal=2``. Unknown keys and pages fall back to the default and the nearest page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Choices, IntegerField, Model, Q, QuerySet, Value, When
from django.db.models.expressions import OrderBy
from django.http import HttpRequest

PAGE_SIZE = 50
MAX_SEARCH = 100
SEARCH, SORT, PAGE = "cari", "urut", "hal"
FAR = 1_000  # rows before a page from which on the database passes over them without what they show

Field = str | Case
Fields = Field | Sequence[Field]


@dataclass(frozen=True)
class Listing:
    """One page of a list, and how it came to be: ``sort`` is the key in force ("-nama" is descending)."""

    page: Page
    sort: str
    q: str

    @property
    def total(self) -> int:
        """Return how many rows were found on all pages."""
        return self.page.paginator.count


class _Pages(Paginator):
    """Pages of rows; those before a far page are passed over by their order alone, joined to nothing."""

    def page(self, number: Any) -> Page:  # noqa: ANN401 - whatever the address says
        """Return a page; a far one finds its rows first, in the same query."""
        found = super().page(number)
        rows: Any = self.object_list
        if found.start_index() > FAR and rows.query.select_related and not rows.query.distinct:
            first, last = found.start_index() - 1, found.end_index()
            found.object_list = rows.filter(pk__in=rows.select_related(None).values("pk")[first:last])
        return found


def listed(
    request: HttpRequest,
    rows: QuerySet,
    *,
    sorts: Mapping[str, Fields],
    default: str,
    search: Sequence[str] = (),
    size: int = PAGE_SIZE,
) -> Listing:
    """Return the page of ``rows`` that the query string asks for, in two queries.

    Args:
        request: carries ``cari`` (search), ``urut`` (sort key) and ``hal`` (page).
        rows: what this person may see; never more.
        sorts: allowed sort keys with the field or fields behind each, or ``in_turn`` of a field with choices.
        default: the sort in force without a wish, e.g. "nama" or "-nama".
        search: fields in which every word of ``cari`` must occur (in any of them).
        size: rows on a page.
    """
    q = words(request.GET.get(SEARCH, "")) if search else ""
    rows = found_by(rows, request, search)
    sort = request.GET.get(SORT, default)
    if sort.removeprefix("-") not in sorts:
        sort = default
    rows = rows.order_by(*_order(sort, sorts), "pk")
    return Listing(page=_Pages(rows, size).get_page(request.GET.get(PAGE)), sort=sort, q=q)


def found_by(rows: QuerySet, request: HttpRequest, search: Sequence[str]) -> QuerySet:
    """Return the rows in which every word of ``cari`` occurs in one of the fields ``search``; without any, all.

    A field may belong to several other rows of a row ("villages__name"): the row is still found once.
    """
    for word in words(request.GET.get(SEARCH, "")).split() if search else ():
        wanted = reduce(or_, (Q(**{f"{field}__icontains": word}) for field in search))
        if any(_is_of_many(rows.model, field) for field in search):
            wanted = Q(pk__in=rows.model._base_manager.filter(wanted).values("pk"))
        rows = rows.filter(wanted)
    return rows


def _is_of_many(model: type[Model], path: str) -> bool:
    """Tell whether a path of fields leads to several rows of another table."""
    name, _separator, rest = path.partition("__")
    field = model._meta.get_field(name)
    if field.many_to_many or field.one_to_many:
        return True
    related = field.related_model
    return bool(rest) and isinstance(related, type) and _is_of_many(related, rest)


def words(text: str) -> str:
    """Return typed search text with single blanks, without control characters, of sane length."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text[:MAX_SEARCH]).split())


def in_turn(field: str, choices: type[Choices]) -> Case:
    """Return what sorts rows by the order in which the choices of a field are written, not by their codes."""
    turns = (When(**{field: code}, then=Value(turn)) for turn, code in enumerate(choices.values))
    return Case(*turns, output_field=IntegerField())


def _order(sort: str, sorts: Mapping[str, Fields]) -> list[Field | OrderBy]:
    fields = sorts[sort.removeprefix("-")]
    names: list[Field] = [fields] if isinstance(fields, str | Case) else list(fields)
    return [_turned(name) for name in names] if sort.startswith("-") else [*names]


def _turned(name: Field) -> str | OrderBy:
    if isinstance(name, Case):
        return name.desc()
    return name[1:] if name.startswith("-") else f"-{name}"


def next_sort(listing: Any, key: str) -> str:  # noqa: ANN401 - a Listing, or what a test puts in its place
    """Return the sort key that a click on the column's heading asks for: up first, then down."""
    return f"-{key}" if listing.sort == key else key

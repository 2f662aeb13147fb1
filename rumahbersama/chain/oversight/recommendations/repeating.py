"""What repeats: the same checklist item, or the same legal basis, in several villages and years."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.oversight.recommendations import rules
from rumahbersama.chain.oversight.recommendations.models import Recommendation
from rumahbersama.chain.oversight.recommendations.reference import rule_on
from rumahbersama.ground.regions.models import Region

YEARS = 4  # shown side by side
WIDEST = "-luas"


@dataclass(frozen=True)
class Repeat:
    """One result that repeats.

    Attributes:
        pattern: how a list is narrowed to it ("butir:KEY" or "dasar:TEXT").
        title: the item's words, or the legal basis.
        villages: where, in code order.
        count: how many notes and recommendations.
        open: how many of them are not mended.
        by_year: each year shown with how many, the oldest first.
        places: how many kecamatan.
    """

    pattern: str
    title: str
    villages: tuple[Region, ...]
    count: int
    open: int
    by_year: tuple[tuple[int, int], ...]
    places: int


SORTS: dict[str, Callable[[Repeat], Any]] = {
    "luas": lambda each: len(each.villages),
    "isi": lambda each: each.title.casefold(),
    "jumlah": lambda each: each.count,
    "sisa": lambda each: each.open,
}


@dataclass(frozen=True)
class Repeated:
    """All that repeats, the widest first, the years shown, and how many were looked through."""

    rows: list[Repeat]
    years: tuple[int, ...]
    total: int
    least: int


def repeated(rows: QuerySet[Recommendation], *, today: date) -> Repeated:
    """Return what is in as many villages as the rule says, of those not withdrawn (one query).

    Source: project decision, docs/adr/0040-recommendations.md.
    """
    kept = rows.exclude(state__in=(rules.DRAFT, rules.WITHDRAWN)).order_by("pk")
    groups: dict[str, list[Recommendation]] = defaultdict(list)
    total = 0
    for row in kept:
        total += 1
        groups[_pattern(row)].append(row)
    years, least = tuple(range(today.year - YEARS + 1, today.year + 1)), rule_on(today).repeats_from_villages
    found = [_repeat(members, years) for members in groups.values()]
    wide = [each for each in found if len(each.villages) >= least]
    wide.sort(key=lambda each: (-len(each.villages), -each.count, each.title))
    return Repeated(wide, years, total, least)


def ordered(rows: Iterable[Repeat], *, sort: str) -> list[Repeat]:
    """Return them sorted by a key of ``SORTS``, "-KEY" downwards; those alike stay the widest first."""
    return sorted(rows, key=SORTS[sort.removeprefix("-")], reverse=sort.startswith("-"))


def containing(rows: Iterable[Repeat], text: str) -> list[Repeat]:
    """Return those in whose title or villages every word of ``text`` occurs."""
    said = text.casefold().split()
    return [each for each in rows if all(word in _searched(each) for word in said)]


def _searched(each: Repeat) -> str:
    return " ".join([each.title, *map(str, each.villages)]).casefold()


def _pattern(row: Recommendation) -> str:
    return f"butir:{row.item}" if row.item else f"dasar:{row.legal_basis.casefold()}"


def _repeat(members: list[Recommendation], years: Iterable[int]) -> Repeat:
    first = members[-1]
    places = {row.village.code: row.village for row in members}
    by_year = Counter(timezone.localtime(row.entered_at).year for row in members)
    return Repeat(
        pattern=f"butir:{first.item}" if first.item else f"dasar:{first.legal_basis}",
        title=first.item_text or first.legal_basis,
        villages=tuple(places[code] for code in sorted(places)),
        count=len(members),
        open=sum(row.is_open for row in members),
        by_year=tuple((year, by_year[year]) for year in years),
        places=len({row.kecamatan_id for row in members}),
    )


def sheet_of(found: Repeated) -> tuple[list[Any], list[list[Any]]]:
    """Return it as headings and rows."""
    header = [_("Yang berulang"), _("Desa"), _("Banyaknya desa"), _("Kecamatan"), _("Banyaknya"), _("Belum selesai")]
    rows = [
        [
            each.title,
            ", ".join(str(village) for village in each.villages),
            len(each.villages),
            each.places,
            each.count,
            each.open,
            *(count for _year, count in each.by_year),
        ]
        for each in found.rows
    ]
    return [*header, *(str(year) for year in found.years)], rows

"""Finding a region by name or code, tolerant of spelling; quick at 91,599 regions.

In steps, each only where the one before found too little: code (dotted or not) or its beginning; the name
exactly, at its beginning, inside; then names that begin alike, by likeness; at last all names.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from rapidfuzz import fuzz, process

from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.queries.tree import present
from rumahbersama.ground.regions.rules import SEARCH_TITLES, dotted, folded

MOST = 100
ENOUGH = 5
ALIKE = 72.0
SHORTEST = 2
SHORTEST_INSIDE = 3
NEAR_THE_BEST = 10
WITH_PARENTS = "parent__parent__parent"


@dataclass(frozen=True)
class Found:
    """A region that fits, with how well (100 is exact)."""

    region: Region
    score: float


def find(text: str, *, limit: int = 20) -> list[Found]:
    """Return the regions that fit ``text`` best: "33.01", "330116", "kec. adipala", "Ciangjur".

    Costs one query for a code, two or three for a name, four for a name nobody bears.
    """
    text = " ".join(text.split())[:80]
    code = dotted(text)
    if code is not None:
        return [Found(region, 100) for region in present().filter(code=code).select_related(WITH_PARENTS)]
    if text.replace(".", "").isdigit():
        return [Found(region, 90) for region in _code_begins(text)[:limit]]
    level, name = _level_and_name(text)
    if len(name) < SHORTEST:
        return []
    regions = present() if level is None else present().filter(level=level)
    regions = regions.select_related(WITH_PARENTS)
    found: dict[int, Found] = {}
    for region, score in _by_text(regions, name):
        found.setdefault(region.pk, Found(region, score))
    if max((one.score for one in found.values()), default=0) < 100 and len(found) < ENOUGH:
        for region, score in _by_likeness(regions, name):
            found.setdefault(region.pk, Found(region, score))
    ranked = sorted(found.values(), key=lambda one: (-one.score, one.region.level, one.region.code))
    return ranked[:limit]


def _level_and_name(text: str) -> tuple[int | None, str]:
    """Return the level that a title before the name asks for, and the folded name."""
    first = text.upper().replace(".", " ").split()[:2]
    level = SEARCH_TITLES.get(first[0]) if len(first) == 2 else None
    name = folded(text)
    if level is not None and name.startswith(first[0] + " "):
        name = name.removeprefix(first[0] + " ")
    return level, name


def _code_begins(text: str) -> QuerySet[Region]:
    """Return regions whose code begins with these digits, dots put where they belong."""
    digits = text.replace(".", "")
    parts = [part for part in (digits[0:2], digits[2:4], digits[4:6], digits[6:10]) if part]
    regions = present().filter(code__startswith=".".join(parts)).select_related(WITH_PARENTS)
    return regions.order_by("level", "code")


def _by_text(regions: QuerySet[Region], name: str) -> Iterator[tuple[Region, float]]:
    count = 0
    begins = regions.filter(search_name__gte=name, search_name__lt=name + "~").order_by(
        "search_name", "level", "code"
    )
    for region in begins[:MOST]:
        count += 1
        yield region, 100 if region.search_name == name else 90
    if count < ENOUGH and len(name) >= SHORTEST_INSIDE:
        for region in regions.filter(search_name__contains=name).order_by("level", "code")[:MOST]:
            yield region, 80


def _by_likeness(regions: QuerySet[Region], name: str) -> Iterator[tuple[Region, float]]:
    near = regions.filter(search_name__startswith=name[0])
    best = _alike(near, name) or _alike(regions, name)
    for region in regions.filter(search_name__in=list(best)).order_by("level", "code")[:MOST]:
        yield region, best[region.search_name] * 0.75


def _alike(regions: QuerySet[Region], name: str) -> dict[str, float]:
    names = list(regions.order_by().values_list("search_name", flat=True).distinct())
    hits = process.extract(name, names, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=12)
    return {hit: score for hit, score, _place in hits if score >= hits[0][1] - NEAR_THE_BEST}

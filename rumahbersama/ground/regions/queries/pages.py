"""What the pages of this room show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from rumahbersama.ground.core.charts.maps import MapArea, choropleth, dot_map
from rumahbersama.ground.regions.models import (
    Edition,
    Kind,
    Level,
    Region,
    RegionChange,
    RegionCode,
    Shape,
    UnresolvedRegion,
)
from rumahbersama.ground.regions.queries.tree import below, breadcrumb_of, children_of
from rumahbersama.ground.regions.rules import NATION_CODE, dotted

MOST_ON_A_MAP = 60
MOST_QUESTIONS = 200


def region_of_code(code: str) -> Region | None:
    """Return the region that bears ``code`` (dotted or not) now, or bore it last; one or two queries."""
    plain = code if code == NATION_CODE or "~" in code else dotted(code)
    if plain is None:
        return None
    region = Region.objects.filter(code=plain).first()
    if region is not None:
        return region
    former = RegionCode.objects.filter(code=plain).select_related("region").order_by("-valid_from").first()
    return former.region if former else None


def nation() -> Region | None:
    """Return Indonesia, or None before the first edition."""
    return Region.objects.filter(code=NATION_CODE).first()


def codes_of(region: Region) -> QuerySet[RegionCode]:
    """Return all codes and printed names of a region, newest first."""
    return region.codes.select_related("edition").order_by("-valid_from", "scheme")


def changes_of(region: Region) -> QuerySet[RegionChange]:
    """Return what happened to a region, newest first."""
    return region.changes.select_related("edition")


def editions() -> QuerySet[Edition]:
    """Return all loaded editions, newest first."""
    return Edition.objects.all()


def newest_edition() -> Edition | None:
    """Return the edition in force."""
    return Edition.objects.first()


def open_question_of(region: Region) -> UnresolvedRegion | None:
    """Return the open question about a region that is gone, with its candidates."""
    return region.questions.filter(state=UnresolvedRegion.State.OPEN).prefetch_related("candidates").first()


def other_bearers(region: Region) -> list[RegionCode]:
    """Return codes of this region's past or present that another region bears or bore too."""
    codes = [code.partition("~")[0] for code in {region.code, *region.codes.values_list("code", flat=True)}]
    return list(
        RegionCode.objects.filter(code__in=codes)
        .exclude(region=region)
        .select_related("region")
        .order_by("code", "-valid_from")
    )


def trail_of(region: Region) -> list[Region]:
    """Return the ancestors from Indonesia down: by code, or for a region that is gone by its last parents."""
    if region.gone_on is None:
        return breadcrumb_of(region)
    found: list[Region] = []
    above = region.parent
    while above is not None:
        found.insert(0, above)
        above = above.parent
    return found


def lies_in(region: Region) -> str:
    """Return where a region lies: "Kecamatan Adipala, Kabupaten Cilacap, Provinsi Jawa Tengah".

    Costs nothing where the region came with ``parent__parent__parent``.
    """
    names: list[str] = []
    above = region.parent
    while above is not None and above.level > Level.NATION:
        names.append(str(above))
        above = above.parent if above.level > Level.PROVINCE else None
    return ", ".join(names)


def map_of_children(region: Region) -> SafeString:
    """Return a map of the children: borders where all have them, else dots; empty without either."""
    children = list(children_of(region)[: MOST_ON_A_MAP + 1])
    if not 2 <= len(children) <= MOST_ON_A_MAP:
        return SafeString()
    shapes = {shape.region_id: shape for shape in Shape.objects.filter(region__in=children)}
    if len(shapes) == len(children):
        areas = [
            _area(child, x=shape.label_x, y=shape.label_y, path=shape.path)
            for child, shape in _pairs(children, shapes)
        ]
        return choropleth(areas, box=next(iter(shapes.values())).box)
    placed = [child for child in children if child.latitude is not None and child.longitude is not None]
    if len(placed) < 2:
        return SafeString()
    return dot_map([_area(child, x=float(child.longitude or 0), y=float(child.latitude or 0)) for child in placed])


def _pairs(children: Sequence[Region], shapes: dict[int, Shape]) -> list[tuple[Region, Shape]]:
    return [(child, shapes[child.pk]) for child in children]


def _area(region: Region, *, x: float, y: float, path: str = "") -> MapArea:
    return MapArea(
        code=region.code,
        name=region.name,
        url=region.get_absolute_url(),
        value_class="q2",
        value_text=str(region.desa_count) if region.level < Level.DESA else "",
        x=x,
        y=y,
        path=path,
    )


@dataclass(frozen=True)
class WordInUse:
    """A local word below a place: how many regions of a kind bear it."""

    kind: str
    word: str
    count: int


def words_below(region: Region) -> list[WordInUse]:
    """Return which local words are in use below a place, by kind (one query)."""
    found: dict[tuple[str, str], int] = {}
    rows = below(code=region.code).filter(level__gte=Level.KECAMATAN).order_by()
    for kind, word in rows.values_list("kind", "word"):
        found[kind, word] = found.get((kind, word), 0) + 1
    return [
        WordInUse(kind=str(Kind(kind).label), word=word or str(Kind(kind).label), count=count)
        for (kind, word), count in sorted(found.items())
    ]


def age_in_days(edition: Edition, today: date) -> int:
    """Return how long an edition has been in force."""
    return (today - edition.valid_from).days

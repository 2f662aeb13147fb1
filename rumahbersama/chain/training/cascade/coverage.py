"""Which kecamatan and desa have somebody trained who is still in post, held against the plan, from nation downwards.

The plan are the kecamatan in the places of the quotas of a programme's events for kecamatan and desa; without such a
quota, those of the programme's own place. Invented places count only where somebody of an invented place was trained.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rumahbersama.chain.training.cascade.queries import Cascade, Trained
from rumahbersama.chain.training.cascade.rules import (
    TRAINERS_TIER,
    Covered,
    Held,
    Standing,
    covered,
    of_people,
    of_places,
)
from rumahbersama.chain.training.models import Event, Participation, Programme, Quota
from rumahbersama.chain.training.permissions import HELD_STATES
from rumahbersama.ground.core.charts import NO_DATA, MapArea, choropleth, dot_map
from rumahbersama.ground.core.formats import number
from rumahbersama.ground.people.models import Tenure
from rumahbersama.ground.people.permissions import within
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.rules import is_below_or_same, is_invented, level_of

KECAMATAN_PARTS = 3


@dataclass(frozen=True)
class PlaceRow:
    """One place of the table; ``now`` only for a kecamatan: its standing, None where nobody was trained."""

    region: Region
    covered: Covered
    now: Standing | None


@dataclass(frozen=True)
class Coverage:
    """What is covered below a place."""

    region: Region
    rows: list[PlaceRow]
    total: Covered
    outside: int
    people: dict[Standing, int]

    @property
    def trained(self) -> int:
        """Return how many people were trained for a kecamatan or desa here."""
        return sum(self.people.values())

    @property
    def in_post(self) -> int:
        """Return how many of them are still in post; coverage counts these alone."""
        return self.people[Standing.IN_POST]

    @property
    def left(self) -> int:
        """Return how many left their post."""
        return self.people[Standing.LEFT]

    @property
    def unknown(self) -> int:
        """Return of how many no post is recorded."""
        return self.people[Standing.UNKNOWN]

    @property
    def is_by_kecamatan(self) -> bool:
        """Tell whether the rows are kecamatan themselves."""
        return self.region.level == Level.KABUPATEN


def posts_of(cascade: Cascade) -> dict[int, list[Held]]:
    """Return the recorded posts of everybody trained (one query)."""
    seats = Participation.objects.filter(event__in=[event.pk for event in cascade.counted], state__in=HELD_STATES)
    rows = Tenure.objects.filter(person__in=seats.order_by().values("person")).order_by()
    found: dict[int, list[Held]] = defaultdict(list)
    for person, code, starts, ends in rows.values_list("person", "post__region__code", "starts_on", "ends_on"):
        found[person].append(Held(code, starts, ends))
    return found


def _is_local(row: Trained) -> bool:
    return level_of(row.code) >= Level.KECAMATAN


def quotas_of(events: Sequence[Event]) -> list[tuple[int, str]]:
    """Return (event, code of its place) of every quota (one query)."""
    rows = Quota.objects.filter(event__in=[event.pk for event in events]).order_by()
    return list(rows.values_list("event", "region__code").distinct())


def meant_by(events: Sequence[Event], programme: Programme, quotas: Iterable[tuple[int, str]]) -> list[str]:
    """Return the codes of the places in the plan, cut to kecamatan."""
    wanted = {event.pk for event in events if event.tier > TRAINERS_TIER and event.state != Event.State.CANCELLED}
    codes = {code for number, code in quotas if number in wanted}
    return sorted({".".join(code.split(".")[:KECAMATAN_PARTS]) for code in codes}) or [programme.region.code]


def coverage_of(
    cascade: Cascade,
    programme: Programme,
    code: str,
    quotas: Iterable[tuple[int, str]],
    *,
    today: date,
    by: int | None = None,
) -> Coverage | None:
    """Return what is covered below a place, by its children or by the places of level ``by``; None: no such place.

    Two queries: the posts of the people, and the places with how many kecamatan of the plan each holds.
    """
    plan, level = meant_by(cascade.events, programme, quotas), by or level_of(code) + 1
    local = [(row.code, row.person) for row in cascade.trained if _is_local(row)]
    posts = posts_of(cascade) if local else {}
    places = of_places(local, posts, today=today)
    regions = _regions(code, level, plan, invented=any(is_invented(place) for place in places))
    above = next((region for region in regions if region.code == code), None)
    if above is None:
        return None
    below = {region.code: region for region in regions if region is not above and region.kecamatan}
    here = {place: now for place, now in places.items() if is_below_or_same(place, code)}
    in_plan = {place: now for place, now in here.items() if any(is_below_or_same(place, each) for each in plan)}
    meant = {place: (region.kecamatan, region.desa) for place, region in below.items()}
    rows, total = covered(meant, in_plan)
    told = [
        PlaceRow(below[place], row, places.get(place) if level == Level.KECAMATAN else None)
        for place, row in rows.items()
    ]
    outside = sum(place.count(".") == KECAMATAN_PARTS - 1 for place in here.keys() - in_plan.keys())
    people = of_people((row for row in local if is_below_or_same(row[0], code)), posts, today=today)
    return Coverage(above, told, total, outside, people)


def _regions(code: str, level: int, plan: list[str], *, invented: bool) -> list[Any]:
    """Return a place and those of a level below it, each with ``kecamatan`` and ``desa`` of the plan (one query)."""
    meant = Q(level=Level.KECAMATAN, gone_on=None) & within(plan, "code")
    if not invented:
        meant &= Q(invented=False)
    up = {Level.PROVINCE: "parent__parent", Level.KABUPATEN: "parent", Level.KECAMATAN: "pk"}[Level(level)]
    inside = Region.objects.filter(meant, **{up: OuterRef("pk")}).order_by().values("level")
    rows = Region.objects.filter(Q(code=code) | (Q(level=level, gone_on=None) & within([code], "code")))
    return list(
        rows.select_related("shape")
        .annotate(
            kecamatan=Coalesce(Subquery(inside.annotate(n=Count("pk")).values("n")), 0),
            desa=Coalesce(Subquery(inside.annotate(n=Sum("desa_count")).values("n")), 0),
        )
        .order_by("code")
    )


SCALE = ((1.0, "q4"), (0.5, "q3"), (0.000001, "q1"), (0.0, "q0"))


def scale() -> list[tuple[str, str]]:
    """Return what each colour of the map means."""
    return [
        ("q4", _("semua kecamatan sasaran")),
        ("q3", _("setengahnya atau lebih")),
        ("q1", _("kurang dari setengah")),
        ("q0", _("belum ada")),
    ]


def _css(row: PlaceRow) -> str:
    share = row.covered.share
    return NO_DATA if share is None else next(css for least, css in SCALE if share >= least)


def draw(coverage: Coverage, code: str) -> SafeString | None:
    """Return the map of the rows: borders where most have one, else dots; None where neither is known."""
    shaped = [row for row in coverage.rows if hasattr(row.region, "shape")]
    if shaped and len(shaped) * 2 > len(coverage.rows):
        return choropleth([_area(row, code) for row in shaped], box=shaped[0].region.shape.box)
    placed = [row for row in coverage.rows if row.region.latitude is not None]
    return dot_map([_area(row, code, is_dot=True) for row in placed]) if placed else None


def _area(row: PlaceRow, code: str, *, is_dot: bool = False) -> MapArea:
    region = row.region
    shape = None if is_dot else region.shape
    inside = f"{reverse('cascade:programme', args=[code])}?wilayah={region.code}#cakupan"
    return MapArea(
        code=region.code,
        name=str(region) if region.level == Level.KABUPATEN else region.name,
        url=region.get_absolute_url() if region.level == Level.KECAMATAN else inside,
        value_class=_css(row),
        value_text=f"{number(row.covered.in_post)}/{number(row.covered.meant)}",
        path=shape.path if shape else "",
        x=shape.label_x if shape else float(region.longitude or 0),
        y=shape.label_y if shape else float(region.latitude or 0),
    )

"""The Monday briefing of a place on one sheet: what is short, what to do first, who is late, what waits."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from rumahbersama.chain.needs.priorities import sentences as reasons
from rumahbersama.chain.needs.priorities.queries import Entry, priorities_of
from rumahbersama.chain.needs.voices.queries import new_this_week
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.results.completeness import Completeness, completeness_page
from rumahbersama.results.queries import PlacePage, place_page

MOST_PRIORITIES, MOST_LATE = 5, 12


@dataclass(frozen=True)
class Briefing:
    """All that the sheet holds."""

    page: PlacePage
    first: list[tuple[Entry, str]]
    more: int
    late: list[Region]
    late_count: int
    completeness: Completeness | None
    unverified: int
    contested: int
    new_voices: int


def briefing(*, region: Region, user: Any, today: date) -> Briefing | None:  # noqa: ANN401 - Account
    """Read the sheet of a kabupaten, kecamatan or desa for the period that its page opens with; None without data."""
    page = place_page(region=region, breadcrumb=[], user=user, with_children=False)
    if page.period is None:
        return None
    ranked = priorities_of(region=region, period=page.period.code)
    entries = ranked.ranked if ranked else []
    found = None
    if region.level < Level.DESA:
        found = completeness_page(region=region, breadcrumb=[], user=user, period=page.period.code, indicator="")
    late = list(found.desa().order_by("code")) if found and found.by_desa else []
    figures = [line.figure for line in page.indicators if line.figure]
    return Briefing(
        page=page,
        first=[(entry, reasons.why(entry)) for entry in entries[:MOST_PRIORITIES]],
        more=max(0, len(entries) - MOST_PRIORITIES),
        late=late[:MOST_LATE],
        late_count=len(late),
        completeness=found,
        unverified=sum(figure.unverified for figure in figures),
        contested=sum(figure.contested for figure in figures),
        new_voices=new_this_week(codes=[region.code], today=today),
    )

"""The Monday briefing of a place on one sheet: what is short, what to do first, who is late, what waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rumahbersama.chain.needs.priorities import sentences as reasons
from rumahbersama.chain.needs.priorities.queries import Entry, places_in, ranking
from rumahbersama.chain.needs.voices.queries import new_count
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.results.completeness import sent_count
from rumahbersama.results.queries import PlacePage, place_page

MOST_PRIORITIES, MOST_LATE = 5, 12


@dataclass(frozen=True)
class Briefing:
    """All that the sheet holds."""

    page: PlacePage
    first: list[tuple[Entry, str]]
    more: int
    late: Sequence[Region]
    late_count: int
    unverified: int
    contested: int
    new_voices: int


def briefing(*, region: Region, user: Any, today: date) -> Briefing | None:  # noqa: ANN401 - Account
    """Read the sheet of a kabupaten, kecamatan or desa for the period that its page opens with; None without data.

    Nine queries: the places are read once, each with how much it has sent and how many voices are new there.
    """
    page = place_page(region=region, breadcrumb=[], user=user, is_whole=False)
    if page.period is None:
        return None
    wanted = [line.indicator for line in page.asked if line.reported]
    places = places_in(region).annotate(
        sent=sent_count(period=page.period, wanted=wanted), new_voices=new_count(today=today)
    )
    standards = [line.standard for line in page.services]
    entries = ranking(
        region=region, period=page.period, periods=page.periods, standards=standards, places=places
    ).ranked
    late = [] if page.is_desa else [each for each in places if each.level == Level.DESA and each.sent < len(wanted)]
    figures = [line.figure for line in page.indicators if line.figure]
    return Briefing(
        page=page,
        first=[(entry, reasons.why(entry)) for entry in entries[:MOST_PRIORITIES]],
        more=max(0, len(entries) - MOST_PRIORITIES),
        late=late[:MOST_LATE],
        late_count=len(late),
        unverified=sum(figure.unverified for figure in figures),
        contested=sum(figure.contested for figure in figures),
        new_voices=sum(each.new_voices for each in places),
    )

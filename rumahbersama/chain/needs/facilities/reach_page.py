"""What the page of reach shows: the chosen service and period, the reach, and the four kinds of gap."""

from dataclasses import dataclass
from datetime import date

from rumahbersama.chain.needs.facilities.queries import gap_of_service, services
from rumahbersama.chain.needs.facilities.reach import Reach, reach_of
from rumahbersama.chain.needs.facilities.rules import GapKind, Listed, kinds_of_gap
from rumahbersama.chain.needs.facilities.sentences import kind_label, kind_words, reach_words
from rumahbersama.chain.needs.models import GapTotal, Period, Service
from rumahbersama.chain.needs.queries import current_period, period_to_open, periods_of
from rumahbersama.ground.regions.models import Region


@dataclass(frozen=True)
class ReachPage:
    """The page; ``reach`` None where there is no period or no catchment for the service."""

    region: Region
    services: list[Service]
    service: Service
    periods: list[Period]
    period: Period | None
    reach: Reach | None
    kinds: list[GapKind]

    @property
    def lead(self) -> str:
        """Return the sentences at the top."""
        return " ".join(sentence for sentence in reach_words(self.reach) if sentence) if self.reach else ""

    @property
    def told_kinds(self) -> list[tuple[str, str, bool]]:
        """Return name, sentence and whether it can be told, for each kind of gap."""
        return [(kind_label(kind.kind), kind_words(kind), kind.is_told) for kind in self.kinds]


def reach_page(*, region: Region, service: str, period: str, today: date) -> ReachPage:
    """Return the page of a kecamatan or kabupaten (seven queries); unknown wishes are no wish.

    Distances need no figures: where none was ever sent, the page is that of today's period.
    """
    known = services()
    periods = periods_of(region)
    chosen = next((each for each in known if each.code == service), known[0])
    when = next((each for each in periods if each.code == period), None) or period_to_open(periods)
    when = when or current_period(today=today)
    if when is None:
        return ReachPage(region, known, chosen, periods, None, None, [])
    gap = gap_of_service(region=region, service=chosen, period=when)
    reach = reach_of(region=region, service=chosen, period=when, standard=gap.standard if gap else None)
    return ReachPage(region, known, chosen, periods, when, reach, _kinds(gap, reach))


def _kinds(gap: GapTotal | None, reach: Reach | None) -> list[GapKind]:
    return kinds_of_gap(
        shortage=gap.shortage if gap and gap.reported else None,
        listed=reach.listed if reach else Listed(),
        far_people=reach.far_people if reach and reach.basis.total else None,
        far_unknown=reach.unknown if reach else 0,
    )

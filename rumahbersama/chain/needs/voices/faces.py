"""The two faces of need side by side: computed shortages that nobody voiced, and voices that no figure supports.

Neither cancels the other. A shortage is voiced where a living voice names its service at that place or below, or at
the kecamatan above it. A voice is supported where the service it names, or for want of a name any service of its
area, is short at the level where the standard applies. All is read for one period of one kabupaten or less.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from rumahbersama.chain.needs.models import GapTotal, Observation, Period, Service, Standard
from rumahbersama.chain.needs.queries import gap_from_figures, period_to_open, periods_of, standards_of
from rumahbersama.chain.needs.voices.models import Voice
from rumahbersama.chain.needs.voices.queries import LIVE, voices_in
from rumahbersama.ground.people.permissions import within
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.rules import is_below_or_same


@dataclass(frozen=True)
class Unvoiced:
    """A service short at a place for which nobody there asks; ``others`` speak of its area and name no service."""

    region: Region
    service: Service
    shortage: int
    others: int


_NOTHING = (0, 0, 0)


class Gaps:
    """The gaps of a kabupaten, kecamatan or desa in one period, at whatever level their standards apply.

    Four queries: standards, places, figures of the desa, sums of the kecamatan and kabupaten.
    """

    def __init__(self, region: Region, period: Period) -> None:
        self.region, self.period = region, period
        self.standards = standards_of(period)
        inside = Region.objects.filter(within([region.code], "code"))
        above = Region.objects.filter(code__in=path_of(region.code))
        self.places = {place.code: place for place in (inside | above).filter(gone_on=None).order_by("code")}
        wanted = {each.population_id for each in self.standards} | {each.service.supply_id for each in self.standards}
        figures = Observation.objects.filter(within([region.code]), period=period, indicator__in=wanted)
        self._figures: dict[tuple[int, int], Decimal] = {
            (place, what): value for place, what, value in figures.values_list("region", "indicator", "numerator")
        }
        sums = GapTotal.objects.filter(
            region__in=[place.pk for place in self.places.values() if place.level < Level.DESA], period=period
        )
        self._sums: dict[tuple[int, int], tuple[int, int, int]] = {
            (place, standard): (reported, complete, shortage)
            for place, standard, reported, complete, shortage in sums.values_list(
                "region", "standard", "reported", "complete", "shortage"
            )
        }

    def shortage(self, region: Region, standard: Standard) -> int | None:
        """Return what is short of a service where ``region`` is served by its standard; None where that is unknown.

        A standard that applies per desa is told of a kecamatan as the sum of its desa; one that applies higher is
        told of a desa as that of the place above it, and is unknown while only some of its desa have sent.
        """
        if standard.level == region.level == Level.DESA:
            people = self._figures.get((region.pk, standard.population_id))
            supply = self._figures.get((region.pk, standard.service.supply_id))
            gap = gap_from_figures(people=people, supply=supply, standard=standard)
            return gap.shortage if gap.is_known else None
        place = self.places.get(".".join(region.code.split(".")[: min(standard.level, region.level)]))
        reported, complete, shortage = self._sums.get((place.pk, standard.pk), _NOTHING) if place else _NOTHING
        is_partial = place is not None and place.level == standard.level and complete < reported
        return shortage if reported and not is_partial else None

    def short(self) -> Iterator[tuple[Region, Standard, int]]:
        """Yield each place inside with each service that is short there, at the level where its standard applies."""
        for standard in self.standards:
            for place in self.places.values():
                if place.level == standard.level and is_below_or_same(place.code, self.region.code):
                    shortage = self.shortage(place, standard)
                    if shortage:
                        yield place, standard, shortage


def path_of(code: str) -> list[str]:
    """Return the codes of the place and of those above it, the province first."""
    parts = code.split(".")
    return [".".join(parts[:size]) for size in range(1, len(parts) + 1)]


def period_for(region: Region, wish: str) -> tuple[list[Period], Period | None]:
    """Return the periods with figures at a place, and the one asked for or else the one that opens (one query)."""
    periods = periods_of(region)
    return periods, next((each for each in periods if each.code == wish), None) or period_to_open(periods)


def unvoiced(gaps: Gaps) -> list[Unvoiced]:
    """Return the services short at places of a region for which nobody there asks, the greatest shortage first.

    One query; a joined voice still speaks for its own place, and what the kecamatan as a whole asks for is asked for
    in each of its desa.
    """
    heard = [".".join(gaps.region.code.split(".")[: Level.KECAMATAN])]
    named: set[tuple[str, int]] = set()
    of_kecamatan: set[tuple[str, int]] = set()
    others: Counter[tuple[str, int]] = Counter()
    rows = Voice.objects.filter(within(heard), LIVE).values_list("region__code", "service", "area").order_by()
    for code, service, area in rows:
        if service is None:
            others.update((place, area) for place in path_of(code))
            continue
        named.update((place, service) for place in path_of(code))
        if code.count(".") == Level.KECAMATAN - 1:
            of_kecamatan.add((code, service))
    found = [
        Unvoiced(place, standard.service, shortage, others[place.code, standard.service.area_id])
        for place, standard, shortage in gaps.short()
        if (place.code, standard.service_id) not in named
        and (place.code.rpartition(".")[0], standard.service_id) not in of_kecamatan
    ]
    return sorted(found, key=lambda row: (-row.shortage, row.region.code, row.service.order))


def unsupported(gaps: Gaps) -> dict[int, str]:
    """Return the open voices of a region that no computed shortage supports, by number, each with the reason."""
    voices = voices_in(gaps.region).filter(state=Voice.State.OPEN)
    reasons = {voice.pk: _why_unsupported(voice, gaps) for voice in voices}
    return {number: reason for number, reason in reasons.items() if reason}


def _why_unsupported(voice: Voice, gaps: Gaps) -> str:
    found = [
        gaps.shortage(voice.region, standard)
        for standard in gaps.standards
        if (
            standard.service_id == voice.service_id if voice.service_id else standard.service.area_id == voice.area_id
        )
    ]
    if not found:
        return _("belum ada ukuran untuk ini")
    if any(found):
        return ""
    if None in found:
        return _("angkanya belum dikirim")
    return _("menurut angka sudah cukup")

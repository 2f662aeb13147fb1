"""How far people have to a service: people and facilities of a kabupaten made ready for ``engines/access``.

Everything is computed for the whole kabupaten, so that a facility behind the border of a kecamatan counts; those
behind the border of the kabupaten do not, and the page says so. People stand at the middle of their desa.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rumahbersama.chain.needs.facilities.models import Facility
from rumahbersama.chain.needs.facilities.rules import Listed
from rumahbersama.chain.needs.models import Indicator, Observation, Period, Service, Standard, Threshold
from rumahbersama.engines.access import NOWHERE, Access, Demand, Point, Supply, access_scores, located
from rumahbersama.ground.people.permissions import within
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.rules import is_below_or_same

CATCHMENT = "jangkauan-{service}"
POPULATION = "penduduk"
PER_PEOPLE = 1000


@dataclass(frozen=True)
class DesaReach:
    """One desa: its people, what it has itself, what is in reach. None where nobody has sent the figure."""

    region: Region
    people: int | None
    own: int | None
    access: Access

    @property
    def plain_ratio(self) -> float | None:
        """Return its own facilities per 1,000 people."""
        return self.own * PER_PEOPLE / self.people if self.own is not None and self.people else None

    @property
    def score(self) -> float | None:
        """Return facilities in reach per 1,000 people who share them; None where place or people are unknown."""
        return None if self.people is None and self.access.within_reach else self.access.score

    @property
    def is_far(self) -> bool:
        """Tell whether nothing is in reach."""
        return self.access.score is not None and not self.access.within_reach

    @property
    def is_nowhere(self) -> bool:
        """Tell whether its place on the map is unknown."""
        return self.access.score is None

    @property
    def order(self) -> tuple[bool, float, float, str]:
        """Return the worst first: lowest score, then farthest; unknown ones last."""
        return self.score is None, self.score or 0.0, -(self.access.nearest_km or 0.0), self.region.code


@dataclass(frozen=True)
class Basis:
    """Where the facilities were taken from, and how they came to their place on the map."""

    listed_own: int = 0
    listed_centroid: int = 0
    counted: int = 0
    nowhere: int = 0
    kecamatan_listed: int = 0
    kecamatan_counted: int = 0

    @property
    def total(self) -> int:
        """Return how many facilities took part."""
        return self.listed_own + self.listed_centroid + self.counted


@dataclass(frozen=True)
class Reach:
    """The reach of a service at a kecamatan or kabupaten, the worst desa first."""

    region: Region
    service: Service
    period: Period
    catchment: Threshold
    rows: list[DesaReach]
    kecamatan: list[Region]
    listed: Listed
    basis: Basis
    average: float | None

    @property
    def catchment_km(self) -> float:
        """Return the catchment in km."""
        return float(self.catchment.value) / 1000

    @property
    def far(self) -> list[DesaReach]:
        """Return the desa with nothing in reach."""
        return [row for row in self.rows if row.is_far]

    @property
    def far_people(self) -> int | None:
        """Return how many people have nothing in reach; None where no place or nobody's people are known."""
        if not self.is_placed or (self.far and all(row.people is None for row in self.far)):
            return None
        return sum(row.people or 0 for row in self.far)

    @property
    def is_placed(self) -> bool:
        """Tell whether distances can be told: the place of at least one desa is known."""
        return any(not row.is_nowhere for row in self.rows)

    @property
    def is_peopled(self) -> bool:
        """Tell whether shares can be told: at least one desa has sent its population."""
        return self.without_people < len(self.rows)

    @property
    def without_people(self) -> int:
        """Return how many desa have not sent their population: they take no share, so others get too much."""
        return sum(row.people is None for row in self.rows)

    @property
    def unknown(self) -> int:
        """Return for how many desa nobody can tell who lives too far: no place, or nothing near and no people."""
        return sum(row.is_nowhere or (row.is_far and row.people is None) for row in self.rows)


def catchment_of(service: Service, period: Period) -> Threshold | None:
    """Return how far people go for a service, as it stood at the end of a period."""
    rows = Threshold.objects.filter(code=CATCHMENT.format(service=service.code), valid_from__lt=period.ends_on)
    return rows.order_by("-valid_from").first()


def reach_of(*, region: Region, service: Service, period: Period, standard: Standard | None) -> Reach | None:
    """Return the reach of a service at a kecamatan or kabupaten; None without a catchment (four queries).

    The desa of a kecamatan carry their shapes.
    """
    catchment = catchment_of(service, period)
    if catchment is None:
        return None
    kabupaten = ".".join(region.code.split(".")[:2])
    rows_of_places = Region.objects.filter(within([kabupaten], "code"), gone_on=None, level__gte=Level.KECAMATAN)
    if region.level == Level.KECAMATAN:
        rows_of_places = rows_of_places.select_related("shape")
    places = {place.code: place for place in rows_of_places}
    people, counts = _figures(kabupaten, service, period, standard)
    facilities = _facilities(kabupaten, service)
    supply, basis = _supply(facilities, places, counts)
    desa = [place for place in places.values() if place.level == Level.DESA]
    demand = [Demand(place.code, people.get(place.code, 0), _middle(place)) for place in desa]
    found = access_scores(demand, supply, catchment_km=float(catchment.value) / 1000)
    rows = [
        DesaReach(place, people.get(place.code), counts.get(place.code), access)
        for place, access in zip(desa, found, strict=True)
        if place.code.startswith(region.code + ".")
    ]
    return Reach(
        region=region,
        service=service,
        period=period,
        catchment=catchment,
        rows=sorted(rows, key=lambda row: row.order),
        kecamatan=[place for place in places.values() if place.level == Level.KECAMATAN],
        listed=_listed([each for each in facilities if is_below_or_same(each.region.code, region.code)]),
        basis=basis,
        average=_average(found, people),
    )


def _average(found: Sequence[Access], people: dict[str, int]) -> float | None:
    """Return the share of the average person of the kabupaten; None where nobody's share is known."""
    known = [(each.score, people[each.key]) for each in found if each.score is not None and people.get(each.key)]
    everybody = sum(count for _score, count in known)
    return sum(score * count for score, count in known) / everybody if everybody else None


def _figures(
    kabupaten: str, service: Service, period: Period, standard: Standard | None
) -> tuple[dict[str, int], dict[str, int]]:
    """Return people and counts of facilities by desa."""
    population = standard.population.code if standard else POPULATION
    rows = Observation.objects.filter(within([kabupaten]), period=period, region__level=Level.DESA)
    rows = rows.filter(indicator__in=Indicator.objects.filter(code__in=(population, service.supply.code)))
    found: dict[str, dict[str, int]] = {population: {}, service.supply.code: {}}
    for code, indicator, value in rows.values_list("region__code", "indicator__code", "numerator"):
        found[indicator][code] = int(value)
    return found[population], found[service.supply.code]


def _facilities(kabupaten: str, service: Service) -> list[Facility]:
    rows = Facility.objects.filter(within([kabupaten]), service=service, ended_on=None)
    return list(rows.select_related("region"))


def _listed(facilities: list[Facility]) -> Listed:
    """Return the same as ``queries.listed_by_service``, of facilities at hand."""
    working = [each for each in facilities if each.working == Facility.Working.YES]
    return Listed(
        total=len(facilities),
        working=len(working),
        not_working=sum(each.working == Facility.Working.NO for each in facilities),
        unused=sum(each.users == 0 for each in working),
        use_known=sum(each.users is not None for each in working),
        placed=sum(each.latitude is not None for each in facilities),
    )


def _supply(
    facilities: list[Facility], places: dict[str, Region], counts: dict[str, int]
) -> tuple[list[Supply], Basis]:
    """Return the facilities: per kecamatan those of the list, or those counted, whichever are more.

    Source: project decision (a list that has only begun must not hide what villages counted; a list as long as the
    count knows better where each facility stands).
    """
    listed: dict[str, list[Facility]] = {}
    for each in facilities:
        listed.setdefault(_kecamatan(each.region.code), []).append(each)
    counted: Counter[str] = Counter()
    for code, count in counts.items():
        counted[_kecamatan(code)] += count
    supply: list[Supply] = []
    told: Counter[str] = Counter()
    for kecamatan in sorted(listed.keys() | counted.keys()):
        if len(listed.get(kecamatan, ())) >= counted[kecamatan]:
            told["kecamatan_listed"] += bool(listed.get(kecamatan))
            supply += _of_the_list(listed.get(kecamatan, ()), told)
        else:
            told["kecamatan_counted"] += 1
            supply += _of_the_counts(kecamatan, counts, places, told)
    return supply, Basis(**told)


def _of_the_list(facilities: Iterable[Facility], told: Counter[str]) -> list[Supply]:
    """Return the facilities of a list that are not known to be out of work."""
    found = []
    for each in facilities:
        if each.working == Facility.Working.NO:
            continue
        at = located(_pair(each.latitude, each.longitude), _pair(each.region.latitude, each.region.longitude))
        told["nowhere" if at is None else "listed_own" if each.latitude is not None else "listed_centroid"] += 1
        found.append(Supply(each.key, 1, at))
    return found


def _of_the_counts(
    kecamatan: str, counts: dict[str, int], places: dict[str, Region], told: Counter[str]
) -> list[Supply]:
    found = []
    for code, count in counts.items():
        if _kecamatan(code) != kecamatan or code not in places:
            continue
        at = _middle(places[code])
        told["counted" if at else "nowhere"] += count
        found += [Supply(f"{code} {number}", 1, at) for number in range(count)]
    return found


def _middle(place: Region) -> Point | None:
    return located(None, _pair(place.latitude, place.longitude))


def _pair(latitude: Decimal | None, longitude: Decimal | None) -> tuple[float, float] | None:
    return None if latitude is None or longitude is None else (float(latitude), float(longitude))


def _kecamatan(code: str) -> str:
    return ".".join(code.split(".")[:3])


__all__ = ["NOWHERE", "Basis", "DesaReach", "Reach", "catchment_of", "reach_of"]

"""Reading facilities one by one, and holding the list against the counts that villages sent."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from rumahbersama.chain.needs.facilities.models import Facility, FacilityPhoto
from rumahbersama.chain.needs.facilities.rules import Listed
from rumahbersama.chain.needs.facilities.storing import ENTITY, by_key
from rumahbersama.chain.needs.models import GapTotal, Period, Service
from rumahbersama.chain.needs.queries import figures_of
from rumahbersama.ground.audit.queries import RowChange, rows_of
from rumahbersama.ground.people.permissions import within
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.queries import below

CLOSED = "closed"
_OPEN = Q(ended_on=None)
_WORKING, _NOT_WORKING = Q(working=Facility.Working.YES), Q(working=Facility.Working.NO)


def facilities_at(region: Region, *, service: str = "", working: str = "") -> QuerySet[Facility]:
    """Return the facilities at a place and below, of one service, or in one state ("closed" are those that closed).

    Without a wish the closed ones are left out.
    """
    rows = Facility.objects.filter(within([region.code])).select_related("service", "region__parent")
    if service:
        rows = rows.filter(service__code=service)
    if working == CLOSED:
        return rows.exclude(_OPEN)
    rows = rows.filter(_OPEN)
    return rows.filter(working=working) if working in Facility.Working.values else rows


def count_closed(region: Region) -> int:
    """Return how many facilities at a place and below have closed."""
    return Facility.objects.filter(within([region.code])).exclude(_OPEN).count()


def listed_by_service(region: Region) -> dict[int, Listed]:
    """Return what the list holds at a place and below, by service id (one query)."""
    rows = (
        Facility.objects.filter(within([region.code]), _OPEN)
        .values_list("service")
        .annotate(
            total=Count("pk"),
            that_work=Count("pk", filter=_WORKING),
            that_do_not=Count("pk", filter=_NOT_WORKING),
            without_users=Count("pk", filter=_WORKING & Q(users=0)),
            with_known_use=Count("pk", filter=_WORKING & Q(users__isnull=False)),
            with_a_point=Count("pk", filter=Q(latitude__isnull=False)),
        )
        .order_by()
    )
    return {service: Listed(*counts) for service, *counts in rows}


@dataclass(frozen=True)
class ServiceLine:
    """One service at a place: what villages counted, and what stands in the list; neither replaces the other."""

    service: Service
    sent: int | None
    listed: Listed
    reported: int = 0  # by how many villages the count was sent, of how many
    expected: int = 0

    @property
    def is_partial(self) -> bool:
        """Tell whether only some of the villages have sent their count, so that it cannot be compared."""
        return self.sent is not None and self.reported < self.expected

    @property
    def difference(self) -> int:
        """Return by how many the list exceeds the count; 0 where they agree or cannot be compared."""
        is_comparable = self.sent is not None and self.listed.total and not self.is_partial
        return self.listed.total - (self.sent or 0) if is_comparable else 0


def service_lines(region: Region, period: Period | None) -> list[ServiceLine]:
    """Return the services of which a place has a count or a list (three queries)."""
    listed = listed_by_service(region)
    figures = figures_of(region, period) if period else {}
    expected = 1 if region.level == Level.DESA else region.desa_count
    lines = []
    for service in services():
        figure = figures.get(service.supply_id)
        sent = int(figure.numerator) if figure and figure.numerator is not None else None
        if sent is not None or service.pk in listed:
            reported = figure.reported if figure else 0
            lines.append(ServiceLine(service, sent, listed.get(service.pk, Listed()), reported, expected))
    return lines


def gap_of_service(*, region: Region, service: Service, period: Period) -> GapTotal | None:
    """Return the stored gap of a kecamatan or kabupaten by the newest standard of a service (one query)."""
    rows = GapTotal.objects.filter(region=region, period=period, standard__service=service)
    return rows.select_related("standard__population").order_by("-standard__valid_from").first()


def services() -> list[Service]:
    """Return the services in use, by area."""
    rows = Service.objects.filter(disabled_on=None).select_related("area", "supply")
    return list(rows.order_by("area__order", "order", "code"))


def places_to_choose(region: Region) -> list[Region]:
    """Return where a facility at a place may stand: itself, and for a kecamatan its desa."""
    return [region, *below(code=region.code, level=Level.DESA)] if region.level == Level.KECAMATAN else [region]


def photos_of(facility: Facility) -> list[FacilityPhoto]:
    """Return its photos (one query)."""
    return list(facility.photos.select_related("file"))


def history_of(facility: Facility) -> list[RowChange]:
    """Return what became of a facility, newest first."""
    return rows_of(entity=ENTITY, key=facility.key, codes=None)


def names_of_facilities(keys: Collection[str]) -> dict[str, str]:
    """Return what facilities are called, by their name in the record."""
    return {key: f"{found.called}, {found.region}" for key, found in by_key(sorted(keys)).items()}


def point_of(facility: Facility) -> tuple[Decimal | None, Decimal | None, bool]:
    """Return latitude, longitude and whether they are the facility's own, else those of its region's middle."""
    if facility.latitude is not None:
        return facility.latitude, facility.longitude, True
    return facility.region.latitude, facility.region.longitude, False

"""What facilities tell the other rooms through the registry."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from rumahbersama.chain.needs.facilities.history import entity
from rumahbersama.chain.needs.facilities.permissions import get_facility, visible_facilities
from rumahbersama.chain.needs.facilities.sentences import working_sentence
from rumahbersama.chain.needs.facilities.table import FacilityTable
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.core.references import number_of
from rumahbersama.ground.core.registry import AuditEntity, ControlSum, Evidence, SearchHit

FOUND = 10


def search(*, user: Any, text: str) -> Iterator[SearchHit]:  # noqa: ANN401
    """Find facilities by name or number, as far as the person may see rows."""
    rows = visible_facilities(user).filter(Q(name__icontains=text) | Q(number=text.strip()))
    for each in rows[:FOUND]:
        detail = f"{each.service}, {each.region}"
        yield SearchHit(each.name, each.get_absolute_url(), _("Fasilitas"), detail, 55)


def history_labels() -> Iterator[AuditEntity]:
    """Name what is recorded of facilities."""
    yield entity()


def control_sums() -> Iterator[ControlSum]:
    """Add up the facilities of every service."""
    yield ControlSum(
        "needs.facility",
        "SELECT s.code, COUNT(*), SUM(f.capacity), SUM(f.staff), SUM(f.users) FROM needs_facility f"
        " JOIN needs_service s ON s.id = f.service_id GROUP BY s.code ORDER BY s.code",
    )


def datasets() -> Iterator[FacilityTable]:
    """Receive lists of facilities as a table."""
    yield FacilityTable()


def evidence(*, user: Any, reference: str) -> Iterator[Evidence]:  # noqa: ANN401
    """Say how a facility is ("fasilitas:12"), to who may see it (two queries)."""
    wanted = number_of(reference, "fasilitas")
    if wanted is None:
        return
    try:
        facility = get_facility(user, wanted)
    except (Http404, PermissionDenied):
        return
    sentence = f"{facility}, {facility.region}: {working_sentence(facility)}"
    yield Evidence(
        sentence=sentence,
        measure=_("Petugas {facility}").format(facility=facility) if facility.staff is not None else "",
        value="" if facility.staff is None else str(facility.staff),
        unit=_("orang") if facility.staff is not None else "",
        place_code=facility.region.code,
        url=facility.get_absolute_url(),
        period=day(facility.as_of) if facility.as_of else "",
        source=facility.source,
        area=facility.service.area.code,
    )

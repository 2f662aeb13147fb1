"""What facilities tell the other rooms through the registry."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from rumahbersama.chain.needs.facilities.history import entity
from rumahbersama.chain.needs.facilities.permissions import visible_facilities
from rumahbersama.chain.needs.facilities.table import FacilityTable
from rumahbersama.ground.core.registry import AuditEntity, ControlSum, SearchHit

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

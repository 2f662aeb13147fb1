"""Asking every room what a kecamatan has, and which days are closed there."""

from datetime import date
from typing import Any

from rumahbersama.chain.house.calendar.models import CalendarAddress
from rumahbersama.ground.core import registry
from rumahbersama.ground.core.registry import CalendarItem
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.office_days.queries import told_between


def items_of(region: Region, *, user: Any, start: date, end: date) -> list[CalendarItem]:  # noqa: ANN401
    """Return what a place has from ``start`` to ``end``, both counted (one query of each room)."""
    found = registry.calendar_items.each(user=user, region=region, start=start, end=end)
    return sorted(found, key=lambda item: (item.day, item.begins is not None, str(item.begins), item.title))


def holidays_of(region: Region, *, start: date, end: date) -> dict[date, str]:
    """Return the closed and the half days of a place with their names (one query)."""
    return told_between(region.code, start=start, end=end)


def address_of(region: Region, *, user: Any) -> CalendarAddress | None:  # noqa: ANN401
    """Return the address of this account for a place (one query)."""
    return CalendarAddress.objects.select_related("region").filter(account=user.pk, region=region).first()

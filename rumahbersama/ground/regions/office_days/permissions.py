"""Who may change the closed days of a place: who manages its regions. Reading them is public."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.office_days.models import Holiday
from rumahbersama.ground.regions.permissions import may_manage
from rumahbersama.ground.regions.queries.pages import region_of_code


def get_region_of_calendar(code: str) -> Region:
    """Return a region that bears ``code`` today; 404 otherwise."""
    region = region_of_code(code)
    if region is None or region.code != code or region.gone_on is not None:
        raise Http404
    return region


def may_change(user: Any, region: Region) -> bool:  # noqa: ANN401 - Account or AnonymousUser
    """Tell whether ``user`` may close days at a place; below the kabupaten nobody does."""
    return region.level <= Level.KABUPATEN and may_manage(user, region.code)


def get_region_to_change(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return a place whose closed days ``user`` may change; 404 below the kabupaten, else 403."""
    region = get_region_of_calendar(code)
    if region.level > Level.KABUPATEN:
        raise Http404
    if not may_change(user, region):
        raise PermissionDenied
    return region


def get_holiday_to_change(user: Any, code: str, number: int) -> Holiday:  # noqa: ANN401
    """Return a closed day that stands at this very place and that ``user`` may change."""
    region = get_region_to_change(user, code)
    found = Holiday.objects.filter(region=region, pk=number).select_related("region").first()
    if found is None:
        raise Http404
    return found

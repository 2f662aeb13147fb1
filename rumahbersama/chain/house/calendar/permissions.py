"""Who opens the calendar of a kecamatan: who reads its house; each room then shows what this account may see."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from rumahbersama.chain.house.calendar.models import CalendarAddress
from rumahbersama.chain.house.problems.permissions import get_kecamatan
from rumahbersama.ground.regions.models import Region


def get_place_of_calendar(user: Any, code: str) -> Region:  # noqa: ANN401 - Account or AnonymousUser
    """Return a kecamatan whose calendar the user opens; 404 out of sight, 403 in sight without rows."""
    return get_kecamatan(user, code)


def get_address_to_read(token: str) -> CalendarAddress:
    """Return the address of a token whose account is active and still opens this calendar; 404 otherwise."""
    found = CalendarAddress.objects.select_related("account", "region").filter(token=token).first()
    if found is None or not found.account.is_active:
        raise Http404
    try:
        get_place_of_calendar(found.account, found.region.code)
    except PermissionDenied:  # a secret address tells nothing of what became of its account
        raise Http404 from None
    return found

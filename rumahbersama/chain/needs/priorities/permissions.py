"""Who may see the priority list of a place: whoever sees the figures of its villages."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from rumahbersama.ground.people.permissions import get_region, may_see_desa_inside, may_see_figures_of
from rumahbersama.ground.regions.models import Level, Region


def get_place_with_priorities(user: Any, code: str) -> Region:  # noqa: ANN401 - Account or AnonymousUser
    """Return a kabupaten, kecamatan or desa whose villages the user sees.

    Raises:
        Http404: no such place, one above the kabupaten, or a desa out of sight.
        PermissionDenied: a kabupaten or kecamatan whose villages lie out of sight.
    """
    region = get_region(code)
    if region.level < Level.KABUPATEN or not may_see_figures_of(user, region):
        raise Http404
    if not may_see_desa_inside(user, region):
        raise PermissionDenied
    return region

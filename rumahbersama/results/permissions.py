"""Getting at a place: its name is public, its figures are not."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from rumahbersama.ground.people.permissions import may_see_desa_inside, may_see_figures_of, scope_of
from rumahbersama.ground.people.roles import READ_CONFIRMED, READ_GUIDANCE, VIEW_ROWS
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.rules import ancestor_codes


def get_place(code: str) -> tuple[Region, list[Region]]:
    """Return the place and its breadcrumb from Indonesia down (one query); 404 where there is none."""
    rows = {region.code: region for region in Region.objects.filter(code__in=[*ancestor_codes(code), code])}
    if code not in rows:
        raise Http404
    region = rows.pop(code)
    return region, sorted(rows.values(), key=lambda above: above.level)


def get_place_with_figures(user: Any, code: str) -> tuple[Region, list[Region]]:  # noqa: ANN401
    """Return the place for somebody who may see its figures; 404 for others."""
    region, breadcrumb = get_place(code)
    if not may_see_figures_of(user, region):
        raise Http404
    return region, breadcrumb


def get_place_for_completeness(user: Any, code: str) -> tuple[Region, list[Region]]:  # noqa: ANN401
    """Return a place above desa for somebody who may see its sums.

    Raises:
        Http404: no such place, a desa, or a stranger asks.
        PermissionDenied: a kecamatan whose villages lie out of this person's sight.
    """
    region, breadcrumb = get_place_with_figures(user, code)
    if region.level == Level.DESA:
        raise Http404
    if region.level == Level.KECAMATAN and not may_see_desa_inside(user, region):
        raise PermissionDenied
    return region, breadcrumb


def get_place_with_spm(user: Any, code: str) -> tuple[Region, list[Region]]:  # noqa: ANN401
    """Return a kabupaten, province or the nation for somebody who may see sums; 404 below and for strangers."""
    region, breadcrumb = get_place_with_figures(user, code)
    if region.level > Level.KABUPATEN:
        raise Http404
    return region, breadcrumb


def get_village_with_history(user: Any, code: str) -> tuple[Region, list[Region]]:  # noqa: ANN401
    """Return a desa or kelurahan whose history the user reads, as far as each room lets them.

    Raises:
        Http404: no such village, or out of sight.
        PermissionDenied: in sight (a neighbour in the same kecamatan), but its rows are not.
    """
    region, breadcrumb = get_place(code)
    scope = scope_of(user)
    if region.level != Level.DESA:
        raise Http404
    if any(scope.may(act, code) for act in (VIEW_ROWS, READ_GUIDANCE, READ_CONFIRMED)):
        return region, breadcrumb
    if scope.sees_desa_figures(code):
        raise PermissionDenied
    raise Http404

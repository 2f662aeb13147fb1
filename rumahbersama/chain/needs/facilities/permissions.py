"""Who may see facilities one by one, enter and correct them, say how far they are believed, and see the reach."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from rumahbersama.chain.needs.facilities.models import Facility, FacilityPhoto
from rumahbersama.chain.needs.models import Service
from rumahbersama.chain.needs.permissions import may_confirm, may_enter, may_verify
from rumahbersama.chain.needs.photos.permissions import photo_of
from rumahbersama.ground.people.permissions import get_region, get_region_to, scope_of, within
from rumahbersama.ground.people.roles import ENTER_DATA, VIEW_ROWS
from rumahbersama.ground.regions.models import Level, Region


def visible_facilities(user: Any) -> QuerySet[Facility]:  # noqa: ANN401 - Account or AnonymousUser
    """Return the facilities whose rows the user may see."""
    codes = scope_of(user).places_for(VIEW_ROWS)
    return Facility.objects.filter(within(codes)).select_related("service__area", "service__supply", "region__parent")


def get_place_with_facilities(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return the place whose facilities the user may list; 404 out of scope, 403 in sight only."""
    return get_region_to(user, code, VIEW_ROWS)


def get_place_to_add(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return the kecamatan or desa where the user may enter a facility."""
    region = get_region_to(user, code, ENTER_DATA)
    if region.level < Level.KECAMATAN:
        raise Http404
    return region


def get_facility(user: Any, number: int) -> Facility:  # noqa: ANN401
    """Return a facility the user may see; 404 out of scope, 403 in sight only."""
    rows = Facility.objects.select_related("service__area", "service__supply", "region__parent", "entered_by")
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    get_region_to(user, found.region.code, VIEW_ROWS)
    return found


def get_facility_to_change(user: Any, number: int) -> Facility:  # noqa: ANN401
    """Return a facility the user may correct, close and restore; 403 where it is in sight only."""
    found = get_facility(user, number)
    if not may_change(user, found):
        raise PermissionDenied
    return found


def get_photo(user: Any, number: int, photo: int) -> FacilityPhoto:  # noqa: ANN401
    """Return a photo of a facility the user may see."""
    found: FacilityPhoto = photo_of(get_facility(user, number), photo)
    return found


def get_photo_to_remove(user: Any, number: int, photo: int) -> FacilityPhoto:  # noqa: ANN401
    """Return a photo of a facility the user may correct."""
    found: FacilityPhoto = photo_of(get_facility_to_change(user, number), photo)
    return found


def may_change(user: Any, facility: Facility) -> bool:  # noqa: ANN401
    """Tell whether the user may correct a facility: who supplies figures of its service there."""
    return may_enter(user, facility.region, facility.service.supply)


def services_to_enter(user: Any, region: Region) -> list[Service]:  # noqa: ANN401
    """Return the services whose facilities the user may enter at a place."""
    rows = Service.objects.filter(disabled_on=None).select_related("supply", "area").order_by("area__order", "order")
    return [service for service in rows if may_enter(user, region, service.supply)]


def may_say_so(user: Any, facility: Facility) -> tuple[bool, bool]:  # noqa: ANN401
    """Tell whether the user may confirm a facility for its village, and whether he may verify it."""
    return may_confirm(user, facility.region), may_verify(user, facility.region)


def get_place_with_reach(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return the kecamatan or kabupaten whose reach per desa the user may see: figures per desa, not rows."""
    region = get_region(code)
    if region.level not in {Level.KABUPATEN, Level.KECAMATAN} or not scope_of(user).sees_desa_figures(code):
        raise Http404
    return region


def may_add(user: Any, region: Region) -> bool:  # noqa: ANN401
    """Tell whether the user may enter facilities at a place: a kecamatan or desa of his."""
    return region.level >= Level.KECAMATAN and scope_of(user).may(ENTER_DATA, region.code)


def places_to_enter(user: Any, places: list[Region]) -> list[Region]:  # noqa: ANN401
    """Return those of the places where the user may enter facilities."""
    scope = scope_of(user)
    return [place for place in places if scope.may(ENTER_DATA, place.code)]

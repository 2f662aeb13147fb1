"""Who may see raw values, enter, confirm, contest and verify them, and change reference data."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from rumahbersama.chain.needs.models import Indicator, Period, Service, Threshold
from rumahbersama.ground.people.permissions import get_region_to, roles_at, scope_of
from rumahbersama.ground.people.roles import (
    CONFIRM_DATA,
    ENTER_DATA,
    MANAGE_REFERENCE,
    VERIFY_DATA,
    VERIFY_KABUPATEN,
    VIEW_ROWS,
)
from rumahbersama.ground.regions.models import Level, Region


def get_place_to_view_rows(user: Any, code: str) -> Region:  # noqa: ANN401 - Account or AnonymousUser
    """Return the place whose raw values the user may see; 404 out of scope, 403 in sight only."""
    return get_region_to(user, code, VIEW_ROWS)


def get_place_to_enter(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return the place where the user may enter values."""
    return get_region_to(user, code, ENTER_DATA)


def get_place_to_confirm(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return the village for which the user may say that its values are right."""
    return get_region_to(user, code, CONFIRM_DATA)


def get_place_to_verify(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return the place whose values the user may verify: of a kabupaten its own, else those of all below too."""
    return get_region_to(user, code, _verifying(code))


def get_place_to_close(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return the place at which, with all below, the user may close a period."""
    return get_region_to(user, code, VERIFY_DATA)


def _verifying(code: str) -> str:
    """Return what verifying at a place asks for: villages are their kecamatan's matter, never the kabupaten's."""
    return VERIFY_KABUPATEN if code.count(".") + 1 == Level.KABUPATEN else VERIFY_DATA


def may_enter(user: Any, region: Region, indicator: Indicator) -> bool:  # noqa: ANN401
    """Tell whether the user may enter this indicator here: roles of a supplying post enter its own only."""
    return may_supply(user, region.code, indicator, act=ENTER_DATA)


def may_supply(user: Any, code: str, indicator: Indicator, *, act: str) -> bool:  # noqa: ANN401
    """Tell whether one of the user's roles at ``code`` may do ``act`` and supplies the indicator, or any."""
    return any(not role.supplies or indicator.supplier in role.supplies for role in roles_at(user, code, act))


def may_confirm(user: Any, region: Region) -> bool:  # noqa: ANN401
    """Tell whether the user speaks for the village: may confirm or contest its values."""
    return scope_of(user).may(CONFIRM_DATA, region.code)


def may_verify(user: Any, region: Region) -> bool:  # noqa: ANN401
    """Tell whether the user may verify (or contest) values of this place."""
    return scope_of(user).may(_verifying(region.code), region.code)


def may_close(user: Any, region: Region) -> bool:  # noqa: ANN401
    """Tell whether the user may close a period at this place and all below."""
    return scope_of(user).may(VERIFY_DATA, region.code)


def may_manage_reference(user: Any) -> bool:  # noqa: ANN401
    """Tell whether the user may change indicators, standards and periods."""
    return bool(scope_of(user).places_for(MANAGE_REFERENCE))


def require_manager(user: Any) -> None:  # noqa: ANN401
    """Raise 403 unless the user may change reference data."""
    if not may_manage_reference(user):
        raise PermissionDenied


def get_indicator(code: str) -> Indicator:
    """Return an indicator; reference data is seen by everybody signed in. 404 if there is none."""
    rows = Indicator.objects.select_related("area", "service", "spm_receivers", "spm_quality")
    found = rows.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def get_service(code: str) -> Service:
    """Return a service with its area and supply; 404 if there is none."""
    found = Service.objects.select_related("area", "supply").filter(code=code).first()
    if found is None:
        raise Http404
    return found


def get_period(code: str) -> Period:
    """Return a period; 404 if there is none."""
    found = Period.objects.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def get_threshold(code: str) -> Threshold:
    """Return the value of a threshold in force; like all reference data it may be seen by everybody."""
    threshold = Threshold.objects.filter(code=code, valid_to=None).first()
    if threshold is None:
        raise Http404
    return threshold

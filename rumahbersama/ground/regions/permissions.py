"""Who may change regions. Reading them is public: names, codes and borders.

The roles live one floor up, so they are asked through the registry. Editions concern the whole nation: they
are loaded by who manages regions anywhere, for a kabupaten's own server needs the national list too; single
regions are linked, ended and worded only inside one's place.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from rumahbersama.ground.core import registry
from rumahbersama.ground.regions.models import Region, UnresolvedRegion, Upload
from rumahbersama.ground.regions.rules import NATION_CODE, code_range, is_below_or_same

MANAGE_REGIONS = "manage_regions"


def managed_places(user: Any) -> list[str]:  # noqa: ANN401 - Account or AnonymousUser
    """Return the codes of places whose regions ``user`` manages."""
    return list(registry.places_for.each(user=user, act=MANAGE_REGIONS))


def require_manager(user: Any) -> list[str]:  # noqa: ANN401
    """Return the managed places of a user who manages any; 403 otherwise."""
    places = managed_places(user)
    if not places:
        raise PermissionDenied
    return places


def may_manage(user: Any, code: str) -> bool:  # noqa: ANN401
    """Tell whether ``user`` manages the region of ``code``."""
    return any(is_below_or_same(code, place) for place in managed_places(user))


def visible_questions(user: Any) -> QuerySet[UnresolvedRegion]:  # noqa: ANN401
    """Return the questions about regions inside the managed places; 403 for who manages none."""
    return UnresolvedRegion.objects.filter(_inside(require_manager(user))).select_related(
        "region__parent__parent__parent", "edition"
    )


def get_question_to_decide(user: Any, pk: int) -> UnresolvedRegion:  # noqa: ANN401
    """Return the question or raise 404."""
    return get_object_or_404(visible_questions(user), pk=pk)


def visible_uploads(user: Any) -> QuerySet[Upload]:  # noqa: ANN401
    """Return the files this person sent; 403 for who manages no region."""
    require_manager(user)
    return Upload.objects.filter(by=user)


def get_upload_to_load(user: Any, pk: Any) -> Upload:  # noqa: ANN401 - a UUID
    """Return the upload or raise 404."""
    return get_object_or_404(visible_uploads(user), pk=pk)


def get_region_to_manage(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return a province or kabupaten whose regions ``user`` manages; 404 for none, 403 for another's."""
    region = get_object_or_404(Region, code=code, gone_on=None)
    if not may_manage(user, region.code):
        raise PermissionDenied
    if region.level not in {1, 2}:
        raise Http404
    return region


def _inside(places: list[str]) -> Q:
    if NATION_CODE in places:
        return Q()
    wanted = Q(pk__in=[])
    for code in places:
        low, high = code_range(code)
        wanted |= Q(region__code__gte=low, region__code__lt=high)
    return wanted

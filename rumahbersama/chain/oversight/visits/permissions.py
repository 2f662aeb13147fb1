"""Who sees a visit, who plans and makes it, who reads its result.

A visit is seen by who reads rows of its village: the kecamatan, those above, and the village itself, also while it is
only planned. Its result (answers, notes, photos, report) is read by the kecamatan from the start, by the village once
it was sent there (``shared_at``), and by nobody above: what the camat confirms reaches them as a recommendation.
Planned and made by ``OVERSEE`` at the kecamatan.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import Http404

from rumahbersama.chain.oversight.visits.models import Signature, Visit, Visitor, VisitPhoto
from rumahbersama.ground.people.permissions import get_region_to, scope_of, within
from rumahbersama.ground.people.roles import OVERSEE, VIEW_ROWS
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.rules import is_below_or_same, level_of

SHOWN = ("region__parent", "checklist__questionnaire", "entered_by")


def visible_visits(user: Any) -> QuerySet[Visit]:  # noqa: ANN401 - Account or AnonymousUser
    """Return the visits that this account may see."""
    codes = scope_of(user).places_for(VIEW_ROWS)
    rows = Visit.objects.filter(within(codes)) if codes else Visit.objects.none()
    return rows.select_related(*SHOWN).prefetch_related(going())


def going() -> Prefetch:
    """Return how who goes is read along: in one query for all visits of a page."""
    return Prefetch("who", Visitor.objects.select_related("post__region"))


def overseeing_places(user: Any) -> list[str]:  # noqa: ANN401
    """Return the codes of kecamatan whose visits the user plans and makes."""
    return scope_of(user).places_for(OVERSEE)


def may_oversee_at(user: Any, code: str) -> bool:  # noqa: ANN401
    """Tell whether the user plans and makes visits at a kecamatan or to one of its villages."""
    return any(is_below_or_same(code, place) for place in overseeing_places(user))


def may_read_result(user: Any, visit: Visit) -> bool:  # noqa: ANN401
    """Tell whether the user, who sees a visit, reads its result: the kecamatan, and the village once it was sent."""
    if _holds_at(user, visit, Level.KECAMATAN):
        return True
    return visit.shared_at is not None and is_of_village(user, visit)


def is_of_village(user: Any, visit: Visit) -> bool:  # noqa: ANN401
    """Tell whether the user reads rows as the village that is visited: its result will come to them."""
    return _holds_at(user, visit, Level.DESA)


def _holds_at(user: Any, visit: Visit, level: int) -> bool:  # noqa: ANN401
    places = scope_of(user).places_for(VIEW_ROWS)
    return any(level_of(place) == level and is_below_or_same(visit.region.code, place) for place in places)


def get_place(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return a place whose visits the user lists; 404 out of sight, 403 in sight."""
    return get_region_to(user, code, VIEW_ROWS)


def get_place_to_oversee(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return a kecamatan or village where the user plans visits; 404 out of sight or above, 403 in sight."""
    region = get_region_to(user, code, VIEW_ROWS)
    if region.level < Level.KECAMATAN or region.gone_on is not None:
        raise Http404
    if not may_oversee_at(user, region.code):
        raise PermissionDenied
    return region


def get_kecamatan_to_plan(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return a kecamatan whose visits the user plans; 404 for any other place and out of sight, 403 in sight."""
    if level_of(code) != Level.KECAMATAN:
        raise Http404
    return get_place_to_oversee(user, code)


def get_visit_to_view(user: Any, number: int) -> Visit:  # noqa: ANN401
    """Return a visit that the user sees; 404 out of sight."""
    found = visible_visits(user).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def get_visit_to_read(user: Any, number: int) -> Visit:  # noqa: ANN401
    """Return a visit whose result the user reads; 404 out of sight, 403 in sight."""
    found = get_visit_to_view(user, number)
    if not may_read_result(user, found):
        raise PermissionDenied
    return found


def get_visit_to_oversee(user: Any, number: int) -> Visit:  # noqa: ANN401
    """Return a visit that the user plans, makes and reports; 404 out of sight, 403 in sight."""
    found = get_visit_to_view(user, number)
    if not may_oversee_at(user, found.region.code):
        raise PermissionDenied
    return found


def get_photo_to_view(user: Any, number: int, photo: int) -> VisitPhoto:  # noqa: ANN401
    """Return a photo of a visit whose result the user reads; 404 out of sight, 403 in sight."""
    found: VisitPhoto = _of(get_visit_to_read(user, number), VisitPhoto, photo)
    return found


def get_photo_to_remove(user: Any, number: int, photo: int) -> VisitPhoto:  # noqa: ANN401
    """Return a photo of a visit that the user makes; 404 out of sight, 403 in sight."""
    found: VisitPhoto = _of(get_visit_to_oversee(user, number), VisitPhoto, photo)
    return found


def get_signature_to_view(user: Any, number: int, signature: int) -> Signature:  # noqa: ANN401
    """Return a signature under a visit whose result the user reads; 404 out of sight, 403 in sight."""
    found: Signature = _of(get_visit_to_read(user, number), Signature, signature)
    return found


def get_signature_to_remove(user: Any, number: int, signature: int) -> Signature:  # noqa: ANN401
    """Return a signature under a visit that the user makes; 404 out of sight, 403 in sight."""
    found: Signature = _of(get_visit_to_oversee(user, number), Signature, signature)
    return found


def _of(visit: Visit, kind: Any, number: int) -> Any:  # noqa: ANN401 - a photo or a signature
    found = kind.objects.select_related("file").filter(visit=visit, pk=number).first()
    if found is None:
        raise Http404
    found.visit = visit
    return found

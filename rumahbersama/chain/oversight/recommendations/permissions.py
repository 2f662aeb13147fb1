"""Who sees a note or recommendation, writes, replies to, confirms and re-checks it.

The kecamatan sees all of its villages; a village what was sent to it, and nothing of its neighbours. Above the
kecamatan only what the camat confirmed is read, and only by those to whom the result is told: the parts of the
kabupaten that guide villages, and APIP. For everybody else, and before that, there is nothing (404).
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from rumahbersama.chain.oversight.recommendations.models import Recommendation, Report, Step
from rumahbersama.chain.oversight.recommendations.rules import DRAFT
from rumahbersama.ground.people.permissions import get_region, scope_of, within
from rumahbersama.ground.people.roles import (
    CONFIRM_GUIDANCE,
    OVERSEE,
    READ_CONFIRMED,
    READ_GUIDANCE,
    REPLY_GUIDANCE,
    VIEW_ROWS,
)
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.rules import level_of

SHOWN = ("village__parent", "kecamatan", "report", "post", "visit__region")


def visible(user: Any) -> QuerySet[Recommendation]:  # noqa: ANN401 - Account or AnonymousUser
    """Return the notes and recommendations that this account may read."""
    scope = scope_of(user)
    inside, confirmed = scope.places_for(READ_GUIDANCE), scope.places_for(READ_CONFIRMED)
    if not inside and not confirmed:
        return Recommendation.objects.none()
    whole = [code for code in inside if level_of(code) < Level.DESA]
    own = [code for code in inside if level_of(code) == Level.DESA]
    wanted = within(whole, "village__code") | (Q(village__code__in=own) & ~Q(state=DRAFT) & ~Q(reply_due_on=None))
    if confirmed:
        wanted |= within(confirmed, "village__code") & Q(confirmed_at__isnull=False)
    return Recommendation.objects.filter(wanted).select_related(*SHOWN)


def get_to_view(user: Any, number: int) -> Recommendation:  # noqa: ANN401
    """Return one that the user sees; 404 otherwise (one query)."""
    found = visible(user).select_related("entered_by").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _get(user: Any, number: int, may: Callable[[Any, Recommendation], bool]) -> Recommendation:  # noqa: ANN401
    found = get_to_view(user, number)
    if not may(user, found):
        raise PermissionDenied
    return found


def get_to_work_on(user: Any, number: int) -> Recommendation:  # noqa: ANN401
    """Return one that the user corrects, answers for, re-checks; 404 out of sight, 403 in sight."""
    return _get(user, number, may_work_on)


def get_to_reply(user: Any, number: int) -> Recommendation:  # noqa: ANN401
    """Return one to which the user replies for the village; 404 out of sight, 403 in sight."""
    return _get(user, number, may_reply)


def get_to_confirm(user: Any, number: int) -> Recommendation:  # noqa: ANN401
    """Return one that the user may let leave the kecamatan; 404 out of sight, 403 in sight."""
    return _get(user, number, may_confirm)


def get_proof_to_view(user: Any, number: int, step: int) -> Step:  # noqa: ANN401
    """Return a step with a file, of one that the user sees."""
    found = get_to_view(user, number)
    proof = Step.objects.select_related("file").filter(recommendation=found, pk=step).exclude(file=None).first()
    if proof is None:
        raise Http404
    return proof


def get_place(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return a place whose notes and recommendations the user may list; 404 out of sight, 403 in sight."""
    region, scope = get_region(code), scope_of(user)
    if scope.may(READ_GUIDANCE, code) or scope.may(READ_CONFIRMED, code):
        return region
    if scope.may(VIEW_ROWS, code) or scope.sees_desa_figures(code):
        raise PermissionDenied
    raise Http404


def get_place_above_villages(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return a place as ``get_place``, a kecamatan or above; 404 for a desa."""
    region = get_place(user, code)
    if region.level == Level.DESA:
        raise Http404
    return region


def get_kecamatan_to_write(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return a kecamatan for whose villages the user writes; 404 out of sight or no kecamatan, 403 in sight."""
    region = get_place_above_villages(user, code)
    if region.level != Level.KECAMATAN or region.gone_on is not None:
        raise Http404
    if not may_write_at(user, code):
        raise PermissionDenied
    return region


def get_kecamatan_to_report(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return a kecamatan whose report to the bupati the user makes; 404 out of sight, 403 in sight."""
    region = get_place_above_villages(user, code)
    if region.level != Level.KECAMATAN:
        raise Http404
    if not scope_of(user).may(CONFIRM_GUIDANCE, code):
        raise PermissionDenied
    return region


def get_report(user: Any, number: int) -> Report:  # noqa: ANN401
    """Return a report of a place whose confirmed results the user reads; 404 out of sight.

    A village reads what concerns it on its own pages, not in the report with its neighbours.
    """
    found = Report.objects.select_related("kecamatan__parent").filter(pk=number).first()
    scope = scope_of(user)
    if found is None or not any(scope.may(act, found.kecamatan.code) for act in (READ_GUIDANCE, READ_CONFIRMED)):
        raise Http404
    return found


def places_of(user: Any) -> list[str]:  # noqa: ANN401
    """Return the codes of the places whose notes and recommendations the user lists."""
    scope = scope_of(user)
    return sorted({*scope.places_for(READ_GUIDANCE), *scope.places_for(READ_CONFIRMED)})


def may_write_at(user: Any, code: str) -> bool:  # noqa: ANN401
    """Tell whether the user writes for the villages of a kecamatan."""
    return scope_of(user).may(OVERSEE, code)


def may_work_on(user: Any, found: Recommendation) -> bool:  # noqa: ANN401
    """Tell whether the user corrects it, answers the village and re-checks it."""
    return scope_of(user).may(OVERSEE, found.village.code)


def may_reply(user: Any, found: Recommendation) -> bool:  # noqa: ANN401
    """Tell whether the user replies for its village."""
    return scope_of(user).may(REPLY_GUIDANCE, found.village.code)


def may_confirm(user: Any, found: Recommendation) -> bool:  # noqa: ANN401
    """Tell whether the user may let it leave the kecamatan: the camat alone."""
    return scope_of(user).may(CONFIRM_GUIDANCE, found.village.code)

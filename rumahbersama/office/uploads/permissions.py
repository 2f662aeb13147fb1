"""An upload belongs to its place: who may import or read the history there sees it, who may import changes it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from rumahbersama.ground.intake.models import ImportRun
from rumahbersama.ground.intake.queries import runs
from rumahbersama.ground.intake.rules import Dataset, is_national
from rumahbersama.ground.people.permissions import require_somewhere, roles_at, scope_of, within
from rumahbersama.ground.people.roles import IMPORT_TABLES, VIEW_HISTORY
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.queries import present
from rumahbersama.ground.regions.rules import level_of


def visible_runs(user: Any) -> QuerySet[ImportRun]:  # noqa: ANN401 - Account or AnonymousUser
    """Return the uploads of the places where ``user`` may import or read the history; 403 if there is none."""
    scope = scope_of(user)
    codes = sorted({*scope.places_for(IMPORT_TABLES), *scope.places_for(VIEW_HISTORY)})
    if not codes:
        raise PermissionDenied
    return runs().filter(within(codes, "place_code"))


def get_run_to_view(user: Any, number: int) -> ImportRun:  # noqa: ANN401
    """Return an upload; 404 outside of what the user sees."""
    scope = scope_of(user)
    run = runs().filter(pk=number).first()
    if run is None or not (scope.may(IMPORT_TABLES, run.place_code) or scope.may(VIEW_HISTORY, run.place_code)):
        raise Http404
    return run


def get_run_to_change(user: Any, number: int) -> ImportRun:  # noqa: ANN401
    """Return an upload whose place the user may import for; 404 out of sight, 403 in sight but not allowed."""
    run = get_run_to_view(user, number)
    if not may_change(user, run):
        raise PermissionDenied
    return run


def may_send(user: Any, code: str, dataset: Dataset) -> bool:  # noqa: ANN401
    """Tell whether ``user`` may send this table for a place: from above the kabupaten only a national one."""
    roles = roles_at(user, code, IMPORT_TABLES)
    return any(not role.is_above_kabupaten or is_national(dataset) for role in roles)


def may_change(user: Any, run: ImportRun) -> bool:  # noqa: ANN401
    """Tell whether ``user`` may change an upload: who imports there; from above only their own of those below."""
    roles = roles_at(user, run.place_code, IMPORT_TABLES)
    if any(not role.is_above_kabupaten for role in roles):
        return True
    is_from_above = run.created_by_id == user.pk or level_of(run.place_code) < Level.KABUPATEN
    return bool(roles) and is_from_above


def may_import(user: Any) -> bool:  # noqa: ANN401
    """Tell whether ``user`` may import anywhere."""
    return bool(scope_of(user).places_for(IMPORT_TABLES))


def importable_places(user: Any, *, asked: str = "") -> list[Region]:  # noqa: ANN401
    """Return the places a table may be sent for: where one imports, be it a desa, and those below to the kecamatan.

    From above the kabupaten only down to the kabupaten, and the place ``asked`` for: a list of all kecamatan is none.

    Raises:
        PermissionDenied: there is none.
    """
    codes = require_somewhere(user, IMPORT_TABLES).places_for(IMPORT_TABLES)
    is_above = any(level_of(code) < Level.KABUPATEN for code in codes)
    lowest = Level.KABUPATEN if is_above else Level.KECAMATAN
    wanted = Q(level__lte=lowest) | Q(code__in=[*codes, asked])
    return list(present().filter(wanted, within(codes, "code")))


def sendable(user: Any, datasets: list[Dataset]) -> list[Dataset]:  # noqa: ANN401
    """Return the tables that ``user`` may send somewhere."""
    codes = scope_of(user).places_for(IMPORT_TABLES)
    return [dataset for dataset in datasets if any(may_send(user, code, dataset) for code in codes)]

"""An upload belongs to its place: who may import or read the history there sees it, who may import changes it.

A table may name acts of its own (``Dataset.acts``): then whoever may do one of them at the place sends it, and nobody
else sees it, for its rows are about people.
"""

from functools import cache
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from rumahbersama.ground.intake import queries
from rumahbersama.ground.intake.models import ImportRun
from rumahbersama.ground.intake.queries import runs
from rumahbersama.ground.intake.rules import Dataset
from rumahbersama.ground.people.permissions import Scope, get_region_to, scope_of, within
from rumahbersama.ground.people.roles import IMPORT_TABLES, VIEW_HISTORY
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.queries import present
from rumahbersama.ground.regions.rules import NATION_CODE


@cache
def _own_acts() -> dict[str, tuple[str, ...]]:
    """Return the acts of the tables that name their own, by table; asked once a process, for rooms do not change."""
    told = {each.code: getattr(each, "acts", ()) for each in queries.datasets()}
    return {code: acts for code, acts in told.items() if acts}


def acts_of(dataset: str) -> tuple[str, ...]:
    """Return the acts any of which allows to send a table."""
    return _own_acts().get(dataset, (IMPORT_TABLES,))


def _places(scope: Scope, acts: tuple[str, ...]) -> list[str]:
    return sorted({code for act in acts for code in scope.places_for(act)})


def _all_acts() -> tuple[str, ...]:
    return tuple(sorted({IMPORT_TABLES, *(act for acts in _own_acts().values() for act in acts)}))


def _wanted(scope: Scope, codes: list[str]) -> Q:
    """Return the filter for uploads of these places, and for those of tables that the account may send itself."""
    own = _own_acts()
    wanted = within(codes, "place_code") & ~Q(dataset__in=own) if codes else Q(pk__in=[])
    for dataset, acts in own.items():
        places = _places(scope, acts)
        if places:
            wanted |= within(places, "place_code") & Q(dataset=dataset)
    return wanted


def visible_runs(user: Any) -> QuerySet[ImportRun]:  # noqa: ANN401 - Account or AnonymousUser
    """Return the uploads of the places where ``user`` may import or read the history; 403 if there is none."""
    scope = scope_of(user)
    codes = sorted({*scope.places_for(IMPORT_TABLES), *scope.places_for(VIEW_HISTORY)})
    if not codes and not may_import(user):
        raise PermissionDenied
    return runs().filter(_wanted(scope, codes))


def sendable_runs(user: Any) -> QuerySet[ImportRun]:  # noqa: ANN401
    """Return the uploads that ``user`` may go on with; none where nothing may be sent (no query then)."""
    if not may_import(user):
        return runs().none()
    scope = scope_of(user)
    return runs().filter(_wanted(scope, scope.places_for(IMPORT_TABLES)))


def get_run_to_view(user: Any, number: int) -> ImportRun:  # noqa: ANN401
    """Return an upload; 404 outside of what the user sees."""
    run = runs().filter(pk=number).first()
    if run is None:
        raise Http404
    reads = run.dataset not in _own_acts() and scope_of(user).may(VIEW_HISTORY, run.place_code)
    if not (reads or may_change(user, run)):
        raise Http404
    return run


def get_run_to_change(user: Any, number: int) -> ImportRun:  # noqa: ANN401
    """Return an upload whose place the user may import for; 404 out of sight, 403 in sight but not allowed."""
    run = get_run_to_view(user, number)
    if not may_change(user, run):
        raise PermissionDenied
    return run


def may_change(user: Any, run: ImportRun) -> bool:  # noqa: ANN401
    """Tell whether ``user`` may import for the place of ``run``."""
    return any(scope_of(user).may(act, run.place_code) for act in acts_of(run.dataset))


def may_import(user: Any) -> bool:  # noqa: ANN401
    """Tell whether ``user`` may import anywhere."""
    return bool(_places(scope_of(user), _all_acts()))


def sendable_tables(user: Any) -> list[Dataset]:  # noqa: ANN401
    """Return the tables that ``user`` may send somewhere."""
    scope = scope_of(user)
    return [each for each in queries.datasets() if _places(scope, acts_of(each.code))]


def get_place_to_send(user: Any, code: str, dataset: str) -> Region:  # noqa: ANN401
    """Return a place for which ``user`` may send a table; 404 out of sight, 403 in sight but not allowed."""
    acts = acts_of(dataset)
    act = next((act for act in acts if scope_of(user).may(act, code)), acts[0])
    return get_region_to(user, code, act)


def importable_places(user: Any) -> list[Region]:  # noqa: ANN401
    """Return the places a table may be sent for: where one imports, be it a desa, and those below to the kecamatan.

    For who imports for the nation to the kabupaten: more is no list to choose from.

    Raises:
        PermissionDenied: there is none.
    """
    codes = _places(scope_of(user), _all_acts())
    if not codes:
        raise PermissionDenied
    lowest = Level.KABUPATEN if NATION_CODE in codes else Level.KECAMATAN
    wanted = Q(level__lte=lowest) | Q(code__in=codes)
    return list(present().filter(wanted, within(codes, "code")))

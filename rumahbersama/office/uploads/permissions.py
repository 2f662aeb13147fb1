"""An upload belongs to its place: who may import or read the history there sees it, who may import changes it.

A table may name acts of its own (``Dataset.acts``): then whoever may do one of them at the place sends it, and nobody
else sees it, for its rows are about people. It may also let somebody without such a role send it for themselves
(``own_places``), as a trainer the marks of a class: they see and go on with what they sent, nothing else.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from rumahbersama.ground.intake import queries
from rumahbersama.ground.intake.models import ImportRun
from rumahbersama.ground.intake.queries import runs
from rumahbersama.ground.intake.rules import Dataset, RecordTable, is_national
from rumahbersama.ground.people.permissions import Scope, get_region_to, roles_at, scope_of, within
from rumahbersama.ground.people.roles import IMPORT_TABLES, VIEW_HISTORY
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.queries import present
from rumahbersama.ground.regions.rules import is_below_or_same, level_of

_KNOWN: dict[str, tuple[str, ...]] = {}


def _own_acts() -> dict[str, tuple[str, ...]]:
    """Return the acts of the tables that name their own, by table; asked until there are some, then kept."""
    if not _KNOWN:
        told = {each.code: getattr(each, "acts", ()) for each in queries.datasets()}
        _KNOWN.update({code: acts for code, acts in told.items() if acts})
    return _KNOWN


def acts_of(dataset: str) -> tuple[str, ...]:
    """Return the acts any of which allows to send a table."""
    return _own_acts().get(dataset, (IMPORT_TABLES,))


def _own_places(user: Any) -> dict[str, list[str]]:  # noqa: ANN401
    """Return where the account sends tables for itself, by table; asked once and kept with the account."""
    kept: dict[str, list[str]] | None = getattr(user, "_own_places", None)
    if kept is None:
        tables = [each for each in queries.datasets() if isinstance(each, RecordTable)]
        found = {each.code: each.own_places(user) for each in tables}
        kept = user._own_places = {code: places for code, places in found.items() if places}
    return kept


def _sends_for_itself(user: Any, dataset: str, place: str) -> bool:  # noqa: ANN401
    return place in _own_places(user).get(dataset, ())


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
    scope, own = scope_of(user), _own_places(user)
    codes = sorted({*scope.places_for(IMPORT_TABLES), *scope.places_for(VIEW_HISTORY)})
    if not codes and not own and not may_import(user):
        raise PermissionDenied
    sent = Q(dataset__in=own, created_by=user) if own else Q(pk__in=[])
    return runs().filter(_wanted(scope, codes) | sent)


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
    scope, is_own = scope_of(user), run.dataset in _own_acts()
    reads = scope.may(VIEW_HISTORY, run.place_code) or scope.may(IMPORT_TABLES, run.place_code)
    if not (may_change(user, run) if is_own else reads):
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
    own = _own_acts().get(dataset.code)
    if own:
        return any(scope_of(user).may(act, code) for act in own) or _sends_for_itself(user, dataset.code, code)
    roles = roles_at(user, code, IMPORT_TABLES)
    return any(not role.is_above_kabupaten or is_national(dataset) for role in roles)


def may_change(user: Any, run: ImportRun) -> bool:  # noqa: ANN401
    """Tell whether ``user`` may change an upload: who imports there; from above only their own of those below."""
    own = _own_acts().get(run.dataset)
    if own:
        may = any(scope_of(user).may(act, run.place_code) for act in own)
        return may or (run.created_by_id == user.pk and _sends_for_itself(user, run.dataset, run.place_code))
    roles = roles_at(user, run.place_code, IMPORT_TABLES)
    if any(not role.is_above_kabupaten for role in roles):
        return True
    is_from_above = run.created_by_id == user.pk or level_of(run.place_code) < Level.KABUPATEN
    return bool(roles) and is_from_above


def may_import(user: Any) -> bool:  # noqa: ANN401
    """Tell whether ``user`` may import anywhere."""
    return bool(_places(scope_of(user), _all_acts()))


def get_place_to_send(user: Any, code: str, dataset: Dataset) -> Region:  # noqa: ANN401
    """Return a place for which ``user`` may send such a table; 404 out of sight, 403 in sight but not allowed."""
    acts = acts_of(dataset.code)
    act = next((act for act in acts if scope_of(user).may(act, code)), None)
    if act is None and _sends_for_itself(user, dataset.code, code):
        return present().get(code=code)
    return get_region_to(user, code, act or acts[0])


def importable_places(user: Any, *, asked: str = "") -> list[Region]:  # noqa: ANN401
    """Return the places a table may be sent for: where one imports, be it a desa, and those below to the kecamatan.

    From above the kabupaten only down to the kabupaten, and the place ``asked`` for: a list of all kecamatan is none.
    A place where one may send only a table of one's own, as who teaches there, comes after those where one imports.

    Raises:
        PermissionDenied: there is none.
    """
    codes = _places(scope_of(user), _all_acts())
    own = {place for places in _own_places(user).values() for place in places}
    if not codes and not own:
        raise PermissionDenied
    is_above = any(level_of(code) < Level.KABUPATEN for code in codes)
    lowest = Level.KABUPATEN if is_above else Level.KECAMATAN
    wanted = Q(level__lte=lowest) | Q(code__in=[*codes, asked])
    reach = within(codes, "code") if codes else Q(pk__in=[])
    found = present().filter((wanted & reach) | Q(code__in=own))
    return sorted(found, key=lambda place: not any(is_below_or_same(place.code, code) for code in codes))


def sendable(user: Any, datasets: list[Dataset]) -> list[Dataset]:  # noqa: ANN401
    """Return the tables that ``user`` may send somewhere."""
    codes, own = _places(scope_of(user), _all_acts()), _own_places(user)
    return [each for each in datasets if each.code in own or any(may_send(user, code, each) for code in codes)]

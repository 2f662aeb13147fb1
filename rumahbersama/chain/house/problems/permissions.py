"""Who sees a problem, writes one, scores it, and decides what becomes of it.

Whoever reads rows of the kecamatan, there or above, sees all its problems. A village sees what names it or the whole
kecamatan, what it wrote itself, and what the kecamatan shares: all that was ever tabled.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from rumahbersama.chain.house.problems.models import Problem, ProblemEvidence
from rumahbersama.chain.house.problems.rules import AGREED, NEW
from rumahbersama.ground.people.models import Tenure
from rumahbersama.ground.people.permissions import (
    get_region,
    get_region_to,
    may_in_kecamatan,
    posts_held_by,
    scope_of,
    within,
)
from rumahbersama.ground.people.roles import LEAD_HOUSE, RAISE, VIEW_ROWS
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.queries import children_of
from rumahbersama.ground.regions.rules import level_of, parent_code

SHOWN = ("kecamatan__parent", "area", "answers__region", "raised_at", "merged_into")


@dataclass(frozen=True)
class _Sight:
    """Places of which all problems are seen, and villages that see what concerns them."""

    wide: list[str]
    desa: list[str]

    @property
    def kecamatan(self) -> list[str]:
        """Return the kecamatan of the villages."""
        return sorted({parent_code(code) or "" for code in self.desa})


def _sight(user: Any, act: str = VIEW_ROWS) -> _Sight:  # noqa: ANN401 - Account or AnonymousUser
    codes = scope_of(user).places_for(act)
    return _Sight(
        wide=[code for code in codes if level_of(code) < Level.DESA],
        desa=[code for code in codes if level_of(code) == Level.DESA],
    )


def visible_problems(user: Any) -> QuerySet[Problem]:  # noqa: ANN401
    """Return the problems that this account may read."""
    sight = _sight(user)
    wanted = within(sight.wide, "kecamatan__code")
    if sight.desa:
        shared = Q(shared_at__isnull=False) | Q(raised_at__code__in=sight.desa) | Q(entered_by=user.pk)
        wanted |= Q(kecamatan__code__in=sight.kecamatan) & (shared | names([*sight.desa, *sight.kecamatan]))
    return Problem.objects.filter(wanted).select_related(*SHOWN)


def names(codes: list[str]) -> Q:
    """Return the filter for problems that name one of these places, themselves or by what was merged into them."""
    named = Problem.places.through.objects.filter(
        Q(problem=OuterRef("pk")) | Q(problem__merged_into=OuterRef("pk")), region__code__in=codes
    )
    return Q(Exists(named))


def get_problem_to_view(user: Any, number: int) -> Problem:  # noqa: ANN401
    """Return a problem, with those merged into it (``merged_here``) that one sees too; 404 out of sight (one query).

    ``is_mine_to_answer`` tells whether the user holds the post that must answer it.
    """
    mine = Tenure.objects.filter(post=OuterRef("answers"), post__in=posts_held_by(user))
    rows = Problem.objects.filter(Q(pk=number) | Q(merged_into=number)).select_related(*SHOWN, "entered_by")
    seen = Exists(visible_problems(user).filter(pk=OuterRef("pk")))
    family = {row.pk: row for row in rows.annotate(is_seen=seen, is_mine_to_answer=Exists(mine)).order_by("pk")}
    found = family.pop(number, None)
    if found is None or not found.is_seen:
        raise Http404
    found.merged_here = [each for each in family.values() if each.is_seen]
    return found


def get_problem_to_correct(user: Any, number: int) -> Problem:  # noqa: ANN401
    """Return a problem that the user may correct; 404 out of sight, 403 in sight."""
    return _allowed(user, number, may_correct)


def get_problem_to_score(user: Any, number: int) -> Problem:  # noqa: ANN401
    """Return a problem that the user may score and bring evidence to; 404 out of sight, 403 in sight."""
    return _allowed(user, number, may_score)


def get_problem_to_lead(user: Any, number: int) -> Problem:  # noqa: ANN401
    """Return a problem that the user may merge and part; 404 out of sight, 403 in sight."""
    return _allowed(user, number, may_lead)


def get_problem_to_decide(user: Any, number: int) -> Problem:  # noqa: ANN401
    """Return a problem that the user may move on; 404 out of sight, 403 in sight."""
    return _allowed(user, number, may_decide)


def _allowed(user: Any, number: int, may: Any) -> Problem:  # noqa: ANN401
    found = get_problem_to_view(user, number)
    if not may(user, found):
        raise PermissionDenied
    return found


def get_evidence_to_view(user: Any, number: int, evidence: int) -> ProblemEvidence:  # noqa: ANN401
    """Return a piece of evidence of a problem that the user sees."""
    problem = get_problem_to_view(user, number)
    family = Q(problem=problem) | Q(problem__merged_into=problem)
    found = ProblemEvidence.objects.filter(family, pk=evidence).first()
    if found is None:
        raise Http404
    found.problem = problem
    return found


def get_evidence_to_remove(user: Any, number: int, evidence: int) -> ProblemEvidence:  # noqa: ANN401
    """Return evidence that the user may take away: who brought it, or who may correct the problem."""
    problem = get_problem_to_view(user, number)
    found = ProblemEvidence.objects.filter(problem=problem, pk=evidence).first()
    if found is None:
        raise Http404
    if not may_remove(user, problem, found):
        raise PermissionDenied
    found.problem = problem
    return found


def get_house(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return a place whose problems the user may list: a kecamatan, also from one of its villages, or one above.

    Raises:
        Http404: no such place, a desa, or out of sight.
        PermissionDenied: in sight, but no rows of it.
    """
    region = get_region(code)
    if region.level == Level.DESA:
        raise Http404
    if code in _sight(user).kecamatan:
        return region
    return get_region_to(user, code, VIEW_ROWS)


def get_kecamatan(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return a kecamatan whose problems the user may list (``get_house``); 404 for places above."""
    region = get_house(user, code)
    if region.level != Level.KECAMATAN:
        raise Http404
    return region


def get_kecamatan_to_raise(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return a kecamatan where the user may write problems; 404 out of sight, 403 in sight."""
    region = get_kecamatan(user, code)
    if region.gone_on is not None:
        raise Http404
    if not may_raise(user, region):
        raise PermissionDenied
    return region


def houses_of(user: Any) -> list[str]:  # noqa: ANN401
    """Return the codes of the places whose problems the user lists: kecamatan of one's own, and places above."""
    sight = _sight(user)
    return sorted({*sight.wide, *sight.kecamatan})


def may_raise(user: Any, kecamatan: Region) -> bool:  # noqa: ANN401
    """Tell whether the user may write problems of a kecamatan: for it, or for one of its villages."""
    return may_in_kecamatan(user, RAISE, kecamatan.code)


def places_to_raise_of(user: Any, kecamatan: Region) -> list[Region]:  # noqa: ANN401
    """Return the places that the user may name: the kecamatan and its villages, or the own villages alone."""
    if scope_of(user).may(RAISE, kecamatan.code):
        return [kecamatan, *children_of(kecamatan)]
    return [scope_of(user).regions[code] for code in _own_desa(user, kecamatan)]


def _own_desa(user: Any, kecamatan: Region) -> list[str]:  # noqa: ANN401
    return [code for code in _sight(user, RAISE).desa if parent_code(code) == kecamatan.code]


def may_lead(user: Any, problem: Problem) -> bool:  # noqa: ANN401
    """Tell whether the user decides about a problem: the camat and the sekcam, who answer for what is agreed."""
    return scope_of(user).may(LEAD_HOUSE, problem.kecamatan.code)


def may_lead_at(user: Any, kecamatan: Region) -> bool:  # noqa: ANN401
    """Tell whether the user decides about the problems of a kecamatan."""
    return scope_of(user).may(LEAD_HOUSE, kecamatan.code)


def may_decide(user: Any, problem: Problem) -> bool:  # noqa: ANN401
    """Tell whether the user may move a problem on: who leads, and for what is agreed who must answer it."""
    return may_lead(user, problem) or may_take_in_hand(problem)


def may_take_in_hand(problem: Problem) -> bool:
    """Tell whether the user for whom a problem was read (``get_problem_to_view``) may say that work has begun."""
    return problem.state == AGREED and bool(getattr(problem, "is_mine_to_answer", False))


def may_score(user: Any, problem: Problem) -> bool:  # noqa: ANN401
    """Tell whether the user may score an open problem in sight and bring evidence to it."""
    return problem.is_open and may_raise(user, problem.kecamatan)


def may_correct(user: Any, problem: Problem) -> bool:  # noqa: ANN401
    """Tell whether the user may correct an open problem: the kecamatan's people, and a village its own while new."""
    if not problem.is_open:
        return False
    if scope_of(user).may(RAISE, problem.kecamatan.code):
        return True
    return problem.state == NEW and problem.raised_at.code in _own_desa(user, problem.kecamatan)


def may_remove(user: Any, problem: Problem, evidence: ProblemEvidence) -> bool:  # noqa: ANN401
    """Tell whether the user may take evidence away again."""
    is_mine = problem.is_open and evidence.by_id == user.pk
    return is_mine or may_correct(user, problem)

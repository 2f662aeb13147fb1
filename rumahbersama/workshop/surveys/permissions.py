"""Who may see and keep questionnaires and rounds, and whose link opens the page of answers.

A questionnaire of a place is seen where one reads rows there, and by everybody with a role below it, who may ask with
it; those delivered with the program by everybody with a role. Kept at its very place by whoever promises there; the
delivered ones by the keepers of reference data. A round is seen where one reads rows at its place and kept at its
very place; where it has a subject, the owning room decides both. A link is its own key: who has it may answer.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from rumahbersama.ground.people.permissions import get_region_to, scope_of, within
from rumahbersama.ground.people.roles import MANAGE_REFERENCE, PROMISE, VIEW_ROWS
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.rules import NATION_CODE
from rumahbersama.workshop.surveys.models import Invitation, Questionnaire, Round, Version
from rumahbersama.workshop.surveys.subjects import kind_of, split


def own_places(user: Any) -> list[str]:  # noqa: ANN401 - Account or AnonymousUser
    """Return the codes of the places at which this account makes surveys of its own."""
    return scope_of(user).places_for(PROMISE)


def require_own_place(user: Any) -> list[str]:  # noqa: ANN401
    """Return the places at which surveys may be made; 403 without any."""
    places = own_places(user)
    if not places:
        raise PermissionDenied
    return places


def may_keep_reference(user: Any) -> bool:  # noqa: ANN401
    """Tell whether the delivered questionnaires may be given a new version."""
    return bool(scope_of(user).places_for(MANAGE_REFERENCE))


def visible_questionnaires(user: Any) -> QuerySet[Questionnaire]:  # noqa: ANN401
    """Return the questionnaires this account may read."""
    scope = scope_of(user)
    if not scope.has_any:
        return Questionnaire.objects.none()
    wanted = Q(region=None) | Q(region__code__in=_above(user))
    codes = scope.places_for(VIEW_ROWS)
    if codes:
        wanted |= within(codes)
    return Questionnaire.objects.filter(wanted).select_related("region")


def _above(user: Any) -> set[str]:  # noqa: ANN401
    """Return the codes of one's places and of all above them."""
    found = {NATION_CODE}
    for _role, code in scope_of(user).holdings:
        parts = code.split(".")
        found |= {".".join(parts[:length]) for length in range(1, len(parts) + 1)}
    return found


def get_questionnaire_to_view(user: Any, number: int) -> Questionnaire:  # noqa: ANN401
    """Return a questionnaire; 404 out of sight, 403 where only figures of its place are in sight."""
    found = Questionnaire.objects.select_related("region").filter(pk=number).first()
    if found is None or (found.region is None and not scope_of(user).has_any):
        raise Http404
    if found.region is not None and found.region.code not in _above(user):
        get_region_to(user, found.region.code, VIEW_ROWS)
    return found


def may_keep_questionnaire(user: Any, found: Questionnaire) -> bool:  # noqa: ANN401
    """Tell whether the user may write versions of a questionnaire."""
    return may_keep_reference(user) if found.region is None else found.region.code in own_places(user)


def get_questionnaire_to_keep(user: Any, number: int) -> Questionnaire:  # noqa: ANN401
    """Return a questionnaire whose versions the user may write; 404 out of sight, 403 in sight."""
    found = get_questionnaire_to_view(user, number)
    if not may_keep_questionnaire(user, found):
        raise PermissionDenied
    return found


def get_version(found: Questionnaire, number: int, *, keeper: bool) -> Version:
    """Return a version of a questionnaire in sight; a draft only for who keeps it."""
    version = (
        Version.objects.select_related("questionnaire__region").filter(questionnaire=found, number=number).first()
    )
    if version is None or (version.state == Version.State.DRAFT and not keeper):
        raise Http404
    return version


def visible_rounds(user: Any) -> QuerySet[Round]:  # noqa: ANN401
    """Return the rounds of places whose rows this account reads; those with a subject are listed by their room."""
    codes = scope_of(user).places_for(VIEW_ROWS)
    if not codes:
        return Round.objects.none()
    return Round.objects.filter(within(codes), subject="").select_related("region", "version__questionnaire")


def get_round_to_view(user: Any, number: int) -> Round:  # noqa: ANN401
    """Return a round; 404 out of sight, 403 where only figures of its place are in sight."""
    rows = Round.objects.select_related("region", "version__questionnaire__region", "opened_by")
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    if not found.subject:
        get_region_to(user, found.region.code, VIEW_ROWS)
        return found
    kind, key = kind_of(found.subject), split(found.subject)[1]
    if kind is None or not kind.may_see(user, key):
        raise Http404
    return found


def may_keep_round(user: Any, found: Round) -> bool:  # noqa: ANN401
    """Tell whether the user may invite to a round, close it, and read what named people answered."""
    if not found.subject:
        return found.region.code in own_places(user)
    kind = kind_of(found.subject)
    return kind is not None and kind.may_keep(user, split(found.subject)[1])


def get_round_to_keep(user: Any, number: int) -> Round:  # noqa: ANN401
    """Return a round that the user keeps; 404 out of sight, 403 in sight."""
    found = get_round_to_view(user, number)
    if not may_keep_round(user, found):
        raise PermissionDenied
    return found


def get_place_to_survey(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return a place at which the user makes surveys; 404 for any other."""
    if code not in own_places(user):
        raise Http404
    return Region.objects.get(code=code)


@dataclass(frozen=True)
class Way:
    """What a link leads to: a round, and the invitation where it is somebody's own link."""

    round: Round
    invitation: Invitation | None
    token: str


def get_way_in(token: str) -> Way:
    """Return what a link leads to; 404 for a link that nobody was given."""
    shown = ("version__questionnaire", "region")
    invited = Invitation.objects.select_related(*(f"round__{name}" for name in shown)).filter(token=token).first()
    if invited is not None:
        return Way(invited.round, invited, token)
    found = Round.objects.select_related(*shown).filter(token=token).first()
    if found is None:
        raise Http404
    return Way(found, None, token)

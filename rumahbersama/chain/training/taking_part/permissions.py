"""Who names people for an event, who sees a name, and who decides; on top of the room's own permissions.

A name is personal data: it is seen by who runs the event, by its class's trainers, by the person, and by those who
name people for its place (their own place and below); nobody else, whatever rows they read. Its NIP is shown nowhere.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from rumahbersama.chain.training.models import Event, Participation
from rumahbersama.chain.training.permissions import (
    get_event_to_view,
    may_run,
    naming_places,
    visible_participations,
)
from rumahbersama.ground.people.permissions import scope_of, within
from rumahbersama.ground.people.roles import NOMINATE, RUN_TRAINING
from rumahbersama.ground.regions.rules import NATION_CODE, is_below_or_same


def naming_codes(user: Any, event: Event) -> list[str]:  # noqa: ANN401 - Account or AnonymousUser
    """Return the codes of places for which, with all below, the user names people; all for who runs the event."""
    return [NATION_CODE] if may_run(user, event) else naming_places(user, event)


def get_event_to_name_for(user: Any, number: int) -> tuple[Event, list[str]]:  # noqa: ANN401
    """Return an event and the places for which the user names people in it; 404 out of sight, 403 in sight."""
    event = get_event_to_view(user, number)
    codes = naming_codes(user, event)
    if not codes:
        raise PermissionDenied
    return event, codes


def get_participation_to_view(user: Any, number: int, participation: int) -> Participation:  # noqa: ANN401
    """Return somebody of an event; 404 out of sight, 403 where the event is seen but not the name."""
    event = get_event_to_view(user, number)
    shown = ("region__parent", "klass__site", "quota__region", "letter", "person", "entered_by", "replaces")
    found = visible_participations(user, event).select_related(*shown).filter(pk=participation).first()
    if found is not None:
        found.event = event
        return found
    if Participation.objects.filter(event=event, pk=participation).exists():
        raise PermissionDenied
    raise Http404


def may_change(user: Any, participation: Participation) -> bool:  # noqa: ANN401
    """Tell whether the user corrects, withdraws or replaces somebody: who runs the event or names for the place."""
    codes = naming_codes(user, participation.event)
    return any(is_below_or_same(participation.region.code, code) for code in codes)


def get_participation_to_change(user: Any, number: int, participation: int) -> Participation:  # noqa: ANN401
    """Return somebody whom the user may correct, withdraw or replace; 404 out of sight, 403 in sight."""
    found = get_participation_to_view(user, number, participation)
    if not may_change(user, found):
        raise PermissionDenied
    return found


def get_participation_to_decide(user: Any, number: int, participation: int) -> Participation:  # noqa: ANN401
    """Return somebody about whom the user decides (who runs the event); 404 out of sight, 403 in sight."""
    found = get_participation_to_view(user, number, participation)
    if not may_run(user, found.event):
        raise PermissionDenied
    return found


def get_participation_of_token(token: str) -> Participation:
    """Return the participation of a personal link; 404 for any other."""
    found = Participation.objects.select_related("event__region", "region", "klass__site", "klass__room")
    row = found.filter(token=token).exclude(event__state=Event.State.DRAFT).first()
    if row is None:
        raise Http404
    return row


def own_nominees(user: Any) -> QuerySet[Participation]:  # noqa: ANN401
    """Return the people of all events who come from places for which the user names people (no query of its own)."""
    codes = scope_of(user).places_for(NOMINATE)
    wanted = (within(codes) if codes else Q(pk__in=[])) | Q(entered_by=user.pk)
    return Participation.objects.filter(wanted).select_related("event", "region", "klass")


def people_in_sight(user: Any) -> QuerySet[Participation]:  # noqa: ANN401
    """Return the people of all events whose names the user sees by a role (no query of its own)."""
    scope = scope_of(user)
    run, named = scope.places_for(RUN_TRAINING), scope.places_for(NOMINATE)
    wanted = within(run, "event__region__code") if run else Q(pk__in=[])
    if named:
        wanted |= within(named)
    return Participation.objects.filter(wanted).select_related("event", "region")

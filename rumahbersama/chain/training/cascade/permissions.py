"""Whose names the cascade shows, and whose transcript.

Figures are of the events in sight. A name follows ``visible_participations``, of many events at once. A transcript is
read by the person, and by who runs an event in which they take part; the latter sees of it only the events in sight.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Q, Value
from django.http import Http404

from rumahbersama.chain.training.models import Event, Participation, Teaching
from rumahbersama.chain.training.permissions import (
    HELD_STATES,
    get_event_to_view,
    person_of,
    visible_events,
)
from rumahbersama.ground.people.models import Person
from rumahbersama.ground.people.permissions import scope_of, within
from rumahbersama.ground.people.roles import NOMINATE, RUN_TRAINING
from rumahbersama.ground.regions.rules import is_below_or_same


def names_in_sight(user: Any, quotas: Iterable[tuple[int, str]]) -> Q:  # noqa: ANN401 - Account or AnonymousUser
    """Return the filter of ``visible_participations`` for several events in sight (no query of its own).

    Args:
        user: who looks.
        quotas: (event, code of its place) of every quota of these events.
    """
    scope, person = scope_of(user), person_of(user)
    run = scope.places_for(RUN_TRAINING)
    wanted = within(run, "event__region__code") if run else Q(pk__in=[])
    for codes, numbers in _naming(scope.places_for(NOMINATE), quotas).items():
        wanted |= Q(event__in=numbers) & within(list(codes))
    if person is not None:
        mine = Teaching.objects.filter(person=person)
        wanted |= Q(person=person) | Q(klass__in=mine.exclude(klass=None).values("klass"))
        wanted |= Q(klass__in=mine.exclude(session=None).values("session__klass"))
    return wanted


def _naming(places: list[str], quotas: Iterable[tuple[int, str]]) -> dict[tuple[str, ...], list[int]]:
    """Return the events by the places for which one names people in them: those on one line with a quota."""
    of_event: dict[int, set[str]] = defaultdict(set)
    for number, quota in quotas:
        of_event[number] |= {
            place for place in places if is_below_or_same(place, quota) or is_below_or_same(quota, place)
        }
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, codes in of_event.items():
        if codes:
            found[tuple(sorted(codes))].append(number)
    return found


def may_read_transcripts(user: Any, event: Event) -> bool:  # noqa: ANN401
    """Tell whether the user reads the transcripts of who takes part in this event."""
    return scope_of(user).may(RUN_TRAINING, event.region.code)


def get_person_to_transcribe(user: Any, number: int) -> tuple[Person, bool]:  # noqa: ANN401
    """Return a person, and whether it is the user; 404 out of sight, 403 where an event of theirs is in sight."""
    of_person = Participation.objects.filter(person=number, state__in=HELD_STATES)
    run = scope_of(user).places_for(RUN_TRAINING)
    in_care = Exists(of_person.filter(within(run, "event__region__code"))) if run else Value(value=False)
    person: Any = Person.objects.annotate(in_care=in_care).filter(pk=number).first()
    if person is None:
        raise Http404
    if person_of(user) == person.pk or person.in_care:
        return person, person_of(user) == person.pk
    numbers = list(of_person.values_list("event", flat=True))
    if visible_events(user).filter(pk__in=numbers).exists():
        raise PermissionDenied
    if numbers:
        get_event_to_view(user, numbers[0])
    raise Http404

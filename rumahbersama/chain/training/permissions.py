"""Who may see an event, run it, and name people for it.

An event is seen by whoever reads rows or runs training at its place; once it is more than a draft also by those who
may name people for it (their place lies in the region of one of its quotas, or holds one), by who teaches in it and
by who takes part. It is run by RUN_TRAINING at its place. Personal data of those who take part (names, results) are
seen by who runs it, by the trainers of the class, and by who named them, of their own place and below.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from rumahbersama.chain.training.models import Curriculum, Event, Participation, Quota, Teaching, TrainingClass
from rumahbersama.ground.people.permissions import get_region_to, scope_of, within
from rumahbersama.ground.people.roles import MANAGE_REFERENCE, NOMINATE, RUN_TRAINING, VIEW_ROWS
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.rules import is_below_or_same

SHOWN = ("region", "programme", "curriculum__region")
HELD_STATES = (Participation.State.PROPOSED, Participation.State.APPROVED, Participation.State.CONFIRMED)


def person_of(user: Any) -> int | None:  # noqa: ANN401 - Account or AnonymousUser
    """Return the person behind an account, where one is known."""
    return getattr(user, "person_id", None)


def with_places_above(codes: list[str]) -> list[str]:
    """Return the codes and those of every place above them, without the nation's."""
    return sorted({".".join(code.split(".")[:size]) for code in codes for size in range(1, code.count(".") + 2)})


def quotas_in_reach(codes: list[str]) -> QuerySet[Quota]:
    """Return the quotas of these places, of places below, and of places above them."""
    return Quota.objects.filter(within(codes) | Q(region__code__in=[*with_places_above(codes), "0"]))


def visible_events(user: Any) -> QuerySet[Event]:  # noqa: ANN401
    """Return the events this account may read (no query by itself but for its scope)."""
    scope, person = scope_of(user), person_of(user)
    near = sorted({*scope.places_for(VIEW_ROWS), *scope.places_for(RUN_TRAINING)})
    wanted = within(near) if near else Q(pk__in=[])
    naming = scope.places_for(NOMINATE)
    told = Q(pk__in=[])
    if naming:
        told |= Q(pk__in=quotas_in_reach(naming).values("event"))
    if person is not None:
        told |= Q(pk__in=Teaching.objects.filter(person=person).values("event"))
        told |= Q(pk__in=Participation.objects.filter(person=person, state__in=HELD_STATES).values("event"))
    return Event.objects.filter(wanted | (told & ~Q(state=Event.State.DRAFT))).select_related(*SHOWN)


def get_event_to_view(user: Any, number: int) -> Event:  # noqa: ANN401
    """Return an event; 404 outside of what the user sees, 403 where only figures of its place are in sight."""
    found = visible_events(user).filter(pk=number).first()
    if found is not None:
        return found
    there = Event.objects.select_related("region").filter(pk=number).first()
    if there is None:
        raise Http404
    get_region_to(user, there.region.code, VIEW_ROWS)
    raise Http404


def may_run(user: Any, event: Event) -> bool:  # noqa: ANN401
    """Tell whether the user plans this event."""
    return scope_of(user).may(RUN_TRAINING, event.region.code)


def get_event_to_run(user: Any, number: int) -> Event:  # noqa: ANN401
    """Return an event that the user plans; 404 out of sight, 403 in sight."""
    found = get_event_to_view(user, number)
    if not may_run(user, found):
        raise PermissionDenied
    return found


def get_place_to_run(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return a place at which the user may make events; 404 out of sight, 403 in sight."""
    return get_region_to(user, code, RUN_TRAINING)


def may_change_curriculum(user: Any, curriculum: Curriculum) -> bool:  # noqa: ANN401
    """Tell whether the user changes a curriculum: at its place; what ships with us as reference data."""
    scope = scope_of(user)
    if curriculum.region is None:
        return bool(scope.places_for(MANAGE_REFERENCE))
    return scope.may(RUN_TRAINING, curriculum.region.code)


def teaches(user: Any, klass: TrainingClass) -> bool:  # noqa: ANN401
    """Tell whether the user is a trainer of this class, or of a session of it (one query)."""
    person = person_of(user)
    if person is None:
        return False
    mine = Teaching.objects.filter(person=person, event=klass.event_id)
    return mine.filter(Q(klass=klass) | Q(session__klass=klass) | Q(session__klass=None, klass=None)).exists()


def get_class_to_view(user: Any, number: int, klass: int) -> TrainingClass:  # noqa: ANN401
    """Return a class of an event that the user sees."""
    event = get_event_to_view(user, number)
    found = TrainingClass.objects.select_related("site", "room").filter(event=event, number=klass).first()
    if found is None:
        raise Http404
    found.event = event
    return found


def get_class_to_teach(user: Any, number: int, klass: int) -> TrainingClass:  # noqa: ANN401
    """Return a class that the user teaches or whose event they run; 404 out of sight, 403 in sight."""
    found = get_class_to_view(user, number, klass)
    if not (may_run(user, found.event) or teaches(user, found)):
        raise PermissionDenied
    return found


def naming_places(user: Any, event: Event) -> list[str]:  # noqa: ANN401
    """Return the codes of places for which the user may name people in this event (one query at most)."""
    if may_run(user, event):
        return [event.region.code]
    places = scope_of(user).places_for(NOMINATE)
    if not places:
        return []
    reach = list(quotas_in_reach(places).filter(event=event).values_list("region__code", flat=True))
    return [
        code
        for code in places
        if any(is_below_or_same(code, quota) or is_below_or_same(quota, code) for quota in reach)
    ]


def visible_participations(user: Any, event: Event) -> QuerySet[Participation]:  # noqa: ANN401
    """Return whose names and states the user may see in an event: all who run it, else one's own place and below."""
    rows = Participation.objects.filter(event=event).select_related("region", "klass", "quota__region")
    if may_run(user, event):
        return rows
    person, places = person_of(user), naming_places(user, event)
    wanted = within(places) if places else Q(pk__in=[])
    if person is not None:
        mine = Teaching.objects.filter(person=person, event=event)
        wanted |= Q(person=person) | Q(klass__in=mine.exclude(klass=None).values("klass"))
        wanted |= Q(klass__in=mine.exclude(session=None).values("session__klass"))
    return rows.filter(wanted)

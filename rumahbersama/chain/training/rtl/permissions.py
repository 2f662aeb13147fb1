"""Who reads an RTL, who writes it, and who chooses its post; on top of the permissions of taking part.

Read by who sees the name of its writer. Written by its writer (with an account or by the personal link), by the
trainers of the class and by who runs the event, on the writer's behalf. The post is chosen by who runs the event or
names people for the writer's place: the kecamatan itself.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from rumahbersama.chain.training.models import Event, Participation
from rumahbersama.chain.training.permissions import HELD_STATES, may_run, person_of, teaches, visible_participations
from rumahbersama.chain.training.taking_part.permissions import get_participation_to_view, may_change
from rumahbersama.ground.people.permissions import scope_of, within
from rumahbersama.ground.people.roles import NOMINATE, RUN_TRAINING, VIEW_ROWS


def takes_part(row: Participation) -> bool:
    """Tell whether somebody holds a seat of an event that is held, so that they may plan what follows."""
    return row.state in HELD_STATES and row.event.state not in (Event.State.DRAFT, Event.State.CANCELLED)


def may_write(user: Any, row: Participation) -> bool:  # noqa: ANN401 - Account or AnonymousUser
    """Tell whether the user writes this person's RTL: their own, as trainer of the class, or running the event."""
    if not takes_part(row):
        return False
    if may_run(user, row.event) or row.person_id == person_of(user):
        return True
    return row.klass is not None and teaches(user, row.klass)


def may_choose_post(user: Any, row: Participation) -> bool:  # noqa: ANN401
    """Tell whether the user may say of which post this person's RTL is."""
    return takes_part(row) and may_change(user, row)


def get_part_with_rtl(user: Any, number: int, participation: int) -> Participation:  # noqa: ANN401
    """Return somebody whose RTL the user reads; 404 out of sight, 403 where the event is seen but not the name."""
    return get_participation_to_view(user, number, participation)


def get_part_of_token(token: str) -> Participation:
    """Return whose personal link this is, if they take part; 404 for any other."""
    rows = Participation.objects.select_related(
        "event__region", "event__curriculum", "region__parent", "klass__site", "person"
    )
    row = rows.filter(token=token).first()
    if row is None or not takes_part(row):
        raise Http404
    return row


def check_write(user: Any, row: Participation) -> None:  # noqa: ANN401
    """Refuse (403) who may not write this person's RTL."""
    if not may_write(user, row):
        raise PermissionDenied


def parts_to_count(user: Any, event: Event) -> QuerySet[Participation]:  # noqa: ANN401
    """Return whose RTL the user counts, without names: all for who reads rows at the event's place, else in sight."""
    if may_run(user, event) or scope_of(user).may(VIEW_ROWS, event.region.code):
        return Participation.objects.filter(event=event, state__in=HELD_STATES)
    return visible_participations(user, event).filter(state__in=HELD_STATES)


def parts_of_programme(user: Any, event: Event) -> QuerySet[Participation]:  # noqa: ANN401
    """Return whose RTL the user counts over all events of this event's programme."""
    scope = scope_of(user)
    near = sorted({*scope.places_for(VIEW_ROWS), *scope.places_for(RUN_TRAINING)})
    wanted = Q(event=event, pk__in=parts_to_count(user, event).order_by().values("pk"))
    if near:
        wanted |= within(near, "event__region__code")
    if scope.places_for(NOMINATE):
        wanted |= within(scope.places_for(NOMINATE))
    rows = Participation.objects.filter(wanted, state__in=HELD_STATES)
    rows = rows.exclude(event__state__in=(Event.State.DRAFT, Event.State.CANCELLED))
    return rows.filter(event__programme=event.programme_id) if event.programme_id else rows.filter(event=event)

"""Who sees and decides what of passing.

Sums of an event are seen by who sees the event. Marks are typed by who runs it and by the trainers of the class;
the rule, decisions and certificates are in the hands of who runs it. One person's parts are also seen by who named
that person.
"""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from rumahbersama.chain.training.models import Event, Participation, Teaching, TrainingClass
from rumahbersama.chain.training.passing.queries import TAKES_PART, certificates_of
from rumahbersama.chain.training.permissions import get_class_to_teach, get_event_to_run, may_run, person_of
from rumahbersama.ground.people.permissions import scope_of, within
from rumahbersama.ground.people.roles import RUN_TRAINING
from rumahbersama.workshop.papers.models import Paper


def get_class_to_mark(user: Any, number: int, klass: int) -> tuple[Event, TrainingClass | None]:  # noqa: ANN401
    """Return a class whose marks the user types; class 0 are people without class, for who runs the event."""
    if klass == 0:
        return get_event_to_run(user, number), None
    found = get_class_to_teach(user, number, klass)
    return found.event, found


def classes_to_mark(user: Any, event: Event) -> set[int]:  # noqa: ANN401
    """Return the numbers of the classes of an event whose marks the user types (one query at most, two to teach)."""
    classes = TrainingClass.objects.filter(event=event).values_list("pk", flat=True)
    if may_run(user, event):
        return set(classes)
    person = person_of(user)
    if person is None:
        return set()
    mine = list(Teaching.objects.filter(person=person, event=event).values_list("klass", "session__klass"))
    if any(klass is None and of_session is None for klass, of_session in mine):
        return set(classes)
    return {klass for pair in mine for klass in pair if klass is not None}


UNDER_WAY = (Event.State.OPEN, Event.State.CLOSED, Event.State.FINISHED)


def people_to_mark(user: Any) -> QuerySet[Participation]:  # noqa: ANN401 - Account, or None for the program
    """Return who takes part and whose marks the user types, of all events (no query of its own)."""
    rows = Participation.objects.filter(state__in=TAKES_PART, event__state__in=UNDER_WAY)
    if user is None:
        return rows
    codes, person = scope_of(user).places_for(RUN_TRAINING), person_of(user)
    wanted = within(codes, "event__region__code") if codes else Q(pk__in=[])
    if person is not None:
        mine = Teaching.objects.filter(person=person)
        wanted |= Q(klass__in=mine.exclude(klass=None).values("klass"))
        wanted |= Q(klass__in=mine.exclude(session__klass=None).values("session__klass"))
        of_all = mine.filter(klass=None, session__klass=None).values("event")
        wanted |= Q(event__in=of_all, klass__isnull=False)
    return rows.filter(wanted)


def places_taught_at(user: Any) -> list[str]:  # noqa: ANN401
    """Return the codes of places with an event that the user teaches in (one query, none without a person)."""
    person = person_of(user)
    if person is None:
        return []
    taught = Teaching.objects.filter(person=person, event__state__in=UNDER_WAY)
    return sorted(set(taught.values_list("event__region__code", flat=True)))


def get_certificate_to_change(user: Any, number: int, paper: int) -> tuple[Event, Paper]:  # noqa: ANN401
    """Return a certificate of an event that the user runs."""
    event = get_event_to_run(user, number)
    found = certificates_of(event).filter(pk=paper).first()
    if found is None:
        raise Http404
    return event, found

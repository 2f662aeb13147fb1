"""Who sees and decides what of passing.

Sums of an event are seen by who sees the event. Marks are typed by who runs it and by the trainers of the class;
the rule, decisions and certificates are in the hands of who runs it. One person's parts are also seen by who named
that person.
"""

from typing import Any

from django.http import Http404

from rumahbersama.chain.training.models import Event, TrainingClass
from rumahbersama.chain.training.passing.queries import certificates_of
from rumahbersama.chain.training.permissions import get_class_to_teach, get_event_to_run
from rumahbersama.workshop.papers.models import Paper


def get_class_to_mark(user: Any, number: int, klass: int) -> tuple[Event, TrainingClass | None]:  # noqa: ANN401
    """Return a class whose marks the user types; class 0 are people without class, for who runs the event."""
    if klass == 0:
        return get_event_to_run(user, number), None
    found = get_class_to_teach(user, number, klass)
    return found.event, found


def get_certificate_to_change(user: Any, number: int, paper: int) -> tuple[Event, Paper]:  # noqa: ANN401
    """Return a certificate of an event that the user runs."""
    event = get_event_to_run(user, number)
    found = certificates_of(event).filter(pk=paper).first()
    if found is None:
        raise Http404
    return event, found

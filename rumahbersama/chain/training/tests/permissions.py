"""Who opens tests and sees scores: who runs the event, and the trainers of a class for their class.

The questions with their keys, and how they measured, are seen by who runs the event only. A participant has a
personal link, and sees their own score once the test is closed.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from rumahbersama.chain.training.models import Event, Participation, Teaching, TrainingClass
from rumahbersama.chain.training.permissions import HELD_STATES, get_event_to_view, may_run, person_of
from rumahbersama.chain.training.tests.models import Attempt


@dataclass(frozen=True)
class Reach:
    """An event, the classes whose tests somebody opens and whose scores they see, and whether they run all of it."""

    event: Event
    classes: list[TrainingClass]
    runs: bool

    def people(self) -> QuerySet[Participation]:
        """Return whose scores are seen (no query by itself)."""
        rows = Participation.objects.filter(event=self.event).select_related("klass", "region")
        return rows if self.runs else rows.filter(klass__in=[each.pk for each in self.classes])


def get_reach(user: Any, number: int) -> Reach:  # noqa: ANN401 - Account or AnonymousUser
    """Return what of an event's tests the user handles; 404 out of sight, 403 for who neither runs nor teaches it."""
    event = get_event_to_view(user, number)
    rows = TrainingClass.objects.filter(event=event).select_related("site").order_by("number")
    if may_run(user, event):
        return Reach(event, list(rows), runs=True)
    person = person_of(user)
    if person is None:
        raise PermissionDenied
    mine = list(Teaching.objects.filter(event=event, person=person).values_list("klass", "session", "session__klass"))
    if not mine:
        raise PermissionDenied
    wanted = {klass or of_session for klass, _session, of_session in mine if klass or of_session}
    teaches_all = any(klass is None and of_session is None for klass, _session, of_session in mine)
    return Reach(event, list(rows if teaches_all else rows.filter(Q(pk__in=wanted))), runs=False)


def get_event_of_keys(user: Any, number: int) -> Event:  # noqa: ANN401
    """Return an event whose questions the user may see with their keys; 404 out of sight, 403 in sight."""
    event = get_event_to_view(user, number)
    if not may_run(user, event):
        raise PermissionDenied
    return event


UNSEEN = (Event.State.DRAFT, Event.State.CANCELLED)


def get_participation_to_test(token: str) -> Participation:
    """Return who a personal link belongs to, if they hold a seat; 404 for any other."""
    rows = Participation.objects.select_related("event", "klass__site").filter(token=token, state__in=HELD_STATES)
    found = rows.exclude(event__state__in=UNSEEN).first()
    if found is None:
        raise Http404
    return found


# Written out, for the ORM takes half of an answer's processor time to put it together: 831 people ask it at once.
_ATTEMPT = """
SELECT a.*, p.name AS person_name, s.zone AS zone
FROM training_tests_attempt a
JOIN training_participation p ON p.id = a.participation_id
JOIN training_event e ON e.id = p.event_id
LEFT JOIN training_trainingclass c ON c.id = p.klass_id
LEFT JOIN training_site s ON s.id = c.site_id
WHERE p.token = %s AND a.phase = %s AND p.state IN (%s, %s, %s) AND e.state NOT IN (%s, %s)
"""


def get_attempt_to_answer(token: str, phase: str) -> Attempt | None:
    """Return the attempt of whom a personal link belongs to (one query); None where there is none, for any reason.

    It knows ``person_name``, and ``zone``, the time zone of the class's site or None.
    """
    values = [token, phase, *map(str, HELD_STATES), *map(str, UNSEEN)]
    return next(iter(Attempt.objects.raw(_ATTEMPT, values)), None)

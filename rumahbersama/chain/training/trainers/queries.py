"""What a trainer needs: their sessions, and who is in their classes; and who teaches in an event."""

from django.db.models import Q, QuerySet

from rumahbersama.chain.training.events.queries import sessions_of, teachers_by_session
from rumahbersama.chain.training.models import Event, Participation, Session, Teaching, TrainingClass
from rumahbersama.chain.training.trainers.permissions import Trainer
from rumahbersama.ground.people.models import Person

TAKES_PART = (Participation.State.APPROVED, Participation.State.CONFIRMED)


def own_sessions(trainer: Trainer) -> tuple[list[Session], dict[int, list[Teaching]]]:
    """Return the sessions that a trainer teaches, in the order of time, and who teaches each (two queries)."""
    sessions = list(sessions_of(trainer.event))
    teachers = teachers_by_session(trainer.event, sessions)
    own = [each for each in sessions if any(row.person_id == trainer.person.pk for row in teachers[each.pk])]
    return own, teachers


def own_classes(trainer: Trainer) -> list[tuple[TrainingClass, list[Participation]]]:
    """Return the classes of a trainer with who takes part in them, by name (two queries, or none)."""
    if not trainer.sees_names:
        return []
    mine = Q(teachings__person=trainer.person) | Q(sessions__teachings__person=trainer.person)
    classes = TrainingClass.objects.filter(mine, event=trainer.event).distinct().order_by("number")
    people: dict[int, list[Participation]] = {each.pk: [] for each in classes}
    rows = Participation.objects.filter(klass__in=people, state__in=TAKES_PART).select_related("region")
    for row in rows.order_by("name", "pk"):
        people[row.klass_id or 0].append(row)
    return [(each, people[each.pk]) for each in classes]


def who_teaches(event: Event) -> QuerySet[Person]:
    """Return everybody who teaches a class or a session of an event, by name."""
    return Person.objects.filter(pk__in=Teaching.objects.filter(event=event).values("person")).order_by("name", "pk")

"""What the personal link of a trainer opens: the event they teach in; names of their classes until it is over."""

from dataclasses import dataclass

from django.http import Http404

from rumahbersama.chain.training.models import Event, Teaching
from rumahbersama.chain.training.trainers import links
from rumahbersama.ground.people.models import Person


@dataclass(frozen=True)
class Trainer:
    """Somebody who teaches in an event."""

    event: Event
    person: Person

    @property
    def sees_names(self) -> bool:
        """Tell whether the names of the own classes are shown: from the registration until the event is over."""
        return self.event.state in (Event.State.OPEN, Event.State.CLOSED)


def trainer_of_token(token: str) -> Trainer | None:
    """Return whose personal link this is; None for one of nobody, of a draft, or of who teaches there no more."""
    told = links.read(token)
    if told is None:
        return None
    rows = Teaching.objects.filter(event=told[0], person=told[1]).exclude(event__state=Event.State.DRAFT)
    row = rows.select_related("event__region", "person").first()
    return Trainer(row.event, row.person) if row else None


def get_trainer_of_token(token: str) -> Trainer:
    """Return the same; 404 for none."""
    found = trainer_of_token(token)
    if found is None:
        raise Http404
    return found

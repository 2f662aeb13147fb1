"""Who sees what came after a training, and who asks.

Figures: whoever sees the event; small groups are hidden by the rule of surveys, and service measures are counted of
those whose RTL the user counts. Asked, named and closed by who runs the event; an alumnus names their own raters by
the personal link. The pages of surveys show such a round to nobody, for their figures beside ours would tell single
answers.
"""

from typing import Any

from rumahbersama.chain.training.models import Participation, TrainingClass
from rumahbersama.chain.training.permissions import get_class_to_view, get_event_to_run
from rumahbersama.chain.training.rtl.permissions import get_part_of_token
from rumahbersama.chain.training.taking_part.permissions import get_participation_to_decide


def get_class_to_ask(user: Any, number: int, klass: int) -> TrainingClass:  # noqa: ANN401 - Account or AnonymousUser
    """Return a class of an event that the user runs; 404 out of sight, 403 in sight."""
    event = get_event_to_run(user, number)
    found = get_class_to_view(user, number, klass)
    found.event = event
    return found


def get_alumnus_to_ask(user: Any, number: int, participation: int) -> Participation:  # noqa: ANN401
    """Return somebody of an event that the user runs; 404 out of sight, 403 in sight."""
    return get_participation_to_decide(user, number, participation)


def get_alumnus_of_token(token: str) -> Participation:
    """Return whose personal link this is, if they take part; 404 for any other."""
    return get_part_of_token(token)

"""Who sees the practice copy of a class, and who opens and closes it."""

from typing import Any

from django.core.exceptions import PermissionDenied

from rumahbersama.chain.training.models import Participation, TrainingClass
from rumahbersama.chain.training.permissions import get_class_to_view, may_run, person_of, teaches
from rumahbersama.chain.training.taking_part.rules import APPROVED, CONFIRMED

COMING = (APPROVED, CONFIRMED)


def may_keep(user: Any, klass: TrainingClass) -> bool:  # noqa: ANN401 - Account or AnonymousUser
    """Tell whether the user opens and closes it: who runs the event, or teaches the class (two queries at most)."""
    return may_run(user, klass.event) or teaches(user, klass)


def get_class_to_practise(user: Any, number: int, klass: int) -> tuple[TrainingClass, bool]:  # noqa: ANN401
    """Return a class whose copy the user sees, and whether they keep it; 404 out of sight, 403 in sight."""
    found = get_class_to_view(user, number, klass)
    if may_keep(user, found):
        return found, True
    person = person_of(user)
    mine = Participation.objects.filter(klass=found, person=person, state__in=COMING)
    if person is None or not mine.exists():
        raise PermissionDenied
    return found, False

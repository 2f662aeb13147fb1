"""Which session of a class became which occasion of its attendance list."""

from typing import ClassVar

from django.db import models

from rumahbersama.chain.training.models import Session, TrainingClass
from rumahbersama.workshop.presence.models import Occasion


class SessionOccasion(models.Model):
    """A session as a class has it, and the time at which presence is taken for it.

    ``session`` is empty where the session was removed and its occasion, opened already, stays.
    """

    klass = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="occasions")
    session = models.ForeignKey(Session, on_delete=models.SET_NULL, null=True, related_name="occasions")
    occasion = models.OneToOneField(Occasion, on_delete=models.CASCADE, related_name="session_of")

    class Meta:
        """In time; a session once in a class."""

        ordering: ClassVar = ["occasion__starts", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["klass", "session"], name="training_hall_a_session_once_in_a_class")
        ]

    def __str__(self) -> str:
        """Name the occasion."""
        return str(self.occasion)

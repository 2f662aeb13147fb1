"""The practice copy of a class: what is wanted of it, and what the worker tells about it.

A row is kept from one opening to the next. ``slot`` is its place among the few copies of this installation, and with
it its port; a closed copy has none. ``turn`` counts how often it was made: each making is a place of its own.
"""

from typing import ClassVar

from django.db import models
from django.urls import reverse

from rumahbersama.chain.training.models import TrainingClass


class PracticeCopy(models.Model):
    """A copy, open or closed."""

    klass = models.OneToOneField(TrainingClass, on_delete=models.CASCADE, related_name="practice")
    slot = models.PositiveSmallIntegerField(null=True, unique=True)
    turn = models.PositiveIntegerField(default=0)
    code = models.CharField(max_length=12)
    closes_on = models.DateField(help_text="the last day on which it is open")
    port = models.PositiveIntegerField(
        null=True, help_text="where it answers as it was last made, told by the worker"
    )
    trouble = models.CharField(max_length=300, blank=True, help_text="why it does not answer, told by the worker")

    class Meta:
        """In the order of their places."""

        ordering: ClassVar = ["slot", "pk"]

    def __str__(self) -> str:
        """Name its class."""
        return str(self.klass)

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("practice:copy", args=[self.klass.event_id, self.klass.number])

    @property
    def is_open(self) -> bool:
        """Tell whether somebody may enter, once it is ready."""
        return self.slot is not None

    @property
    def is_ready(self) -> bool:
        """Tell whether it answers as it was last made."""
        return self.is_open and self.port is not None

"""An RTL: what somebody who took part plans to do, kept with their part in the event until it is a commitment.

It is never lost for want of a post: ``commitment`` stays empty until the post is known. ``Checkpoint`` is the state
of everybody's RTL as it was noted one, three and six months after the training.
"""

import uuid
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.training.models import Participation
from rumahbersama.chain.training.rtl.rules import Steps

FACTS = (
    *("problem", "activity", "output", "indicator", "measure", "unit", "baseline", "baseline_period", "target"),
    *("due_on", "partners", "cost_rupiah", "funding", "mentor"),
)


def new_key() -> str:
    """Return a name for an RTL that no other ever had."""
    return uuid.uuid4().hex


class Rtl(models.Model):
    """The follow-up plan of one person in one event. ``steps`` are [text, ISO day or null] in their order."""

    class State(models.TextChoices):
        """Whether its writer is done; what became of it after that is the state of its commitment."""

        DRAFT = "draft", _("Sedang ditulis")
        SENT = "sent", _("Terkirim")

    key = models.CharField(max_length=32, unique=True, default=new_key)
    participation = models.OneToOneField(Participation, on_delete=models.PROTECT, related_name="rtl")
    problem = models.CharField(max_length=500, blank=True)
    activity = models.CharField(max_length=300, blank=True)
    output = models.CharField(max_length=300, blank=True)
    indicator = models.CharField(max_length=40, blank=True, help_text="code, where it is one of needs")
    measure = models.CharField(max_length=200, blank=True, help_text="the outcome indicator")
    unit = models.CharField(max_length=40, blank=True)
    baseline = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    baseline_period = models.CharField(max_length=8, blank=True, help_text="where the baseline is a figure of needs")
    target = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    steps = models.JSONField(default=list)
    due_on = models.DateField(null=True)
    partners = models.CharField(max_length=300, blank=True)
    cost_rupiah = models.BigIntegerField(null=True)
    funding = models.CharField(max_length=120, blank=True)
    mentor = models.CharField(max_length=160, blank=True)
    state = models.CharField(max_length=5, choices=State, default=State.DRAFT)
    sent_on = models.DateField(null=True)
    commitment = models.OneToOneField(Commitment, on_delete=models.PROTECT, null=True, related_name="rtl")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """In the order of those who took part; those that wait for a post are few."""

        ordering: ClassVar = ["participation"]
        indexes: ClassVar = [
            models.Index(
                fields=["participation"],
                name="training_rtl_without_post",
                condition=models.Q(state="sent", commitment=None),
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(cost_rupiah=None) | models.Q(cost_rupiah__gte=0),
                name="training_rtl_cost_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft", commitment=None) | models.Q(state="sent", sent_on__isnull=False),
                name="training_rtl_sent_says_when",
            ),
        ]

    def __str__(self) -> str:
        """Give what is planned."""
        return self.activity

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("rtl:person", args=[self.participation.event_id, self.participation_id])

    @property
    def figure_url(self) -> str:
        """Return the page of its indicator at the writer's place; "" for words of one's own."""
        place = self.participation.region.code
        return reverse("results:indicator", args=[place, self.indicator]) if self.indicator else ""

    @property
    def step_rows(self) -> Steps:
        """Return the steps as (text, day or None)."""
        return tuple((text, date.fromisoformat(day) if day else None) for text, day in self.steps)

    def facts(self) -> dict[str, Any]:
        """Return what was written, steps as (text, day or None)."""
        return {name: getattr(self, name) for name in FACTS} | {"steps": self.step_rows}


class Checkpoint(models.Model):
    """How it stood with somebody's RTL so many months after the training; ``none`` where there was none."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="rtl_checkpoints")
    months = models.PositiveSmallIntegerField()
    day = models.DateField(help_text="when it was noted")
    state = models.CharField(max_length=11, help_text="none, draft, sent, or a state of a commitment")
    is_late = models.BooleanField(default=False)

    class Meta:
        """Once for each month that counts."""

        ordering: ClassVar = ["participation", "months"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participation", "months"], name="training_rtl_one_checkpoint")
        ]

    def __str__(self) -> str:
        """Give the state."""
        return self.state

"""The rule of an event, the marks of who takes part, and what was decided.

``Marks`` may change until a decision stands. A ``Decision`` is added, never changed: the newest one is current and
carries the numbers it was made from; an objection adds another with its reason. One that opens the case again
(``reopened``) lets the marks change once more.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from rumahbersama.chain.training.models import Event, Participation
from rumahbersama.chain.training.passing.rules import PARTS, Rule


class PassingRule(models.Model):
    """The rule an event set for itself; without a row the dated one of the program counts."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="passing_rule")
    least_attendance = models.PositiveSmallIntegerField(help_text="per cent of JP")
    least_score = models.PositiveSmallIntegerField()
    attendance = models.PositiveSmallIntegerField(help_text="weight, per cent")
    post_test = models.PositiveSmallIntegerField(help_text="weight, per cent")
    practice = models.PositiveSmallIntegerField(help_text="weight, per cent")
    attitude = models.PositiveSmallIntegerField(help_text="weight, per cent")
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Weights add up to 100."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(
                    attendance=100 - models.F("post_test") - models.F("practice") - models.F("attitude")
                ),
                name="training_passing_weights_are_100",
            )
        ]

    def __str__(self) -> str:
        """Name the event."""
        return str(self.event)

    def as_rule(self) -> Rule:
        """Return it as the rules take it."""
        return Rule(self.least_attendance, self.least_score, {part: getattr(self, part) for part in PARTS})


class Marks(models.Model):
    """What was typed about somebody: marks of 0 to 100, and attendance where no list tells it, with the reason.

    A post-test with a reason counts before the test that was taken; without one only where none was (``rules``).
    """

    participation = models.OneToOneField(Participation, on_delete=models.CASCADE, related_name="marks")
    post_test = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    post_test_reason = models.CharField(max_length=300, blank=True)
    practice = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    attitude = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    attendance = models.DecimalField(max_digits=5, decimal_places=2, null=True, help_text="per cent of JP, typed")
    attendance_reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Typed attendance says why."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(attendance=None) | ~models.Q(attendance_reason=""),
                name="training_passing_typed_attendance_says_why",
            )
        ]

    def __str__(self) -> str:
        """Name the person."""
        return str(self.participation)


class Decision(models.Model):
    """One decision about somebody."""

    class Outcome(models.TextChoices):
        """What was decided."""

        PASSED = "passed", _("Lulus")
        FAILED = "failed", _("Tidak lulus")
        REOPENED = "reopened", _("Dibuka lagi")

    class Way(models.TextChoices):
        """How it came about."""

        RULE = "rule", _("Menurut aturan")
        OBJECTION = "objection", _("Atas keberatan")

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    way = models.CharField(max_length=9, choices=Way)
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    numbers = models.JSONField(default=dict, help_text="the parts and the rule it was made from")
    objection = models.CharField(max_length=500, blank=True, help_text="what the person says")
    reason = models.CharField(max_length=500, blank=True)
    is_current = models.BooleanField(default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Newest first; one of a number, one current."""

        ordering: ClassVar = ["participation", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["participation", "number"], name="training_passing_one_decision_of_a_number"
            ),
            models.UniqueConstraint(
                fields=["participation"],
                condition=models.Q(is_current=True),
                name="training_passing_one_current_decision",
            ),
            models.CheckConstraint(
                condition=~models.Q(way="objection", reason=""), name="training_passing_objection_says_why"
            ),
        ]

    def __str__(self) -> str:
        """Give the outcome."""
        return str(self.get_outcome_display())


class UploadedMarks(models.Model):
    """What an upload changed of somebody's marks, so that it can be taken back; the record never holds marks."""

    run = models.PositiveBigIntegerField(help_text="number of the upload")
    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        """By upload; a person once in each."""

        ordering: ClassVar = ["run", "participation"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "participation"], name="training_passing_once_in_an_upload")
        ]

    def __str__(self) -> str:
        """Name the person."""
        return str(self.participation)

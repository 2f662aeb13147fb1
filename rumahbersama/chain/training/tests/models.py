"""The blueprint of an event's tests, what was drawn from it, when it is open to whom, and what people answered.

Pre- and post-test ask the same frozen versions of questions, so that their difference is learning and not another
test. An attempt is one person in one of the two; it keeps the order in which that person sees questions and options.
Answers keep the option as the question has it. The clock is the server's.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from rumahbersama.chain.training.bank.models import Bank, ItemVersion, Topic
from rumahbersama.chain.training.models import Event, Participation, TrainingClass
from rumahbersama.chain.training.tests.rules import POST, PRE


class Phase(models.TextChoices):
    """Which of the two tests."""

    PRE = PRE, _("Pre-test")
    POST = POST, _("Post-test")


class Blueprint(models.Model):
    """What both tests of an event ask, and for how long."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="test_blueprint")
    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="blueprints")
    minutes = models.PositiveSmallIntegerField(help_text="time of each person, from starting")
    mixes_options = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        """Name the event."""
        return str(self.event)


class BlueprintRow(models.Model):
    """So many questions of a topic; ``topic`` empty: of those without one."""

    blueprint = models.ForeignKey(Blueprint, on_delete=models.CASCADE, related_name="rows")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, null=True, related_name="+")
    count = models.PositiveSmallIntegerField()

    class Meta:
        """In the order of topics."""

        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        """Give topic and count."""
        return f"{self.topic or ''}: {self.count}"


class BlueprintItem(models.Model):
    """One question of the tests, in the very words it had when it was drawn."""

    blueprint = models.ForeignKey(Blueprint, on_delete=models.CASCADE, related_name="items")
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()

    class Meta:
        """In their order; a question once."""

        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["blueprint", "version"], name="training_tests_a_question_once")
        ]

    def __str__(self) -> str:
        """Give its words."""
        return str(self.version)


class Opening(models.Model):
    """A test open for a class, or for all (``klass`` empty), from one moment to another."""

    blueprint = models.ForeignKey(Blueprint, on_delete=models.CASCADE, related_name="openings")
    phase = models.CharField(max_length=4, choices=Phase)
    klass = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, null=True, related_name="test_openings")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """As they came; open once for the same people."""

        ordering: ClassVar = ["opened_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["blueprint", "phase", "klass"],
                condition=models.Q(closed_at=None, klass__isnull=False),
                name="training_tests_open_once_for_a_class",
            ),
            models.UniqueConstraint(
                fields=["blueprint", "phase"],
                condition=models.Q(closed_at=None, klass=None),
                name="training_tests_open_once_for_all",
            ),
        ]

    def __str__(self) -> str:
        """Give test and class."""
        return f"{self.phase} {self.klass or ''}".strip()


class Attempt(models.Model):
    """One person in one of the two tests."""

    blueprint = models.ForeignKey(Blueprint, on_delete=models.PROTECT, related_name="attempts")
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="attempts")
    phase = models.CharField(max_length=4, choices=Phase)
    seed = models.PositiveIntegerField()
    order = models.JSONField(help_text="one list a question: its number, then its options as shown")
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField(help_text="when the time is up")
    cut_at = models.DateTimeField(null=True, help_text="when the test was closed before that")
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        """A person once in each test."""

        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participation", "phase"], name="training_tests_a_person_once")
        ]
        indexes: ClassVar = [models.Index(fields=["blueprint", "phase"], name="training_tests_attempts")]

    def __str__(self) -> str:
        """Give person and test."""
        return f"{self.participation}, {self.phase}"

    def is_running(self, at: Any) -> bool:  # noqa: ANN401 - datetime
        """Tell whether answers are still taken."""
        return self.submitted_at is None and self.ends_at > at and (self.cut_at is None or self.cut_at > at)


class Answer(models.Model):
    """What somebody chose for one question; the last one counts."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="answers")
    item = models.ForeignKey(BlueprintItem, on_delete=models.PROTECT, related_name="answers")
    chosen = models.PositiveSmallIntegerField(help_text="place of the option in the question, from 0")
    at = models.DateTimeField()

    class Meta:
        """One a question."""

        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attempt", "item"], name="training_tests_one_answer_a_question")
        ]

    def __str__(self) -> str:
        """Give the letter's place."""
        return str(self.chosen)

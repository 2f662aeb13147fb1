"""A bank of questions of a place; questions, whose words live in versions that never change; and imports.

A question is edited by a new version, so that a test taken yesterday still shows what was asked. ``key`` names it in
the record for good. ``fingerprint`` of the current version tells doubles, once in a bank. An import waits as a
preview: what was read lies in ``read`` until it is confirmed or thrown away.
"""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rumahbersama.chain.training.bank.formats.shapes import LETTERS, TRUE_FALSE, Question
from rumahbersama.chain.training.bank.rules import DRAFT, EASIEST, HARDEST, IN_USE, RETIRED
from rumahbersama.ground.regions.models import Region


def new_key() -> str:
    """Return a name for a thing that no other ever had."""
    return uuid.uuid4().hex


class Bank(models.Model):
    """Questions that belong together, of one place."""

    key = models.CharField(max_length=32, unique=True, default=new_key)
    title = models.CharField(max_length=120)
    description = models.CharField(max_length=500, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="question_banks")
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        """By title; one of a title at a place."""

        ordering: ClassVar = ["title", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["region", "title"], name="training_bank_one_title_of_a_place")
        ]

    def __str__(self) -> str:
        """Give its title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("bank:bank", args=[self.pk])


class Topic(models.Model):
    """What questions of a bank are about."""

    bank = models.ForeignKey(Bank, on_delete=models.CASCADE, related_name="topics")
    name = models.CharField(max_length=120)

    class Meta:
        """By name; once in a bank."""

        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bank", "name"], name="training_bank_one_topic_of_a_name")
        ]

    def __str__(self) -> str:
        """Give its name."""
        return self.name


class BankImport(models.Model):
    """A file of questions: read, looked at, then taken in whole or thrown away."""

    class State(models.TextChoices):
        """How far it is."""

        PREVIEWED = "previewed", _("Menunggu diperiksa")
        COMMITTED = "committed", _("Tersimpan")
        DISCARDED = "discarded", _("Dibuang")
        UNDONE = "undone", pgettext_lazy("upload", "Dibatalkan")

    bank = models.ForeignKey(Bank, on_delete=models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=150)
    format = models.CharField(max_length=10)
    read = models.JSONField(default=list, help_text="questions waiting to be confirmed; empty afterwards")
    faults = models.JSONField(default=list, help_text="[line, sentence] of blocks that are no usable question")
    doubles = models.JSONField(default=list, help_text="[line, of what] of questions that are there already")
    count = models.PositiveIntegerField(default=0, help_text="questions to take in, or taken in")
    state = models.CharField(max_length=9, choices=State, default=State.PREVIEWED)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-made_at", "-pk"]

    def __str__(self) -> str:
        """Give the name of the file."""
        return self.file_name

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("bank:import", args=[self.pk])


class Item(models.Model):
    """One question, whose words are in its current version."""

    class State(models.TextChoices):
        """Whether it may be asked."""

        DRAFT = DRAFT, _("Rancangan")
        IN_USE = IN_USE, _("Dipakai")
        RETIRED = RETIRED, _("Ditarik")

    class Difficulty(models.IntegerChoices):
        """How hard it is meant to be; how hard it is, tests tell."""

        EASY = EASIEST, _("Mudah")
        MIDDLE = 2, _("Sedang")
        HARD = HARDEST, _("Sukar")

    key = models.CharField(max_length=32, unique=True, default=new_key)
    bank = models.ForeignKey(Bank, on_delete=models.CASCADE, related_name="items")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, null=True, related_name="items")
    current = models.OneToOneField("ItemVersion", on_delete=models.PROTECT, null=True, related_name="+")
    difficulty = models.PositiveSmallIntegerField(choices=Difficulty, null=True)
    state = models.CharField(max_length=7, choices=State, default=State.DRAFT)
    retired_because = models.CharField(max_length=500, blank=True)
    fingerprint = models.CharField(max_length=64)
    brought_by = models.ForeignKey(BankImport, on_delete=models.PROTECT, null=True, related_name="items")
    source_file = models.CharField(max_length=150, blank=True)
    source_line = models.PositiveIntegerField(null=True)

    class Meta:
        """In the order they came; the same question once in a bank."""

        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["bank", "state", "topic"], name="training_bank_items_by_state")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bank", "fingerprint"], name="training_bank_one_item_of_its_words"),
            models.CheckConstraint(
                condition=~models.Q(state=RETIRED, retired_because=""), name="training_bank_retired_says_why"
            ),
            models.CheckConstraint(
                condition=models.Q(difficulty=None) | models.Q(difficulty__range=(EASIEST, HARDEST)),
                name="training_bank_difficulty_known",
            ),
        ]

    def __str__(self) -> str:
        """Give the words of its question."""
        return self.current.stem if self.current else ""

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("bank:item", args=[self.pk])


class ItemVersion(models.Model):
    """The words of a question, as they stood from one edit to the next. Never changed."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    stem = models.TextField()
    options = models.JSONField(help_text="two to five texts; Benar and Salah for true or false")
    right = models.PositiveSmallIntegerField(help_text="place of the right option, from 0")
    explanation = models.TextField(blank=True)
    reason = models.CharField(max_length=500, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_by_name = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        """Newest first; the key is one of the options."""

        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "number"], name="training_bank_one_version_of_a_number"),
            models.CheckConstraint(condition=models.Q(right__lt=len(LETTERS)), name="training_bank_key_is_an_option"),
        ]

    def __str__(self) -> str:
        """Give its words."""
        return self.stem

    def save(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        """Store it once.

        Raises:
            TypeError: it is stored already; a version never changes.
        """
        if self.pk is not None:
            raise TypeError("a version of a question never changes; make a new one")
        super().save(*args, **options)

    @property
    def letter(self) -> str:
        """Return the letter of the key."""
        return LETTERS[self.right]

    @property
    def lettered(self) -> list[tuple[str, str, bool]]:
        """Return letter, words, and whether it is the key, of each option."""
        return [(LETTERS[at], text, at == self.right) for at, text in enumerate(self.options)]

    @property
    def is_true_false(self) -> bool:
        """Tell whether it asks whether a sentence is true."""
        return tuple(self.options) == TRUE_FALSE

    def question(self, *, topic: str = "") -> Question:
        """Return it in the shape that files have."""
        return Question(
            self.stem, tuple(self.options), self.right, self.explanation, topic, number=f"soal-{self.item_id}"
        )

"""A curriculum: its subjects in order, each with its JP (hours of 45 minutes), methods and outcomes.

JP of the shipped curricula are our assumption, for the reports give none (FACTS "Training"); ``jp_is_assumed`` says
so wherever they are shown. ``methods`` is the share of each method in percent ({"lecture": 40, "practice": 60}).
"""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rumahbersama.ground.regions.models import Region


class Curriculum(models.Model):
    """What an event teaches."""

    code = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=160)
    audience = models.CharField(max_length=200, blank=True)
    outcomes = models.TextField(max_length=2000, blank=True)
    source = models.CharField(max_length=300, blank=True)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, related_name="+", help_text="whose it is; none: it ships with us"
    )
    copied_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="copies", help_text="whose materials it shows too"
    )
    is_retired = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """By title."""

        ordering: ClassVar = ["title"]

    def __str__(self) -> str:
        """Give the title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("training:curriculum", args=[self.code])


class Subject(models.Model):
    """One subject of a curriculum."""

    class Method(models.TextChoices):
        """How it is taught."""

        LECTURE = "lecture", _("Ceramah")
        QUESTIONS = "questions", _("Tanya jawab")
        DISCUSSION = "discussion", _("Diskusi")
        PRACTICE = "practice", _("Praktik")
        SIMULATION = "simulation", _("Simulasi")
        TEACHING = "teaching", _("Praktik melatih")

    curriculum = models.ForeignKey(Curriculum, on_delete=models.CASCADE, related_name="subjects")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    jp = models.PositiveSmallIntegerField(help_text="hours of 45 minutes")
    jp_is_assumed = models.BooleanField(default=False)
    methods = models.JSONField(default=dict)
    outcomes = models.TextField(max_length=1000, blank=True)

    class Meta:
        """In the order of teaching; no two of one name."""

        ordering: ClassVar = ["curriculum", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["curriculum", "title"], name="training_one_subject_of_a_title"),
            models.CheckConstraint(condition=models.Q(jp__gte=1, jp__lte=60), name="training_jp_is_sane"),
        ]

    def __str__(self) -> str:
        """Give the title."""
        return self.title

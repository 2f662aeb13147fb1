"""The programme of a kecamatan for a year: its goals, its activities, what was told of them, who took them over.

An ``Activity`` belongs to a post, so that it stays when the holder moves; ``Handover`` keeps who had it before and
why it went on. ``starts_on`` to ``ends_on`` are counted both; ``is_in_months`` says that only the months were named.
An activity without villages is for all of them. A programme is a draft until the camat approves it, and what changes
afterwards says why; ``approved_by`` keeps name, rank, post and capacity of that day.
"""

import hashlib
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumahbersama.chain.house.programme import rules
from rumahbersama.chain.needs.models import Indicator, ServiceArea
from rumahbersama.ground.files.models import StoredFile
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region


def new_key() -> str:
    """Return a name that no other ever had."""
    return uuid.uuid4().hex


class Programme(models.Model):
    """What a kecamatan means to do in a year."""

    class State(models.TextChoices):
        """How far it is."""

        DRAFT = rules.DRAFT, _("Rancangan")
        IN_FORCE = rules.IN_FORCE, _("Berlaku")
        CLOSED = rules.CLOSED, _("Ditutup")

    key = models.CharField(max_length=32, unique=True, default=new_key)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="house_programmes")
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=330, blank=True, help_text="name, rank, post and capacity on that day")
    copied_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="copies")
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    keyboard = models.CharField(max_length=200, blank=True)
    entered_at = models.DateTimeField()

    class Meta:
        """The newest first; one of a year."""

        ordering: ClassVar = ["-year", "region__code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["region", "year"], name="programme_one_of_a_year"),
            models.CheckConstraint(
                condition=models.Q(state="draft") | ~models.Q(approved_by=""), name="programme_approved_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        """Name it by its year."""
        return str(_("Program kerja {year}")).format(year=self.year)

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("programme:programme", args=[self.pk])


class Goal(models.Model):
    """What should be better at the end of the year in a service area, with a figure where there is one."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="goals")
    order = models.PositiveSmallIntegerField()
    area = models.ForeignKey(ServiceArea, on_delete=models.PROTECT, null=True, related_name="+")
    statement = models.CharField(max_length=300)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.CharField(max_length=40, blank=True)
    baseline = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    target = models.DecimalField(max_digits=18, decimal_places=4, null=True)

    class Meta:
        """In their order."""

        ordering: ClassVar = ["order", "pk"]

    def __str__(self) -> str:
        """Give its statement."""
        return self.statement


def face_of(goal: Goal) -> str:
    """Return what tells a goal from any other state of it: a form must not overwrite what it did not show."""
    told = (goal.statement, goal.area_id, goal.indicator_id, goal.unit, goal.baseline, goal.target)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:24]


class Activity(models.Model):
    """One activity of a programme: what, for which villages, by which post, when, with which money."""

    class Kind(models.TextChoices):
        """What is done."""

        GUIDANCE = "guidance", _("Pembinaan")
        SUPERVISION = "supervision", _("Pengawasan")
        MEETING = "meeting", _("Rapat")
        TRAINING = "training", _("Pelatihan")

    class State(models.TextChoices):
        """How far it is."""

        PLANNED = rules.PLANNED, _("Direncanakan")
        GOING = rules.GOING, _("Berjalan")
        DONE = rules.DONE, _("Selesai")
        DROPPED = rules.DROPPED, _("Dihentikan")

    key = models.CharField(max_length=32, unique=True, default=new_key)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="activities")
    goal = models.ForeignKey(Goal, on_delete=models.SET_NULL, null=True, related_name="activities")
    kind = models.CharField(max_length=11, choices=Kind)
    title = models.CharField(max_length=300)
    villages = models.ManyToManyField(Region, related_name="house_activities")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="house_activities")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="the last day")
    is_in_months = models.BooleanField(default=True, help_text="only months were named, no days")
    budget_line = models.CharField(max_length=200, blank=True)
    budget_rupiah = models.BigIntegerField(null=True)
    state = models.CharField(max_length=7, choices=State, default=State.PLANNED)
    dropped_because = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """What ends first comes first; what a post has to do is one index range."""

        ordering: ClassVar = ["ends_on", "starts_on", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["post", "state", "ends_on"], name="programme_of_a_post"),
            models.Index(fields=["programme", "ends_on"], name="programme_activities"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="programme_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="dropped", dropped_because=""), name="programme_dropped_says_why"
            ),
            models.CheckConstraint(
                condition=models.Q(budget_rupiah=None) | models.Q(budget_rupiah__gte=0),
                name="programme_budget_not_negative",
            ),
        ]

    def __str__(self) -> str:
        """Give its title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("programme:activity", args=[self.pk])

    @property
    def is_late(self) -> bool:
        """Tell whether it should be over today and is not, in a programme that was approved."""
        today = timezone.localdate()
        is_counted = self.programme.state == rules.IN_FORCE
        return is_counted and rules.is_late(state=self.state, ends_on=self.ends_on, today=today)


class Note(models.Model):
    """What was told of an activity: words, an address or a file as evidence, and the state it came to."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="notes")
    text = models.CharField(max_length=500)
    link = models.URLField(max_length=300, blank=True)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=7, choices=Activity.State)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        """Give its text."""
        return self.text


class Handover(models.Model):
    """That an activity went from one post to another, why, and who decided it in which post."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="handovers")
    from_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    to_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=330, help_text="name, rank, post and capacity on that day")
    at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        """Say from whom to whom."""
        return f"{self.from_post} → {self.to_post}"

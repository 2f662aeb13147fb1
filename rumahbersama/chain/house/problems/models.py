"""A problem of a kecamatan: what is wrong, where, who suffers; its evidence, causes, scores and decisions.

A problem is never deleted: it is closed with a reason, or merged into another that says the same and then keeps its
page. What was merged stays where it was written and is read together with the main problem, so that parting them
again loses nothing. ``shared_at`` is the moment since which everybody in the kecamatan reads it. ``version`` counts
changes, so that nobody overwrites what they have not seen. ``scorers`` and ``score_sum`` are written with the scores
that they add up, in one transaction.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rumahbersama.chain.house.problems.rules import HIGHEST, LOWEST, MOST_CAUSES, OPEN_STATES
from rumahbersama.chain.needs.models import ServiceArea
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region


def new_key() -> str:
    """Return a name for a problem that no other ever had."""
    return uuid.uuid4().hex


class Problem(models.Model):
    """One problem."""

    class State(models.TextChoices):
        """What became of it."""

        NEW = "new", _("Baru")
        TABLED = "tabled", _("Dibahas")
        AGREED = "agreed", _("Disepakati")
        IN_HAND = "in_hand", _("Ditangani")
        SOLVED = "solved", _("Selesai")
        PUT_OFF = "put_off", _("Ditunda")
        UPWARD = "upward", _("Diteruskan ke atas")
        CLOSED = "closed", _("Ditutup dengan alasan")
        MERGED = "merged", _("Digabung")

    class Authority(models.TextChoices):
        """Who can solve it by law or by agreement."""

        DESA = "desa", _("Desa/kelurahan sendiri")
        DESA_TOGETHER = "antardesa", _("Kerja sama antardesa")
        KECAMATAN = "kecamatan", _("Kecamatan")
        KABUPATEN = "kabupaten", _("Kabupaten/kota")
        ABOVE = "atas", _("Provinsi atau pusat")

    key = models.CharField(max_length=32, unique=True, default=new_key)
    kecamatan = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="problems")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(help_text="within the kecamatan and the year")
    statement = models.CharField(max_length=300)
    area = models.ForeignKey(ServiceArea, on_delete=models.PROTECT, null=True, related_name="problems")
    sufferers = models.CharField(max_length=200, blank=True, help_text="who suffers from it, in words")
    people = models.PositiveIntegerField(null=True)
    authority = models.CharField(max_length=9, choices=Authority, default=Authority.KECAMATAN)
    places = models.ManyToManyField(Region, related_name="problems_here")
    hamlet = models.CharField(max_length=80, blank=True)
    answers = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="problems_to_answer")
    state = models.CharField(max_length=7, choices=State, default=State.NEW)
    put_off_to = models.DateField(null=True)
    shared_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    raised_at = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="+", help_text="the place of whoever wrote it"
    )
    scorers = models.PositiveSmallIntegerField(default=0, help_text="how many scores count for it")
    score_sum = models.PositiveIntegerField(default=0, help_text="all of them together, for ranking")
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    keyboard = models.CharField(max_length=200, blank=True)
    entered_at = models.DateTimeField()
    merged_here: list["Problem"]  # those merged into it, where it was read with them

    class Meta:
        """Newest first; the open ones of a kecamatan are one index range."""

        ordering: ClassVar = ["-entered_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["kecamatan", "state"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kecamatan", "year", "number"], name="problems_one_of_a_number"),
            models.CheckConstraint(
                condition=models.Q(state="merged", merged_into__isnull=False)
                | (~models.Q(state="merged") & models.Q(merged_into=None)),
                name="problems_merged_names_the_other",
            ),
            models.CheckConstraint(
                condition=models.Q(state="put_off", put_off_to__isnull=False)
                | (~models.Q(state="put_off") & models.Q(put_off_to=None)),
                name="problems_put_off_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        """Give its statement."""
        return self.statement

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("problems:problem", args=[self.pk])

    @property
    def numbered(self) -> str:
        """Return how people name it: "12/2026"."""
        return f"{self.number}/{self.year}"

    @property
    def standing(self) -> str:
        """Return where it stands, for the middle of a sentence: "ditunda sampai 3 Jan 2027"."""
        if self.put_off_to is not None:
            return gettext("ditunda sampai {day}").format(day=day(self.put_off_to))
        return str(self.get_state_display()).lower()

    @property
    def is_open(self) -> bool:
        """Tell whether something is still to be done about it."""
        return self.state in OPEN_STATES


class ProblemEvidence(models.Model):
    """What a page said about a place on the day it was brought; ``reference`` asks the same page what it says now."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="evidence")
    reference = models.CharField(max_length=200)
    sentence = models.CharField(max_length=500)
    measure = models.CharField(max_length=200, blank=True)
    value = models.CharField(max_length=40, blank=True, help_text="canonical text of the number, as it was read")
    unit = models.CharField(max_length=40, blank=True)
    place_code = models.CharField(max_length=16, blank=True)
    period = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=300)
    taken_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=330)

    class Meta:
        """In the order in which it was brought; the same thing once for a problem and day."""

        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["problem", "reference", "taken_on"], name="problems_one_snapshot_a_day")
        ]

    def __str__(self) -> str:
        """Give what was read."""
        return self.sentence


class Cause(models.Model):
    """One answer to "why?", each about the one before it."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="causes")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)

    class Meta:
        """From the surface to the root."""

        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["problem", "order"], name="problems_one_cause_of_an_order"),
            models.CheckConstraint(
                condition=models.Q(order__gte=1, order__lte=MOST_CAUSES), name="problems_five_whys_at_most"
            ),
        ]

    def __str__(self) -> str:
        """Give its text."""
        return self.text


def _on_the_scale(field: str) -> models.CheckConstraint:
    inside = models.Q(**{f"{field}__gte": LOWEST, f"{field}__lte": HIGHEST})
    return models.CheckConstraint(condition=inside, name=f"problems_{field}_on_the_scale")


class Score(models.Model):
    """How urgent, serious and growing one person finds a problem (USG).

    ``problem`` is where it was given; ``counts_for`` the problem for which it counts now: after a merge the main one,
    and none where the same person gave the main problem a newer score.
    """

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="given_scores")
    counts_for = models.ForeignKey(Problem, on_delete=models.CASCADE, null=True, related_name="scores")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=330)
    urgency = models.PositiveSmallIntegerField()
    seriousness = models.PositiveSmallIntegerField()
    growth = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        """Oldest first; one of a person and problem."""

        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["problem", "by"], name="problems_one_score_of_a_person"),
            _on_the_scale("urgency"),
            _on_the_scale("seriousness"),
            _on_the_scale("growth"),
        ]

    def __str__(self) -> str:
        """Give its three values and their sum: "4 + 5 + 3 = 12"."""
        return f"{self.urgency} + {self.seriousness} + {self.growth} = {self.total}"

    @property
    def total(self) -> int:
        """Return the sum, 3 to 15."""
        return self.urgency + self.seriousness + self.growth


class Move(models.Model):
    """A decision about a problem: the state it came to, why, and who decided in which post and capacity."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="moves")
    state = models.CharField(max_length=7, choices=Problem.State)
    reason = models.CharField(max_length=500, blank=True)
    until = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=330)
    as_post = models.CharField(max_length=330, blank=True, help_text="name, rank, post and capacity on that day")
    at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        """Give the state in words."""
        return self.get_state_display()

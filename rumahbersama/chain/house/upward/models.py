"""What was passed upward: one referral for each time, its steps in time order, and what is to be told by mail.

A ``Referral`` belongs to a problem; a problem has at most one that is open. ``due_on`` is the last day in time of
whoever holds it now. While the kecamatan is asked, ``rests_since`` and ``rested_due`` keep the clock of the holder.
``Step`` is its road, never changed: who did what, by which post, name, rank and capacity of that day. A ``Target`` is
what the bupati of a kabupaten set, in force from a day on. ``version`` counts changes, so that nobody overwrites what
they have not seen.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rumahbersama.chain.house.problems.models import Move, Problem
from rumahbersama.chain.house.upward import rules
from rumahbersama.ground.core.wording import told
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region


def new_key() -> str:
    """Return a name for a referral that no other ever had."""
    return uuid.uuid4().hex


class Target(models.Model):
    """The service target of a kabupaten from a day on: working days to assign, to answer, to reply."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="answer_targets")
    valid_from = models.DateField()
    assign_days = models.PositiveSmallIntegerField()
    answer_days = models.PositiveSmallIntegerField()
    reply_days = models.PositiveSmallIntegerField()
    legal_basis = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=330)
    at = models.DateTimeField()

    class Meta:
        """Newest first; one for a day."""

        ordering: ClassVar = ["-valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["region", "valid_from"], name="upward_one_target_of_a_day")
        ]

    def __str__(self) -> str:
        """Give its regulation."""
        return self.legal_basis


class TargetLevel(models.Model):
    """Who is told after so many working days late, by a target of a kabupaten."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="levels")
    code = models.CharField(max_length=12)
    title = models.CharField(max_length=60)
    after_days = models.PositiveSmallIntegerField()
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """The lowest first; each once in a target."""

        ordering: ClassVar = ["after_days", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["target", "code"], name="upward_one_level_of_a_code")
        ]

    def __str__(self) -> str:
        """Give its title."""
        return self.title


class Referral(models.Model):
    """One passing of a problem to the kabupaten, until it is answered or withdrawn."""

    class State(models.TextChoices):
        """How far it is."""

        NEW = rules.NEW, _("Menunggu penugasan")
        ASSIGNED = rules.ASSIGNED, _("Menunggu jawaban kantor")
        ASKED = rules.ASKED, _("Menunggu balasan kecamatan")
        ACCEPTED = rules.ACCEPTED, _("Diterima")
        REJECTED = rules.REJECTED, _("Ditolak")
        WITHDRAWN = rules.WITHDRAWN, _("Ditarik kecamatan")

    key = models.CharField(max_length=32, unique=True, default=new_key)
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="referrals")
    move = models.OneToOneField(
        Move, on_delete=models.PROTECT, related_name="referral", help_text="the decision that passed it upward"
    )
    state = models.CharField(max_length=9, choices=State, default=State.NEW)
    office = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="referrals_to_answer")
    plan_year = models.PositiveSmallIntegerField(null=True)
    passed_on = models.DateField()
    due_on = models.DateField(null=True, help_text="the last day in time of whoever holds it now")
    rests_since = models.DateField(null=True, help_text="since when the clock of the holder rests")
    rested_due = models.DateField(null=True, help_text="when it was due before it rested")
    answered_on = models.DateField(null=True)
    handovers = models.PositiveSmallIntegerField(default=0, help_text="how often another office was named")
    questions = models.PositiveSmallIntegerField(default=0, help_text="how often the kecamatan was asked")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """What is due first first; the open ones are one index range."""

        ordering: ClassVar = ["due_on", "pk"]
        indexes: ClassVar = [models.Index(fields=["state", "due_on"], name="upward_of_a_state")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["problem"],
                condition=models.Q(state__in=rules.OPEN_STATES),
                name="upward_one_open_of_a_problem",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=rules.OPEN_STATES, due_on=None), name="upward_open_has_a_day"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=("assigned", "accepted", "rejected"), office=None),
                name="upward_answered_by_an_office",
            ),
            models.CheckConstraint(
                condition=models.Q(state="accepted", plan_year__isnull=False)
                | (~models.Q(state="accepted") & models.Q(plan_year=None)),
                name="upward_accepted_into_a_year",
            ),
            models.CheckConstraint(
                condition=models.Q(state="asked", rests_since__isnull=False, rested_due__isnull=False)
                | (~models.Q(state="asked") & models.Q(rests_since=None, rested_due=None)),
                name="upward_rests_while_asked",
            ),
        ]

    def __str__(self) -> str:
        """Give the problem's statement."""
        return str(self.problem)

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("upward:referral", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has to act."""
        return self.state in rules.OPEN_STATES

    @property
    def office_name(self) -> str:
        """Return the office with its post, "" before one is named."""
        if self.office is None:
            return ""
        return f"{self.office.title}, {self.office.agency}" if self.office.agency else self.office.title

    @property
    def holder(self) -> str:
        """Return who holds it now, "" for what is closed."""
        if self.state == rules.NEW:
            return str(_("Koordinator kabupaten"))
        if self.state == rules.ASSIGNED:
            return self.office_name
        if self.state == rules.ASKED:
            return str(self.problem.kecamatan)
        return ""


class Step(models.Model):
    """One step on the road of a referral, as it was taken; never changed."""

    class Kind(models.TextChoices):
        """What was done."""

        PASSED = rules.PASSED, _("Diteruskan ke kabupaten")
        ASSIGNED = rules.ASSIGNED, _("Ditugaskan")
        REASSIGNED = rules.REASSIGNED, _("Dipindahkan ke kantor lain")
        ASKED = rules.ASKED, _("Ditanyakan kepada kecamatan")
        REPLIED = rules.REPLIED, _("Dibalas kecamatan")
        UNASKED = rules.UNASKED, _("Pertanyaan ditarik kembali")
        LAPSED = rules.LAPSED, _("Tidak dibalas kecamatan, waktu berjalan lagi")
        ESCALATED = rules.ESCALATED, _("Terlambat, dilaporkan ke atas")
        ACCEPTED = rules.ACCEPTED, _("Diterima")
        REJECTED = rules.REJECTED, _("Ditolak")
        UNANSWERED = rules.UNANSWERED, _("Jawaban ditarik kembali")
        WITHDRAWN = rules.WITHDRAWN, _("Ditarik kecamatan")

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(max_length=500, blank=True)
    said = models.JSONField(default=list, help_text="what the program itself says of it (core/wording)")
    office = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, related_name="+", help_text="the post it went to or that answered"
    )
    level = models.CharField(max_length=12, blank=True, help_text="code of the level that was told")
    due_on = models.DateField(null=True, help_text="until when the next holder has time; of a level, what was missed")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=330)
    as_post = models.CharField(max_length=330, blank=True, help_text="name, rank, post and capacity on that day")
    at = models.DateTimeField()

    class Meta:
        """In time order; a post of a level is told once of the same missed day."""

        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["referral", "level", "office", "due_on"],
                condition=models.Q(kind="escalated"),
                name="upward_post_of_a_level_told_once",
            )
        ]

    def __str__(self) -> str:
        """Give what was done."""
        return self.get_kind_display()

    @property
    def words(self) -> str:
        """Return what was written, or what the program says of it in the language of the page."""
        return " ".join(told(self.said)) or self.text


class Notice(models.Model):
    """That somebody is to be told by mail: of what kind, for which day; sent when."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12, help_text="assigned, asked, answered, before, late, or a level's code")
    day = models.DateField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        """One of a kind for a day, however often the worker looks; those to be sent are few."""

        ordering: ClassVar = ["-day", "-pk"]
        indexes: ClassVar = [models.Index(fields=["made_at"], name="upward_unsent", condition=models.Q(sent_at=None))]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["referral", "kind", "day"], name="upward_one_notice_of_a_day")
        ]

    def __str__(self) -> str:
        """Give its kind."""
        return self.kind

"""Questionnaires in versions, the rounds in which they are asked, and what was answered.

A ``Version`` that was published never changes; a change makes the next one. A ``Round`` asks one version for a time;
what it is about (a class, a visit) is text that only its owning room can read (``subjects.py``).

**Anonymous rounds.** An ``Invitation`` says who was asked and, to the day, that they answered; a ``Response`` holds
what was answered. In an anonymous round nothing leads from one to the other: no key, no person, no time, and the
number of a response is drawn at random, so that not even the order in the table tells who came when.
"""

import secrets
import uuid
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rumahbersama.ground.people.models import Person
from rumahbersama.ground.regions.models import Region
from rumahbersama.workshop.surveys.rules import Asked

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that look like another


def new_key() -> str:
    """Return a name that no other ever had."""
    return uuid.uuid4().hex


def new_token() -> str:
    """Return the secret part of an invitation's address."""
    return "".join(secrets.choice(LETTERS) for _ in range(16))


def short_token() -> str:
    """Return the part of an open round's address that is short enough to be typed."""
    return "".join(secrets.choice(LETTERS) for _ in range(8))


def random_number() -> int:
    """Return a number that says nothing about when it was drawn."""
    return secrets.randbelow(2**53 - 1) + 1


class Questionnaire(models.Model):
    """What is asked, through all its versions. Without a place it was delivered with the program."""

    class Kind(models.TextChoices):
        """What it is for."""

        EVALUATION = "evaluation", _("Evaluasi kegiatan")
        BEHAVIOUR = "behaviour", _("Perilaku sesudah pelatihan")
        RUBRIC = "rubric", _("Rubrik penilaian")
        CHECKLIST = "checklist", _("Daftar periksa")
        SATISFACTION = "satisfaction", _("Kepuasan")
        OTHER = "other", _("Lainnya")

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=160)
    purpose = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.OTHER)
    origin = models.CharField(max_length=120, blank=True, help_text="where it comes from, e.g. ours")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="questionnaires")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        """By title."""

        ordering: ClassVar = ["title", "pk"]

    def __str__(self) -> str:
        """Give the title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("surveys:questionnaire", args=[self.pk])


class Version(models.Model):
    """One version of a questionnaire. ``edits`` counts changes of a draft, so that nobody overwrites unseen."""

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("Naskah")
        PUBLISHED = "published", _("Berlaku")
        RETIRED = "retired", _("Tidak dipakai lagi")

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    edits = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first; one draft and one published version at a time."""

        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="surveys_one_version_of_a_number"),
            models.UniqueConstraint(
                fields=["questionnaire"], condition=models.Q(state="draft"), name="surveys_one_draft"
            ),
            models.UniqueConstraint(
                fields=["questionnaire"], condition=models.Q(state="published"), name="surveys_one_published"
            ),
        ]

    def __str__(self) -> str:
        """Name questionnaire and version."""
        return f"{self.questionnaire} v{self.number}"

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("surveys:version", args=[self.questionnaire_id, self.number])


class Question(models.Model):
    """One question of a version, in its order."""

    class Kind(models.TextChoices):
        """What kind of answer it takes."""

        RATING = "rating", _("Skala 1–4 atau 1–5")
        ONE = "one", _("Satu pilihan")
        MANY = "many", _("Beberapa pilihan")
        YESNO = "yesno", _("Ya, tidak, tidak berlaku")
        INTEGER = "integer", _("Bilangan bulat")
        DECIMAL = "decimal", _("Bilangan desimal")
        TEXT = "text", _("Uraian")
        DATE = "date", _("Tanggal")
        NOTE = "note", _("Keterangan, tanpa jawaban")

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="questions")
    order = models.PositiveSmallIntegerField()
    group = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=7, choices=Kind)
    label = models.CharField(max_length=500)
    hint = models.CharField(max_length=300, blank=True)
    required = models.BooleanField(default=False)
    options = models.JSONField(default=list)
    minimum = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    maximum = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    shown_if = models.CharField(max_length=60, blank=True)
    shown_value = models.CharField(max_length=60, blank=True)
    weight = models.DecimalField(max_digits=7, decimal_places=3, null=True)
    legal_basis = models.CharField(max_length=300, blank=True)
    remedy = models.CharField(max_length=500, blank=True)
    lack = models.CharField(max_length=300, blank=True, help_text="how a no is written down in a note")
    label_en = models.CharField(max_length=500, blank=True, help_text="the question for who reads in English")
    group_en = models.CharField(max_length=120, blank=True, help_text="the group for who reads in English")

    class Meta:
        """In their order."""

        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "order"], name="surveys_one_question_of_an_order"),
            models.UniqueConstraint(fields=["version", "name"], name="surveys_one_question_of_a_name"),
        ]

    def __str__(self) -> str:
        """Give its words."""
        return self.label

    def asked(self) -> Asked:
        """Return it as the rules know it."""
        return Asked(
            name=self.name,
            kind=self.kind,
            label=self.label,
            group=self.group,
            hint=self.hint,
            required=self.required,
            options=tuple((name, label) for name, label in self.options),
            minimum=_plain(self.minimum),
            maximum=_plain(self.maximum),
            shown_if=self.shown_if,
            shown_value=self.shown_value,
            weight=_plain(self.weight),
            legal_basis=self.legal_basis,
            remedy=self.remedy,
            lack=self.lack,
            label_en=self.label_en,
            group_en=self.group_en,
        )


def _plain(number: Decimal | None) -> Decimal | None:
    return None if number is None else Decimal(f"{number.normalize():f}")


class Round(models.Model):
    """One asking of a version, from a day to a day. ``subject`` ("training.class:KEY") is read by its owning room."""

    key = models.CharField(max_length=32, unique=True, default=new_key)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="rounds")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="survey_rounds")
    subject = models.CharField(max_length=120, blank=True, db_index=True)
    title = models.CharField(max_length=160)
    opens_on = models.DateField()
    closes_on = models.DateField(help_text="the last day on which answers are taken")
    closed_at = models.DateTimeField(null=True)
    is_anonymous = models.BooleanField(default=True)
    minimum_group = models.PositiveSmallIntegerField()
    group_word = models.CharField(max_length=40, blank=True)
    groups = models.JSONField(default=list)
    raters = models.JSONField(default=list)
    expected = models.PositiveIntegerField(null=True)
    token = models.CharField(max_length=16, blank=True, help_text="of the open link, where there is one")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-opened_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["region", "-opened_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["token"], condition=~models.Q(token=""), name="surveys_one_round_of_a_token"
            ),
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")), name="surveys_closes_after_it_opens"
            ),
            models.CheckConstraint(condition=models.Q(minimum_group__gte=1), name="surveys_minimum_at_least_one"),
        ]

    def __str__(self) -> str:
        """Give the title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("surveys:round", args=[self.pk])


class Invitation(models.Model):
    """Who was asked in a round, by which address, and whether they answered; never what."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="invitations")
    token = models.CharField(max_length=16, unique=True, default=new_token)
    name = models.CharField(max_length=120, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=60, blank=True)
    group = models.CharField(max_length=80, blank=True)
    about = models.CharField(max_length=120, blank=True, help_text="who or what is rated, where that is somebody")
    answered_on = models.DateField(null=True)

    class Meta:
        """By name."""

        ordering: ClassVar = ["name", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["person"], name="surveys_to_answer", condition=models.Q(answered_on=None))
        ]

    def __str__(self) -> str:
        """Give the name, or the role."""
        return self.name or self.role or self.token


class Response(models.Model):
    """What was answered, once. In an anonymous round without invitation, time and ``about``."""

    id = models.BigIntegerField(primary_key=True, default=random_number)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="responses")
    key = models.CharField(max_length=64, help_text="made on the device; taken once")
    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, null=True, related_name="response")
    role = models.CharField(max_length=60, blank=True)
    group = models.CharField(max_length=80, blank=True)
    about = models.CharField(max_length=120, blank=True)
    answers = models.JSONField(default=dict)
    at = models.DateTimeField(null=True)

    class Meta:
        """In no order that tells anything."""

        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "key"], name="surveys_one_response_of_a_key")
        ]

    def __str__(self) -> str:
        """Name the round."""
        return str(self.round)


class Draft(models.Model):
    """What somebody has answered so far and not sent; removed when it is sent.

    ``key`` is the digest of a secret on the device, or of the invitation where the round is not anonymous.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="drafts")
    key = models.CharField(max_length=64)
    role = models.CharField(max_length=60, blank=True)
    group = models.CharField(max_length=80, blank=True)
    answers = models.JSONField(default=dict)
    saved_on = models.DateField()

    class Meta:
        """One of a device in a round."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "key"], name="surveys_one_draft_of_a_key")]

    def __str__(self) -> str:
        """Name the round."""
        return str(self.round)

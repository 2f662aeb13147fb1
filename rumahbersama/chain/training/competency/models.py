"""What posts ask for, what raises it, and what is known of people.

A ``Standard`` is one edition of a competency unit: its five levels and the level each kind of post asks for, from a
day on. A change from a later day is another edition; the old one stays. What a person has is never stored: it is
computed from decisions of trainings (``passing``) and from ``Judgement`` (``rules.present_level``).

``Qualification`` is personal data with one purpose: to hold who may fill a post of camat against what the law asks
for. It is dated, names no number, is shown to who mentors the person or compares candidates and to the person, and is
not exported.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rumahbersama.chain.training.models import Curriculum
from rumahbersama.ground.people.models import Person

LEVEL = models.Q(level__gte=1, level__lte=5)


class Standard(models.Model):
    """One edition of a competency unit, from a day on."""

    class Kind(models.TextChoices):
        """The three kinds of competency (PermenPANRB 38/2017)."""

        MANAGERIAL = "managerial", _("Manajerial")
        SOCIAL = "social", _("Sosial kultural")
        TECHNICAL = "technical", _("Teknis")

    code = models.SlugField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=160)
    description = models.CharField(max_length=1000)
    levels = models.JSONField(help_text="what somebody does at levels 1 to 5, five texts")
    required = models.JSONField(default=dict, help_text="level asked for by kind of post: {'camat': 3}")
    legal_basis = models.CharField(max_length=300)
    is_ours = models.BooleanField(default=False, help_text="written by this project, not taken from a regulation")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, help_text="the first day on which it counts no longer")

    class Meta:
        """By title, newest edition first; one open edition of a unit."""

        ordering: ClassVar = ["title", "-valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(valid_to=None), name="training_competency_one_open_edition"
            ),
            models.UniqueConstraint(fields=["code", "valid_from"], name="training_competency_one_edition_of_a_day"),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gt=models.F("valid_from")),
                name="training_competency_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        """Give the title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("competency:standard", args=[self.code])


class Raise(models.Model):
    """A curriculum raises who passes it to a level of a competency."""

    curriculum = models.ForeignKey(Curriculum, on_delete=models.CASCADE, related_name="raises")
    code = models.SlugField(max_length=40, help_text="of the competency unit")
    level = models.PositiveSmallIntegerField()

    class Meta:
        """By unit; once per curriculum."""

        ordering: ClassVar = ["code", "-level", "curriculum"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["curriculum", "code"], name="training_competency_raised_once"),
            models.CheckConstraint(condition=LEVEL, name="training_competency_raise_is_1_to_5"),
        ]

    def __str__(self) -> str:
        """Give unit and level."""
        return f"{self.code}: {self.level}"


class Told(models.Model):
    """Something that an account said about a person; withdrawn with a reason, never removed."""

    proof = models.CharField(max_length=300, blank=True, help_text="where it can be seen: a paper, an address")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        """No table of its own."""

        abstract = True


class Judgement(Told):
    """What a mentor says of somebody: the level of a competency that was seen."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="judgements")
    code = models.SlugField(max_length=40, help_text="of the competency unit")
    level = models.PositiveSmallIntegerField()
    judged_on = models.DateField()
    note = models.CharField(max_length=500, help_text="what was seen")

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-judged_on", "-pk"]
        indexes: ClassVar = [models.Index(fields=["person", "code"], name="training_competency_judged")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=LEVEL, name="training_competency_judged_1_to_5"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | ~models.Q(withdrawn_because=""),
                name="training_competency_judgement_withdrawn_says_why",
            ),
        ]

    def __str__(self) -> str:
        """Give unit and level."""
        return f"{self.code}: {self.level}"


class Qualification(Told):
    """A degree, or a certificate of technical education in government, that somebody holds since a day."""

    class Kind(models.TextChoices):
        """What it is."""

        DEGREE = "degree", _("Ijazah")
        CERTIFICATE = "certificate", _("Sertifikat pendidikan teknis pemerintahan")

    class Degree(models.TextChoices):
        """How high."""

        D3 = "d3", _("Diploma III")
        S1 = "s1", _("Diploma IV atau sarjana")
        S2 = "s2", _("Magister")
        S3 = "s3", _("Doktor")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="qualifications")
    kind = models.CharField(max_length=11, choices=Kind)
    degree = models.CharField(max_length=2, choices=Degree, blank=True)
    field = models.CharField(max_length=120, blank=True, help_text="of study, or title of the certificate")
    is_governance = models.BooleanField(default=False, help_text="of government studies")
    held_on = models.DateField()

    class Meta:
        """Newest first; a degree says how high."""

        ordering: ClassVar = ["-held_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(kind="degree", degree=""), name="training_competency_degree_says_how_high"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | ~models.Q(withdrawn_because=""),
                name="training_competency_qualification_withdrawn_says_why",
            ),
        ]

    def __str__(self) -> str:
        """Give what it is."""
        return f"{self.get_degree_display() or self.get_kind_display()}, {self.field}"

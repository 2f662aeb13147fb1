"""What a subject is taught with, and its versions.

A ``Version`` is added, never changed, and the one with the highest number is current; so what was current on any day
can be told. Going back to an earlier file adds a version that holds the very same file. A withdrawn material is shown
to nobody but those who keep it, and its versions stay.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from rumahbersama.chain.training.events.models import new_key
from rumahbersama.chain.training.models import Subject
from rumahbersama.ground.files.models import StoredFile


class Material(models.Model):
    """One thing a subject is taught with."""

    class Kind(models.TextChoices):
        """What it is for."""

        SLIDES = "slides", _("Slide")
        HANDOUT = "handout", _("Bahan bacaan")
        EXERCISE = "exercise", _("Latihan")
        GUIDE = "guide", _("Panduan pelatih")

    key = models.CharField(max_length=32, unique=True, default=new_key)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="materials")
    kind = models.CharField(max_length=8, choices=Kind)
    title = models.CharField(max_length=160)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)
    changes = models.PositiveIntegerField(
        default=1, help_text="counts its changes, so that none is overwritten unseen"
    )

    class Meta:
        """By subject and title; a withdrawn one says why."""

        ordering: ClassVar = ["subject", "title", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_because="")
                | (models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawn_because="")),
                name="training_materials_withdrawn_says_why",
            )
        ]

    def __str__(self) -> str:
        """Give the title."""
        return self.title


class Version(models.Model):
    """One state of a material: a file, what is new in it, who sent it and when."""

    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Newest first; one of a number."""

        ordering: ClassVar = ["material", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["material", "number"], name="training_materials_one_version_of_a_number")
        ]

    def __str__(self) -> str:
        """Give the number."""
        return str(self.number)

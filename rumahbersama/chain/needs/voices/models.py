"""A need that people voiced: what, where down to the dusun, who said it, when, for how many.

A voice is never deleted by people: it is withdrawn with a reason, or joined into another that says the same and then
keeps its page. ``key`` names it in the record for good. ``import_key`` is its content as a sheet brought it, so that
the same sheet sent again changes nothing. ``version`` counts its changes, so that nobody overwrites what they have
not seen.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rumahbersama.chain.needs.photos.models import AttachedPhoto
from rumahbersama.ground.regions.models import Region


def new_key() -> str:
    """Return a name for a voice that no other ever had."""
    return uuid.uuid4().hex


class Voice(models.Model):
    """One proposal, as people voiced it."""

    class Source(models.TextChoices):
        """Where it was voiced."""

        MUSDUS = "musdus", _("Musyawarah dusun")
        MUSDES = "musdes", _("Musyawarah desa/kelurahan")
        MUSRENBANG = "musrenbang", _("Musrenbang")
        CITIZENS = "aspirasi", _("Aspirasi warga")
        RECESS = "reses", _("Reses/pokok pikiran DPRD")
        CADRE = "kader", _("Laporan kader")

    class State(models.TextChoices):
        """Whether it still asks for something by itself."""

        OPEN = "open", _("Terbuka")
        MERGED = "merged", _("Digabung")
        WITHDRAWN = "withdrawn", _("Ditarik")

    key = models.CharField(max_length=32, unique=True, default=new_key)
    import_key = models.CharField(max_length=64, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="voices")
    hamlet = models.CharField(max_length=80, blank=True)
    statement = models.CharField(max_length=500)
    area = models.ForeignKey("needs.ServiceArea", on_delete=models.PROTECT, related_name="voices")
    service = models.ForeignKey("needs.Service", on_delete=models.PROTECT, null=True, related_name="voices")
    source_kind = models.CharField(max_length=10, choices=Source)
    source = models.CharField(max_length=200, blank=True)
    voiced_on = models.DateField()
    people_count = models.PositiveIntegerField(null=True)
    joint_people = models.PositiveIntegerField(
        null=True, help_text="stated by a person when others were joined into it"
    )
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    withdrawn_because = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    keyboard = models.CharField(max_length=200, blank=True)
    entered_at = models.DateTimeField()

    class Meta:
        """Newest first; what is open at a place is one index range."""

        ordering: ClassVar = ["-voiced_on", "-pk"]
        indexes: ClassVar = [models.Index(fields=["region", "state", "area"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state="merged", merged_into__isnull=False)
                | (~models.Q(state="merged") & models.Q(merged_into=None)),
                name="needs_merged_voice_names_the_other",
            ),
            models.UniqueConstraint(
                fields=["import_key"], condition=~models.Q(import_key=""), name="needs_one_voice_of_an_import_key"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="withdrawn", withdrawn_because=""), name="needs_withdrawn_voice_says_why"
            ),
        ]

    def __str__(self) -> str:
        """Give the words that were voiced."""
        return self.statement

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("voices:voice", args=[self.pk])

    @property
    def place(self) -> str:
        """Return dusun and desa in words."""
        return f"{self.hamlet}, {self.region}" if self.hamlet else str(self.region)

    @property
    def people(self) -> int | None:
        """Return for how many people it speaks: the joint number where one was stated, else its own."""
        return self.people_count if self.joint_people is None else self.joint_people

    @property
    def is_open(self) -> bool:
        """Tell whether it asks for something by itself."""
        return self.state == self.State.OPEN


class VoicePhoto(AttachedPhoto):
    """A photo of a voice."""

    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="photos")

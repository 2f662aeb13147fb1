"""A visit of people of the kecamatan to a village: why, when, who goes, and how far it is.

``key`` names it in papers and in what other rooms keep of it ("oversight.visit:KEY"). Who goes are posts: whoever
holds one that day. ``reasons`` is what the program said for it on the day it was planned, as it was read then.
``shared_at`` is when its result was sent to the village: until then only the kecamatan reads it,
and those above never do.
"""

import uuid
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rumahbersama.chain.oversight.visits import rules
from rumahbersama.ground.core.wording import told
from rumahbersama.ground.files.models import StoredFile
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region
from rumahbersama.workshop.surveys.models import Version


def new_key() -> str:
    """Return a name for a visit that no other ever had."""
    return uuid.uuid4().hex


class Visit(models.Model):
    """One visit to one village."""

    class Kind(models.TextChoices):
        """What it is for."""

        GUIDANCE = "pembinaan", _("Pembinaan")
        SUPERVISION = "pengawasan", _("Pengawasan")
        SERVICES = "layanan", _("Pemantauan layanan dasar")
        RECHECK = "cek_ulang", _("Cek ulang tindak lanjut")

    class State(models.TextChoices):
        """How far it is."""

        PLANNED = rules.PLANNED, _("Direncanakan")
        GOING = rules.GOING, _("Sedang berlangsung")
        DONE = rules.DONE, _("Selesai")
        CANCELLED = rules.CANCELLED, _("Dibatalkan")

    key = models.CharField(max_length=32, unique=True, default=new_key)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="visits")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.GUIDANCE)
    planned_on = models.DateField()
    purpose = models.CharField(max_length=300)
    checklist = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, related_name="visits")
    visitors: models.ManyToManyField = models.ManyToManyField(Post, through="Visitor", related_name="visits")
    reasons = models.JSONField(default=list, help_text="sentences for this visit, as read on the day of planning")
    score = models.PositiveIntegerField(default=0, help_text="sum of the weights of its reasons on that day")
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    cancelled_because = models.CharField(max_length=300, blank=True)
    report = models.TextField(blank=True, help_text="what was seen and said, in the words of who was there")
    began_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    visited_on = models.DateField(null=True, help_text="the day it was made, which may differ from the planned one")
    shared_at = models.DateTimeField(null=True, help_text="when its result was sent to the village")
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    keyboard = models.CharField(max_length=200, blank=True)
    entered_at = models.DateTimeField()

    class Meta:
        """The latest first; those of a place are one index range."""

        ordering: ClassVar = ["-planned_on", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["region", "planned_on"], name="visits_of_a_place"),
            models.Index(fields=["state", "planned_on"], name="visits_of_a_state"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(state="cancelled", cancelled_because=""), name="visits_cancelled_says_why"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="done", visited_on=None), name="visits_done_says_on_which_day"
            ),
        ]

    def __str__(self) -> str:
        """Name what is visited."""
        return gettext("{kind} {place}").format(kind=self.get_kind_display(), place=self.region)

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("visits:visit", args=[self.pk])

    @property
    def told_reasons(self) -> list[str]:
        """Return why it was planned, in the language of the page."""
        return told(self.reasons)

    @property
    def is_ahead(self) -> bool:
        """Tell whether it is still to be made."""
        return self.state == rules.PLANNED

    @property
    def is_open(self) -> bool:
        """Tell whether something may still be written down of it."""
        return self.state in rules.OPEN

    @property
    def day(self) -> date:
        """Return the day it was made, or is planned for."""
        return self.visited_on or self.planned_on


class Visitor(models.Model):
    """A post that goes along; the first one leads and writes the report."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="who")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="visiting")
    order = models.PositiveSmallIntegerField()

    class Meta:
        """Who leads first; a post goes once."""

        ordering: ClassVar = ["order", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["visit", "post"], name="visits_post_goes_once")]

    def __str__(self) -> str:
        """Give the post."""
        return str(self.post)


class Saying(models.Model):
    """What somebody wrote in one box of a visit: an answer, a note beside it, or the report.

    Rows are never changed: of what was said in a box the newest counts, what was said before it stays to be read.
    ``box`` is the name of the question ("posyandu_buka"), "posyandu_buka.catatan" for the note beside it,
    "laporan", or an hour of the journey ("perjalanan.berangkat"). ``at`` is when it was said, by the server's clock;
    ``received_at`` when it arrived.
    """

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="sayings")
    box = models.CharField(max_length=130)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    said_at = models.DateTimeField(null=True, help_text="what the device's clock showed: one word of a device")
    is_counted = models.BooleanField(default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200)

    class Meta:
        """In the order in which they were said; one counts in a box."""

        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["visit", "box"], condition=models.Q(is_counted=True), name="visits_one_word_counts"
            ),
            models.UniqueConstraint(fields=["visit", "box", "by", "said_at"], name="visits_a_word_of_a_device_once"),
        ]

    def __str__(self) -> str:
        """Give what was said."""
        return f"{self.box}: {self.text}"


class VisitPhoto(models.Model):
    """A photo taken on a visit; seen by who reads its result, and nobody else."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="photos")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    box = models.CharField(max_length=60, blank=True, help_text="the question it belongs to, where it does")
    caption = models.CharField(max_length=200, blank=True)
    taken_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200)

    class Meta:
        """In the order in which they were taken."""

        ordering: ClassVar = ["taken_at", "pk"]

    def __str__(self) -> str:
        """Give the caption."""
        return self.caption or str(self.visit)


class Signature(models.Model):
    """A signature under the berita acara: drawn on the glass, or on paper and photographed."""

    class Side(models.TextChoices):
        """For whom it is signed."""

        VILLAGE = "desa", _("Pemerintah desa")
        TEAM = "kecamatan", _("Kecamatan")

    class How(models.TextChoices):
        """How it was given."""

        GLASS = "layar", _("Di layar")
        PAPER = "kertas", _("Di kertas, difoto")

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="signatures")
    side = models.CharField(max_length=9, choices=Side)
    how = models.CharField(max_length=6, choices=How)
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200)

    class Meta:
        """In the order in which they were given."""

        ordering: ClassVar = ["signed_at", "pk"]

    def __str__(self) -> str:
        """Give the name."""
        return self.name

"""A note of guidance or a recommendation to a village: what, on which legal basis, how it is mended, by when.

``state`` says where it is between kecamatan and village; ``confirmed_at`` whether the camat let it leave the
kecamatan, and ``confirmed_reply`` how the village had been heard by then. Every step stays (``Step``), so that an
objection is read wherever the recommendation is. ``item`` names the checklist item it comes from as opaque text, so
that the same in other villages is found. ``version`` counts changes, so nobody overwrites what they have not seen.
"""

import uuid
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rumahbersama.chain.oversight.recommendations.rules import OPEN_STATES, is_unanswered, was_heard
from rumahbersama.chain.oversight.visits.models import Visit
from rumahbersama.ground.files.models import StoredFile
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region


def new_key() -> str:
    """Return a name that no other ever had."""
    return uuid.uuid4().hex


class Report(models.Model):
    """What went to the bupati with a copy to APIP in one paper: the results confirmed since the one before."""

    key = models.CharField(max_length=32, unique=True, default=new_key)
    kecamatan = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="guidance_reports")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(help_text="within the kecamatan and the year")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=330)
    made_at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kecamatan", "year", "number"], name="recommendations_one_report_of_a_number"
            )
        ]

    def __str__(self) -> str:
        """Give its number as people name it."""
        return f"{self.number}/{self.year}"

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("recommendations:report", args=[self.pk])


class Recommendation(models.Model):
    """One note or recommendation."""

    class Kind(models.TextChoices):
        """A note is mended and noted; a recommendation may become a commitment."""

        NOTE = "note", _("Catatan pembinaan")
        RECOMMENDATION = "recommendation", _("Rekomendasi")

    class State(models.TextChoices):
        """Where it is."""

        DRAFT = "draft", _("Konsep")
        ASKED = "asked", _("Menunggu tanggapan desa")
        QUESTIONED = "questioned", _("Desa bertanya")
        OBJECTED = "objected", _("Desa keberatan")
        AGREED = "agreed", _("Disetujui desa")
        KEPT = "kept", _("Dipertahankan")
        REOPENED = "reopened", _("Dibuka lagi")
        CLOSED = "closed", _("Selesai diperiksa ulang")
        WITHDRAWN = "withdrawn", _("Ditarik")

    key = models.CharField(max_length=32, unique=True, default=new_key)
    village = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="recommendations")
    kecamatan = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="recommendations_here")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(help_text="within the kecamatan and the year")
    kind = models.CharField(max_length=14, choices=Kind, default=Kind.NOTE)
    what = models.CharField(max_length=500)
    legal_basis = models.CharField(max_length=300)
    remedy = models.CharField(max_length=500)
    severity = models.CharField(max_length=12, help_text="code of data/recommendations.yaml")
    due_on = models.DateField()
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="recommendations")
    item = models.CharField(max_length=120, blank=True, help_text="the checklist item, as opaque text")
    item_text = models.CharField(max_length=300, blank=True)
    evidence_url = models.CharField(max_length=300, blank=True)
    evidence_text = models.CharField(max_length=500, blank=True, help_text="as it was read on the day of writing")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+", help_text="of the writer")
    as_post = models.CharField(max_length=330, blank=True, help_text="name, rank, post and capacity on that day")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    reply_due_on = models.DateField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_as = models.CharField(max_length=330, blank=True)
    confirmed_reply = models.CharField(max_length=10, blank=True, help_text="how the village had been heard by then")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="items")
    closed_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    keyboard = models.CharField(max_length=200, blank=True)
    entered_at = models.DateTimeField()

    class Meta:
        """Newest first; what is open of a village is one index range."""

        ordering: ClassVar = ["-entered_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["village", "state"]),
            models.Index(fields=["item"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kecamatan", "year", "number"], name="recommendations_one_of_a_number"),
            models.CheckConstraint(
                condition=models.Q(confirmed_at=None, confirmed_reply="", report=None)
                | (models.Q(confirmed_at__isnull=False) & ~models.Q(confirmed_reply="")),
                name="recommendations_confirmed_after_the_village",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at=None)
                | ~models.Q(state__in=["draft", "questioned", "objected", "withdrawn"]),
                name="recommendations_confirmed_was_heard",
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft")
                | models.Q(state="withdrawn")
                | models.Q(reply_due_on__isnull=False),
                name="recommendations_sent_has_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(state="closed", closed_on__isnull=False)
                | (~models.Q(state="closed") & models.Q(closed_on=None)),
                name="recommendations_closed_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        """Give what was seen."""
        return self.what

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("recommendations:recommendation", args=[self.pk])

    @property
    def numbered(self) -> str:
        """Return how people name it: "12/2026"."""
        return f"{self.number}/{self.year}"

    @property
    def is_open(self) -> bool:
        """Tell whether something is still to be done about it."""
        return self.state in OPEN_STATES

    @property
    def is_confirmed(self) -> bool:
        """Tell whether the camat let it leave the kecamatan."""
        return self.confirmed_at is not None

    def is_unanswered(self, today: date) -> bool:
        """Tell whether the village let its time to reply pass."""
        return is_unanswered(state=self.state, reply_due_on=self.reply_due_on, today=today)

    def was_heard(self, today: date) -> bool:
        """Tell whether the village has been heard about it."""
        return was_heard(state=self.state, reply_due_on=self.reply_due_on, today=today)

    def is_late(self, today: date) -> bool:
        """Tell whether it is not mended and its day has passed."""
        return self.is_open and self.due_on < today


class Step(models.Model):
    """One step of it, never changed: who said what, in which post, and with which proof."""

    class Kind(models.TextChoices):
        """What was done."""

        WRITTEN = "written", _("Ditulis")
        CORRECTED = "corrected", _("Diperbaiki")
        SENT = "sent", _("Dikirim ke desa")
        AGREE = "agree", _("Desa menyetujui")
        OBJECT = "object", _("Desa keberatan")
        ASK = "ask", _("Desa bertanya")
        EXPLAIN = "explain", _("Pertanyaan dijawab")
        KEEP = "keep", _("Dipertahankan")
        CHANGE = "change", _("Diubah, dikirim lagi ke desa")
        WITHDRAW = "withdraw", _("Ditarik")
        CONFIRM = "confirm", _("Dikonfirmasi camat")
        UNCONFIRM = "unconfirm", _("Konfirmasi dibatalkan")
        REPORT = "report", _("Masuk laporan kepada bupati/wali kota")
        UNREPORT = "unreport", _("Keluar dari laporan yang dibatalkan")
        NOT_YET = "not_yet", _("Diperiksa ulang: belum selesai")
        CLOSE = "close", _("Diperiksa ulang: selesai")
        REOPEN = "reopen", _("Dibuka lagi")

    VILLAGE = (Kind.AGREE, Kind.OBJECT, Kind.ASK)  # what the village says
    ANSWERS = (Kind.EXPLAIN, Kind.KEEP, Kind.CHANGE)  # what its objection or question is answered

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(max_length=500, blank=True)
    until = models.DateField(null=True, help_text="the new day: to reply, or to mend")
    way = models.CharField(max_length=6, blank=True, help_text="of a re-check: visit or paper")
    link = models.CharField(max_length=300, blank=True)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=330)
    as_post = models.CharField(max_length=330, blank=True)
    at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        """Give what was done in words."""
        return str(self.get_kind_display())

    @property
    def is_of_draft(self) -> bool:
        """Tell whether it is a correction of a draft, whose words nobody but the kecamatan ever saw."""
        return self.kind == self.Kind.CORRECTED

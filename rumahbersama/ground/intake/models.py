"""Tables on their way in: an upload with its state, its staged rows, and what people decided before.

``ImportRun`` goes uploaded -> checked -> previewed -> committing -> committed -> undone, or ends as refused or
discarded. Rows are staged in packs (``ImportPack``), written in short transactions: "raw" rows as read, "values"
as understood by the dry run (the commit stores exactly these), "findings". What a sender said about headings
(``SavedMapping``) and what a person decided about a place (``SavedMatch``) is kept for the next file.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.core.models import Job


class ImportRun(models.Model):
    """One upload of one table for one place."""

    class State(models.TextChoices):
        """How far it is."""

        UPLOADED = "uploaded", _("Dibaca")
        CHECKED = "checked", _("Perlu arti kolom")
        PREVIEWED = "previewed", _("Perlu diperiksa")
        COMMITTING = "committing", _("Sedang disimpan")
        COMMITTED = "committed", _("Tersimpan")
        UNDONE = "undone", pgettext_lazy("upload", "Dibatalkan")
        REFUSED = "refused", _("Ditolak")
        DISCARDED = "discarded", _("Dibuang")

    dataset = models.CharField(max_length=60)
    place_code = models.CharField(max_length=13)
    place_name = models.CharField(max_length=160)
    period = models.CharField(max_length=20, blank=True)
    source = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    file_name = models.CharField(max_length=200)
    file_digest = models.CharField(max_length=64, db_index=True)
    file_size = models.PositiveIntegerField()
    stored_as = models.CharField(max_length=100)
    look = models.JSONField(default=dict, help_text="what reading found: sheet, headings, samples, notes, shape")
    mapping = models.JSONField(default=list, help_text="per heading null or [key, period]")
    summary = models.JSONField(default=dict, help_text="counts, totals and questions of the dry run and after")
    refusal = models.CharField(max_length=1000, blank=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    record = models.ForeignKey(AuditRecord, on_delete=models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    committed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    committed_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first; listed by place."""

        ordering: ClassVar = ["-created_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["place_code", "created_at"])]

    def __str__(self) -> str:
        """Name the file."""
        return self.file_name

    def get_absolute_url(self) -> str:
        """Return its page, which stands in the office."""
        return reverse("uploads:run", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Tell whether its sender may still change what it means."""
        return self.state in {self.State.CHECKED, self.State.PREVIEWED}

    @property
    def is_working(self) -> bool:
        """Tell whether a job is at it."""
        return self.job is not None and not self.job.is_over


class ImportPack(models.Model):
    """A pack of staged rows as JSON text, written as the reader gave it."""

    class Stage(models.TextChoices):
        """What the rows are."""

        RAW = "raw", _("Baris mentah")
        VALUES = "values", _("Nilai")
        FINDINGS = "findings", _("Kesalahan")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="packs")
    stage = models.CharField(max_length=8, choices=Stage)
    number = models.PositiveIntegerField()
    rows = models.TextField()

    class Meta:
        """In order."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "stage", "number"], name="intake_one_pack_of_a_number")
        ]

    def __str__(self) -> str:
        """Name run, stage and number."""
        return f"{self.run_id} {self.stage} {self.number}"


class SavedMapping(models.Model):
    """What a sender said the headings of a kind of file mean: {plain heading: [key, period]}."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    dataset = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=64)
    meanings = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        """One per sender, dataset and set of headings."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "dataset", "fingerprint"], name="intake_one_mapping_of_a_sender"
            )
        ]

    def __str__(self) -> str:
        """Name dataset and fingerprint."""
        return f"{self.dataset} {self.fingerprint[:8]}"


class SavedMatch(models.Model):
    """A person's decision which place a written name means, at the place whose files bear it.

    ``matched_code`` is empty where the person said that such rows are left out.
    """

    place_code = models.CharField(max_length=13)
    given = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=160)
    parent = models.CharField(max_length=160, blank=True)
    matched_code = models.CharField(max_length=13, blank=True)
    score = models.PositiveSmallIntegerField(default=0)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        """One decision per written name, parent and code at a place."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place_code", "given", "name", "parent"], name="intake_one_match_of_a_name"
            )
        ]

    def __str__(self) -> str:
        """Give name and place."""
        return f"{self.name} -> {self.matched_code}"

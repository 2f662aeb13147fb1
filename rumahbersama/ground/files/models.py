"""A file that somebody sent, as it is kept: by a random name, with what is known of it and what it belongs to.

``place_code`` is the region it belongs to; ``attached_to`` is the thing that shows it, as text ("needs.voice:12"),
empty until a room attaches it. Two rows may hold the same picture; ``sha256`` tells.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """One kept file."""

    class Kind(models.TextChoices):
        """What it is, by its content."""

        JPEG = "jpeg", _("Foto")
        PDF = "pdf", _("Dokumen PDF")
        PPTX = "pptx", _("Presentasi PPTX")
        DOCX = "docx", _("Dokumen DOCX")
        XLSX = "xlsx", _("Lembar kerja XLSX")
        ODP = "odp", _("Presentasi ODP")
        ODT = "odt", _("Dokumen ODT")
        ODS = "ods", _("Lembar kerja ODS")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    place_code = models.CharField(max_length=13)
    name = models.CharField(max_length=32, unique=True, help_text="random; where it lies under the data folder")
    kind = models.CharField(max_length=4, choices=Kind)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    original_name = models.CharField(max_length=120, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    at = models.DateTimeField()
    attached_to = models.CharField(max_length=60, blank=True)

    class Meta:
        """In the order in which they came; those that nobody attached are found by their time."""

        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["attached_to", "at"])]

    def __str__(self) -> str:
        """Give the name it came with, else its kind."""
        return self.original_name or str(self.get_kind_display())

    @property
    def is_picture(self) -> bool:
        """Tell whether it is a picture, which has a small one."""
        return self.kind == self.Kind.JPEG

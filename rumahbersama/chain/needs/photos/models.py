"""A photo of one thing of this room; who may see the thing may see its photo, and nobody else."""

from typing import ClassVar

from django.db import models

from rumahbersama.ground.files.models import StoredFile


class AttachedPhoto(models.Model):
    """What every photo is; a room names the thing by a foreign key with ``related_name="photos"``."""

    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """In the order in which they came."""

        abstract = True
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        """Name the file."""
        return str(self.file_id)

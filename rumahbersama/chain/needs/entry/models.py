"""A period closed at a place: nothing below it changes until somebody opens it again with a reason."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from rumahbersama.chain.needs.models import Period
from rumahbersama.ground.regions.models import Region


class PeriodLock(models.Model):
    """A period closed at a place and all below it; reopened with a reason, and kept for the record."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="locks")
    locked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    locked_at = models.DateTimeField()
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reopened_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        """Newest first; a place is closed once at a time."""

        ordering: ClassVar = ["-locked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["region", "period"], condition=models.Q(reopened_at=None), name="needs_one_open_lock"
            ),
        ]

    def __str__(self) -> str:
        """Name place and period."""
        return f"{self.region} {self.period}"

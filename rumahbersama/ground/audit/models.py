"""One record per action, and behind it the rows that changed with their values before and after.

Rows are kept in small packs (``AuditChange.rows``), sorted by key, so that an import of 100,000 rows is one
record with a few hundred packs and a single correction is one pack of one row; both are found the same way,
by the range of keys. The tables refuse UPDATE and DELETE by triggers (``triggers.py``).
"""

from django.conf import settings
from django.db import models


class AuditRecord(models.Model):
    """Who did what, when, where, at whose keyboard and on whose behalf."""

    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=200)
    keyboard = models.CharField(max_length=200, blank=True)
    on_behalf = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=60)
    place_code = models.CharField(max_length=13, blank=True)
    summary = models.CharField(max_length=500)
    reason = models.CharField(max_length=500, blank=True)
    needs = models.CharField(
        max_length=30,
        blank=True,
        default="",
        db_default="",
        help_text="an act without which, at the very place, the record is not even there; empty: none",
    )

    class Meta:
        """Newest first; found by place range and by time."""

        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["place_code", "at"]), models.Index(fields=["at"])]

    def __str__(self) -> str:
        """Give the sentence of the record."""
        return self.summary


class AuditChange(models.Model):
    """A pack of changed rows of one entity: ``rows`` is a list of [key, before, after], sorted by key."""

    record = models.ForeignKey(AuditRecord, on_delete=models.PROTECT, related_name="changes")
    entity = models.CharField(max_length=60)
    first_key = models.CharField(max_length=120)
    last_key = models.CharField(max_length=120)
    rows = models.JSONField()

    class Meta:
        """Found by entity and key range."""

        indexes = [models.Index(fields=["entity", "first_key", "last_key"])]

    def __str__(self) -> str:
        """Name the entity and its keys."""
        return f"{self.entity} {self.first_key}"

"""A background job as people see it: what it does, how far it is, how it ended.

``django-tasks`` carries the work to a worker; this row carries the lease, so that work whose worker died is
taken up again (``jobs.py``).
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """One piece of long work with its progress by phase."""

    class State(models.TextChoices):
        """Where a job stands."""

        WAITING = "waiting", _("Menunggu")
        RUNNING = "running", _("Berjalan")
        DONE = "done", _("Selesai")
        FAILED = "failed", _("Gagal")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=8, blank=True, help_text="of the page that asked; its sentences are in it")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    phase = models.CharField(max_length=120, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=1000, blank=True)
    result_url = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-created_at"]
        indexes: ClassVar = [models.Index(fields=["state", "leased_until"])]

    def __str__(self) -> str:
        """Give the title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return the page that shows its progress."""
        return reverse("core:job", args=[self.pk])

    @property
    def percent(self) -> int:
        """Return how far the present phase is, 0 to 100."""
        return min(100, self.done * 100 // self.total) if self.total else 0

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more will happen."""
        return self.state in {self.State.DONE, self.State.FAILED}


class Heartbeat(models.Model):
    """When each worker was last seen alive."""

    worker = models.CharField(max_length=80, primary_key=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        """Name the worker."""
        return self.worker


class Delivery(models.Model):
    """A form that was taken once under its key: the same key again does nothing and is answered as the first time.

    ``device_at`` is the device's own clock when the form was kept; ``received_at`` is the server's. ``told`` and
    ``target`` are the sentences and the address of the first answer.
    """

    key = models.CharField(max_length=64, primary_key=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=300)
    device_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    told = models.JSONField(default=list)
    target = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        """Give the address it was sent to."""
        return self.path

"""A facility that is known one by one, beside the plain counts that villages send.

A facility is closed (``ended_on``), never deleted; only the undo of an import takes away what that import made.
``key`` names it in the record for good: service and official number, or a name of its own where it has none.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rumahbersama.chain.needs.facilities.rules import named_once
from rumahbersama.chain.needs.models import Observation, Service
from rumahbersama.chain.needs.photos.models import AttachedPhoto
from rumahbersama.ground.regions.models import Region


class Facility(models.Model):
    """One school, health post or other facility of a service at a place."""

    class Working(models.TextChoices):
        """Whether it serves people today."""

        YES = "yes", _("Berfungsi")
        NO = "no", _("Tidak berfungsi")
        UNKNOWN = "unknown", _("Tidak diketahui")

    class Condition(models.TextChoices):
        """In what state its building is."""

        GOOD = "good", _("Baik")
        LIGHT = "light", _("Rusak ringan")
        MEDIUM = "medium", _("Rusak sedang")
        HEAVY = "heavy", _("Rusak berat")
        UNKNOWN = "unknown", _("Tidak diketahui")

    key = models.CharField(max_length=90, unique=True)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="facilities")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="facilities")
    name = models.CharField(max_length=160)
    number = models.CharField(max_length=30, blank=True)
    address = models.CharField(max_length=300, blank=True)
    capacity = models.PositiveIntegerField(null=True)
    capacity_unit = models.CharField(max_length=30, blank=True)
    staff = models.PositiveIntegerField(null=True)
    users = models.PositiveIntegerField(null=True, help_text="people it serves: pupils of a school")
    working = models.CharField(max_length=8, choices=Working, default=Working.UNKNOWN)
    condition = models.CharField(max_length=8, choices=Condition, default=Condition.UNKNOWN)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    source = models.CharField(max_length=200)
    as_of = models.DateField(null=True)
    state = models.CharField(max_length=9, choices=Observation.State, default=Observation.State.ENTERED)
    ended_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    run = models.BigIntegerField(null=True)

    class Meta:
        """An official number is unique within its service; coordinates come in pairs."""

        verbose_name_plural = "facilities"
        ordering: ClassVar = ["service__order", "name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["service", "number"], condition=~models.Q(number=""), name="needs_one_facility_of_a_number"
            ),
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(latitude__isnull=False, longitude__isnull=False)
                & models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="needs_facility_on_the_globe",
            ),
        ]

    def __str__(self) -> str:
        """Give its name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("facilities:facility", args=[self.pk])

    @property
    def called(self) -> str:
        """Return how it is called where its kind is not seen beside it: "SD/MI Melati", "Posyandu Mawar"."""
        return named_once(str(self.service), self.name, words=(*self.service.name.split("/"), self.service.code))

    @property
    def is_open(self) -> bool:
        """Tell whether it is not closed for good."""
        return self.ended_on is None


class FacilityPhoto(AttachedPhoto):
    """A photo of a facility; while there is one, the facility cannot be taken away."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="photos")

"""Who takes part in an event: seats given (quota), seats kept before there are names, names, and the waiting list.

A seat belongs to a quota: a region and a kind of agency. A kabupaten may keep seats of a quota of its province before
it knows the names. A name (``Participation``) holds a seat from the moment it is proposed until it is declined or
withdrawn; where no seat is free it waits, and moves up by itself. Every change of seats locks the event, so that a
quota is never oversold. NIP carries a birth date: it stands with the person, restricted, and in no list.
"""

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from rumahbersama.chain.training.events.models import Event, TrainingClass, new_key
from rumahbersama.ground.files.models import StoredFile
from rumahbersama.ground.people.models import Person
from rumahbersama.ground.regions.models import Region


def new_token() -> str:
    """Return the secret of a participant's own link."""
    return secrets.token_urlsafe(24)


class AgencyKind(models.TextChoices):
    """What kind of office somebody comes from (the five kinds of the ToT first)."""

    INSPECTORATE = "inspektorat", _("Inspektorat")
    BAPPEDA = "bappeda", _("Bappeda")
    REGISTRY = "dukcapil", _("Dinas Dukcapil")
    GOVERNANCE = "tapem", _("Bagian Pemerintahan Setda")
    DPMD = "dpmd", _("Dinas PMD")
    KECAMATAN = "kecamatan", _("Kecamatan")
    FACILITATOR = "fasilitator", _("Fasilitator Kecamatan")
    KELURAHAN = "kelurahan", _("Kelurahan")
    VILLAGE = "desa", _("Desa")
    EDUCATION = "pendidikan", _("Unsur pendidikan")
    HEALTH = "kesehatan", _("Unsur kesehatan")
    OTHER = "lain", _("Unsur lain")


class Quota(models.Model):
    """So many seats for people of a region from a kind of agency; ``agency_kind`` empty: from any."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="quotas")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    agency_kind = models.CharField(max_length=12, choices=AgencyKind, blank=True)
    seats = models.PositiveIntegerField()

    class Meta:
        """By place and kind; once each."""

        ordering: ClassVar = ["event", "region__code", "agency_kind"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "region", "agency_kind"], name="training_one_quota")
        ]

    def __str__(self) -> str:
        """Name the place and the kind."""
        return f"{self.region}: {self.get_agency_kind_display() or _('semua unsur')}"


class Reservation(models.Model):
    """Seats of a quota that a place below its region keeps before it knows the names."""

    quota = models.ForeignKey(Quota, on_delete=models.CASCADE, related_name="reservations")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    seats = models.PositiveIntegerField()
    letter = models.CharField(max_length=160, blank=True, help_text="number and date of the letter that asks for it")

    class Meta:
        """By place; once per quota."""

        ordering: ClassVar = ["quota", "region__code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["quota", "region"], name="training_one_reservation_of_a_place")
        ]

    def __str__(self) -> str:
        """Name the place."""
        return str(self.region)


class Participation(models.Model):
    """One person in one event, from the proposal to taking part."""

    class State(models.TextChoices):
        """Where it stands. Proposed, approved and confirmed hold a seat."""

        PROPOSED = "proposed", _("Diusulkan")
        WAITING = "waiting", _("Daftar tunggu")
        APPROVED = "approved", _("Disetujui")
        CONFIRMED = "confirmed", _("Pasti hadir")
        DECLINED = "declined", _("Ditolak")
        WITHDRAWN = "withdrawn", _("Mundur")
        REPLACED = "replaced", _("Digantikan")

    key = models.CharField(max_length=32, unique=True, default=new_key)
    token = models.CharField(max_length=40, unique=True, default=new_token)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="participations")
    quota = models.ForeignKey(Quota, on_delete=models.PROTECT, null=True, related_name="participations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="participations")
    name = models.CharField(max_length=120, help_text="as it is printed on the certificate")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    agency_kind = models.CharField(max_length=12, choices=AgencyKind)
    agency = models.CharField(max_length=160, blank=True)
    title = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED)
    reason = models.CharField(max_length=300, blank=True)
    klass = models.ForeignKey(TrainingClass, on_delete=models.SET_NULL, null=True, related_name="participations")
    wants_room = models.BooleanField(default=False)
    food = models.CharField(max_length=120, blank=True)
    letter = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """In the order they came; a person once per event."""

        ordering: ClassVar = ["event", "entered_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "person"], name="training_a_person_once_per_event")
        ]
        indexes: ClassVar = [
            models.Index(fields=["event", "state", "name"]),
            models.Index(fields=["event", "klass", "name"]),
            models.Index(fields=["event", "region"]),
        ]

    def __str__(self) -> str:
        """Give the name."""
        return self.name

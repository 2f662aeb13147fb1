"""Lists of people, occasions, and marks that somebody was there.

A ``Roster`` is who is expected; the room that made it owns it: its ``owner`` ("training.class:KEY") says who may see
and keep it (``registry.presence_owners``). An ``Occasion`` is one time at which presence is taken. A ``Mark`` is one
statement about one person at one occasion: by the person's own phone, by a keeper's tap, from a paper sheet, or a
correction. Marks are added, never changed: one that no longer counts is withdrawn with the reason, and ``rules``
decides what those that count come to. The marks are the record of the scans; the record of the room tells what people
with an account did, and the sum at closing.
"""

import secrets
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumahbersama.ground.people.models import Person
from rumahbersama.ground.regions.models import Region
from rumahbersama.workshop.presence.rules import (
    ABSENT,
    CODE,
    CORRECTION,
    LATE,
    LEAVE,
    ONLINE,
    PRESENT,
    QR,
    SHEET,
    SICK,
    TAP,
    rule_on,
)


def new_key() -> str:
    """Return a name that no other ever had."""
    return uuid.uuid4().hex


def new_token() -> str:
    """Return the secret part of a personal address: whoever knows it sees one person's presence."""
    return secrets.token_urlsafe(16)


class Roster(models.Model):
    """Who is expected, at whatever its owner holds: a class, a meeting, a visit."""

    key = models.CharField(max_length=32, unique=True, default=new_key)
    owner = models.CharField(max_length=120, unique=True, help_text='"training.class:KEY"; its prefix names the room')
    title = models.CharField(max_length=200)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="rosters")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        """Newest first; those of a place are one index range."""

        ordering: ClassVar = ["-made_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["region", "made_at"])]

    def __str__(self) -> str:
        """Give the title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("presence:roster", args=[self.pk])


class Attendee(models.Model):
    """One person of a roster: a name and an office, no more. ``token`` is the secret of the participant's link.

    ``reference`` is the owner's own name for the person, by which a changed name is still the same person.
    """

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="attendees")
    name = models.CharField(max_length=120)
    agency = models.CharField(max_length=160, blank=True)
    search_name = models.CharField(max_length=300)
    reference = models.CharField(max_length=120, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    token = models.CharField(max_length=32, unique=True, default=new_token)
    order = models.PositiveIntegerField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        """In the order of the list; one person is on it once."""

        ordering: ClassVar = ["order", "pk"]
        indexes: ClassVar = [models.Index(fields=["roster", "order"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["roster", "reference"],
                condition=~models.Q(reference=""),
                name="presence_one_attendee_of_a_reference",
            ),
        ]

    def __str__(self) -> str:
        """Give the name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Return the personal page, for the participant."""
        return reverse("presence:mine", args=[self.token])


class Occasion(models.Model):
    """One time at which presence is taken. ``key`` is its secret name in the address of the QR."""

    class Mode(models.TextChoices):
        """Where people take part."""

        ON_SITE = "on_site", _("Di tempat")
        ONLINE = "online", _("Jarak jauh")
        HYBRID = "hybrid", _("Di tempat dan jarak jauh")

    class State(models.TextChoices):
        """Whether marks are taken."""

        PLANNED = "planned", _("Belum dibuka")
        OPEN = "open", _("Dibuka")
        CLOSED = "closed", _("Ditutup")

    key = models.CharField(max_length=32, unique=True, default=new_key)
    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="occasions")
    title = models.CharField(max_length=200)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.ON_SITE)
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=300, blank=True)
    jp = models.PositiveSmallIntegerField(null=True, help_text="its weight in the share of attendance")
    state = models.CharField(max_length=7, choices=State, default=State.PLANNED)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """In time; the open ones are few."""

        ordering: ClassVar = ["starts", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["roster", "starts"]),
            models.Index(fields=["starts"], name="presence_open", condition=models.Q(state="open")),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("starts")), name="presence_ends_after_start"),
            models.UniqueConstraint(fields=["roster", "title", "starts"], name="presence_one_occasion_of_a_time"),
        ]

    def __str__(self) -> str:
        """Give the title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("presence:occasion", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Tell whether marks are taken."""
        return self.state == self.State.OPEN

    @property
    def is_closed(self) -> bool:
        """Tell whether it is over: who has no mark was absent."""
        return self.state == self.State.CLOSED


class Mark(models.Model):
    """One statement about one person at one occasion.

    ``at`` is when it was said by the server's clock; ``said_at`` is what the device's clock showed then and
    ``clock_off`` by how many seconds that clock was ahead; ``received_at`` is when it arrived. ``key`` makes a
    repeated delivery harmless. ``device`` is a random name of a phone, so that two names of one phone can be told.
    """

    class Says(models.TextChoices):
        """What is said."""

        PRESENT = PRESENT, _("Hadir")
        LATE = LATE, _("Terlambat")
        LEAVE = LEAVE, _("Izin")
        SICK = SICK, _("Sakit")
        ABSENT = ABSENT, _("Tidak hadir")

    class How(models.TextChoices):
        """By which way."""

        QR = QR, _("QR")
        CODE = CODE, _("kode")
        ONLINE = ONLINE, _("jarak jauh")
        TAP = TAP, _("daftar ketuk")
        SHEET = SHEET, _("lembar kertas")
        CORRECTION = CORRECTION, _("koreksi")

    occasion = models.ForeignKey(Occasion, on_delete=models.CASCADE, related_name="marks")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="marks")
    says = models.CharField(max_length=7, choices=Says, default=PRESENT)
    how = models.CharField(max_length=10, choices=How)
    key = models.CharField(max_length=100, unique=True, default=new_key)
    at = models.DateTimeField()
    said_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    clock_off = models.IntegerField(null=True)
    device = models.CharField(max_length=32, blank=True)
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200, blank=True)
    is_counted = models.BooleanField(default=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        """In the order in which they came; a person's own phone counts once an occasion, and so does each keeper."""

        ordering: ClassVar = ["received_at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["occasion", "device"], condition=~models.Q(device=""), name="presence_device")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["occasion", "attendee"],
                condition=models.Q(is_counted=True, by=None),
                name="presence_own_mark_once",
            ),
            models.UniqueConstraint(
                fields=["occasion", "attendee", "by"],
                condition=models.Q(is_counted=True),
                name="presence_mark_of_a_keeper_once",
            ),
        ]

    def __str__(self) -> str:
        """Say it."""
        return f"{self.attendee_id}: {self.says}"

    @property
    def is_clock_off(self) -> bool:
        """Tell whether the device's clock was off by more than is passed over."""
        limit = rule_on(timezone.localdate(self.received_at)).clock_off_minutes
        return self.clock_off is not None and abs(self.clock_off) > limit * 60

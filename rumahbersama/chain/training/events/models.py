"""A training event, its sites and rooms, classes, sessions and who teaches them, and its money.

Times are kept as moments (UTC) and shown in the zone of their site (WIB, WITA or WIT), so that a trainer in two
cities is compared rightly. Persons are of ``people``; a trainer needs no account. ``key`` names an event in the
record and in the workshop rooms ("training.event:KEY") for good; ``version`` counts changes, so that nobody
overwrites unseen ones.
"""

import uuid
from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rumahbersama.chain.training.curricula.models import Curriculum, Subject
from rumahbersama.ground.people.models import Person
from rumahbersama.ground.regions.models import Region


def new_key() -> str:
    """Return a name that no other ever had."""
    return uuid.uuid4().hex


class Tier(models.IntegerChoices):
    """Where in the cascade those stand who are taught."""

    NATIONAL = 1, _("Pelatih nasional")
    TRAINERS = 2, _("Pelatih daerah (ToT)")
    KECAMATAN = 3, _("Aparatur kecamatan")
    VILLAGE = 4, _("Desa dan kelurahan")


class Programme(models.Model):
    """Several events with one purpose, over phases and years."""

    code = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=160)
    purpose = models.CharField(max_length=500, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="training_programmes")
    target_people = models.PositiveIntegerField(null=True, help_text="people to be trained by all its events")

    class Meta:
        """By title."""

        ordering: ClassVar = ["title"]

    def __str__(self) -> str:
        """Give the title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("training:programme", args=[self.code])


class Event(models.Model):
    """One training, at one or several sites at the same time."""

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("Rancangan")
        OPEN = "open", _("Pendaftaran dibuka")
        CLOSED = "closed", _("Pendaftaran ditutup")
        FINISHED = "finished", _("Selesai")
        CANCELLED = "cancelled", _("Dibatalkan")

    class Mode(models.TextChoices):
        """How people attend."""

        ON_SITE = "on_site", _("Tatap muka")
        HYBRID = "hybrid", _("Tatap muka dan daring")
        ONLINE = "online", _("Daring")

    key = models.CharField(max_length=32, unique=True, default=new_key)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, null=True, related_name="events")
    curriculum = models.ForeignKey(Curriculum, on_delete=models.PROTECT, related_name="events")
    title = models.CharField(max_length=200)
    tier = models.PositiveSmallIntegerField(choices=Tier)
    phase = models.CharField(max_length=60, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="training_events")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="the last day")
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.ON_SITE)
    class_size = models.PositiveSmallIntegerField(help_text="people of one class as planned")
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    cancelled_because = models.CharField(max_length=500, blank=True)
    head_count = models.PositiveIntegerField(null=True, help_text="of a past event of which no names are known")
    copied_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="copies")
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-starts_on", "-pk"]
        indexes: ClassVar = [models.Index(fields=["region", "starts_on"]), models.Index(fields=["starts_on"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="training_event_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="cancelled", cancelled_because=""), name="training_cancelled_says_why"
            ),
        ]

    def __str__(self) -> str:
        """Give the title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("training:event", args=[self.pk])


class Site(models.Model):
    """A venue in a city, with its time zone."""

    class Zone(models.TextChoices):
        """The time zones of Indonesia (Keppres 41/1987)."""

        WIB = "Asia/Jakarta", "WIB"
        WITA = "Asia/Makassar", "WITA"
        WIT = "Asia/Jayapura", "WIT"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sites")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=160)
    address = models.CharField(max_length=300, blank=True)
    zone = models.CharField(max_length=20, choices=Zone, default=Zone.WIB)

    class Meta:
        """By name; once in an event."""

        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "name"], name="training_one_site_of_a_name")
        ]

    def __str__(self) -> str:
        """Give the name."""
        return self.name

    def local(self, moment: datetime) -> datetime:
        """Return a moment as the clock at the site shows it."""
        return moment.astimezone(ZoneInfo(self.zone))


class Room(models.Model):
    """A room of a site, or a virtual one with its link."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="rooms")
    name = models.CharField(max_length=80)
    capacity = models.PositiveSmallIntegerField(null=True)
    link = models.URLField(max_length=300, blank=True)

    class Meta:
        """By name; once at a site."""

        ordering: ClassVar = ["site", "name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "name"], name="training_one_room_of_a_name")]

    def __str__(self) -> str:
        """Give the name."""
        return self.name


class TrainingClass(models.Model):
    """A class of an event: about thirty people, its usual room, its two trainers."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="classes")
    key = models.CharField(max_length=32, unique=True, default=new_key)
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80, blank=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="classes")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, related_name="classes")
    size = models.PositiveSmallIntegerField(help_text="the most people it takes")

    class Meta:
        """By number; once in an event."""

        ordering: ClassVar = ["event", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "number"], name="training_one_class_of_a_number")
        ]

    def __str__(self) -> str:
        """Give its name, or its number."""
        return self.name or _("Kelas {number}").format(number=self.number)

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("training:class", args=[self.event_id, self.number])


class Session(models.Model):
    """A stretch of the timetable: of one class, or of all classes of a site (``klass`` empty)."""

    class Kind(models.TextChoices):
        """What happens in it."""

        LESSON = "lesson", _("Mata ajar")
        TEST = "test", _("Tes")
        RTL = "rtl", _("Rencana tindak lanjut")
        EVALUATION = "evaluation", _("Evaluasi")
        CEREMONY = "ceremony", _("Acara")
        BREAK = "break", _("Istirahat")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sessions")
    key = models.CharField(max_length=32, unique=True, default=new_key)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="sessions")
    klass = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, null=True, related_name="sessions")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, null=True, related_name="sessions")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.LESSON)
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    jp = models.PositiveSmallIntegerField(default=0, help_text="hours of 45 minutes that count for the certificate")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, related_name="sessions")
    link = models.URLField(max_length=300, blank=True)

    class Meta:
        """In the order of the day."""

        ordering: ClassVar = ["starts_at", "klass__number", "pk"]
        indexes: ClassVar = [models.Index(fields=["event", "starts_at"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="training_session_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        """Give the title."""
        return self.title


class Teaching(models.Model):
    """A person who teaches: a whole class (``session`` empty) or one session."""

    class Role(models.TextChoices):
        """As what."""

        LEAD = "lead", _("Pelatih")
        CO = "co", _("Pelatih pendamping")
        SPEAKER = "speaker", _("Narasumber")
        MODERATOR = "moderator", _("Moderator")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="teachings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="teachings")
    klass = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, null=True, related_name="teachings")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, null=True, related_name="teachings")
    role = models.CharField(max_length=9, choices=Role, default=Role.LEAD)

    class Meta:
        """Lead first; a person once per class and once per session."""

        ordering: ClassVar = ["event", "klass", "session", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["klass", "person"], condition=models.Q(session=None), name="training_one_trainer_of_a_class"
            ),
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=~models.Q(session=None),
                name="training_one_trainer_of_session",
            ),
            models.CheckConstraint(
                condition=models.Q(klass=None, session__isnull=False) | models.Q(klass__isnull=False, session=None),
                name="training_teaches_class_or_session",
            ),
        ]

    def __str__(self) -> str:
        """Name the person."""
        return str(self.person)


class CostCeiling(models.Model):
    """The most that may be paid for a unit of something (SBM, or a region's standar harga), dated."""

    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=160)
    unit = models.CharField(max_length=40)
    most_rupiah = models.BigIntegerField()
    legal_basis = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        """By code, newest first; one open value each."""

        ordering: ClassVar = ["code", "-valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(valid_to=None), name="training_one_open_ceiling"
            ),
            models.CheckConstraint(condition=models.Q(most_rupiah__gte=0), name="training_ceiling_not_negative"),
        ]

    def __str__(self) -> str:
        """Give the title."""
        return self.title


class BudgetLine(models.Model):
    """One line of an event's budget: so many units at a price, held against a ceiling where there is one."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="budget")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    unit = models.CharField(max_length=40)
    volume = models.PositiveIntegerField()
    price_rupiah = models.BigIntegerField()
    ceiling_code = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=300, blank=True, help_text="why the price is above its ceiling")

    class Meta:
        """In its order."""

        ordering: ClassVar = ["event", "order"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(price_rupiah__gte=0), name="training_price_not_negative")
        ]

    def __str__(self) -> str:
        """Give the title."""
        return self.title

    @property
    def amount_rupiah(self) -> int:
        """Return volume times price."""
        return self.volume * self.price_rupiah

"""A commitment: what a post promised, for which place, by when; its steps and its proof.

The promise belongs to the post: ``post`` stays when its holder moves, so nothing is orphaned. ``snapshot`` is what
led to it as it was read that day (title, value, unit, place, date), with the address it came from; the address is the
only tie to the room it came from. ``version`` counts changes, so that nobody overwrites what they have not seen.
"""

import secrets
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rumahbersama.chain.commitments.reminders import BEFORE, HEADS, LATE, MONTH
from rumahbersama.chain.commitments.rules import OPEN_STATES
from rumahbersama.ground.core.formats import with_unit
from rumahbersama.ground.files.models import StoredFile
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region


def new_key() -> str:
    """Return a name for a commitment that no other ever had."""
    return uuid.uuid4().hex


class Commitment(models.Model):
    """One promise."""

    class State(models.TextChoices):
        """Where it stands."""

        PROMISED = "promised", _("Dijanjikan")
        IN_PROGRESS = "in_progress", _("Dikerjakan")
        WAITING = "waiting", _("Menunggu pihak lain")
        DONE = "done", _("Selesai, menunggu pemeriksaan")
        VERIFIED = "verified", _("Terbukti")
        DROPPED = "dropped", _("Dihentikan")

    class Source(models.TextChoices):
        """What it came from."""

        OWN = "own", _("Prakarsa sendiri")
        RTL = "rtl", _("RTL pelatihan")
        MEETING = "meeting", _("Rapat")
        RECOMMENDATION = "recommendation", _("Rekomendasi pembinaan")
        COMPLAINT = "complaint", _("Pengaduan")
        EVIDENCE = "evidence", _("Angka kebutuhan")
        PROBLEM = "problem", _("Masalah di Rumah Bersama")

    key = models.CharField(max_length=32, unique=True, default=new_key)
    what = models.CharField(max_length=300)
    why = models.CharField(max_length=500, blank=True)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="commitments")
    reviewer = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="commitments_to_review")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="commitments")
    promised_on = models.DateField()
    due_on = models.DateField()
    indicator = models.CharField(max_length=40, blank=True, help_text="code, where it is one of needs")
    measure = models.CharField(max_length=200, blank=True, help_text="the indicator by which it will be seen")
    unit = models.CharField(max_length=40, blank=True)
    baseline = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    target = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    cost_rupiah = models.BigIntegerField(null=True)
    funding = models.CharField(max_length=120, blank=True)
    source_kind = models.CharField(max_length=14, choices=Source, default=Source.OWN)
    source_url = models.CharField(max_length=300, blank=True)
    snapshot = models.JSONField(default=dict)
    state = models.CharField(max_length=11, choices=State, default=State.PROMISED)
    outcome = models.CharField(max_length=500, blank=True, help_text="what came of it, said when it was done")
    dropped_because = models.CharField(max_length=500, blank=True)
    closed_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    keyboard = models.CharField(max_length=200, blank=True)
    entered_at = models.DateTimeField()

    class Meta:
        """What is due first comes first; what is open of a post or a place, or came of a training, is one range."""

        ordering: ClassVar = ["due_on", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["post", "state", "due_on"]),
            models.Index(fields=["region", "state", "due_on"]),
            models.Index(
                fields=["source_url", "state", "due_on", "region", "source_kind"],
                name="commitments_of_a_training",
                condition=models.Q(source_kind="rtl"),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("promised_on")), name="commitments_due_after_promised"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="dropped", dropped_because=""), name="commitments_dropped_says_why"
            ),
            models.CheckConstraint(
                condition=models.Q(cost_rupiah=None) | models.Q(cost_rupiah__gte=0),
                name="commitments_cost_not_negative",
            ),
        ]

    def __str__(self) -> str:
        """Give what was promised."""
        return self.what

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("commitments:commitment", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Tell whether something is still to be done by its post."""
        return self.state in OPEN_STATES

    @property
    def aim(self) -> str:
        """Return from where to where its measure is to come, "" where no number was given."""
        began, target = with_unit(self.baseline, self.unit), with_unit(self.target, self.unit)
        if self.measure == self.snapshot.get("measure") and self.snapshot.get("figure_period"):
            began += f" ({self.snapshot['figure_period']})"
        if self.target is None:
            return "" if self.baseline is None else gettext("awal {began}").format(began=began)
        if self.baseline is None:
            return gettext("sasaran {target}, angka awalnya belum diukur").format(target=target)
        return gettext("dari {began} menjadi {target}").format(began=began, target=target)


class Step(models.Model):
    """One step of a commitment, in order, with its own day."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    due_on = models.DateField(null=True)
    done_on = models.DateField(null=True)

    class Meta:
        """In their order."""

        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commitment", "order"], name="commitments_one_step_of_an_order")
        ]

    def __str__(self) -> str:
        """Give its text."""
        return self.text


class Report(models.Model):
    """What was told of a commitment on the way: a note, an address, or a file, as its proof."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="reports")
    text = models.CharField(max_length=500)
    link = models.URLField(max_length=300, blank=True)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        """Give its text."""
        return self.text


class Reminder(models.Model):
    """That a commitment was asked about: of which kind, for which day, told by mail when, answered when."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=12, help_text="bulan-3, sebelum-14, lewat-1, camat-14")
    day = models.DateField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """One of a kind for a day, however often the worker looks; those to be sent are few."""

        ordering: ClassVar = ["-day", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["made_at"], name="commitments_unsent", condition=models.Q(sent_at=None))
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commitment", "kind", "day"], name="commitments_one_reminder_of_a_day")
        ]

    def __str__(self) -> str:
        """Say what is told of it."""
        return told_of(self.kind)


def told_of(kind: str) -> str:
    """Return a kind of reminder in words."""
    name, _dash, count = kind.partition("-")
    words = {
        MONTH: _("{count} bulan sesudah dijanjikan"),
        BEFORE: _("{count} hari sebelum tenggat"),
        LATE: _("{count} hari lewat tenggat"),
        HEADS: _("{count} hari lewat tenggat, diberitahukan kepada pimpinan kecamatan"),
    }
    return str(words[name]).format(count=count)


def new_token() -> str:
    """Return the secret part of a feed's address: whoever knows it reads the calendar."""
    return secrets.token_urlsafe(24)


class CalendarFeed(models.Model):
    """An address from which a calendar program reads deadlines: of one's own posts (no region), or of a place.

    It shows what its account may see on the day it is read; an account that is closed gives nothing.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.CASCADE, null=True, related_name="+")
    token = models.CharField(max_length=43, unique=True, default=new_token)
    made_at = models.DateTimeField()

    class Meta:
        """One of one's own and one of each place."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "region"], name="commitments_one_feed_of_a_place"),
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(region=None), name="commitments_one_feed_of_ones_own"
            ),
        ]

    def __str__(self) -> str:
        """Name the place, or say that it is one's own."""
        return str(self.region or _("Komitmen saya"))

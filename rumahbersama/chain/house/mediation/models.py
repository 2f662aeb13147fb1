"""A case between parties in a kecamatan: what it is about, who they are, what was done, what they agreed.

Seen by the camat, the Kasi Trantib and, each on a page of its own, the parties. So its address is a key that tells
nothing, and nothing of other rooms points here: a case knows its problem and the commitments of its points, they do
not know it. A step is never changed: a corrected one comes in its place, and the old one stays for the handlers.
A report is what somebody told the camat under seal: no case yet, without a number, and never one of the counted.
``version`` counts changes, so that nobody overwrites what they have not seen.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.house.problems.models import Problem
from rumahbersama.ground.files.models import StoredFile
from rumahbersama.ground.regions.models import Region


def new_key() -> str:
    """Return a name for a case that no other ever had and nobody guesses."""
    return uuid.uuid4().hex


class Case(models.Model):
    """One case."""

    class Kind(models.TextChoices):
        """What it is."""

        MEDIATION = "mediasi", _("Mediasi")
        ORDER = "trantib", _("Ketenteraman dan ketertiban")

    class State(models.TextChoices):
        """What became of it."""

        RECEIVED = "received", pgettext_lazy("case", "Diterima")
        MEDIATING = "mediating", _("Dimediasi")
        AGREED = "agreed", _("Disepakati")
        NOT_AGREED = "not_agreed", _("Tidak disepakati")
        HANDED = "handed", _("Diserahkan ke yang berwenang")
        ENDED = "ended", _("Selesai")
        WITHDRAWN = "withdrawn", _("Ditarik")

    key = models.CharField(max_length=32, unique=True, default=new_key)
    kecamatan = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="mediation_cases")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(help_text="within the kecamatan and the year")
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.MEDIATION)
    title = models.CharField(max_length=160, help_text="in neutral words, without names")
    places = models.ManyToManyField(Region, related_name="+")
    causes = models.TextField(blank=True, help_text="why it came to this; for who handles it alone")
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    handed_to = models.CharField(max_length=160, blank=True)
    agreed_on = models.DateField(null=True)
    check_on = models.DateField(null=True, help_text="when it comes back: does the agreement still hold?")
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-entered_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["kecamatan", "state", "check_on"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kecamatan", "year", "number"], name="mediation_one_of_a_number"),
            models.CheckConstraint(
                condition=models.Q(check_on=None) | models.Q(state="agreed"), name="mediation_checks_what_is_agreed"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="handed", handed_to=""), name="mediation_handed_to_somebody"
            ),
        ]

    def __str__(self) -> str:
        """Give its title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("mediation:case", args=[self.key])

    @property
    def numbered(self) -> str:
        """Return how people name it: "3/2026"."""
        return f"{self.number}/{self.year}"


class Party(models.Model):
    """One party: a person, the village it stands for, and the account by which it reads its own page."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties")
    name = models.CharField(max_length=120)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="+")
    stands_for = models.CharField(max_length=160, blank=True, help_text="for whom it speaks, in words")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    left_at = models.DateTimeField(null=True, help_text="since when it is no party any more")
    left_because = models.CharField(max_length=500, blank=True)

    class Meta:
        """In the order in which they were named; an account is one party of a case."""

        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "account"], condition=models.Q(left_at=None), name="mediation_one_party_of_an_account"
            ),
        ]

    def __str__(self) -> str:
        """Give its name."""
        return self.name

    @property
    def side(self) -> str:
        """Return for whom it speaks: the words, the village, or both."""
        return ", ".join(str(part) for part in (self.stands_for, self.region or "") if part)


class Step(models.Model):
    """What was done on a day, or what was asked for; ``replaces`` is the step that it corrects."""

    class Kind(models.TextChoices):
        """What was done."""

        INVITATION = "undangan", _("Undangan")
        HEARING = "dengar", _("Mendengar satu pihak")
        SITE = "lapangan", _("Peninjauan lapangan")
        JOINT = "bersama", _("Pertemuan bersama")
        COORDINATION = "koordinasi", _("Koordinasi dengan lembaga")
        NOTE = "catatan", _("Catatan penangan")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind)
    day = models.DateField()
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="steps")
    text = models.TextField()
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="successor")
    corrected_because = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=330)
    at = models.DateTimeField()

    class Meta:
        """In the order of their days."""

        ordering: ClassVar = ["day", "pk"]

    def __str__(self) -> str:
        """Give what was done."""
        return str(self.get_kind_display())


class StepFile(models.Model):
    """A letter, a photo, a scan that belongs to a step; read by who reads the step, and nobody else.

    A corrected step hands on those that were chosen: the same file, in a row of its own. What was attached by mistake
    is taken away: its bytes go, and the row says when, by whom and why.
    """

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    about = models.CharField(max_length=160, blank=True, help_text="what it is, in words")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=330)
    at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, help_text="when it was taken away; its bytes are gone since")
    taken_by = models.CharField(max_length=330, blank=True)
    taken_because = models.CharField(max_length=500, blank=True)

    class Meta:
        """In the order in which they came; a file once in a step, and one that is taken away is gone and says why."""

        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["step", "file"], name="mediation_a_file_once_in_a_step"),
            models.CheckConstraint(
                condition=models.Q(file__isnull=False, taken_at=None)
                | (models.Q(file=None, taken_at__isnull=False) & ~models.Q(taken_because="")),
                name="mediation_a_file_is_there_or_says_why_not",
            ),
        ]

    def __str__(self) -> str:
        """Say what it is: its words, else its kind."""
        return self.about or (str(self.file.get_kind_display()) if self.file else "")


class Body(models.Model):
    """A body that was asked to come: coordinated by the camat, never commanded."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="bodies")
    title = models.CharField(max_length=120)
    body = models.CharField(max_length=160, blank=True)
    asked_on = models.DateField()
    by_name = models.CharField(max_length=330)

    class Meta:
        """In the order in which they were asked; each once."""

        ordering: ClassVar = ["asked_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "title", "body"], name="mediation_asks_a_body_once")
        ]

    def __str__(self) -> str:
        """Name it: "Kapolsek, Polsek Alas"."""
        return ", ".join(part for part in (self.title, self.body) if part)


class Point(models.Model):
    """One point of an agreement, and the commitment that came of it in other words."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="points")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """In their order."""

        ordering: ClassVar = ["order", "pk"]

    def __str__(self) -> str:
        """Give its words."""
        return self.text


class Move(models.Model):
    """A decision: the state it came to or the check of an agreement, why, and who decided in which post."""

    class Finding(models.TextChoices):
        """What was found when an agreement was looked at."""

        HOLDS = "berjalan", _("Kesepakatan masih berjalan")
        BROKEN = "dilanggar", _("Kesepakatan dilanggar")
        LATER = "nanti", _("Pemeriksaan diundur")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="moves")
    state = models.CharField(max_length=10, choices=Case.State)
    finding = models.CharField(max_length=9, choices=Finding, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    handed_to = models.CharField(max_length=160, blank=True)
    until = models.DateField(null=True, help_text="the check date it set")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=330)
    as_post = models.CharField(max_length=330, blank=True, help_text="name, rank, post and capacity on that day")
    at = models.DateTimeField()

    class Meta:
        """Oldest first."""

        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        """Say what it did."""
        return str(self.get_finding_display() if self.finding else self.get_state_display())


class Report(models.Model):
    """What somebody told the camat under seal: read by who handles cases and by who sent it, until it is answered.

    Taken up it leads to a case; the words stay here, as they were told, for the same readers.
    """

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("Menunggu dibaca")
        TAKEN = "taken", _("Ditangani sebagai perkara")
        CLOSED = "closed", _("Ditutup dengan jawaban")
        WITHDRAWN = "withdrawn", _("Ditarik pelapornya")

    key = models.CharField(max_length=32, unique=True, default=new_key)
    kecamatan = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", help_text="for which it was sent")
    kind = models.CharField(max_length=7, choices=Case.Kind, default=Case.Kind.MEDIATION)
    places = models.ManyToManyField(Region, related_name="+", help_text="where it happened")
    spot = models.CharField(max_length=160, blank=True, help_text="where exactly, in words")
    happened = models.CharField(max_length=160, blank=True, help_text="since when, how often, in words")
    concerned = models.TextField(blank=True, help_text="who is concerned, one a line")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, null=True, related_name="report")
    answer = models.CharField(max_length=500, blank=True, help_text="what its sender reads; of a withdrawn one, why")
    answered_as = models.CharField(max_length=330, blank=True, help_text="name, rank, post and capacity on that day")
    answered_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=330)
    at = models.DateTimeField()

    class Meta:
        """Newest first; what is taken up has its case."""

        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["kecamatan", "state"]), models.Index(fields=["by", "answered_at"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state="taken", case__isnull=False)
                | (~models.Q(state="taken") & models.Q(case__isnull=True)),
                name="mediation_a_report_taken_up_has_its_case",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="closed", answer=""), name="mediation_a_closed_report_says_why"
            ),
        ]

    def __str__(self) -> str:
        """Say what it is; no words of it."""
        return str(_("Laporan kepada camat"))

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("mediation:report", args=[self.key])

    @property
    def is_waiting(self) -> bool:
        """Tell whether nobody took it up or closed it, and its sender did not withdraw it."""
        return self.state == self.State.WAITING


class Telling(models.Model):
    """What was told in a report: first what happened, then what its sender added."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="tellings")
    text = models.TextField()
    by_name = models.CharField(max_length=330)
    at = models.DateTimeField()

    class Meta:
        """In the order in which it was told."""

        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        """Give its words."""
        return self.text


class TellingFile(models.Model):
    """A photo or a letter that was sent with a report; what was sent by mistake is taken away, as from a step."""

    telling = models.ForeignKey(Telling, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    about = models.CharField(max_length=160, blank=True, help_text="what it is, in words")
    taken_at = models.DateTimeField(null=True, help_text="when it was taken away; its bytes are gone since")
    taken_by = models.CharField(max_length=330, blank=True)
    taken_because = models.CharField(max_length=500, blank=True)

    class Meta:
        """In the order in which they came; one that is taken away is gone and says why."""

        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(file__isnull=False, taken_at=None)
                | (models.Q(file=None, taken_at__isnull=False) & ~models.Q(taken_because="")),
                name="mediation_a_sent_file_is_there_or_says_why_not",
            ),
        ]

    def __str__(self) -> str:
        """Say what it is: its words, else its kind."""
        return self.about or (str(self.file.get_kind_display()) if self.file else "")

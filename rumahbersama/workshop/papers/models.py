"""A paper (naskah dinas) on its road: draft, paraf, signed, numbered, sent.

It is written by an ``Office`` (a place, or an agency at it) whose letterhead and way of numbering are data. It
belongs to a subject named as opaque text ("training.event:KEY"), the only tie to the room that asked for it. The
number is a row of the office's register (``RegisterEntry``), made at signing and never before. ``signer`` is what was
true of the signer on the day of signing, frozen. Every text that a paper had is kept (``Edition``); a paper that was
signed is not changed but replaced by another, and both know each other. ``code`` is what the QR on the paper carries.
"""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rumahbersama.ground.core.models import Job
from rumahbersama.ground.files.models import StoredFile
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region
from rumahbersama.workshop.papers.contents import text_of
from rumahbersama.workshop.papers.kinds import PaperKind, known
from rumahbersama.workshop.papers.rules import FINISHED, IN_FORCE, UNFINISHED, new_code, shown_code


def new_key() -> str:
    """Return a name for a paper that no other ever had."""
    return uuid.uuid4().hex


class Office(models.Model):
    """Who writes papers: its letterhead, whom it sends copies to as a rule, and how its numbers look."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="offices")
    agency = models.CharField(max_length=120, blank=True)
    heading = models.TextField(help_text="the lines of the letterhead, the last one is the largest")
    address = models.CharField(max_length=300, blank=True)
    city = models.CharField(max_length=80, help_text="the place written before the date")
    short = models.CharField(max_length=30, help_text="how the office is called inside a number")
    pattern = models.CharField(max_length=100, default="{klasifikasi}/{urut}/{kantor}/{tahun}")
    copies = models.TextField(blank=True, help_text="tembusan of a new paper, one a line")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """By place; a place has one office of a name."""

        ordering: ClassVar = ["region__code", "agency"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["region", "agency"], name="papers_one_office_of_a_name")
        ]

    def __str__(self) -> str:
        """Name it."""
        return self.agency or str(self.region)


class Batch(models.Model):
    """Many papers of one kind made in the background, each once: certificates of an event."""

    kind = models.CharField(max_length=40)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="batches")
    subject = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    classification = models.CharField(max_length=20, blank=True)
    signer_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    signer = models.JSONField(default=dict)
    signed_on = models.DateField()
    total = models.PositiveIntegerField(default=0)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        """Give its title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return the page that shows how far it is."""
        return reverse("papers:batch", args=[self.pk])


class BatchItem(models.Model):
    """One paper of a batch, as it was asked for."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    person_key = models.CharField(max_length=64)
    title = models.CharField(max_length=300)
    content = models.JSONField(default=dict)

    class Meta:
        """In the order in which they were asked for; a person once."""

        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "person_key"], name="papers_one_item_of_a_person")
        ]

    def __str__(self) -> str:
        """Give its title."""
        return self.title


class Paper(models.Model):
    """One paper."""

    class State(models.TextChoices):
        """Where it is on its road."""

        DRAFT = "draft", _("Konsep")
        INITIALS = "initials", _("Menunggu paraf dan tanda tangan")
        SIGNED = "signed", _("Ditandatangani")
        NUMBERED = "numbered", _("Bernomor, siap dikirim")
        SENT = "sent", _("Terkirim")
        CANCELLED = "cancelled", pgettext_lazy("paper", "Dibatalkan")
        REPLACED = "replaced", _("Diganti")

    class Way(models.TextChoices):
        """How it was signed."""

        WET = "wet", _("Tanda tangan basah dan cap")
        CERTIFIED = "certified", _("Tanda tangan elektronik tersertifikasi, dibuat di luar program ini")
        SEAL = "seal", _("Tanpa tanda tangan, hanya segel integritas program ini")

    key = models.CharField(max_length=32, unique=True, default=new_key)
    code = models.CharField(max_length=12, unique=True, default=new_code)
    kind = models.CharField(max_length=40)
    is_private = models.BooleanField(default=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="papers")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="papers")
    subject = models.CharField(max_length=120, blank=True, db_index=True)
    person_key = models.CharField(max_length=64, blank=True)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="papers")
    title = models.CharField(max_length=300)
    content = models.JSONField(default=dict)
    edition = models.PositiveSmallIntegerField(default=1)
    signer_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="papers_to_sign")
    on_behalf = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+", help_text="a.n.")
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    returned_because = models.CharField(max_length=500, blank=True)
    way = models.CharField(max_length=9, choices=Way, blank=True)
    signed_on = models.DateField(null=True)
    signer = models.JSONField(default=dict)
    letterhead = models.JSONField(default=dict, help_text="as of the day of signing")
    number = models.CharField(max_length=120, blank=True)
    sent_on = models.DateField(null=True)
    cancelled_on = models.DateField(null=True)
    cancelled_because = models.CharField(max_length=500, blank=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replacements")
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        """Newest first; one of a kind for a person and a subject, and one that takes the place of another."""

        ordering: ClassVar = ["-entered_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["region", "state", "-entered_at"]),
            models.Index(fields=["signer_post", "state"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "subject", "person_key"],
                condition=models.Q(state__in=[*UNFINISHED, *IN_FORCE]) & ~models.Q(person_key=""),
                name="papers_one_of_a_person",
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=~models.Q(state="cancelled") & models.Q(replaces__isnull=False),
                name="papers_one_replacement",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=UNFINISHED) | models.Q(number="", signed_on=None),
                name="papers_no_number_before_signing",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=FINISHED) | models.Q(signed_on__isnull=False),
                name="papers_signed_on_a_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="cancelled", cancelled_because=""), name="papers_cancelled_says_why"
            ),
        ]

    def __str__(self) -> str:
        """Give its subject."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("papers:paper", args=[self.pk])

    @property
    def kind_here(self) -> PaperKind:
        """Return its kind, or a plain one where its room is gone."""
        return known(self.kind)

    @property
    def shown_code(self) -> str:
        """Return its public code as it is printed."""
        return shown_code(self.code)

    @property
    def is_signed(self) -> bool:
        """Tell whether it was ever signed: a draft that was dropped has no public page."""
        return self.signed_on is not None

    @property
    def is_in_force(self) -> bool:
        """Tell whether it is signed and neither cancelled nor replaced."""
        return self.state in IN_FORCE

    @property
    def is_unfinished(self) -> bool:
        """Tell whether its text may still change."""
        return self.state in UNFINISHED


class Edition(models.Model):
    """A text that a paper had, kept as it was."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    content = models.JSONField(default=dict)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["paper", "number"], name="papers_one_edition_of_a_number")
        ]

    def __str__(self) -> str:
        """Give its title."""
        return self.title

    @property
    def text(self) -> str:
        """Return what it said, as people type it."""
        return text_of(self.content.get("blocks", ()))


class Initial(models.Model):
    """A paraf that a paper needs, and who put it."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="initials")
    order = models.PositiveSmallIntegerField()
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="initials")
    by_name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(null=True)

    class Meta:
        """In their order; a post once."""

        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["paper", "order"], name="papers_one_initial_of_an_order"),
            models.UniqueConstraint(fields=["paper", "post"], name="papers_one_initial_of_a_post"),
        ]

    def __str__(self) -> str:
        """Name the post."""
        return str(self.post)


class RegisterEntry(models.Model):
    """A number of an office's register (buku agenda); it stays when its paper is cancelled."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="register")
    year = models.PositiveSmallIntegerField()
    classification = models.CharField(max_length=20)
    sequence = models.PositiveIntegerField()
    text = models.CharField(max_length=120)
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="entry")
    at = models.DateTimeField()

    class Meta:
        """By year and number; never two alike."""

        ordering: ClassVar = ["-year", "-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["office", "year", "classification", "sequence"], name="papers_one_entry_of_a_sequence"
            ),
            models.UniqueConstraint(fields=["office", "year", "text"], name="papers_one_entry_of_a_number"),
        ]

    def __str__(self) -> str:
        """Give the number."""
        return self.text


class PaperFile(models.Model):
    """A file of a paper: scan, PDF that came back signed, the program's own with its seal, or a picture in it."""

    class Kind(models.TextChoices):
        """What it is."""

        SCAN = "scan", _("Pindaian surat bertanda tangan basah")
        CERTIFIED = "certified", _("PDF bertanda tangan elektronik dari luar")
        SEALED = "sealed", _("PDF dengan segel integritas program ini")
        PICTURE = "picture", _("Foto di dalam surat")

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=9, choices=Kind)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Newest first; one sealed PDF of a paper."""

        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["paper"], condition=models.Q(kind="sealed"), name="papers_one_sealed_file"
            )
        ]

    def __str__(self) -> str:
        """Say what it is."""
        return str(self.get_kind_display())


def as_signer(raw: dict[str, Any]) -> dict[str, str]:
    """Return the frozen signer with every key, for papers of any age."""
    names = ("name", "rank", "post", "place", "capacity", "on_behalf")
    return {name: str(raw.get(name, "")) for name in names}

"""Minutes: every text of an item as it was saved, what was promised about it, and which item is being taken.

The text that holds stands in ``AgendaItem.notes``; a ``NoteRevision`` is each step to it, never changed. ``base`` and
``typed`` are kept where somebody else had written meanwhile: from which text, and what, before both were joined.
A ``Pledge`` is what a post promises in the room, with the figure of the problem that it is to change and how far; it
becomes a commitment when the meeting is closed. ``Effect`` ties an item to what its outcome moved a problem to.
"""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.house.meetings.models import AgendaItem, Meeting
from rumahbersama.chain.house.problems.models import Move, ProblemEvidence
from rumahbersama.ground.core.formats import day, with_unit
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region


class NoteRevision(models.Model):
    """The text of an item after one save; ``key`` was made on the device, so that a repeat is none."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    base = models.TextField(null=True, help_text="what the writer began from, where it was not the text before")  # noqa: DJ001 - "" is a text
    typed = models.TextField(null=True, help_text="what the writer sent, where it was joined with another's")  # noqa: DJ001
    doubled = models.PositiveSmallIntegerField(default=0, help_text="lines kept twice because both changed them")
    key = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - unique, none without script
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=330)
    at = models.DateTimeField()

    class Meta:
        """Newest first; numbered without gaps."""

        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "number"], name="minutes_one_revision_of_a_number")
        ]

    def __str__(self) -> str:
        """Give its number and writer."""
        return f"{self.number}, {self.by_name}"


def read_when(figure: ProblemEvidence) -> str:
    """Return of which period a figure is, else when it was read."""
    return figure.period or _("dibaca {day}").format(day=day(figure.taken_on))


class Pledge(models.Model):
    """What a post promises about an item, for which place and by when; ``figure`` is what it is to change, if any."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="pledges")
    what = models.CharField(max_length=300)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    figure = models.ForeignKey(ProblemEvidence, on_delete=models.SET_NULL, null=True, related_name="+")
    target = models.DecimalField(
        max_digits=18, decimal_places=4, null=True, help_text="what the figure is to become, in its unit"
    )
    version = models.PositiveIntegerField(default=1)
    commitment = models.OneToOneField(Commitment, on_delete=models.PROTECT, null=True, related_name="pledge")
    by_name = models.CharField(max_length=330)
    at = models.DateTimeField()

    class Meta:
        """In the order in which they were promised."""

        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        """Give what is promised."""
        return self.what

    def get_absolute_url(self) -> str:
        """Return the commitment it became, else the page on which it is corrected."""
        if self.commitment is not None:
            return self.commitment.get_absolute_url()
        return reverse("minutes:pledge", args=[self.item.meeting_id, self.pk])

    @property
    def who(self) -> str:
        """Return the post with its agency or place."""
        return f"{self.post.title}, {self.post.agency or self.post.region}"

    @property
    def aim(self) -> str:
        """Return by which figure it is measured, and from where to where; "" where it is by none."""
        if self.figure is None:
            return "" if self.target is None else _("sasarannya tidak lagi punya angka: pilih lagi angkanya")
        began = f"{with_unit(Decimal(self.figure.value), self.figure.unit)} ({read_when(self.figure)})"
        if self.target is None:
            return _("{measure}, awal {began}").format(measure=self.figure.measure, began=began)
        return _("{measure}: dari {began} menjadi {target}").format(
            measure=self.figure.measure, began=began, target=with_unit(self.target, self.figure.unit)
        )


class Floor(models.Model):
    """Which item a meeting is at, and since when: what the screen of the hall shows."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="floor")
    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    def __str__(self) -> str:
        """Give the item."""
        return str(self.item)


class Effect(models.Model):
    """That the outcome of an item moved its problem; ``undone_at`` since when that outcome holds no longer."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="effects")
    move = models.OneToOneField(Move, on_delete=models.PROTECT, related_name="effect")
    undone_at = models.DateTimeField(null=True)
    undone_by_name = models.CharField(max_length=330, blank=True, default="", db_default="")

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        """Give the state it was moved to."""
        return str(self.move)

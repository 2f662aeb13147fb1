"""A meeting of a kecamatan: when and where, who is invited and what they answered, and its agenda.

Hours are those of the clock on the wall at the place. An ``Invitee`` is a post (whoever holds it that day), or a body
that the camat coordinates and does not command (Polsek, Koramil, KUA), or a person of the community; ``token`` is the
secret of the address by which one answers without an account. An ``AgendaItem`` keeps why it stands there as it was
read that day, and what came of it. ``version`` of a meeting counts the changes of its facts, ``notes_version`` of an
item those of its notes, so that nobody overwrites what they have not seen.
"""

import secrets
import uuid
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.house.meetings import rules
from rumahbersama.chain.house.problems.models import Problem
from rumahbersama.ground.core.wording import told
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region


def new_key() -> str:
    """Return a name for a meeting that no other ever had."""
    return uuid.uuid4().hex


def new_token() -> str:
    """Return the secret part of a personal address: whoever knows it answers one invitation."""
    return secrets.token_urlsafe(16)


class Meeting(models.Model):
    """One meeting of a kecamatan."""

    class Kind(models.TextChoices):
        """What kind of meeting it is."""

        HOUSE = "rumah_bersama", _("Rumah Bersama")
        COORDINATION = "rakor", _("Rapat koordinasi")
        PLANNING = "musrenbang", _("Musrenbang kecamatan")
        AD_HOC = "ad_hoc", _("Rapat khusus")

    class State(models.TextChoices):
        """How far it is."""

        PLANNED = rules.PLANNED, _("Direncanakan")
        INVITED = rules.INVITED, _("Undangan sudah keluar")
        OPEN = rules.OPEN, _("Sedang berlangsung")
        CLOSED = rules.CLOSED, _("Selesai")
        CANCELLED = rules.CANCELLED, _("Dibatalkan")

    key = models.CharField(max_length=32, unique=True, default=new_key)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="meetings")
    kind = models.CharField(max_length=13, choices=Kind)
    title = models.CharField(max_length=200)
    day = models.DateField()
    begins = models.TimeField()
    ends = models.TimeField()
    venue = models.CharField(max_length=200)
    chair = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="meetings_chaired")
    secretary = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="meetings_written")
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    cancelled_because = models.CharField(max_length=300, blank=True)
    invited_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True, help_text="when day, hours or place last changed after the invitation")
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    keyboard = models.CharField(max_length=200, blank=True)
    entered_at = models.DateTimeField()

    class Meta:
        """The latest first; those of a place are one index range."""

        ordering: ClassVar = ["-day", "-begins", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["region", "day"], name="meetings_of_a_place"),
            models.Index(fields=["state", "day"], name="meetings_of_a_state"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("begins")), name="meetings_ends_after_begins"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="cancelled", cancelled_because=""), name="meetings_cancelled_says_why"
            ),
        ]

    def __str__(self) -> str:
        """Give the title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("meetings:meeting", args=[self.pk])

    @property
    def minutes(self) -> int:
        """Return how long it lasts."""
        begins, ends = (timedelta(hours=at.hour, minutes=at.minute) for at in (self.begins, self.ends))
        return int((ends - begins).total_seconds() // 60)

    @property
    def is_ahead(self) -> bool:
        """Tell whether it is still to be held, so that facts, invitations and agenda may change."""
        return self.state in rules.AHEAD


class Invitee(models.Model):
    """Somebody who is invited: a post, or a name with its body; and what they answered.

    ``region`` is the village they come from, so that its office may answer; none for those of the kecamatan.
    """

    class Answer(models.TextChoices):
        """What they said."""

        NONE = rules.UNANSWERED, _("Belum menjawab")
        COMING = rules.COMING, pgettext_lazy("answer", "Hadir")
        REPRESENTED = rules.REPRESENTED, _("Diwakili")
        ABSENT = rules.ABSENT, pgettext_lazy("answer", "Tidak hadir")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitees")
    order = models.PositiveSmallIntegerField()
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="invitations_to_meetings")
    name = models.CharField(max_length=120, blank=True, help_text="title or name, where there is no post")
    body = models.CharField(max_length=160, blank=True, help_text="the body, where there is no post")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="+")
    email = models.EmailField(blank=True)
    token = models.CharField(max_length=32, unique=True, default=new_token)
    answer = models.CharField(max_length=11, choices=Answer, default=Answer.NONE, blank=True)
    represented_by = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True, help_text="who wrote the answer, in words")
    mail_due = models.BooleanField(default=False, help_text="to be told by mail")
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        """In the order of the list; a post is invited once."""

        ordering: ClassVar = ["order", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["mail_due"], name="meetings_mail_due", condition=models.Q(mail_due=True))
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "post"], name="meetings_post_invited_once"),
            models.UniqueConstraint(
                fields=["meeting", "name", "body"],
                condition=models.Q(post=None),
                name="meetings_name_invited_once",
            ),
            models.CheckConstraint(
                condition=(models.Q(post=None) & ~models.Q(name="")) | (~models.Q(post=None) & models.Q(name="")),
                name="meetings_invitee_post_or_name",
            ),
            models.CheckConstraint(
                condition=~models.Q(answer="represented", represented_by=""), name="meetings_represented_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        """Give the post or name, with where it belongs."""
        return f"{self.title}, {self.office}" if self.office else self.title

    def get_absolute_url(self) -> str:
        """Return the personal page on which it is answered."""
        return reverse("meetings:invitation", args=[self.token])

    @property
    def title(self) -> str:
        """Return the title of the post, or the name."""
        return self.post.title if self.post else self.name

    @property
    def office(self) -> str:
        """Return the agency or place of the post, or the body."""
        return self.post.agency or str(self.post.region) if self.post else self.body


class AgendaItem(models.Model):
    """One item of an agenda: what it is about, how long, why it stands there, and what came of it."""

    class Kind(models.TextChoices):
        """What it is about."""

        PROMISES = rules.PROMISES, _("Janji rapat lalu")
        PROBLEM = rules.PROBLEM, _("Masalah")
        COMMITMENT = rules.COMMITMENT, _("Komitmen terlambat")
        DEADLINE = rules.DEADLINE, _("Tenggat peraturan")
        OTHER = rules.OTHER, _("Lain-lain")

    class Result(models.TextChoices):
        """What came of it."""

        NONE = "none", _("Belum ada hasil")
        COMMITMENT = "commitment", _("Komitmen")
        DECISION = "decision", _("Keputusan")
        UPWARD = "upward", _("Diteruskan ke kabupaten")
        PUT_OFF = "put_off", _("Ditunda")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=300)
    minutes = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=500, blank=True, help_text="what ``reasons`` say, in rows of before")
    reasons = models.JSONField(default=list, help_text="why the program proposed it, as read that day (core/wording)")
    source = models.CharField(
        max_length=120, blank=True, help_text='what it came from, e.g. "problem:12"; once a list'
    )
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, null=True, related_name="agenda_items")
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, null=True, related_name="agenda_items")
    carried_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="carried_to")
    notes = models.TextField(blank=True)
    notes_version = models.PositiveIntegerField(default=1)
    result = models.CharField(max_length=10, choices=Result, default=Result.NONE)
    result_text = models.CharField(max_length=500, blank=True)
    put_off_to = models.DateField(null=True)
    opens = True  # what it is about, for the reader whom ``queries.agenda_for`` read it for

    class Meta:
        """In the order in which they are taken; the same thing stands on an agenda once."""

        ordering: ClassVar = ["order", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["put_off_to"], name="meetings_put_off", condition=models.Q(result="put_off"))
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "source"], condition=~models.Q(source=""), name="meetings_one_item_of_a_source"
            ),
            models.CheckConstraint(
                condition=~models.Q(result="put_off", put_off_to=None), name="meetings_put_off_to_a_day"
            ),
            models.CheckConstraint(condition=models.Q(minutes__gt=0), name="meetings_item_takes_time"),
        ]

    def __str__(self) -> str:
        """Give its title."""
        return self.title

    @property
    def told_why(self) -> str:
        """Return why the program proposed it, in the language of the page; "" where somebody added it."""
        return rules.one_sentence(told(self.reasons)) or self.why

    @property
    def is_opening(self) -> bool:
        """Tell whether it is the promises of earlier meetings, which come first and stay."""
        return self.kind == rules.PROMISES

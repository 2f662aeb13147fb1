"""Persons, posts and accounts.

A ``Person`` holds a ``Post`` for a time (``Tenure``: definitive, Pj, Plt or Plh); people move, promises stay
with the post. An ``Account`` is what signs in; a village office may share one on one phone. Rights come only
from ``RoleAssignment``: a role held at a place between two dates. Roles are readable classes (``roles.py``).
No NIK is stored; NIP carries a birth date, so it is restricted and never exported.
"""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumahbersama.ground.people.roles import ROLES
from rumahbersama.ground.regions.models import Region


class Person(models.Model):
    """A human being in office; as little about them as the work needs."""

    name = models.CharField(max_length=120)
    rank = models.CharField(max_length=60, blank=True, help_text="pangkat/golongan")
    nip = models.CharField(max_length=18, blank=True)
    phone = models.CharField(max_length=20, blank=True)

    class Meta:
        """By name."""

        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        """Give the name."""
        return self.name


class Section(models.Model):
    """A seksi, subbagian or unit of an office, to which several of its posts belong."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="sections")
    name = models.CharField(max_length=120)

    class Meta:
        """By place."""

        ordering: ClassVar = ["region__code", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["region", "name"], name="people_one_section_of_a_name")
        ]

    def __str__(self) -> str:
        """Give the name."""
        return self.name


class Post(models.Model):
    """A jabatan at a region, with its agency where it has one, and the section of the office it belongs to."""

    title = models.CharField(max_length=120)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="posts")
    agency = models.CharField(max_length=120, blank=True)
    section = models.ForeignKey(Section, on_delete=models.PROTECT, null=True, blank=True, related_name="posts")
    role = models.CharField(max_length=30, blank=True, help_text="the role its holder normally has")

    class Meta:
        """By place."""

        ordering: ClassVar = ["region__code", "title"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["region", "agency", "title"], name="people_one_post_of_a_title")
        ]

    def __str__(self) -> str:
        """Give the title."""
        return self.title


class Tenure(models.Model):
    """Who holds a post, in which capacity, from when to when (half-open), by which decree."""

    class Capacity(models.TextChoices):
        """How a post is held."""

        DEFINITIVE = "definitive", _("Definitif")
        PJ = "pj", _("Penjabat (Pj.)")
        PLT = "plt", _("Pelaksana Tugas (Plt.)")
        PLH = "plh", _("Pelaksana Harian (Plh.)")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tenures")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="tenures")
    capacity = models.CharField(max_length=10, choices=Capacity, default=Capacity.DEFINITIVE)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    decree = models.CharField(max_length=160, blank=True)

    class Meta:
        """Newest first; never two open holders of a post in the same capacity."""

        ordering: ClassVar = ["-starts_on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gt=models.F("starts_on")),
                name="people_tenure_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["post", "capacity"], condition=models.Q(ends_on=None), name="people_one_open_tenure"
            ),
        ]

    def __str__(self) -> str:
        """Name the person and the post."""
        return f"{self.person}, {self.post}"


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by e-mail whatever its case. Accounts are made by ``people.actions`` alone."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Return the account of this e-mail."""
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """What signs in. ``keyboard`` is set by the session of a shared account: who is typing.

    ``is_demo`` accounts have no password; they enter with one click, and only while the demo setting is on.
    """

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="accounts")
    is_shared = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    session_epoch = models.PositiveIntegerField(default=0)
    is_demo = models.BooleanField(default=False)
    language = models.CharField(max_length=2, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]
    objects = AccountManager()
    keyboard: str = ""

    class Meta:
        """By name."""

        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        """Give the name."""
        return self.name

    def get_session_auth_hash(self, *args: Any) -> str:  # noqa: ANN401 - Django's signature
        """Return the hash that ends all sessions when the epoch moves or the account is closed."""
        return f"{super().get_session_auth_hash()}:{self.session_epoch}:{int(self.is_active)}"


class RoleAssignment(models.Model):
    """A role held by an account at a place, half-open in time."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=30)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="assignments")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        """By place; the same role at the same place is held once at a time."""

        ordering: ClassVar = ["region__code", "role"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "role", "region"],
                condition=models.Q(ends_on=None),
                name="people_one_open_assignment",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="people_assignment_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        """Name account, role and place."""
        return f"{self.account}: {self.role} @ {self.region.code}"

    @property
    def role_label(self) -> str:
        """Return the role's name for people; a role that no longer exists is shown by its code."""
        known = ROLES.get(self.role)
        return str(known.label) if known else self.role


class Invitation(models.Model):
    """A link that makes one account with one role; of the link only the digest of its token is kept."""

    token_digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=30)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_shared = models.BooleanField(default=False)
    invited_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations")

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-created_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["used_at", "revoked_at", "expires_at"])]

    def __str__(self) -> str:
        """Name whom it is for."""
        return self.name or self.email or f"{self.role} @ {self.region.code}"

    @property
    def role_label(self) -> str:
        """Return the role's name for people."""
        known = ROLES.get(self.role)
        return str(known.label) if known else self.role

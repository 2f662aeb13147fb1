"""Regions as identities, their dated codes, and what changed between editions.

A ``Region`` is an identity that outlives its code. ``code`` is its Kemendagri code of today (PP.KK.CC.DDDD
as text, "0" for Indonesia) and doubles as its path: all below 33.01 begin with "33.01.", so scoping is a
range on one indexed column. Every code a region ever had stands in ``RegionCode`` with its dates.
A region that is gone keeps its last code; where another region bears that code now, "~1" is put behind it.
Invented regions (99.*) belong to no edition, are untouched by one, and stay out of national counts.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rumahbersama.ground.regions import matching
from rumahbersama.ground.regions.rules import code_sort_key, full_name


class Level(models.IntegerChoices):
    """The five levels of government a page can stand at."""

    NATION = 0, _("Indonesia")
    PROVINCE = 1, _("Provinsi")
    KABUPATEN = 2, _("Kabupaten/Kota")
    KECAMATAN = 3, _("Kecamatan")
    DESA = 4, _("Desa/Kelurahan")


class Kind(models.TextChoices):
    """What a region is in law; kabupaten and kota share a level, so do desa, kelurahan and desa adat."""

    NEGARA = "negara", _("Negara")
    PROVINSI = "provinsi", _("Provinsi")
    KABUPATEN = "kabupaten", _("Kabupaten")
    KOTA = "kota", _("Kota")
    KECAMATAN = "kecamatan", _("Kecamatan")
    DESA = "desa", _("Desa")
    KELURAHAN = "kelurahan", _("Kelurahan")
    DESA_ADAT = "desa_adat", _("Desa adat")


class Edition(models.Model):
    """One published list of codes, with its date and legal basis."""

    number = models.CharField(max_length=40, unique=True)
    legal_basis = models.CharField(max_length=200)
    valid_from = models.DateField()
    file_name = models.CharField(max_length=200)
    file_digest = models.CharField(max_length=64)
    counts = models.JSONField(default=dict)
    loaded_at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-valid_from"]

    def __str__(self) -> str:
        """Give the edition its name."""
        return self.legal_basis


class Region(models.Model):
    """A region as an identity, with its code, name and parent of today."""

    code = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=120)
    search_name = models.CharField(max_length=120, db_index=True)
    level = models.PositiveSmallIntegerField(choices=Level)
    kind = models.CharField(max_length=12, choices=Kind)
    word = models.CharField(max_length=30, blank=True, help_text="local word for its kind: nagari, gampong, distrik")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    gone_on = models.DateField(null=True, blank=True)
    invented = models.BooleanField(default=False)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    children_count = models.PositiveIntegerField(default=0)
    desa_count = models.PositiveIntegerField(default=0)

    class Meta:
        """In code order; one level's regions below a place are one index range."""

        ordering: ClassVar = ["code"]
        indexes: ClassVar = [models.Index(fields=["level", "code"])]

    def __str__(self) -> str:
        """Give the full name: "Kecamatan Adipala"."""
        return full_name(kind=self.kind, word=self.word, name=self.name)

    def get_absolute_url(self) -> str:
        """Return the region's page."""
        return reverse("regions:region", args=[self.code])

    @property
    def shown_code(self) -> str:
        """Return the code as people know it, without the mark of a code that another region bears now."""
        return self.code.partition("~")[0]

    @property
    def sort_key(self) -> tuple[str, ...]:
        """Return the code's parts, for sorting in Python."""
        return code_sort_key(self.code)


class RegionCode(models.Model):
    """A code that a region bears or bore: scheme, code, half-open dates, legal basis.

    ``name`` is the name as that edition printed it ("KAB. ACEH SELATAN").
    """

    class Scheme(models.TextChoices):
        """Who issued the code; the two are never mixed."""

        KEMENDAGRI = "kemendagri", _("Kemendagri")
        BPS = "bps", _("BPS")

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="codes")
    scheme = models.CharField(max_length=10, choices=Scheme, default=Scheme.KEMENDAGRI)
    code = models.CharField(max_length=13)
    name = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="codes")

    class Meta:
        """One open bearer of a code at a time."""

        ordering: ClassVar = ["-valid_from"]
        indexes: ClassVar = [models.Index(fields=["scheme", "code"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scheme", "code"], condition=models.Q(valid_to=None), name="regions_one_bearer_of_a_code"
            )
        ]

    def __str__(self) -> str:
        """Give the code."""
        return self.code


class RegionChange(models.Model):
    """What happened to regions when an edition was loaded or a person linked two."""

    class Kind(models.TextChoices):
        """Kinds of change, as the preview counts them."""

        SPELLED = "spelled", _("Ejaan")
        RENAMED = "renamed", _("Ganti nama")
        RECODED = "recoded", _("Ganti kode")
        MOVED = "moved", _("Pindah induk")
        NEW = "new", _("Baru")
        GONE = "gone", _("Tidak ada lagi")
        LINKED = "linked", _("Disambungkan")

    kind = models.CharField(max_length=10, choices=Kind)
    effective_on = models.DateField()
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="changes")
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="changes")
    before = models.CharField(max_length=160, blank=True)
    after = models.CharField(max_length=160, blank=True)

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-effective_on", "kind", "id"]
        indexes: ClassVar = [models.Index(fields=["edition", "kind"])]

    def __str__(self) -> str:
        """Give the change in short."""
        return f"{self.kind}: {self.before} -> {self.after}"


class UnresolvedRegion(models.Model):
    """A region that an edition no longer carries and whose successor nobody has named yet."""

    class State(models.TextChoices):
        """What became of the question."""

        OPEN = "open", _("Belum diputuskan")
        LINKED = "linked", _("Disambungkan")
        ENDED = "ended", _("Memang tidak ada lagi")

    class Reason(models.TextChoices):
        """Why no successor is certain (``matching.py``)."""

        OTHER_NAME = matching.OTHER_NAME, _("Kode sama, nama lain sama sekali")
        TWO_CLAIMS = matching.TWO_CLAIMS, _("Kode dan nama kini milik dua wilayah")
        SEVERAL = matching.SEVERAL, _("Beberapa wilayah bernama sama")
        ELSEWHERE = matching.ELSEWHERE, _("Nama sama, induk lain")
        SIMILAR = matching.SIMILAR, _("Nama mirip, kode lain")
        NONE = matching.NONE, _("Tidak ada calon pengganti")

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="unresolved")
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="questions")
    candidates = models.ManyToManyField(Region, related_name="+")
    reason = models.CharField(max_length=20, choices=Reason)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """In code order; one question per region and edition."""

        ordering: ClassVar = ["region__code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "region"], name="regions_one_question_per_edition")
        ]

    def __str__(self) -> str:
        """Name the region in question."""
        return str(self.region)

    def get_absolute_url(self) -> str:
        """Return the page where it is decided."""
        return reverse("regions:question", args=[self.pk])


class Shape(models.Model):
    """The border of a region as an SVG path, simplified once at import together with its siblings.

    ``path`` is in integer units of its parent's box (``box`` = "min-x min-y width height", about 480 units).
    """

    region = models.OneToOneField(Region, on_delete=models.CASCADE, related_name="shape")
    path = models.TextField()
    box = models.CharField(max_length=40)
    label_x = models.IntegerField()
    label_y = models.IntegerField()
    source = models.CharField(max_length=200)

    def __str__(self) -> str:
        """Name the region."""
        return self.region.code


class Upload(models.Model):
    """A file with regions on its way in: previewed by a job, looked at by a person, then loaded by a job."""

    class Kind(models.TextChoices):
        """What the file holds."""

        EDITION = "edition", _("Edisi kode wilayah")
        SHAPES = "shapes", _("Batas wilayah (GeoJSON)")
        CENTROIDS = "centroids", _("Titik tengah (CSV)")

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("Sedang dibaca")
        READY = "ready", _("Siap dimuat")
        FINDINGS = "findings", _("Ada yang harus diperbaiki")
        REFUSED = "refused", _("Ditolak")
        LOADED = "loaded", _("Sudah dimuat")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    file_name = models.CharField(max_length=200)
    path = models.CharField(max_length=300)
    options = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        """Give the file's name."""
        return self.file_name

    def get_absolute_url(self) -> str:
        """Return the preview."""
        return reverse("regions:upload", args=[self.pk])

"""What is measured, what the law asks, what was observed, and the sums of it.

Everything observed is an ``Observation``: population, a count of posyandu, a rate with numerator and
denominator. A plain count of facilities is the supply of a ``Service`` ("ada, keadaan belum diketahui").
A ``Standard`` says how many people one facility serves, at which level, rounded how, by which law, from when.
``IndicatorSum`` and ``GapTotal`` hold the sums per kecamatan and kabupaten, written in the transaction of the
observation; province and nation are summed from the kabupaten on reading.
"""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rumahbersama.chain.needs.rules import StandardRule
from rumahbersama.chain.needs.thresholds import THRESHOLDS
from rumahbersama.ground.intake.numbers import canonical
from rumahbersama.ground.people.roles import ROLES
from rumahbersama.ground.regions.models import Level, Region

PERCENT_UNITS = frozenset({"%", "persen"})
LONGEST_ABBREVIATION = 4


class Named(models.Model):
    """Reference data with a fixed code and a name in both languages; disabled, never deleted."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    disabled_on = models.DateField(null=True, blank=True)

    class Meta:
        """In the order of the reference data."""

        abstract = True
        ordering: ClassVar = ["order", "code"]

    def __str__(self) -> str:
        """Give the name in the page's language."""
        return (self.name_en or self.name) if get_language() == "en" else self.name


class ServiceArea(Named):
    """A field of basic services: pendidikan, kesehatan, air bersih & sanitasi, sosial, kependudukan."""


class Period(models.Model):
    """A named period, half-open: "2020-S1" is 1 January to 1 July 2020."""

    class Kind(models.TextChoices):
        """How long it is."""

        YEAR = "year", _("Tahun")
        SEMESTER = "semester", _("Semester")
        QUARTER = "quarter", _("Triwulan")
        MONTH = "month", _("Bulan")

    code = models.CharField(max_length=8, unique=True)
    kind = models.CharField(max_length=8, choices=Kind)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        """Newest first; a longer period before the shorter ones that begin with it."""

        ordering: ClassVar = ["-ends_on", "starts_on"]

    def __str__(self) -> str:
        """Give the period in words: "Semester 1 2020"."""
        year, _dash, part = self.code.partition("-")
        return f"{self.get_kind_display()} {part.lstrip('SQM')} {year}".replace("  ", " ") if part else year


class Indicator(Named):
    """One thing that is measured, at the level where it is observed."""

    class Upward(models.TextChoices):
        """What happens to it one level up; an index is never averaged."""

        SUM = "sum", _("Dijumlahkan")
        RATIO = "ratio", _("Jumlah dibagi jumlah")
        NONE = "none", _("Tidak dijumlahkan")

    class Direction(models.TextChoices):
        """Which way is better."""

        UP = "up", _("Makin besar makin baik")
        DOWN = "down", _("Makin kecil makin baik")
        NEUTRAL = "neutral", _("Tanpa arah")

    area = models.ForeignKey(ServiceArea, on_delete=models.PROTECT, related_name="indicators")
    unit = models.CharField(max_length=30)
    numerator = models.CharField(max_length=200)
    denominator = models.CharField(max_length=200, blank=True)
    observed_level = models.PositiveSmallIntegerField(choices=Level, default=Level.DESA)
    upward = models.CharField(max_length=5, choices=Upward, default=Upward.SUM)
    direction = models.CharField(max_length=7, choices=Direction, default=Direction.NEUTRAL)
    target = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    supplier = models.CharField(max_length=30)
    source = models.CharField(max_length=200)
    legal_basis = models.CharField(max_length=200)
    legal_basis_verified = models.BooleanField(default=False)
    aliases = models.JSONField(default=list, blank=True)
    replaces = models.CharField(max_length=200, blank=True, help_text="the other form that need not be filled in")
    replaces_origin = models.CharField(
        max_length=200, blank=True, help_text="where it is said that the form asks this"
    )
    asked_each = models.CharField(
        max_length=8,
        choices=Period.Kind,
        default=Period.Kind.SEMESTER,
        help_text="kind of the periods it is asked for",
    )
    whole = models.BooleanField(default=True)
    maximum = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    part_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", help_text="its whole, if any"
    )

    def get_absolute_url(self) -> str:
        """Return the page of the indicator."""
        return reverse("needs:indicator", args=[self.code])

    @property
    def is_percent(self) -> bool:
        """Tell whether the figure itself is written as a percentage; of a ratio the two numbers are written."""
        return self.upward != self.Upward.RATIO and self.unit.strip().lower() in PERCENT_UNITS

    @property
    def supplier_name(self) -> str:
        """Return who supplies the figure in words: a role's name, or an agency outside the program."""
        role = ROLES.get(self.supplier)
        if role:
            return str(role.label)
        is_short = len(self.supplier) <= LONGEST_ABBREVIATION  # BPS, BKN
        return self.supplier.upper() if is_short else self.supplier.replace("-", " ").capitalize()


class IndexBand(models.Model):
    """A status by law: what an index above a limit is called, from when."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="bands")
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, blank=True)
    above = models.DecimalField(max_digits=12, decimal_places=4, help_text="the band begins just above this value")
    legal_basis = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        """The best band first."""

        ordering: ClassVar = ["indicator", "-above"]

    def __str__(self) -> str:
        """Give the name in the page's language."""
        return (self.name_en or self.name) if get_language() == "en" else self.name


class Service(Named):
    """A service that has a count of facilities as its supply."""

    area = models.ForeignKey(ServiceArea, on_delete=models.PROTECT, related_name="services")
    supply = models.OneToOneField(Indicator, on_delete=models.PROTECT, related_name="service")

    def get_absolute_url(self) -> str:
        """Return the page of the service with its standards."""
        return reverse("needs:service", args=[self.code])


class Standard(models.Model):
    """How many people of a group one facility serves, where that applies, from when to when, by which law."""

    class Rounding(models.TextChoices):
        """How a requirement becomes whole facilities."""

        UP = "up", _("ke atas")
        NEAREST = "nearest", _("ke terdekat")
        DOWN = "down", _("ke bawah")

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="standards")
    population = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="standards")
    people_per_facility = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField(choices=[c for c in Level.choices if c[0] >= Level.KABUPATEN])
    rounding = models.CharField(max_length=7, choices=Rounding, default=Rounding.UP)
    minimum_per_place = models.PositiveSmallIntegerField(default=0)
    legal_basis = models.CharField(max_length=200)
    legal_basis_verified = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        """Newest first; one open standard a service."""

        ordering: ClassVar = ["service__order", "-valid_from"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(people_per_facility__gt=0), name="needs_standard_serves_somebody"
            ),
            models.UniqueConstraint(
                fields=["service"], condition=models.Q(valid_to=None), name="needs_one_open_standard"
            ),
        ]

    def __str__(self) -> str:
        """Name the service and the ratio."""
        return f"{self.service}: 1/{self.people_per_facility}"

    def as_rule(self) -> StandardRule:
        """Return the numbers for ``rules``."""
        return StandardRule(
            people_per_facility=self.people_per_facility,
            rounding=self.rounding,
            minimum_per_place=self.minimum_per_place,
        )


class Observation(models.Model):
    """One value of one indicator at one place in one period, with where it came from and who stands by it."""

    class State(models.TextChoices):
        """How far a value is believed; everything but verified is counted and marked."""

        ENTERED = "entered", _("Dimasukkan")
        CONFIRMED = "confirmed", _("Dibenarkan desa")
        VERIFIED = "verified", _("Diverifikasi")
        CONTESTED = "contested", _("Disanggah")

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="observations", db_index=False)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="observations", db_index=False)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="observations", db_index=False)
    numerator = models.DecimalField(max_digits=20, decimal_places=4)
    denominator = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.ENTERED)
    source = models.CharField(max_length=200)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    entered_at = models.DateTimeField()
    first_at = models.DateTimeField(null=True, help_text="when the first value came in, whatever became of it")
    note = models.CharField(max_length=300, blank=True, help_text="why an unusual value is right")
    run = models.BigIntegerField(null=True)

    class Meta:
        """One value per place, indicator and period; its index, place first, is the only one.

        Rows are always asked by place. An index of its own on indicator or period would tempt SQLite, which
        knows nothing of sizes, to read a whole period for one village.
        """

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["region", "indicator", "period"], name="needs_one_observation"),
            models.CheckConstraint(condition=models.Q(numerator__gte=0), name="needs_numerator_not_negative"),
            models.CheckConstraint(
                condition=models.Q(denominator=None)
                | models.Q(denominator__gt=0)
                | models.Q(denominator=0, numerator=0),
                name="needs_denominator_holds",
            ),
        ]

    def __str__(self) -> str:
        """Name what was observed where and when."""
        return f"{self.indicator.code} @ {self.region.code} {self.period.code}"

    def get_absolute_url(self) -> str:
        """Return the page of this value."""
        return reverse("needs:value", args=[self.region.code, self.indicator.code, self.period.code])

    @property
    def face(self) -> str:
        """Return what a person reads of it, to notice later that somebody changed it meanwhile."""
        return face_of(self.numerator, self.denominator, self.source)

    @property
    def key(self) -> str:
        """Return the natural key used by the audit record."""
        return audit_key(self.region.code, self.indicator.code, self.period.code)


def face_of(numerator: Decimal, denominator: Decimal | None, source: str) -> str:
    """Return number, denominator and source as one text."""
    return "|".join((canonical(numerator), "" if denominator is None else canonical(denominator), source))


def audit_key(region_code: str, indicator_code: str, period_code: str) -> str:
    """Return the natural key of an observation as text, place first so that a place's rows lie together."""
    return f"{region_code}|{indicator_code}|{period_code}"


class IndicatorSum(models.Model):
    """The sum of an indicator over a kecamatan or kabupaten in a period, with how complete it is."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="indicator_sums", db_index=False)
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="+", db_index=False)
    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="+", db_index=False)
    level = models.PositiveSmallIntegerField()
    numerator = models.DecimalField(max_digits=24, decimal_places=4, default=Decimal(0))
    denominator = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    reported = models.PositiveIntegerField(default=0)
    unverified = models.PositiveIntegerField(default=0)
    contested = models.PositiveIntegerField(default=0)
    newest_at = models.DateTimeField(null=True)
    source = models.CharField(max_length=200, blank=True, help_text="the one source of all rows; empty: several")

    class Meta:
        """One row a place, indicator and period; a level's rows of a period lie together, with how full they are."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["region", "period", "indicator"], name="needs_one_indicator_sum")
        ]
        indexes: ClassVar = [models.Index(fields=["level", "period", "region", "reported"])]

    def __str__(self) -> str:
        """Name place and indicator."""
        return f"{self.region_id}/{self.indicator_id}/{self.period_id}"


class GapTotal(models.Model):
    """The summed gap of a standard over a kecamatan or kabupaten in a period (never netted)."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="gap_totals", db_index=False)
    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="+", db_index=False)
    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="+", db_index=False)
    level = models.PositiveSmallIntegerField()
    reported = models.PositiveIntegerField(default=0)
    complete = models.PositiveIntegerField(default=0)
    short_places = models.PositiveIntegerField(default=0)
    required = models.PositiveBigIntegerField(default=0)
    supply = models.PositiveBigIntegerField(default=0)
    shortage = models.PositiveBigIntegerField(default=0)
    surplus = models.PositiveBigIntegerField(default=0)

    class Meta:
        """One row a place, standard and period."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["region", "period", "standard"], name="needs_one_gap_total")
        ]
        indexes: ClassVar = [models.Index(fields=["level", "period", "standard"])]

    def __str__(self) -> str:
        """Name place and standard."""
        return f"{self.region_id}/{self.standard_id}/{self.period_id}"


class Threshold(models.Model):
    """A number that a method needs, dated, with its source: from which score a value is doubted, days to send."""

    code = models.SlugField(max_length=40)
    value = models.DecimalField(max_digits=10, decimal_places=3)
    source = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        """Newest first; one open value each."""

        ordering: ClassVar = ["code", "-valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(valid_to=None), name="needs_one_open_threshold"
            ),
        ]

    def __str__(self) -> str:
        """Name it in words."""
        return str(THRESHOLDS.get(self.code, self.code))


class WriteCounter(models.Model):
    """How often observations below a kabupaten were written: the lock its writers share, and their warning.

    Keyed by code, not by region, so that villages of two kabupaten never meet in one row.
    """

    kabupaten = models.CharField(max_length=5, primary_key=True)
    version = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        """Give the code."""
        return self.kabupaten

"""Closed days and office weeks of a place; they hold for everything below it.

National holidays and joint leave stand at Indonesia and come with the program; a province or kabupaten adds its own.
A day is never deleted: it is withdrawn with a reason, so that a deadline counted with it stays explainable.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from rumahbersama.ground.regions.models import Region


class Holiday(models.Model):
    """A day on which the offices of a place and all below are closed, or open for half of it.

    A half day is told and stays a working day: the decrees shorten its hours, and no time limit in days asks how long
    an office was open (our reading; docs/reference).
    """

    class Kind(models.TextChoices):
        """Who closed it."""

        NATIONAL = "national", _("Libur nasional")
        JOINT = "joint", _("Cuti bersama")
        LOCAL = "local", _("Libur daerah")
        HALF = "half", _("Setengah hari")

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="holidays")
    date = models.DateField()
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=Kind)
    legal_basis = models.CharField(max_length=200, blank=True)
    is_estimate = models.BooleanField(default=False)
    is_shipped = models.BooleanField(default=False, help_text="came with the program, and follows its next edition")
    withdrawn_because = models.CharField(max_length=200, blank=True)

    class Meta:
        """In the order of the year; one row for a day at a place."""

        ordering: ClassVar = ["date", "region__code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["region", "date"], name="regions_one_holiday_of_a_day")
        ]

    def __str__(self) -> str:
        """Give its name."""
        return self.name

    @property
    def is_local(self) -> bool:
        """Tell whether a place closed or shortened it for itself."""
        return self.kind in {self.Kind.LOCAL, self.Kind.HALF}


# What may be written down at Indonesia, and at any other place; the first is meant where nothing is said.
NATION_KINDS = (Holiday.Kind.NATIONAL, Holiday.Kind.JOINT, Holiday.Kind.HALF)
LOCAL_KINDS = (Holiday.Kind.LOCAL, Holiday.Kind.HALF)


class OfficeWeek(models.Model):
    """The weekdays on which offices of a place work from a day on: "12345" is Monday to Friday."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="office_weeks")
    valid_from = models.DateField()
    weekdays = models.CharField(max_length=7)
    legal_basis = models.CharField(max_length=200)

    class Meta:
        """Oldest first; one week begins on a day."""

        ordering: ClassVar = ["valid_from", "region__code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["region", "valid_from"], name="regions_one_week_of_a_day"),
            models.CheckConstraint(condition=~models.Q(weekdays=""), name="regions_week_has_a_day"),
        ]

    def __str__(self) -> str:
        """Give the weekdays."""
        return self.weekdays

    @property
    def numbers(self) -> frozenset[int]:
        """Return the weekdays as Python counts them, Monday 0."""
        return frozenset(int(letter) - 1 for letter in self.weekdays)

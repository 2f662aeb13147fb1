"""Which indicators make up a minimum service: of each field its services, of each service its two measures."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from rumahbersama.chain.needs.models import Indicator, Named


class SpmField(Named):
    """A field of the minimum service standards: pendidikan, kesehatan, pekerjaan umum, perumahan, trantib, sosial."""


class SpmService(Named):
    """A service to which everybody of a group has a claim, from when to when, by the law of its indicators."""

    class Basis(models.TextChoices):
        """What the number of those with a claim rests on; the three are not to be compared with each other."""

        COUNT = "count", _("pendataan")
        ESTIMATE = "estimate", _("perkiraan prevalensi")
        GRADES = "grades", _("siswa kelas 1 dan 7")

    field = models.ForeignKey(SpmField, on_delete=models.PROTECT, related_name="services")
    receivers = models.OneToOneField(Indicator, on_delete=models.PROTECT, related_name="spm_receivers")
    quality = models.OneToOneField(Indicator, on_delete=models.PROTECT, related_name="spm_quality")
    denominator_basis = models.CharField(max_length=8, choices=Basis, default=Basis.COUNT)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        """In the order of the law."""

        ordering: ClassVar = ["field__order", "order", "code"]

    @property
    def legal_basis(self) -> str:
        """Return by which law: that of its indicators, where people edit it."""
        return self.receivers.legal_basis

    @property
    def legal_basis_verified(self) -> bool:
        """Tell whether somebody has marked the law of both its indicators as read."""
        return self.receivers.legal_basis_verified and self.quality.legal_basis_verified

"""The secret address from which a calendar program reads the calendar of a kecamatan.

It shows what its account may see on the day it is read; an account that is closed gives nothing.
"""

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse

from rumahbersama.ground.regions.models import Region


def new_token() -> str:
    """Return the secret part of an address: whoever knows it reads the calendar."""
    return secrets.token_urlsafe(24)


class CalendarAddress(models.Model):
    """An address of one account for one kecamatan."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=43, unique=True, default=new_token)
    made_at = models.DateTimeField()

    class Meta:
        """One of an account and a place."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "region"], name="calendar_one_address_of_a_place")
        ]

    def __str__(self) -> str:
        """Name the place."""
        return str(self.region)

    def get_absolute_url(self) -> str:
        """Return the address of the feed."""
        return reverse("calendar:feed", args=[self.token])

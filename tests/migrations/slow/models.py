"""A thing that points to another, so that its tables leave work to the end of their migration."""

from django.db import models


class Kind(models.Model):
    """What a thing is."""

    name = models.CharField(max_length=20)
    number = models.IntegerField(default=0)


class Thing(models.Model):
    """A row of the slow migration."""

    kind = models.ForeignKey(Kind, on_delete=models.CASCADE)

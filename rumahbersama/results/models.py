"""What is kept of the thread: what the figure named by a promise did, read at night for very large programmes.

Derived from promises and figures, and made anew from them; nobody writes it by hand.
"""

from typing import ClassVar

from django.db import models

from rumahbersama.chain.commitments.models import Commitment


class FigureOfPromise(models.Model):
    """Of one promise of an RTL that names an indicator: what its figure did, and that of the place above."""

    commitment = models.OneToOneField(Commitment, on_delete=models.CASCADE, primary_key=True, related_name="+")
    source_url = models.CharField(max_length=300, help_text="address of the training, as the promise has it")
    indicator = models.CharField(max_length=40)
    verdict = models.CharField(max_length=8, help_text="towards, away, same or no_data")
    beside = models.CharField(max_length=8, help_text="what the place above did in the same time")

    class Meta:
        """In the order of promises."""

        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        """Give indicator and verdict."""
        return f"{self.indicator}: {self.verdict}"


class FiguresOfTraining(models.Model):
    """How many promises of a training name an indicator whose figure did this, beside what the place above did."""

    source_url = models.CharField(max_length=300, help_text="address of the training, as its promises have it")
    indicator = models.CharField(max_length=40)
    verdict = models.CharField(max_length=8, help_text="towards, away, same or no_data")
    beside = models.CharField(max_length=8, help_text="what the place above did in the same time")
    promises = models.PositiveIntegerField()
    read_at = models.DateTimeField(help_text="when that reading began")

    class Meta:
        """Once each; those of a training are one index range."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source_url", "indicator", "verdict", "beside"], name="results_one_sum_of_training"
            )
        ]

    def __str__(self) -> str:
        """Give indicator, verdict and count."""
        return f"{self.indicator}: {self.verdict} {self.promises}"


class FiguresRead(models.Model):
    """When all figures of promises were read last; one row."""

    began_at = models.DateTimeField()

    def __str__(self) -> str:
        """Give the moment."""
        return self.began_at.isoformat()

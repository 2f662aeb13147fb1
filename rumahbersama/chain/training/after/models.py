"""Who is asked about an alumnus some months after a training, and the invitation by which they answer.

The form itself, its answers and who has answered are kept by ``surveys``: the round is without names, so nothing
leads from a ``Rater`` to what they said. The name stands with the invitation.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from rumahbersama.chain.training.after.rules import PEER_1, PEER_2, SELF, SUPERIOR
from rumahbersama.chain.training.models import Participation
from rumahbersama.workshop.surveys.models import Invitation


class Rater(models.Model):
    """One of the four who are asked about an alumnus: the alumnus, the superior, two colleagues."""

    class Relation(models.TextChoices):
        """What they are to the alumnus."""

        SELF = SELF, _("Alumnus")
        SUPERIOR = SUPERIOR, _("Atasan")
        PEER_1 = PEER_1, _("Rekan 1")
        PEER_2 = PEER_2, _("Rekan 2")

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="raters")
    months = models.PositiveSmallIntegerField(help_text="how long after the training")
    relation = models.CharField(max_length=8, choices=Relation)
    contact = models.CharField(max_length=120, blank=True, help_text="phone or e-mail, for the link only")
    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, related_name="rater")

    class Meta:
        """By alumnus; each relation once a round."""

        ordering: ClassVar = ["participation", "months", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["participation", "months", "relation"], name="training_after_one_rater_of_a_relation"
            )
        ]

    def __str__(self) -> str:
        """Give the name."""
        return str(self.invitation)

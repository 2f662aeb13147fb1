"""All tables of this room, gathered where Django looks for them."""

from rumahbersama.chain.training.curricula.models import Curriculum, Subject
from rumahbersama.chain.training.events.models import (
    BudgetLine,
    CostCeiling,
    Event,
    Programme,
    Room,
    Session,
    Site,
    Teaching,
    TrainingClass,
)
from rumahbersama.chain.training.taking_part.models import Participation, Quota, Reservation

__all__ = [
    "BudgetLine",
    "CostCeiling",
    "Curriculum",
    "Event",
    "Participation",
    "Programme",
    "Quota",
    "Reservation",
    "Room",
    "Session",
    "Site",
    "Subject",
    "Teaching",
    "TrainingClass",
]

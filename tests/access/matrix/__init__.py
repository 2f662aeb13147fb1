"""The access table in letters; see ``reading`` for what the letters and columns mean."""

from tests.access.matrix.competency import COMPETENCY
from tests.access.matrix.mediation import MEDIATION
from tests.access.matrix.meetings import MEETINGS
from tests.access.matrix.nowhere import NOWHERE
from tests.access.matrix.places import OF_PLACES
from tests.access.matrix.problems import PROBLEMS
from tests.access.matrix.reading import HOMES, PLACES, RELATIONS, ROLES, Table
from tests.access.matrix.recommendations import RECOMMENDATIONS
from tests.access.matrix.taking_part import TAKING_PART
from tests.access.matrix.things import THINGS
from tests.access.matrix.training import TRAINING
from tests.access.matrix.upward import UPWARD
from tests.access.matrix.visits import VISITS

CLASSES: dict[str, Table] = (
    NOWHERE
    | OF_PLACES
    | THINGS
    | TRAINING
    | TAKING_PART
    | COMPETENCY
    | MEDIATION
    | MEETINGS
    | PROBLEMS
    | RECOMMENDATIONS
    | UPWARD
    | VISITS
)

__all__ = ["CLASSES", "HOMES", "PLACES", "RELATIONS", "ROLES"]

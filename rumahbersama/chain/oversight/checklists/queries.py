"""Reading checklists: which ones a visit may take along."""

from typing import Any

from rumahbersama.workshop.surveys.models import Questionnaire, Version
from rumahbersama.workshop.surveys.queries import versions_in_force


def checklists_for(user: Any) -> list[Version]:  # noqa: ANN401 - Account
    """Return the checklists in force that this account may take along, by title (one query)."""
    return [
        version for version in versions_in_force(user) if version.questionnaire.kind == Questionnaire.Kind.CHECKLIST
    ]

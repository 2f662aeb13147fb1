"""Who reads checklists: who may read the questionnaire they are (``surveys.permissions``)."""

from typing import Any

from django.http import Http404

from rumahbersama.chain.oversight.checklists import queries
from rumahbersama.workshop.surveys.models import Version


def get_checklist(user: Any, number: int) -> Version:  # noqa: ANN401 - Account
    """Return a checklist in force that the user reads; 404 for any other."""
    found = queries.in_force(user).filter(pk=number).first()
    if found is None:
        raise Http404
    return found

"""Reading checklists: which ones are in force for an account, how long they are, what they ask."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from rumahbersama.workshop.surveys.models import Question, Questionnaire, Version
from rumahbersama.workshop.surveys.permissions import visible_questionnaires
from rumahbersama.workshop.surveys.rules import Asked


def in_force(user: Any) -> QuerySet[Version]:  # noqa: ANN401 - Account
    """Return the checklists in force that this account reads, by title."""
    seen = visible_questionnaires(user).filter(kind=Questionnaire.Kind.CHECKLIST)
    rows = Version.objects.filter(state=Version.State.PUBLISHED, questionnaire__in=seen)
    return rows.select_related("questionnaire__region").order_by("questionnaire__title", "pk")


def checklists_for(user: Any) -> list[Version]:  # noqa: ANN401
    """Return the checklists that this account may take along (one query)."""
    return list(in_force(user))


def with_counts(rows: QuerySet[Version]) -> QuerySet[Version]:
    """Annotate how much each asks, and how often a "no" leads to a remedy."""
    has_remedy = ~Q(questions__remedy="")
    return rows.annotate(asked=Count("questions"), remedies=Count("questions", filter=has_remedy))


def questions_of(version: Version) -> list[Asked]:
    """Return what a version asks, in order (one query)."""
    return [row.asked() for row in Question.objects.filter(version=version)]

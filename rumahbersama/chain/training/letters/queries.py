"""Reading what was written about an event, and the attendance lists of which its sheets are printed."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from rumahbersama.chain.training.events.models import BudgetLine
from rumahbersama.chain.training.hall.queries import owner_text
from rumahbersama.chain.training.models import Event, TrainingClass
from rumahbersama.chain.training.passing.queries import KIND, subject_of
from rumahbersama.workshop.papers.models import Paper
from rumahbersama.workshop.papers.permissions import visible_papers
from rumahbersama.workshop.papers.rules import UNFINISHED
from rumahbersama.workshop.presence.models import Roster


def letters_of(user: Any, event: Event) -> QuerySet[Paper]:  # noqa: ANN401 - Account or AnonymousUser
    """Return the papers of an event that the user may read, but for certificates, which have a page of their own."""
    return visible_papers(user).filter(subject=subject_of(event)).exclude(kind=KIND)


@dataclass(frozen=True)
class Counts:
    """How many letters there are, how many are not signed yet, and how many went out."""

    all: int
    unfinished: int
    sent: int


def counts_of(rows: QuerySet[Paper]) -> Counts:
    """Return how many letters stand where (one query)."""
    told = rows.order_by().aggregate(
        all=Count("pk"),
        unfinished=Count("pk", filter=Q(state__in=UNFINISHED)),
        sent=Count("pk", filter=Q(state=Paper.State.SENT)),
    )
    return Counts(**told)


def same_kind(event: Event, kind: str) -> list[Paper]:
    """Return the letters of a kind that an event has, unfinished or in force, newest first (one query)."""
    rows = Paper.objects.filter(subject=subject_of(event), kind=kind)
    return list(rows.exclude(state__in=(Paper.State.CANCELLED, Paper.State.REPLACED))[:5])


def lists_of(event: Event) -> list[tuple[TrainingClass, Roster | None]]:
    """Return the classes of an event with their attendance list, from which sheets are printed (two queries)."""
    classes = list(TrainingClass.objects.filter(event=event).order_by("number"))
    found = {row.owner: row for row in Roster.objects.filter(owner__in=[owner_text(klass) for klass in classes])}
    return [(klass, found.get(owner_text(klass))) for klass in classes]


def budget_lines(event: Event) -> list[BudgetLine]:
    """Return the lines of the budget for which money is handed out and signed for (one query)."""
    return list(BudgetLine.objects.filter(event=event))

"""Reading questionnaires and rounds for lists, pages and the registry."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from rumahbersama.ground.audit.queries import RowChange, rows_of
from rumahbersama.workshop.surveys.models import Invitation, Questionnaire, Response, Round, Version
from rumahbersama.workshop.surveys.permissions import visible_questionnaires, visible_rounds
from rumahbersama.workshop.surveys.recording import QUESTIONNAIRE, ROUND

MOST_FOUND = 10


def _count_of(model: Any) -> Coalesce:  # noqa: ANN401 - a model class
    counted = model.objects.filter(round=OuterRef("pk")).order_by().values("round").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)


def with_counts(rows: QuerySet[Round]) -> QuerySet[Round]:
    """Annotate how many answered and how many were invited."""
    return rows.annotate(answered=_count_of(Response), invited=_count_of(Invitation))


def open_on(today: date) -> Q:
    """Return the filter for rounds that take answers today."""
    return Q(closed_at=None, opens_on__lte=today, closes_on__gte=today)


def with_versions(rows: QuerySet[Questionnaire]) -> QuerySet[Questionnaire]:
    """Annotate the number in force, and of the draft."""
    of_this = Version.objects.filter(questionnaire=OuterRef("pk"))
    return rows.annotate(
        in_force=Subquery(of_this.filter(state=Version.State.PUBLISHED).values("number")[:1]),
        draft=Subquery(of_this.filter(state=Version.State.DRAFT).values("number")[:1]),
    )


def versions_in_force(user: Any) -> list[Version]:  # noqa: ANN401
    """Return the versions this account may ask, by title."""
    rows = Version.objects.filter(state=Version.State.PUBLISHED, questionnaire__in=visible_questionnaires(user))
    return list(rows.select_related("questionnaire").order_by("questionnaire__title"))


def versions_of(found: Questionnaire, *, keeper: bool) -> list[Version]:
    """Return the versions of a questionnaire, newest first, with how much is asked in each and how often."""
    rows = found.versions.annotate(asked=Count("questions", distinct=True), used=Count("rounds", distinct=True))
    return list(rows if keeper else rows.exclude(state=Version.State.DRAFT))


def progress_of(round: Round) -> list[dict[str, Any]]:
    """Return per role (and group) of the invited how many answered."""
    rows = round.invitations.order_by("role", "group").values("role", "group")
    return list(rows.annotate(invited=Count("pk"), answered=Count("pk", filter=Q(answered_on__isnull=False))))


def comparable(round: Round, user: Any) -> list[Round]:  # noqa: ANN401
    """Return other rounds of the same questionnaire that this account may see, for a comparison."""
    same = {"version__questionnaire": round.version.questionnaire_id}
    if round.subject:
        rows = Round.objects.filter(subject=round.subject, **same)
    else:
        rows = visible_rounds(user).filter(region=round.region, **same)
    return list(rows.exclude(pk=round.pk).order_by("-opens_on", "-pk")[:20])


def history_of_questionnaire(found: Questionnaire) -> list[RowChange]:
    """Return what became of a questionnaire, newest first."""
    return rows_of(entity=QUESTIONNAIRE, key=found.code, codes=None)


def history_of_round(found: Round) -> list[RowChange]:
    """Return what became of a round, newest first; the answers themselves are not part of it."""
    return [row for row in rows_of(entity=ROUND, key=found.key, codes=None) if row.record.verb != "surveys.answer"]


def questionnaire_names(keys: Collection[str]) -> dict[str, str]:
    """Return what questionnaires are called, by code (one query)."""
    return dict(Questionnaire.objects.filter(code__in=keys).values_list("code", "title"))


def round_names(keys: Collection[str]) -> dict[str, str]:
    """Return what rounds are called, by key (one query)."""
    return dict(Round.objects.filter(key__in=keys).values_list("key", "title"))


def found_rounds(*, user: Any, text: str) -> list[Round]:  # noqa: ANN401
    """Return rounds in sight whose title holds a text (one query)."""
    return list(visible_rounds(user).filter(title__icontains=text)[:MOST_FOUND])


def to_answer(user: Any, *, today: date) -> list[Invitation]:  # noqa: ANN401
    """Return the invitations that the person of an account has not answered (one query, none without a person)."""
    if not getattr(user, "person_id", None):
        return []
    rows = Invitation.objects.filter(
        person=user.person_id, answered_on=None, round__in=Round.objects.filter(open_on(today))
    )
    return list(rows.select_related("round")[:MOST_FOUND])

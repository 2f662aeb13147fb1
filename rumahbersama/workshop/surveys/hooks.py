"""What surveys tell the others through the registry."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from rumahbersama.ground.core.formats import day
from rumahbersama.ground.core.registry import AuditEntity, HomeTask, SearchHit
from rumahbersama.workshop.surveys import queries, recording
from rumahbersama.workshop.surveys.actions import answering


def home_tasks(*, user: Any, today: date) -> Iterator[HomeTask]:  # noqa: ANN401 - Account or AnonymousUser
    """Name what the person of this account was asked to fill in (one query, none without a person)."""
    for row in queries.to_answer(user, today=today):
        text = _("Isi survei “{title}” sebelum {day}").format(title=row.round.title, day=day(row.round.closes_on))
        yield HomeTask(text=text, url=reverse("surveys:answer", args=[row.token]), action=_("Isi"), tone="warn")


def chores(*, at: datetime) -> Iterator[str]:
    """Remove what was begun and never sent."""
    yield f"survey drafts: {answering.remove_old_drafts(at=at)}"


def search(*, user: Any, text: str) -> Iterator[SearchHit]:  # noqa: ANN401
    """Find rounds in sight by their title."""
    for row in queries.found_rounds(user=user, text=text):
        yield SearchHit(row.title, row.get_absolute_url(), _("Survei"), str(row.region), 30)


def history_labels() -> Iterator[AuditEntity]:
    """Name what is recorded of questionnaires and rounds."""
    fields, values = recording.questionnaire_fields(), recording.values()
    yield AuditEntity(recording.QUESTIONNAIRE, _("Kuesioner"), fields, values, queries.questionnaire_names)
    yield AuditEntity(recording.ROUND, _("Survei"), recording.round_fields(), values, queries.round_names)

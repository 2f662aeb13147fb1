"""What materials tell the others through the registry."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from rumahbersama.chain.training.materials import queries, recording
from rumahbersama.chain.training.permissions import person_of
from rumahbersama.ground.core.registry import AuditEntity, HomeTask, SearchHit
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.roles import RUN_TRAINING


def home_tasks(*, user: Any, today: date) -> Iterator[HomeTask]:  # noqa: ANN401 - Account or AnonymousUser
    """Lead who takes part in or teaches a coming event to its materials (one query, four where there is one)."""
    person = person_of(user)
    for event in queries.coming_with_materials(person, today=today) if person is not None else ():
        text = _("Bahan ajar dapat dibaca dan diunduh: {event}").format(event=event)
        yield HomeTask(text=text, url=reverse("materials:event", args=[event.pk]), action=_("Buka bahan"))


def search(*, user: Any, text: str) -> Iterator[SearchHit]:  # noqa: ANN401
    """Find materials by title, for who runs training (one query; none for others)."""
    if not scope_of(user).places_for(RUN_TRAINING):
        return
    for row in queries.found(text=text):
        url = reverse("materials:material", args=[row.subject.curriculum.code, row.pk])
        detail = f"{row.subject.curriculum}, {row.subject}"
        yield SearchHit(row.title, url, _("Bahan ajar"), detail, 28)


def history_labels() -> Iterator[AuditEntity]:
    """Name what is recorded of materials."""
    fields, values = recording.fields(), recording.values()
    yield AuditEntity(recording.ENTITY, _("Bahan ajar"), fields, values, queries.names_of)

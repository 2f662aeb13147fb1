"""What classes tell the workshop rooms: who may see and keep their attendance lists and their evaluations."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from rumahbersama.chain.training.hall.rules import CLASS, EVENT
from rumahbersama.chain.training.models import Event, TrainingClass
from rumahbersama.chain.training.permissions import may_run, teaches
from rumahbersama.workshop.presence.owners import Owner
from rumahbersama.workshop.surveys.subjects import SubjectKind, split


def _class(key: str) -> TrainingClass | None:
    return TrainingClass.objects.select_related("event__region").filter(key=key).first()


def _event(key: str) -> Event | None:
    return Event.objects.select_related("region").filter(key=key).first()


def keeps_class(user: Any, key: str) -> bool:  # noqa: ANN401 - Account or AnonymousUser
    """Tell whether the user runs the event of a class, or teaches it (two queries at most)."""
    found = _class(key)
    return found is not None and (may_run(user, found.event) or teaches(user, found))


def keeps_event(user: Any, key: str) -> bool:  # noqa: ANN401
    """Tell whether the user runs an event."""
    found = _event(key)
    return found is not None and may_run(user, found)


def _url_of_class(key: str, page: str) -> str:
    found = _class(key)
    return reverse(f"hall:{page}", args=[found.event_id, found.number]) if found else ""


def _title_of_class(key: str) -> str:
    found = _class(key)
    return f"{found}, {found.event}" if found else ""


class ClassLists:
    """The owner of the attendance lists of classes."""

    prefix = CLASS

    def may_see(self, user: Any, reference: str) -> bool:  # noqa: ANN401
        """Tell whether the user may read names and marks."""
        return keeps_class(user, split(reference)[1])

    def may_keep(self, user: Any, reference: str) -> bool:  # noqa: ANN401
        """Tell whether the user may open, tap, correct and close."""
        return keeps_class(user, split(reference)[1])

    def url(self, reference: str) -> str:
        """Return the page of the class's attendance."""
        return _url_of_class(split(reference)[1], "presence")

    def title(self, reference: str) -> str:
        """Return what the class is called, with its event."""
        return _title_of_class(split(reference)[1])


def presence_owners() -> Iterator[Owner]:
    """Yield the owner of the lists of classes."""
    yield ClassLists()


def survey_subjects() -> Iterator[SubjectKind]:
    """Yield classes and events as what questions may be asked about."""
    yield SubjectKind(
        prefix=CLASS,
        may_see=keeps_class,
        may_keep=keeps_class,
        url=lambda key: _url_of_class(key, "evaluation"),
        title=_title_of_class,
    )
    yield SubjectKind(
        prefix=EVENT,
        may_see=keeps_event,
        may_keep=keeps_event,
        url=lambda key: reverse("hall:evaluations", args=[event.pk]) if (event := _event(key)) else "",
        title=lambda key: str(_event(key) or ""),
    )

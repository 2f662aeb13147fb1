"""What training tells the others through the registry."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from rumahbersama.chain.training import recording
from rumahbersama.chain.training.events import queries
from rumahbersama.chain.training.models import Event
from rumahbersama.chain.training.permissions import person_of, visible_events
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.core.registry import AuditEntity, CalendarItem, NavigationItem, SearchHit
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.roles import NOMINATE, RUN_TRAINING, VIEW_ROWS
from rumahbersama.ground.regions.models import Region


def navigation(request: HttpRequest) -> Iterator[NavigationItem]:
    """Yield the entry of the menu to who runs training, names people for it, or may teach or take part."""
    user = getattr(request, "user", None)
    scope = scope_of(user)
    if any(scope.places_for(act) for act in (RUN_TRAINING, NOMINATE, VIEW_ROWS)) or person_of(user) is not None:
        yield NavigationItem(
            label=_("Pelatihan"), short=_("Latih"), url=reverse("training:events"), icon="graduation-cap"
        )


def search(*, user: Any, text: str) -> Iterator[SearchHit]:  # noqa: ANN401
    """Find events in sight by their words."""
    for row in queries.found(user=user, text=text):
        detail = f"{row.region}, {day(row.starts_on)}"
        yield SearchHit(row.title, row.get_absolute_url(), _("Pelatihan"), detail, 34)


def paper_subjects(*, user: Any, subject: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Name the event of a paper to who sees that event (one query, none for other papers)."""
    prefix, _colon, key = subject.partition(":")
    if prefix == recording.EVENT:
        for row in visible_events(user).filter(key=key):
            yield row.title, reverse("letters:list", args=[row.pk])


def closed_addresses(*, user: Any, url: str) -> Iterator[str]:  # noqa: ANN401
    """Give back the address of an event that this account may not open (one query, none for other addresses)."""
    try:
        page = resolve(url)
    except Resolver404:
        return
    if page.view_name == "training:event" and not visible_events(user).filter(pk=page.kwargs["number"]).exists():
        yield url


def history_labels() -> Iterator[AuditEntity]:
    """Name what is recorded of events, curricula, programmes and ceilings."""
    fields, values = recording.fields(), recording.values()
    yield AuditEntity(recording.EVENT, _("Pelatihan"), fields, values, queries.names_of)
    yield AuditEntity(recording.CURRICULUM, _("Kurikulum"), fields)
    yield AuditEntity(recording.PROGRAMME, _("Program pelatihan"), fields)
    yield AuditEntity(recording.CEILING, _("Plafon biaya"), fields)


def calendar_items(*, user: Any, region: Region, start: date, end: date) -> Iterator[CalendarItem]:  # noqa: ANN401
    """Yield the trainings in sight that are held at a place or have seats for it (one query)."""
    for row in queries.held_between(region, user=user, start=start, end=end):
        yield CalendarItem(
            key=f"pelatihan-{row.key}",
            kind="pelatihan",
            kind_name=_("Pelatihan"),
            title=row.title,
            day=row.starts_on,
            last_day=row.ends_on,
            url=row.get_absolute_url(),
            place=str(row.region),
            state="done" if row.state == Event.State.FINISHED else "",
            icon="graduation-cap",
        )

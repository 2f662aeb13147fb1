"""What comes after a training, told to the others: what is due, and that such rounds have pages of their own."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rumahbersama.chain.training.after import queries
from rumahbersama.chain.training.after.rules import PREFIX
from rumahbersama.chain.training.models import Event, TrainingClass
from rumahbersama.chain.training.permissions import person_of
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.core.registry import HomeTask
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.roles import RUN_TRAINING
from rumahbersama.workshop.surveys.subjects import SubjectKind

MOST = 3


def home_tasks(*, user: Any, today: date) -> Iterator[HomeTask]:  # noqa: ANN401 - Account or AnonymousUser
    """Name forms that are due or close soon, to who runs the event; to an alumnus, whom to name (six queries).

    That an alumnus has a form to fill is told by surveys.
    """
    places = scope_of(user).places_for(RUN_TRAINING)
    recent = queries.recent_at(places, today=today) if places else []
    if recent:
        yield from _to_open(recent, today)
        yield from _to_remind(places, today)
    person = person_of(user)
    if person is None:
        return
    for row, months in queries.unnamed_of(person, today=today):
        text = _("Sebutkan atasan dan dua rekan Anda: {months} bulan sesudah {event}").format(
            months=months, event=row.event
        )
        yield HomeTask(text=text, url=reverse("after:personal", args=[row.token]), action=_("Sebutkan"), tone="warn")


def _to_open(events: list[Event], today: date) -> Iterator[HomeTask]:
    for event, months, count in queries.due_at(events, today=today)[:MOST]:
        text = ngettext(
            "Formulir perilaku {months} bulan menunggu dibuka untuk {count} kelas: {event}",
            "Formulir perilaku {months} bulan menunggu dibuka untuk {count} kelas: {event}",
            count,
        ).format(months=months, count=count, event=event)
        url = f"{reverse('after:event', args=[event.pk])}?bulan={months}"
        yield HomeTask(text=text, url=url, action=_("Buka"), tone="warn", count=count)


def _to_remind(places: list[str], today: date) -> Iterator[HomeTask]:
    for told in queries.closing_at(places, today=today)[:MOST]:
        text = ngettext(
            "{count} orang belum mengisi formulir perilaku: {event}, ditutup {day}",
            "{count} orang belum mengisi formulir perilaku: {event}, ditutup {day}",
            told["count"],
        ).format(
            count=told["count"],
            event=told["participation__event__title"],
            day=day(told["invitation__round__closes_on"]),
        )
        url = f"{reverse('after:event', args=[told['participation__event']])}?bulan={told['months']}"
        yield HomeTask(text=text, url=url, action=_("Ingatkan"), tone="warn", count=told["count"])


def _class(key: str) -> TrainingClass | None:
    return TrainingClass.objects.select_related("event").filter(key=key.partition(".")[0]).first()


def _url(key: str) -> str:
    found = _class(key)
    months = key.partition(".")[2]
    return reverse("after:class", args=[found.event_id, found.number, int(months)]) if found else ""


def survey_subjects() -> Iterator[SubjectKind]:
    """Yield classes after their training; the pages of surveys show these rounds to nobody (see ``permissions``)."""
    yield SubjectKind(
        prefix=PREFIX,
        may_see=lambda _user, _key: False,
        may_keep=lambda _user, _key: False,
        url=_url,
        title=lambda key: str(_class(key) or ""),
    )

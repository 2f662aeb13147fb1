"""What taking part tells the others through the registry."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rumahbersama.chain.training.taking_part import queries, recording
from rumahbersama.chain.training.taking_part.permissions import people_in_sight
from rumahbersama.chain.training.taking_part.rules import PROPOSED
from rumahbersama.chain.training.taking_part.table import ParticipantTable
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.core.registry import AuditEntity, HomeTask, PlaceEvent, SearchHit
from rumahbersama.ground.intake.rules import Dataset
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.roles import NOMINATE, RUN_TRAINING
from rumahbersama.ground.regions.models import Region


def home_tasks(*, user: Any, today: date) -> Iterator[HomeTask]:  # noqa: ANN401 - Account or AnonymousUser
    """Name who waits to be approved, and seats kept without names (two queries; none for who does neither)."""
    scope = scope_of(user)
    run, named = scope.places_for(RUN_TRAINING), scope.places_for(NOMINATE)
    if run:
        for number, title, count in queries.to_approve(run, today=today):
            text = ngettext(
                "{count} usulan peserta menunggu persetujuan: {event}",
                "{count} usulan peserta menunggu persetujuan: {event}",
                count,
            ).format(count=count, event=title)
            url = f"{reverse('taking_part:list', args=[number])}?keadaan={PROPOSED}"
            yield HomeTask(text=text, url=url, action=_("Periksa"), tone="warn", count=count)
    if named:
        for kept in queries.kept_without_names(named, today=today):
            text = ngettext(
                "{count} kursi yang disimpan belum bernama: {event}, pendaftaran sampai {day}",
                "{count} kursi yang disimpan belum bernama: {event}, pendaftaran sampai {day}",
                kept.seats,
            ).format(count=kept.seats, event=kept.event, day=day(kept.closes_on))
            url = reverse("taking_part:new", args=[kept.event.pk])
            yield HomeTask(text=text, url=url, action=_("Isi nama"), tone="warn", count=kept.seats)


def search(*, user: Any, text: str) -> Iterator[SearchHit]:  # noqa: ANN401
    """Find people of events by name, for who runs the event or names people for their place (one query)."""
    scope = scope_of(user)
    if not (scope.places_for(RUN_TRAINING) or scope.places_for(NOMINATE)):
        return
    for row in queries.found(people_in_sight(user), text=text):
        url = reverse("taking_part:person", args=[row.event_id, row.pk])
        yield SearchHit(row.name, url, _("Peserta pelatihan"), f"{row.event}, {row.region}", 30)


def history_labels() -> Iterator[AuditEntity]:
    """Name what is recorded of seats and people."""
    fields, values = recording.fields(), recording.values()
    yield AuditEntity(recording.PERSON, _("Peserta pelatihan"), fields, values, recording.names_of)
    yield AuditEntity(recording.QUOTA, _("Kuota pelatihan"), fields, values)
    yield AuditEntity(recording.KEPT, _("Kursi yang disimpan"), fields, values)


def datasets() -> Iterator[Dataset]:
    """Give the table of people that can be sent."""
    yield ParticipantTable()


def village_history(*, user: Any, region: Region, start: date | None, end: date | None) -> Iterator[PlaceEvent]:  # noqa: ANN401
    """Tell which people of a village took part in a training, to who sees their names (one query)."""
    scope = scope_of(user)
    if not scope.places_for(RUN_TRAINING) and not scope.places_for(NOMINATE):
        return
    for row in queries.attended_from(region, user=user, start=start, end=end, today=timezone.localdate()):
        yield PlaceEvent(
            at=row.event.starts_on,
            kind="training",
            label=_("Pelatihan"),
            text=_("{who} mengikuti {event}").format(who=row.name, event=row.event.title),
            detail=row.title,
            url=row.event.get_absolute_url(),
        )

"""What presence tells the others through the registry."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.ground.core.formats import day
from rumahbersama.ground.core.registry import AuditEntity, HomeTask, SearchHit
from rumahbersama.workshop.presence import queries, recording
from rumahbersama.workshop.presence.owners import Owner
from rumahbersama.workshop.presence.permissions import OwnLists, may_keep, places_to_make_at


def home_tasks(*, user: Any, today: date) -> Iterator[HomeTask]:  # noqa: ANN401
    """Name the occasions that are open, or are to be opened today, of lists one keeps (one query)."""
    if not places_to_make_at(user):
        return
    for each in queries.today_of(user, today=today):
        if not may_keep(user, each.roster):
            continue
        words = _("Daftar hadir “{title}” sedang dibuka") if each.is_open else _("Hari ini: daftar hadir “{title}”")
        action = _("Lihat") if each.is_open else _("Buka")
        tone = "warn" if each.is_open else "none"
        yield HomeTask(text=words.format(title=each.title), url=each.get_absolute_url(), action=action, tone=tone)


def search(*, user: Any, text: str) -> Iterator[SearchHit]:  # noqa: ANN401
    """Find lists in sight by their title."""
    for row in queries.found(user=user, text=text):
        yield SearchHit(row.title, row.get_absolute_url(), _("Daftar hadir"), f"{row.region}, {day(row.made_at)}", 30)


def history_labels() -> Iterator[AuditEntity]:
    """Name what is recorded of presence."""
    fields, values = recording.fields(), recording.values()
    yield AuditEntity(recording.ROSTER, _("Daftar hadir"), fields, values, recording.names_of_rosters)
    yield AuditEntity(recording.OCCASION, _("Acara"), fields, values, recording.names_of_occasions)
    yield AuditEntity(recording.ATTENDEE, _("Peserta"), fields, values, recording.names_of_attendees)
    yield AuditEntity(recording.MARK, _("Kehadiran"), fields, values, recording.names_of_marks)


def presence_owners() -> Iterator[Owner]:
    """Yield the owner of lists that no other room holds."""
    yield OwnLists()

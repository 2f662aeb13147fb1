"""What follow-up plans tell the others through the registry."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rumahbersama.chain.training.rtl import actions, queries, recording
from rumahbersama.ground.core.registry import AuditEntity, HomeTask
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.roles import RUN_TRAINING


def home_tasks(*, user: Any, today: date) -> Iterator[HomeTask]:  # noqa: ANN401 - Account or AnonymousUser
    """Name the RTL that wait for a post, to who runs their event (one query; none for who runs no training)."""
    places = scope_of(user).places_for(RUN_TRAINING)
    if not places:
        return
    for number, title, count in queries.events_with_rtl_without_post(places):
        text = ngettext(
            "{count} RTL belum punya jabatan: {event}", "{count} RTL belum punya jabatan: {event}", count
        ).format(count=count, event=title)
        url = f"{reverse('rtl:event', args=[number])}?per=tanpa-jabatan"
        yield HomeTask(text=text, url=url, action=_("Pilih jabatan"), tone="warn", count=count)


def history_labels() -> Iterator[AuditEntity]:
    """Name what is recorded of RTL."""
    yield AuditEntity(recording.ENTITY, _("RTL"), recording.fields(), recording.values(), recording.names_of)


def chores(*, at: datetime) -> Iterator[str]:
    """Note the state of RTL of trainings that ended one, three or six months ago; safe to do again."""
    today = timezone.localdate(at)
    for event, months in actions.due_checkpoints(today=today):
        count = actions.take_checkpoints(event=event, months=months, day=today)
        if count:
            yield f"rtl: {count} states noted {months} months after event {event.pk}"

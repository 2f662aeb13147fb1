"""What the programme tells the others through the registry."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rumahbersama.chain.house.programme import queries, recording
from rumahbersama.chain.house.programme.rules import DONE
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.core.registry import AuditEntity, CalendarItem, HandoverItem, HomeTask, PlaceEvent, SearchHit
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.roles import LEAD_HOUSE
from rumahbersama.ground.regions.models import Region


def home_tasks(*, user: Any, today: date) -> Iterator[HomeTask]:  # noqa: ANN401 - Account or AnonymousUser
    """Name late activities of one's posts, and the drafts that wait for who approves them (one query)."""
    led = scope_of(user).places_for(LEAD_HOUSE)
    if not led and getattr(user, "person_id", None) is None:
        return
    asked = queries.asked_of(user, led, today=today)
    if asked.late:
        text = ngettext(
            "{count} kegiatan Anda dalam program kerja terlambat",
            "{count} kegiatan Anda dalam program kerja terlambat",
            asked.late,
        ).format(count=asked.late)
        url = reverse("programme:mine")
        yield HomeTask(text=text, url=url, action=_("Lapor"), tone="bad", count=asked.late)
    for draft in asked.drafts:
        text = f"{scope_of(user).regions[draft.code]}: " if len(led) > 1 else ""
        text += ngettext(
            "Program kerja {year} masih rancangan: {count} kegiatan menunggu persetujuan",
            "Program kerja {year} masih rancangan: {count} kegiatan menunggu persetujuan",
            draft.count,
        ).format(year=draft.year, count=draft.count)
        url = reverse("programme:programme", args=[draft.programme])
        yield HomeTask(text, url, _("Periksa"), "warn", draft.count, decision=f"{text}.", rank=60)


def calendar_items(*, user: Any, region: Region, start: date, end: date) -> Iterator[CalendarItem]:  # noqa: ANN401
    """Yield approved activities: on their days, or where only months were named on the last of them (one query)."""
    for row in queries.due_between(region, user=user, start=start, end=end):
        is_long = not row.is_in_months and row.ends_on != row.starts_on
        yield CalendarItem(
            key=f"kegiatan-{row.key}",
            kind="kegiatan",
            kind_name=_("Kegiatan program"),
            title=row.title,
            day=row.ends_on if row.is_in_months else row.starts_on,
            last_day=row.ends_on if is_long else None,
            url=row.get_absolute_url(),
            detail=row.post.title,
            state="late" if row.is_late else "done" if row.state == DONE else "",
            icon="clipboard-check",
        )


def search(*, user: Any, text: str) -> Iterator[SearchHit]:  # noqa: ANN401
    """Find activities in sight by their words."""
    for row in queries.found(user=user, text=text):
        detail = f"{row.programme}, {row.programme.region}"
        yield SearchHit(row.title, row.get_absolute_url(), _("Kegiatan program"), detail, 31)


def history_labels() -> Iterator[AuditEntity]:
    """Name what is recorded of programmes and activities."""
    yield AuditEntity(
        recording.PROGRAMME,
        _("Program kerja"),
        recording.fields_of_programme(),
        recording.values_of_programme(),
        queries.names_of_programmes,
    )
    fields, values = recording.fields(), recording.values()
    yield AuditEntity(recording.ACTIVITY, _("Kegiatan program"), fields, values, queries.names_of)


def handover_items(*, post: Post) -> Iterator[HandoverItem]:
    """Yield the activities that a post still has to do, for who hands it over (one query)."""
    for row in queries.open_of_post(post):
        text = _("Kegiatan: {what} (paling lambat {day})").format(what=row.title, day=day(row.ends_on))
        yield HandoverItem(text=text, url=row.get_absolute_url())


def village_history(*, user: Any, region: Region, start: date | None, end: date | None) -> Iterator[PlaceEvent]:  # noqa: ANN401
    """Tell what the yearly programme did in a village, as far as this account may read it (one query)."""
    for row in queries.done_in(region, user=user, start=start, end=end):
        yield PlaceEvent(
            at=row.ends_on,
            kind="activity",
            label=_("Kegiatan program"),
            text=f"{row.get_kind_display()}: {row.title}",
            url=row.get_absolute_url(),
            who=row.post.title,
        )

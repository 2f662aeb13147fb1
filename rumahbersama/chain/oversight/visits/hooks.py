"""What visits tell the others through the registry."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.oversight.visits import assignments, queries, recording
from rumahbersama.chain.oversight.visits.permissions import may_oversee_at, visible_visits
from rumahbersama.chain.oversight.visits.rules import DONE
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.core.registry import AuditEntity, CalendarItem, HandoverItem, HomeTask, PlaceEvent, SearchHit
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.people.permissions import own_posts, scope_of
from rumahbersama.ground.people.roles import RAISE
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.rules import level_of

MOST_TOLD = 3


def home_tasks(*, user: Any, today: date) -> Iterator[HomeTask]:  # noqa: ANN401 - Account or AnonymousUser
    """Name the visits of this week on which one's own posts go, and to a village what it may read of late.

    Two queries for who holds a post, one for who writes for a village.
    """
    if desa := [code for code in scope_of(user).places_for(RAISE) if level_of(code) == Level.DESA]:
        yield from _news(desa, today)
    if own_posts(user):
        yield from _ahead(user, today)


def _news(desa: list[str], today: date) -> Iterator[HomeTask]:
    for row in queries.sent_to(desa, today=today)[:MOST_TOLD]:
        text = _("Hasil kunjungan {day} ke {place} dapat dibaca")
        yield HomeTask(
            text=text.format(place=row.region, day=day(row.day)), url=row.get_absolute_url(), action=_("Baca")
        )


def _ahead(user: Any, today: date) -> Iterator[HomeTask]:  # noqa: ANN401
    for row in queries.of_this_week(user, today=today)[:MOST_TOLD]:
        if row.planned_on < today:
            text = _("Kunjungan ke {place} direncanakan {day} dan belum selesai")
        else:
            ahead = row.planned_on.isocalendar()[:2] != today.isocalendar()[:2]
            text = _("Kunjungan pekan depan: {place}, {day}") if ahead else _("Kunjungan pekan ini: {place}, {day}")
        tone = "bad" if row.planned_on < today else "warn"
        yield HomeTask(
            text=text.format(place=row.region, day=day(row.planned_on)),
            url=row.get_absolute_url(),
            action=_("Buka"),
            tone=tone,
        )


def calendar_items(*, user: Any, region: Region, start: date, end: date) -> Iterator[CalendarItem]:  # noqa: ANN401
    """Yield the visits to a place and all below that were not called off (one query)."""
    for row in queries.between(region, user=user, start=start, end=end):
        yield CalendarItem(
            key=f"kunjungan-{row.key}",
            kind="kunjungan",
            kind_name=_("Kunjungan"),
            title=_("Kunjungan ke {place}").format(place=row.region),
            day=row.day,
            url=row.get_absolute_url(),
            place=str(row.region),
            detail=row.purpose,
            state="done" if row.state == DONE else "late" if row.planned_on < timezone.localdate() else "",
            icon="footprints",
        )


def paper_subjects(*, user: Any, subject: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Name the visit of a paper to who sees it, or the plan of a quarter (one query, none for other papers)."""
    prefix, _colon, key = subject.partition(":")
    for row in visible_visits(user).prefetch_related(None).filter(key=key) if prefix == queries.OWNER else ():
        yield str(row), row.get_absolute_url()
    if prefix == assignments.OWNER:
        code, _colon, rest = key.partition(":")
        if may_oversee_at(user, code):
            year, _dash, number = rest.partition(":")[0].partition("-")
            title = _("Rencana kunjungan triwulan {number} {year}").format(number=number, year=year)
            yield title, f"{reverse('visits:plan', args=[code])}?triwulan={year}-{number}"


def search(*, user: Any, text: str) -> Iterator[SearchHit]:  # noqa: ANN401
    """Find visits in sight by purpose and village."""
    for row in queries.found(user=user, text=text):
        yield SearchHit(str(row), row.get_absolute_url(), _("Kunjungan"), f"{day(row.day)}, {row.purpose}", 32)


def village_history(*, user: Any, region: Region, start: date | None, end: date | None) -> Iterator[PlaceEvent]:  # noqa: ANN401
    """Tell which visits a village had, to who sees them (one query)."""
    for row in queries.made_at(region, user=user, start=start, end=end):
        yield PlaceEvent(
            at=row.day,
            kind="visit",
            label=_("Kunjungan"),
            text=f"{row.get_state_display()}: {row.get_kind_display()}",
            detail=row.purpose,
            url=row.get_absolute_url(),
        )


def history_labels() -> Iterator[AuditEntity]:
    """Name what is recorded of visits."""
    yield AuditEntity(recording.ENTITY, _("Kunjungan"), recording.fields(), recording.values(), queries.names_of)


def handover_items(*, post: Post) -> Iterator[HandoverItem]:
    """Yield the visits ahead on which a post goes, for who hands it over (one query)."""
    for row in queries.ahead_of_post(post):
        yield HandoverItem(
            text=_("Kunjungan ke {place}, {day}").format(place=row.region, day=day(row.planned_on)),
            url=row.get_absolute_url(),
        )

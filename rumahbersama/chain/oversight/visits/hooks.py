"""What visits tell the others through the registry."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.oversight.visits import queries, recording
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.core.registry import AuditEntity, HandoverItem, HomeTask, PlaceEvent, SearchHit
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.people.permissions import own_posts
from rumahbersama.ground.regions.models import Region

MOST_TOLD = 3


def home_tasks(*, user: Any, today: date) -> Iterator[HomeTask]:  # noqa: ANN401 - Account or AnonymousUser
    """Name the visits of this week on which the user's own posts go (two queries, none without a post)."""
    if not own_posts(user):
        return
    for row in queries.of_this_week(user, today=today)[:MOST_TOLD]:
        if row.planned_on < today:
            text = _("Kunjungan ke {place} direncanakan {day} dan belum selesai")
        else:
            text = _("Kunjungan pekan ini: {place}, {day}")
        tone = "bad" if row.planned_on < today else "warn"
        yield HomeTask(
            text=text.format(place=row.region, day=day(row.planned_on)),
            url=row.get_absolute_url(),
            action=_("Buka"),
            tone=tone,
        )


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

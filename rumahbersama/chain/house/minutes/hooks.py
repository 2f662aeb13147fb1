"""What minutes tell the others through the registry."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from rumahbersama.chain.house.minutes import queries
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.core.registry import HomeTask, PlaceEvent
from rumahbersama.ground.regions.models import Region


def home_tasks(*, user: Any, today: date) -> Iterator[HomeTask]:  # noqa: ANN401 - Account or AnonymousUser
    """Name the meetings that were held and never closed: what was promised there is no commitment yet (one query)."""
    for meeting in queries.still_open(user, today=today):
        text = _("{meeting}, {day}: belum ditutup, jadi janjinya belum menjadi komitmen").format(
            meeting=meeting, day=day(meeting.day)
        )
        yield HomeTask(text=text, url=reverse("minutes:close", args=[meeting.pk]), action=_("Tutup"), tone="bad")


def village_history(*, user: Any, region: Region, start: date | None, end: date | None) -> Iterator[PlaceEvent]:  # noqa: ANN401
    """Tell what meetings that this account reads decided about a village (one query)."""
    for item in queries.results_about(region, user=user, start=start, end=end):
        yield PlaceEvent(
            at=item.meeting.day,
            kind="meeting",
            label=_("Hasil rapat"),
            text=f"{item.get_result_display()}: {item.title}",
            detail=item.result_text,
            url=f"{reverse('minutes:front', args=[item.meeting_id])}#mata-{item.pk}",
            who=str(item.meeting),
        )

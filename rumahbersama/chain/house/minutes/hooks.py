"""What minutes tell the others through the registry."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from rumahbersama.chain.house.minutes import queries
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.core.registry import HomeTask


def home_tasks(*, user: Any, today: date) -> Iterator[HomeTask]:  # noqa: ANN401 - Account or AnonymousUser
    """Name the meetings that were held and never closed: what was promised there is no commitment yet (one query)."""
    for meeting in queries.still_open(user, today=today):
        text = _("{meeting}, {day}: belum ditutup, jadi janjinya belum menjadi komitmen").format(
            meeting=meeting, day=day(meeting.day)
        )
        yield HomeTask(text=text, url=reverse("minutes:close", args=[meeting.pk]), action=_("Tutup"), tone="bad")

"""The attendance list of a meeting: made from who is invited, and following them as long as it is not opened."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.chain.house.meetings import queries
from rumahbersama.chain.house.meetings.models import Meeting
from rumahbersama.chain.house.meetings.rules import MeetingRefusal
from rumahbersama.workshop.presence import actions as presence
from rumahbersama.workshop.presence.models import Occasion, Roster
from rumahbersama.workshop.presence.queries import with_those_added


@transaction.atomic
def make_list(*, meeting: Meeting, by: Any, at: datetime) -> Roster:  # noqa: ANN401
    """Make the attendance list of a meeting, or let it follow who is invited; safe to repeat.

    Raises:
        MeetingRefusal: nobody is invited yet.
        PresenceRefusal: a part that presence refuses; nothing is stored then.
    """
    if not queries.has_invitees(meeting):
        raise MeetingRefusal(_("Belum ada yang diundang. Susun dulu undangannya, lalu buat daftar hadirnya."))
    owner = queries.owner_text(meeting)
    roster = presence.make_roster(title=meeting.title, region=meeting.region, by=by, at=at, owner=owner)
    if _first(roster) is None:
        presence.plan_occasion(roster=roster, plan=queries.plan_of(meeting), by=by, at=at)
    _fit(meeting, roster, by=by, at=at)
    return roster


def follow(*, meeting: Meeting, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Let the attendance list follow a change of its meeting or of who is invited, where there is a list."""
    roster = queries.roster_of(meeting)
    if roster is not None:
        _fit(meeting, roster, by=by, at=at)


def drop(*, meeting: Meeting, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Take the time of a meeting that was called off from its list, unless presence was taken already."""
    roster = queries.roster_of(meeting)
    occasion = _first(roster) if roster is not None else None
    if occasion is not None and occasion.state == Occasion.State.PLANNED:
        presence.remove_occasion(occasion=occasion, by=by, at=at)


def _fit(meeting: Meeting, roster: Roster, *, by: Any, at: datetime) -> None:  # noqa: ANN401
    presence.rename_roster(roster=roster, title=meeting.title, by=by, at=at)
    lines = with_those_added(roster, queries.lines_of(meeting, at=at))
    presence.set_attendees(roster=roster, lines=lines, by=by, at=at)
    occasion = _first(roster)
    if occasion is not None and occasion.state == Occasion.State.PLANNED:
        presence.change_occasion(occasion=occasion, plan=queries.plan_of(meeting), by=by, at=at)


def _first(roster: Roster) -> Occasion | None:
    """Return the occasion that is the meeting itself: the first that was planned."""
    return Occasion.objects.filter(roster=roster).order_by("pk").first()

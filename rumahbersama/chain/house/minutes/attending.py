"""Who was at a meeting, from its attendance list."""

from datetime import datetime

from django.utils import timezone

from rumahbersama.chain.house.meetings.models import Meeting
from rumahbersama.chain.house.meetings.queries import owner_text, roster_of
from rumahbersama.workshop.presence.models import Mark, Occasion
from rumahbersama.workshop.presence.queries import lines_of, on_the_list
from rumahbersama.workshop.presence.rules import THERE


def occasion_of(meeting: Meeting) -> Occasion | None:
    """Return the time at which presence of a meeting is taken, None before there is a list (two queries)."""
    roster = roster_of(meeting)
    return Occasion.objects.filter(roster=roster).order_by("pk").first() if roster else None


def there(meeting: Meeting) -> list[tuple[str, str, str]]:
    """Return who was there: name, office and the hour at which it was marked (five queries)."""
    occasion = occasion_of(meeting)
    lines = lines_of(occasion, on_the_list(occasion.roster_id)) if occasion else []
    return [
        (line.attendee.name, line.attendee.agency, _hour(line.standing.at))
        for line in lines
        if line.standing.is_there
    ]


def _hour(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%H.%M}" if at else ""


def counted(meeting: Meeting) -> str:
    """Return how many people were there, as papers write it; "" where nobody is marked."""
    count = len(there(meeting))
    return f"{count} orang" if count else ""


def has_anybody(meeting: Meeting) -> bool:
    """Tell whether anybody is marked present (one query)."""
    marks = Mark.objects.filter(occasion__roster__owner=owner_text(meeting), is_counted=True, says__in=THERE)
    return marks.filter(attendee__removed_at=None).exists()

"""Taking an item for a change, while its meeting is being held."""

from rumahbersama.chain.house.meetings.actions.rows import locked
from rumahbersama.chain.house.meetings.models import AgendaItem
from rumahbersama.chain.house.minutes.rules import check_open


def held_item(item: AgendaItem) -> AgendaItem:
    """Return an item, held for this transaction; its meeting first, so that nobody waits for each other.

    Raises:
        MinutesRefusal: the meeting is not being held.
    """
    meeting = locked(item.meeting)
    check_open(meeting.state)
    fresh = AgendaItem.objects.select_for_update(of=("self",)).select_related("problem").get(pk=item.pk)
    fresh.meeting = meeting
    return fresh

"""The calendar of a kecamatan for a calendar program (RFC 5545)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from icalendar import Calendar, Event

from rumahbersama.ground.core.registry import CalendarItem

REFRESH = timedelta(hours=6)


def calendar_of(items: Iterable[CalendarItem], *, name: str, at: datetime) -> bytes:
    """Return items as events: of whole days, or at the hours of the clock on the wall of the place.

    An event keeps its name (UID) for good, so what was moved moves in the calendar and is not doubled.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Rumah Bersama//kalender//ID")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for item in items:
        calendar.add_component(_event(item, at))
    return bytes(calendar.to_ical())


def _event(item: CalendarItem, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{item.key}@rumahbersama")
    event.add("dtstamp", at)
    if item.begins is not None:
        event.add("dtstart", datetime.combine(item.day, item.begins))
        event.add("dtend", datetime.combine(item.until, item.ends or item.begins))
    else:
        event.add("dtstart", item.day)
        event.add("dtend", item.until + timedelta(days=1))  # the day after its last one
        event.add("transp", "TRANSPARENT")  # a deadline does not make anybody busy
    event.add("summary", f"{item.kind_name}: {item.title}")
    if item.place:
        event.add("location", item.place)
    if item.detail:
        event.add("description", item.detail)
    if item.url:
        event.add("url", settings.SITE_URL.rstrip("/") + item.url)
    return event

"""A meeting as an entry of a calendar (RFC 5545), at the hours of the clock on the wall of its place."""

from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from icalendar import Calendar, Event

from rumahbersama.chain.house.meetings.models import Meeting
from rumahbersama.chain.house.meetings.rules import CANCELLED


def calendar_of(meeting: Meeting, *, at: datetime) -> bytes:
    """Return a meeting as a calendar of one event; its name (UID) stays, so a moved meeting moves."""
    event = Event()
    event.add("uid", f"{meeting.key}@rumahbersama")
    event.add("dtstamp", at)
    event.add("dtstart", datetime.combine(meeting.day, meeting.begins))
    event.add("dtend", datetime.combine(meeting.day, meeting.ends))
    event.add("summary", meeting.title)
    event.add("location", f"{meeting.venue}, {meeting.region}")
    event.add("url", settings.SITE_URL.rstrip("/") + meeting.get_absolute_url())
    event.add("status", "CANCELLED" if meeting.state == CANCELLED else "CONFIRMED")
    event.add("sequence", meeting.version)
    calendar = Calendar()
    calendar.add("prodid", "-//Rumah Bersama//rapat//ID")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def response(meeting: Meeting, *, at: datetime) -> HttpResponse:
    """Return the calendar of a meeting as a download."""
    answer = HttpResponse(calendar_of(meeting, at=at), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="rapat.ics"'
    answer["Cache-Control"] = "private, no-store"
    return answer

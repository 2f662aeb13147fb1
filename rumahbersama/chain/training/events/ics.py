"""The timetable of an event as a calendar (RFC 5545)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from icalendar import Calendar, Event

from rumahbersama.chain.training.models import Event as TrainingEvent
from rumahbersama.chain.training.models import Session, Teaching


def calendar_of(
    event: TrainingEvent, sessions: Iterable[Session], teachers: Mapping[int, Sequence[Teaching]], *, at: datetime
) -> bytes:
    """Return sessions as events of a calendar; one keeps its name (UID), so that a moved session moves."""
    calendar = Calendar()
    calendar.add("prodid", "-//Rumah Bersama//pelatihan//ID")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", event.title)
    for session in sessions:
        entry = Event()
        entry.add("uid", f"{session.key}@rumahbersama")
        entry.add("dtstamp", at)
        entry.add("dtstart", session.starts_at)
        entry.add("dtend", session.ends_at)
        entry.add("summary", f"{session.title} ({session.klass or session.site})")
        entry.add("location", ", ".join(str(part) for part in (session.room, session.site) if part))
        names = ", ".join(row.person.name for row in teachers.get(session.pk, []))
        entry.add("description", "\n".join(part for part in (names, session.link) if part))
        entry.add("url", settings.SITE_URL.rstrip("/") + event.get_absolute_url())
        calendar.add_component(entry)
    return bytes(calendar.to_ical())

"""Deadlines as a calendar (RFC 5545), for the calendar program of a phone or an office."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from rumahbersama.chain.commitments.models import Commitment, Step

REFRESH = timedelta(hours=6)


def calendar_of(commitments: Iterable[Commitment], steps: Iterable[Step], *, name: str, at: datetime) -> bytes:
    """Return commitments and their open steps as whole-day events on the days they are due.

    An event keeps its name (UID) for good, so a moved deadline moves in the calendar and is not doubled.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Rumah Bersama//komitmen//ID")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    held = {commitment.pk: commitment for commitment in commitments}
    for commitment in held.values():
        calendar.add_component(_event(commitment, commitment.key, commitment.what, commitment.due_on, at))
    for step in steps:
        above = held[step.commitment_id]
        if step.due_on is not None and step.done_on is None:
            name_of_step = f"{above.key}-{step.order}"
            summary = _("Langkah: {step} ({what})").format(step=step.text, what=above.what)
            calendar.add_component(_event(above, name_of_step, summary, step.due_on, at))
    return bytes(calendar.to_ical())


def _event(commitment: Commitment, key: str, summary: str, day: object, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{key}@rumahbersama")
    event.add("dtstamp", at)
    event.add("dtstart", day)
    event.add("summary", summary)
    event.add("location", str(commitment.region))
    event.add("description", f"{commitment.post.title} · {commitment.get_state_display()}")
    event.add("url", settings.SITE_URL.rstrip("/") + commitment.get_absolute_url())
    event.add("transp", "TRANSPARENT")  # a deadline does not make anybody busy
    event.add("sequence", commitment.version)
    return event

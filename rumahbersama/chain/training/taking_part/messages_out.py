"""Texts to copy for WhatsApp: to one person with the personal link, and to a place about all whom it named."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from rumahbersama.chain.training.models import Event, Participation
from rumahbersama.ground.core.formats import day


def link_of(request: HttpRequest, row: Participation) -> str:
    """Return the personal link of somebody."""
    return request.build_absolute_uri(reverse("taking_part:invitation", args=[row.token]))


def days_of(event: Event) -> str:
    """Return the days of an event in words."""
    if event.starts_on == event.ends_on:
        return day(event.starts_on)
    return _("{start} sampai {end}").format(start=day(event.starts_on), end=day(event.ends_on))


def invitation_of(request: HttpRequest, row: Participation) -> str:
    """Return the text for one person; the link is theirs alone."""
    return _(
        "Yth. {name},\n"
        "Anda diusulkan mengikuti {event}, {days}.\n"
        "Buka tautan ini untuk melihat keadaannya dan memastikan kehadiran, kamar, dan makanan:\n"
        "{link}\n"
        "Tautan ini hanya untuk Anda; jangan diteruskan."
    ).format(name=row.name, event=row.event, days=days_of(row.event), link=link_of(request, row))


def text_for_place(event: Event, place: str, rows: Iterable[Participation]) -> str:
    """Return the text for the people of a place: names and states, without links, food or rooms."""
    lines = [f"{at}. {row.name}: {row.get_state_display()}" for at, row in enumerate(rows, start=1)]
    return _(
        "{event}, {days}\n{place}\n\n{lines}\n\n"
        "Yang sudah disetujui: pastikan kehadiran lewat tautan pribadi masing-masing."
    ).format(event=event, days=days_of(event), place=place, lines="\n".join(lines))

"""What all letters of an event say alike: its days, hour, places, and until when names are taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min, QuerySet

from rumahbersama.chain.training.events.models import Session, Site
from rumahbersama.chain.training.models import Event
from rumahbersama.chain.training.passing.queries import subject_of
from rumahbersama.chain.training.taking_part.queries import last_day_of_registration
from rumahbersama.workshop.papers.contents import Block
from rumahbersama.workshop.papers.documents import long_day
from rumahbersama.workshop.papers.models import Paper
from rumahbersama.workshop.papers.queries import papers_for
from rumahbersama.workshop.papers.rules import IN_FORCE
from rumahbersama.workshop.papers.writing import days_between, fields


@dataclass(frozen=True)
class Facts:
    """When and where an event is; "" where it is not known."""

    event: Event
    days: str
    hours: str
    places: str
    closes_on: date

    def when_and_where(self) -> Block:
        """Return the lines that every letter of the event has."""
        return fields(
            ("Hari, tanggal", self.days),
            ("Pukul", self.hours),
            ("Tempat", self.places),
            ("Acara", self.event.title),
            ("Cara hadir", str(self.event.get_mode_display())),
        )


def facts_of(event: Event, sessions: Sequence[Session] | None = None) -> Facts:
    """Return the facts of an event (three queries); the hour is that of the first session at each site.

    Args:
        event: the event.
        sessions: its sessions in the order of time, where they were read already (two queries then).
    """
    sites = list(Site.objects.filter(event=event).order_by("pk"))
    first = _first_hours(event) if sessions is None else {row.site_id: row.starts_at for row in reversed(sessions)}
    return _facts(event, sites, first, closes_on=last_day_of_registration(event))


def facts_by_site(event: Event) -> dict[int | None, Facts]:
    """Return the facts of an event for who is at one of its sites, and under None for who has no class yet.

    Three queries.
    """
    sites = list(Site.objects.filter(event=event).order_by("pk"))
    first, closes_on = _first_hours(event), last_day_of_registration(event)
    found: dict[int | None, Facts] = {site.pk: _facts(event, [site], first, closes_on=closes_on) for site in sites}
    return found | {None: _facts(event, sites, first, closes_on=closes_on)}


def _first_hours(event: Event) -> dict[int, datetime]:
    told = Session.objects.filter(event=event).order_by().values_list("site").annotate(at=Min("starts_at"))
    return dict(told)


def _facts(event: Event, sites: Sequence[Site], first: Mapping[int, datetime], *, closes_on: date) -> Facts:
    hours = {
        site: f"{site.local(first[site.pk]):%H.%M} {site.get_zone_display()}" for site in sites if site.pk in first
    }
    different = sorted(set(hours.values()))
    return Facts(
        event=event,
        days=days_between(event.starts_on, event.ends_on),
        hours=different[0] if len(different) == 1 else "; ".join(f"{hour} di {site}" for site, hour in hours.items()),
        places="; ".join(", ".join(part for part in (site.name, site.address) if part) for site in sites),
        closes_on=closes_on,
    )


def numbered_papers(event: Event) -> QuerySet[Paper]:
    """Return the numbered letters of an event that are in force, the oldest first; no certificates."""
    rows = papers_for(subject_of(event)).filter(state__in=IN_FORCE, person_key="").exclude(number="")
    return rows.order_by("signed_on", "pk")


def basis_of(event: Event, typed: tuple[str, ...]) -> list[str]:
    """Return what a letter rests on: what was typed, then the numbered invitations of the event (one query)."""
    rows = numbered_papers(event).filter(kind="surat_undangan")
    letters = [
        f"{row.kind_here.label} Nomor {row.number} tanggal {long_day(row.signed_on)} hal {row.title}"
        for row in rows
        if row.signed_on
    ]
    return [*typed, *letters]

"""Reminders to copy for WhatsApp: to each place, to all who take part, and to each who teaches. Nothing is sent.

Texts are Indonesian whatever the language of the page; they hold no personal link.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.translation import override

from rumahbersama.chain.training.events.models import Session
from rumahbersama.chain.training.events.queries import sessions_of, teachers_by_session
from rumahbersama.chain.training.letters.facts import Facts, facts_of
from rumahbersama.chain.training.models import Event, Participation
from rumahbersama.chain.training.taking_part.queries import ledgers_of, quotas_of
from rumahbersama.chain.training.taking_part.rules import APPROVED
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.workshop.papers.documents import long_day
from rumahbersama.workshop.papers.writing import missing

MOST_NAMES = 60
MOST_SESSIONS = 40


@dataclass(frozen=True)
class Reminder:
    """A text for somebody; ``about`` says in a few words why it is worth sending."""

    to: str
    about: str
    text: str


def reminders_of(event: Event, *, today: date) -> list[Reminder]:
    """Return the reminders of an event: to people, to places, to trainers; none once it is over (eight queries)."""
    if today > event.ends_on or event.state == Event.State.CANCELLED:
        return []
    with override("id"):
        sessions = list(sessions_of(event))
        facts = facts_of(event, sessions)
        return [_to_people(facts), *_to_places(facts, today), *_to_trainers(facts, sessions)]


def _head(facts: Facts) -> str:
    hours = f", pukul {facts.hours}" if facts.hours else ""
    return f"*{facts.event.title}*\n{facts.days}{hours}\nTempat: {facts.places or missing('tempat')}"


def _to_people(facts: Facts) -> Reminder:
    words = "Mohon hadir 30 menit lebih awal, dan pastikan kehadiran, kamar, dan makanan lewat tautan pribadi Anda."
    return Reminder("Semua peserta", "menjelang hari pertama", f"Mengingatkan peserta:\n{_head(facts)}\n\n{words}")


def _to_places(facts: Facts, today: date) -> list[Reminder]:
    """Return a text for each place with seats that have no name yet, or people who have not said that they come."""
    event = facts.event
    seats: dict[str, list[str]] = defaultdict(list)
    names: dict[str, str] = {}
    if today <= facts.closes_on:
        quotas = quotas_of(event)
        ledgers = ledgers_of(event, quotas)
        for quota in quotas:
            sums = ledgers[quota.pk].sums()
            if sums.names < sums.seats:
                kind = str(quota.get_agency_kind_display()) if quota.agency_kind else "semua unsur"
                names[quota.region.code] = str(quota.region)
                seats[quota.region.code].append(f"- {kind}: {sums.names} dari {sums.seats} kursi sudah bernama")
    unsure: dict[str, list[str]] = defaultdict(list)
    rows = Participation.objects.filter(event=event, state=APPROVED).select_related("region__parent__parent")
    for row in rows.order_by("region__code", "name"):
        place = _kabupaten_of(row.region)
        names[place.code] = str(place)
        unsure[place.code].append(row.name)
    return [
        _to_place(facts, names[code], seats.get(code, []), unsure.get(code, [])) for code in sorted({*seats, *unsure})
    ]


def _kabupaten_of(region: Region) -> Region:
    """Return the kabupaten or kota of a place, or the place itself where it stands above them."""
    while region.level > Level.KABUPATEN and region.parent is not None:
        region = region.parent
    return region


def _to_place(facts: Facts, place: str, seats: list[str], unsure: list[str]) -> Reminder:
    parts, about = [f"Yth. {place}, mengingatkan:\n{_head(facts)}"], []
    if seats:
        asked = f"Mohon nama disampaikan paling lambat {long_day(facts.closes_on)}."
        parts.append("\n".join(["Kursi yang belum bernama:", *seats, asked]))
        about.append("masih ada kursi tanpa nama")
    if unsure:
        told = [f"{order}. {name}" for order, name in enumerate(unsure[:MOST_NAMES], start=1)]
        rest = len(unsure) - MOST_NAMES
        parts.append("\n".join(["Belum memastikan hadir:", *told, *([f"dan {rest} orang lagi"] if rest > 0 else [])]))
        about.append(f"{len(unsure)} orang belum memastikan hadir")
    return Reminder(place, ", ".join(about), "\n\n".join(parts))


def _to_trainers(facts: Facts, rows: list[Session]) -> list[Reminder]:
    teachers = teachers_by_session(facts.event, rows)
    taught: dict[str, list[Session]] = defaultdict(list)
    for row in rows:
        for name in dict.fromkeys(each.person.name for each in teachers[row.pk]):
            taught[name].append(row)
    return [
        Reminder(
            name,
            f"mengajar {len(mine)} sesi",
            f"Yth. {name}, mengingatkan jadwal mengajar:\n{_head(facts)}\n\n"
            + "\n".join(_line(row) for row in mine[:MOST_SESSIONS]),
        )
        for name, mine in sorted(taught.items())
    ]


def _line(row: Session) -> str:
    begins, ends = row.site.local(row.starts_at), row.site.local(row.ends_at)
    where = ", ".join(str(part) for part in (row.klass or "semua kelas", row.room) if part)
    hours = f"{begins:%H.%M}–{ends:%H.%M} {row.site.get_zone_display()}"
    return f"- {long_day(begins.date())}, {hours}: {row.title} ({where})"

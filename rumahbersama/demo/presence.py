"""An invented coordination meeting and its follow-up: one closed, one open today, with everything a keeper meets."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from rumahbersama.demo.people import HOME
from rumahbersama.ground.people.models import Account
from rumahbersama.ground.people.permissions import get_region
from rumahbersama.workshop.presence import actions, marking
from rumahbersama.workshop.presence.actions import Plan
from rumahbersama.workshop.presence.models import Attendee, Occasion, Roster
from rumahbersama.workshop.presence.names import Line

PEOPLE = (
    *(("Ratna Wulandari", "Kecamatan"), ("Bagus Prakoso", "Kecamatan"), ("Dewi Lestari", "Seksi PMD")),
    *(("Siti Aminah", "Desa Sukamaju"), ("Joko Susilo", "Unit pendidikan"), ("Maya Puspita", "Puskesmas")),
    *(("Hendra Gunawan", "Desa Sukamaju"), ("Rina Marlina", "Desa Mekarsari"), ("Udin Saputra", "Polsek")),
    *(("Yanti Kusuma", "KUA"), ("Tono Hartono", "Koramil"), ("Lilis Suryani", "PKK kecamatan")),
)
SCANS = (-12, -9, -7, -5, -4, -2, 3, 22, 41)  # minutes after the start, of the first nine people


def hold_meetings(*, at: datetime, today: date) -> list[Occasion]:
    """Make the list, hold last week's meeting, and open today's."""
    roster = actions.make_roster(title="Rapat koordinasi kecamatan", region=get_region(HOME), by=None, at=at)
    lines = [Line(name, office) for name, office in PEOPLE]
    actions.set_attendees(roster=roster, lines=lines, by=None, at=at)
    people = list(Attendee.objects.filter(roster=roster))
    begun = timezone.make_aware(datetime.combine(today, time(9)))
    past = _planned(roster, "Rakor minggu lalu", begun - timedelta(days=7))
    actions.open_occasion(occasion=past, by=None, at=past.starts - timedelta(minutes=30))
    _scanned(past, people)
    # two said otherwise: a trainer who did not see somebody, and a letter that came in time
    marking.tap(
        occasion=past,
        said={people[6].pk: "absent", people[9].pk: "leave", people[10].pk: "sick"},
        by=Account.objects.get(email=f"kasi.{HOME}@contoh.invalid"),
        at=past.starts + timedelta(hours=1),
    )
    actions.close(occasion=past, by=None, at=past.ends)
    now = _planned(roster, "Rakor hari ini", begun)
    actions.open_occasion(occasion=now, by=None, at=at)
    _scanned(now, people[:5])
    return [past, now]


def _planned(roster: Roster, title: str, starts: datetime) -> Occasion:
    plan = Plan(title, starts, starts + timedelta(hours=3), place="Aula kecamatan")
    return actions.plan_occasion(roster=roster, plan=plan, by=None, at=starts - timedelta(days=1))


def _scanned(occasion: Occasion, people: list[Attendee]) -> None:
    """Let people scan; the fifth person's phone marks the fourth too."""
    for number, (person, minute) in enumerate(zip(people, SCANS, strict=False)):
        marking.mark(
            occasion=occasion,
            attendee=person,
            how="code" if number == 2 else "qr",
            at=occasion.starts + timedelta(minutes=minute),
            device=f"{3 if number == 4 else number:032x}",
            note="HP-nya habis baterai" if number == 4 else "",
        )

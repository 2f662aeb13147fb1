"""Invented trainings with the structure and the days of the public reports; people, places and rooms are invented.

Only the large one is of this year, for what was promised there is what the story follows (``demo.story``).
A programme with a ToT in three phases and the large training of kecamatan staff of three provinces after it, a
course of a kota, a course of a province, and one event that is open for names now. Events of the past have their
people; what is to come is planned through the same actions that people use.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import cycle

from rumahbersama.chain.training.curricula.actions import ProgrammeFacts, save_programme
from rumahbersama.chain.training.events.actions.event import EventFacts, make_event, move_event
from rumahbersama.chain.training.events.actions.money import LineFacts, save_line
from rumahbersama.chain.training.events.actions.parts import (
    RoomFacts,
    SiteFacts,
    make_classes,
    save_site,
)
from rumahbersama.chain.training.events.actions.timetable import fill_timetable
from rumahbersama.chain.training.events.rules import DayPlan
from rumahbersama.chain.training.models import (
    Curriculum,
    Event,
    Participation,
    Programme,
    Quota,
    Site,
    TrainingClass,
)
from rumahbersama.demo.classmates import Seat, of_class, of_tot, trained_by
from rumahbersama.demo.people import HOME
from rumahbersama.demo.story import CLASS, first_day
from rumahbersama.demo.trainers import in_turn, put_in_post, teach
from rumahbersama.ground.people.models import Person
from rumahbersama.ground.people.permissions import get_region
from rumahbersama.ground.regions.models import Level, Region

SEED = 831
DAY = DayPlan(time(8), 10, ((time(10, 15), time(10, 30)), (time(12), time(13)), (time(15, 15), time(15, 30))))
FIRST = ("Aditya", "Bunga", "Cahya", "Darma", "Elok", "Fajar", "Gita", "Hasan", "Indah", "Johan", "Kirana", "Laksmi")
LAST = ("Anggara", "Basuki", "Cendana", "Daeng", "Erlangga", "Firmansyah", "Gunadi", "Harahap", "Iskandar", "Jatmiko")
TOT = ("inspektorat", "bappeda", "dukcapil", "tapem", "dpmd")
STAFF = ("kecamatan", "fasilitator", "pendidikan", "kesehatan")
AGENCIES = {
    "inspektorat": "Inspektorat {place}",
    "bappeda": "Bappeda {place}",
    "dukcapil": "Dinas Dukcapil {place}",
    "tapem": "Bagian Pemerintahan {place}",
    "dpmd": "Dinas PMD {place}",
    "pendidikan": "UPT Pendidikan {name}",
    "kesehatan": "Puskesmas {name}",
}
LARGE = 500  # people


@dataclass(frozen=True)
class Story:
    """One event of the demo: its days, its sites with how many classes at each, and who takes part."""

    title: str
    curriculum: str
    tier: int
    place: str
    starts_on: date
    days: int
    sites: tuple[tuple[str, str, int], ...]  # name, region, classes
    people: int
    kinds: tuple[str, ...]
    phase: str = ""
    programme: bool = True


STORIES = (
    Story(
        "Pelatihan Kepamongprajaan Sekretaris Lurah",
        "kepamongprajaan",
        3,
        "98.71",
        date(2023, 2, 6),
        12,
        (("Balai Kota Purnama", "98.71", 1),),
        30,
        ("kelurahan",),
        programme=False,
    ),
    Story(
        "ToT aparatur kecamatan, Nusa Mentari",
        "tot-p3pd",
        2,
        "98",
        date(2024, 3, 5),
        5,
        (("Hotel Mentari", "98.71", 4),),
        120,
        TOT,
        phase="Tahap 1",
    ),
    Story(
        "ToT aparatur kecamatan, Nusa Cendana",
        "tot-p3pd",
        2,
        "99",
        date(2024, 6, 18),
        5,
        (("Balai Diklat Cendana", "99.01", 4),),
        120,
        TOT,
        phase="Tahap 2",
    ),
    Story(
        "ToT aparatur kecamatan, empat kota serentak",
        "tot-p3pd",
        2,
        "0",
        date(2024, 6, 24),
        5,
        (
            ("Hotel Purnama", "98.71", 1),
            ("Aula Tirtamulya", "98.01", 1),
            ("Balai Diklat Cendana", "99.01", 1),
            ("Hotel Baruna", "90.01", 1),
        ),
        120,
        TOT,
        phase="Tahap 3",
    ),
    Story(
        "Pelatihan aparatur kecamatan",
        "aparatur-kecamatan",
        3,
        "0",
        date(2024, 8, 5),
        4,
        (("Hotel Purnama", "98.71", 10), ("Gedung Serbaguna Tirta", "99.01", 10), ("Hotel Baruna", "90.01", 7)),
        831,
        STAFF,
        phase="Angkatan 2",
    ),
    Story(
        "Diklat Kapasitas Camat",
        "kapasitas-camat",
        3,
        "99",
        date(2025, 6, 19),  # the days of the report, two years later: what was promised there is still running
        6,
        (("Balai Diklat Cendana", "99.01", 1),),
        24,
        ("kecamatan",),
        programme=False,
    ),
)


def hold_trainings(*, at: datetime, today: date) -> None:
    """Make the programme, the events of the past with their people, and one that is open now."""
    rng = random.Random(SEED)  # noqa: S311 - invented people, the same each time
    programme = save_programme(
        programme=None,
        facts=ProgrammeFacts("Penguatan kecamatan (contoh)", "Kecamatan menjadi Rumah Bersama.", 2_000),
        region=get_region("0"),
        by=None,
        at=at,
    )
    phases: list[list[Person]] = []
    for told in STORIES:
        is_large = told.people > LARGE
        story = replace(told, starts_on=first_day(today)) if is_large else told
        event = _planned(story, programme if story.programme else None, at=at, today=today)
        seats = of_class() if is_large else of_tot() if story.place == HOME[:2] and story.tier == 2 else []
        people = _people_of(event, story, rng, at, seats=seats)
        trainers = trained_by(in_turn(phases), CLASS) if is_large else in_turn(phases)
        teach(event, trainers, at=at, is_large=is_large)
        if story.tier == 2:
            phases.append(people)
        for state in (Event.State.OPEN, Event.State.CLOSED, Event.State.FINISHED):
            move_event(event=event, to=state, reason="", by=None, at=at)
    _open_one(programme, in_turn(phases), at=at, today=today)
    put_in_post(since=date(2022, 3, 1))


def _planned(story: Story, programme: Programme | None, *, at: datetime, today: date) -> Event:
    event = make_event(
        facts=EventFacts(
            title=story.title,
            curriculum=Curriculum.objects.get(code=story.curriculum),
            region=get_region(story.place),
            tier=story.tier,
            starts_on=story.starts_on,
            ends_on=story.starts_on + timedelta(days=story.days - 1),
            class_size=32,
            programme=programme,
            phase=story.phase,
            mode=Event.Mode.HYBRID if len(story.sites) > 1 else Event.Mode.ON_SITE,
        ),
        by=None,
        at=at,
        today=today,
    )
    for name, code, classes in story.sites:
        rooms = tuple(RoomFacts(f"Ruang {number}", 40) for number in range(1, classes + 1))
        facts = SiteFacts(name, Site.Zone.WIB, region=get_region(code), rooms=rooms)
        site = save_site(event=event, site=None, facts=facts, by=None, at=at)
        make_classes(event=event, site=site, count=classes, size=32, by=None, at=at)
    fill_timetable(event=event, plan=DAY, weekdays_only=False, by=None, at=at)
    return event


def _people_of(
    event: Event, story: Story, rng: random.Random, at: datetime, *, seats: Sequence[Seat]
) -> list[Person]:
    """Make who took part: from the kecamatan below the event's place, or the kabupaten for a ToT.

    Each of ``seats`` is taken by the person of the story instead of an invented one of the same kind of office.
    """
    level = Level.KABUPATEN if story.tier == 2 else Level.KECAMATAN
    wanted = () if story.place == "0" else (f"{story.place}.",)
    places = [
        region
        for region in Region.objects.filter(level=level).order_by("code")
        if not wanted or region.code.startswith(wanted) or region.code == story.place
    ]
    people = Person.objects.bulk_create(
        [Person(name=f"{rng.choice(FIRST)} {rng.choice(LAST)}") for _number in range(story.people)]
    )
    quotas = _quotas(event, story, places)
    classes = cycle(TrainingClass.objects.filter(event=event).order_by("number"))
    rows = []
    left = list(seats)
    for number, klass in zip(range(story.people), classes, strict=False):
        region, kind = places[number % len(places)], story.kinds[number // len(places) % len(story.kinds)]
        seat = next((each for each in left if each.fits(kind, region, klass)), None)
        if seat is not None:
            left.remove(seat)
            people[number], region = seat.person, seat.region
        person = people[number]
        rows.append(
            Participation(
                event=event,
                quota=quotas[kind],
                person=person,
                name=person.name,
                region=region,
                agency_kind=kind,
                agency=AGENCIES.get(kind, "{place}").format(place=region, name=region.name),
                title=seat.title if seat else "",
                state=Participation.State.CONFIRMED,
                klass=klass,
                entered_at=at,
            )
        )
    Participation.objects.bulk_create(rows)
    return people


def _quotas(event: Event, story: Story, places: list[Region]) -> dict[str, Quota]:
    share = -(-story.people // len(story.kinds))
    made = [Quota(event=event, region=event.region, agency_kind=kind, seats=share) for kind in story.kinds]
    return {quota.agency_kind: quota for quota in Quota.objects.bulk_create(made)}


def _open_one(programme: Programme, trainers: list[Person], *, at: datetime, today: date) -> None:
    """Plan the next event: open for names, with seats for every kabupaten of the province and some money."""
    story = Story(
        "Pelatihan aparatur kecamatan, Nusa Cendana",
        "aparatur-kecamatan",
        3,
        "99",
        today + timedelta(days=21 + (-today.weekday()) % 7),  # a Monday
        4,
        (("Balai Diklat Cendana", "99.01", 2),),
        0,
        STAFF,
        phase="Angkatan 3",
    )
    event = _planned(story, programme, at=at, today=today)
    teach(event, trainers, at=at)
    for code in ("99.01", "99.02"):
        Quota.objects.create(event=event, region=get_region(code), agency_kind="kecamatan", seats=30)
    for facts in (
        LineFacts("Narasumber", "orang-jam", 24, 900_000, "narasumber-eselon-3"),
        LineFacts("Moderator", "orang-kegiatan", 2, 700_000, "moderator"),
        LineFacts("Makan dan ruang", "orang-hari", 240, 350_000),
    ):
        save_line(event=event, line=None, facts=facts, by=None, at=at)
    move_event(event=event, to=Event.State.OPEN, reason="", by=None, at=at)

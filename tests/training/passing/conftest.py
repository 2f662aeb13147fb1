"""A past event of province 71 with one class of three people, its roster, and who signs."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from rumahbersama.chain.training.models import Event, Participation, Subject
from rumahbersama.chain.training.passing.actions import Typed, decide, type_marks
from rumahbersama.ground.people.actions.posts import appoint_by_name, create_post
from rumahbersama.ground.people.models import Person
from rumahbersama.workshop.presence.models import Attendee, Mark, Occasion, Roster
from tests.training.taking_part.conftest import make_class, make_event

TODAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
GOOD = Typed(Decimal(80), Decimal(80), Decimal(80))


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.SEAL_KEY = tmp_path / "kunci-segel"
    return tmp_path


@pytest.fixture
def event(country) -> Event:
    made = make_event(country["71"], starts_on=date(2026, 2, 23), state="closed")
    Subject.objects.create(curriculum=made.curriculum, order=1, title="Kepemimpinan camat", jp=4)
    Subject.objects.create(curriculum=made.curriculum, order=2, title="RTL", jp=2)
    return made


@pytest.fixture
def klass(event):
    return make_class(event, 1)


def add_person(event, klass, region, name) -> Participation:
    return Participation.objects.create(
        event=event,
        klass=klass,
        person=Person.objects.create(name=name),
        name=name,
        region=region,
        agency_kind="kecamatan",
        title="Camat",
        state="confirmed",
        entered_at=AT,
    )


@pytest.fixture
def people(event, klass, country) -> list[Participation]:
    return [add_person(event, klass, country["71.01.01"], name) for name in ("Ani", "Budi", "Cici")]


@pytest.fixture
def roster(klass, people, country) -> Roster:
    """Four sessions of 2, 2, 4, 2 JP, all closed: Ani 10 of 10 JP, Budi 2, Cici 8."""
    made = Roster.objects.create(
        owner=f"training.class:{klass.key}", title="Kelas 1", region=country["71"], made_at=AT
    )
    rows = [
        Attendee.objects.create(roster=made, name=row.name, search_name=row.name, reference=row.key, order=order)
        for order, row in enumerate(people)
    ]
    for number, (jp, there) in enumerate(((2, (0, 1, 2)), (2, (0, 2)), (4, (0, 2)), (2, (0,)))):
        start = AT - timedelta(days=5) + timedelta(hours=number * 2)
        occasion = Occasion.objects.create(
            roster=made,
            title=f"Sesi {number}",
            starts=start,
            ends=start + timedelta(hours=2),
            jp=jp,
            state="closed",
            opened_at=start,
            closed_at=start + timedelta(hours=2),
        )
        for index in there:
            Mark.objects.create(
                occasion=occasion,
                attendee=rows[index],
                says="present",
                how="tap",
                at=start,
                received_at=start,
                by_name="uji",
            )
    return made


@pytest.fixture
def post(country, cast):
    made = create_post(title="Kepala BPSDMD", region=country["71"], role="", by=None, at=AT)
    appoint_by_name(
        post=made,
        person=None,
        name="Dr. Kepala",
        capacity="definitive",
        starts_on=date(2025, 1, 1),
        by=None,
        at=AT,
    )
    return made


def give(event, people, typed=GOOD, *, at=AT) -> int:
    return type_marks(event=event, typed={row.pk: (Typed(), typed) for row in people}, by=None, at=at)


@pytest.fixture
def decided(event, people, roster):
    """Ani and Cici passed, Budi failed."""
    give(event, people)
    decide(event=event, klass=None, by=None, at=AT, today=TODAY)
    return people

"""A curriculum of province 71 with two subjects, an event that teaches it, and materials of every kind."""

from datetime import UTC, datetime, timedelta

import pytest

from rumahbersama.chain.training.materials.actions import MaterialFacts, add_material
from rumahbersama.chain.training.materials.models import Material
from rumahbersama.chain.training.models import Curriculum, Event, Participation, Session, Site, Subject, Teaching
from rumahbersama.demo.materials import page
from rumahbersama.ground.files.actions import checked
from rumahbersama.ground.people.models import Account, Person
from tests.training.taking_part.conftest import make_class, make_event

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def pdf(*lines: str):
    """Return a checked PDF with these lines."""
    return checked(chunks=[page(*lines)], name="Berkas.pdf")


def add(subject: Subject, kind: str, title: str, *, at=AT) -> Material:
    return add_material(
        facts=MaterialFacts(subject, kind, title), file=pdf(subject.title, title), note="", by=None, at=at
    )


@pytest.fixture
def curriculum(country) -> Curriculum:
    made = Curriculum.objects.create(code="camat-utara", title="Camat Utara", region=country["71"])
    Subject.objects.create(curriculum=made, order=1, title="Kepemimpinan", jp=4)
    Subject.objects.create(curriculum=made, order=2, title="Sinkronisasi", jp=2)
    return made


@pytest.fixture
def subject(curriculum) -> Subject:
    return Subject.objects.get(curriculum=curriculum, order=1)


@pytest.fixture
def slides(subject) -> Material:
    return add(subject, "slides", "Slide pembuka")


@pytest.fixture
def guide(subject) -> Material:
    return add(subject, "guide", "Alur sesi")


@pytest.fixture
def event(country, curriculum) -> Event:
    return make_event(country["71"], curriculum=curriculum)


@pytest.fixture
def klass(event):
    return make_class(event, 1)


def taught(event: Event, subject: Subject, starts_at: datetime, klass=None) -> Session:
    site = Site.objects.get_or_create(event=event, name="Balai")[0]
    return Session.objects.create(
        event=event,
        site=site,
        klass=klass,
        subject=subject,
        title=subject.title,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=90),
        jp=2,
    )


def person_of(account: Account) -> Person:
    account.person = Person.objects.create(name=f"Orang {account.name}")
    account.save()
    return account.person


def part(event: Event, region, *, person: Person | None = None, state: str = "confirmed") -> Participation:
    return Participation.objects.create(
        event=event,
        person=person or Person.objects.create(name="Ani"),
        name="Ani",
        region=region,
        agency_kind="kecamatan",
        state=state,
        entered_at=AT,
    )


@pytest.fixture
def body(client, cast):
    """Who runs training in the province, and so keeps the curriculum; signed in."""
    client.force_login(cast["training_body"])
    return client


@pytest.fixture
def learner(cast, event, country) -> Account:
    """Somebody without a role at the event's place, who takes part in it."""
    part(event, country["72.01.01"], person=person_of(cast["nobody"]))
    return cast["nobody"]


@pytest.fixture
def trainer(cast, klass) -> Account:
    """Somebody without a role at the event's place, who teaches a class of it."""
    Teaching.objects.create(event=klass.event, klass=klass, person=person_of(cast["outsider"]))
    return cast["outsider"]

"""A class of an event of province 71 with three people, two trainers and a day of sessions."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rumahbersama.chain.training.models import (
    Curriculum,
    Event,
    Participation,
    Session,
    Site,
    Teaching,
    TrainingClass,
)
from rumahbersama.ground.people.models import Person

AT = datetime(2026, 4, 6, 0, tzinfo=UTC)
START = datetime(2026, 4, 6, 1, tzinfo=UTC)  # 08.00 WIB


def hour(number: int) -> datetime:
    """Return so many hours after the first session begins."""
    return START + timedelta(hours=number)


def add_session(klass, title, begins, *, jp=2, kind="lesson", joint=False) -> Session:
    return Session.objects.create(
        event=klass.event,
        site=klass.site,
        klass=None if joint else klass,
        title=title,
        kind=kind,
        starts_at=hour(begins),
        ends_at=hour(begins + 1),
        jp=jp,
    )


def add_person(klass, name, **more) -> Participation:
    person = Person.objects.create(name=name)
    plain = {"region": klass.event.region, "agency_kind": "kecamatan", "state": "confirmed", "entered_at": AT}
    return Participation.objects.create(event=klass.event, klass=klass, person=person, name=name, **(plain | more))


@pytest.fixture
def klass(country) -> TrainingClass:
    """A class with a lesson, a joint ceremony of 0 JP, a joint lesson, a test of 0 JP and a break."""
    event = Event.objects.create(
        title="ToT Utara",
        curriculum=Curriculum.objects.create(code="uji", title="Uji"),
        tier=2,
        region=country["71"],
        starts_on=date(2026, 4, 6),
        ends_on=date(2026, 4, 8),
        class_size=30,
        state="closed",
        entered_at=AT,
    )
    site = Site.objects.create(event=event, name="Balai")
    made = TrainingClass.objects.create(event=event, number=1, site=site, size=30)
    add_session(made, "Pembukaan", 0, jp=0, kind="ceremony", joint=True)
    add_session(made, "Kepemimpinan", 1, jp=4)
    add_session(made, "Istirahat", 2, jp=0, kind="break")
    add_session(made, "Kebijakan", 3, jp=2, joint=True)
    add_session(made, "Tes akhir", 4, jp=0, kind="test")
    for name in ("Ani", "Budi", "Citra"):
        add_person(made, name)
    for name in ("Dewi Pelatih", "Eko Pelatih"):
        Teaching.objects.create(event=event, klass=made, person=Person.objects.create(name=name))
    return made

"""An event at every place of the world: open, with a quota for that place, a class, a session and a budget line."""

from datetime import date, datetime, timedelta

from rumahbersama.chain.training.materials.actions import MaterialFacts, add_material
from rumahbersama.chain.training.models import (
    BudgetLine,
    Curriculum,
    Event,
    Participation,
    Programme,
    Quota,
    Room,
    Session,
    Site,
    Subject,
    Teaching,
    TrainingClass,
)
from rumahbersama.ground.files.actions import checked
from rumahbersama.ground.people.models import Person
from rumahbersama.ground.regions.models import Region
from tests.files.making import PDF

PROGRAMME = "program-uji"


def add_a_material(at: datetime) -> int:
    """Put a handout into a curriculum that ships with us, and return its number."""
    subject = Subject.objects.filter(curriculum__code="tot-p3pd").order_by("order")[0]
    facts = MaterialFacts(subject, "handout", "Bahan uji")
    file = checked(chunks=[PDF], name="bahan.pdf")
    return add_material(facts=facts, file=file, note="", by=None, at=at).pk


def add_event(region: Region, at: datetime, *, word: str) -> Event:
    """Make an event of a place; only the names of who takes part and teaches carry the word of the place."""
    programme, _made = Programme.objects.get_or_create(
        code=PROGRAMME, defaults={"title": "Program uji", "region": Region.objects.get(code="0")}
    )
    event = Event.objects.create(
        title=f"Pelatihan di {region.code}",
        programme=programme,
        curriculum=Curriculum.objects.get(code="tot-p3pd"),
        tier=2,
        region=region,
        starts_on=date(2026, 12, 7),
        ends_on=date(2026, 12, 11),
        class_size=30,
        state=Event.State.OPEN,
        entered_at=at,
    )
    site = Site.objects.create(event=event, name="Balai")
    room = Room.objects.create(site=site, name="Melati", capacity=40)
    klass = TrainingClass.objects.create(event=event, number=1, site=site, room=room, size=30)
    start = datetime.fromisoformat("2026-12-07T08:00:00+07:00")
    Session.objects.create(
        event=event,
        site=site,
        klass=klass,
        title="Kepemimpinan",
        starts_at=start,
        ends_at=start + timedelta(minutes=90),
        jp=2,
        room=room,
    )
    Teaching.objects.create(event=event, klass=klass, person=Person.objects.create(name="Pelatih uji"))
    BudgetLine.objects.create(event=event, order=1, title="Honor", unit="jam", volume=2, price_rupiah=900_000)
    quota = Quota.objects.create(event=event, region=region, seats=30)
    Participation.objects.create(
        event=event,
        quota=quota,
        person=Person.objects.create(name=f"Peserta {word}"),
        name=f"Peserta {word}",
        region=region,
        agency_kind="kecamatan",
        klass=klass,
        state=Participation.State.APPROVED,
        entered_at=at,
    )
    return event

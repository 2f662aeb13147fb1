"""A past event of province 71 with two classes, three people and their trainer."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from rumahbersama.chain.training.models import Participation, Quota, Teaching
from rumahbersama.chain.training.rtl.actions import Writer, save_rtl, send_rtl
from rumahbersama.ground.people.models import Person, Post, Tenure
from tests.training.taking_part.conftest import make_class, make_event

AT = datetime(2026, 4, 10, 2, tzinfo=UTC)
TODAY = date(2026, 4, 10)
FACTS = {
    "problem": "Balita jarang ditimbang",
    "activity": "Mengaktifkan lagi Posyandu Melati",
    "output": "Jadwal dan lima kader",
    "measure": "balita ditimbang setiap bulan",
    "unit": "anak",
    "baseline": Decimal(12),
    "target": Decimal(40),
    "steps": (("Mendata balita", date(2026, 5, 1)), ("Melatih kader", None)),
    "due_on": date(2026, 8, 31),
    "partners": "PKK dan puskesmas",
    "cost_rupiah": 2_500_000,
    "funding": "APBDes",
    "mentor": "Ibu Sekcam",
}
TYPED = {
    "problem": "Balita jarang ditimbang",
    "activity": "Mengaktifkan lagi Posyandu Melati",
    "output": "Jadwal dan lima kader",
    "measure": "balita ditimbang setiap bulan",
    "unit": "anak",
    "baseline": "12",
    "target": "40",
    "steps": "Mendata balita; 1 5 2026\nMelatih kader",
    "due_on_0": "31",
    "due_on_1": "8",
    "due_on_2": "2026",
    "cost_rupiah": "2.500.000",
}


def writer(by=None, *, at=AT, today=TODAY) -> Writer:
    return Writer(by=by, at=at, today=today)


@pytest.fixture
def event(country):
    made = make_event(country["71"], state="finished")
    Quota.objects.create(event=made, region=country["71.01"], seats=30)
    return made


@pytest.fixture
def classes(event):
    return [make_class(event, 1), make_class(event, 2)]


@pytest.fixture
def part(event, classes, country):
    """Let somebody take part; in class 1 of the event."""

    def taking(name: str, code: str = "71.01.01", *, klass=None, **more) -> Participation:
        return Participation.objects.create(
            **{
                "event": event,
                "person": Person.objects.create(name=name),
                "name": name,
                "region": country[code],
                "agency_kind": "kecamatan",
                "klass": klass or classes[0],
                "state": "confirmed",
                "entered_at": AT,
            }
            | more
        )

    return taking


@pytest.fixture
def post(country) -> Post:
    return Post.objects.create(title="Kasi PMD Uji", region=country["71.01.01"])


@pytest.fixture
def hold(post):
    """Let the person of a participation hold the post."""

    def holding(row: Participation, **more) -> Tenure:
        return Tenure.objects.create(**{"person": row.person, "post": post, "starts_on": date(2025, 1, 1)} | more)

    return holding


@pytest.fixture
def sent():
    """Write and send the RTL of somebody."""

    def sending(row: Participation, **more):
        save_rtl(row=row, facts=FACTS | more, seen=0, who=writer())
        return send_rtl(row=row, who=writer())

    return sending


@pytest.fixture
def trainer(event, classes, cast):
    """The account ``outsider`` of another province teaches class 1."""
    person = Person.objects.create(name="Pelatih Satu")
    Teaching.objects.create(event=event, klass=classes[0], person=person)
    account = cast["outsider"]
    account.person = person
    account.save()
    return account

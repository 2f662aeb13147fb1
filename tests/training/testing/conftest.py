"""An event of the province with two classes of two people, a bank of four questions, and a test of all four."""

from datetime import UTC, datetime

import pytest

from rumahbersama.chain.training.bank import actions as bank_actions
from rumahbersama.chain.training.bank.formats.shapes import Question
from rumahbersama.chain.training.models import Participation
from rumahbersama.chain.training.tests import actions
from rumahbersama.ground.people.models import Person
from tests.training.taking_part.conftest import make_class, make_event

AT = datetime(2026, 4, 6, 1, tzinfo=UTC)


def make_bank(region, *, count=4):
    bank = bank_actions.make_bank(title="Aparatur", description="", region=region, by=None, at=AT)
    for number in range(1, count + 1):
        words = Question(f"Soal {number}?", ("Tepat", "Keliru", "Asing"), 0, "", "Kelembagaan")
        item = bank_actions.add_item(bank=bank, question=words, difficulty=None, by=None, at=AT)
        bank_actions.use_item(item=item, by=None, at=AT)
    return bank


def make_person(event, klass, name, state="confirmed"):
    return Participation.objects.create(
        event=event,
        person=Person.objects.create(name=name),
        name=name,
        region=event.region,
        agency_kind="kecamatan",
        klass=klass,
        state=state,
        entered_at=AT,
    )


@pytest.fixture
def event(country):
    return make_event(country["71"])


@pytest.fixture
def classes(event):
    return [make_class(event, 1), make_class(event, 2)]


@pytest.fixture
def people(event, classes):
    return [make_person(event, classes[at // 2], f"Peserta {at + 1}") for at in range(4)]


@pytest.fixture
def bank(country):
    return make_bank(country["71"])


@pytest.fixture
def blueprint(event, bank, people):
    topic = bank.topics.get()
    counts = {topic.pk: 4}
    return actions.plan(event=event, bank=bank, counts=counts, minutes=30, mixes_options=True, by=None, at=AT)

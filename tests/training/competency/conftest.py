"""A camat, a sekcam and a kasi in kecamatan A, a camat in B; a course that raises, and who decides about it."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from rumahbersama.chain.training.models import Curriculum, Participation
from rumahbersama.chain.training.passing.models import Decision
from rumahbersama.chain.training.reference import load_reference
from rumahbersama.ground.people.models import Person, Post, Tenure
from tests.training.taking_part.conftest import make_event

TODAY = date(2026, 11, 29)
AT = datetime(2026, 11, 29, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY)


@pytest.fixture
def reference(db):
    load_reference(by=None, at=AT)


def in_post(region, role, name, *, since=date(2023, 1, 1), until=None, title="") -> Person:
    person = Person.objects.create(name=name)
    post = Post.objects.create(title=title or role.title(), region=region, role=role)
    Tenure.objects.create(person=person, post=post, starts_on=since, ends_on=until)
    return person


@pytest.fixture
def people(country, reference) -> dict[str, Person]:
    a, b = country["71.01.01"], country["71.02.01"]
    return {
        "camat": in_post(a, "camat", "Ani Camat"),
        "sekcam": in_post(a, "sekcam", "Budi Sekcam"),
        "kasi": in_post(a, "kasi", "Cici Kasi"),
        "other": in_post(b, "camat", "Dodi Lain"),
    }


def trained(person, region, *, code="kapasitas-camat", outcome="passed", ends=date(2026, 4, 10), score="80"):
    event = make_event(
        region, title="Diklat Camat", starts_on=date(2026, 4, 6), curriculum=Curriculum.objects.get(code=code)
    )
    event.ends_on, event.state = ends, "finished"
    event.save()
    seat = Participation.objects.create(
        event=event,
        person=person,
        name=person.name,
        region=region,
        agency_kind="kecamatan",
        state="confirmed",
        entered_at=AT,
    )
    Decision.objects.create(
        participation=seat, number=1, outcome=outcome, way="rule", numbers={"parts": {"post_test": score}}, at=AT
    )
    return seat

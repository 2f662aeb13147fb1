"""A programme of province 71: a ToT, the training its people held, a dead branch, and an old event without names."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.utils import timezone

from rumahbersama.chain.training.models import (
    Curriculum,
    Event,
    Participation,
    Programme,
    Quota,
    Session,
    Site,
    Teaching,
    TrainingClass,
)
from rumahbersama.ground.people.models import Person, Post, Tenure

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
TODAY = date(2026, 11, 29)


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY)


def make_event(programme, region, title, starts_on, *, tier=2, state="finished", people=(), trainers=(), **more):
    """Make an event of two days with one class of 6 JP; ``people`` are (person, region)."""
    curriculum, _made = Curriculum.objects.get_or_create(code="uji", defaults={"title": "Uji"})
    event = Event.objects.create(
        programme=programme,
        curriculum=curriculum,
        title=title,
        tier=tier,
        region=region,
        starts_on=starts_on,
        ends_on=starts_on.replace(day=starts_on.day + 1),
        class_size=30,
        state=state,
        entered_at=AT,
        **more,
    )
    if event.head_count is not None:
        return event
    site = Site.objects.create(event=event, name="Balai")
    klass = TrainingClass.objects.create(event=event, number=1, site=site, size=30)
    start = datetime(starts_on.year, starts_on.month, starts_on.day, 1, tzinfo=UTC)
    Session.objects.create(
        event=event, site=site, klass=klass, title="Satu", starts_at=start, ends_at=start.replace(hour=6), jp=6
    )
    for person in trainers:
        Teaching.objects.create(event=event, klass=klass, person=person)
    for person, place in people:
        Participation.objects.create(
            event=event,
            person=person,
            name=person.name,
            region=place,
            agency_kind="kecamatan",
            klass=klass,
            state="confirmed",
            entered_at=AT,
        )
    return event


def in_post(person, region, *, until=None):
    post = Post.objects.create(title=f"Kasi {person.name}", region=region)
    return Tenure.objects.create(person=person, post=post, starts_on=date(2020, 1, 1), ends_on=until)


@pytest.fixture
def story(country):
    """Source trains Ani, Budi, Cici (ToT); Ani trains Dewi, Eko, Fani of three kecamatan; Budi will; Cici never."""
    names = ("Sumber", "Ani", "Budi", "Cici", "Dewi", "Eko", "Fani")
    who = {name: Person.objects.create(name=name) for name in names}
    programme = Programme.objects.create(code="uji", title="Program uji", region=country["71"])
    province, kabupaten = country["71"], country["71.01"]
    tot = make_event(
        programme,
        province,
        "ToT",
        date(2024, 3, 5),
        trainers=[who["Sumber"]],
        people=[(who[name], kabupaten) for name in ("Ani", "Budi", "Cici")],
    )
    training = make_event(
        programme,
        province,
        "Pelatihan",
        date(2024, 8, 5),
        tier=3,
        trainers=[who["Ani"]],
        people=[
            (who["Dewi"], country["71.01.01"]),
            (who["Eko"], country["71.01.02"]),
            (who["Fani"], country["71.02.01"]),
        ],
    )
    coming = make_event(
        programme, province, "Berikut", date(2026, 12, 7), tier=3, state="open", trainers=[who["Budi"]]
    )
    old = make_event(programme, province, "Lama", date(2019, 2, 5), head_count=400)
    Quota.objects.create(event=training, region=kabupaten, seats=30)
    in_post(who["Dewi"], country["71.01.01"])
    in_post(who["Fani"], country["71.02.01"], until=date(2025, 1, 1))
    return SimpleNamespace(programme=programme, tot=tot, training=training, coming=coming, old=old, **who)

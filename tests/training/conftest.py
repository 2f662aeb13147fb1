"""An event of the province with two classes at one site, and the accounts around it."""

from datetime import date

import pytest
from django.utils import timezone

from rumahbersama.chain.training.events.actions.event import EventFacts, make_event
from rumahbersama.chain.training.events.actions.parts import RoomFacts, SiteFacts, make_classes, save_site
from rumahbersama.chain.training.models import Curriculum, Event, Site
from rumahbersama.chain.training.reference import load_reference

TODAY = date(2026, 11, 29)


@pytest.fixture
def reference(db):
    load_reference(by=None, at=timezone.now())


@pytest.fixture
def facts(country, reference) -> EventFacts:
    return EventFacts(
        title="ToT Utara",
        curriculum=Curriculum.objects.get(code="tot-p3pd"),
        region=country["71"],
        tier=2,
        starts_on=date(2026, 12, 7),
        ends_on=date(2026, 12, 11),
        class_size=30,
    )


@pytest.fixture
def event(facts, now) -> Event:
    return make_event(facts=facts, by=None, at=now, today=TODAY)


@pytest.fixture
def site(event, now) -> Site:
    rooms = (
        RoomFacts("Melati", 40),
        RoomFacts("Mawar", 20),
        RoomFacts("Maya", None, "https://rapat.contoh.invalid/1"),
    )
    return save_site(event=event, site=None, facts=SiteFacts("Balai", "Asia/Makassar", rooms=rooms), by=None, at=now)


@pytest.fixture
def classes(event, site, now):
    return make_classes(event=event, site=site, count=2, size=30, by=None, at=now)

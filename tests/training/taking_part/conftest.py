"""An event of province 71 with quotas, its sites and classes; who names for it and who runs it."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from rumahbersama.chain.training.models import Curriculum, Event, Quota, Room, Site, TrainingClass
from rumahbersama.chain.training.taking_part.actions.naming import Nominee, name_person
from rumahbersama.chain.training.taking_part.actions.seats import Who

TODAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
NIP = "198503172010011002"


def make_event(region, *, title="ToT Utara", starts_on=date(2026, 4, 6), **more) -> Event:
    curriculum, _made = Curriculum.objects.get_or_create(code="uji", defaults={"title": "Uji"})
    plain = {
        "curriculum": curriculum,
        "title": title,
        "tier": 2,
        "region": region,
        "starts_on": starts_on,
        "ends_on": date(starts_on.year, starts_on.month, starts_on.day + 4),
        "class_size": 30,
        "state": "open",
        "entered_at": AT,
    }
    return Event.objects.create(**(plain | more))


def make_class(event, number, *, size=30, capacity=None, site=None) -> TrainingClass:
    site = site or Site.objects.get_or_create(event=event, name="Balai")[0]
    room = None if capacity is None else Room.objects.create(site=site, name=f"Ruang {number}", capacity=capacity)
    return TrainingClass.objects.create(event=event, number=number, site=site, room=room, size=size)


def url(name: str, *args) -> str:
    return reverse(f"taking_part:{name}", args=args)


def text_of(response) -> str:
    return response.content.decode()


def who(**more) -> Who:
    return Who(**({"by": None, "at": AT, "today": TODAY} | more))


@pytest.fixture
def as_(client, cast):
    def signing_in(name: str):
        client.force_login(cast[name])
        return client

    return signing_in


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def event(country) -> Event:
    """The event: two seats for anybody of kabupaten 71.01, none elsewhere."""
    made = make_event(country["71"])
    Quota.objects.create(event=made, region=country["71.01"], agency_kind="", seats=2)
    return made


@pytest.fixture
def quota(event) -> Quota:
    return Quota.objects.get(event=event)


@pytest.fixture
def named(event, country):
    """Name somebody for the event."""

    def naming(name="Ani", code="71.01", *, to=None, runs=False, reason="", by=None, letter=None, at=AT, **more):
        nominee = Nominee(**({"name": name, "region": country[code], "agency_kind": "bappeda"} | more))
        acts = who(runs=runs, reason=reason, by=by, at=at)
        return name_person(event=to or event, nominee=nominee, who=acts, letter=letter)

    return naming

"""Two kecamatan with posts and a visit each; made once a module, each test in a savepoint of its own."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from rumahbersama.chain.oversight.checklists.reference import load_reference
from rumahbersama.chain.oversight.visits import queries
from rumahbersama.chain.oversight.visits.actions import planning
from rumahbersama.chain.oversight.visits.actions.planning import Plan
from rumahbersama.chain.oversight.visits.actions.writing import Shot
from rumahbersama.chain.oversight.visits.models import Visit
from rumahbersama.ground.files import actions as files
from rumahbersama.ground.people.actions.posts import appoint_by_name, create_post
from rumahbersama.ground.people.models import Account, Post
from rumahbersama.ground.regions.models import Region
from rumahbersama.workshop.surveys.models import Version
from tests.conftest import make_cast, make_country
from tests.files.making import picture

TODAY = date(2026, 3, 2)  # a Monday
AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
A, B, VILLAGE, OTHER_VILLAGE = "71.01.01", "71.01.02", "71.01.01.2001", "71.01.01.2002"
PURPOSE = "Membina penatausahaan keuangan desa"
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Scene:
    """What the tests of a module begin with."""

    country: dict[str, Region]
    cast: dict[str, Account]
    posts: dict[str, Post]
    visit: Visit
    other: Visit


def plan(posts: dict[str, Post], /, *who: str, **more: Any) -> Plan:
    going = [posts[name] for name in who or ("kasi",)]
    made = Plan(kind="pembinaan", planned_on=date(2026, 3, 4), purpose=PURPOSE, posts=going)
    return replace(made, **more)


def _posts(country: dict[str, Region], cast: dict[str, Account]) -> dict[str, Post]:
    made = {}
    for name, code, title in (
        ("camat", A, "Camat"),
        ("kasi", A, "Kasi PMD"),
        ("keeper", A, "Pembina Teknis Pemerintahan Desa"),
        ("kades", VILLAGE, "Kepala Desa"),
        ("camat_b", B, "Camat"),
    ):
        made[name] = create_post(title=title, region=country[code], role="", by=None, at=AT)
    for name in ("camat", "kasi", "keeper", "camat_b"):
        facts = {"name": cast[name].name, "capacity": "definitive", "starts_on": date(2025, 1, 1)}
        tenure = appoint_by_name(post=made[name], person=None, **facts, by=None, at=AT)
        cast[name].person = tenure.person
        cast[name].save()
    return made


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """Build both kecamatan once a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        country = make_country()
        cast = make_cast(country)
        posts = _posts(country, cast)
        visit = planning.plan_visit(region=country[VILLAGE], plan=plan(posts), by=cast["kasi"], at=AT)
        secret = plan(posts, "camat_b", purpose="Kunjungan B yang rahasia")
        other = planning.plan_visit(region=country["71.01.02.2001"], plan=secret, by=None, at=AT)
        yield Scene(country, cast, posts, visit, other)
        transaction.set_rollback(True)


@pytest.fixture
def scene(made, db, monkeypatch) -> Scene:
    """The two kecamatan, on a Monday."""
    monkeypatch.setattr(timezone, "localdate", lambda at=None: at.date() if at else TODAY)
    monkeypatch.setattr(timezone, "now", lambda: AT)
    for account in made.cast.values():  # what is kept for one request only
        for name in ("_scope", "_own_posts"):
            account.__dict__.pop(name, None)
    return replace(made, visit=fresh(made.visit), other=fresh(made.other))


def fresh(visit: Visit) -> Visit:
    return Visit.objects.select_related("region__parent", "checklist__questionnaire").get(pk=visit.pk)


def shot(**more: Any) -> Shot:
    return Shot(files.checked(chunks=[picture(exif=True)], name="a.jpg"), **more)


def said(visit: Visit) -> dict[str, str]:
    return {box: row.text for box, row in queries.words_of(visit).items()}


def url(name: str, *args: Any) -> str:
    return reverse(f"visits:{name}", args=args)


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def visit(scene, settings, tmp_path) -> Visit:
    """A visit with the checklist of basic services."""
    settings.MEDIA_ROOT = tmp_path
    load_reference(by=None, at=AT)
    version = Version.objects.get(questionnaire__code="periksa-layanan-dasar")
    told = plan(scene.posts, "kasi", checklist=version)
    return fresh(planning.plan_visit(region=scene.country[VILLAGE], plan=told, by=scene.cast["kasi"], at=AT))


@pytest.fixture
def as_(client, scene):
    def signing_in(who: str):
        client.force_login(scene.cast[who])
        return client

    return signing_in

"""A kecamatan whose camat, Kasi Trantib and a party have accounts, and a case between two villages; as is in B."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from rumahbersama.chain.house.mediation.actions import agreeing, cases, steps
from rumahbersama.chain.house.mediation.actions.cases import Facts
from rumahbersama.chain.house.mediation.actions.files import Sent
from rumahbersama.chain.house.mediation.actions.steps import Told, Who
from rumahbersama.chain.house.mediation.models import Case, Party
from rumahbersama.chain.house.mediation.rules import Decision
from rumahbersama.ground.files.actions import checked
from rumahbersama.ground.people.actions.posts import appoint_by_name, create_post
from rumahbersama.ground.people.models import Account, Post
from rumahbersama.ground.regions.models import Region
from tests.conftest import make_account, make_cast, make_country
from tests.files.making import picture

TODAY = date(2026, 3, 2)  # a Monday
AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
A, B, ONE, TWO = "71.01.01", "71.01.02", "71.01.01.2001", "71.01.01.2002"
TITLE = "Pembagian air dari mata air bersama"
SECRET_ONE, SECRET_TWO = "Satu bercerita hanya kepada camat.", "Dua mengaku hanya kepada camat."
SHARED, NOTE = "Keduanya melihat debit air.", "Penangan curiga pipa dipotong."
# Of each step one file: what it is, and what it was called when it was sent.
ABOUT = {SECRET_ONE: "Surat hulu", SECRET_TWO: "Kwitansi hilir", SHARED: "Bak pembagi", NOTE: "Potongan pipa"}
CALLED = "bukti-karim-memotong.jpg"


@dataclass(frozen=True)
class Hall:
    """What the tests of a module begin with."""

    country: dict[str, Region]
    cast: dict[str, Account]
    camat: Post
    case: Case
    one: Party
    two: Party


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """Build a case that is being mediated once a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        country = make_country()
        cast = make_cast(country)
        cast["party"] = make_account("health_unit", country[ONE], name="Darmawan Halim")
        post = create_post(title="Camat", region=country[A], role="camat", by=None, at=AT)
        facts = {"name": cast["camat"].name, "capacity": "definitive", "starts_on": date(2025, 1, 1)}
        cast["camat"].person = appoint_by_name(post=post, person=None, **facts, by=None, at=AT).person
        cast["camat"].save()
        said: dict[str, Any] = {"by": cast["kasi_trantib"], "at": AT}
        places = (country[ONE], country[TWO])
        told = Facts("mediasi", TITLE, places, causes="Pipa dipasang tanpa musyawarah.")
        case = cases.open_case(facts=told, kecamatan=country[A], **said)
        who = Who("Darmawan Halim", country[ONE], "warga di hulu", cast["party"])
        one = steps.add_party(case=case, who=who, **said)
        two = steps.add_party(case=case, who=Who("Karim Latif", country[TWO]), **said)
        for kind, party, text in (
            ("dengar", one, SECRET_ONE),
            ("dengar", two, SECRET_TWO),
            ("lapangan", None, SHARED),
            ("catatan", None, NOTE),
        ):
            sent = Sent([checked(chunks=[picture(size=(320, 240))], name=CALLED)], about=ABOUT[text])
            steps.add_step(case=case, told=Told(kind, TODAY, text, party), sent=sent, **said)
        cases.decide(case=case, decision=Decision("mediating"), seen=fresh(case).version, **said)
        yield Hall(country, cast, post, case, one, two)
        transaction.set_rollback(True)


@pytest.fixture
def hall(made, db, monkeypatch) -> Hall:
    """The kecamatan, on a Monday."""
    monkeypatch.setattr(timezone, "localdate", lambda at=None: at.date() if at else TODAY)
    monkeypatch.setattr(timezone, "now", lambda: AT)
    for account in made.cast.values():  # what is kept for one request only
        for name in ("_scope", "_own_posts"):
            account.__dict__.pop(name, None)
    return replace(made, case=fresh(made.case))


@pytest.fixture
def as_(client, hall):
    def signing_in(who: str):
        client.force_login(hall.cast[who])
        return client

    return signing_in


def fresh(case: Case) -> Case:
    return Case.objects.select_related("kecamatan").get(pk=case.pk)


def agree(hall: Hall, *, check_on: date = date(2026, 6, 1)) -> Case:
    """Write a point and state the agreement as the camat."""
    said: dict[str, Any] = {"by": hall.cast["camat"], "at": AT}
    points = ["Air dibagi pagi dan sore.", "Bak pembagi dipasang."]
    agreeing.write_points(case=hall.case, points=points, seen=fresh(hall.case).version, **said)
    decision = Decision("agreed", check_on=check_on)
    cases.decide(case=hall.case, decision=decision, seen=fresh(hall.case).version, **said)
    return fresh(hall.case)


def url(name: str, *args: Any) -> str:
    return reverse(f"mediation:{name}", args=args)


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())

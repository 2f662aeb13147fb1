"""Two kecamatan of one kabupaten with offices, and a problem of each; made once a module, each test apart."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from rumahbersama.chain.house.problems import deciding, rules
from rumahbersama.chain.house.problems.models import Problem
from rumahbersama.chain.house.upward.actions import answering
from rumahbersama.chain.house.upward.models import Referral
from rumahbersama.chain.house.upward.rules import Answer
from rumahbersama.ground.people.actions.posts import appoint_by_name, create_post
from rumahbersama.ground.people.models import Account, Post
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.office_days.actions import add_holiday
from tests.conftest import make_account, make_cast, make_country

A, B, DESA, KAB, OTHER_KAB = "71.01.01", "71.01.02", "71.01.01.2001", "71.01", "72.01"
MONDAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
BRIDGE = "Jembatan gantung ke SD lapuk dan berbahaya."
POSTS = (  # name, place, title, agency, whose account, capacity, rank
    ("camat", A, "Camat", "", "camat", "definitive", "Pembina (IV/a)"),
    ("bagian", KAB, "Kepala Bagian Pemerintahan", "Sekretariat Daerah", "governance", "plt", "Pembina (IV/a)"),
    ("pupr", KAB, "Kepala Dinas", "Dinas PUPR", "agency", "definitive", "Pembina Utama Muda (IV/c)"),
    ("pendidikan", KAB, "Kepala Dinas", "Dinas Pendidikan", "dpmd", "pj", ""),
    ("asisten", KAB, "Asisten Pemerintahan dan Kesra", "Sekretariat Daerah", "asisten", "definitive", ""),
    ("sekda", KAB, "Sekretaris Daerah", "", "sekda", "definitive", ""),
    ("elsewhere", OTHER_KAB, "Kepala Dinas", "Dinas PUPR", "", "", ""),
)


@dataclass(frozen=True)
class House:
    """What the tests of a module begin with, and short ways on."""

    country: dict[str, Region]
    cast: dict[str, Account]
    posts: dict[str, Post]
    problem: Problem
    other: Problem

    def pass_up(self, problem: Problem | None = None, at: datetime = AT, reason: str = "Aset kabupaten.") -> Referral:
        """Let the camat pass a problem upward."""
        problem = fresh(problem or self.problem)
        decision = rules.Decision(to=rules.UPWARD, reason=reason)
        who = "camat" if problem.kecamatan.code == A else "camat_b"
        deciding.decide(problem=problem, decision=decision, by=self.cast[who], at=at, seen=problem.version)
        return Referral.objects.get(problem=problem, state="new")

    def assign(self, row: Referral, to: str = "pupr", *, reason: str = "", at: datetime = AT) -> Referral:
        return answering.assign(
            referral=row, office=self.posts[to], reason=reason, by=self.cast["governance"], at=at, seen=row.version
        )

    def answer(self, row: Referral, *answer: Any, by: str = "agency", at: datetime = AT) -> Referral:
        return answering.give_answer(referral=row, answer=Answer(*answer), by=self.cast[by], at=at, seen=row.version)

    def passed_and_assigned(self, problem: Problem | None = None, at: datetime = AT) -> Referral:
        return self.assign(self.pass_up(problem, at), at=at)


def fresh(problem: Problem) -> Problem:
    return Problem.objects.select_related("kecamatan").get(pk=problem.pk)


def on(day: date) -> datetime:
    """Return ten in the morning of a day, at Jakarta."""
    return datetime(day.year, day.month, day.day, 3, tzinfo=UTC)


def _problem(kecamatan: Region, statement: str, number: int) -> Problem:
    facts = {"state": "tabled", "shared_at": AT, "entered_at": AT - timedelta(days=30), "authority": "kabupaten"}
    return Problem.objects.create(
        kecamatan=kecamatan, raised_at=kecamatan, year=2026, number=number, statement=statement, **facts
    )


def _posts(country: dict[str, Region], cast: dict[str, Account]) -> dict[str, Post]:
    made = {}
    for name, code, title, agency, who, capacity, rank in POSTS:
        made[name] = create_post(title=title, region=country[code], agency=agency, role="", by=None, at=AT)
        if not who:
            continue
        facts = {"name": cast[who].name, "capacity": capacity, "starts_on": date(2025, 1, 1)}
        person = appoint_by_name(post=made[name], person=None, **facts, by=None, at=AT).person
        person.rank = rank
        person.save()
        cast[who].person = person
        cast[who].save()
    return made


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """Build everything once a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        country = make_country()
        cast = make_cast(country)
        for who in ("asisten", "sekda"):
            cast[who] = make_account("auditor", country[KAB], name=who.title())
            cast[who].email = f"{who}@contoh.invalid"
            cast[who].save()
        posts = _posts(country, cast)
        closed = {"name": "Hari jadi kabupaten", "legal_basis": "SE Bupati 1/2026"}
        add_holiday(region=country[KAB], date=date(2026, 3, 4), **closed, by=None, at=AT)
        bridge = _problem(country[A], BRIDGE, 1)
        bridge.places.set([country[DESA]])
        yield House(country, cast, posts, bridge, _problem(country[B], "Pasar kecamatan banjir setiap hujan.", 1))
        transaction.set_rollback(True)


@pytest.fixture
def house(made, db, monkeypatch) -> House:
    """What was made, on a Monday; accounts forget what they read for an earlier test."""
    monkeypatch.setattr(timezone, "localdate", lambda at=None: at.date() if at else MONDAY)
    monkeypatch.setattr(timezone, "now", lambda: AT)
    for account in made.cast.values():
        for name in ("_scope", "_own_posts"):
            account.__dict__.pop(name, None)
    return made


@pytest.fixture
def as_(client, house):
    """Sign somebody of the cast in."""

    def signing(role: str):
        client.force_login(house.cast[role])
        return client

    return signing


def text(response) -> str:
    return " ".join(response.content.decode().split())

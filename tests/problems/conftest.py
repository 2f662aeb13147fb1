"""Problems of two kecamatan; the country, its people and two problems of each are made once for a module."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from rumahbersama.chain.house.problems import deciding, rules
from rumahbersama.chain.house.problems.actions import Facts, raise_problem
from rumahbersama.chain.house.problems.models import Problem
from rumahbersama.chain.needs.models import ServiceArea
from rumahbersama.chain.needs.reference import load_reference
from rumahbersama.ground.people.actions import posts
from rumahbersama.ground.people.models import Account, Post
from rumahbersama.ground.regions.models import Region
from tests.conftest import make_cast, make_country

A, DESA, SIBLING, B, DESA_B = "71.01.01", "71.01.01.2001", "71.01.01.2002", "71.01.02", "71.01.02.2001"
STATEMENT = "Bayi di Dusun Hilir tidak ditimbang sejak Maret."
START = timezone.now() - timedelta(days=9)


class House:
    """What a module made, and short ways to make more."""

    def __init__(self, country: dict[str, Region], cast: dict[str, Account]) -> None:
        self.country, self.cast, self.at = country, cast, timezone.now()
        post = posts.create_post(title="Kasi PMD", region=country[A], role="kasi", by=None, at=self.at)
        tenure = posts.appoint_by_name(
            post=post,
            person=None,
            name="Dewi Lestari",
            capacity="plt",
            decree="SP 1",
            starts_on=START.date(),
            by=None,
            at=self.at,
        )
        self.kasi_post: Post = post
        Account.objects.filter(pk=cast["kasi"].pk).update(person=tenure.person)
        cast["kasi"].refresh_from_db()
        self.shared = self.write("Jembatan gantung ke SD lapuk dan berbahaya.", code=SIBLING, by="keeper")
        self.move(self.shared, rules.TABLED)
        self.new = self.write("Atap dua kelas SD bocor di musim hujan.", code=SIBLING, by="education_unit")
        self.other = self.write("Pasar kecamatan banjir setiap hujan deras.", code=DESA_B, by="camat_b")

    def facts(self, statement: str = STATEMENT, code: str = DESA, **more) -> Facts:
        area = more.pop("area", "kesehatan")
        told = {"area": ServiceArea.objects.get(code=area) if area else None, "people": 40} | more
        return Facts(statement=statement, places=(self.country[code],), **told)

    def write(self, statement: str = STATEMENT, code: str = DESA, by: str = "keeper", **more) -> Problem:
        kecamatan = self.country[code[:8]]
        raised_at = self.country[code] if by.startswith("operator") else kecamatan
        snapshots = more.pop("snapshots", ())
        return raise_problem(
            facts=self.facts(statement, code, **more),
            kecamatan=kecamatan,
            raised_at=raised_at,
            by=self.cast[by],
            at=self.at,
            snapshots=snapshots,
        )

    def move(self, problem: Problem, to: str, reason: str = "", **more) -> None:
        problem.refresh_from_db()
        deciding.decide(
            problem=problem,
            decision=rules.Decision(to=to, reason=reason, **more),
            by=self.cast["camat"],
            at=self.at,
            seen=problem.version,
        )
        problem.refresh_from_db()

    def score(self, problem: Problem, *values: int, by: str = "kasi", later: int = 0) -> None:
        at = self.at + timedelta(minutes=later)
        deciding.score(problem=problem, values=values, by=self.cast[by], at=at)

    def merge(self, problem: Problem, main: Problem) -> None:
        problem.refresh_from_db()
        deciding.merge(problem=problem, main=main, by=self.cast["camat"], at=self.at, seen=problem.version)
        problem.refresh_from_db()


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        country = make_country()
        load_reference(by=None, at=timezone.now())
        yield House(country, make_cast(country))
        transaction.set_rollback(True)


@pytest.fixture
def house(made, db) -> House:
    """What was made, in a savepoint of its own; accounts forget what they read for an earlier test."""
    for account in made.cast.values():
        account.__dict__.pop("_scope", None)
        account.__dict__.pop("_own_posts", None)
    for problem in (made.shared, made.new, made.other):
        problem.refresh_from_db()
    return made


@pytest.fixture
def as_(client, house):
    """Sign somebody of the cast in."""

    def signing(role: str):
        client.force_login(house.cast[role])
        return client

    return signing


def text_of(response) -> str:
    return " ".join(response.content.decode().split())

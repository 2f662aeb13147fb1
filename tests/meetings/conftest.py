"""Two kecamatan with posts, problems and a meeting each; made once a module, each test in a savepoint of its own."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from rumahbersama.chain.commitments import actions as commitments
from rumahbersama.chain.commitments.actions import Promise
from rumahbersama.chain.house.meetings.actions import inviting, planning
from rumahbersama.chain.house.meetings.actions.inviting import Guest
from rumahbersama.chain.house.meetings.actions.planning import Plan
from rumahbersama.chain.house.meetings.models import Invitee, Meeting
from rumahbersama.chain.house.problems.models import Problem, Score
from rumahbersama.ground.people.actions.posts import appoint_by_name, create_post
from rumahbersama.ground.people.models import Account, Post
from rumahbersama.ground.regions.models import Region
from tests.conftest import make_cast, make_country

TODAY = date(2026, 3, 2)  # a Monday
AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
A, B, VILLAGE = "71.01.01", "71.01.02", "71.01.01.2001"
MARCH = "Rapat Rumah Bersama Maret"


@dataclass(frozen=True)
class House:
    """What the tests of a module begin with."""

    country: dict[str, Region]
    cast: dict[str, Account]
    posts: dict[str, Post]
    meeting: Meeting
    other: Meeting


def plan(posts: dict[str, Post], who: str = "camat", **more: Any) -> Plan:
    made = Plan(
        kind="rumah_bersama",
        title=MARCH,
        day=date(2026, 3, 9),
        begins=time(9),
        ends=time(11),
        venue="Aula kecamatan",
        chair=posts[who],
    )
    return replace(made, **more)


def _posts(country: dict[str, Region], cast: dict[str, Account]) -> dict[str, Post]:
    made = {}
    for name, code, title, agency in (
        ("camat", A, "Camat", ""),
        ("sekcam", A, "Sekretaris Kecamatan", ""),
        ("kasi", A, "Kasi PMD", ""),
        ("puskesmas", A, "Kepala Puskesmas", "Puskesmas Alas"),
        ("kades", VILLAGE, "Kepala Desa", ""),
        ("sekdes", VILLAGE, "Sekretaris Desa", ""),
        ("camat_b", B, "Camat", ""),
    ):
        made[name] = create_post(title=title, region=country[code], agency=agency, role="", by=None, at=AT)
    for name in ("camat", "kasi", "camat_b"):
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
        meeting = planning.make_meeting(region=country[A], plan=plan(posts), by=cast["kasi"], at=AT)
        guests = [Guest(post=posts[name]) for name in ("camat", "kasi", "kades")]
        guests.append(Guest(name="Kapolsek", body="Polsek Alas", email="polsek@contoh.invalid"))
        inviting.invite(meeting=meeting, guests=guests, by=cast["kasi"], at=AT)
        title = "Rapat B yang rahasia"
        other = planning.make_meeting(region=country[B], plan=plan(posts, "camat_b", title=title), by=None, at=AT)
        inviting.invite(meeting=other, guests=[Guest(post=posts["camat_b"])], by=None, at=AT)
        yield House(country, cast, posts, meeting, other)
        transaction.set_rollback(True)


@pytest.fixture
def house(made, db, monkeypatch) -> House:
    """The two kecamatan, on a Monday."""
    monkeypatch.setattr(timezone, "localdate", lambda at=None: at.date() if at else TODAY)
    monkeypatch.setattr(timezone, "now", lambda: AT)
    for account in made.cast.values():  # what is kept for one request only
        for name in ("_scope", "_own_posts"):
            account.__dict__.pop(name, None)
    return replace(made, meeting=fresh(made.meeting), other=fresh(made.other))


def fresh(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_related("region", "chair__region", "secretary__region").get(pk=meeting.pk)


def guest(meeting: Meeting, title: str) -> Invitee:
    rows = Invitee.objects.filter(meeting=meeting).select_related("meeting__region", "post__region", "region")
    return next(row for row in rows if row.title == title)


def add_problem(house: House, statement: str, *scores: tuple[int, int, int], code: str = A, **more: Any) -> Problem:
    number = Problem.objects.count() + 1
    facts = {"state": "new", "entered_at": AT, "scorers": len(scores), "score_sum": sum(map(sum, scores))} | more
    kecamatan = house.country[code]
    row = Problem.objects.create(
        kecamatan=kecamatan, raised_at=kecamatan, year=2026, number=number, statement=statement, **facts
    )
    scorers = [house.cast[name] for name in ("camat", "sekcam", "kasi", "keeper")]
    for by, (urgency, seriousness, growth) in zip(scorers, scores, strict=False):
        values = {"urgency": urgency, "seriousness": seriousness, "growth": growth}
        Score.objects.create(problem=row, counts_for=row, by=by, by_name=str(by), at=AT, **values)
    return row


def add_promise(house: House, what: str, due_on: date, *, who: str = "kasi", **more: Any) -> Any:
    post = house.posts[who]
    promise = Promise(what=what, post=post, region=post.region, promised_on=date(2026, 1, 5), due_on=due_on, **more)
    return commitments.make_commitment(promise=promise, by=None, at=AT)


# Pages ------------------------------------------------------------------------------------
@pytest.fixture
def as_(client, house):
    def signing_in(who: str):
        client.force_login(house.cast[who])
        return client

    return signing_in


def url(name: str, *args) -> str:
    return reverse(f"meetings:{name}", args=args)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def announce(house) -> Meeting:
    inviting.send_out(meeting=house.meeting, by=None, at=AT)
    return fresh(house.meeting)

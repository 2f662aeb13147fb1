"""A ToT of province 71 that ended on 10 April 2026: a class of six, and one of three; the form of three months."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from rumahbersama.chain.training.after.actions import ask, name_raters
from rumahbersama.chain.training.after.models import Rater
from rumahbersama.chain.training.after.rules import BEFORE, NOW, PEER_1, PEER_2, SUPERIOR, Named
from rumahbersama.chain.training.models import Participation, Subject
from rumahbersama.ground.people.models import Person
from rumahbersama.workshop.surveys.actions.answering import answer
from tests.training.taking_part.conftest import make_class, make_event

AT = datetime(2026, 7, 12, 4, tzinfo=UTC)  # two days after the three months
TODAY, LAST = date(2026, 7, 12), date(2026, 8, 11)
NAMES = ("Ani", "Budi", "Citra", "Dewi", "Eko", "Fani")
THREE = {SUPERIOR: "Pak Atasan", PEER_1: "Rekan Satu", PEER_2: "Rekan Dua"}


def add_person(klass, name, region=None) -> Participation:
    return Participation.objects.create(
        event=klass.event,
        person=Person.objects.create(name=name),
        name=name,
        region=region or klass.event.region,
        agency_kind="kecamatan",
        klass=klass,
        state="confirmed",
        entered_at=AT,
    )


def named(row, *, months=3, at=AT, **more: str) -> int:
    names = {relation: f"{name} {row.name}" for relation, name in THREE.items()} | more
    return name_raters(row=row, months=months, told={k: Named(v) for k, v in names.items()}, by=None, at=at)


def says(rater: Rater, *pairs: tuple[int | None, int | None], at=AT) -> None:
    """Answer: one (before, now) for each statement, None where it is left empty."""
    given = {}
    for number, (before, now) in enumerate(pairs, start=1):
        given |= {f"{BEFORE}{number}": before, f"{NOW}{number}": now}
    answer(round=rater.invitation.round, answers=given, key="", at=at, invitation=rater.invitation)


@pytest.fixture
def event(country):
    made = make_event(country["71"], state="finished")
    subjects = (("Kepemimpinan", ""), ("Data desa", "Memutuskan dengan data; Menepati janji"))
    for order, (title, outcomes) in enumerate(subjects, start=1):
        Subject.objects.create(curriculum=made.curriculum, order=order, title=title, jp=4, outcomes=outcomes)
    return made


@pytest.fixture
def klass(event):
    made = make_class(event, 1)
    for name in NAMES:
        add_person(made, name)
    return made


@pytest.fixture
def small(event):
    made = make_class(event, 2)
    for name in ("Gita", "Hasan", "Indah"):
        add_person(made, name)
    return made


@pytest.fixture
def asked(klass):
    """The form of the class of six is open, and everybody's raters are named."""
    made = ask(klass=klass, months=3, closes_on=LAST, by=None, at=AT)
    for row in klass.participations.all():
        named(row)
    return made


@pytest.fixture
def raters() -> Callable[..., list[Rater]]:
    """Return the raters of a round of some relations, by alumnus."""

    def finding(survey, *relations):
        rows = Rater.objects.filter(invitation__round=survey, relation__in=relations)
        return list(rows.select_related("invitation__round").order_by("participation", "pk"))

    return finding

"""The two kecamatan of the tests of meetings, with a meeting of A being held about a problem and two other things."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from rumahbersama.chain.house.meetings.actions import agenda, planning
from rumahbersama.chain.house.meetings.models import AgendaItem, Meeting
from rumahbersama.chain.house.meetings.rules import Proposal
from rumahbersama.chain.house.minutes.actions import outcomes
from rumahbersama.chain.house.minutes.actions.outcomes import Promised
from rumahbersama.chain.house.minutes.queries import figures_about
from rumahbersama.chain.house.problems.models import Problem, ProblemEvidence
from tests.meetings.conftest import AT, TODAY, A, House, add_problem, fresh, house, made  # noqa: F401 - fixtures

STATEMENT = "Posyandu Dusun Hilir berdiri dan tidak buka."
LATER = AT + timedelta(hours=1)


@dataclass(frozen=True)
class Held:
    """A meeting being held: its opening, an item about a problem, and one of its own."""

    house: House
    meeting: Meeting
    problem: Problem
    opening: AgendaItem
    about: AgendaItem
    own: AgendaItem

    def cast(self, who: str) -> Any:
        return self.house.cast[who]

    def again(self, item: AgendaItem) -> AgendaItem:
        found = AgendaItem.objects.select_related("problem").get(pk=item.pk)
        found.meeting = fresh(self.meeting)
        return found


@pytest.fixture
def held(house) -> Held:  # noqa: F811
    """Hold the meeting today."""
    Meeting.objects.filter(pk=house.meeting.pk).update(day=TODAY)
    house = replace(house, meeting=fresh(house.meeting))
    problem = add_problem(house, STATEMENT, people=86)
    ProblemEvidence.objects.create(
        problem=problem, reference="x", sentence="38 % ditimbang", measure="balita ditimbang", value="38", unit="%",
        url="/x/", taken_on=TODAY, by_name="Kasi",
    )  # fmt: skip
    proposal = Proposal("problem", f"problem:{problem.pk}", STATEMENT, 20, ("baru",), problem=problem.pk)
    agenda.take_up(meeting=house.meeting, proposals=[proposal], by=None, at=AT)
    agenda.add_item(meeting=house.meeting, title="Jadwal posyandu", minutes=10, by=None, at=AT)
    meeting = planning.begin_meeting(meeting=house.meeting, by=house.cast["kasi"], at=AT)
    items = list(AgendaItem.objects.filter(meeting=meeting).select_related("problem"))
    for item in items:
        item.meeting = meeting
    return Held(house, meeting, problem, *items)


def promised(held: Held, **more: Any) -> Promised:
    village = held.house.country["71.01.01.2001"]
    facts = {"what": "Melatih dua kader", "post": held.house.posts["puskesmas"], "region": village}
    return Promised(**facts | {"due_on": TODAY + timedelta(days=14)} | more)


def pledge(held: Held, item: AgendaItem, **more: Any):
    more = {"figure": next(iter(figures_about(held.again(item))), None)} | more
    return outcomes.add_pledge(item=item, promised=promised(held, **more), by=held.cast("kasi"), at=AT)


@pytest.fixture
def as_(client, held):
    def signing_in(who: str):
        held.cast(who).__dict__.pop("_scope", None)
        client.force_login(held.cast(who))
        return client

    return signing_in


def url(name: str, *args) -> str:
    return reverse(f"minutes:{name}", args=args)


def page_of(response) -> str:
    return " ".join(response.content.decode().split())

"""Lists in two kecamatan, one occasion of each open."""

from datetime import UTC, datetime, timedelta

import pytest

from rumahbersama.workshop.presence import actions
from rumahbersama.workshop.presence.actions import Plan
from rumahbersama.workshop.presence.models import Attendee, Occasion, Roster
from rumahbersama.workshop.presence.names import Line

START = datetime(2026, 3, 2, 1, tzinfo=UTC)  # a Monday, 08.00 in Jakarta
NAMES = ("Ani Lestari", "Budi Santoso", "Citra Dewi")


@pytest.fixture
def make(country):
    """Make a list with its people and one occasion, open where wished."""

    def making(
        code: str = "71.01.01", *, names: tuple[str, ...] = NAMES, is_open: bool = True, owner: str = "", **more
    ) -> Occasion:
        roster = actions.make_roster(title="Rakor", region=country[code], by=None, at=START, owner=owner)
        lines = [Line(name, "Desa Anggrek") for name in names]
        actions.set_attendees(roster=roster, lines=lines, by=None, at=START)
        told = {"title": "Rakor Maret", "starts": START, "ends": START + timedelta(hours=4), "place": "Aula"}
        plan = Plan(**(told | more))
        made = actions.plan_occasion(roster=roster, plan=plan, by=None, at=START)
        if is_open:
            actions.open_occasion(occasion=made, by=None, at=START - timedelta(minutes=30))
        return Occasion.objects.select_related("roster__region").get(pk=made.pk)

    return making


@pytest.fixture
def occasion(make) -> Occasion:
    """An open occasion in kecamatan A with three people."""
    return make()


@pytest.fixture
def roster(occasion) -> Roster:
    """Its list."""
    return occasion.roster


def people(occasion: Occasion) -> list[Attendee]:
    """Return who is on the list, in order."""
    return list(Attendee.objects.filter(roster=occasion.roster, removed_at=None).select_related("roster"))

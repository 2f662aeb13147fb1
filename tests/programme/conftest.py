"""A programme in force in kecamatan A, on a Monday in March."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from rumahbersama.chain.house.programme.actions.activities import Plan, add_activity
from rumahbersama.chain.house.programme.actions.goals import Wish, save_goal
from rumahbersama.chain.house.programme.actions.programmes import Move, begin_programme, move_programme
from rumahbersama.chain.house.programme.models import Activity, Programme
from tests.meetings.conftest import AT, A, as_, house, made

__all__ = ["as_", "house", "made"]
FEBRUARY = (date(2026, 2, 1), date(2026, 2, 28))  # over on the day of the tests


@pytest.fixture
def draft(house) -> Programme:
    return begin_programme(region=house.country[A], year=2026, by=house.cast["sekcam"], at=AT)


@pytest.fixture
def add(house, draft):
    """Write an activity into the programme, whatever its state is."""

    def adding(
        title: str = "Memeriksa buku kas", who: str = "kasi", villages: tuple[str, ...] = (), **more: Any
    ) -> Activity:
        plain = {"kind": "supervision", "starts_on": FEBRUARY[0], "ends_on": FEBRUARY[1]} | more
        places = [house.country[code] for code in villages]
        plan = Plan(title=title, post=house.posts[who], villages=places, **plain)
        return add_activity(programme=draft, plan=plan, by=None, at=AT, reason="Tambahan")

    return adding


@pytest.fixture
def goal(draft):
    return save_goal(programme=draft, wish=Wish("Buku kas tertib di semua desa", unit="desa"), by=None, at=AT)


@pytest.fixture
def approve(house, draft):
    def approving() -> Programme:
        fresh = Programme.objects.select_related("region").get(pk=draft.pk)
        return move_programme(
            programme=fresh, move=Move("in_force"), by=house.cast["camat"], at=AT, seen=fresh.version
        )

    return approving


def fresh(row: Activity) -> Activity:
    return Activity.objects.select_related("programme__region", "post__region", "goal__area").get(pk=row.pk)


def url(name: str, *args: Any) -> str:
    return reverse(f"programme:{name}", args=args)

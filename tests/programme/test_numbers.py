"""Numbers in the forms of a programme: saved untouched nothing changes; what cannot be stored is told."""

from decimal import Decimal

import pytest
from django.utils import translation

from rumahbersama.chain.house.programme.actions.goals import Wish, save_goal
from rumahbersama.chain.house.programme.models import Activity, Goal
from rumahbersama.chain.needs.models import Indicator, ServiceArea
from rumahbersama.ground.people.models import Account
from tests.meetings.conftest import AT
from tests.programme.conftest import url
from tests.typed import untouched

pytestmark = pytest.mark.django_db


def facts(row) -> dict:
    kept = type(row).objects.filter(pk=row.pk).values().get()
    return {name: value for name, value in kept.items() if name != "version"}


@pytest.mark.parametrize("language", ["id", "en"])
def test_an_activity_and_a_goal_saved_untouched_stay_as_they_are(house, draft, add, as_, language):
    Account.objects.filter(pk=house.cast["sekcam"].pk).update(language=language)
    wish = Wish("Semua ditimbang", unit="anak", baseline=Decimal("1250.125"), target=Decimal(1_250_000))
    goal = save_goal(programme=draft, wish=wish, by=None, at=AT)
    row = add(goal=goal, budget_rupiah=1_250_000, budget_line="5.1.02")
    client, before = as_("sekcam"), (facts(row), facts(goal))

    answers = []
    for address, box in ((url("edit", row.pk), "budget_rupiah"), (url("goal", draft.pk, goal.pk), "baseline")):
        answers.append(client.post(address, untouched(client.get(address), box)).status_code)
    translation.activate("id")

    assert (answers, (facts(row), facts(goal))) == ([302, 302], before)


def test_an_indicator_or_area_no_longer_offered_stays_with_its_goal(house, draft, as_):
    area = ServiceArea.objects.create(code="lama", name="Bidang lama", disabled_on=AT)
    indicator = Indicator.objects.create(code="lama", name="Angka lama", area=area, unit="orang", disabled_on=AT)
    goal = save_goal(programme=draft, wish=Wish("Lama", area=area, indicator=indicator), by=None, at=AT)
    client, address = as_("sekcam"), url("goal", draft.pk, goal.pk)

    client.post(address, untouched(client.get(address), "statement"))

    kept = Goal.objects.get(pk=goal.pk)
    assert (kept.area, kept.indicator) == (area, indicator)


@pytest.mark.parametrize("typed", ["-5", "99999999999999999", "banyak"])
def test_money_that_cannot_be_stored_is_told_at_its_box(house, draft, add, as_, typed):
    row, client = add(), as_("sekcam")
    address = url("edit", row.pk)

    answer = client.post(address, untouched(client.get(address), "title") | {"budget_rupiah": typed})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["budget_rupiah"])
    assert Activity.objects.get(pk=row.pk).budget_rupiah is None

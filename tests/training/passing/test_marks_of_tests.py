"""The post-test of the program as a part of passing: read, never copied, frozen with the decision."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from rumahbersama.chain.training.passing import queries
from rumahbersama.chain.training.passing.actions import Objection, Typed, decide, decide_again, type_marks
from rumahbersama.chain.training.passing.models import Decision
from rumahbersama.chain.training.passing.rules import PassingRefusal
from rumahbersama.chain.training.tests import actions as tests_of
from rumahbersama.chain.training.tests.models import Answer, Attempt
from tests.training.passing.conftest import AT, TODAY, give
from tests.training.testing.conftest import make_bank

pytestmark = pytest.mark.django_db
WITHOUT_TEST = Typed(None, Decimal(80), Decimal(80))


@pytest.fixture
def blueprint(event, people, country):
    bank = make_bank(country["71"])
    counts = {bank.topics.get().pk: 4}
    return tests_of.plan(event=event, bank=bank, counts=counts, minutes=30, mixes_options=True, by=None, at=AT)


def take(blueprint, person, right: int, *, submitted=True, phase="post") -> Attempt:
    start = AT - timedelta(hours=3)
    attempt = Attempt.objects.create(
        blueprint=blueprint,
        participation=person,
        phase=phase,
        seed=1,
        order=[],
        started_at=start,
        ends_at=AT + timedelta(hours=1),
        submitted_at=start + timedelta(minutes=20) if submitted else None,
    )
    for number, item in enumerate(blueprint.items.all()):
        key = item.version.right
        Answer.objects.create(attempt=attempt, item=item, chosen=key if number < right else key + 1, at=start)
    return attempt


def first(event):
    rows = queries.standings_of(event, queries.rule_of(event).rule, queries.taking_part(event), at=AT)
    return rows[0]


def test_the_score_of_the_post_test_is_the_mark_and_the_pre_test_is_not(event, people, roster, blueprint):
    take(blueprint, people[0], 1, phase="pre")
    give(event, people, WITHOUT_TEST)
    assert first(event).verdict.missing == ("post_test",)

    take(blueprint, people[0], 3)
    found = first(event)
    assert (found.parts.post_test, found.parts.sources["post_test"]) == (Decimal("75.00"), "test")
    assert found.verdict.outcome == "passed"


def test_who_is_still_at_the_test_is_not_decided(event, people, roster, blueprint):
    give(event, people[:1], replace(WITHOUT_TEST, post_test=Decimal(90)))
    take(blueprint, people[0], 3, submitted=False)

    assert first(event).verdict.missing == ("post_test",)


def test_typing_over_a_test_needs_its_reason(event, people, roster, blueprint):
    take(blueprint, people[0], 3)
    typed = replace(WITHOUT_TEST, post_test=Decimal(60))
    with pytest.raises(PassingRefusal, match="Ani: nilai tes akhirnya diambil dari tes"):
        give(event, people[:1], typed)

    give(event, people[:1], replace(typed, post_test_reason="tes susulan di kertas"))
    found = first(event)
    assert (found.parts.post_test, found.why("post_test")) == (60, "tes susulan di kertas")


def test_a_mark_typed_before_the_test_gives_way_to_it_and_other_marks_are_still_typed(
    event, people, roster, blueprint
):
    before = replace(WITHOUT_TEST, post_test=Decimal(60))
    give(event, people[:1], before)
    take(blueprint, people[0], 4)
    assert first(event).parts.post_test == 100

    now = replace(before, practice=Decimal(90))
    assert type_marks(event=event, typed={people[0].pk: (before, now)}, by=None, at=AT) == 1


def test_nothing_changes_after_the_decision_until_it_is_opened(event, people, roster, blueprint):
    attempt = take(blueprint, people[0], 3)
    give(event, people[:1], WITHOUT_TEST)
    decide(event=event, klass=None, by=None, at=AT, today=TODAY)
    decision = Decision.objects.get(participation=people[0])
    assert decision.numbers["sources"]["post_test"] == "test"

    Answer.objects.filter(attempt=attempt).update(chosen=9)
    roster.attendees.all().delete()
    found = first(event)
    assert (found.parts.post_test, found.parts.attendance, found.verdict.score) == (75, 100, decision.score)

    opened = Objection("reopened", "Soalnya salah kunci")
    decide_again(person=people[0], objection=opened, by=None, at=AT, seen=1)
    assert first(event).parts.post_test == 0


def test_the_pages_say_where_each_mark_comes_from(client, cast, event, klass, people, roster, blueprint, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY)
    client.force_login(cast["training_body"])
    take(blueprint, people[0], 3)
    page = reverse("passing:class", args=[event.pk, 1])
    told = client.get(page).content.decode()
    assert ("dari tes: 75" in told, 'name="alasan-tes"' in told) == (True, True)

    typed = {f"lama-{people[0].pk}": "|||", f"post_test-{people[0].pk}": "60"}
    refused = client.post(page, typed)
    assert (refused.status_code, "tulis alasan mengetik nilai lain" in refused.content.decode()) == (422, True)
    assert client.post(page, typed | {"alasan-tes": "tes susulan"}).status_code == 302
    assert "diketik menggantikan tes 75" in client.get(page).content.decode()
    told = client.get(reverse("passing:person", args=[event.pk, people[0].pk])).content.decode()
    assert ("diketik: tes susulan" in told, "dari presensi" in told) == (True, True)

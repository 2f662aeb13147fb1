"""Learning per generation by hand, and people who left their post."""

from datetime import UTC, date, datetime

import pytest

from rumahbersama.chain.training.cascade.learning import Learnt, learnt_by
from rumahbersama.chain.training.cascade.rules import Held, Standing, of_people
from rumahbersama.chain.training.models import Participation
from rumahbersama.chain.training.tests.models import Answer, Attempt, Blueprint, BlueprintItem
from rumahbersama.ground.people.models import Person, Tenure
from tests.cascade.conftest import AT, TODAY, make_event
from tests.cascade.test_cascade import body, cascade, covering
from tests.training.testing.conftest import make_bank

__all__ = ["body"]
pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 29, 3, tzinfo=UTC)


def sat(event, bank, scores):
    """Let people of an event have so many of four right, before and after; None: did not sit it."""
    blueprint, is_new = Blueprint.objects.get_or_create(
        event=event, defaults={"bank": bank, "minutes": 30, "made_at": AT}
    )
    if is_new:
        for order, item in enumerate(bank.items.order_by("pk"), start=1):
            BlueprintItem.objects.create(blueprint=blueprint, version=item.current, order=order)
    items = list(blueprint.items.all())
    for person, both in scores.items():
        row = Participation.objects.get(event=event, person=person)
        for phase, right in zip(("pre", "post"), both, strict=True):
            if right is None:
                continue
            attempt = Attempt.objects.create(
                blueprint=blueprint, participation=row, phase=phase, seed=1, order=[], started_at=AT, ends_at=AT
            )
            Answer.objects.bulk_create(
                [
                    Answer(attempt=attempt, item=item, chosen=0 if place < right else 1, at=AT)
                    for place, item in enumerate(items)
                ]
            )


def test_learning_of_a_generation_is_the_mean_over_its_classes(story, body, country):
    """ToT (trained by generation 1, so generation 2): <g> of the averages.

    Ani 1->3, Budi 2->3, Cici 1->2 of four: averages 33.3 and 66.7, <g> = 0.5. A second ToT of two, both trained by
    Sumber: 0->3 and 2->3: 25 and 75, <g> = 2/3. Mean of the two classes 0.5833, five people. Generation 3: three
    people of Ani's class, too few to be shown.
    """
    bank = make_bank(country["71"])
    sat(story.tot, bank, {story.Ani: (1, 3), story.Budi: (2, 3), story.Cici: (1, 2)})
    people = [Person.objects.create(name=name) for name in ("Gani", "Hani", "Ina")]
    second = make_event(
        story.programme,
        country["71"],
        "ToT 2",
        date(2024, 4, 2),
        trainers=[story.Sumber],
        people=[(person, country["71.01"]) for person in people],
    )
    sat(second, bank, {people[0]: (0, 3), people[1]: (2, 3), people[2]: (None, 4)})
    sat(story.training, bank, {story.Dewi: (1, 2), story.Eko: (1, 2), story.Fani: (1, 2)})
    found = learnt_by(cascade(story, body), at=NOW)
    assert found[2] == Learnt(classes=2, people=5, gain=pytest.approx((0.5 + 2 / 3) / 2))
    assert found[2].band == "medium"
    assert found[3] == Learnt(classes=1, people=3, is_few=True)
    assert set(found) == {2, 3}


def test_it_is_read_in_one_query_and_shown_beside_the_generation(
    story, body, country, client, django_assert_num_queries
):
    bank = make_bank(country["71"])
    sat(story.tot, bank, {story.Ani: (1, 3), story.Budi: (2, 3), story.Cici: (1, 2)})
    found = cascade(story, body)
    with django_assert_num_queries(1):
        learnt_by(found, at=NOW)
    client.force_login(body)
    text = client.get("/pelatihan/program/uji/kaskade/").content.decode()
    assert "terlalu sedikit orang" in text
    assert "Orangnya: dari 3 orang kecamatan dan desa yang dilatih, 1 masih menjabat, 1 sudah pindah" in text


def test_people_are_counted_once_by_their_best_standing():
    here = Held("71.01.01", date(2020, 1, 1), None)
    people = [("71.01.01", 1), ("71.01.02", 1), ("71.01.02", 2), ("71.01.02", 3)]
    counted = of_people(people, {1: [here], 2: [here]}, today=TODAY)
    assert counted == {Standing.IN_POST: 1, Standing.UNKNOWN: 1, Standing.LEFT: 1}


def test_who_left_is_no_longer_covered_and_counted_apart(story, body):
    told = covering(story, body, "71.01")
    assert (told.trained, told.in_post, told.left, told.unknown) == (2, 1, 0, 1)
    Tenure.objects.filter(person=story.Dewi).update(ends_on=TODAY)
    told = covering(story, body, "71.01")
    assert (told.in_post, told.left, told.total.in_post) == (0, 1, 0)
    assert covering(story, body, "71").left == 2  # Fani, whose kecamatan is outside of the plan, left too

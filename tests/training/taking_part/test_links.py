"""The personal link of somebody who takes part, and the texts that bring it to them."""

import pytest
from django.utils import timezone

from rumahbersama.chain.training.taking_part.actions.deciding import approve_people
from tests.access.harness import MOST_QUERIES, counted
from tests.training.taking_part.conftest import TODAY, text_of, url, who

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY)


def test_the_personal_link_needs_no_account_and_shows_nothing_of_others(client, event, named):
    row, other = named("Ani"), named("Budi Lain")
    page = text_of(client.get(url("invitation", row.token)))
    assert ("Ani" in page, other.name in page, "menunggu persetujuan" in page) == (True, False, True)
    refused = client.post(url("invitation", row.token), {"comes": "ya"})
    assert refused.status_code == 422
    approve_people(event=event, numbers=None, who=who(runs=True))
    answer = client.post(url("invitation", row.token), {"comes": "ya", "wants_room": "on", "food": "tanpa ikan"})
    row.refresh_from_db()
    assert (answer.status_code, row.state, row.wants_room, row.food) == (302, "confirmed", True, "tanpa ikan")
    assert client.get(url("invitation", "x" * 32)).status_code == 404
    assert "no-store" in client.get(url("invitation", row.token))["Cache-Control"]


def test_after_closing_the_link_says_whom_to_ask(client, event, named):
    row = named("Ani")
    approve_people(event=event, numbers=None, who=who(runs=True))
    event.state = "closed"
    event.save()
    page = text_of(client.get(url("invitation", row.token)))
    assert ("Pendaftaran sudah ditutup" in page, "Kirim jawaban" in page) == (True, False)
    assert client.post(url("invitation", row.token), {"comes": "tidak"}).status_code == 422
    row.refresh_from_db()
    assert row.state == "approved"


def test_a_hall_behind_one_address_opens_its_links_and_only_reads(client, named):
    """The link is too long to be guessed; counting visits would be four writes each, and turn people away."""
    row = named("Ani")
    with counted() as asking:
        assert client.get(url("invitation", row.token)).status_code == 200
    assert [each for each in asking if not each.startswith("SELECT")] == []
    assert len(asking) <= MOST_QUERIES


def test_the_text_for_a_place_holds_no_link_and_that_for_a_person_theirs(as_, event, named):
    row = named("Ani", "71.01.01")
    client = as_("camat")
    group = text_of(client.get(url("texts", event.pk)))
    assert ("1. Ani: Diusulkan" in group, row.token in group) == (True, False)
    assert row.token in text_of(client.get(url("person", event.pk, row.pk)))
    assert as_("auditor").get(url("texts", event.pk)).status_code == 403

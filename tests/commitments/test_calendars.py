"""Calendar feeds: whose deadlines, moved ones, and addresses that are no longer valid."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from rumahbersama.chain.commitments import actions
from rumahbersama.chain.commitments.models import CalendarFeed
from rumahbersama.ground.people.models import RoleAssignment
from tests.commitments.conftest import AT

PAGE = reverse("commitments:calendars")
SOON = timezone.localdate() + timedelta(days=40)
pytestmark = pytest.mark.django_db


@pytest.fixture
def make(client, cast):
    """Make a feed on the page as somebody, and return its address."""

    def making(who: str, code: str = "", wish: str = "buat") -> str:
        client.force_login(cast[who])
        assert client.post(PAGE, {"tempat": code, "lakukan": wish}).status_code == 302
        feed = CalendarFeed.objects.get(account=cast[who], region__code=code or None)
        return reverse("commitments:feed", args=[feed.token])

    return making


def events(client, address: str) -> list[tuple[str, date]]:
    client.logout()
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return [(str(each["summary"]), each["dtstart"].dt) for each in Calendar.from_ical(answer.content).walk("VEVENT")]


def test_ones_own_feed_holds_what_ones_posts_owe_with_its_steps_and_nothing_else(make, promised, client):
    promised(what="Membuka; posyandu, lagi", due_on=SOON, steps=(("Mendata anak", SOON), ("Tanpa tanggal", None)))
    promised(who="camat_b", code="71.01.02.2001", what="Janji orang lain", due_on=SOON)

    assert events(client, make("kasi")) == [
        ("Membuka; posyandu, lagi", SOON),
        ("Langkah: Mendata anak (Membuka; posyandu, lagi)", SOON),
    ]


def test_a_moved_deadline_keeps_its_event_and_a_closed_one_goes(make, promise, promised, client, cast):
    row = promised(due_on=SOON)
    address = make("kasi")
    before = Calendar.from_ical(client.get(address).content).walk("VEVENT")[0]
    later = SOON + timedelta(days=9)
    moved = promise(due_on=later)
    actions.correct_commitment(commitment=row, promise=moved, reason="hujan", by=cast["kasi"], at=AT, seen=1)
    after = Calendar.from_ical(client.get(address).content).walk("VEVENT")[0]

    assert (before["uid"], after["dtstart"].dt) == (after["uid"], later)
    assert int(after["sequence"]) > int(before["sequence"])
    actions.drop_commitment(commitment=row, reason="selesai oleh desa", by=cast["camat"], at=AT, seen=2)
    assert events(client, address) == []


def test_the_feed_of_a_place_follows_the_rights_of_the_day(make, promised, client, cast):
    promised(due_on=SOON)
    address = make("camat", "71.01.01")
    assert len(events(client, address)) == 1

    RoleAssignment.objects.filter(account=cast["camat"]).update(ends_on=timezone.localdate())
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("wish", ["ganti", "hentikan"])
def test_an_address_that_was_renewed_or_stopped_gives_nothing(make, client, cast, wish):
    old = make("kasi")
    client.post(PAGE, {"tempat": "", "lakukan": wish})

    assert client.get(old).status_code == 404
    assert CalendarFeed.objects.filter(account=cast["kasi"]).count() == (1 if wish == "ganti" else 0)


def test_a_closed_account_gives_nothing(make, client, cast):
    address = make("kasi")
    cast["kasi"].is_active = False
    cast["kasi"].save()

    assert client.get(address).status_code == 404


def test_no_feed_of_a_place_out_of_sight(client, cast):
    client.force_login(cast["camat_b"])

    assert client.post(PAGE, {"tempat": "71.01.01", "lakukan": "buat"}).status_code in {403, 404}
    assert CalendarFeed.objects.count() == 0

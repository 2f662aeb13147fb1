"""The calendar of a kecamatan: who sees what on it, its views, its file and its feed."""

from datetime import date

import pytest
from django.urls import reverse
from icalendar import Calendar

from rumahbersama.chain.commitments import actions as commitments
from rumahbersama.chain.house.calendar.models import CalendarAddress
from rumahbersama.chain.house.meetings.actions import planning
from rumahbersama.ground.people.models import RoleAssignment
from tests.meetings.conftest import AT, MARCH, A, B, add_promise, text

pytestmark = pytest.mark.django_db
DUE = date(2026, 3, 18)


def url(name: str = "calendar", code: str = A, *args) -> str:
    return reverse(f"calendar:{name}", args=[code, *args])


def test_a_month_shows_meetings_promises_and_days_of_law(house, as_):
    add_promise(house, "Mendata anak yang belum ditimbang", DUE)
    html = text(as_("camat").get(url()))

    assert "Kalender Maret 2026" in html
    for title in (MARCH, "Mendata anak yang belum ditimbang", "Laporan pertanggungjawaban APBDes tahun lalu"):
        assert (title, title in html) == (title, True)
    assert "Rapat B yang rahasia" not in html


def test_who_is_elsewhere_finds_no_calendar(house, as_):
    assert as_("camat").get(url("calendar", B)).status_code == 404
    assert as_("camat_b").get(url()).status_code == 404


def test_a_village_sees_meetings_and_its_own_promises_alone(house, as_):
    add_promise(house, "Janji kasi untuk kecamatan", DUE)
    add_promise(house, "Janji kepala desa", DUE, who="kades")
    html = text(as_("operator").get(url()))

    assert (MARCH in html, "Janji kepala desa" in html, "Janji kasi untuk kecamatan" in html) == (True, True, False)


def test_what_is_late_or_done_says_so_and_what_was_dropped_is_gone(house, as_):
    add_promise(house, "Janji yang lewat", date(2026, 3, 1))
    done = add_promise(house, "Janji yang terbukti", DUE)
    commitments.report_on(commitment=done, text="Sudah.", to="done", by=None, at=AT)
    dropped = add_promise(house, "Janji yang dihentikan", DUE)
    commitments.drop_commitment(commitment=dropped, reason="Batal.", by=None, at=AT, seen=1)
    planning.cancel_meeting(meeting=house.meeting, reason="Hujan", by=None, at=AT, seen=house.meeting.version)
    html = text(as_("camat").get(url(), {"lihat": "daftar"}))

    assert "Satu di antaranya terlambat." in html
    assert (html.count("Terlambat</span>"), html.count("Selesai</span>")) == (1, 1)
    assert ("Janji yang dihentikan" in html, MARCH in html) == (False, False)


def test_week_and_kind_narrow_what_is_shown(house, as_):
    add_promise(house, "Janji pekan rapat", date(2026, 3, 11))
    client = as_("camat")
    week = {"lihat": "minggu", "pada": "2026-03-11"}
    both = text(client.get(url(), week))
    one = text(client.get(url(), week | {"jenis": "komitmen"}))
    none = text(client.get(url(), week | {"jenis": "kunjungan"}))

    assert (MARCH in both, "Janji pekan rapat" in both, "pada=2026-03-16" in both) == (True, True, True)
    assert (MARCH in one, "Janji pekan rapat" in one) == (False, True)
    assert "Tidak ada yang sejenis itu" in none


def test_a_full_day_leads_to_its_week(house, as_):
    for number in range(7):
        add_promise(house, f"Janji nomor {number}", DUE)
    html = text(as_("camat").get(url()))

    assert ("3 lagi" in html, "pada=2026-03-18#h-2026-03-18" in html.replace("&amp;", "&")) == (True, True)


def test_a_file_holds_what_the_page_shows(house, as_):
    add_promise(house, "=Janji", DUE)
    client = as_("camat")
    told = client.get(url("download", A, "csv"), {"pada": "2026-03-02", "jenis": "komitmen"}).content.decode()

    assert ("2026-03-18" in told, "'=Janji" in told, MARCH in told) == (True, True, False)
    assert client.get(url("download", A, "pdf")).status_code == 404


@pytest.mark.parametrize("who", ["camat", "operator"])
def test_a_month_asks_each_room_once(house, as_, who, django_assert_max_num_queries):
    for number in range(9):
        add_promise(house, f"Janji nomor {number}", DUE)
    client = as_(who)
    client.get(url())
    with django_assert_max_num_queries(12):
        client.get(url())


def feed_of(client, account) -> str:
    client.post(url("address"), {"lakukan": "buat"})
    return CalendarAddress.objects.get(account=account).get_absolute_url()


def events(client, address: str) -> list[tuple[str, object]]:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return [(str(each["summary"]), each["dtstart"].dt) for each in Calendar.from_ical(answer.content).walk("VEVENT")]


def test_a_feed_needs_no_signing_in_and_holds_what_its_account_sees(house, as_, client):
    add_promise(house, "Janji kasi", DUE)
    address = feed_of(as_("camat"), house.cast["camat"])
    client.logout()
    found = events(client, address)

    assert [title for title, _day in found if "Tenggat" not in title] == [f"Rapat: {MARCH}", "Komitmen: Janji kasi"]
    assert [day for title, day in found if title == "Komitmen: Janji kasi"] == [DUE]


def test_an_old_address_and_that_of_a_closed_account_or_role_give_nothing(house, as_):
    client = as_("camat")
    first = feed_of(client, house.cast["camat"])
    second = feed_of(client, house.cast["camat"])
    assert [client.get(each).status_code for each in (first, second)] == [404, 200]

    RoleAssignment.objects.filter(account=house.cast["camat"]).update(ends_on=date(2026, 2, 1))
    assert client.get(second).status_code == 404


def test_an_address_is_stopped(house, as_):
    client = as_("camat")
    address = feed_of(client, house.cast["camat"])
    client.post(url("address"), {"lakukan": "hentikan"})

    assert (client.get(address).status_code, CalendarAddress.objects.count()) == (404, 0)


def test_an_address_whose_account_reads_no_rows_any_more_is_not_there(house, as_):
    client = as_("camat")
    address = feed_of(client, house.cast["camat"])
    held = RoleAssignment.objects.filter(account=house.cast["camat"])
    held.update(role="inspectorate", region=house.country["71.01"])  # in sight, and no rows
    client.logout()
    assert client.get(address).status_code == 404

"""Who finds a copy and its door, who keeps it; and what the door of a copy asks."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from rumahbersama.chain.training.models import Participation
from rumahbersama.chain.training.practice import actions
from rumahbersama.chain.training.practice.models import PracticeCopy
from rumahbersama.ground.core.jobs import beat
from rumahbersama.ground.people.actions import create_demo_account

DOOR = "http://testserver:8101/masuk/?kode="


def address(klass) -> str:
    return reverse("practice:copy", args=[klass.event_id, klass.number])


def day(when) -> dict[str, str]:
    return {"closes_on_0": str(when.day), "closes_on_1": str(when.month), "closes_on_2": str(when.year)}


@pytest.fixture
def as_(client, people):
    def signing(name):
        client.force_login(people[name])
        return client

    return signing


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize("who", ["runs", "teaches"])
def test_who_runs_or_teaches_opens_it_and_waits_for_the_worker(as_, klass, who):
    today = timezone.localdate()
    page = as_(who).post(address(klass), day(today), follow=True)
    assert "Pekerja latar tidak berjalan" in text_of(page)
    beat(worker="uji", at=timezone.now())
    assert "Sedang disiapkan" in text_of(as_(who).get(address(klass)))
    copy = PracticeCopy.objects.get()
    assert [copy.is_open, copy.closes_on, copy.is_ready] == [True, today, False]

    actions.note_trouble(copy, "Port 8101 di 127.0.0.1 sedang dipakai program lain.")
    assert "Port 8101 di 127.0.0.1 sedang dipakai program lain." in text_of(as_(who).get(address(klass)))
    actions.note_ready(copy, port=8101)
    page = as_(who).get(address(klass))
    assert [page.context["door"], f" {copy.code} " in text_of(page)] == [DOOR + copy.code, True]


def test_a_day_that_cannot_be_comes_back_with_a_sentence(as_, klass):
    page = as_("teaches").post(address(klass), {"closes_on_0": "1", "closes_on_1": "1", "closes_on_2": "2020"})
    assert (page.status_code, "Hari terakhir latihan harus antara hari ini" in text_of(page)) == (422, True)
    assert PracticeCopy.objects.count() == 0


def test_made_anew_and_closed_from_the_page(as_, klass, ready):
    as_("teaches").post(address(klass), {"apa": "ulang"})
    ready.refresh_from_db()
    assert [ready.turn, ready.is_ready] == [2, False]
    page = as_("runs").post(address(klass), {"apa": "tutup"}, follow=True)
    ready.refresh_from_db()
    assert [ready.is_open, "Buka untuk kelas ini" in text_of(page)] == [False, True]
    again = as_("runs").post(address(klass), {"apa": "tutup"})
    assert (again.status_code, "tidak sedang terbuka" in text_of(again)) == (422, True)


def test_who_takes_part_finds_the_door_and_changes_nothing(as_, klass, ready):
    assert ("Salinan latihan terbuka: Kelas 1, ToT Utara" in text_of(as_("takes part").get("/"))) is True
    page = as_("takes part").get(address(klass))
    assert [page.context["door"], "Ulang dari awal" in text_of(page)] == [DOOR + ready.code, False]
    for words in ({"apa": "ulang"}, {"apa": "tutup"}, day(timezone.localdate())):
        assert as_("takes part").post(address(klass), words).status_code == 403
    ready.refresh_from_db()
    assert [ready.turn, ready.is_open] == [1, True]


def test_others_find_neither_page_nor_task(as_, klass, ready):
    assert as_("other").get(address(klass)).status_code == 403
    assert "Salinan latihan terbuka" not in text_of(as_("other").get("/"))


@pytest.mark.parametrize(("state", "sees"), [("confirmed", True), ("approved", True), ("proposed", False)])
def test_the_personal_link_leads_in_who_comes(client, klass, ready, state, sees):
    part = Participation.objects.get(name="Budi")
    Participation.objects.filter(pk=part.pk).update(state=state)
    link = reverse("taking_part:invitation", args=[part.token])
    page = client.get(link)
    assert (f'href="{DOOR}{ready.code}"' in page.content.decode()) is sees
    actions.close_copy(klass=klass, by=None, at=timezone.now())
    assert ready.code not in client.get(link).content.decode()


@pytest.mark.parametrize(
    ("more", "door"),
    [
        ({"SITE_URL": "http://192.168.1.9:8000", "MODE": "lan"}, "http://192.168.1.9:8101/masuk/?kode="),
        ({"SITE_URL": "http://[fe80::1]:8000", "MODE": "lan"}, "http://[fe80::1]:8101/masuk/?kode="),
        ({"PRACTICE_URL": "https://latihan{n}.contoh.go.id/"}, "https://latihan1.contoh.go.id/masuk/?kode="),
    ],
)
def test_the_door_has_the_name_that_people_reach(as_, klass, ready, settings, more, door):
    for name, value in more.items():
        setattr(settings, name, value)
    assert as_("teaches").get(address(klass)).context["door"] == door + ready.code


# Inside a copy --------------------------------------------------------------------------
@pytest.fixture
def inside(country, now, settings):
    """A copy of a class with the code LATIH7, and the camat in it."""
    settings.PRACTICE, settings.PRACTICE_CODE, settings.DEMO = "1", "LATIH7", True
    return create_demo_account(
        email="camat@contoh.invalid",
        name="Ratna",
        role="camat",
        region=country["71.01.01"],
        at=now,
        starts_on=now.date(),
        is_shared=True,
    )


def test_the_door_of_a_copy_asks_for_the_code_and_then_the_name(client, inside):
    page = client.get("/masuk/?kode=LATIH7")
    assert [page.context["class_code"], "kata sandi" in text_of(page).replace("Tidak perlu kata sandi", "")] == [
        "LATIH7",
        False,
    ]
    for wrong in ("", "LATIH8"):
        page = client.post(reverse("people:demo_enter"), {"akun": inside.pk, "kode": wrong}, follow=True)
        assert ("Kode kelas tidak cocok" in text_of(page), "_auth_user_id" in client.session) == (True, False)
    client.post(reverse("people:demo_enter"), {"akun": inside.pk, "kode": " latih7 "})
    assert client.get("/")["Location"] == "/masuk/siapa/?next=%2F"
    client.logout()
    client.cookies["rumah_kode_kelas"] = "LATIH7"
    assert client.get("/masuk/").context["class_code"] == "LATIH7"


def test_every_page_of_a_copy_says_what_it_is(client, inside):
    for page in ("/masuk/", "/wilayah/", "/periksa/"):
        assert "LATIHAN: tempat rekaan, tidak ada yang sampai ke yang sebenarnya." in text_of(client.get(page))


def test_outside_no_page_says_so(client, country):
    assert "LATIHAN" not in text_of(client.get("/masuk/"))

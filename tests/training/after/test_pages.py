"""The way from the due form to the results; who sees what; how often the database is asked."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from rumahbersama.chain.training.after.actions import ask, close
from rumahbersama.chain.training.after.hooks import home_tasks
from rumahbersama.chain.training.after.models import Rater
from rumahbersama.chain.training.after.rules import PEER_1, SELF, SUPERIOR
from rumahbersama.chain.training.models import Programme, Teaching
from rumahbersama.workshop.surveys.models import Round
from tests.access.harness import MOST_QUERIES, counted
from tests.training.after.conftest import AT, LAST, TODAY, named, says
from tests.training.after.test_service import plan
from tests.training.taking_part.conftest import make_class, make_event


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda moment=None, *_args: moment.date() if moment else TODAY)
    monkeypatch.setattr(timezone, "now", lambda: AT)


@pytest.fixture
def runner(cast, client):
    client.force_login(cast["training_body"])
    return client


def days(on):
    return {"closes_on_0": str(on.day), "closes_on_1": str(on.month), "closes_on_2": str(on.year)}


def test_from_opening_to_the_results(runner, event, klass, raters):
    page = reverse("after:event", args=[event.pk])
    assert "Buka formulir 1 kelas" in runner.get(page).content.decode()
    key = {"kunci": "a" * 32}
    first = runner.post(f"{page}?bulan=3", {**days(LAST), **key})
    assert runner.post(f"{page}?bulan=3", {**days(LAST), **key}).url == first.url  # sent twice, opened once
    survey = Round.objects.get()
    again = runner.post(f"{page}?bulan=3", days(LAST))
    assert again.status_code == 422
    assert "Tidak ada kelas yang menunggu" in again.content.decode()
    own = reverse("after:class", args=[event.pk, 1, 3])
    text = runner.get(own).content.decode()
    assert "0 dari 6 yang diundang sudah menjawab" in text
    assert "0 dari 3 penilai disebutkan" in text
    assert survey.invitations.first().token in text
    for number, rater in enumerate(raters(survey, SELF)):
        says(rater, (2, 4 if number else 3))
    assert "Semua yang diundang sudah menjawab" in runner.get(f"{own}?lihat=belum").content.decode()
    shown = runner.post(own, {"apa": "tutup"}, follow=True).content.decode()
    assert "2 → 3,83" in shown  # (3 + 5 * 4) / 6
    assert "tanpa data" in shown
    rows = runner.get(reverse("after:download", args=[event.pk, "csv"])).content.decode()
    assert "Memutuskan dengan data" in rows
    assert runner.get(reverse("after:download", args=[event.pk, "pdf"])).status_code == 404


def test_the_last_day_may_move_and_a_bad_one_is_told(runner, event, asked):
    own = reverse("after:class", args=[event.pk, 1, 3])
    assert runner.post(own, days(LAST + timedelta(days=5))).status_code == 302
    assert Round.objects.get().closes_on == LAST + timedelta(days=5)
    bad = runner.post(own, {"closes_on_0": "31", "closes_on_1": "2", "closes_on_2": "2026"})
    assert bad.status_code == 422
    assert "Tanggal ini tidak ada di kalender" in bad.content.decode()
    assert runner.get(reverse("after:class", args=[event.pk, 1, 4])).status_code == 404


def test_an_alumnus_names_three_by_the_personal_link(client, klass):
    ani = klass.participations.get(name="Ani")
    page = reverse("after:personal", args=[ani.token])
    assert "Tidak ada formulir yang sedang dibuka" in client.get(page).content.decode()
    ask(klass=klass, months=3, closes_on=LAST, by=None, at=AT)
    assert "0 dari 3 penilai sudah disebutkan" in client.get(page).content.decode()
    told = {f"{SUPERIOR}-nama": "Pak Camat", f"{PEER_1}-nama": "Bu Kasi", f"{PEER_1}-kontak": "kasi@contoh.invalid"}
    assert client.post(page, told).status_code == 302
    assert "2 dari 3 penilai sudah disebutkan" in client.get(page).content.decode()
    names = Rater.objects.filter(participation=ani).values_list("invitation__name", flat=True)
    assert set(names) == {"Ani", "Pak Camat", "Bu Kasi"}
    gone = client.post(page, {f"{SUPERIOR}-nama": "", f"{PEER_1}-nama": "Bu Kasi"})
    assert gone.status_code == 422
    assert "Nama ini sudah diundang" in gone.content.decode()
    assert client.get(reverse("after:personal", args=["tidak-ada"])).status_code == 404


def test_the_keeper_gets_texts_mails_and_a_file_and_no_answer(runner, event, asked, klass, raters):
    ani = klass.participations.get(name="Ani")
    rater = Rater.objects.get(participation=ani, relation=PEER_1)
    rater.contact = "rekan@contoh.invalid"
    rater.save()
    text = runner.get(reverse("after:class", args=[event.pk, 1, 3]) + "?cari=Rekan Satu Ani").content.decode()
    assert "mailto:rekan%40contoh.invalid?subject=" in text
    assert "Ani mengikuti ToT Utara 3 bulan yang lalu" in text
    assert "Kami mengingatkan" not in text
    says(rater, (1, 5))
    rows = runner.get(reverse("after:links", args=[event.pk, 1, 3, "csv"])).content.decode()
    assert "Rekan Satu Ani" in rows
    assert runner.get(asked.get_absolute_url()).status_code == 404  # nor have the pages of surveys it
    assert runner.get(reverse("surveys:results", args=[asked.pk])).status_code == 404
    page = reverse("after:raters", args=[event.pk, ani.pk, 3])
    assert "Sudah mengisi, jadi tidak diganti." in runner.get(page).content.decode()
    told = {f"{SUPERIOR}-nama": "Bu Camat", f"{PEER_1}-nama": "Orang Lain", "rekan-2-nama": "Rekan Dua Ani"}
    assert runner.post(page, told).url == reverse("after:class", args=[event.pk, 1, 3])
    names = Rater.objects.filter(participation=ani).values_list("invitation__name", flat=True)
    assert set(names) == {"Ani", "Bu Camat", "Rekan Satu Ani", "Rekan Dua Ani"}


def test_after_a_week_the_text_reminds(runner, event, asked, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY + timedelta(days=7))
    assert "Kami mengingatkan" in runner.get(reverse("after:class", args=[event.pk, 1, 3])).content.decode()


def test_who_runs_it_asks_and_who_sees_it_reads(client, cast, event, asked, klass):
    Teaching.objects.create(event=event, klass=klass, person=klass.participations.first().person)
    page, own = reverse("after:event", args=[event.pk]), reverse("after:class", args=[event.pk, 1, 3])
    found = {}
    for role in ("training_body", "province", "camat", "outsider"):
        client.force_login(cast[role])
        found[role] = [client.get(page).status_code, client.get(own).status_code, client.post(page, {}).status_code]
    assert found == {
        "training_body": [200, 200, 422],
        "province": [200, 403, 403],
        "camat": [404, 404, 404],
        "outsider": [404, 404, 404],
    }


def test_home_names_what_is_due_closes_soon_and_whom_to_name(cast, event, klass):
    user, due = cast["training_body"], TODAY
    assert [task.text for task in home_tasks(user=user, today=due)] == [
        "Formulir perilaku 3 bulan menunggu dibuka untuk 1 kelas: ToT Utara"
    ]
    ask(klass=klass, months=3, closes_on=LAST, by=None, at=AT)
    assert list(home_tasks(user=user, today=due)) == []
    soon = [task.text for task in home_tasks(user=user, today=LAST)]
    assert soon == ["6 orang belum mengisi formulir perilaku: ToT Utara, ditutup 11 Agu 2026"]
    alumnus = cast["nobody"]
    alumnus.person = klass.participations.get(name="Ani").person
    assert [task.text for task in home_tasks(user=alumnus, today=due)] == [
        "Sebutkan atasan dan dua rekan Anda: 3 bulan sesudah ToT Utara"
    ]
    named(klass.participations.get(name="Ani"))
    assert list(home_tasks(user=alumnus, today=due)) == []
    assert list(home_tasks(user=cast["camat"], today=due)) == []


@pytest.fixture
def programme(event, country):
    made = Programme.objects.create(code="uji-sesudah", title="Program uji", region=country["71"])
    other = make_event(country["71"], title="ToT Kedua", state="finished")
    make_class(other, 1)
    type(event).objects.filter(pk__in=[event.pk, other.pk]).update(programme=made)
    return made


def test_a_programme_tells_its_events_side_by_side(runner, event, asked, klass, programme, raters):
    for rater in raters(asked, SUPERIOR, PEER_1):
        says(rater, (2, 3))
    close(klass=klass, months=3, by=None, at=AT)
    plan(klass.participations.first())
    text = runner.get(reverse("after:programme", args=[programme.code])).content.decode()
    assert "ToT Utara" in text
    assert "ToT Kedua" in text
    assert "2 → 3" in text
    assert "12/24" in text
    service = runner.get(reverse("after:programme", args=[programme.code]) + "?bagian=layanan").content.decode()
    assert "Desa yang warganya bersuara" in service
    assert runner.get(reverse("after:programme", args=["tidak-ada"])).status_code == 404


def test_success_is_said_on_the_pages_of_the_event_by_who_taught(runner, event, klass, country):
    unmet = "Kegiatan ini belum berhasil: belum seorang pun dari 6 orang yang dilatih di sini kemudian melatih"
    for page in (reverse("after:event", args=[event.pk]), event.get_absolute_url()):
        assert unmet in runner.get(page).content.decode()
    later = make_event(country["71"], title="Berikut", starts_on=event.starts_on.replace(month=6), state="finished")
    taught = make_class(later, 1)
    Teaching.objects.create(event=later, klass=taught, person=klass.participations.first().person)
    for page in (reverse("after:event", args=[event.pk]), event.get_absolute_url()):
        assert "Kegiatan ini berhasil: 1 dari 6 orang" in runner.get(page).content.decode()


def test_no_page_asks_the_database_often(runner, client, event, asked, klass, programme, raters):
    for rater in raters(asked, SELF, SUPERIOR):
        says(rater, (2, 3))
    for row in klass.participations.all():
        plan(row)
    ani = klass.participations.get(name="Ani")
    open_ones = [
        reverse("after:class", args=[event.pk, 1, 3]),
        reverse("after:raters", args=[event.pk, ani.pk, 3]),
        reverse("after:personal", args=[ani.token]),
    ]
    closed_ones = [
        reverse("after:event", args=[event.pk]),
        reverse("after:measures", args=[event.pk]),
        reverse("after:programme", args=[programme.code]),
        reverse("after:programme", args=[programme.code]) + "?bagian=layanan",
        reverse("after:download", args=[event.pk, "csv"]),
    ]
    found = {}
    for addresses in (open_ones, closed_ones):
        for address in addresses:
            with counted() as asking:
                assert runner.get(address).status_code == 200, address
            found[address] = len(asking)
        close(klass=klass, months=3, by=None, at=AT)
    assert {address: count for address, count in found.items() if count > MOST_QUERIES} == {}

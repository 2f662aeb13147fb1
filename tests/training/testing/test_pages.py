"""The pages of tests: the participant's own link, and those of who gives them."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rumahbersama.chain.training.models import Session, Teaching
from rumahbersama.chain.training.tests import actions
from rumahbersama.chain.training.tests.models import Answer, Attempt, Blueprint, Opening
from rumahbersama.ground.people.models import Person
from tests.access.harness import MOST_QUERIES, counted
from tests.training.testing.conftest import make_person

# The attempt with its person, the attempt held, and what is kept; handing in is one more.
ONE_ANSWER, HANDING_IN = 3, 4
SMALL = 2_000  # characters: without the shell of other pages


@pytest.fixture
def asked(blueprint, event):
    """The pre-test is open for all, now."""
    return actions.open_test(event=event, phase="pre", klass=None, by=None, at=timezone.now())


def url(row):
    return reverse("tests:take", args=[row.token])


def begin(row, phone=None):
    phone = phone or Client()
    phone.post(url(row), {"tes": "pre", "mulai": "ya"})
    return phone


def first_of(row):
    """Return a question of somebody's test and the place at which its right option is shown."""
    item, *places = Attempt.objects.get(participation=row).order[0]
    return item, places.index(0)


def all_of(row, option=0):
    return {f"s{item}": str(places.index(option)) for item, *places in Attempt.objects.get(participation=row).order}


# The personal link --------------------------------------------------------------------------
def test_before_it_is_open_the_page_says_so(client, people):
    assert "belum disiapkan" in client.get(url(people[0])).content.decode()


def test_an_unknown_link_and_one_who_is_not_taught_find_nothing(client, event, classes):
    assert client.get(reverse("tests:take", args=["tidak-ada"])).status_code == 404
    assert client.get(url(make_person(event, classes[0], "Menunggu", state="waiting"))).status_code == 404
    proposed = make_person(event, classes[0], "Diusulkan", state="proposed")
    assert "belum disetujui" in client.get(url(proposed)).content.decode()
    assert client.post(url(proposed), {"tes": "pre", "mulai": "ya"}).status_code == 422


def test_starting_shows_every_question_with_its_time_and_no_key(asked, people, client):
    assert "Mulai Pre-test" in client.get(url(people[0])).content.decode()
    begin(people[0], client)
    page = client.get(url(people[0])).content.decode()
    assert page.count('type="radio"') == 12
    assert "0 dari 4 soal" in page
    assert "sisa 29 menit" in page
    assert 'hx-trigger="change"' in page


def test_one_answer_asks_the_database_little_and_is_told_as_saved(asked, people, client):
    begin(people[0], client)
    item, place = first_of(people[0])
    with counted() as asking:
        response = client.post(url(people[0]), {"tes": "pre", f"s{item}": place}, headers={"HX-Request": "true"})
    assert (response.status_code, "Tersimpan" in response.content.decode()) == (200, True)
    assert len(asking) == ONE_ANSWER
    assert Answer.objects.get().chosen == 0


def test_handing_all_in_at_once_asks_as_little_and_says_so_at_once(asked, people, client):
    begin(people[0], client)
    answers = all_of(people[0])
    with counted() as asking:
        page = client.post(url(people[0]), answers | {"tes": "pre", "kumpulkan": "ya"}).content.decode()
    assert len(asking) == HANDING_IN
    assert "Sudah dikumpulkan pukul" in page
    assert len(page) < SMALL
    assert Attempt.objects.get().submitted_at is not None
    assert Answer.objects.count() == 4


def test_another_phone_goes_on_where_the_first_stopped(asked, people):
    first, second = begin(people[0]), Client()
    item, place = first_of(people[0])
    first.post(url(people[0]), {"tes": "pre", f"s{item}": place})
    page = second.get(url(people[0])).content.decode()
    assert "1 dari 4 soal" in page
    assert re.search(rf'name="s{item}"[^>]*value="{place}"\s+checked', page)
    page = second.post(url(people[0]), {"tes": "pre", "mulai": "ya"}, follow=True).content.decode()
    assert "sudah dimulai pukul" in page
    assert Attempt.objects.count() == 1


def test_handing_in_with_gaps_keeps_the_answers_and_asks_first(asked, people, client):
    begin(people[0], client)
    item, place = first_of(people[0])
    page = client.post(url(people[0]), {"tes": "pre", f"s{item}": place, "kumpulkan": "ya"}).content.decode()
    assert "2, 3, 4" in page
    assert Attempt.objects.get().submitted_at is None
    assert Answer.objects.count() == 1
    page = client.post(url(people[0]), {"tes": "pre", "kumpulkan": "ya", "tetap": "ya"}).content.decode()
    assert "Sudah dikumpulkan pukul" in page
    assert "Nilai Anda muncul di sini setelah tes ditutup" in client.get(url(people[0])).content.decode()


def test_handing_in_again_says_when_it_was_and_changes_nothing(asked, people, client):
    begin(people[0], client)
    whole = {"tes": "pre", "kumpulkan": "ya"}
    client.post(url(people[0]), all_of(people[0]) | whole)
    Attempt.objects.update(submitted_at=timezone.now() - timezone.timedelta(minutes=3))
    before = Attempt.objects.get().submitted_at
    page = client.post(url(people[0]), all_of(people[0], 1) | whole).content.decode()
    assert f"Sudah dikumpulkan pukul {timezone.localtime(before):%H.%M}" in page
    assert Attempt.objects.get().submitted_at == before
    assert set(Answer.objects.values_list("chosen", flat=True)) == {0}


def test_after_time_is_up_the_answer_is_refused_with_a_sentence(asked, people, client):
    begin(people[0], client)
    item, place = first_of(people[0])
    Attempt.objects.update(ends_at=timezone.now())
    for headers in ({}, {"HX-Request": "true"}):
        response = client.post(url(people[0]), {"tes": "pre", f"s{item}": place}, headers=headers)
        assert (response.status_code, "Waktu sudah habis" in response.content.decode()) == (422, True)
    assert not Answer.objects.exists()


@pytest.mark.parametrize("data", [{}, {"tes": "lain"}, {"tes": "pre", "s1": "0"}, {"tes": "post", "mulai": "ya"}])
def test_what_makes_no_sense_is_refused_with_a_sentence(asked, people, client, data):
    response = client.post(url(people[0]), data)
    assert (response.status_code, "Tidak tersimpan" in response.content.decode()) == (422, True)
    assert not Attempt.objects.exists()


def test_the_own_score_is_seen_after_closing_only(asked, people, client, event):
    begin(people[0], client)
    client.post(url(people[0]), all_of(people[0]) | {"tes": "pre", "kumpulkan": "ya"})
    assert "Nilai Anda 100" not in client.get(url(people[0])).content.decode()
    actions.close_test(event=event, phase="pre", klass=None, by=None, at=timezone.now())
    assert "Nilai Anda 100: 4 dari 4 soal benar" in client.get(url(people[0])).content.decode()


# Who gives tests ----------------------------------------------------------------------------
@pytest.fixture
def runner(client, cast):
    client.force_login(cast["training_body"])
    return client


@pytest.fixture
def trainer(cast, event, classes):
    """Somebody with an account of their own who teaches class 1, and runs nothing."""
    account = cast["nobody"]
    account.person = Person.objects.create(name="Pelatih")
    account.save()
    Teaching.objects.create(event=event, klass=classes[0], person=account.person)
    client = Client()
    client.force_login(account)
    return client


def test_the_blueprint_is_made_on_a_page(runner, event, people, bank):
    page = runner.get(reverse("tests:plan", args=[event.pk])).content.decode()
    assert "4 soal dipakai di bank ini" in page
    topic = bank.topics.get().pk
    address = f"{reverse('tests:plan', args=[event.pk])}?bank={bank.pk}"
    bad = runner.post(address, {"minutes": "0", f"topik-{topic}": "9"})
    assert (bad.status_code, Blueprint.objects.count()) == (422, 0)
    none = runner.post(address, {"minutes": "20", f"topik-{topic}": "0"})
    assert "kisi-kisi ini berjumlah 0" in none.content.decode()
    page = runner.post(address, {"minutes": "20", f"topik-{topic}": "3"}, follow=True).content.decode()
    assert "3 soal, 20 menit per orang" in page


def test_the_pages_of_who_runs_it(runner, asked, event, people):
    begin(people[0])
    Client().post(url(people[0]), all_of(people[0]) | {"tes": "pre", "kumpulkan": "ya"})
    begin(people[1])
    page = runner.get(reverse("tests:tests", args=[event.pk])).content.decode()
    assert "1 selesai, 1 mengerjakan" in page
    page = runner.get(reverse("tests:scores", args=[event.pk])).content.decode()
    assert "sedang mengerjakan" in page
    assert runner.get(reverse("tests:download", args=[event.pk, "nilai"])).content.decode().count("Peserta") == 4
    assert "Belum dapat dihitung" in runner.get(reverse("tests:questions", args=[event.pk, "pre"])).content.decode()
    Client().post(url(people[1]), all_of(people[1], 1) | {"tes": "pre", "kumpulkan": "ya"})
    page = runner.get(reverse("tests:questions", args=[event.pk, "pre"])).content.decode()
    assert "Kurang dari 30 orang" in page
    assert page.count("(kunci)") == 4
    table = runner.get(reverse("tests:download", args=[event.pk, "pre"])).content.decode()
    assert "A:1 B:1 C:0" in table
    assert runner.get(reverse("tests:download", args=[event.pk, "lain"])).status_code == 404


def test_no_page_asks_the_database_often(runner, asked, event, people, bank):
    for row in people:
        begin(row)
        Client().post(url(row), all_of(row) | {"tes": "pre", "kumpulkan": "ya"})
    addresses = [reverse(f"tests:{name}", args=[event.pk]) for name in ("tests", "plan", "scores")]
    addresses += [
        reverse("tests:questions", args=[event.pk, "pre"]),
        reverse("tests:download", args=[event.pk, "nilai"]),
    ]
    for address in addresses:
        with counted() as asking:
            assert runner.get(address).status_code == 200
        assert len(asking) <= MOST_QUERIES, address
    begin(make_person(event, people[0].klass, "Terakhir"))
    for row in (people[0], event.participations.get(name="Terakhir")):
        with counted() as asking:
            Client().get(url(row))
        assert len(asking) <= MOST_QUERIES


def test_closing_while_people_are_at_it_is_asked_about(runner, asked, event, people):
    begin(people[0])
    address = reverse("tests:tests", args=[event.pk])
    assert "1 orang masih mengerjakan" in runner.post(address, {"tutup": "pre:"}).content.decode()
    assert Opening.objects.filter(closed_at=None).exists()
    runner.post(address, {"tutup": "pre:", "yakin": "ya"})
    assert not Opening.objects.filter(closed_at=None).exists()


def test_a_trainer_opens_the_own_class_and_sees_its_scores_only(trainer, blueprint, event, people):
    address = reverse("tests:tests", args=[event.pk])
    assert "Tes" in trainer.get(reverse("training:class", args=[event.pk, 1])).content.decode()
    trainer.post(address, {"buka": "pre:1"})
    again = trainer.post(address, {"buka": "pre:1"}, follow=True).content.decode()
    assert "untuk Kelas 1 sudah dibuka sejak" in again  # somebody else, or a second touch
    assert Opening.objects.get().klass.number == 1
    assert trainer.post(address, {"buka": "pre:2"}).status_code == 404
    assert trainer.post(address, {"buka": "pre:"}).status_code == 403
    page = trainer.get(reverse("tests:scores", args=[event.pk])).content.decode()
    assert ("Peserta 2" in page, "Peserta 3" in page) == (True, False)
    assert "Peserta 3" not in trainer.get(reverse("tests:download", args=[event.pk, "nilai"])).content.decode()
    assert "Kelas 2" not in trainer.get(address).content.decode()
    for name, args in (("questions", ["pre"]), ("download", ["pre"]), ("plan", [])):
        assert trainer.get(reverse(f"tests:{name}", args=[event.pk, *args])).status_code == 403


def test_who_teaches_a_session_of_all_classes_handles_them_all(trainer, event, classes, people, blueprint):
    now = timezone.now()
    session = Session.objects.create(
        event=event, site=classes[0].site, title="Pembukaan", starts_at=now, ends_at=now + timezone.timedelta(hours=1)
    )
    Teaching.objects.create(event=event, session=session, person=Person.objects.get(name="Pelatih"))
    assert "Peserta 3" in trainer.get(reverse("tests:scores", args=[event.pk])).content.decode()


def test_a_burst_of_a_class_loses_nothing(asked, event, classes):
    """Thirty people hand everything in; each acknowledged answer is stored, and none besides."""
    rows = [make_person(event, classes[0], f"Orang {number}") for number in range(30)]
    for row in rows:
        begin(row)
    told = [
        Client().post(url(row), all_of(row, at % 3) | {"tes": "pre", "kumpulkan": "ya"})
        for at, row in enumerate(rows)
    ]
    assert {response.status_code for response in told} == {200}
    stored = {
        row.pk: set(Answer.objects.filter(attempt__participation=row).values_list("chosen", flat=True))
        for row in rows
    }
    assert [stored[row.pk] for row in rows] == [{at % 3} for at in range(30)]
    assert Answer.objects.count() == 120

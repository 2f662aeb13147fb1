"""Evaluations of classes: opened once, shown when closed, together only of what is shown."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from rumahbersama.chain.training.hall import queries
from rumahbersama.chain.training.hall.actions import ask, ask_all, ask_raters, close_all
from rumahbersama.chain.training.hall.rules import HallRefusal, about_each, weighted
from rumahbersama.chain.training.models import Teaching, TrainingClass
from rumahbersama.ground.people.models import Account
from rumahbersama.workshop.surveys.actions.answering import answer
from rumahbersama.workshop.surveys.models import Round
from rumahbersama.workshop.surveys.reference import load_reference
from rumahbersama.workshop.surveys.results import agreement, results
from rumahbersama.workshop.surveys.rules import RATING
from tests.training.hall.conftest import AT, add_person

DAY = date(2026, 4, 6)
LAST = date(2026, 4, 8)


@pytest.fixture
def asked(klass):
    """The questionnaires are there."""
    load_reference(by=None, at=AT)
    return klass


def told(found: Round, grade: int, *, count: int, lift: int = 0) -> None:
    """Answer so many times with one grade; the trainer gets ``lift`` more."""
    names = list(found.version.questions.filter(kind=RATING).values_list("name", "group"))
    for number in range(count):
        given = {name: grade + (lift if group == "Pelatih" else 0) for name, group in names}
        answer(round=found, answers=given | {"materi_dipakai": "tidak"}, key=f"{found.pk}-{number}", at=AT)


def test_an_evaluation_is_without_names_by_an_open_link_and_one_at_a_time(asked):
    found = ask(klass=asked, closes_on=LAST, by=None, at=AT)
    assert (found.subject, found.is_anonymous, bool(found.token)) == (f"training.class:{asked.key}", True, True)
    assert found.expected == 3
    with pytest.raises(HallRefusal, match="sedang dibuka"):
        ask(klass=asked, closes_on=LAST, by=None, at=AT)


def test_an_empty_class_and_a_missing_questionnaire_are_refused(klass):
    with pytest.raises(HallRefusal, match="belum dimuat"):
        ask(klass=klass, closes_on=LAST, by=None, at=AT)
    klass.participations.all().delete()
    with pytest.raises(HallRefusal, match="Belum ada peserta"):
        ask(klass=klass, closes_on=LAST, by=None, at=AT)


def test_all_classes_together_are_weighted_and_leave_out_what_is_hidden(asked):
    """Class 1: 6 answers of 4 and 3; class 2: 9 of 2; class 3: 2 answers, hidden, and in no sum."""
    others = [TrainingClass.objects.create(event=asked.event, number=n, site=asked.site, size=30) for n in (2, 3, 4)]
    for klass in others[:2]:
        add_person(klass, f"Orang {klass.number}")
    assert ask_all(event=asked.event, closes_on=LAST, by=None, at=AT) == 3  # nobody is in class 4
    assert ask_all(event=asked.event, closes_on=LAST, by=None, at=AT) == 0
    by_class = {row.subject.partition(":")[2]: row for row in Round.objects.all()}
    told(by_class[asked.key], 3, count=6, lift=1)
    told(by_class[others[0].key], 2, count=9)
    told(by_class[others[1].key], 1, count=2)
    before = queries.evaluations_of(asked.event, today=DAY)
    assert (before.mean, before.answered, before.shown) == (None, 17, 0)
    assert close_all(event=asked.event, by=None, at=AT) == 3
    found = queries.evaluations_of(asked.event, today=DAY)
    assert found.parts == ("Pelatih", "Materi", "Penyelenggaraan")
    assert found.rows[0].parts == {"Pelatih": 4, "Materi": 3, "Penyelenggaraan": 3}
    assert found.together["Pelatih"] == pytest.approx((4 * 6 + 2 * 9) / 15)
    assert found.rows[2].results.is_shown is False
    assert found.shown == 2
    assert found.rows[0].results == results(found.rows[0].round, today=DAY)  # as the round's own page counts it


def test_the_event_is_read_in_five_queries_however_many_classes(asked, django_assert_num_queries):
    for number in range(2, 6):
        klass = TrainingClass.objects.create(event=asked.event, number=number, site=asked.site, size=30)
        add_person(klass, f"Orang {number}")
    ask_all(event=asked.event, closes_on=LAST, by=None, at=AT)
    for row in Round.objects.all():
        told(row, 3, count=5)
    close_all(event=asked.event, by=None, at=AT)
    with django_assert_num_queries(5):
        assert queries.evaluations_of(asked.event, today=DAY).shown == 5


def test_two_trainers_rate_each_of_the_class_and_their_agreement_is_told(asked):
    found = ask_raters(klass=asked, closes_on=LAST, by=None, at=AT)
    assert not found.is_anonymous
    assert found.invitations.count() == 6
    names = list(found.version.questions.filter(kind=RATING).values_list("name", flat=True))
    for invitation in found.invitations.all():
        grade = 3 if invitation.about == "Ani" else 2
        answer(round=found, answers=dict.fromkeys(names, grade), key=invitation.token, invitation=invitation, at=AT)
    both = agreement(found)
    assert (both.pairs, both.all.n, both.all.same) == (3, 27, 27)  # nine scales, three people
    Teaching.objects.first().delete()
    with pytest.raises(HallRefusal, match="dua pelatih"):
        ask_raters(klass=asked, closes_on=LAST, by=None, at=AT)


def test_names_that_are_borne_twice_are_told_apart():
    assert about_each([("Ani", "A"), ("Ani", "B"), ("Budi", "")]) == ["Ani (A)", "Ani (B)", "Budi"]
    assert about_each([("Ani", ""), ("Ani", "")]) == ["Ani", "Ani 2"]
    assert weighted([]) is None


# Pages ------------------------------------------------------------------------------
def days(on: date) -> dict[str, str]:
    return {"closes_on_0": str(on.day), "closes_on_1": str(on.month), "closes_on_2": str(on.year)}


def test_the_way_from_the_class_to_the_results_of_the_event(asked, cast, client):
    client.force_login(cast["training_body"])
    here = reverse("hall:evaluation", args=[asked.event_id, 1])
    today = timezone.localdate()
    key = {"kunci": "a" * 32}
    first = client.post(here, {"apa": "evaluasi", **days(today), **key})
    assert client.post(here, {"apa": "evaluasi", **days(today), **key}).url == first.url  # sent twice, opened once
    found = Round.objects.get()
    assert first.url == found.get_absolute_url()
    refused = client.post(here, {"apa": "evaluasi", **days(today)})
    assert refused.status_code == 422
    assert "sedang dibuka" in refused.content.decode()
    names = list(found.version.questions.filter(kind=RATING).values_list("name", flat=True))
    for number in range(5):
        given = dict.fromkeys(names, 4) | {"materi_dipakai": "tidak"}
        answer(round=found, answers=given, key=str(number), at=timezone.now())
    event_page = reverse("hall:evaluations", args=[asked.event_id])
    assert "5 dari 3 orang sudah menjawab" in client.get(event_page).content.decode()
    shown = client.post(event_page, {"apa": "tutup"}, follow=True).content.decode()
    assert "rata-rata semua skala 4" in shown
    again = client.post(event_page, days(today))  # asked once already: only its own page asks the class again
    assert again.status_code == 422
    assert "Buka lagi dari halaman kelasnya" in again.content.decode()
    assert client.post(here, {"apa": "evaluasi", **days(today)}).status_code == 302
    assert Round.objects.count() == 2


def test_a_trainer_sees_the_evaluation_of_their_class_and_not_of_the_event(asked, cast, client):
    found = ask(klass=asked, closes_on=LAST, by=None, at=AT)
    account: Account = cast["nobody"]
    account.person = Teaching.objects.first().person
    account.save()
    client.force_login(account)
    assert client.get(reverse("hall:evaluation", args=[asked.event_id, 1])).status_code == 200
    assert client.get(found.get_absolute_url()).status_code == 200
    assert client.get(reverse("hall:evaluations", args=[asked.event_id])).status_code == 403
    client.force_login(cast["camat_b"])
    assert client.get(found.get_absolute_url()).status_code == 404

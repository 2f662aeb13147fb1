"""Pages of passing: who sees what, the road from marks to certificate, and what forms refuse."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rumahbersama.chain.training.models import Teaching
from rumahbersama.chain.training.passing import certificates
from rumahbersama.chain.training.passing.certificates import Signature
from rumahbersama.chain.training.passing.models import Decision, Marks
from rumahbersama.ground.people.models import Person
from rumahbersama.workshop.papers import batches
from rumahbersama.workshop.papers.models import Batch, Paper, PaperFile
from tests.training.passing.conftest import AT, TODAY
from tests.training.taking_part.conftest import make_class

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY)


@pytest.fixture
def body(client, cast):
    """Who runs the event, signed in."""
    client.force_login(cast["training_body"])
    return client


@pytest.fixture
def trainer(country, klass, cast):
    """A trainer of the class, by an account that has no role at the event's place."""
    person = Person.objects.create(name="Pelatih")
    Teaching.objects.create(event=klass.event, klass=klass, person=person)
    account = cast["outsider"]
    account.person = person
    account.save()
    return account


def url(name: str, *args) -> str:
    return reverse(f"passing:{name}", args=args)


def marks(people, **more) -> dict[str, str]:
    told = {}
    for row in people:
        told |= {f"lama-{row.pk}": "|||", f"post_test-{row.pk}": "82,5", f"practice-{row.pk}": "70"}
        told |= {f"attitude-{row.pk}": "90", f"attendance-{row.pk}": ""}
    return told | more


def test_from_marks_to_decision_to_certificate(body, event, klass, people, roster, post):
    page = body.post(url("class", event.pk, 1), marks(people))
    assert (page.status_code, Marks.objects.count()) == (302, 3)

    preview = body.get(url("decide", event.pk) + "?kelas=1").content.decode()
    assert "2 orang lulus dan 1 tidak lulus" in preview
    assert "kehadiran 20%, paling sedikit 80%" in preview
    assert Decision.objects.count() == 0
    assert body.post(url("decide", event.pk) + "?kelas=1").status_code == 302
    assert Decision.objects.filter(outcome="passed").count() == 2

    day = {"signed_on_0": "2", "signed_on_1": "3", "signed_on_2": "2026"}
    form = {"signer": str(post.pk), "classification": "800", **day}
    for _press in range(2):
        assert body.post(url("certificates", event.pk), form).status_code == 302
    batches.run(lambda *_said: None, number=Batch.objects.get().pk)

    told = body.get(url("certificates", event.pk)).content.decode()
    assert "2 sertifikat berlaku, 0 orang yang lulus belum punya" in told
    paper = Paper.objects.filter(person_key=people[0].key).get()
    assert reverse("papers:export", args=[paper.pk, "pdf"]) in told
    assert body.get(reverse("papers:export", args=[paper.pk, "pdf"])).status_code == 200
    body.logout()
    checked = body.get(reverse("papers:check_code", args=[paper.shown_code])).content.decode()
    assert ("Ani" in checked, "Budi" in checked) == (True, False)
    invitation = body.get(reverse("taking_part:invitation", args=[people[0].token])).content.decode()
    assert reverse("papers:check_code", args=[paper.shown_code]) in invitation


def test_a_certificate_is_revoked_and_issued_again_from_its_page(body, event, decided, post):
    batch = certificates.issue(event=event, signature=Signature(post, TODAY, "800"), by=None, at=AT, today=TODAY)
    batches.run(lambda *_said: None, number=batch.pk)
    first, second = Paper.objects.order_by("pk")

    page = url("certificate", event.pk, first.pk)
    refused = body.post(page, {"act": "ulang", "reason": "Salah nama", "seen": first.version})
    assert (refused.status_code, refused.content.decode().count("Isi ini untuk menerbitkan lagi")) == (422, 6)
    day = {"signed_on_0": "2", "signed_on_1": "3", "signed_on_2": "2026"}
    form = {"act": "ulang", "reason": "Salah nama", "signer": str(post.pk), "classification": "800", **day}
    assert body.post(page, form).status_code == 302
    new = Paper.objects.get(replaces=first)
    assert PaperFile.objects.filter(paper=new, kind="sealed").count() == 1
    assert new.number in body.get(page).content.decode()

    assert (
        body.post(url("certificate", event.pk, second.pk), {"act": "cabut", "reason": "Salah orang"}).status_code
        == 302
    )
    assert Paper.objects.get(pk=second.pk).cancelled_because == "Salah orang"
    by_state = body.get(url("certificates", event.pk), {"urut": "keadaan"}).context["listing"].page
    assert [row.state for row in by_state] == ["numbered", "cancelled", "replaced"]


def test_a_wrong_number_stores_nothing_and_keeps_what_was_typed(body, event, people, klass):
    page = body.post(url("class", event.pk, 1), marks(people, **{f"practice-{people[1].pk}": "baik"}))

    told = page.content.decode()
    assert (page.status_code, Marks.objects.count()) == (422, 0)
    assert "Budi: “baik” bukan angka. Tulis angka antara 0 dan 100, misalnya 82,5." in told
    assert 'value="82,5"' in told
    assert 'value="baik"' in told


def test_typed_attendance_needs_its_reason(body, event, people, klass):
    typed = marks(people, **{f"attendance-{people[0].pk}": "95"})
    assert "Ani: tulis alasan" in body.post(url("class", event.pk, 1), typed).content.decode()

    assert body.post(url("class", event.pk, 1), {**typed, "alasan": "daftar kertas"}).status_code == 302
    assert Marks.objects.get(participation=people[0]).attendance_reason == "daftar kertas"


def test_a_trainer_types_marks_and_decides_nothing(client, trainer, event, klass, people):
    client.force_login(trainer)

    assert client.post(url("class", event.pk, 1), marks(people[:1])).status_code == 302
    assert Marks.objects.get().by == trainer
    statuses = {
        name: client.get(url(name, event.pk)).status_code for name in ("event", "decide", "certificates", "rule")
    }
    assert statuses == {"event": 200, "decide": 403, "certificates": 403, "rule": 403}
    assert client.post(url("person", event.pk, people[0].pk), {}).status_code == 403


def test_an_objection_is_written_on_the_persons_page(body, event, decided):
    page = url("person", event.pk, decided[1].pk)
    told = body.get(page).content.decode()
    assert ("Keberatan atau perbaikan" in told, "Kehadiran (bobot 20%)" in told) == (True, True)

    assert body.post(page, {"outcome": "passed", "reason": ""}).status_code == 422
    form = {"outcome": "passed", "says": "Dinas luar", "reason": "Surat tugas", "seen": "1"}
    assert body.post(page, form).status_code == 302
    told = body.get(page).content.decode()
    assert ("Keberatan: Dinas luar" in told, "Alasan: Surat tugas" in told) == (True, True)
    assert body.post(page, form).status_code == 422  # the same button once more


def test_the_rule_is_typed_and_a_wrong_sum_is_refused(body, event):
    rule = {"least_attendance": 75, "least_score": 65, "attendance": 25, "post_test": 25, "practice": 25}
    refused = body.post(url("rule", event.pk), {**rule, "attitude": 20})
    assert (refused.status_code, "sekarang 95" in refused.content.decode()) == (422, True)

    assert body.post(url("rule", event.pk), {**rule, "attitude": 25}).status_code == 302
    assert "hadir paling sedikit 75%" in body.get(url("event", event.pk)).content.decode()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_results_come_as_a_file(body, event, decided, form):
    file = body.get(url("download", event.pk, form))

    assert file.status_code == 200
    if form == "csv":
        assert "Ani" in b"".join(file).decode("utf-8-sig") if file.streaming else "Ani" in file.content.decode()


@pytest.mark.parametrize("count", [1, 27])
def test_pages_ask_the_same_number_of_questions_for_any_number_of_classes(body, event, klass, people, roster, count):
    for number in range(2, count + 1):
        make_class(event, number)
    for name in ("event", "decide", "certificates"):
        with CaptureQueriesContext(connection) as asked:
            assert body.get(url(name, event.pk)).status_code == 200
        assert len(asked) <= 12, (name, len(asked))
    with CaptureQueriesContext(connection) as asked:
        body.get(url("class", event.pk, 1))
    assert len(asked) <= 12

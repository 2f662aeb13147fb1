"""Certificates: one for a person and event however often they are issued; revoked, replaced, never for who failed."""

import pytest

from rumahbersama.chain.training.passing import certificates, queries
from rumahbersama.chain.training.passing.actions import Objection, decide_again
from rumahbersama.chain.training.passing.certificates import Signature
from rumahbersama.chain.training.passing.rules import PassingRefusal
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.workshop.papers import batches
from rumahbersama.workshop.papers.models import Batch, Paper, RegisterEntry
from tests.training.passing.conftest import AT, TODAY

pytestmark = pytest.mark.django_db


def silent(_phase: str, _done: int = 0, _total: int = 0) -> None:
    return


@pytest.fixture
def signature(post) -> Signature:
    return Signature(post, TODAY, "800")


@pytest.fixture
def issue(event, decided, signature):
    """Press the button."""
    return lambda: certificates.issue(event=event, signature=signature, by=None, at=AT, today=TODAY)


@pytest.fixture
def issued(issue):
    """All made."""
    batches.run(silent, number=issue().pk)
    return list(Paper.objects.order_by("pk"))


def again(event, person, paper, signature):
    return certificates.reissue(
        event=event,
        person=person,
        paper=paper,
        signature=signature,
        reason="Nama salah tulis",
        by=None,
        at=AT,
        today=TODAY,
    )


def test_all_who_passed_get_one_and_a_second_press_is_the_same_work(event, decided, issue):
    first = issue()
    assert issue().pk == first.pk  # before the worker began

    batches.run(silent, number=first.pk)
    batches.run(silent, number=first.pk)
    with pytest.raises(PassingRefusal, match="Semua yang lulus sudah"):
        issue()

    assert Batch.objects.count() == 1
    assert sorted(Paper.objects.values_list("person_key", flat=True)) == sorted([decided[0].key, decided[2].key])
    assert RegisterEntry.objects.count() == 2
    assert queries.counts_of(event) == {"in_force": 2, "cancelled": 0, "replaced": 0}


def test_it_says_who_what_where_when_and_how_much(event, issued):
    content = issued[0].content

    assert (issued[0].title, content["to"]) == ("ToT Utara", ["Ani", "Camat, Kecamatan Alas"])
    assert content["blocks"][0]["text"] == (
        "telah mengikuti kegiatan ini pada 23 Februari 2026 sampai 27 Februari 2026 di Balai dan dinyatakan LULUS, "
        "dengan 6 jam pelajaran (JP)."
    )
    assert content["blocks"][2]["rows"] == [["1", "Kepemimpinan camat", "4"], ["2", "RTL", "2"]]
    assert (issued[0].signer["name"], issued[0].subject) == ("Dr. Kepala", f"training.event:{event.key}")


def test_a_stopped_batch_goes_on_and_doubles_nothing(issue, monkeypatch):
    batch = issue()
    monkeypatch.setattr(batches, "CHUNK", 1)
    made = batches.made_pdf
    calls = []

    def stopping(paper, *, at):
        calls.append(paper)
        if len(calls) == 2:
            raise OSError
        return made(paper, at=at)

    monkeypatch.setattr(batches, "made_pdf", stopping)
    with pytest.raises(OSError):
        batches.run(silent, number=batch.pk)
    batch.job.state = "failed"
    batch.job.save()

    assert issue().pk == batch.pk
    batches.run(silent, number=batch.pk)
    assert (Paper.objects.count(), batches.left_of(batch)) == (2, 0)


def test_who_passes_later_gets_one_and_nobody_a_second(event, decided, issued, issue):
    decide_again(person=decided[1], objection=Objection("passed", "Dinas luar"), by=None, at=AT, seen=1)

    batches.run(silent, number=issue().pk)

    assert (Batch.objects.count(), Paper.objects.count()) == (2, 3)


def test_a_revoked_one_does_not_come_back_by_itself_and_is_issued_again_on_purpose(
    event, decided, issued, issue, signature
):
    old = certificates.revoke(paper=issued[0], reason="Salah orang", by=None, at=AT, seen=issued[0].version)
    with pytest.raises(PassingRefusal, match="Semua yang lulus"):
        issue()

    batch = again(event, decided[0], old, signature)
    batches.run(silent, number=batch.pk)

    assert list(Paper.objects.filter(person_key=decided[0].key).order_by("pk").values_list("state", flat=True)) == [
        "cancelled",
        "numbered",
    ]
    with pytest.raises(PassingRefusal, match="sudah memegang"):
        again(event, decided[0], old, signature)


def test_one_in_force_is_replaced_and_the_old_number_stays(event, decided, issued, signature):
    decided[0].name = "Ani Benar"
    decided[0].save()

    new = again(event, decided[0], issued[0], signature)

    old = Paper.objects.get(pk=issued[0].pk)
    assert (old.state, new.state, new.replaces_id) == ("replaced", "numbered", old.pk)
    assert (new.content["to"][0], new.person_key) == ("Ani Benar", decided[0].key)
    assert (old.number != "", new.number != old.number) == (True, True)
    with pytest.raises(Refusal):
        again(event, decided[0], old, signature)


def test_who_failed_gets_none_and_who_holds_one_is_not_failed(event, decided, issued, signature):
    with pytest.raises(PassingRefusal, match="tidak dinyatakan lulus"):
        again(event, decided[1], issued[0], signature)
    with pytest.raises(PassingRefusal, match="Cabut dulu"):
        decide_again(person=decided[0], objection=Objection("failed", "Curang"), by=None, at=AT, seen=1)


def test_a_certificate_is_not_dated_before_the_event_ended(event, decided, signature):
    early = Signature(signature.post, event.starts_on, "800")
    with pytest.raises(PassingRefusal, match="antara hari terakhir"):
        certificates.issue(event=event, signature=early, by=None, at=AT, today=TODAY)

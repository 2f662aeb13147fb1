"""Many papers at once: each once, also when the worker dies, somebody clicks twice, or two workers meet."""

from datetime import date

import pytest
from django.db import transaction

from rumahbersama.ground.core import jobs
from rumahbersama.ground.core.models import Job
from rumahbersama.workshop.papers import actions, batches
from rumahbersama.workshop.papers.batches import Item, Order, go_on, issue_many, left_of
from rumahbersama.workshop.papers.models import Paper, PaperFile, RegisterEntry
from rumahbersama.workshop.papers.rules import PaperRefusal
from tests.papers.conftest import AT, sign

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """What a worker sees of its end."""


def items(count: int) -> list[Item]:
    return [Item(f"p{number}", "Sertifikat pelatihan", {"to": [f"Peserta {number}"]}) for number in range(count)]


@pytest.fixture
def order(posts, country) -> Order:
    return Order(
        kind="sertifikat",
        region=country["71.01.01"],
        subject="training.event:uji",
        title="Sertifikat pelatihan uji",
        signer_post=posts["camat"],
        signed_on=date(2026, 3, 2),
        classification="800",
    )


def silent(_phase: str, _done: int = 0, _total: int = 0) -> None:
    return


def state() -> tuple[int, int, int, int]:
    numbers = set(RegisterEntry.objects.values_list("sequence", flat=True))
    codes = set(Paper.objects.values_list("code", flat=True))
    return Paper.objects.count(), len(numbers), len(codes), PaperFile.objects.count()


def test_everybody_gets_one_with_number_code_and_sealed_file(order, monkeypatch):
    monkeypatch.setattr(batches, "CHUNK", 2)
    batch = issue_many(order=order, items=items(5), by=None, at=AT)

    jobs.run(str(batch.job_id), at=AT)

    assert (state(), left_of(batch)) == ((5, 5, 5, 5), 0)
    assert sorted(RegisterEntry.objects.values_list("sequence", flat=True)) == [1, 2, 3, 4, 5]
    assert Job.objects.get().state == "done"
    paper = Paper.objects.first()
    assert (paper.state, paper.way, paper.signer["name"]) == ("numbered", "seal", "camat Alas")


@pytest.mark.parametrize("killed_at", [1, 2, 3, 4, 5])
def test_a_worker_that_dies_leaves_nothing_double(order, monkeypatch, killed_at):
    monkeypatch.setattr(batches, "CHUNK", 2)
    batch = issue_many(order=order, items=items(5), by=None, at=AT)
    made, calls = batches.made_pdf, []

    def dying(paper, *, at):
        calls.append(paper)
        if len(calls) == killed_at:
            raise Killed
        return made(paper, at=at)

    monkeypatch.setattr(batches, "made_pdf", dying)
    with pytest.raises(Killed):
        batches.run(silent, number=batch.pk)

    batches.run(silent, number=batch.pk)

    assert (state(), left_of(batch)) == ((5, 5, 5, 5), 0)


def test_a_worker_that_dies_between_numbers_goes_on(order, monkeypatch):
    monkeypatch.setattr(batches, "CHUNK", 2)
    batch = issue_many(order=order, items=items(5), by=None, at=AT)
    enter, calls = batches.numbers.enter_many, []

    def dying(**said):
        calls.append(said)
        made = enter(**said)
        if len(calls) == 2:
            raise Killed
        return made

    monkeypatch.setattr(batches.numbers, "enter_many", dying)
    with pytest.raises(Killed):
        batches.run(silent, number=batch.pk)
    assert state()[:2] == (2, 2)
    batches.run(silent, number=batch.pk)

    assert (state(), sorted(RegisterEntry.objects.values_list("sequence", flat=True))) == ((5,) * 4, [1, 2, 3, 4, 5])


def test_two_clicks_make_one_of_each(order):
    first = issue_many(order=order, items=items(3), by=None, at=AT)
    second = issue_many(order=order, items=items(4), by=None, at=AT)

    for batch in (second, first, second):
        batches.run(silent, number=batch.pk)

    assert (state(), left_of(first), left_of(second)) == ((4, 4, 4, 4), 0, 0)


def test_what_stopped_is_begun_again_and_what_is_done_is_not(order):
    batch = issue_many(order=order, items=items(2), by=None, at=AT)
    with pytest.raises(PaperRefusal, match="masih berjalan"):
        go_on(batch=batch, by=None, at=AT)
    Job.objects.update(state="failed")

    again = go_on(batch=batch, by=None, at=AT)
    jobs.run(str(again.job_id), at=AT)

    with pytest.raises(PaperRefusal, match="sudah jadi"):
        go_on(batch=batch, by=None, at=AT)
    assert state() == (2, 2, 2, 2)


def test_what_was_cancelled_is_not_made_again_and_a_replacement_keeps_the_person(order):
    batch = issue_many(order=order, items=items(2), by=None, at=AT)
    batches.run(silent, number=batch.pk)
    gone, old = Paper.objects.order_by("pk")
    actions.cancel(paper=gone, reason="Keliru.", by=None, at=AT, seen=gone.version)

    new = sign(actions.replace(paper=old, by=None, at=AT), code="800", way="seal")
    batches.run(silent, number=batch.pk)

    old.refresh_from_db()
    assert (left_of(batch), Paper.objects.count()) == (0, 3)
    assert [(row.person_key, row.state, row.number) for row in (old, new)] == [
        ("p1", "replaced", "800/002/KA/2026"),
        ("p1", "numbered", "800/003/KA/2026"),
    ]


def test_a_batch_of_nobody_or_of_somebody_twice_is_refused(order):
    for wrong in ([], items(1) * 2):
        with pytest.raises(PaperRefusal), transaction.atomic():
            issue_many(order=order, items=wrong, by=None, at=AT)

    assert Job.objects.count() == 0


def test_this_work_is_taken_up_more_often_than_others():
    assert jobs._attempts[batches.KIND] == 20 > jobs.MAX_ATTEMPTS

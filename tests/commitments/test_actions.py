"""What may happen to a commitment, and what may not."""

from dataclasses import replace
from datetime import date

import pytest

from rumahbersama.chain.commitments import actions
from rumahbersama.chain.commitments.models import Commitment, Report, Step
from rumahbersama.chain.commitments.queries import condition_of
from rumahbersama.chain.commitments.rules import CommitmentRefusal, Group
from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.files import actions as files
from rumahbersama.ground.files.models import StoredFile
from tests.commitments.conftest import AT, TODAY
from tests.files.making import picture

pytestmark = pytest.mark.django_db


def verbs() -> list[str]:
    found = AuditRecord.objects.filter(verb__startswith="commitments.").order_by("pk")
    return [verb.partition(".")[2] for verb in found.values_list("verb", flat=True)]


def again(row: Commitment) -> Commitment:
    return Commitment.objects.get(pk=row.pk)


@pytest.mark.parametrize(
    ("state", "due_on", "group"),
    [
        ("promised", date(2026, 3, 1), Group.LATE),
        ("waiting", date(2026, 3, 2), Group.WEEK),
        ("in_progress", date(2026, 3, 8), Group.WEEK),
        ("promised", date(2026, 3, 9), Group.NEXT),
        ("done", date(2026, 1, 1), Group.REVIEW),
        ("verified", date(2026, 1, 1), Group.CLOSED),
        ("dropped", date(2026, 9, 9), Group.CLOSED),
    ],
)
def test_a_commitment_stands_in_one_group(promised, state, due_on, group):
    row = promised(promised_on=date(2026, 1, 1), due_on=due_on)
    Commitment.objects.filter(pk=row.pk).update(state=state, dropped_because="uji")

    found = [each for each in Group if Commitment.objects.filter(condition_of(each, today=TODAY)).exists()]

    assert found == [group]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"what": " "}, "Tulis apa yang dijanjikan"),
        ({"due_on": date(2026, 3, 1)}, "lebih awal daripada tanggal janjinya"),
        ({"due_on": date(2032, 3, 1)}, "lebih dari lima tahun"),
        ({"target": 5}, "Tulis ukurannya juga"),
        ({"steps": (("Mendata", date(2026, 5, 1)),)}, "Tanggal langkah “Mendata”"),
        ({"steps": tuple((f"Langkah {n}", None) for n in range(13))}, "Paling banyak 12 langkah"),
    ],
)
def test_a_promise_that_cannot_be_is_refused_and_nothing_is_stored(promise, wrong, told):
    with pytest.raises(CommitmentRefusal, match=told):
        actions.make_commitment(promise=promise(**wrong), by=None, at=AT)

    assert (Commitment.objects.count(), verbs()) == (0, [])


def test_nobody_reviews_their_own_promise(promise, posts):
    with pytest.raises(CommitmentRefusal, match="jabatan lain"):
        actions.make_commitment(promise=promise(reviewer=posts["kasi"]), by=None, at=AT)


def test_a_promise_is_kept_from_word_to_proof(promised, cast):
    row = promised(steps=(("Mendata anak", None), ("Melatih kader", date(2026, 3, 20))))
    said = {"commitment": row, "by": cast["kasi"], "at": AT}
    proof = files.checked(chunks=[picture()], name="bukti.jpg")

    actions.report_on(text="Anak sudah didata.", to="in_progress", done_steps=[1], **said)
    actions.report_on(text="Posyandu buka tiap bulan.", to="done", proof=proof, **said)
    actions.confirm_commitment(commitment=row, by=cast["camat"], at=AT, seen=again(row).version)

    kept = again(row)
    assert (kept.state, kept.outcome, kept.closed_on) == ("verified", "Posyandu buka tiap bulan.", TODAY)
    assert list(Step.objects.values_list("text", "done_on")) == [("Mendata anak", TODAY), ("Melatih kader", None)]
    assert verbs() == ["make_commitment", "report_on", "finish_commitment", "confirm_commitment"]
    assert StoredFile.objects.get().attached_to == f"commitments.commitment:{row.pk}"


def test_what_is_sent_back_is_worked_on_again_with_the_reason(promised, cast):
    row = promised()
    actions.report_on(commitment=row, text="Sudah.", to="done", by=None, at=AT)
    with pytest.raises(CommitmentRefusal, match="apa yang masih kurang"):
        actions.send_back(commitment=row, reason=" ", by=cast["camat"], at=AT, seen=2)

    actions.send_back(commitment=row, reason="Tidak ada bukti.", by=cast["camat"], at=AT, seen=2)

    assert (again(row).state, again(row).outcome) == ("in_progress", "")
    assert AuditRecord.objects.latest("pk").reason == "Tidak ada bukti."


def test_only_what_is_reported_as_done_is_confirmed(promised):
    row = promised()

    with pytest.raises(CommitmentRefusal, match="sudah dinyatakan selesai"):
        actions.confirm_commitment(commitment=row, by=None, at=AT, seen=1)


def test_stopping_needs_a_reason_and_can_be_undone(promised):
    row = promised()
    with pytest.raises(CommitmentRefusal, match="alasan menghentikannya"):
        actions.drop_commitment(commitment=row, reason="", by=None, at=AT, seen=1)
    actions.drop_commitment(commitment=row, reason="Sudah dikerjakan dinas.", by=None, at=AT, seen=1)
    with pytest.raises(CommitmentRefusal, match="sudah ditutup"):
        actions.report_on(commitment=row, text="Masih jalan.", by=None, at=AT)

    actions.reopen_commitment(commitment=row, by=None, at=AT, seen=2)

    assert (again(row).state, again(row).dropped_because, again(row).closed_on) == ("in_progress", "", None)


def test_a_change_needs_a_reason_and_keeps_what_was_done(promised, promise):
    row = promised(steps=(("Mendata anak", None), ("Melatih kader", None)))
    actions.report_on(commitment=row, text="Anak didata.", done_steps=[1], by=None, at=AT)
    later = replace(promise(), due_on=date(2026, 4, 30), steps=(("Mendata anak", None), ("Membuka posyandu", None)))
    change = {"commitment": row, "promise": later, "by": None, "at": AT, "seen": 1}
    with pytest.raises(CommitmentRefusal, match="alasan perubahannya"):
        actions.correct_commitment(reason="", **change)

    actions.correct_commitment(reason="Kader baru dilantik April.", **change)

    assert again(row).due_on == date(2026, 4, 30)
    assert list(Step.objects.values_list("text", "done_on")) == [("Mendata anak", TODAY), ("Membuka posyandu", None)]


def test_who_has_not_seen_the_last_change_overwrites_nothing(promised, promise):
    row = promised()
    actions.report_on(commitment=row, text="Mulai.", to="in_progress", by=None, at=AT)

    with pytest.raises(CommitmentRefusal, match="baru saja diubah orang lain"):
        actions.correct_commitment(commitment=row, promise=promise(what="Lain"), reason="x", by=None, at=AT, seen=1)
    assert Report.objects.count() == 1

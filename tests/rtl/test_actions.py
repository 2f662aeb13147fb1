"""Saving, sending and giving a post; what is never lost, never doubled, and what the record says."""

from datetime import date

import pytest

from rumahbersama.chain.commitments.models import Commitment, Step
from rumahbersama.chain.training.rtl.actions import due_checkpoints, give_post, save_rtl, send_rtl, take_checkpoints
from rumahbersama.chain.training.rtl.models import Checkpoint, Rtl
from rumahbersama.chain.training.rtl.rules import RtlRefusal
from rumahbersama.ground.audit.models import AuditChange, AuditRecord
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.people.models import Post
from tests.rtl.conftest import FACTS, TODAY, writer

pytestmark = pytest.mark.django_db


def test_sent_by_the_holder_of_a_post_it_is_a_commitment_of_that_post(part, hold, post, sent, event):
    row = part("Ani")
    hold(row)
    made = sent(row).commitment

    assert (made.post, made.what, made.why) == (post, FACTS["activity"], FACTS["problem"])
    assert (made.measure, made.baseline, made.target, made.unit) == (FACTS["measure"], 12, 40, "anak")
    assert (made.promised_on, made.due_on, made.cost_rupiah) == (TODAY, date(2026, 8, 31), 2_500_000)
    assert (made.source_kind, made.source_url) == ("rtl", f"/pelatihan/{event.pk}/")
    told = made.snapshot
    assert (told["event"], told["class"], told["curriculum"]) == ("ToT Utara", "Kelas 1", "Uji")
    assert (told["output"], told["mentor"], told["partners"]) == (FACTS["output"], "Ibu Sekcam", "PKK dan puskesmas")
    steps = list(Step.objects.filter(commitment=made).values_list("text", "due_on"))
    assert steps == [("Mendata balita", date(2026, 5, 1)), ("Melatih kader", None)]


def test_the_definitive_post_comes_before_an_acting_one_and_a_past_one_never(part, hold, post, country, sent):
    row = part("Ani")
    hold(row)
    acting = Post.objects.create(title="Camat Uji", region=country["71.01.01"])
    gone = Post.objects.create(title="Lurah Uji", region=country["71.01.01"])
    hold(row, post=acting, capacity="plt", starts_on=date(2026, 1, 1))
    hold(row, post=gone, starts_on=date(2026, 1, 1), ends_on=date(2026, 4, 1))
    assert sent(row).commitment.post == post


def test_without_a_post_it_is_kept_and_becomes_a_commitment_when_a_post_is_chosen(part, post, sent):
    row = part("Ani")
    rtl = sent(row)
    assert (rtl.state, rtl.commitment, Commitment.objects.count()) == ("sent", None, 0)

    save_rtl(row=row, facts=FACTS | {"output": "Sepuluh kader"}, seen=rtl.version, who=writer())
    later = writer(today=date(2026, 11, 1))  # past its deadline: the promise was made on the day of sending
    made = give_post(row=row, post=post, who=later).commitment
    assert (made.promised_on, made.snapshot["output"]) == (TODAY, "Sepuluh kader")
    give_post(row=row, post=post, who=later)
    assert Commitment.objects.count() == 1
    with pytest.raises(RtlRefusal, match="sudah menjadi komitmen"):
        save_rtl(row=row, facts=FACTS, seen=rtl.version, who=writer())


def test_a_post_of_another_place_or_a_second_post_is_refused(part, post, sent, country):
    row = part("Ani")
    sent(row)
    elsewhere = Post.objects.create(title="Camat", region=country["72.01.01"])
    with pytest.raises(RtlRefusal, match="bukan jabatan di"):
        give_post(row=row, post=elsewhere, who=writer())
    village = Post.objects.create(title="Kades", region=country["71.01.01.2001"])
    give_post(row=row, post=village, who=writer())
    with pytest.raises(RtlRefusal, match="jabatan Kades"):
        give_post(row=row, post=post, who=writer())


def test_sent_twice_it_is_one_commitment_and_a_draft_gets_no_post(part, hold, post, sent):
    row, other = part("Ani"), part("Budi")
    hold(row)
    sent(row)
    send_rtl(row=row, who=writer())
    assert (Commitment.objects.count(), AuditRecord.objects.filter(verb="training_rtl.send_rtl").count()) == (1, 1)
    save_rtl(row=other, facts=FACTS, seen=0, who=writer())
    with pytest.raises(RtlRefusal, match="belum dikirim"):
        give_post(row=other, post=post, who=writer())


def test_what_is_not_whole_is_not_sent_and_nothing_is_half_written(part, hold):
    row = part("Ani")
    hold(row)
    with pytest.raises(RtlRefusal, match="Belum ada RTL"):
        send_rtl(row=row, who=writer())
    save_rtl(row=row, facts=FACTS | {"measure": "", "target": None}, seen=0, who=writer())
    with pytest.raises(RtlRefusal, match="Ukuran hasil, Sasaran"):
        send_rtl(row=row, who=writer())
    save_rtl(row=row, facts=FACTS | {"due_on": date(2026, 4, 9), "steps": (("A", None),)}, seen=1, who=writer())
    with pytest.raises(Refusal, match="lebih awal"):
        send_rtl(row=row, who=writer())
    assert (Rtl.objects.get().state, Commitment.objects.count()) == ("draft", 0)


def test_two_who_write_at_once_do_not_overwrite_each_other_and_a_double_click_is_one_save(part):
    row = part("Ani")
    save_rtl(row=row, facts=FACTS, seen=0, who=writer())
    save_rtl(row=row, facts=FACTS, seen=0, who=writer())
    assert (Rtl.objects.get().version, AuditRecord.objects.count()) == (1, 1)
    save_rtl(row=row, facts=FACTS | {"unit": "balita"}, seen=1, who=writer())
    with pytest.raises(RtlRefusal, match="baru saja diubah"):
        save_rtl(row=row, facts=FACTS | {"unit": "bayi"}, seen=1, who=writer())
    assert Rtl.objects.get().unit == "balita"


def test_a_sent_rtl_stays_whole(part, sent):
    row = part("Ani")
    rtl = sent(row)
    with pytest.raises(RtlRefusal, match="Masalah"):
        save_rtl(row=row, facts=FACTS | {"problem": ""}, seen=rtl.version, who=writer())


@pytest.mark.parametrize("state", ["withdrawn", "declined", "waiting", "replaced"])
def test_who_does_not_take_part_writes_none(part, state):
    with pytest.raises(RtlRefusal, match="memegang kursi"):
        save_rtl(row=part("Ani", state=state), facts=FACTS, seen=0, who=writer())


def test_the_record_names_no_mentor_and_no_partner(part, sent, cast):
    sent(part("Ani Rahasia"))
    rows = " ".join(str(rows) for rows in AuditChange.objects.values_list("rows", flat=True))
    told = rows + " ".join(AuditRecord.objects.values_list("summary", flat=True))
    assert "Mengaktifkan" in told
    assert not any(word in told for word in ("Ibu Sekcam", "PKK", "Ani Rahasia"))
    assert {row.place_code for row in AuditRecord.objects.all()} == {"71.01.01"}


def test_states_are_noted_once_at_1_3_and_6_months_and_stay(part, hold, sent, event):
    """The event ended on 10 April 2026; one month after is 10 May."""
    first, second, third = part("Ani"), part("Budi"), part("Cici")
    hold(first)
    promise = sent(first).commitment
    save_rtl(row=second, facts=FACTS, seen=0, who=writer())

    assert due_checkpoints(today=date(2026, 5, 9)) == []
    assert due_checkpoints(today=date(2026, 5, 10)) == [(event, 1)]
    assert take_checkpoints(event=event, months=1, day=date(2026, 5, 10)) == 3
    assert due_checkpoints(today=date(2026, 5, 11)) == []
    Commitment.objects.filter(pk=promise.pk).update(state="in_progress")
    assert take_checkpoints(event=event, months=1, day=date(2026, 5, 10)) == 0
    assert due_checkpoints(today=date(2026, 7, 24)) == [(event, 3)]
    assert due_checkpoints(today=date(2026, 7, 25)) == []  # too late to be the state of that day
    take_checkpoints(event=event, months=6, day=date(2026, 10, 10))

    def noted(months):
        rows = Checkpoint.objects.filter(months=months).order_by("participation__name")
        return [(row.participation, row.state, row.is_late) for row in rows]

    assert noted(1) == [(first, "promised", False), (second, "draft", False), (third, "none", False)]
    assert noted(6) == [(first, "in_progress", True), (second, "draft", False), (third, "none", False)]

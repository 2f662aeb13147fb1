"""What the kabupaten said by mistake is taken back; a kecamatan that keeps silent lets no clock rest for ever."""

from datetime import date, datetime, time

import pytest
from django.urls import reverse

from rumahbersama.chain.house.meetings.models import AgendaItem, Meeting
from rumahbersama.chain.house.problems import deciding
from rumahbersama.chain.house.problems.models import Move
from rumahbersama.chain.house.problems.rules import Decision
from rumahbersama.chain.house.upward import hooks, queries
from rumahbersama.chain.house.upward.actions import answering
from rumahbersama.chain.house.upward.actions.taking_back import end_silence, take_back_answer, take_back_question
from rumahbersama.chain.house.upward.models import Referral, Step
from rumahbersama.chain.house.upward.rules import UpwardRefusal
from rumahbersama.chain.house.upward.sheets import sheet_of
from rumahbersama.ground.audit.models import AuditRecord
from tests.upward.conftest import A, fresh, on, text


def march(day: int) -> datetime:
    return on(date(2026, 3, day))


def asked(house, day: int = 9) -> Referral:
    """An office that is due on Tuesday 17 March asks; the kecamatan has five working days."""
    row = house.passed_and_assigned()
    return answering.ask(referral=row, text="Panjangnya?", by=house.cast["agency"], at=march(day), seen=row.version)


def unasked(house, row: Referral, day: int, reason: str = "Salah masalah.") -> Referral:
    return take_back_question(referral=row, reason=reason, by=house.cast["agency"], at=march(day), seen=row.version)


def unanswered(house, row: Referral, day: int, reason: str = "Salah tahun.") -> Referral:
    return take_back_answer(referral=row, reason=reason, by=house.cast["agency"], at=march(day), seen=row.version)


# A question -------------------------------------------------------------------------------
def test_a_question_taken_back_rested_the_clock_for_so_long_and_no_longer(house):
    back = unasked(house, asked(house), 11)  # rested Tuesday 10 and Wednesday 11

    assert [back.state, back.due_on, back.rests_since, back.rested_due] == ["assigned", date(2026, 3, 19), None, None]
    assert back.questions == 1
    told = [(step.kind, step.text) for step in queries.steps_of(back)][-2:]
    assert told == [("asked", "Panjangnya?"), ("unasked", "Salah masalah.")]
    assert AuditRecord.objects.filter(verb="upward.take_back_question", reason="Salah masalah.").exists()


def test_taken_back_on_the_same_day_or_over_a_weekend_no_working_day_rested(house):
    row = asked(house, 13)  # a Friday
    assert unasked(house, row, 15).due_on == date(2026, 3, 17)


def test_a_question_is_taken_back_with_a_reason_and_only_while_it_is_open(house):
    row = asked(house)
    with pytest.raises(UpwardRefusal, match="alasan"):
        unasked(house, row, 9, reason="  ")
    row = answering.reply(referral=row, text="32 m.", by=house.cast["kasi"], at=march(10), seen=row.version)
    with pytest.raises(UpwardRefusal, match="Tidak ada pertanyaan"):
        unasked(house, row, 10)


# Silence ----------------------------------------------------------------------------------
def test_a_clock_rests_at_most_so_many_working_days_after_the_day_of_the_reply(house):
    row = asked(house)  # to be replied to by Monday 16 March; five working days later is Monday 23
    counts = {day: end_silence(at=march(day)) for day in (16, 17, 23, 24, 25)}

    silent = [day for day, count in counts.items() if count]
    row = Referral.objects.get(pk=row.pk)
    step = Step.objects.get(referral=row, kind="lapsed")
    assert (row.state, silent, row.rests_since) == ("assigned", [24], None)
    assert (step.by, step.due_on) == (None, row.due_on)
    assert "tidak membalas sampai 6 hari kerja" in step.text
    assert row.due_on == date(2026, 4, 1)  # rested eleven working days, so as much later than 17 March
    assert end_silence(at=march(30)) == 0


def test_who_keeps_silent_is_late_at_home_and_the_office_may_answer_again(house):
    row = asked(house)
    tasks = [list(hooks.home_tasks(user=house.cast["camat"], today=date(2026, 3, day))) for day in (16, 17)]
    assert [[task.tone for task in each if "pertanyaan" in task.text] for each in tasks] == [["warn"], ["bad"]]
    end_silence(at=march(30))
    row = Referral.objects.get(pk=row.pk)
    assert house.answer(row, "rejected", "Tanpa keterangan.", at=march(30)).state == "rejected"


# An answer --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("answer", "state"), [(("rejected", "Bukan aset kami."), "tabled"), (("accepted", "", 2027), "in_hand")]
)
def test_an_answer_taken_back_is_with_the_office_again_and_its_clock_never_stopped(house, answer, state):
    row = house.answer(house.passed_and_assigned(), *answer, at=march(10))
    assert fresh(house.problem).state == state

    back = unanswered(house, row, 12)

    assert [back.state, back.due_on, back.answered_on, back.plan_year] == ["assigned", date(2026, 3, 17), None, None]
    assert (fresh(house.problem).state, Referral.objects.filter(problem=house.problem).count()) == ("upward", 1)
    assert (
        Move.objects.filter(problem=house.problem).first().reason.endswith("menarik kembali jawabannya: Salah tahun.")
    )
    assert [step.kind for step in queries.steps_of(back)][-2:] == [answer[0], "unanswered"]
    again = house.answer(back, "accepted", "", 2028, at=march(13))
    assert (again.state, again.plan_year, fresh(house.problem).state) == ("accepted", 2028, "in_hand")


def test_an_answer_taken_back_is_in_no_file_and_a_new_one_takes_its_place(house):
    def answer_in_file() -> str:
        _header, [row] = sheet_of(Referral.objects.select_related("problem__kecamatan", "office__region"))
        return row[10]

    row = house.answer(house.passed_and_assigned(), "rejected", "Bukan aset kami.", at=march(10))
    first = answer_in_file()
    back = unanswered(house, row, 12)
    taken_back = answer_in_file()
    house.answer(back, "accepted", "Masuk tahap kedua.", 2028, at=march(13))

    assert [first, taken_back, answer_in_file()] == ["Bukan aset kami.", "", "Masuk tahap kedua."]


def test_after_a_question_the_day_is_the_one_that_it_had(house):
    row = unasked(house, asked(house), 11)
    row = house.answer(row, "rejected", "Bukan aset kami.", at=march(12))
    assert unanswered(house, row, 12).due_on == date(2026, 3, 19)


@pytest.mark.parametrize(("day", "is_refused"), [(13, False), (16, True)])
def test_an_answer_is_taken_back_within_three_working_days(house, day, is_refused):
    row = house.answer(house.passed_and_assigned(), "rejected", "Bukan aset kami.", at=march(10))
    if not is_refused:
        assert unanswered(house, row, day).state == "assigned"
        return
    with pytest.raises(UpwardRefusal, match="dalam 3 hari kerja"):
        unanswered(house, row, day)


def test_an_answer_that_the_kecamatan_acted_on_stays(house):
    row = house.answer(house.passed_and_assigned(), "rejected", "Bukan aset kami.", at=march(10))
    problem = fresh(house.problem)
    decision = Decision(to="closed", reason="Dibangun sendiri.")
    deciding.decide(problem=problem, decision=decision, by=house.cast["camat"], at=march(11), seen=problem.version)
    with pytest.raises(UpwardRefusal, match="menindaklanjuti"):
        unanswered(house, row, 11)


def test_an_answer_that_a_meeting_heard_stays(house):
    row = house.answer(house.passed_and_assigned(), "rejected", "Bukan aset kami.", at=march(10))
    hours = {"begins": time(9), "ends": time(11), "entered_at": march(1), "chair": house.posts["camat"]}
    facts = {"kind": "rumah_bersama", "title": "Rapat", "day": date(2026, 3, 11), "state": "closed"}
    meeting = Meeting.objects.create(region=house.country[A], **facts, **hours)
    AgendaItem.objects.create(
        meeting=meeting, order=1, kind="problem", title="Jembatan", problem=house.problem, minutes=10
    )
    with pytest.raises(UpwardRefusal, match="menindaklanjuti"):
        unanswered(house, row, 11)


# Pages ------------------------------------------------------------------------------------
def test_the_way_back_is_offered_while_it_is_open(as_, house):
    row = asked(house, 2)
    page, question = row.get_absolute_url(), reverse("upward:take_back_question", args=[row.pk])
    assert question in text(as_("agency").get(page))
    assert question not in text(as_("camat").get(page))
    assert as_("camat").get(question).status_code == 403
    said = {"text": "Salah masalah.", "seen": row.version}
    assert as_("agency").post(question, said).status_code == 302
    row = Referral.objects.get(pk=row.pk)
    row = house.answer(row, "rejected", "Bukan aset kami.")
    answer = reverse("upward:take_back_answer", args=[row.pk])
    assert answer in text(as_("agency").get(page))
    assert as_("agency").post(answer, {"text": "Salah.", "seen": row.version}).status_code == 302
    assert Referral.objects.get(pk=row.pk).state == "assigned"
    Referral.objects.filter(pk=row.pk).update(state="rejected", answered_on=date(2026, 2, 2), due_on=None)
    assert answer not in text(as_("agency").get(page))

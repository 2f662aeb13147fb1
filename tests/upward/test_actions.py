"""Passing upward, naming an office, asking, answering, withdrawing; what the problem and the record keep of it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from rumahbersama.chain.house.problems import deciding, rules
from rumahbersama.chain.house.problems.models import Move, Problem
from rumahbersama.chain.house.problems.rules import ProblemRefusal
from rumahbersama.chain.house.upward import queries, recording
from rumahbersama.chain.house.upward.actions import answering, passing
from rumahbersama.chain.house.upward.actions.targets import set_target
from rumahbersama.chain.house.upward.models import Notice, Referral, Step
from rumahbersama.chain.house.upward.rules import Level, ServiceTarget, UpwardRefusal
from rumahbersama.ground.audit.queries import rows_of
from tests.upward.conftest import AT, KAB, MONDAY, A, fresh, on

REASON = "Jembatan desa, bukan ruas kabupaten."


def kinds(row: Referral) -> list[str]:
    return [step.kind for step in queries.steps_of(row)]


def march(day: int):
    return on(date(2026, 3, day))


# Passing upward ---------------------------------------------------------------------------
def test_a_problem_passed_upward_waits_for_the_coordinator(house):
    row = house.pass_up()

    # three working days after Monday 2 March; the 4th is closed in this kabupaten
    assert [row.state, row.due_on, row.passed_on, row.office] == ["new", date(2026, 3, 6), MONDAY, None]
    [step] = queries.steps_of(row)
    assert [step.kind, step.text, step.as_post] == [
        "passed",
        "Aset kabupaten.",
        "camat Alas, Pembina (IV/a), Camat Alas",
    ]
    assert row.move == Move.objects.filter(problem=house.problem).first()
    assert Notice.objects.get(referral=row).kind == "new"


def test_only_one_passing_is_open_at_a_time(house):
    row = house.pass_up()
    other = Move.objects.create(problem=house.problem, state="upward", at=AT, by_name="x")

    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.create(problem=house.problem, move=other, passed_on=MONDAY, due_on=MONDAY)
    assert row.is_open


def test_what_the_kecamatan_moves_on_itself_is_withdrawn(house):
    row = house.pass_up()
    problem = fresh(house.problem)
    decision = rules.Decision(to=rules.SOLVED, reason="Desa memperbaikinya sendiri.")

    deciding.decide(problem=problem, decision=decision, by=house.cast["camat"], at=AT, seen=problem.version)

    row.refresh_from_db()
    assert [row.state, row.due_on, kinds(row)] == ["withdrawn", None, ["passed", "withdrawn"]]
    assert queries.steps_of(row)[-1].text == "Desa memperbaikinya sendiri."


def test_a_withdrawal_puts_the_problem_on_the_table_again(house):
    row = house.passed_and_assigned()

    passing.withdraw(referral=row, reason="Warga bergotong royong.", by=house.cast["camat"], at=AT, seen=row.version)

    row.refresh_from_db()
    assert [row.state, fresh(house.problem).state] == ["withdrawn", "tabled"]
    move = Move.objects.filter(problem=house.problem).first()
    assert move.reason == "Ditarik dari kabupaten: Warga bergotong royong."
    assert house.pass_up().state == "new"  # and it may go up again


def test_a_problem_that_waits_upward_is_merged_into_and_not_away(house):
    row = house.passed_and_assigned()
    double = Problem.objects.create(
        kecamatan=house.country["71.01.01"],
        raised_at=house.country["71.01.01"],
        year=2026,
        number=9,
        statement="Jembatan SD rusak berat.",
        entered_at=AT,
    )
    with pytest.raises(ProblemRefusal, match="menunggu jawaban kabupaten"), transaction.atomic():
        deciding.merge(problem=row.problem, main=double, by=house.cast["camat"], at=AT, seen=row.problem.version)

    deciding.merge(problem=double, main=row.problem, by=house.cast["camat"], at=AT, seen=double.version)

    row.refresh_from_db()
    assert [row.state, row.due_on, kinds(row)] == ["assigned", date(2026, 3, 17), ["passed", "assigned"]]
    assert fresh(double).merged_into == row.problem


def test_what_was_merged_while_upward_is_on_the_table_once_parted_and_no_clock_begins(house):
    """Merging it is refused today; it was not always."""
    row = house.passed_and_assigned()
    main = Problem.objects.create(
        kecamatan=house.country[A],
        raised_at=house.country[A],
        year=2026,
        number=9,
        statement="Jembatan SD rusak.",
        entered_at=AT,
    )
    Problem.objects.filter(pk=house.problem.pk).update(state=rules.MERGED, merged_into=main)
    passing.follow(Move.objects.create(problem=fresh(house.problem), state=rules.MERGED, at=march(5), by_name="x"))
    merged = fresh(house.problem)

    deciding.part(problem=merged, by=house.cast["camat"], at=march(9), seen=merged.version)

    states = list(Referral.objects.filter(problem=merged).values_list("pk", "state", "due_on"))
    assert (fresh(merged).state, states) == ("tabled", [(row.pk, "withdrawn", None)])
    move = Move.objects.filter(problem=merged).first()
    assert (move.state, move.reason) == (
        "tabled",
        "Dilepas dari no. 9/2026. Penerusannya ke kabupaten sudah berakhir waktu digabung: "
        "teruskan lagi kalau masih perlu.",
    )
    assert house.pass_up().state == "new"  # and it may go up again


# Naming an office -------------------------------------------------------------------------
def test_the_office_has_the_days_of_the_target(house):
    row = house.passed_and_assigned()

    assert [row.state, row.office, row.due_on, row.handovers] == [
        "assigned",
        house.posts["pupr"],
        date(2026, 3, 17),
        0,
    ]
    step = queries.steps_of(row)[-1]
    assert step.as_post == "governance Sungai, Pembina (IV/a), Plt. Kepala Bagian Pemerintahan Sekretariat Daerah"


def test_another_office_is_named_with_a_reason_and_the_road_shows_both(house):
    row = house.passed_and_assigned()
    with pytest.raises(UpwardRefusal, match="alasan pindah"):
        house.assign(row, "pendidikan")

    row = house.assign(row, "pendidikan", reason="Jembatan milik sekolah.", at=march(9))

    assert [row.office, row.handovers, row.due_on] == [house.posts["pendidikan"], 1, date(2026, 3, 23)]
    step = queries.steps_of(row)[-1]
    assert [step.kind, step.text] == ["reassigned", "Dari Kepala Dinas, Dinas PUPR: Jembatan milik sekolah."]


def test_an_office_of_another_kabupaten_is_refused(house):
    with pytest.raises(UpwardRefusal, match="di kabupaten kecamatan ini"):
        house.assign(house.pass_up(), "elsewhere")


def test_what_somebody_else_changed_is_not_overwritten(house):
    seen = house.pass_up()
    house.assign(seen)

    with pytest.raises(UpwardRefusal, match="baru saja diubah"):
        house.assign(seen, "pendidikan", reason="x")


# Asking and replying ----------------------------------------------------------------------
def test_the_clock_of_the_office_rests_while_it_asks(house):
    row = house.passed_and_assigned()  # due on 17 March
    asked = answering.ask(referral=row, text="Panjangnya?", by=house.cast["agency"], at=march(9), seen=row.version)

    # five working days for the kecamatan after Monday 9 March
    assert [asked.state, asked.due_on, asked.rested_due, asked.holder] == [
        "asked",
        date(2026, 3, 16),
        date(2026, 3, 17),
        "Kecamatan Alas",
    ]
    back = answering.reply(referral=asked, text="32 meter.", by=house.cast["kasi"], at=march(12), seen=asked.version)

    # rested Tuesday, Wednesday and Thursday: three working days later than the 17th
    assert [back.state, back.due_on, back.questions, back.rests_since] == ["assigned", date(2026, 3, 20), 1, None]
    assert [step.as_post for step in queries.steps_of(back)][-2:] == [
        "agency Sungai, Pembina Utama Muda (IV/c), Kepala Dinas Dinas PUPR",
        "",
    ]


def test_the_coordinator_asks_before_an_office_is_named(house):
    row = house.pass_up()

    asked = answering.ask(referral=row, text="Di dusun mana?", by=house.cast["governance"], at=AT, seen=row.version)
    back = answering.reply(referral=asked, text="Hilir.", by=house.cast["camat"], at=AT, seen=asked.version)

    assert [back.state, back.due_on] == ["new", row.due_on]


# Answering --------------------------------------------------------------------------------
def test_a_rejection_brings_the_problem_back_with_its_reason(house):
    row = house.answer(house.passed_and_assigned(), "rejected", REASON, at=march(9))

    move = Move.objects.filter(problem=house.problem).first()
    assert [row.state, row.answered_on, row.due_on] == ["rejected", date(2026, 3, 9), None]
    assert [fresh(house.problem).state, move.reason, move.as_post] == [
        "tabled",
        f"Kepala Dinas, Dinas PUPR menolak: {REASON}",
        "agency Sungai, Pembina Utama Muda (IV/c), Kepala Dinas Dinas PUPR",
    ]
    assert kinds(row) == ["passed", "assigned", "rejected"]


def test_an_acceptance_names_the_plan_year_and_the_problem_is_in_hand(house):
    row = house.answer(house.passed_and_assigned(), "accepted", "Perbaikan jembatan.", 2027)

    move = Move.objects.filter(problem=house.problem).first()
    assert [row.state, row.plan_year, fresh(house.problem).state] == ["accepted", 2027, "in_hand"]
    assert move.reason == "Kepala Dinas, Dinas PUPR menerima, masuk rencana 2027: Perbaikan jembatan."


def test_the_coordinator_writes_down_what_the_office_wrote(house):
    row = house.passed_and_assigned()

    house.answer(house.assign(row, "pendidikan", reason="Milik sekolah."), "rejected", REASON, by="governance")

    step = queries.steps_of(row)[-1]
    assert [step.as_post, step.by_name] == ["dpmd Sungai, Pj. Kepala Dinas Dinas Pendidikan", "governance Sungai"]


def test_an_answer_is_given_once(house):
    row = house.answer(house.passed_and_assigned(), "rejected", REASON)

    with pytest.raises(UpwardRefusal, match="sudah dijawab"):
        house.answer(row, "accepted", "", 2027)


def test_every_change_is_recorded_at_the_kecamatan(house):
    row = house.passed_and_assigned()
    row = answering.ask(referral=row, text="Panjang?", by=house.cast["agency"], at=AT, seen=row.version)
    row = answering.reply(referral=row, text="32 m.", by=house.cast["camat"], at=AT, seen=row.version)
    house.answer(row, "rejected", REASON)

    told = rows_of(entity=recording.ENTITY, key=row.key, codes=None)
    assert [each.record.verb for each in told] == [
        "upward.answer",
        "upward.reply",
        "upward.ask",
        "upward.assign",
        "upward.pass_upward",
    ]
    assert {each.record.place_code for each in told} == {"71.01.01"}
    assert told[0].after == {"state": "rejected", "due_on": None}


# The target -------------------------------------------------------------------------------
def test_the_target_of_the_bupati_counts_from_its_day_on(house):
    levels = (Level("asisten", "Asisten", 2), Level("sekda", "Sekretaris Daerah", 4))
    target = ServiceTarget(date(2026, 3, 9), 1, 4, 2, levels, "Kepbup 100/1/2026")
    set_target(kabupaten=house.country[KAB], target=target, by=house.cast["bappeda"], at=AT)

    before = house.passed_and_assigned()
    after = house.passed_and_assigned(house.other, at=march(9))

    assert [before.due_on, after.due_on] == [date(2026, 3, 17), date(2026, 3, 13)]
    assert queries.target_on(KAB, date(2026, 3, 8)).is_ours
    assert queries.target_on(KAB, date(2026, 3, 9)).legal_basis == "Kepbup 100/1/2026"
    assert queries.target_on("71.02", date(2026, 3, 9)).is_ours


def test_the_same_day_again_corrects_a_target(house):
    for days in (10, 8):
        target = ServiceTarget(MONDAY, 3, days, 5, (Level("sekda", "Sekretaris Daerah", 3),), "Kepbup 1")
        set_target(kabupaten=house.country[KAB], target=target, by=None, at=AT + timedelta(minutes=20 - days))

    [row] = queries.targets_of(house.country[KAB])
    told = rows_of(entity=recording.TARGET, key=f"{KAB}|2026-03-02", codes=None)
    assert [row.answer_days, len(told), told[0].before] == [8, 2, {"answer_days": 10}]
    assert Step.objects.count() == 0

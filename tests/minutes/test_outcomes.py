"""What comes of an item, and what closing a meeting writes: all in one piece, once, corrected until then."""

from datetime import date, timedelta

import pytest

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.house.meetings import proposing
from rumahbersama.chain.house.meetings.actions import agenda, planning
from rumahbersama.chain.house.meetings.models import AgendaItem
from rumahbersama.chain.house.minutes import queries
from rumahbersama.chain.house.minutes.actions import outcomes
from rumahbersama.chain.house.minutes.actions.closing import close_meeting
from rumahbersama.chain.house.minutes.actions.notes import Typed, write_notes
from rumahbersama.chain.house.minutes.models import Effect, Pledge
from rumahbersama.chain.house.minutes.rules import (
    MinutesRefusal,
    Outcome,
    SeenRefusal,
    mark_of,
    steps_to,
    time_left,
)
from rumahbersama.chain.house.problems import hooks as problems
from rumahbersama.chain.house.problems.models import Move, Problem, ProblemEvidence
from rumahbersama.chain.house.problems.queries import promises_from
from rumahbersama.ground.audit.models import AuditRecord
from tests.meetings.conftest import AT, TODAY, fresh, plan
from tests.minutes.conftest import LATER, STATEMENT, pledge, promised

pytestmark = pytest.mark.django_db
SOON = TODAY + timedelta(days=30)
DECIDED = Outcome("decision", "Dicatat.")


def set_to(held, item, outcome, at=AT):
    return outcomes.set_outcome(item=item, outcome=outcome, by=held.cast("kasi"), at=at)


def close(held, **more):
    return close_meeting(meeting=held.meeting, by=held.cast("kasi"), at=LATER, **more)


def state_of(held) -> str:
    return Problem.objects.get(pk=held.problem.pk).state


def moves(held) -> list[str]:
    return list(Move.objects.filter(problem=held.problem).order_by("pk").values_list("state", flat=True))


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (Outcome("decision", "  "), "Tulis keputusannya"),
        (Outcome("upward", ""), "Tulis alasannya"),
        (Outcome("put_off", "Belum siap"), "sampai tanggal berapa"),
        (Outcome("put_off", "Belum siap", TODAY), "sesudah hari ini"),
        (Outcome("put_off", "Belum siap", date(2030, 1, 1)), "dua tahun"),
        (Outcome("commitment", "x"), "Pilih salah satu"),
    ],
)
def test_an_outcome_that_says_too_little_is_refused(held, outcome, told):
    with pytest.raises(MinutesRefusal, match=told):
        set_to(held, held.about, outcome)

    assert held.again(held.about).result == "none"


def test_only_a_problem_goes_upward(held):
    with pytest.raises(MinutesRefusal, match="Hanya masalah"):
        set_to(held, held.own, Outcome("upward", "Jalan kabupaten"))


def test_promises_are_an_outcome_by_themselves_and_stay_beside_another(held):
    made = pledge(held, held.about)
    assert held.again(held.about).result == "commitment"
    set_to(held, held.about, Outcome("put_off", "Menunggu data", SOON))
    assert held.again(held.about).result == "put_off"
    set_to(held, held.about, Outcome("none"))
    assert (held.again(held.about).result, held.again(held.about).put_off_to) == ("commitment", None)

    outcomes.withdraw_pledge(pledge=made, by=held.cast("kasi"), at=AT, seen=made.version)

    assert (held.again(held.about).result, Pledge.objects.count()) == ("none", 0)


def test_an_outcome_is_replaced_only_by_who_has_seen_it(held):
    seen = mark_of(outcomes.standing(held.again(held.about)))
    told = {"item": held.about, "by": held.cast("kasi"), "at": AT}
    pledge(held, held.about)
    outcomes.set_outcome(outcome=DECIDED, seen=seen, **told)  # a promise beside it is not replaced

    with pytest.raises(SeenRefusal, match=r"mencatat: Keputusan: Dicatat\. Kiriman Anda tidak hilang"):
        outcomes.set_outcome(outcome=Outcome("put_off", "Menunggu data", SOON), seen=seen, **told)
    with pytest.raises(SeenRefusal, match=r"mencatat: Keputusan: Dicatat\."):
        outcomes.set_outcome(outcome=Outcome("none"), seen=seen, **told)
    assert held.again(held.about).result == "decision"

    now = mark_of(outcomes.standing(held.again(held.about)))
    outcomes.set_outcome(outcome=Outcome("none"), seen=now, **told)
    with pytest.raises(SeenRefusal, match="mencabut hasilnya"):
        outcomes.set_outcome(outcome=Outcome("decision", "Lain"), seen=now, **told)
    assert held.again(held.about).result == "commitment"


@pytest.mark.parametrize(
    ("more", "told"), [({"what": " "}, "Tulis apa"), ({"due_on": TODAY - timedelta(days=1)}, "Tenggatnya")]
)
def test_a_promise_that_cannot_be_is_refused(held, more, told):
    with pytest.raises(MinutesRefusal, match=told):
        pledge(held, held.about, **more)

    assert (Pledge.objects.count(), held.again(held.about).result) == (0, "none")


def test_a_promise_is_corrected_as_it_was_seen(held):
    made = pledge(held, held.about)
    told = {"pledge": made, "by": held.cast("kasi"), "at": AT}

    changed = outcomes.change_pledge(promised=promised(held, what="Melatih tiga kader"), seen=1, **told)

    assert (changed.what, changed.version) == ("Melatih tiga kader", 2)
    with pytest.raises(MinutesRefusal, match="diubah orang lain"):
        outcomes.change_pledge(promised=promised(held, what="Lain"), seen=1, **told)


def test_closing_makes_commitments_and_moves_the_problem_with_who_led(held):
    pledge(held, held.about)
    pledge(held, held.about, what="Memasukkan honor kader ke APBDes", post=held.house.posts["kades"])
    set_to(held, held.own, DECIDED)
    assert (Commitment.objects.count(), state_of(held)) == (0, "new")

    closed = close(held)

    assert (closed.state, state_of(held), moves(held)) == ("closed", "agreed", ["tabled", "agreed"])
    made = Commitment.objects.order_by("pk").first()
    assert (made.what, made.source_kind, made.promised_on) == ("Melatih dua kader", "meeting", TODAY)
    assert made.source_url == f"/rumah-bersama/rapat/{held.meeting.pk}/notulen/#mata-{held.about.pk}"
    assert (made.measure, str(made.baseline), made.snapshot["value"]) == ("balita ditimbang", "38.0000", "38")
    assert made.snapshot["sentence"] == f"{held.meeting.title}, 2 Mar 2026: {STATEMENT}"
    last = Move.objects.get(problem=held.problem, state="agreed")
    assert last.as_post == "camat Alas, Camat Alas"
    assert last.reason.startswith("Dalam Rapat Rumah Bersama Maret, 2 Mar 2026: Melatih dua kader")
    assert (last.effect.item_id, Commitment.objects.count()) == (held.about.pk, 2)


def test_a_promise_names_the_indicator_its_problem_carries_before_any_other_number(held):
    address = "/tempat/71.01.01.2001/angka/posyandu/?periode=2026-S1"
    ProblemEvidence.objects.create(
        problem=held.problem, reference="angka:posyandu:71.01.01.2001:2026-S1", sentence="Posyandu: 2",
        measure="Posyandu", value="2", unit="posyandu", url=address, taken_on=TODAY, by_name="Kasi",
    )  # fmt: skip
    pledge(held, held.about)
    pledge(held, held.own, what="Menyusun jadwal")
    set_to(held, held.own, DECIDED)

    close(held)

    made, plain = Commitment.objects.order_by("pk")
    assert (made.indicator, made.measure, str(made.baseline)) == ("posyandu", "Posyandu", "2.0000")
    assert (made.snapshot["figure_url"], plain.indicator, plain.snapshot["figure_url"]) == (address, "", "")


def test_the_page_of_a_problem_finds_what_a_meeting_promised_about_it(held):
    pledge(held, held.about)
    pledge(held, held.own, what="Menyusun jadwal")
    close(held)

    problem = Problem.objects.select_related("kecamatan").get(pk=held.problem.pk)
    assert [each.what for each in promises_from([problem], user=held.cast("kasi"))] == ["Melatih dua kader"]
    assert promises_from([problem], user=held.cast("camat_b")) == []


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome("decision", "Kader dilatih puskesmas."), "agreed"),
        (Outcome("upward", "Perlu dokter dari kabupaten."), "upward"),
        (Outcome("put_off", "Menunggu data", SOON), "put_off"),
    ],
)
def test_the_problem_follows_the_outcome(held, outcome, state):
    set_to(held, held.about, outcome)
    set_to(held, held.own, DECIDED)

    close(held)

    problem = Problem.objects.get(pk=held.problem.pk)
    assert (problem.state, problem.put_off_to) == (state, outcome.until)


def test_what_has_no_outcome_is_named_and_put_off_in_one_tap(held):
    with pytest.raises(MinutesRefusal, match="2 mata acara belum punya hasil: Posyandu"):
        close(held)
    assert fresh(held.meeting).state == "open"

    close(held, put_off_to=SOON)

    told = list(AgendaItem.objects.filter(meeting=held.meeting).values_list("result", "put_off_to"))
    assert told == [("none", None), ("put_off", SOON), ("put_off", SOON)]
    assert Problem.objects.get(pk=held.problem.pk).put_off_to == SOON
    more = {"title": "Rapat April", "day": SOON + timedelta(days=2)}
    later = planning.make_meeting(region=held.meeting.region, plan=plan(held.house.posts, **more), by=None, at=LATER)
    proposals = proposing.proposals_for(later, [], user=held.cast("kasi"))
    assert [each.title for each in proposals if each.carried_from] == [STATEMENT, "Jadwal posyandu"]


def test_what_the_meeting_never_came_to_is_put_off_as_not_discussed(held):
    write_notes(item=held.about, typed=Typed("", "Menunggu data"), by=held.cast("kasi"), at=AT)

    close(held, put_off_to=SOON)

    told = [held.again(item).result_text for item in (held.about, held.own)]
    assert told == ["Belum selesai dibahas dalam rapat.", "Belum dibahas dalam rapat."]


def test_what_the_meeting_came_to_is_put_off_as_not_finished_without_notes_too(held):
    outcomes.take_item(item=held.own, at=AT)

    close(held, put_off_to=SOON)

    told = {held.again(item).result_text for item in (held.about, held.own)}
    assert told == {"Belum selesai dibahas dalam rapat."}


def test_closing_is_all_or_nothing(held):
    pledge(held, held.own)
    set_to(held, held.about, Outcome("put_off", "Menunggu data", TODAY + timedelta(days=1)))

    with pytest.raises(MinutesRefusal, match="sesudah hari ini"):
        close_meeting(meeting=held.meeting, by=held.cast("kasi"), at=AT + timedelta(days=3))

    assert (Commitment.objects.count(), fresh(held.meeting).state, state_of(held)) == (0, "open", "new")


def test_a_meeting_opened_again_and_closed_again_writes_only_what_is_new(held):
    kept = pledge(held, held.about)
    set_to(held, held.own, DECIDED)
    close(held)
    planning.reopen_meeting(meeting=held.meeting, reason="Kurang satu janji", by=held.cast("camat"), at=LATER)
    kept.refresh_from_db()
    with pytest.raises(MinutesRefusal, match="sudah menjadi komitmen"):
        outcomes.withdraw_pledge(pledge=kept, by=held.cast("kasi"), at=LATER, seen=kept.version)
    pledge(held, held.own, what="Menyusun jadwal")

    close(held)

    assert list(Commitment.objects.order_by("pk").values_list("what", flat=True)) == [
        "Melatih dua kader",
        "Menyusun jadwal",
    ]
    assert (moves(held), Effect.objects.count()) == (["tabled", "agreed"], 1)
    assert AuditRecord.objects.get(verb="meetings.reopen_meeting").reason == "Kurang satu janji"


def test_a_problem_moved_on_meanwhile_is_not_thrown_back_by_closing_again(held):
    set_to(held, held.about, Outcome("put_off", "Menunggu data", SOON))
    set_to(held, held.own, DECIDED)
    close(held)
    Problem.objects.filter(pk=held.problem.pk).update(state="tabled", put_off_to=None)
    planning.reopen_meeting(meeting=held.meeting, reason="Salah tulis", by=held.cast("camat"), at=LATER)

    close(held)
    assert state_of(held) == "tabled"

    planning.reopen_meeting(meeting=held.meeting, reason="Hasilnya lain", by=held.cast("camat"), at=LATER)
    set_to(held, held.about, Outcome("upward", "Ke kabupaten"), at=LATER)
    close(held)
    assert state_of(held) == "upward"


def test_a_closed_problem_and_a_refused_move_are_told(held):
    set_to(held, held.about, Outcome("decision", "Selesai."))
    set_to(held, held.own, DECIDED)
    Problem.objects.filter(pk=held.problem.pk).update(state="solved")
    close(held)
    assert (state_of(held), moves(held)) == ("solved", [])


def test_outcomes_are_told_in_the_record_of_the_meeting(held):
    set_to(held, held.own, DECIDED)
    set_to(held, held.own, Outcome("decision", "Dicatat."))

    rows = AuditRecord.objects.filter(verb="minutes.set_outcome")
    assert [row.changes.get().rows[0][2] for row in rows] == [{"outcome": "Jadwal posyandu: Keputusan: Dicatat."}]


def test_a_begun_meeting_with_something_written_is_not_unbegun(held):
    set_to(held, held.own, DECIDED)
    with pytest.raises(planning.MeetingRefusal, match="sudah ditulis"):
        planning.unbegin_meeting(meeting=held.meeting, by=None, at=AT)
    with pytest.raises(planning.MeetingRefusal, match="catatan atau hasil"):
        agenda.leave_out(item=held.again(held.own), by=None, at=AT)


@pytest.mark.parametrize(
    ("target", "state", "steps"),
    [
        ("agreed", "new", ("tabled", "agreed")),
        ("agreed", "tabled", ("agreed",)),
        ("agreed", "agreed", ()),
        ("agreed", "in_hand", ()),
        ("agreed", "put_off", ("tabled", "agreed")),
        ("agreed", "upward", ("agreed",)),
        ("agreed", "closed", ()),
        ("agreed", "solved", ()),
        ("agreed", "merged", ()),
        ("upward", "new", ("tabled", "upward")),
        ("upward", "in_hand", ("upward",)),
        ("upward", "upward", ()),
        ("put_off", "agreed", ("put_off",)),
        ("put_off", "put_off", ("tabled", "put_off")),
        ("put_off", "upward", ("tabled", "put_off")),
    ],
)
def test_steps_of_a_problem_are_as_worked_out_by_hand(target, state, steps):
    assert steps_to(target, state=state, put_off_to=TODAY, until=SOON if target == "put_off" else None) == steps


def test_a_problem_put_off_to_the_same_day_stays():
    assert steps_to("put_off", state="put_off", put_off_to=SOON, until=SOON) == ()


def test_time_left_is_counted_in_whole_minutes():
    told = [time_left(since=AT, minutes=20, now=AT + timedelta(seconds=each)) for each in (0, 1, 1199, 1200, 1261)]

    assert told == [20, 20, 1, 0, -1]


def test_the_item_being_taken_keeps_its_time_when_named_again(held):
    outcomes.take_item(item=held.about, at=AT)
    outcomes.take_item(item=held.about, at=LATER)
    pledge(held, held.about)

    screen = queries.screen_of(held.meeting, now=AT + timedelta(minutes=5), most=4)

    assert (screen.item, screen.left, screen.place, screen.total) == (held.about, 15, 2, 3)
    assert ([each.what for each in screen.pledges], screen.promised) == (["Melatih dua kader"], 1)


def test_an_item_that_ended_in_promises_alone_stands_in_the_history_of_the_village(held):
    from rumahbersama.chain.house.meetings.models import AgendaItem, Meeting
    from rumahbersama.chain.house.minutes import hooks

    item = AgendaItem.objects.get(meeting=held.meeting, title="Jadwal posyandu")
    item.meeting = held.meeting
    pledge(held, item, figure=None)
    AgendaItem.objects.filter(pk=item.pk).update(result=AgendaItem.Result.NONE)
    Meeting.objects.filter(pk=held.meeting.pk).update(state="closed")
    village = held.house.country["71.01.01.2001"]
    told = hooks.village_history(user=held.cast("camat"), region=village, start=None, end=None)

    assert [each.text for each in told] == ["Komitmen: Jadwal posyandu"]


def told_of_village(held) -> list[str]:
    village = held.house.country["71.01.01.2001"]
    held.problem.places.add(village)
    return [
        each.text for each in problems.village_history(user=held.cast("camat"), region=village, start=None, end=None)
    ]


def test_an_outcome_taken_back_is_told_to_be_so_in_the_history_of_the_village(held):
    set_to(held, held.about, Outcome("decision", "Kader dilatih puskesmas."))
    set_to(held, held.own, DECIDED)
    close(held)
    assert f"Disepakati: {STATEMENT}" in told_of_village(held)
    planning.reopen_meeting(meeting=held.meeting, reason="Salah tulis", by=held.cast("camat"), at=LATER)

    set_to(held, held.about, Outcome("none"), at=LATER)
    undone = f"Disepakati, dicabut 2 Mar 2026 oleh {held.cast('kasi')}: {STATEMENT}"
    assert undone in told_of_village(held)
    assert f"Dibahas: {STATEMENT}" in told_of_village(held)
    record = AuditRecord.objects.latest("pk")
    assert (record.verb, record.summary) == (
        "minutes.take_back_outcome",
        f"Hasil mata acara dicabut: {held.meeting.title}",
    )
    close(held, put_off_to=SOON)
    assert [row for row in told_of_village(held) if row.startswith(("Dis", "Dit"))] == [
        f"Ditunda: {STATEMENT}",
        undone,
    ]


def test_an_outcome_taken_back_and_given_again_holds(held):
    for outcome in (DECIDED, Outcome("none"), DECIDED):
        set_to(held, held.about, outcome)
    set_to(held, held.own, DECIDED)
    close(held)
    planning.reopen_meeting(meeting=held.meeting, reason="Salah tulis", by=held.cast("camat"), at=LATER)
    for outcome in (Outcome("none"), Outcome("decision", "Kader dilatih bidan.")):
        set_to(held, held.about, outcome, at=LATER)
    close(held)

    assert [row for row in told_of_village(held) if row.startswith("Dis")] == [f"Disepakati: {STATEMENT}"]

"""What the program proposes for an agenda, in which order and why; taking it up, minutes, order, leaving out."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from rumahbersama.chain.commitments import actions as commitments
from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.house.meetings import queries
from rumahbersama.chain.house.meetings.actions import agenda, planning
from rumahbersama.chain.house.meetings.models import AgendaItem
from rumahbersama.chain.house.meetings.proposing import proposals_for
from rumahbersama.chain.house.meetings.rules import MeetingRefusal
from rumahbersama.ground.audit.models import AuditRecord
from tests.meetings.conftest import AT, A, B, add_problem, add_promise, plan

pytestmark = pytest.mark.django_db
HIGH, LOW = (5, 5, 5), (1, 1, 1)


def proposed(house, meeting=None, who="kasi"):
    meeting = meeting or house.meeting
    return proposals_for(meeting, queries.agenda_of(meeting), user=house.cast[who])


def titles(found) -> list[str]:
    return [each.title for each in found]


def test_problems_come_put_off_to_the_day_then_tabled_then_by_rank(house):
    add_problem(house, "Rendah", LOW, LOW, LOW)
    add_problem(house, "Belum cukup penilai", HIGH)
    add_problem(house, "Tinggi", HIGH, HIGH, HIGH, people=120)
    add_problem(house, "Ditunda ke sini", state="put_off", put_off_to=date(2026, 3, 9))
    add_problem(house, "Ditunda lebih lama", state="put_off", put_off_to=date(2026, 3, 10))
    add_problem(house, "Pernah dibahas", state="tabled")
    add_problem(house, "Sudah disepakati", state="agreed")
    add_problem(house, "Punya kecamatan lain", HIGH, HIGH, HIGH, code=B)

    found = [each for each in proposed(house) if each.kind == "problem"]

    assert titles(found) == ["Ditunda ke sini", "Pernah dibahas", "Tinggi", "Rendah", "Belum cukup penilai"]
    assert found[0].sentence == "Ditunda sampai 9 Mar 2026, belum dinilai."
    assert found[1].sentence == "Ditandai “Dibahas” dan belum diputuskan, belum dinilai."
    assert found[2].sentence == (
        "Ditulis 7 hari sebelum rapat, nilai USG 15,0 dari 15 menurut 3 penilai (terendah 15, tertinggi 15), "
        "120 orang menderita."
    )
    assert found[4].sentence.endswith("menurut 1 penilai (terendah 15, tertinggi 15), penilainya belum cukup.")


def test_late_promises_are_those_late_on_the_day_and_not_of_earlier_meetings(house):
    add_promise(house, "Lama", date(2026, 2, 1))
    add_promise(house, "Terlambat pada hari rapat", date(2026, 3, 8))
    add_promise(house, "Belum terlambat", date(2026, 3, 9))
    add_promise(house, "Janji rapat", date(2026, 2, 1), source_kind="meeting")
    add_promise(house, "Kecamatan lain", date(2026, 2, 1), who="camat_b")

    found = [each for each in proposed(house) if each.kind == "commitment"]

    assert titles(found) == ["Lama", "Terlambat pada hari rapat"]
    assert found[0].sentence == "Lewat tenggat 36 hari, janji Kasi PMD untuk Kecamatan Alas."


def test_deadlines_say_their_law_and_whether_it_was_checked(house):
    found = [each for each in proposed(house) if each.kind == "deadline"]

    assert [(each.source, each.sentence) for each in found] == [
        (
            "deadline:lpj-apbdes-2026",
            "Jatuh tempo 31 Mar 2026, 22 hari sesudah rapat, Permendagri 20/2018, tiga bulan sesudah tahun berakhir.",
        ),
        (
            "deadline:musrenbang-kabupaten-2026",
            "Jatuh tempo 31 Mar 2026, 22 hari sesudah rapat, UU 25/2004 pasal 23, dasar hukumnya belum diperiksa.",
        ),
    ]


def test_what_the_last_meeting_put_off_comes_first_until_it_is_taken_up(house):
    problem = add_problem(house, "Air kotor", HIGH, HIGH, HIGH)
    last = planning.make_meeting(
        region=house.country[A], plan=plan(house.posts, day=date(2026, 3, 2)), by=None, at=AT
    )
    for title, more in (("Pasar", {}), ("Air kotor", {"problem": problem, "source": f"problem:{problem.pk}"})):
        AgendaItem.objects.create(
            meeting=last,
            order=2,
            kind="problem" if more else "other",
            title=title,
            minutes=25,
            result="put_off",
            result_text="Kurang data.",
            put_off_to=date(2026, 3, 9),
            **more,
        )

    found = proposed(house)

    assert titles(found)[:2] == ["Pasar", "Air kotor"]
    assert titles(found).count("Air kotor") == 1
    assert found[0].sentence == "Ditunda oleh Rapat Rumah Bersama Maret sampai 9 Mar 2026, Kurang data."
    agenda.take_up(meeting=house.meeting, proposals=found[:2], by=house.cast["kasi"], at=AT)
    assert not {"Pasar", "Air kotor"} & set(titles(proposed(house)))
    third = planning.make_meeting(
        region=house.country[A], plan=plan(house.posts, day=date(2026, 3, 16)), by=None, at=AT
    )
    assert not {"Pasar", "Air kotor"} & set(titles(proposed(house, third))), "another meeting has taken them up"
    planning.cancel_meeting(meeting=house.meeting, reason="Banjir", by=None, at=AT, seen=house.meeting.version)
    assert titles(proposed(house, third))[:2] == ["Pasar", "Air kotor"], "called off: they wait again"


def put_off_in(house, what, until: date, *, day: date = date(2026, 3, 2)) -> None:
    """Hold a meeting that puts off a proposal until a day."""
    past = planning.make_meeting(region=house.country[A], plan=plan(house.posts, day=day), by=None, at=AT)
    agenda.take_up(meeting=past, proposals=[what], by=None, at=AT)
    facts = {"result": "put_off", "result_text": "Kurang data.", "put_off_to": until}
    AgendaItem.objects.filter(meeting=past, source=what.source).update(**facts)


@pytest.mark.parametrize("kind", ["commitment", "deadline"])
def test_what_a_meeting_put_off_waits_for_its_day_and_comes_once(house, kind):
    add_promise(house, "Lama", date(2026, 2, 1))
    what = next(each for each in proposed(house) if each.kind == kind)
    put_off_in(house, what, date(2026, 3, 16))

    def times(day: date) -> int:
        at = planning.make_meeting(region=house.country[A], plan=plan(house.posts, day=day), by=None, at=AT)
        return titles(proposed(house, at)).count(what.title)

    assert [times(date(2026, 3, number)) for number in (9, 15, 16, 20)] == [0, 0, 1, 1]
    again = planning.make_meeting(
        region=house.country[A], plan=plan(house.posts, day=date(2026, 3, 17)), by=None, at=AT
    )
    (due,) = [each for each in proposed(house, again) if each.title == what.title]
    assert due.sentence.startswith("Ditunda oleh Rapat Rumah Bersama Maret sampai 16 Mar 2026")
    put_off_in(house, due, date(2026, 3, 30), day=date(2026, 3, 18))
    assert [times(date(2026, 3, number)) for number in (20, 31)] == [0, 1]


def test_what_is_put_off_leaves_its_place_to_the_next(house):
    for number in range(1, 7):
        add_promise(house, f"Janji {number}", date(2026, 2, number))
    late = [each for each in proposed(house) if each.kind == "commitment"]
    put_off_in(house, late[0], date(2026, 3, 16))

    found = [each.title for each in proposed(house) if each.kind == "commitment"]

    assert found == [f"Janji {number}" for number in range(2, 7)]


def test_what_was_put_off_and_is_over_meanwhile_is_not_proposed(house):
    last = planning.make_meeting(
        region=house.country[A], plan=plan(house.posts, day=date(2026, 3, 2)), by=None, at=AT
    )
    main, about = add_problem(house, "Utama", state="agreed"), {"Tanpa masalah": {}}
    for state in ("solved", "closed", "merged", "agreed"):
        into = main if state == "merged" else None
        about[f"Masalah {state}"] = {"problem": add_problem(house, state, state=state, merged_into=into)}
    for state in ("dropped", "verified", "done"):
        row = add_promise(house, f"Janji {state}", date(2026, 4, 1), source_kind="meeting")
        Commitment.objects.filter(pk=row.pk).update(state=state, dropped_because="Sudah tidak perlu.")
        about[f"Janji {state}"] = {"commitment": row}
    for title, more in about.items():
        facts = {"kind": "other", "source": title, "minutes": 10, "result": "put_off", "put_off_to": date(2026, 3, 9)}
        AgendaItem.objects.create(meeting=last, order=2, title=title, **facts, **more)

    carried = [each.title for each in proposed(house) if each.carried_from]

    assert carried == ["Tanpa masalah", "Masalah agreed", "Janji done"]


def test_a_village_sees_only_what_it_may_among_proposals(house):
    add_problem(house, "Rahasia kecamatan", HIGH, HIGH, HIGH)
    shared = add_problem(house, "Milik bersama", shared_at=AT, state="tabled")

    assert titles(each for each in proposed(house, who="operator") if each.kind == "problem") == [shared.statement]


def test_proposals_ask_as_often_for_one_problem_as_for_three(house):
    proposed(house)  # what is kept of the account
    asked = []
    for number in (1, 2, 3):
        add_problem(house, f"Masalah {number}", HIGH, LOW)
        add_promise(house, f"Janji {number}", date(2026, 2, number))
        with CaptureQueriesContext(connection) as context:
            proposed(house)
        asked.append(len(context))
    assert asked == [6, 6, 6]


# Writing the agenda ----------------------------------------------------------------------
def test_what_is_taken_up_keeps_its_reasons_and_is_told_in_the_record(house):
    problem = add_problem(house, "Air kotor", HIGH, HIGH, HIGH)
    chosen = [each for each in proposed(house) if each.problem == problem.pk]

    count = agenda.take_up(meeting=house.meeting, proposals=chosen, by=house.cast["kasi"], at=AT)
    again = agenda.take_up(meeting=house.meeting, proposals=chosen, by=house.cast["kasi"], at=AT)

    item = queries.agenda_of(house.meeting)[1]
    assert (count, again, item.order, item.minutes, item.problem) == (1, 0, 2, 20, problem)
    assert item.told_why.startswith("Ditulis 7 hari sebelum rapat, nilai USG 15,0 dari 15")
    with override("en"):
        assert item.told_why.startswith("Written 7 days before the meeting, USG score 15.0 of 15")
    assert AgendaItem(why="Kata yang dulu.").told_why == "Kata yang dulu."
    record = AuditRecord.objects.order_by("pk").last()
    rows = record.changes.get().rows
    assert record.verb == "meetings.set_agenda"
    assert rows[0][1:] == [
        {"agenda": "Janji rapat lalu (15)"},
        {"agenda": "Janji rapat lalu (15); Air kotor (20)"},
    ]


def with_items(house, *names: str) -> list[AgendaItem]:
    for name in names:
        agenda.add_item(meeting=house.meeting, title=name, minutes=10, by=house.cast["kasi"], at=AT)
    return queries.agenda_of(house.meeting)


def test_items_are_moved_and_left_out_and_the_opening_stays(house):
    opening, first, second = with_items(house, "Satu", "Dua")

    agenda.move_item(item=second, way="naik", by=None, at=AT)
    assert titles(queries.agenda_of(house.meeting)) == ["Janji rapat lalu", "Dua", "Satu"]
    agenda.leave_out(item=first, by=None, at=AT)
    assert titles(queries.agenda_of(house.meeting)) == ["Janji rapat lalu", "Dua"]
    with pytest.raises(MeetingRefusal, match="selalu dibuka"):
        agenda.leave_out(item=opening, by=None, at=AT)


def test_what_was_noted_or_decided_is_not_left_out(house):
    item = with_items(house, "Satu")[1]
    AgendaItem.objects.filter(pk=item.pk).update(notes="Disepakati bersama", notes_version=2)

    with pytest.raises(MeetingRefusal, match="catatan atau hasil"):
        agenda.leave_out(item=item, by=None, at=AT)


def test_moving_an_item_leaves_notes_alone_that_are_written_meanwhile(house):
    _opening, first, second = with_items(house, "Satu", "Dua")
    AgendaItem.objects.filter(pk=first.pk).update(notes="Catatan baru")

    agenda.move_item(item=second, way="naik", by=None, at=AT)

    assert AgendaItem.objects.get(pk=first.pk).notes == "Catatan baru"


@pytest.mark.parametrize(
    ("title", "minutes", "told"), [(" ", 10, "Tulis apa yang dibahas"), ("X", 0, "1 sampai 240")]
)
def test_an_item_needs_words_and_time(house, title, minutes, told):
    with pytest.raises(MeetingRefusal, match=told):
        agenda.add_item(meeting=house.meeting, title=title, minutes=minutes, by=None, at=AT)


def test_minutes_are_set_for_several_items_at_once_or_not_at_all(house):
    opening, first = with_items(house, "Satu")

    agenda.set_minutes(meeting=house.meeting, minutes={opening.pk: 30, first.pk: 45}, by=None, at=AT)
    assert [item.minutes for item in queries.agenda_of(house.meeting)] == [30, 45]
    with pytest.raises(MeetingRefusal, match="1 sampai 240"):
        agenda.set_minutes(meeting=house.meeting, minutes={opening.pk: 20, first.pk: 999}, by=None, at=AT)
    assert [item.minutes for item in queries.agenda_of(house.meeting)] == [30, 45]


def test_days_counted_from_a_meeting_follow_it_to_another_day(house):
    add_problem(house, "Air kotor")
    add_promise(house, "Lama", date(2026, 2, 1))
    agenda.take_up(meeting=house.meeting, proposals=proposed(house), by=None, at=AT)

    def told(day: date) -> list[str]:
        fresh = type(house.meeting).objects.get(pk=house.meeting.pk)
        more = {"plan": plan(house.posts, day=day), "by": None, "at": AT, "seen": fresh.version}
        planning.change_meeting(meeting=fresh, **more)
        items = {item.kind: item.told_why for item in queries.agenda_of(house.meeting)}
        return [items[kind].partition(", UU")[0] for kind in ("problem", "commitment", "deadline")]

    assert told(date(2026, 3, 11)) == [
        "Ditulis 9 hari sebelum rapat, belum dinilai.",
        "Lewat tenggat 38 hari, janji Kasi PMD untuk Kecamatan Alas.",
        "Jatuh tempo 31 Mar 2026, 20 hari sesudah rapat",
    ]
    assert told(date(2026, 4, 2))[2] == "Jatuh tempo 31 Mar 2026"


# What was promised before ------------------------------------------------------------------
def test_promises_of_earlier_meetings_are_those_open_or_ended_since(house):
    last = planning.make_meeting(
        region=house.country[A], plan=plan(house.posts, day=date(2026, 3, 2)), by=None, at=AT
    )
    planning.begin_meeting(meeting=last, by=None, at=AT)
    planning.finish_meeting(meeting=last, by=None, at=AT + timedelta(hours=2))
    late = add_promise(house, "Terlambat", date(2026, 2, 20), source_kind="meeting")
    kept = add_promise(house, "Terbukti sesudahnya", date(2026, 3, 20), source_kind="meeting")
    old = add_promise(house, "Terbukti dulu", date(2026, 2, 10), source_kind="meeting")
    add_promise(house, "Bukan janji rapat", date(2026, 2, 10))
    add_promise(house, "Kecamatan lain", date(2026, 2, 10), who="camat_b", source_kind="meeting")
    given_up = add_promise(house, "Dihentikan sesudahnya", date(2026, 3, 25), source_kind="meeting")
    long_gone = add_promise(house, "Dihentikan dulu", date(2026, 2, 10), source_kind="meeting")
    for row, ended in ((given_up, AT), (long_gone, AT - timedelta(days=20))):
        commitments.drop_commitment(commitment=row, reason="Dananya dialihkan.", by=None, at=ended, seen=row.version)
    for row, ended in ((kept, AT), (old, AT - timedelta(days=20))):
        commitments.report_on(commitment=row, text="Selesai", to="done", by=None, at=ended)
        row.refresh_from_db()
        commitments.confirm_commitment(commitment=row, by=None, at=ended, seen=row.version)

    found = queries.promised_before(house.meeting, today=date(2026, 3, 9), most=20)

    assert [row.what for row in found.rows] == [late.what, kept.what, given_up.what]
    assert (found.open, found.late, found.done, found.kept, found.dropped, found.is_cut) == (1, 1, 0, 1, 1, False)


def test_more_promises_than_are_shown_are_counted_all_the_same(house):
    for number in range(1, 4):
        add_promise(house, f"Janji {number}", date(2026, 2, number), source_kind="meeting")

    found = queries.promised_before(house.meeting, today=date(2026, 2, 3), most=2)

    assert [row.what for row in found.rows] == ["Janji 1", "Janji 2"]
    assert (found.open, found.late, found.is_cut) == (3, 2, True)


def test_without_promises_the_last_meeting_is_named(house):
    assert queries.promised_before(house.meeting, today=date(2026, 3, 9), most=20).since is None
    last = planning.make_meeting(
        region=house.country[A], plan=plan(house.posts, day=date(2026, 3, 2)), by=None, at=AT
    )
    planning.begin_meeting(meeting=last, by=None, at=AT)

    assert queries.promised_before(house.meeting, today=date(2026, 3, 9), most=20).since == last

"""A programme is begun, copied, approved, changed, reported on, handed over and closed; each with its record."""

from datetime import date

import pytest

from rumahbersama.chain.house.programme.actions.activities import (
    Plan,
    Report,
    change_activity,
    hand_over,
    remove_activity,
    report_on,
)
from rumahbersama.chain.house.programme.actions.goals import Wish, remove_goal, save_goal
from rumahbersama.chain.house.programme.actions.programmes import Move, begin_programme, move_programme
from rumahbersama.chain.house.programme.models import Activity, Goal, Programme
from rumahbersama.chain.house.programme.rules import ProgrammeRefusal
from rumahbersama.ground.audit.models import AuditRecord
from tests.meetings.conftest import AT, A, B
from tests.programme.conftest import FEBRUARY, fresh

pytestmark = pytest.mark.django_db


def plan_of(row: Activity, **more) -> Plan:
    names = ("kind", "title", "post", "starts_on", "ends_on", "is_in_months", "goal", "budget_line", "budget_rupiah")
    return Plan(**({name: getattr(row, name) for name in names} | more))


def test_a_kecamatan_has_one_programme_of_a_year(house, draft):
    with pytest.raises(ProgrammeRefusal, match="sudah ada"):
        begin_programme(region=house.country[A], year=2026, by=None, at=AT)
    begin_programme(region=house.country[B], year=2026, by=None, at=AT)

    assert Programme.objects.count() == 2


def test_approving_keeps_who_did_it_in_which_post_and_needs_activities(house, draft, add, approve):
    with pytest.raises(ProgrammeRefusal, match="belum punya kegiatan"):
        approve()
    add()
    found = approve()

    assert (found.state, found.approved_by) == ("in_force", f"{house.cast['camat'].name}, Camat Alas")


def test_after_approval_a_change_says_why_and_its_post_stays(house, draft, add, approve):
    row = add()
    approve()
    changed = plan_of(row, title="Memeriksa buku bank", post=house.posts["sekcam"])
    with pytest.raises(ProgrammeRefusal, match="alasan"):
        change_activity(activity=fresh(row), plan=changed, by=None, at=AT, seen=1)
    change_activity(activity=fresh(row), plan=changed, by=None, at=AT, seen=1, reason="Diminta APIP")

    row = fresh(row)
    assert (row.title, row.post, row.version) == ("Memeriksa buku bank", house.posts["kasi"], 2)
    assert AuditRecord.objects.get(verb="programme.change_activity").reason == "Diminta APIP"
    with pytest.raises(ProgrammeRefusal, match="diubah orang lain"):
        change_activity(activity=row, plan=changed, by=None, at=AT, seen=1, reason="Sekali lagi")


def test_an_activity_is_taken_out_of_a_draft_alone(draft, add, approve):
    remove_activity(activity=add(), by=None, at=AT, seen=1)
    row = add("Memeriksa aset desa")
    approve()
    with pytest.raises(ProgrammeRefusal, match="Hentikan"):
        remove_activity(activity=fresh(row), by=None, at=AT, seen=1)

    assert Activity.objects.count() == 1


def test_a_report_moves_an_activity_and_dropping_says_why(house, draft, add, approve):
    row = add()
    with pytest.raises(ProgrammeRefusal, match="sesudah program disetujui"):
        report_on(activity=fresh(row), report=Report("Mulai", to="going"), by=None, at=AT, seen=1)
    approve()
    report_on(activity=fresh(row), report=Report("Mulai", to="going"), by=house.cast["kasi"], at=AT, seen=1)
    assert fresh(row).is_late is True
    report_on(activity=fresh(row), report=Report("Dana dialihkan", to="dropped"), by=None, at=AT, seen=2)

    row = fresh(row)
    assert (row.state, row.dropped_because, row.is_late) == ("dropped", "Dana dialihkan", False)
    assert [note.state for note in row.notes.all()] == ["dropped", "going"]


def test_handing_over_keeps_who_had_it_and_why(house, draft, add, approve):
    row = add()
    approve()
    told = {"by": house.cast["camat"], "at": AT, "seen": 1}
    with pytest.raises(ProgrammeRefusal, match="alasan"):
        hand_over(activity=fresh(row), to=house.posts["sekcam"], reason=" ", **told)
    with pytest.raises(ProgrammeRefusal, match="sudah dipegang"):
        hand_over(activity=fresh(row), to=house.posts["kasi"], reason="Penuh", **told)
    made = hand_over(activity=fresh(row), to=house.posts["sekcam"], reason="Kasi cuti", **told)

    assert (str(made), made.reason, made.by_name) == (
        "Kasi PMD → Sekretaris Kecamatan",
        "Kasi cuti",
        f"{house.cast['camat'].name}, Camat Alas",
    )
    assert fresh(row).post == house.posts["sekcam"]


def test_next_year_begins_with_what_was_planned_and_nothing_that_was_done(house, draft, add, goal, approve):
    save_goal(
        programme=draft, goal=goal, wish=Wish("Buku kas tertib", unit="desa", baseline=2, target=5), by=None, at=AT
    )
    kept = add(goal=Goal.objects.get(), villages=("71.01.01.2001",), budget_rupiah=1_500_000)
    gone = add("Dihentikan")
    approve()
    report_on(activity=fresh(kept), report=Report("Selesai", to="done"), by=None, at=AT, seen=1)
    report_on(activity=fresh(gone), report=Report("Batal", to="dropped"), by=None, at=AT, seen=1)
    new = begin_programme(region=house.country[A], year=2028, like=draft, by=None, at=AT)

    row = new.activities.get()
    assert (row.title, row.state, row.starts_on, row.ends_on) == (
        "Memeriksa buku kas",
        "planned",
        date(2028, 2, 1),
        date(2028, 2, 29),
    )
    assert (row.goal.statement, row.goal.baseline, row.goal.target) == ("Buku kas tertib", None, 5)
    assert ([each.code for each in row.villages.all()], row.budget_rupiah) == (["71.01.01.2001"], 1_500_000)


def test_a_goal_that_activities_serve_stays(draft, add, goal):
    add(goal=goal)
    with pytest.raises(ProgrammeRefusal, match="masih dilayani"):
        remove_goal(goal=goal, by=None, at=AT)
    Activity.objects.all().delete()
    remove_goal(goal=goal, by=None, at=AT)

    assert Goal.objects.count() == 0


def test_a_closed_programme_changes_no_more_until_it_is_opened(draft, add, approve):
    row = add()
    found = approve()
    with pytest.raises(ProgrammeRefusal, match="alasan"):
        move_programme(programme=found, move=Move("closed"), by=None, at=AT, seen=found.version)
    found = move_programme(programme=found, move=Move("closed", "Tahun berakhir"), by=None, at=AT, seen=found.version)
    for act in (
        lambda: change_activity(activity=fresh(row), plan=plan_of(row), by=None, at=AT, seen=1, reason="x"),
        lambda: report_on(activity=fresh(row), report=Report("x"), by=None, at=AT, seen=1),
        lambda: save_goal(programme=found, wish=Wish("Sasaran"), by=None, at=AT, reason="x"),
    ):
        with pytest.raises(ProgrammeRefusal):
            act()
    assert fresh(row).is_late is False
    found = move_programme(
        programme=found, move=Move("in_force", "Ada yang terlewat"), by=None, at=AT, seen=found.version
    )
    assert (found.state, fresh(row).is_late, FEBRUARY[1]) == ("in_force", True, row.ends_on)

"""The plan of a quarter: reasons and weights, spreading, planning at once, swapping, and the page."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from rumahbersama.chain.commitments import actions as commitments
from rumahbersama.chain.commitments.actions import Promise
from rumahbersama.chain.oversight.visits import assignments, ranking
from rumahbersama.chain.oversight.visits.actions import closing, planning, quarter, writing
from rumahbersama.chain.oversight.visits.models import Visit
from rumahbersama.chain.oversight.visits.quarters import Quarter, quarter_named, quarter_of
from rumahbersama.chain.oversight.visits.reference import risk_rule_on
from rumahbersama.chain.oversight.visits.rules import VisitRefusal
from rumahbersama.chain.oversight.visits.spreading import Capacity, spread
from rumahbersama.ground.core.registry import RiskReason
from rumahbersama.ground.regions.office_days.models import Holiday
from rumahbersama.workshop.papers.models import Paper
from tests.visits.conftest import AT, OTHER_VILLAGE, TODAY, VILLAGE, A, fresh, plan, text, url

MONDAY = date(2026, 3, 2)
DAYS = [MONDAY + timedelta(days=7 * week + day) for week in range(3) for day in (1, 2, 3)]
ALONE = Capacity(people=1, team=2, per_week=2, weekdays=(1, 2, 3))


# Quarters and spreading, without the database ---------------------------------------------
def test_a_quarter_knows_its_days_and_neighbours():
    found = quarter_of(date(2026, 11, 30))
    assert (found.code, found.first, found.last) == ("2026-4", date(2026, 10, 1), date(2026, 12, 31))
    assert (found.next.code, found.before.code, Quarter(2026, 1).before.code) == ("2027-1", "2026-3", "2025-4")
    assert quarter_named("bukan", today=date(2026, 2, 28)).code == "2026-1"


def test_the_first_village_gets_the_first_day_and_nobody_goes_more_often_than_the_rule_says():
    slots = spread(5, first=MONDAY, last=date(2026, 3, 31), capacity=ALONE)
    assert [slot.village for slot in slots] == [0, 1, 2, 3, 4]
    assert [slot.day for slot in slots] == [
        date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 10), date(2026, 3, 11), date(2026, 3, 17)
    ]  # fmt: skip


def test_turns_go_round_and_a_closed_day_is_left_out():
    capacity = Capacity(people=3, team=2, per_week=2, weekdays=(1, 2, 3))
    slots = spread(
        6, first=MONDAY, last=date(2026, 3, 31), capacity=capacity, is_open=lambda day: day != date(2026, 3, 3)
    )
    counted = Counter(person for slot in slots for person in slot.people)
    assert set(counted.values()) == {4}
    assert all(slot.day != date(2026, 3, 3) for slot in slots)
    weeks = Counter((slot.day.isocalendar().week, person) for slot in slots for person in slot.people)
    assert max(weeks.values()) <= 2


def test_nobody_goes_where_the_village_office_is_closed():
    closed = {(0, date(2026, 3, 3)), *((1, date(2026, 3, day)) for day in (3, 4, 5))}
    slots = spread(
        2, first=MONDAY, last=date(2026, 3, 31), capacity=ALONE, is_in=lambda *village: village not in closed
    )
    assert [slot.day for slot in slots] == [date(2026, 3, 4), date(2026, 3, 10)]


def test_what_is_planned_already_takes_its_place_and_what_does_not_fit_is_left_out():
    taken = [(date(2026, 3, 3), 0), (date(2026, 3, 5), 0)]
    slots = spread(9, first=MONDAY, last=date(2026, 3, 15), capacity=ALONE, taken=taken)
    assert [slot.day for slot in slots] == [date(2026, 3, 10), date(2026, 3, 11)]
    assert spread(3, first=MONDAY, last=MONDAY, capacity=ALONE) == []
    nobody = Capacity(people=0, team=1, per_week=1, weekdays=(1,))
    assert spread(3, first=MONDAY, last=date(2026, 3, 15), capacity=nobody) == []


def test_nobody_goes_to_two_villages_on_a_day_while_other_days_are_free():
    taken = [(date(2026, 3, 3), 0)]
    assert [slot.day for slot in spread(1, first=MONDAY, last=date(2026, 3, 8), capacity=ALONE, taken=taken)] == [
        date(2026, 3, 4)
    ]
    capacity = Capacity(people=3, team=2, per_week=2, weekdays=(1, 2, 3))
    taken = [(date(2026, 3, day), person) for day, person in ((3, 0), (4, 1), (10, 2), (11, 2))]
    slots = spread(5, first=MONDAY, last=date(2026, 3, 31), capacity=capacity, taken=taken)
    going = Counter([*taken, *((slot.day, person) for slot in slots for person in slot.people)])
    assert (len(slots), max(going.values())) == (5, 1)


def test_nobody_goes_twice_on_a_day_while_a_later_week_is_free_and_only_then():
    closed = {date(2026, 3, 4), date(2026, 3, 5)}
    told = {"first": MONDAY, "capacity": ALONE, "is_open": lambda day: day not in closed}
    assert [slot.day for slot in spread(2, last=date(2026, 3, 15), **told)] == [date(2026, 3, 3), date(2026, 3, 10)]
    assert [slot.day for slot in spread(2, last=date(2026, 3, 8), **told)] == [date(2026, 3, 3), date(2026, 3, 3)]


def test_whoever_is_free_goes_before_whose_turn_it_is_would_go_twice_on_a_day():
    capacity = Capacity(people=2, team=1, per_week=2, weekdays=(1,))
    taken = [(date(2026, 3, 3), 0), (date(2026, 3, 10), 1), (date(2026, 3, 17), 1)]
    slots = spread(1, first=MONDAY, last=date(2026, 3, 8), capacity=capacity, taken=taken)
    assert [(slot.day.day, slot.people) for slot in slots] == [(3, (1,))]


@settings(max_examples=200, deadline=None)
@given(
    people=st.integers(1, 4),
    team=st.integers(1, 3),
    taken=st.lists(st.tuples(st.sampled_from(DAYS), st.integers(0, 3)), max_size=6),
    is_in=st.lists(st.sets(st.sampled_from(DAYS), max_size=3), max_size=8),
)
def test_who_goes_twice_on_a_day_had_no_free_day_then(people, team, taken, is_in):
    capacity = Capacity(people=people, team=team, per_week=2, weekdays=(1, 2, 3))
    going = Counter((day, person) for day, person in taken if person < people)
    slots = spread(
        len(is_in),
        first=MONDAY,
        last=DAYS[-1],
        capacity=capacity,
        is_in=lambda village, day: day in is_in[village],
        taken=list(going.elements()),
    )
    for slot in slots:
        if any(going[slot.day, each] for each in slot.people):
            for day in is_in[slot.village]:
                weeks = Counter(
                    each for gone, each in going.elements() if gone.isocalendar()[1] == day.isocalendar()[1]
                )
                free = [each for each in range(people) if not going[day, each] and weeks[each] < capacity.per_week]
                assert len(free) < min(team, people)
        going.update((slot.day, each) for each in slot.people)


def test_no_kind_of_reason_weighs_more_than_its_most():
    rule = risk_rule_on(TODAY)
    assert ranking.points_of(RiskReason("a", "gaps", 2, "", ""), rule) == 4
    assert ranking.points_of(RiskReason("a", "gaps", 900, "", ""), rule) == 12


# Ranking and planning ---------------------------------------------------------------------
def rows_of(scene, code: str = "2026-1"):
    found = quarter_named(code, today=TODAY)
    return ranking.ranked(scene.country[A], user=scene.cast["kasi"], quarter=found, today=TODAY)


@pytest.mark.django_db
def test_a_village_with_late_promises_comes_before_its_neighbours_and_says_why(scene):
    assert [row.village.code for row in rows_of(scene)] == ["71.01.01.1003", VILLAGE, OTHER_VILLAGE]
    village = scene.country[OTHER_VILLAGE]
    promise = Promise("Menyediakan timbangan", scene.posts["kasi"], village, date(2026, 1, 5), date(2026, 2, 1))
    commitments.make_commitment(promise=promise, by=None, at=AT)
    first = rows_of(scene)[0]
    assert first.village.code == OTHER_VILLAGE
    told = [str(each.reason.text) for each in first.reasons]
    assert "1 janji untuk desa ini terlambat." in told
    assert "Belum pernah dikunjungi." in told
    assert first.score == 3 + 12


@pytest.mark.django_db
def test_a_visit_that_was_made_lowers_the_next_ranking(scene):
    writing.write(visit=scene.visit, said={"laporan": "Sudah"}, by=scene.cast["kasi"], at=AT)
    closing.finish_visit(visit=scene.visit, by=scene.cast["kasi"], at=AT)
    last = rows_of(scene)[-1]
    assert (last.village.code, last.score, last.is_planned) == (VILLAGE, 0, True)


@pytest.mark.django_db
def test_a_quarter_is_planned_at_once_around_what_is_there(scene):
    rows = rows_of(scene)
    posts = [scene.posts["kasi"], scene.posts["keeper"]]
    wanted = quarter.Wanted(Quarter(2026, 1), posts, plan(scene.posts))
    free = [row for row in rows if not row.is_planned]
    told = {"kecamatan": scene.country[A], "rows": free, "wanted": wanted}
    made = quarter.plan_quarter(**told, by=scene.cast["kasi"], at=AT)
    assert [visit.region.code for visit in made] == [row.village.code for row in free]
    assert all("Belum pernah dikunjungi." in visit.told_reasons and visit.score for visit in made)
    with override("en"):
        assert all("Never visited." in visit.told_reasons for visit in made)
    assert Visit(reasons=["Kata yang dulu."]).told_reasons == ["Kata yang dulu."]
    assert {visit.planned_on.weekday() for visit in made} <= {1, 2, 3}
    assert all(len(visit.who.all()) == 2 for visit in made)
    with pytest.raises(VisitRefusal, match="baru saja direncanakan orang lain"):
        quarter.plan_quarter(**told, by=scene.cast["kasi"], at=AT)
    with pytest.raises(VisitRefusal, match="Tidak ada hari"):
        past = quarter.Wanted(Quarter(2025, 1), posts, plan(scene.posts))
        quarter.plan_quarter(**told | {"wanted": past}, by=scene.cast["kasi"], at=AT)


@pytest.mark.django_db
def test_two_visits_change_days_and_people(scene):
    told = plan(scene.posts, "keeper", planned_on=date(2026, 3, 12))
    other = planning.plan_visit(region=scene.country[OTHER_VILLAGE], plan=told, by=None, at=AT)
    quarter.swap_visits(first=scene.visit, second=other, by=scene.cast["kasi"], at=AT)
    one, two = fresh(scene.visit), fresh(other)
    assert (one.planned_on, two.planned_on) == (date(2026, 3, 12), date(2026, 3, 4))
    assert [each.post for each in one.who.all()] == [scene.posts["keeper"]]
    assert [each.post for each in two.who.all()] == [scene.posts["kasi"]]
    planning.cancel_visit(visit=two, reason="Banjir", by=None, at=AT, seen=two.version)
    with pytest.raises(VisitRefusal, match="sudah dibatalkan"):
        quarter.swap_visits(first=one, second=two, by=None, at=AT)


# The page -----------------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_page_shows_reasons_and_plans_what_is_chosen(as_, scene):
    client = as_("kasi")
    page = text(client.get(url("plan", A), {"triwulan": "2026-1"}))
    assert "1 dari 3 desa sudah direncanakan" in page
    assert "Belum pernah dikunjungi." in page
    sent = {
        "villages": [OTHER_VILLAGE],
        "people": [str(scene.posts["keeper"].pk)],
        "kind": "pembinaan",
        "purpose": "Membina administrasi",
        "checklist": "",
        "kunci": "q1",
    }
    for _time in range(2):
        assert client.post(url("plan", A) + "?triwulan=2026-1", sent).status_code == 302
    made = Visit.objects.get(region__code=OTHER_VILLAGE)
    assert (made.purpose, made.planned_on) == ("Membina administrasi", date(2026, 3, 3))
    answer = client.post(url("plan", A) + "?triwulan=2026-1", {"kunci": "q2"})
    assert answer.status_code == 422


@pytest.mark.django_db
def test_the_page_says_who_goes_to_two_villages_on_a_day(as_, scene):
    client, told = as_("kasi"), "Yang berangkat ke desa lain juga pada hari itu."
    assert told not in text(client.get(url("plan", A), {"triwulan": "2026-1"}))
    same = {"plan": plan(scene.posts, "kasi", "keeper"), "by": None, "at": AT}
    second = planning.plan_visit(region=scene.country[OTHER_VILLAGE], **same)
    page = text(client.get(url("plan", A), {"triwulan": "2026-1"}))
    assert (page.count(told), page.count("Ada yang berangkat ke dua desa pada satu hari")) == (2, 1)
    planning.cancel_visit(visit=second, reason="Banjir", by=None, at=AT, seen=second.version)
    assert told not in text(client.get(url("plan", A), {"triwulan": "2026-1"}))


@pytest.fixture
def other(scene):
    told = plan(scene.posts, "keeper", planned_on=date(2026, 3, 12))
    return planning.plan_visit(region=scene.country[OTHER_VILLAGE], plan=told, by=None, at=AT)


@pytest.mark.django_db
def test_swapping_is_a_form_of_the_page_and_says_what_it_did_there_and_on_both_visits(as_, scene, other):
    sent = {"satu": scene.visit.pk, "dua": other.pk, "triwulan": "2026-1"}
    page = text(as_("kasi").post(url("swap", A), sent, follow=True))
    assert f"{scene.visit.region} 12 Mar 2026, {other.region} 4 Mar 2026." in page
    assert fresh(scene.visit).planned_on == date(2026, 3, 12)
    for visit, its_other in ((scene.visit, other), (other, scene.visit)):
        page = text(as_("kasi").get(visit.get_absolute_url()))
        assert f"Hari dan orang ditukar dengan kunjungan ke {its_other.region}" in page
    assert as_("kasi").post(url("swap", A), sent | {"dua": scene.visit.pk}).status_code == 422


@pytest.mark.django_db
def test_a_quarter_keeps_off_the_closed_days_of_each_village(scene, django_assert_num_queries):
    rows = [row for row in rows_of(scene) if not row.is_planned]
    wanted = quarter.Wanted(Quarter(2026, 1), [scene.posts["kasi"]], plan(scene.posts))

    def days() -> list[date]:
        with django_assert_num_queries(2):
            return [slot.day for slot in quarter.slots_for(scene.country[A], rows, wanted, there=[], today=TODAY)]

    free = days()
    told = {"name": "Hari jadi desa", "kind": "local", "legal_basis": "Perdes"}
    Holiday.objects.create(region=rows[0].village, date=free[0], **told)
    assert free[0] not in days()[:1]
    Holiday.objects.all().update(region=rows[1].village)
    assert days() == free


@pytest.mark.django_db
def test_a_swap_onto_a_closed_day_is_asked_about_first(as_, scene, other):
    told = {"name": "Hari jadi desa", "kind": "local", "legal_basis": "Perdes"}
    Holiday.objects.create(region=other.region, date=date(2026, 3, 4), **told)
    client = as_("kasi")
    sent = {"satu": scene.visit.pk, "dua": other.pk, "triwulan": "2026-1"}
    answer = client.post(url("swap", A), sent)
    page = text(answer)
    asked = f"4 Mar 2026 bukan hari kerja di {other.region} (Hari jadi desa)."
    assert (answer.status_code, asked in page, 'name="tetap"' in page) == (422, True, True)
    assert fresh(other).planned_on == date(2026, 3, 12)
    assert client.post(url("swap", A), sent | {"tetap": "ya"}).status_code == 302
    assert fresh(other).planned_on == date(2026, 3, 4)


@pytest.mark.django_db
def test_two_closed_days_of_a_swap_are_two_sentences(as_, scene, other):
    told = {"name": "Hari jadi desa", "kind": "local", "legal_basis": "Perdes"}
    Holiday.objects.create(region=scene.visit.region, date=date(2026, 3, 12), **told)
    Holiday.objects.create(region=other.region, date=date(2026, 3, 4), **told)
    page = text(as_("kasi").post(url("swap", A), {"satu": scene.visit.pk, "dua": other.pk, "triwulan": "2026-1"}))
    assert page.count("(Hari jadi desa). ") == 2


def letter(scene, client, week: str = "") -> Paper:
    answer = client.post(url("letter", A), {"triwulan": "2026-1", "pekan": week})
    assert answer.status_code == 302
    return Paper.objects.get(pk=answer.url.rstrip("/").rpartition("/")[2])


def table_of(paper: Paper) -> list[list[str]]:
    return [block["rows"] for block in paper.content["blocks"] if block["kind"] == "table"][-1]


@pytest.mark.django_db
def test_one_letter_assigns_everybody_of_the_quarter_or_of_a_week(as_, scene, other):
    client = as_("kasi")
    names = [scene.cast[name].person.name for name in ("kasi", "keeper")]
    whole = letter(scene, client)
    days = ["Rabu, 4 Maret 2026", "Kamis, 12 Maret 2026"]
    places = [str(scene.visit.region), str(other.region)]
    assert [row[:4] for row in table_of(whole)] == [
        [str(order), *row] for order, row in enumerate(zip(days, places, names, strict=True), start=1)
    ]
    people = next(block["rows"] for block in whole.content["blocks"] if block["kind"] == "table")
    assert [row[1] for row in people] == names
    week = letter(scene, client, "2026-03-09")
    assert ([row[2] for row in table_of(week)], week.pk != whole.pk) == ([str(other.region)], True)
    planning.cancel_visit(visit=other, reason="Banjir", by=None, at=AT, seen=fresh(other).version)
    again = letter(scene, client)
    assert ([row[2] for row in table_of(again)], again.pk) == ([str(scene.visit.region)], whole.pk)
    page = text(client.get(url("plan", A), {"triwulan": "2026-1"}))
    assert (whole.get_absolute_url() in page, "Semua di triwulan ini (1)" in page) == (True, True)
    paper_page = text(client.get(whole.get_absolute_url()))
    assert "Rencana kunjungan triwulan 1 2026" in paper_page
    assert client.post(url("letter", A), {"triwulan": "2026-1", "pekan": "2026-03-09"}).status_code == 422


@pytest.mark.django_db
def test_a_letter_whose_purposes_are_long_cuts_none_of_them(as_, scene):
    purposes = [f"{name} {'administrasi desa ' * 14}akhir" for name in ("Keuangan", "Aset", "Pertanahan")]
    villages = (OTHER_VILLAGE, "71.01.01.1003")
    for purpose, village in zip(purposes[1:], villages, strict=True):
        told = plan(scene.posts, planned_on=date(2026, 3, 12), purpose=purpose)
        planning.plan_visit(region=scene.country[village], plan=told, by=None, at=AT)
    Visit.objects.filter(pk=scene.visit.pk).update(purpose=purposes[0])
    made = letter(scene, as_("kasi"))
    assert sorted(row[-1] for row in table_of(made)) == sorted(purposes)
    rows = [row for block in made.content["blocks"] if block["kind"] == "fields" for row in block["rows"]]
    assert dict(rows)["Untuk"] == "maksud masing-masing pada jadwal di bawah ini"


@pytest.mark.django_db
def test_the_report_of_a_visit_names_the_letter_of_its_week(as_, scene, other):
    made = letter(scene, as_("kasi"), "2026-03-02")
    assert assignments.assigning(scene.visit) is None
    Paper.objects.filter(pk=made.pk).update(state="numbered", number="800/7", signed_on=date(2026, 3, 2))
    assert (assignments.assigning(scene.visit), assignments.assigning(other)) == (made, None)
    assert as_("kasi").post(url("letter", A), {"triwulan": "2026-1", "pekan": "2026-03-02"}).status_code == 422
    moved = fresh(scene.visit)
    moved.planned_on = date(2026, 3, 5)
    assert assignments.assigning(moved) is None


@pytest.mark.django_db
def test_the_page_asks_every_room_once(as_, scene):
    client = as_("kasi")
    client.get(url("plan", A))
    with CaptureQueriesContext(connection) as asked:
        client.get(url("plan", A))
    assert len(asked) <= 17


@pytest.mark.django_db
def test_the_page_writes_the_letter_of_assignment_of_each_visit_ahead(as_, scene):
    page = text(as_("kasi").get(url("plan", A), {"triwulan": "2026-1"}))
    assert page.count(f'action="{url("paper", scene.visit.pk)}"') == page.count('value="surat_tugas"') == 1


@pytest.mark.django_db
def test_who_goes_round_is_ticked_by_role_and_the_weekdays_are_those_of_the_rule(as_, scene, monkeypatch):
    shown = as_("kasi").get(url("plan", A), {"triwulan": "2026-1"})
    form = shown.context["form"]
    ticked = {scene.posts[name].title for name in ("kasi", "keeper")}
    assert {scene.posts[name].pk for name in ("kasi", "keeper")} == {int(each) for each in form.initial["people"]}
    labels = dict(form.fields["people"].choices)
    assert [label for number, label in labels.items() if number in form.initial["people"]] == [
        label for label in labels.values() if label.split(",")[0] in ticked
    ]
    page = text(shown)
    assert "Kasi PMD, Kecamatan" in page
    assert "(Kepala seksi kecamatan)" in page
    assert "(Camat)" in page
    assert "pada Selasa sampai Kamis ketika" in page
    rule = replace(risk_rule_on(TODAY), weekdays=(0, 3))
    monkeypatch.setattr("rumahbersama.chain.oversight.visits.views.quarter.risk_rule_on", lambda _day: rule)
    assert "pada Senin, Kamis ketika" in text(as_("kasi").get(url("plan", A), {"triwulan": "2026-1"}))

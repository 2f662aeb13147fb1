"""Marks, decisions, objections: who is decided about, and what is refused."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from rumahbersama.chain.training.passing import queries
from rumahbersama.chain.training.passing.actions import (
    Objection,
    Typed,
    decide,
    decide_again,
    set_rule,
    type_marks,
)
from rumahbersama.chain.training.passing.models import Decision, Marks
from rumahbersama.chain.training.passing.rules import PassingRefusal, rule_on
from rumahbersama.ground.audit.models import AuditChange
from rumahbersama.ground.audit.rules import CHANGED
from rumahbersama.ground.people.models import Account
from rumahbersama.workshop.presence.models import Mark, Occasion
from tests.training.passing.conftest import AT, GOOD, TODAY, give

pytestmark = pytest.mark.django_db


def standings(event):
    rule = queries.rule_of(event).rule
    return queries.standings_of(event, rule, queries.taking_part(event))


def outcomes() -> list[tuple[str, int, str, str, bool]]:
    rows = Decision.objects.order_by("participation__name", "number")
    return [(row.participation.name, row.number, row.outcome, row.way, row.is_current) for row in rows]


def test_attendance_is_read_from_the_list_of_the_class(event, people, roster, django_assert_num_queries):
    with django_assert_num_queries(7):
        found = standings(event)

    assert [row.parts.attendance for row in found] == [Decimal(100), Decimal(20), Decimal(80)]
    assert [row.verdict.outcome for row in found] == ["undecided", "failed", "undecided"]


def test_people_without_a_list_have_no_attendance_until_it_is_typed_with_a_reason(event, people):
    give(event, people)
    assert standings(event)[0].verdict.missing == ("attendance",)

    with pytest.raises(PassingRefusal, match="Ani: tulis alasan"):
        type_marks(event=event, typed={people[0].pk: (GOOD, replace(GOOD, attendance=Decimal(90)))}, by=None, at=AT)
    now = replace(GOOD, attendance=Decimal(90), attendance_reason="daftar hadir kertas")
    type_marks(event=event, typed={people[0].pk: (GOOD, now)}, by=None, at=AT)

    first = standings(event)[0]
    assert (first.parts.attendance, first.attendance_is_typed, first.verdict.score) == (90, True, Decimal("82.00"))


def test_an_open_session_and_a_conflict_leave_attendance_unsure(event, people, roster):
    give(event, people)
    last = Occasion.objects.get(title="Sesi 3")
    Occasion.objects.filter(pk=last.pk).update(state="open", closed_at=None)
    assert [row.parts.unsure for row in standings(event)] == [
        "",
        "1 sesi presensi belum ditutup",
        "1 sesi presensi belum ditutup",
    ]

    Occasion.objects.filter(pk=last.pk).update(state="closed", closed_at=AT)
    Mark.objects.create(
        occasion=Occasion.objects.get(title="Sesi 0"),
        attendee=roster.attendees.get(name="Budi"),
        says="absent",
        how="tap",
        at=AT - timedelta(days=5),
        received_at=AT,
        by_name="uji",
        by=Account.objects.create(email="uji@contoh.invalid", name="Uji"),
    )
    assert "dua keterangan" in standings(event)[1].parts.unsure
    assert standings(event)[1].verdict.outcome == "undecided"


def test_a_class_is_decided_once_however_often(event, klass, people, roster):
    give(event, people)

    assert decide(event=event, klass=klass, by=None, at=AT, today=TODAY) == (2, 1)
    with pytest.raises(PassingRefusal, match="Tidak ada yang dapat diputuskan"):
        decide(event=event, klass=None, by=None, at=AT, today=TODAY)

    assert outcomes() == [
        ("Ani", 1, "passed", "rule", True),
        ("Budi", 1, "failed", "rule", True),
        ("Cici", 1, "passed", "rule", True),
    ]
    scores = dict(Decision.objects.values_list("participation__name", "score"))
    assert scores == {"Ani": Decimal("84.00"), "Budi": Decimal("68.00"), "Cici": Decimal("80.00")}
    assert Decision.objects.get(participation=people[2]).numbers["parts"] == {
        "attendance": "80.00",
        "post_test": "80.00",
        "practice": "80.00",
        "attitude": "80.00",
    }


def test_only_those_of_whom_enough_is_known_are_decided(event, people, roster):
    give(event, people[:1])

    assert decide(event=event, klass=None, by=None, at=AT, today=TODAY) == (1, 1)
    give(event, people[2:])
    assert decide(event=event, klass=None, by=None, at=AT, today=TODAY) == (1, 0)


def test_nothing_is_decided_before_the_last_day(event, people, roster):
    give(event, people)

    with pytest.raises(PassingRefusal, match="hari terakhir"):
        decide(event=event, klass=None, by=None, at=AT, today=event.ends_on - timedelta(days=1))
    assert outcomes() == []


def test_marks_are_frozen_once_decided(event, decided):
    with pytest.raises(PassingRefusal, match="Ani sudah diputuskan"):
        type_marks(event=event, typed={decided[0].pk: (GOOD, Typed(Decimal(1)))}, by=None, at=AT)
    assert Marks.objects.get(participation=decided[0]).post_test == 80


def test_two_trainers_do_not_overwrite_each_other(event, people):
    give(event, people[:1])
    with pytest.raises(PassingRefusal, match="baru saja diubah orang lain"):
        type_marks(event=event, typed={people[0].pk: (Typed(), Typed(Decimal(50)))}, by=None, at=AT)

    assert give(event, people[:1]) == 0  # the same once more is nothing
    assert Marks.objects.get().post_test == 80


def test_one_wrong_mark_stores_none(event, people):
    typed = {people[0].pk: (Typed(), GOOD), people[1].pk: (Typed(), Typed(Decimal(101)))}

    with pytest.raises(PassingRefusal, match="Budi: Nilai antara 0 dan 100"):
        type_marks(event=event, typed=typed, by=None, at=AT)
    assert not Marks.objects.exists()


def test_the_rule_is_set_before_the_first_decision_only(event, people, roster):
    rule = replace(rule_on(TODAY), least_score=60)
    set_rule(event=event, rule=rule, by=None, at=AT, seen=0)
    assert queries.rule_of(event) == queries.EventRule(rule, 1)
    with pytest.raises(PassingRefusal, match="diubah orang lain"):
        set_rule(event=event, rule=rule_on(TODAY), by=None, at=AT, seen=0)
    give(event, people)
    decide(event=event, klass=None, by=None, at=AT, today=TODAY)

    with pytest.raises(PassingRefusal, match="Sudah ada putusan"):
        set_rule(event=event, rule=rule_on(TODAY), by=None, at=AT, seen=1)


def test_an_objection_adds_a_decision_and_keeps_the_old_one(event, decided):
    wish = Objection("passed", "Surat tugas membuktikan dinas luar", "Tidak hadir karena ditugaskan")

    decide_again(person=decided[1], objection=wish, by=None, at=AT, seen=1)
    with pytest.raises(PassingRefusal, match="diubah orang lain"):
        decide_again(person=decided[1], objection=wish, by=None, at=AT, seen=1)

    assert outcomes()[1:3] == [("Budi", 1, "failed", "rule", False), ("Budi", 2, "passed", "objection", True)]
    with pytest.raises(PassingRefusal, match="sama dengan"):
        decide_again(person=decided[1], objection=wish, by=None, at=AT, seen=2)
    with pytest.raises(PassingRefusal, match="Tulis alasan"):
        decide_again(person=decided[1], objection=Objection("failed", " "), by=None, at=AT, seen=2)


def test_a_case_opened_again_takes_new_marks_and_is_decided_anew(event, decided):
    decide_again(person=decided[0], objection=Objection("reopened", "Salah ketik"), by=None, at=AT, seen=1)
    type_marks(event=event, typed={decided[0].pk: (GOOD, Typed(Decimal(10), *[Decimal(80)] * 2))}, by=None, at=AT)

    # 20 + 0.4*10 + 0.4*80 = 56
    assert decide(event=event, klass=None, by=None, at=AT, today=TODAY) == (0, 1)
    newest = Decision.objects.get(participation=decided[0], is_current=True)
    assert (newest.number, newest.outcome, newest.score) == (3, "failed", Decimal("56.00"))


def test_the_record_tells_that_marks_changed_and_never_which(event, decided):
    packs = AuditChange.objects.filter(entity="training_passing.person").values_list("rows", flat=True)
    told = [after for pack in packs for _key, _before, after in pack]

    assert [after for after in told if "marks" in after] == [{"marks": CHANGED}] * 3
    assert {key for after in told for key in after} == {"marks", "outcome", "way"}

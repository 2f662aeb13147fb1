"""Service measures out of RTL and needs, and desa in which people spoke: counted by hand."""

from datetime import date
from decimal import Decimal

import pytest

from rumahbersama.chain.needs.models import ServiceArea
from rumahbersama.chain.needs.voices.models import Voice
from rumahbersama.chain.training.after import service
from rumahbersama.chain.training.after.rules import AWAY, NO_DATA, SAME, TOWARDS, Voiced
from rumahbersama.chain.training.models import Participation
from rumahbersama.chain.training.rtl.models import Rtl
from tests.needs.conftest import period, put, reference
from tests.training.after.conftest import AT, add_person

__all__ = ["period", "put", "reference"]
AUTUMN = date(2026, 10, 20)
A, B = "71.01.01", "71.01.02"
DESA_OF_A = ("71.01.01.2001", "71.01.01.2002", "71.01.01.1003")


def plan(row, indicator="posyandu", *, measure="Posyandu", baseline=4, target=8, **more) -> Rtl:
    return Rtl.objects.create(
        participation=row,
        activity="Kerja",
        indicator=indicator,
        measure=measure,
        unit="posyandu",
        baseline=None if baseline is None else Decimal(baseline),
        target=None if target is None else Decimal(target),
        state="sent",
        sent_on=date(2026, 4, 10),
        changed_at=AT,
        **more,
    )


def everybody(event):
    return Participation.objects.filter(event=event)


def verdicts(event):
    return {place.region.code: (place.verdict, place.why) for place in service.places_of(everybody(event))}


def test_a_place_moves_by_its_own_baseline_and_the_newest_complete_sum(event, klass, country, put):
    """A has sent 2 + 2 + 2 posyandu by S1; its RTL began with 4 and wants 8. B sent one of two desa: no whole sum."""
    plan(add_person(klass, "Camat A", country[A]))
    plan(add_person(klass, "Camat B", country[B]))
    put({(code, "posyandu"): 2 for code in DESA_OF_A} | {("71.01.02.2001", "posyandu"): 9}, when="2026-S1")
    first, second = service.places_of(everybody(event))
    assert (first.baseline.value, first.baseline.told) == (4, "RTL, 10 Apr 2026")
    assert (first.now.value, first.now.told, first.verdict) == (6, "Semester 1 2026", TOWARDS)
    assert (second.now, second.verdict, second.why) == (None, NO_DATA, "belum ada angka lengkap sesudah pelatihan")
    put({(code, "posyandu"): 1 for code in DESA_OF_A}, when="2026-S2")
    assert verdicts(event)[A] == (AWAY, "")
    assert service.counts_of(service.places_of(everybody(event))) == {TOWARDS: 0, AWAY: 1, SAME: 0, NO_DATA: 1}


def test_a_figure_that_ended_by_the_training_is_a_baseline_and_never_now(event, klass, country, put):
    plan(add_person(klass, "Camat A", country[A]), baseline=None)
    put({(code, "posyandu"): 2 for code in DESA_OF_A}, when="2025")
    (place,) = service.places_of(everybody(event))
    assert (place.baseline.value, place.baseline.told, place.now) == (6, "2025", None)
    put({(code, "posyandu"): 2 for code in DESA_OF_A}, when="2026-S1")
    assert verdicts(event) == {A: (SAME, "")}


def test_why_there_is_no_data_is_said(event, klass, country, put):
    plan(add_person(klass, "Camat A", country[A]), "", measure="Warga tersenyum")
    plan(add_person(klass, "Kasi B", country[B]), "")  # words alike are no indicator
    plan(add_person(klass, "Kades", country["71.01.01.2001"]), baseline=None)
    put({("71.01.01.2001", "posyandu"): 3}, when="2026-S1")
    assert verdicts(event) == {
        A: (NO_DATA, "ukuran sendiri, bukan indikator kebutuhan"),
        B: (NO_DATA, "ukuran sendiri, bukan indikator kebutuhan"),
        "71.01.01.2001": (NO_DATA, "tanpa angka awal"),
    }


def test_a_place_counts_once_for_an_indicator_and_a_draft_not_at_all(event, klass, country, put):
    plan(add_person(klass, "Sekcam A", country[A]), baseline=None)
    plan(add_person(klass, "Camat A", country[A]), measure="Pos pelayanan terpadu", baseline=5)
    draft = plan(add_person(klass, "Camat B", country[B]))
    draft.state, draft.sent_on = "draft", None
    draft.save()
    put({(code, "posyandu"): 2 for code in DESA_OF_A}, when="2026-S1")
    (row,) = service.by_measure(service.places_of(everybody(event)))
    assert (row.measure, len(row.places), row.places[0].baseline.value) == ("Posyandu", 1, 5)


def test_a_figure_taken_as_baseline_is_told_by_its_period_and_only_a_newer_one_is_now(event, klass, country, put):
    plan(add_person(klass, "Camat A", country[A]), baseline=6, baseline_period="2026-S1")
    put({(code, "posyandu"): 2 for code in DESA_OF_A}, when="2026-S1")
    (place,) = service.places_of(everybody(event))
    assert (place.baseline.told, place.now) == ("Semester 1 2026", None)
    put({(code, "posyandu"): 3 for code in DESA_OF_A}, when="2026-S2")
    (place,) = service.places_of(everybody(event))
    assert (place.now.value, place.now.told, place.verdict) == (9, "Semester 2 2026", TOWARDS)


def test_it_is_read_in_four_queries_however_many(event, klass, country, put, django_assert_num_queries):
    for code in (A, B, "71.01.01.2001"):
        plan(add_person(klass, f"Orang {code}", country[code]))
    put({(code, "posyandu"): 2 for code in DESA_OF_A}, when="2026-S1")
    with django_assert_num_queries(4):
        assert len(service.places_of(everybody(event))) == 3


# Empowerment --------------------------------------------------------------------------
@pytest.fixture
def voice(reference, country):
    def speaking(code, voiced_on, *, source_kind="musdus", state="open", why=""):
        return Voice.objects.create(
            region=country[code],
            statement="Butuh posyandu",
            area=ServiceArea.objects.get(code="kesehatan"),
            source_kind=source_kind,
            voiced_on=voiced_on,
            state=state,
            withdrawn_because=why,
            entered_at=AT,
        )

    return speaking


def spoken(event, *, months=3, today=AUTUMN):
    return service.spoken_in(everybody(event), [event], months=months, today=today)


def test_desa_in_which_people_spoke_are_held_against_the_same_months_a_year_before(event, klass, country, voice):
    """Until 10 July 2026: two of three desa of A (one twice); from 11 April 2025: one. Recess and withdrawn: none."""
    add_person(klass, "Camat A", country[A])
    add_person(klass, "Kades", country["71.01.01.2001"])  # the same kecamatan
    add_person(klass, "Camat B", country[B])
    voice(DESA_OF_A[0], date(2026, 4, 11))
    voice(DESA_OF_A[0], date(2026, 5, 2))
    voice(DESA_OF_A[1], date(2026, 7, 10))
    voice(DESA_OF_A[2], date(2026, 5, 2), source_kind="reses")
    voice(DESA_OF_A[2], date(2026, 5, 3), state="withdrawn", why="keliru")
    voice(DESA_OF_A[2], date(2026, 4, 10))  # the last day of the training: too early
    voice(DESA_OF_A[2], date(2025, 4, 11))
    voice(A, date(2026, 5, 3))  # of the kecamatan itself: of no desa
    first, second = spoken(event)
    assert (first.region.code, first.voiced) == (A, Voiced(desa=3, before=1, after=2, is_known=True))
    assert (first.voiced.verdict, second.region.code, second.voiced.verdict) == (TOWARDS, B, NO_DATA)


def test_before_the_months_are_over_and_for_people_of_no_kecamatan_there_is_nothing(event, klass, country, voice):
    add_person(klass, "Camat A", country[A])
    assert spoken(event, today=date(2026, 7, 10)) == []
    assert len(spoken(event, today=date(2026, 7, 11))) == 1
    everybody(event).update(region=country["71.01"])
    assert spoken(event) == []

"""States of a programme and its activities, days and reasons."""

from datetime import date

import pytest

from rumahbersama.chain.house.programme.rules import (
    ProgrammeRefusal,
    check_days,
    check_move,
    check_reason,
    check_target,
    check_told,
    check_writable,
    check_year,
    is_late,
    next_states,
    whole_months,
)


@pytest.mark.parametrize(
    ("check", "told"),
    [
        (lambda: check_year(226), "Tahun harus"),
        (lambda: check_move(state="draft", to="in_force", activities=0), "belum punya kegiatan"),
        (lambda: check_move(state="draft", to="closed", activities=3), "sudah berubah"),
        (lambda: check_writable("closed"), "sudah ditutup"),
        (lambda: check_reason(state="in_force", reason=" "), "alasan perubahannya"),
        (lambda: check_days(starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 1), year=2026), "mendahului"),
        (lambda: check_days(starts_on=date(2026, 3, 2), ends_on=date(2027, 1, 1), year=2026), "tahun 2026"),
        (lambda: check_target(statement=" ", has_figures=False, unit=""), "satu kalimat"),
        (lambda: check_target(statement="Naik", has_figures=True, unit=""), "satuannya"),
        (lambda: check_told(state="planned", to="", text=" ", may_drop=True), "satu kalimat"),
        (lambda: check_told(state="planned", to="dropped", text="x", may_drop=False), "sudah berubah"),
        (lambda: check_told(state="done", to="planned", text="x", may_drop=True), "sudah berubah"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(check, told):
    with pytest.raises(ProgrammeRefusal, match=told):
        check()


def test_what_can_be_passes():
    check_move(state="draft", to="in_force", activities=1)
    check_reason(state="draft", reason="")
    check_days(starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), year=2026)
    check_told(state="planned", to="dropped", text="Batal", may_drop=True)


def test_who_only_holds_the_post_neither_drops_nor_takes_up_again():
    assert (next_states("planned", may_drop=False), next_states("dropped", may_drop=False)) == (("going", "done"), ())
    assert (next_states("going", may_drop=True), next_states("dropped", may_drop=True)) == (
        ("done", "dropped"),
        ("planned",),
    )


@pytest.mark.parametrize(
    ("year", "first", "last", "days"),
    [
        (2026, 2, 2, (date(2026, 2, 1), date(2026, 2, 28))),
        (2028, 1, 2, (date(2028, 1, 1), date(2028, 2, 29))),
        (2026, 12, 12, (date(2026, 12, 1), date(2026, 12, 31))),
    ],
)
def test_months_are_whole(year, first, last, days):
    assert whole_months(year, first, last) == days


@pytest.mark.parametrize(
    ("state", "today", "late"),
    [
        ("planned", date(2026, 2, 28), False),
        ("planned", date(2026, 3, 1), True),
        ("going", date(2026, 3, 1), True),
        ("done", date(2026, 3, 1), False),
        ("dropped", date(2026, 3, 1), False),
    ],
)
def test_late_is_what_should_be_over_and_is_not(state, today, late):
    assert is_late(state=state, ends_on=date(2026, 2, 28), today=today) is late

"""What may be done when, what must be said, and how clocks run; each expected day is worked out by hand."""

from datetime import date

import pytest

from rumahbersama.chain.house.upward import rules
from rumahbersama.chain.house.upward.reference import shipped_on
from rumahbersama.chain.house.upward.rules import Answer, Level, ServiceTarget, UpwardRefusal
from rumahbersama.ground.core.working_days import OfficeDays

# Monday to Friday; Wednesday 4 March 2026 is closed. 2 March 2026 is a Monday.
OFFICE = OfficeDays(weeks=((date(2020, 1, 1), frozenset(range(5))),), closed={date(2026, 3, 4): "Hari jadi"})
LEVELS = (Level("asisten", "Asisten", 1), Level("sekda", "Sekretaris Daerah", 6))


def march(day: int) -> date:
    return date(2026, 3, day)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (2, 1, 3),  # Monday, one day: Tuesday
        (2, 2, 5),  # Wednesday is closed: Thursday
        (2, 3, 6),
        (6, 1, 9),  # Friday, one day: Monday
        (7, 1, 9),  # passed on a Saturday, Monday is the first day
        (2, 10, 17),  # 3, 5, 6, 9-13 make eight, 16 and 17
    ],
)
def test_who_holds_it_has_working_days(start, days, due):
    assert rules.due_of(march(start), days, office=OFFICE) == march(due)


@pytest.mark.parametrize(
    ("due", "asked", "replied", "later"),
    [
        (10, 3, 6, 12),  # rested Thursday and Friday: two working days later
        (10, 3, 3, 10),  # replied the same day: nothing rested
        (10, 6, 8, 10),  # asked on Friday, replied on Sunday: nothing rested
        (3, 9, 11, 6),  # late since Tuesday: rested two days, so it was due on Friday (4 is closed)
    ],
)
def test_the_clock_rests_while_the_kecamatan_is_asked(due, asked, replied, later):
    found = rules.due_after_rest(march(due), asked_on=march(asked), replied_on=march(replied), office=OFFICE)
    assert found == march(later)


@pytest.mark.parametrize(("today", "late"), [(3, 0), (4, 0), (5, 1), (6, 2), (7, 2), (9, 3)])
def test_lateness_counts_working_days(today, late):
    assert rules.days_late(march(3), march(today), office=OFFICE) == late


@pytest.mark.parametrize(("late", "told"), [(0, []), (1, ["asisten"]), (5, ["asisten"]), (6, ["asisten", "sekda"])])
def test_levels_are_told_one_after_the_other(late, told):
    assert [level.code for level in rules.levels_reached(late, LEVELS)] == told


def target(**more) -> ServiceTarget:
    facts = {"assign_days": 3, "answer_days": 10, "reply_days": 5, "levels": LEVELS, "legal_basis": "SK 1"} | more
    return ServiceTarget(valid_from=march(1), **facts)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"answer_days": 0}, "antara 1 dan 250"),
        ({"assign_days": 251}, "antara 1 dan 250"),
        ({"levels": (Level("asisten", "Asisten", 6), Level("sekda", "Sekda", 6))}, "beri hari lebih banyak"),
        ({"levels": (Level("asisten", "Asisten", 0),)}, "Keterlambatan yang dilaporkan"),
        ({"legal_basis": "  "}, "dasar hukumnya"),
    ],
)
def test_a_target_that_cannot_be_is_refused(more, words):
    rules.check_target(target())
    with pytest.raises(UpwardRefusal, match=words):
        rules.check_target(target(**more))


@pytest.mark.parametrize(
    ("state", "old", "new", "reason", "words"),
    [
        ("asked", 1, 2, "x", "sedang ditanya"),
        ("assigned", 1, 1, "x", "sudah memegangnya"),
        ("assigned", 1, 2, " ", "alasan pindah"),
        ("rejected", 1, 2, "x", "sudah dijawab"),
        ("withdrawn", None, 2, "x", "ditarik"),
    ],
)
def test_an_office_is_named_once_at_a_time(state, old, new, reason, words):
    rules.check_assign(state="new", old=None, new=1, reason="")
    with pytest.raises(UpwardRefusal, match=words):
        rules.check_assign(state=state, old=old, new=new, reason=reason)


@pytest.mark.parametrize(
    ("answer", "state", "words"),
    [
        (("rejected", "Bukan aset kami."), "new", "Belum ada kantor"),
        (("rejected", "Bukan aset kami."), "asked", "sedang ditanya"),
        (("rejected", "Bukan aset kami."), "accepted", "sudah dijawab"),
        (("rejected", " "), "assigned", "alasan penolakan"),
        (("accepted", "Ya."), "assigned", "antara 2026 dan 2031"),
        (("accepted", "Ya.", 2025), "assigned", "antara 2026 dan 2031"),
        (("accepted", "Ya.", 2032), "assigned", "antara 2026 dan 2031"),
        (("maybe", "Ya."), "assigned", "Pilih salah satu"),
    ],
)
def test_an_answer_says_enough(answer, state, words):
    for good in (Answer("rejected", "Bukan aset kami."), Answer("accepted", "", 2031)):
        rules.check_answer(good, state="assigned", today=march(2), plan_years=5)
    with pytest.raises(UpwardRefusal, match=words):
        rules.check_answer(Answer(*answer), state=state, today=march(2), plan_years=5)


@pytest.mark.parametrize("check", [rules.check_ask, rules.check_reply])
def test_questions_and_replies_follow_each_other(check):
    right, wrong = ("assigned", "asked") if check is rules.check_ask else ("asked", "assigned")
    check(state=right, text="Panjangnya berapa?")
    for state, words in ((wrong, "Panjangnya berapa?"), (right, " "), ("accepted", "x")):
        with pytest.raises(UpwardRefusal):
            check(state=state, text=words)


def test_a_withdrawal_says_why():
    rules.check_withdraw(state="asked", reason="Sudah dikerjakan desa.")
    for state, reason in (("new", ""), ("accepted", "x"), ("withdrawn", "x")):
        with pytest.raises(UpwardRefusal):
            rules.check_withdraw(state=state, reason=reason)


def test_what_is_shipped_is_marked_as_ours():
    shipped = shipped_on(march(2))
    assert shipped.target.is_ours
    rules.check_target(shipped.target)
    assert shipped_on(date(1999, 1, 1)) == shipped

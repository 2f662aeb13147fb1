"""The days of the demo's story hang together on whatever day the demo is made."""

from datetime import date, timedelta

from rumahbersama.chain.needs.reference import period_from_code
from rumahbersama.demo import story

DAYS = [date(2026, 11, 20) + timedelta(days=number) for number in range(4 * 366)]  # with a 29 February


def test_the_figure_before_and_the_figure_now_are_of_different_semesters_on_every_day():
    found = []
    for today in DAYS:
        codes = story.semesters(today)
        begins = [period_from_code(code).starts_on for code in codes]
        before = {story.semester_known(today, ago) for ago in (today - story.first_day(today), story.MEETING)}
        if begins != sorted(set(begins)) or codes[-1] in before or begins[-1] + story.SETTLED > today:
            found.append(today)
    assert found == []


def test_people_meet_and_visit_on_working_days_and_in_the_order_of_the_story():
    found = []
    for today in DAYS:
        told = [story.office_day(today - ago) for ago in (story.MEETING, story.VISITED)]
        order = [story.first_day(today), *(today - ago for ago in (*story.ASKED, story.RAISED)), told[0]]
        order += [today - story.TRANSFERRED, told[1], today - story.PROVED]
        if order != sorted(order) or max(day.weekday() for day in told) > 4 or order[0].weekday():
            found.append(today)
    assert found == []

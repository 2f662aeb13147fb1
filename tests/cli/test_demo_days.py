"""The days of the demo's story hang together on whatever day the demo is made."""

from datetime import date, timedelta

from rumahbersama.chain.needs.reference import period_from_code
from rumahbersama.demo import story, visits
from rumahbersama.ground.core.working_days import OfficeDays

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


def test_no_visit_is_on_a_day_on_which_the_office_is_closed():
    closed = {date(2026, 12, 24): "Cuti bersama", date(2026, 12, 25): "Natal", date(2027, 1, 1): "Tahun baru"}
    whole_week = {date(2027, 3, 8) + timedelta(days=number): "Libur" for number in range(5)}
    office, found = OfficeDays(weeks=(), closed=closed | whole_week), []
    for today in DAYS:
        ahead, past = visits.next_visit(today, office=office), visits.last_open_day(today, office=office)
        sunday = today + timedelta(days=6 - today.weekday())
        is_left = any(office.is_open(today + timedelta(days=n)) for n in range((sunday - today).days + 1))
        if not (office.is_open(ahead) and office.is_open(past)) or ahead < today or past > today:
            found.append(today)
        if (ahead <= sunday) != is_left:
            found.append(today)
    assert found == []
    assert visits.next_visit(date(2026, 12, 23), office=office) == date(2026, 12, 23)

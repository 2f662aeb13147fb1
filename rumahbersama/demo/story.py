"""The days of the story of Posyandu Lembah Hijau, counted back from the day on which the demo is made.

Its rooms tell it one after the other: training, RTL, voices, figures, problem, meeting, mutasi, upward, mediation,
visit, figures again. ``docs/tutorial/posyandu-lembah-hijau.md`` walks it.
"""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from rumahbersama.chain.needs.reference import period_from_code

CLASS = 14  # of the large training, where it begins
TRAINED = timedelta(days=300)
ASKED = (timedelta(days=210), timedelta(days=150))  # twice, by Dusun Hilir
RAISED = timedelta(days=140)
MEETING = timedelta(days=120)
TRANSFERRED = timedelta(days=75)
VISITED = timedelta(days=25)
PROVED = timedelta(days=10)
SETTLED = timedelta(days=60)  # so far a semester must have gone on before its figure says something


def first_day(today: date) -> date:
    """Return the Monday on which the large training began."""
    day = today - TRAINED
    return day - timedelta(days=day.weekday())


def office_day(day: date) -> date:
    """Return the day, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def next_office_day(moment: datetime) -> datetime:
    """Return the moment, or the same hour of the Monday after a weekend."""
    weekday = timezone.localtime(moment).weekday()
    return moment + timedelta(days=7 - weekday if weekday > 4 else 0)


def at_nine(day: date) -> datetime:
    """Return nine in the morning of a day."""
    return timezone.make_aware(datetime.combine(day, time(9)))


def semesters(today: date) -> list[str]:
    """Return the codes of four semesters, the oldest first; the last is the newest that has gone on for a while."""
    day, found = today - SETTLED, []
    for _number in range(4):
        code = f"{day.year}-S{1 if day.month <= 6 else 2}"
        found.append(code)
        day = period_from_code(code).starts_on - timedelta(days=1)
    return found[::-1]


def semester_known(today: date, ago: timedelta) -> str:
    """Return the semester whose figure was the newest so long ago: the last that was over."""
    day = today - ago
    return next(code for code in reversed(semesters(today)) if period_from_code(code).ends_on <= day)

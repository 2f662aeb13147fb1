"""Which days a view of the calendar shows, and how items are laid on days. Pure.

Source: project decision, docs/adr/0038-programme-and-calendar.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from rumahbersama.ground.core.registry import CalendarItem

MONTH, WEEK, LIST = "bulan", "minggu", "daftar"
VIEWS = (MONTH, WEEK, LIST)
EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)
SHOWN_IN_MONTH = 4  # of a day; the others are one tap away, in its week
DAY, ONE_WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class Span:
    """The days of a view: ``first`` to ``last`` are its own, ``shown_from`` to ``shown_to`` fill whole weeks."""

    view: str
    first: date
    last: date
    shown_from: date
    shown_to: date
    before: date
    after: date

    def holds(self, day: date) -> bool:
        """Tell whether a day is one of its own."""
        return self.first <= day <= self.last


def day_in(text: str, *, today: date) -> date:
    """Return the day that an address names, within sane years; today for everything else.

    Source: project decision, docs/adr/0038-programme-and-calendar.md.
    """
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return today
    return min(max(found, EARLIEST), LATEST)


def span_of(view: str, day: date) -> Span:
    """Return the month of a day (also as a list, or in whole weeks), or its week from Monday.

    Source: project decision, docs/adr/0038-programme-and-calendar.md.
    """
    if view == WEEK:
        monday = day - day.weekday() * DAY
        sunday = monday + 6 * DAY
        return Span(WEEK, monday, sunday, monday, sunday, monday - ONE_WEEK, monday + ONE_WEEK)
    first = day.replace(day=1)
    after = (first + 31 * DAY).replace(day=1)
    last = after - DAY
    before = (first - DAY).replace(day=1)
    if view == LIST:
        return Span(LIST, first, last, first, last, before, after)
    return Span(MONTH, first, last, first - first.weekday() * DAY, last + (6 - last.weekday()) * DAY, before, after)


@dataclass(frozen=True)
class Day:
    """A day of the calendar with what is on it; ``more`` counts what is not among ``items``."""

    date: date
    items: tuple[CalendarItem, ...]
    more: int = 0
    holiday: str = ""
    is_inside: bool = True
    is_today: bool = False


def _order(item: CalendarItem) -> tuple[int, time, str, str]:
    return item.state != "late", item.begins or time.min, item.kind, item.title


def days_of(
    span: Span, items: Iterable[CalendarItem], *, holidays: dict[date, str], today: date, most: int = 0
) -> list[Day]:
    """Return every day that is shown with its items: late ones first, then by the hour; ``most`` of them, 0 for all.

    What lasts several days stands on each of them.

    Source: project decision, docs/adr/0038-programme-and-calendar.md.
    """
    found: dict[date, list[CalendarItem]] = {}
    for item in items:
        day = max(item.day, span.shown_from)
        while day <= min(item.until, span.shown_to):
            found.setdefault(day, []).append(item)
            day += DAY
    days = []
    for number in range((span.shown_to - span.shown_from).days + 1):
        day = span.shown_from + number * DAY
        rows = sorted(found.get(day, ()), key=_order)
        kept = rows[:most] if most and len(rows) > most else rows
        days.append(
            Day(day, tuple(kept), len(rows) - len(kept), holidays.get(day, ""), span.holds(day), day == today)
        )
    return days


def weeks_of(days: Sequence[Day]) -> list[Sequence[Day]]:
    """Return days in rows of seven; months outside of the span hold no items, so that nothing is read twice.

    Source: project decision, docs/adr/0038-programme-and-calendar.md.
    """
    plain = [day if day.is_inside else replace(day, items=(), more=0) for day in days]
    return [plain[start : start + 7] for start in range(0, len(plain), 7)]


def nearest(items: Iterable[CalendarItem], *, today: date, most: int) -> list[CalendarItem]:
    """Return at most so many items, those whose days are nearest to today, in the order of their days.

    Source: project decision, docs/adr/0038-programme-and-calendar.md.
    """

    def distance(item: CalendarItem) -> int:
        return max((item.day - today).days, (today - item.until).days, 0)

    return sorted(sorted(items, key=distance)[:most], key=lambda item: item.day)


@dataclass(frozen=True)
class Kind:
    """A kind of item, with how many there are in the span."""

    code: str
    name: str
    count: int


def kinds_in(span: Span, items: Iterable[CalendarItem]) -> list[Kind]:
    """Return the kinds of what is in a span, by their names.

    Source: project decision, docs/adr/0038-programme-and-calendar.md.
    """
    names: dict[str, str] = {}
    counts: dict[str, int] = {}
    for item in items:
        if item.day <= span.last and item.until >= span.first:
            names[item.kind] = item.kind_name
            counts[item.kind] = counts.get(item.kind, 0) + 1
    return sorted((Kind(code, name, counts[code]) for code, name in names.items()), key=lambda kind: kind.name)

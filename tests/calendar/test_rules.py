"""Which days a view shows, and how items are laid on them."""

from dataclasses import replace
from datetime import date, time

import pytest

from rumahbersama.chain.house.calendar.rules import LATEST, day_in, days_of, kinds_in, nearest, span_of, weeks_of
from rumahbersama.ground.core.registry import CalendarItem

TODAY = date(2026, 3, 2)


def item(day: int, title: str = "Hal", **more) -> CalendarItem:
    plain = {"key": title, "kind": "rapat", "kind_name": "Rapat", "day": date(2026, 3, day)}
    return CalendarItem(title=title, **(plain | more))


@pytest.mark.parametrize(
    ("view", "day", "first", "last", "before", "after"),
    [
        ("bulan", date(2026, 3, 31), date(2026, 3, 1), date(2026, 3, 31), date(2026, 2, 1), date(2026, 4, 1)),
        ("bulan", date(2028, 2, 29), date(2028, 2, 1), date(2028, 2, 29), date(2028, 1, 1), date(2028, 3, 1)),
        ("bulan", date(2026, 12, 5), date(2026, 12, 1), date(2026, 12, 31), date(2026, 11, 1), date(2027, 1, 1)),
        ("minggu", date(2026, 3, 1), date(2026, 2, 23), date(2026, 3, 1), date(2026, 2, 16), date(2026, 3, 2)),
        ("daftar", date(2026, 1, 31), date(2026, 1, 1), date(2026, 1, 31), date(2025, 12, 1), date(2026, 2, 1)),
    ],
)
def test_a_view_knows_its_days_and_its_neighbours(view, day, first, last, before, after):
    span = span_of(view, day)

    assert (span.first, span.last, span.before, span.after) == (first, last, before, after)


def test_a_month_fills_whole_weeks_from_monday():
    span = span_of("bulan", date(2026, 3, 2))  # the first is a Sunday

    assert (span.shown_from, span.shown_to) == (date(2026, 2, 23), date(2026, 4, 5))
    assert [len(week) for week in weeks_of(days_of(span, [], holidays={}, today=TODAY))] == [7] * 6


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026-05-09", date(2026, 5, 9)), ("", TODAY), ("besok", TODAY), ("2026-02-30", TODAY), ("9999-12-31", LATEST)],
)
def test_a_day_of_an_address_is_read_or_it_is_today(text, day):
    assert day_in(text, today=TODAY) == day


def test_the_farthest_month_has_neighbours_too():
    span = span_of("bulan", LATEST)

    assert span_of("bulan", span.after).first == span.after


def test_what_is_late_stands_first_then_by_the_hour_and_what_is_too_much_is_counted():
    items = [
        item(3, "Sore", begins=time(14)),
        item(3, "Pagi", begins=time(8)),
        item(3, "Seharian"),
        item(3, "Lewat", state="late"),
    ]
    day = days_of(span_of("minggu", TODAY), items, holidays={}, today=TODAY, most=3)[1]

    assert ([each.title for each in day.items], day.more) == (["Lewat", "Seharian", "Pagi"], 1)


def test_what_lasts_several_days_stands_on_each_of_them_within_the_view():
    long = item(7, "Pelatihan", last_day=date(2026, 3, 20))
    days = days_of(span_of("minggu", TODAY), [long], holidays={date(2026, 3, 4): "Libur"}, today=TODAY)

    assert [each.date.day for each in days if each.items] == [7, 8]
    assert [each.date.day for each in days if each.holiday] == [4]
    assert [each.date.day for each in days if each.is_today] == [2]


def test_kinds_are_counted_in_the_span_alone():
    span = span_of("minggu", TODAY)
    items = [item(2), item(3), item(20), item(4, kind="komitmen", kind_name="Komitmen")]

    assert [(kind.name, kind.count) for kind in kinds_in(span, items)] == [("Komitmen", 1), ("Rapat", 2)]


def test_a_feed_that_is_too_long_keeps_what_is_nearest_to_today():
    long = replace(item(1, "Lama", last_day=date(2026, 3, 3)), day=date(2026, 1, 1))
    rows = [item(20, "Jauh"), item(1, "Kemarin"), item(4, "Lusa"), long, item(9, "Nanti")]

    assert [each.title for each in nearest(rows, today=TODAY, most=3)] == ["Lama", "Kemarin", "Lusa"]

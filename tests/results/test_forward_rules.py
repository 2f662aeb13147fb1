"""What a figure did since a promise, and how a page is cut from groups."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahbersama.chain.needs.models import Period
from rumahbersama.chain.needs.newest import Told
from rumahbersama.results.forward.rules import Followed, Promised, States, followed_together, pieces, reading_of

S1, S2, YEAR = (
    Period(pk=at, code=code, kind=kind, starts_on=start, ends_on=end)
    for at, (code, kind, start, end) in enumerate(
        [
            ("2026-S1", "semester", date(2026, 1, 1), date(2026, 7, 1)),
            ("2026-S2", "semester", date(2026, 7, 1), date(2027, 1, 1)),
            ("2026", "year", date(2026, 1, 1), date(2027, 1, 1)),
        ],
        1,
    )
)


def told(period: Period, value: float) -> Told:
    return Told(period, Decimal(value), is_verified=True)


def promised(**more) -> Promised:
    plain = {"promised_on": date(2026, 7, 10), "baseline": Decimal(2), "period": "2026-S1", "target": Decimal(4)}
    return Promised(**(plain | {"direction": "up"} | more))


OLD, NEW = told(S1, 2), told(S2, 3)


@pytest.mark.parametrize(
    ("promise", "figures", "verdict"),
    [
        (promised(), [NEW, OLD], "towards"),
        (promised(), [told(S2, 1), OLD], "away"),
        (promised(), [told(S2, 2), OLD], "same"),
        (promised(target=None, direction="down"), [NEW, OLD], "away"),
        (promised(target=Decimal(1)), [NEW, OLD], "away"),
        (promised(target=None, direction="neutral"), [NEW, OLD], "no_data"),
        (promised(baseline=None), [NEW, OLD], "no_data"),
        (promised(period=""), [NEW, OLD], "towards"),
        (promised(period=""), [told(YEAR, 1), OLD], "away"),
        (promised(period=""), [OLD], "no_data"),
        (promised(), [OLD], "no_data"),
        (promised(), [NEW], "no_data"),
        (promised(), [told(YEAR, 9), OLD], "no_data"),
        (promised(promised_on=date(2027, 2, 1)), [NEW, OLD], "no_data"),
    ],
)
def test_a_figure_is_read_from_the_promise_on(promise, figures, verdict):
    assert reading_of(promise, figures, []).verdict == verdict


@pytest.mark.parametrize(
    ("above", "beside"),
    [
        ([told(S2, 30), told(S1, 20)], "towards"),
        ([told(S2, 10), told(S1, 20)], "away"),
        ([told(S2, 30)], "no_data"),
        ([], "no_data"),
    ],
)
def test_the_place_above_is_read_in_the_same_two_periods(above, beside):
    assert reading_of(promised(), [NEW, OLD], above).beside == beside


def test_beside_counts_only_where_both_can_be_told():
    one, two = Followed(), Followed()
    one.add("towards", "towards")
    one.add("away", "no_data")
    two.add("no_data", "towards")
    two.add("same", "away", 3)
    both = followed_together([one, two])

    assert (both.named, both.told, both.beside, both.beside_towards) == (6, 5, 4, 1)


def test_an_open_promise_is_late_or_going():
    states = States()
    states.add("waiting", 5, 2)

    assert (states.going, states.late, states.total, states.of("terlambat"), states.of("")) == (3, 2, 5, 2, 5)


@given(st.lists(st.integers(0, 9), max_size=9), st.integers(0, 60), st.integers(1, 20))
def test_pieces_cut_what_a_slice_of_all_would(counts, first, size):
    every = [(group, row) for group, count in enumerate(counts) for row in range(count)]
    cut = [
        (group, row) for group, start, n in pieces(counts, first=first, size=size) for row in range(start, start + n)
    ]

    assert cut == every[first : first + size]

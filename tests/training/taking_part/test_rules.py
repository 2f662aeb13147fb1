"""The arithmetic of seats worked by hand, names and NIP, and the spreading over classes."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahbersama.chain.training.taking_part.rules import (
    Ledger,
    Seats,
    TakingPartRefusal,
    check_apart,
    check_nip,
    code_of,
    how_it_adds_up,
    number_of,
    plain_person_name,
    quota_for,
)
from rumahbersama.chain.training.taking_part.spreading import Room, Seeker, spread


def test_a_place_that_keeps_seats_takes_the_larger_of_seats_and_names():
    ledger = Ledger(10, {"71.01": 4, "71.02": 2})
    ledger.add("71.01.01", 1)  # one of four named: three kept without a name
    ledger.add("71.02", 3)  # three where two are kept: none kept any more
    ledger.add("71.03", 2)  # from a place that keeps none

    assert ledger.sums() == Seats(seats=10, names=6, kept=3)
    assert (ledger.sums().taken, ledger.sums().free) == (9, 1)


def test_a_place_names_within_its_kept_seats_even_where_none_is_free():
    ledger = Ledger(3, {"71.01": 2})
    ledger.add("71.02", 1)

    assert ledger.sums().free == 0
    assert (ledger.has_seat_for("71.01.03"), ledger.has_seat_for("71.02")) == (True, False)


@given(
    kept=st.lists(st.integers(1, 6), max_size=4),
    names=st.lists(st.integers(0, 5), max_size=40),
    seats=st.integers(0, 30),
)
def test_seats_are_never_given_twice_whoever_comes(kept, names, seats):
    places = {f"71.{number:02}": count for number, count in enumerate(kept, 1)}
    seats += sum(kept)
    ledger = Ledger(seats, places)
    for number in names:
        code = f"71.{number:02}"
        if ledger.has_seat_for(code):
            ledger.add(code)
    assert ledger.sums().free >= 0
    assert ledger.sums().taken <= seats


def test_kept_seats_do_not_lie_inside_each_other():
    with pytest.raises(TakingPartRefusal, match="Kabupaten Sungai sudah menyimpan"):
        check_apart("71.01.02", [("71.01", "Kabupaten Sungai")])
    check_apart("71.01", [("71.01", "Kabupaten Sungai"), ("71.02", "Kabupaten Danau")])


def test_the_quota_of_somebody_is_the_nearest_and_their_own_kind_first():
    quotas = [(1, "71", ""), (2, "71.01", ""), (3, "71.01", "bappeda"), (4, "71", "dpmd"), (5, "72", "dpmd")]
    assert quota_for(quotas, code="71.01.02", kind="bappeda") == 3
    assert quota_for(quotas, code="71.01.02", kind="dpmd") == 2
    assert quota_for(quotas, code="71.02", kind="dpmd") == 4
    assert quota_for(quotas, code="71.02", kind="bappeda") == 1
    assert quota_for(quotas, code="73", kind="bappeda") is None


def test_120_per_province_is_told_as_a_product_only_where_it_is_one():
    kinds = ["inspektorat", "bappeda", "dukcapil", "tapem", "dpmd"]
    even = [(f"71.{place:02}", kind, 1) for place in range(1, 25) for kind in kinds]
    assert how_it_adds_up(even) == (24, 5, 1)
    assert sum(row[2] for row in even) == 120
    assert how_it_adds_up(even[:-1]) is None
    assert how_it_adds_up([*even[:-1], ("71.24", "dpmd", 2)]) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("Drs. H. Budi Santoso, M.Si.", "BUDI  SANTOSO"), ("Siti Nur'aini", "Siti Nuraini"), ("Dr. Ir. Joko", "Joko")],
)
def test_titles_do_not_make_another_name(one, other):
    assert plain_person_name(one) == plain_person_name(other)


@pytest.mark.parametrize(
    ("typed", "told"),
    [("12345", "18 angka"), ("198513172010011002", "tanggal lahir"), ("19850317201001100x", "18 angka")],
)
def test_a_nip_that_cannot_be_is_refused_and_not_repeated(typed, told):
    with pytest.raises(TakingPartRefusal, match=told) as refused:
        check_nip(typed)
    assert typed not in str(refused.value)


def test_a_nip_is_taken_with_blanks_and_an_events_code_in_the_ways_it_is_written():
    assert check_nip(" 19850317 201001 1 002 ") == "198503172010011002"
    assert [number_of(text) for text in ("P-000123", "p 123", "123", "X-1", "")] == [123, 123, 123, None, None]
    assert code_of(123) == "P-000123"


# Classes ------------------------------------------------------------------------------
def test_people_are_spread_evenly_and_mixed():
    kinds = ["inspektorat", "bappeda", "dukcapil"]
    people = [
        Seeker(place * 10 + at, f"71.{place:02}", kind) for place in range(1, 11) for at, kind in enumerate(kinds)
    ]
    placed = spread(people, [Room(1, "71.01", 30), Room(2, "71.01", 30), Room(3, "71.01", 30)])

    assert Counter(placed.values()) == {1: 10, 2: 10, 3: 10}
    by_class = {number: [each for each in people if placed[each.number] == number] for number in (1, 2, 3)}
    for group in by_class.values():
        assert max(Counter(each.kabupaten for each in group).values()) == 1  # one of each kabupaten in each class
        assert max(Counter(each.kind for each in group).values()) <= 4
    assert spread(reversed(people), [Room(1, "71.01", 30), Room(2, "71.01", 30), Room(3, "71.01", 30)]) == placed


def test_nobody_goes_beyond_a_class_or_away_from_a_near_site():
    people = [Seeker(number, "71.01" if number <= 5 else "72.01", "dpmd") for number in range(1, 9)]
    placed = spread(people, [Room(10, "71.02", 2), Room(20, "72.05", 30)])

    assert Counter(placed.values()) == {10: 2, 20: 3, None: 3}
    assert {placed[number] for number in (6, 7, 8)} == {20}


def test_who_has_a_class_stays_and_the_others_fill_up():
    people = [Seeker(1, "71.01", "dpmd", klass=1), Seeker(2, "71.01", "dpmd", klass=1), Seeker(3, "71.01", "dpmd")]
    placed = spread([*people, Seeker(4, "71.02", "dpmd")], [Room(1, "", 30), Room(2, "", 30)])
    assert placed == {1: 1, 2: 1, 3: 2, 4: 2}

"""Drawing, mixing, timing and scoring, worked by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from rumahbersama.chain.training.tests import rules

NOON = datetime(2026, 4, 6, 5, tzinfo=UTC)


def test_a_draw_takes_so_many_of_the_pool_once_each():
    pool = [11, 12, 13, 14, 15]
    draws = [rules.drawn(pool, 2, seed=seed) for seed in range(200)]
    assert all(len(set(draw)) == 2 and set(draw) <= set(pool) for draw in draws)
    assert {one for draw in draws for one in draw} == set(pool)


def test_the_same_seed_mixes_the_same_way_and_loses_nothing():
    sizes = [(7, 4), (8, 2), (9, 3)]
    order = rules.mixed(sizes, seed=5, mixes_options=True)
    assert order == rules.mixed(sizes, seed=5, mixes_options=True)
    assert sorted((item, sorted(places)) for item, *places in order) == [
        (7, [0, 1, 2, 3]),
        (8, [0, 1]),
        (9, [0, 1, 2]),
    ]
    assert len({str(rules.mixed(sizes, seed=seed, mixes_options=True)) for seed in range(30)}) > 20


def test_options_stay_where_they_are_when_asked():
    assert all(places == [0, 1, 2] for _item, *places in rules.mixed([(1, 3), (2, 3)], seed=1, mixes_options=False))


def test_the_place_shown_leads_to_the_option_behind_it():
    order = [[8, 1, 0], [7, 2, 0, 1]]
    assert rules.chosen_option(order, 7, 0) == 2
    assert rules.chosen_option(order, 8, 1) == 0
    assert rules.chosen_option(order, 7, 3) is None
    assert rules.chosen_option(order, 9, 0) is None


@pytest.mark.parametrize(("right", "count", "points"), [(0, 4, 0.0), (3, 4, 75.0), (20, 20, 100.0)])
def test_a_score_is_the_share_of_right_answers(right, count, points):
    assert rules.score(right, count) == points


@pytest.mark.parametrize(("right", "count"), [(1, 0), (5, 4), (-1, 4)])
def test_no_score_of_nonsense(right, count):
    with pytest.raises(ValueError, match="right answers"):
        rules.score(right, count)


@pytest.mark.parametrize(
    ("minutes", "wanted", "words"),
    [
        (0, {"A": 1}, "1 sampai 300 menit"),
        (30, {"A": 3}, "Topik “A” hanya punya 2 soal"),
        (30, {"B": 1}, "Topik “B” hanya punya 0 soal"),
        (30, {}, "1 sampai 100 soal"),
    ],
)
def test_a_blueprint_that_cannot_be_drawn_says_why(minutes, wanted, words):
    with pytest.raises(rules.SittingRefusal, match=words):
        rules.check_plan(minutes=minutes, wanted=wanted, there={"A": 2})


@pytest.mark.parametrize(
    ("submitted", "cut", "after", "words"),
    [
        (NOON, None, -1, "kumpulkan"),
        (None, NOON, 0, "ditutup pelatih"),
        (None, None, 0, "Waktu sudah habis"),
    ],
)
def test_answers_after_the_end_are_refused(submitted, cut, after, words):
    end = NOON + timedelta(minutes=1 if cut or submitted else 0)
    with pytest.raises(rules.SittingRefusal, match=words):
        rules.check_running(submitted_at=submitted, ends_at=end, cut_at=cut, at=NOON + timedelta(seconds=after))


def test_the_last_second_counts():
    rules.check_running(submitted_at=None, ends_at=NOON, cut_at=None, at=NOON - timedelta(seconds=1))

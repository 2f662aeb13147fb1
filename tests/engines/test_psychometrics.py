"""Item analysis and gain: worked by hand, then against the textbook's formulas, then from files."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahbersama.engines import psychometrics as psy
from rumahbersama.engines.psychometrics import plain

# Four people, three items; totals 3, 2, 1, 0.
#        i1 i2 i3 total          p: i1 3/4, i2 2/4, i3 1/4
#   A     1  1  1   3            mean of totals 6/4 = 1.5
#   B     1  1  0   2            squared distances 2.25 + 0.25 + 0.25 + 2.25 = 5
#   C     1  0  0   1            variance 5/3 = 1.666.. (n-1), 5/4 = 1.25 (n)
#   D     0  0  0   0
LADDER = [[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]]


def test_ladder_worked_by_hand():
    """Sums of squares: i1 3/4, i2 1, i3 3/4 together 2.5; of totals 5.

    alpha = 3/2 * (1 - 2.5/5) = 0.75
    i1 with total: sum (x-0.75)(t-1.5) = 0.25*1.5 + 0.25*0.5 + 0.25*-0.5 + -0.75*-1.5 = 1.5
       r = 1.5 / sqrt(0.75 * 5) = 0.7746; rest: shared 1.5 - 0.75 = 0.75, rest (2,1,0,0): mean 0.75,
       squares 5 - 9/4 = 2.75 -> r = 0.75 / sqrt(0.75 * 2.75) = 0.5222
       without i1: 2 * (1 - 1.75/2.75) = 0.72727
    i2 with total: 0.5*1.5 + 0.5*0.5 + 0.5*0.5 + 0.5*1.5 = 2 -> 2 / sqrt(5) = 0.8944; rest: 2 - 1 = 1,
       rest (2,1,1,0): squares 6 - 4 = 2 -> 1 / sqrt(1 * 2) = 0.7071; without i2: 2 * (1 - 1.5/2) = 0.5
    g = 27 % of 4 = 1.08 -> 1: A against D, so every item parts them: d = 1
    """
    found = psy.analyse(["i1", "i2", "i3"], LADDER)

    assert (found.n, found.mean, found.variance_sample, found.variance_population) == (4, 1.5, 5 / 3, 1.25)
    assert found.alpha == pytest.approx(0.75)
    one, two, three = found.items
    assert (one.p, two.p, three.p) == (0.75, 0.5, 0.25)
    assert one.r_item_total == pytest.approx(1.5 / math.sqrt(0.75 * 5))
    assert one.r_item_rest == pytest.approx(0.75 / math.sqrt(0.75 * 2.75))
    assert one.alpha_without_item == pytest.approx(2 * (1 - 1.75 / 2.75))
    assert two.r_item_total == pytest.approx(2 / math.sqrt(5))
    assert two.r_item_rest == pytest.approx(1 / math.sqrt(2))
    assert two.alpha_without_item == pytest.approx(0.5)
    assert three.r_item_rest == pytest.approx(one.r_item_rest)  # the ladder looks the same from below
    assert [item.d_27 for item in found.items] == [1, 1, 1]
    assert (found.group_size, found.warning) == (1, "very_few")


def test_alpha_is_kr_20():
    """KR-20 = k/(k-1) * (1 - sum pq / variance with n) = 3/2 * (1 - (3/16 + 4/16 + 3/16) / 1.25) = 0.75."""
    assert psy.analyse(["a", "b", "c"], LADDER).alpha == pytest.approx(1.5 * (1 - (10 / 16) / 1.25))


def test_who_ties_at_the_cut_shares_the_places():
    """Seven people: g = 27 % of 7 = 1.89 -> 2. Totals 3 2 2 2 1 0 0.

    Upper: A whole (1 place), the other place shared by the three with 2: a third each. Lower: both with 0 whole.
    Item right for A, B, F: upper (1 + 1/3)/2 = 2/3, lower (1 + 0)/2 = 1/2, d = 1/6.
    """
    upper, lower = psy.group_weights([3, 2, 2, 2, 1, 0, 0])

    assert upper.tolist() == pytest.approx([1, 1 / 3, 1 / 3, 1 / 3, 0, 0, 0])
    assert lower.tolist() == [0, 0, 0, 0, 0, 1, 1]
    item = [1, 1, 0, 0, 0, 1, 0]
    assert plain.discrimination(item, [3, 2, 2, 2, 1, 0, 0], 2) == pytest.approx(1 / 6)
    assert (upper - lower) @ item / 2 == pytest.approx(1 / 6)


@pytest.mark.parametrize(("n", "size"), [(2, 1), (5, 1), (6, 2), (100, 27), (150, 41), (50, 14), (5000, 1350)])
def test_groups_hold_27_percent_rounded_half_up(n, size):
    """6: 1.62 -> 2; 50: 13.5 -> 14; 150: 40.5 -> 41."""
    assert psy.group_size(n) == size


def test_what_does_not_vary_is_undefined_and_not_zero():
    found = psy.analyse(["all", "half"], [[1, 1], [1, 0]])

    assert (found.items[0].r_item_total, found.items[0].r_item_rest) == (None, None)
    assert (found.items[1].r_item_total, found.items[1].r_item_rest) == (1.0, None)
    assert [item.alpha_without_item for item in found.items] == [None, None]  # of one item there is no alpha
    assert psy.analyse(["a", "b"], [[1, 0], [0, 1]]).alpha is None  # every total is 1
    assert psy.analyse(["a"], [[1], [0]]).alpha is None


@pytest.mark.parametrize("scores", [[[1, 2], [0, 1]], [[1, 1]], [[1], [0]], []])
def test_no_table_of_answers_is_refused(scores):
    with pytest.raises(ValueError, match=r"scores|respondents"):
        psy.analyse(["a", "b"], scores)


tables = st.integers(1, 6).flatmap(
    lambda k: st.lists(st.lists(st.integers(0, 1), min_size=k, max_size=k), min_size=2, max_size=25)
)


@given(tables)
def test_agrees_with_the_textbook(rows):
    columns = [list(column) for column in zip(*rows, strict=True)]
    totals = [sum(row) for row in rows]

    found = psy.analyse([str(at) for at in range(len(columns))], rows)

    assert found.alpha == _near(plain.alpha(columns))
    assert found.variance_sample == pytest.approx(float(plain.covariance(totals, totals)))
    for at, (item, column) in enumerate(zip(found.items, columns, strict=True)):
        rest = [total - score for total, score in zip(totals, column, strict=True)]
        assert item.p == pytest.approx(float(plain.mean(column)))
        assert item.r_item_total == _near(plain.correlation(column, totals))
        assert item.r_item_rest == _near(plain.correlation(column, rest))
        assert item.alpha_without_item == _near(plain.alpha(columns[:at] + columns[at + 1 :]))
        assert item.d_27 == pytest.approx(float(plain.discrimination(column, totals, found.group_size)))


def _near(value):
    return None if value is None else pytest.approx(value)


@given(tables, st.randoms())
def test_order_of_the_file_does_not_matter(rows, chance):
    mixed = list(rows)
    chance.shuffle(mixed)
    names = [str(at) for at in range(len(rows[0]))]

    assert psy.analyse(names, mixed) == psy.analyse(names, rows)


def test_options_of_an_item():
    """Ten people, totals 9 to 0, g = 27 % of 10 = 2.7 -> 3. Key B; C draws one of the best three and none below."""
    answers = ["B", "B", "C", "B", "A", "A", "", "A", "A", "A"]
    found = psy.distractors(
        answers, key="B", options=("A", "B", "C", "D"), weights=psy.group_weights(range(9, -1, -1))
    )

    assert [(each.option, each.count, each.share) for each in found] == [
        ("A", 5, 0.5),
        ("B", 3, 0.3),
        ("C", 1, 0.1),
        ("D", 0, 0.0),
        ("", 1, 0.1),
    ]
    assert [(each.share_upper, each.share_lower) for each in found[:3]] == [
        (0, 1),
        (pytest.approx(2 / 3), 0),
        (pytest.approx(1 / 3), 0),
    ]
    assert [each.option for each in found if each.lures] == ["C"]


def test_gain_of_a_class_is_of_averages():
    """Before 40, 60 and 80 (60), after 70, 90 and 80 (80): <g> = 20/40 = 0.5.

    Of persons: 30/60, 30/40, 0/20 -> (0.5 + 0.75 + 0) / 3 = 0.41667. D and E have one test only.
    """
    found = psy.class_gain({"a": 40, "b": 60, "c": 80, "d": 10}, {"a": 70, "b": 90, "c": 80, "e": 5})

    assert (found.pairs, found.only_before, found.only_after, found.at_ceiling) == (3, 1, 1, 0)
    assert (found.mean_before, found.mean_after, found.mean_gain) == (60, 80, 20)
    assert (found.normalised, psy.band(found.normalised)) == (0.5, psy.MEDIUM)
    assert found.mean_of_persons == pytest.approx(1.25 / 3)


def test_nothing_left_to_gain_is_no_gain():
    everybody = psy.class_gain({"a": 100, "b": 100}, {"a": 100, "b": 90})
    one = psy.class_gain({"a": 100, "b": 50}, {"a": 80, "b": 75})

    assert (everybody.normalised, everybody.mean_of_persons, everybody.at_ceiling) == (None, None, 2)
    # averages 75 and 77.5: 2.5/25 = 0.1, the loss of who had everything counts; of persons only b: 25/50
    assert (one.normalised, one.mean_of_persons, one.at_ceiling) == (0.1, 0.5, 1)
    assert psy.class_gain({}, {"a": 3}).normalised is None
    assert psy.normalised_gain(100, 100) is None
    assert psy.normalised_gain(50, 40) == -0.2
    assert [psy.band(value) for value in (None, -0.2, 0.29, 0.3, 0.7)] == ["", "low", "low", "medium", "high"]
    with pytest.raises(ValueError, match="between"):
        psy.normalised_gain(101, 50)


@given(st.dictionaries(st.integers(0, 9), st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1))
def test_gain_agrees_with_the_formula(pairs):
    found = psy.class_gain(
        {who: before for who, (before, _after) in pairs.items()},
        {who: after for who, (_before, after) in pairs.items()},
        most=20,
    )
    before = sum(first for first, _second in pairs.values())
    after = sum(second for _first, second in pairs.values())
    room = 20 * len(pairs) - before
    assert found.normalised == (pytest.approx((after - before) / room) if room else None)


def _file(folder, text, name="jawaban.csv"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_letters_are_scored_with_the_key(tmp_path):
    keys, wrong = psy.read_key(_file(tmp_path, "item;key\ns1;b\ns2;A\ns9;C\n", "kunci.csv"))
    found = psy.read_responses(_file(tmp_path, "\ufeffnama\ts1\ts2\ts3\nAni\tb\tC\t1\nBudi\t-\ta\t0\n"), keys)

    assert wrong == found.problems == []
    assert (found.names, found.scores, found.missing) == (["s1", "s2", "s3"], [[1, 0], [0, 1], [1, 0]], [1, 0, 0])
    assert (found.answers, found.unused) == ([["B", ""], ["C", "A"], []], ["s9"])


def test_key_in_the_shape_of_the_answers(tmp_path):
    wide, _wrong = psy.read_key(_file(tmp_path, "respondent,s1,s2\nkey,A,4\n"))

    assert {name: (key.right, key.options[-1]) for name, key in wide.items()} == {"s1": ("A", "E"), "s2": ("4", "9")}


def test_key_without_headings(tmp_path):
    keys, wrong = psy.read_key(_file(tmp_path, "S1,a\ns2,B\ns3,C\n"))
    found = psy.read_responses(_file(tmp_path, "n,s1,s2\nA,A,A\nB,C,b\n"), keys)

    assert (wrong, found.scores, found.unused) == ([], [[1, 0], [0, 1]], ["s3"])


def test_wrong_cells_are_named_with_their_line(tmp_path):
    _keys, wrong = psy.read_key(
        _file(tmp_path, "item,kunci,opsi\ns1,F,\ns2,D,ABC\ns3,F,A|B|C|D|E|F\ns3,A,\n", "k.csv")
    )
    assert [(one.row, one.column, one.value, one.code) for one in wrong] == [
        (2, "s1", "F", "key_outside"),
        (3, "s2", "D", "key_outside"),
        (5, "item", "s3", "item_twice"),
    ]
    text = 'n,s1,s1,\nA,1,1\n\n"B\nb",1,X,0\n a ,1,0,0\n,1,1,0,,\nC,1,1,0,9\n'
    found = psy.read_responses(_file(tmp_path, text), {})
    assert [(one.row, one.column, one.value, one.code) for one in found.problems] == [
        (1, "s1", "s1", "heading_twice"),
        (5, "", "4", "ragged"),
        (6, "", "4", "ragged"),
        (7, "", "6", "ragged"),
        (8, "", "5", "ragged"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("\n \n", "empty"),
        ("nama\nA\n", "no_items"),
        ("nama,s1\nA,1\n", "few_respondents"),
        ("nama,s1\nA,B\nB,C\n", "no_key"),
        (b"PK\x03\x04\0\0", "not_text"),
        (b"\xff\xfe\x00", "not_text"),
        ('nama,s1\n"A,1\nB,0\n', "broken"),
        ("nama,s1\nA," + "1" * 5000, "broken"),
    ],
)
def test_what_cannot_be_used_says_why(tmp_path, text, code):
    with pytest.raises(psy.Unreadable) as told:
        psy.read_responses(_file(tmp_path, text), {})
    assert told.value.code == code


def test_utf_16_and_windows_are_read(tmp_path):
    for name, raw in (("a", "nama,s1\nÀ,1\nB,0\n".encode("utf-16")), ("b", "nama,s1\nÀ,1\nB,0\n".encode("cp1252"))):
        assert psy.read_responses(_file(tmp_path, raw, name), {}).scores == [[1, 0]]


def test_reading_a_table_leaves_the_longest_cell_of_others_as_it_was(tmp_path):
    import csv

    from rumahbersama.engines.psychometrics.reading import rows_of

    before, path = csv.field_size_limit(), tmp_path / "a.csv"
    path.write_text("nama,a\nx,1\n")
    assert len(rows_of(path)) == 2
    assert csv.field_size_limit() == before

"""Invented editions for every kind of change. The tree OLD has two kabupaten in one province."""

from hypothesis import given
from hypothesis import strategies as st

from tests.regions.making import OLD, asked, changed, compared, told


def test_the_same_edition_changes_nothing():
    found = compared(OLD, OLD)

    assert told(found) == []
    assert asked(found) == []
    assert len(found.kept) == len(OLD)


@given(st.permutations(list(OLD)))
def test_the_order_of_rows_does_not_matter(order):
    new = OLD | {"71.01.01.2003": "Sukamaju", "71.01.03": "Baru"}
    shuffled = {code: new[code] for code in sorted(new, key=lambda code: order.index(code) if code in order else -1)}

    assert told(compared(OLD, shuffled)) == told(compared(OLD, new))


def test_case_punctuation_blanks_and_titles_are_spelling():
    new = OLD | {"71": "Utara", "71.01": "Kabupaten Sungai", "71.01.01.2003": "SUKA-MAJU"}

    assert told(compared(OLD, new)) == [
        ("spelled", "71", "71"),
        ("spelled", "71.01", "71.01"),
        ("spelled", "71.01.01.2003", "71.01.01.2003"),
    ]


def test_a_similar_name_under_the_same_code_is_a_rename():
    assert told(compared(OLD, OLD | {"71.01.01.2001": "Anggrek Mas"})) == [
        ("renamed", "71.01.01.2001", "71.01.01.2001")
    ]


def test_another_name_altogether_under_the_same_code_is_another_region():
    found = compared(OLD, OLD | {"71.01.01.2001": "Tirtomoyo"})

    assert told(found) == [("gone", "71.01.01.2001", ""), ("new", "", "71.01.01.2001")]
    assert asked(found) == [("71.01.01.2001", "other_name", ("71.01.01.2001",))]


def test_a_kecamatan_with_another_name_but_the_same_desa_is_renamed():
    found = compared(OLD, OLD | {"71.01.01": "Wonoboyo"})

    assert told(found) == [("renamed", "71.01.01", "71.01.01")]
    assert asked(found) == []


def test_a_unique_name_below_the_same_parent_is_recoded():
    new = changed(OLD, drop=("71.01.01.2002",)) | {"71.01.01.1005": "AKASIA"}

    assert told(compared(OLD, new)) == [("recoded", "71.01.01.2002", "71.01.01.1005")]


def test_codes_exchanged_among_siblings_follow_the_names():
    new = OLD | {"71.01.01.2001": "Akasia", "71.01.01.2002": "Anggrek"}

    assert told(compared(OLD, new)) == [
        ("recoded", "71.01.01.2001", "71.01.01.2002"),
        ("recoded", "71.01.01.2002", "71.01.01.2001"),
    ]


def test_two_of_one_name_are_not_told_apart():
    old = OLD | {"71.01.01.2004": "Anggrek"}
    new = changed(old, drop=("71.01.01.2001", "71.01.01.2004")) | {
        "71.01.01.2007": "Anggrek",
        "71.01.01.2008": "Anggrek",
    }
    found = compared(old, new)

    assert told(found) == [
        ("gone", "71.01.01.2001", ""),
        ("gone", "71.01.01.2004", ""),
        ("new", "", "71.01.01.2007"),
        ("new", "", "71.01.01.2008"),
    ]
    assert asked(found) == [
        ("71.01.01.2001", "several", ("71.01.01.2007", "71.01.01.2008")),
        ("71.01.01.2004", "several", ("71.01.01.2007", "71.01.01.2008")),
    ]


def test_a_name_in_another_parent_is_only_a_candidate():
    new = changed(OLD, drop=("71.01.01.2002",)) | {"71.01.02.2009": "Akasia", "71.02.01.2009": "Akasia"}

    assert asked(compared(OLD, new)) == [("71.01.01.2002", "elsewhere", ("71.01.02.2009", "71.02.01.2009"))]


def test_a_similar_name_with_another_code_is_only_a_candidate():
    new = changed(OLD, drop=("71.01.01.2001",)) | {"71.01.01.2009": "Anggrekk"}

    assert asked(compared(OLD, new)) == [("71.01.01.2001", "similar", ("71.01.01.2009",))]


def test_a_region_that_ends_without_any_candidate_is_asked_about():
    found = compared(OLD, changed(OLD, drop=("71.01.01.2001",)))

    assert told(found) == [("gone", "71.01.01.2001", "")]
    assert asked(found) == [("71.01.01.2001", "none", ())]


def test_an_offshoot_that_takes_the_old_name_leaves_both_open():
    new = OLD | {"71.01.01.2003": "Suka Maju Satu", "71.01.01.2009": "Suka Maju"}
    found = compared(OLD, new)

    assert told(found) == [
        ("gone", "71.01.01.2003", ""),
        ("new", "", "71.01.01.2003"),
        ("new", "", "71.01.01.2009"),
    ]
    assert asked(found) == [("71.01.01.2003", "two_claims", ("71.01.01.2003", "71.01.01.2009"))]


def test_a_recoded_kabupaten_carries_its_tree():
    moved = {code: "71.05" + code[5:] for code in OLD if code.startswith("71.02")}
    found = compared(OLD, {moved.get(code, code): name for code, name in OLD.items()})

    assert told(found) == [("recoded", code, moved[code]) for code in sorted(moved)]
    assert asked(found) == []


def test_a_split_province_takes_its_kabupaten_along():
    moved = {code: "75.01" + code[5:] for code in OLD if code.startswith("71.02")}
    found = compared(OLD, {"75": "Utara Baru"} | {moved.get(code, code): name for code, name in OLD.items()})

    assert told(found) == [
        ("moved", "71.02", "75.01"),
        ("new", "", "75"),
        ("recoded", "71.02.01", "75.01.01"),
        ("recoded", "71.02.01.2001", "75.01.01.2001"),
        ("recoded", "71.02.01.2002", "75.01.01.2002"),
    ]
    assert asked(found) == []


def test_a_new_kecamatan_made_of_desa_of_one_other_takes_them_along():
    new = changed(OLD, drop=("71.01.01.2001", "71.01.01.2002")) | {
        "71.01.05": "Pecahan",
        "71.01.05.2001": "Anggrek",
        "71.01.05.2002": "Akasia",
        "71.01.05.2003": "Melati",
    }

    assert told(compared(OLD, new)) == [
        ("moved", "71.01.01.2001", "71.01.05.2001"),
        ("moved", "71.01.01.2002", "71.01.05.2002"),
        ("new", "", "71.01.05"),
        ("new", "", "71.01.05.2003"),
    ]


def test_a_new_kecamatan_that_is_mostly_new_takes_nothing_for_granted():
    new = changed(OLD, drop=("71.01.01.2001",)) | {
        "71.01.05": "Pecahan",
        "71.01.05.2001": "Anggrek",
        "71.01.05.2002": "Melati",
        "71.01.05.2003": "Mawar",
    }

    assert asked(compared(OLD, new)) == [("71.01.01.2001", "elsewhere", ("71.01.05.2001",))]


def test_kabupaten_and_kota_of_one_name_are_not_confused():
    old = OLD | {"71.71": "KOTA SUNGAI"}
    new = changed(old, drop=("71.71",)) | {"71.72": "Kota Sungai"}

    assert told(compared(old, new)) == [("recoded", "71.71", "71.72")]


def test_a_desa_that_becomes_a_kelurahan_is_recoded():
    new = changed(OLD, drop=("71.02.01.2001",)) | {"71.02.01.1001": "Cemara"}

    assert told(compared(OLD, new)) == [("recoded", "71.02.01.2001", "71.02.01.1001")]


@given(st.sets(st.sampled_from(sorted(code for code in OLD if len(code) == 13))), st.integers(0, 3))
def test_every_region_of_today_is_kept_or_gone_and_every_row_kept_or_new(dropped, fresh):
    new = changed(OLD, drop=tuple(dropped)) | {f"71.01.02.20{30 + n}": f"Wanasari {n}" for n in range(fresh)}
    found = compared(OLD, new)
    gone = [one for one in found.differences if one.change == "gone"]
    added = [one for one in found.differences if one.change == "new"]

    assert len(found.kept) + len(gone) == len(OLD)
    assert len(found.kept) + len(added) == len(new)
    assert len(set(found.kept.values())) == len(found.kept)
    assert len(found.questions) == len(gone)

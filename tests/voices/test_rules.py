"""When two voices may be the same, and what a voice must be."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahbersama.chain.needs.voices.reading import day_of
from rumahbersama.chain.needs.voices.rules import (
    Said,
    VoiceRefusal,
    check_date,
    check_joint,
    check_people,
    check_statement,
    likeness,
    may_be_same,
    plain_hamlet,
    plain_words,
    same_kecamatan,
)

TODAY = date(2026, 11, 21)


def said(statement: str, **more) -> Said:
    told = {
        "region": "71.01.01.2001",
        "hamlet": "Dusun II",
        "service": None,
        "voiced_on": date(2026, 3, 14),
        "source_kind": "musdus",
    }
    return Said(statement=statement, **(told | more))


def test_phrases_say_nothing_about_what_is_asked_for():
    assert plain_words("Mohon pembangunan posyandu baru untuk warga dusun II") == "POSYANDU 2"
    assert plain_words("Mohon tambah") == "MOHON TAMBAH"


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Dusun II", "2"), ("dsn. 2", "2"), ("DUKUH Krajan", "KRAJAN"), ("RW 03", "03"), ("", ""), ("Lingk. IV", "4")],
)
def test_a_dusun_is_known_whatever_its_title(text, plain):
    assert plain_hamlet(text) == plain


def test_the_same_wish_in_other_words_is_offered_with_reasons():
    alike = may_be_same(
        said("Posyandu Melati butuh timbangan bayi yang baru", service=4),
        said(
            "Mohon timbangan bayi untuk posyandu Melati", service=4, voiced_on=date(2026, 3, 20), source_kind="kader"
        ),
    )

    assert alike.reasons == (
        "kalimatnya mirip 100%",
        "dusun yang sama",
        "layanan yang sama",
        "tanggalnya berdekatan (6 hari)",
        "disuarakan lewat jalan lain",
    )
    assert alike.score == 100


def test_rather_alike_is_enough_only_with_another_reason():
    one, other = "Timbangan bayi posyandu Melati rusak", "Timbangan posyandu Mawar rusak"
    score = likeness(one, other)

    assert 55 <= score < 75
    assert may_be_same(said(one), said(other)) is not None
    assert may_be_same(said(one), said(other, hamlet="Dusun III")) is None
    assert may_be_same(said(one), said(other, region="71.01.01.2002")) is None


def test_different_wishes_of_one_dusun_are_not_offered():
    assert may_be_same(said("Sumur bor untuk RT 3"), said("Guru PAUD tetap")) is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_symmetric_and_bounded(one, other):
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 100


@pytest.mark.parametrize("statement", ["", "posyand", "  air   "])
def test_a_statement_of_a_few_letters_is_refused(statement):
    with pytest.raises(VoiceRefusal, match="Tulis usulannya dalam satu kalimat"):
        check_statement(statement)


@pytest.mark.parametrize(("day", "told"), [(date(2026, 11, 22), "belum tiba"), (date(1999, 12, 31), "terlalu lama")])
def test_days_that_cannot_be_are_refused(day, told):
    with pytest.raises(VoiceRefusal, match=told):
        check_date(day, today=TODAY)


@pytest.mark.parametrize("count", [0, -3, 3_000_001])
def test_numbers_of_people_that_cannot_be_are_refused(count):
    with pytest.raises(VoiceRefusal, match="lebih dari nol"):
        check_people(count)


@pytest.mark.parametrize(("joint", "told"), [(39, "kurang dari 40"), (101, "lebih dari 100")])
def test_a_joint_number_lies_between_the_largest_and_the_sum(joint, told):
    with pytest.raises(VoiceRefusal, match=told):
        check_joint(joint, [40, 60] if joint > 60 else [40, 20])
    check_joint(60, [40, 60])
    check_joint(100, [40, 60])
    check_joint(500, [40, None])


def test_kecamatan_are_told_by_code():
    assert [
        same_kecamatan("71.01.01.2001", "71.01.01"),
        same_kecamatan("71.01.01.2001", "71.01.01.2002"),
        same_kecamatan("71.01.01.2001", "71.01.02.2001"),
    ] == [True, True, False]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-14", date(2026, 3, 14)),
        ("2026-03-14T00:00:00", date(2026, 3, 14)),
        ("14-03-2026", date(2026, 3, 14)),
        ("14/3/2026", date(2026, 3, 14)),
        ("14 Maret 2026", date(2026, 3, 14)),
        ("14 mar 2026", date(2026, 3, 14)),
        ("31-02-2026", None),
        ("14 Ma 2026", None),
        ("kemarin", None),
        ("", None),
    ],
)
def test_dates_are_read_as_people_write_them(text, day):
    assert day_of(text) == day

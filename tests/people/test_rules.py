from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahbersama.ground.people.rules import (
    PeopleRefusal,
    Period,
    check_period,
    check_tenure,
    digest_of,
    first_day_after,
    grantable_roles,
    may_grant,
    may_hold_together,
    needs_second_factor,
    new_token,
    period_text,
    plain_email,
)

CAMAT = [("camat", "71.01.01")]
SEKCAM = [("sekcam", "71.01.01")]
NATION = [("administrator", "0")]
KABUPATEN = [("administrator", "71.01")]


@pytest.mark.parametrize(
    ("holdings", "role", "code", "expected"),
    [
        (CAMAT, "kasi", "71.01.01", True),
        (CAMAT, "operator", "71.01.01.2001", True),
        (CAMAT, "sekcam", "71.01.01", True),
        (CAMAT, "camat", "71.01.01", False),
        (CAMAT, "auditor", "71.01.01", False),
        (CAMAT, "kasi", "71.01.02", False),
        (CAMAT, "operator", "71.01.02.2001", False),
        (CAMAT, "bappeda", "71.01", False),
        (CAMAT, "administrator", "0", False),
        (CAMAT, "operator", "71.01.01", False),
        (SEKCAM, "sekcam", "71.01.01", False),
        (SEKCAM, "camat", "71.01.01", False),
        (SEKCAM, "keeper", "71.01.01", True),
        (KABUPATEN, "camat", "71.01.02", True),
        (KABUPATEN, "bappeda", "71.01", True),
        (KABUPATEN, "administrator", "71.01", True),
        (KABUPATEN, "administrator", "0", False),
        (KABUPATEN, "province", "71", False),
        (KABUPATEN, "bappeda", "71.02", False),
        (NATION, "ministry", "0", True),
        (NATION, "administrator", "0", True),
        (NATION, "nonsense", "0", False),
        ([("ministry", "0")], "camat", "71.01.01", False),
        ([], "operator", "71.01.01.2001", False),
    ],
)
def test_may_grant_reaches_no_further_than_oneself(holdings, role, code, expected):
    assert may_grant(holdings, role=role, code=code) is expected


def test_grantable_roles_of_a_camat_differ_by_level():
    assert grantable_roles(CAMAT, "71.01.01") == [
        "sekcam",
        "kasi",
        "kasi_trantib",
        "keeper",
        "education_unit",
        "health_unit",
        "registry_unit",
    ]
    assert grantable_roles(CAMAT, "71.01.01.2001") == ["education_unit", "health_unit", "operator"]
    assert grantable_roles(CAMAT, "71.01.02") == []


@pytest.mark.parametrize(
    ("holdings", "expected"),
    [
        ([("auditor", "71.01.01")], False),
        ([("auditor", "71.01")], True),
        ([("ministry", "0")], True),
        ([("operator", "71.01.01.2001")], False),
        ([("camat", "71.01.01"), ("province", "71")], True),
        ([], False),
    ],
)
def test_needs_second_factor_above_kecamatan(holdings, expected):
    assert needs_second_factor(holdings) is expected


days = st.integers(0, 30).map(lambda number: date(2026, 1, 1) + timedelta(days=number))


@given(days, st.integers(1, 20), days, st.integers(1, 20))
def test_overlaps_is_sharing_a_day(start, length, other_start, other_length):
    one = Period(start, start + timedelta(days=length))
    other = Period(other_start, other_start + timedelta(days=other_length))
    mine = {start + timedelta(days=number) for number in range(length)}
    theirs = {other_start + timedelta(days=number) for number in range(other_length)}
    assert one.overlaps(other) is bool(mine & theirs)
    assert one.overlaps(other) is other.overlaps(one)


@given(days, days)
def test_open_periods_overlap_from_the_later_start(start, other_start):
    assert Period(start, None).overlaps(Period(other_start, None)) is True
    assert Period(start, None).overlaps(Period(other_start, start)) is False


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("definitive", "plh", True),
        ("plt", "plh", True),
        ("plh", "plh", False),
        ("definitive", "plt", False),
        ("definitive", "pj", False),
        ("definitive", "definitive", False),
    ],
)
def test_may_hold_together_only_beside_a_plh(one, other, expected):
    assert may_hold_together(one, other) is expected


def test_check_tenure_names_the_holder_in_its_sentence():
    held = [("definitive", Period(date(2024, 1, 1), None), "Siti Aminah")]
    with pytest.raises(PeopleRefusal) as refusal:
        check_tenure(capacity="plt", period=Period(date(2026, 1, 1), None), others=held)
    assert str(refusal.value) == (
        "Pada tanggal itu jabatan ini dipegang Siti Aminah (sejak 1 Jan 2024). Akhiri dulu, atau pilih tanggal lain."
    )


def test_check_tenure_lets_the_next_holder_start_on_the_day_the_last_one_ended():
    held = [("definitive", Period(date(2024, 1, 1), date(2026, 1, 1)), "Siti Aminah")]
    assert check_tenure(capacity="definitive", period=Period(date(2026, 1, 1), None), others=held) is None


def test_check_period_refuses_an_empty_one():
    with pytest.raises(PeopleRefusal, match=r"^Tanggal akhir harus sesudah tanggal mulai\.$"):
        check_period(Period(date(2026, 1, 1), date(2026, 1, 1)))


def test_people_name_the_last_day_and_the_record_holds_the_day_after():
    assert first_day_after(date(2026, 12, 31)) == date(2027, 1, 1)
    assert first_day_after(None) is None
    assert period_text(Period(date(2026, 1, 1), date(2027, 1, 1))) == "1 Jan 2026 sampai 31 Des 2026"


def test_a_token_is_long_and_only_its_digest_is_told():
    token = new_token()
    assert len(token) == 43
    assert new_token() != token
    assert digest_of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_plain_email_is_lower_case_without_blanks():
    assert plain_email(" Ani@Contoh.INVALID ") == "ani@contoh.invalid"

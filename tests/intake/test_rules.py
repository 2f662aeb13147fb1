"""Numbers as people write them, places by name, headings by meaning."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahbersama.ground.intake.checks import sniff_delimiter
from rumahbersama.ground.intake.layout import letter
from rumahbersama.ground.intake.mapping import Meanings, fingerprint
from rumahbersama.ground.intake.matching import PlaceFinder, plain_name
from rumahbersama.ground.intake.numbers import BadNumber, canonical, cell_text, digits_of, number_of, style_of
from rumahbersama.ground.intake.rules import Meaning, StagedValue, compared
from tests.intake.toy import PLACES, ToyTable


def read(cell, style="", whole=False, is_percent=False):
    try:
        value = number_of(cell, style=style, whole=whole, is_percent=is_percent)
    except BadNumber as bad:
        return bad.code
    return None if value is None else canonical(value)


NUMBERS = [
    ("1200", {}, "1200"),
    ("1.200", {"whole": True}, "1200"),
    ("1,200", {"whole": True}, "1200"),
    ("1.234.567", {}, "1234567"),
    ("1,234,567.5", {}, "1234567.5"),
    ("1.234.567,5", {}, "1234567.5"),
    ("10.84", {}, "10.84"),
    ("10,84", {}, "10.84"),
    ("0.682", {}, "0.682"),
    ("0,682", {}, "0.682"),
    ("1.234", {"style": "id"}, "1234"),
    ("1.234", {"style": "en"}, "1.234"),
    ("1,234", {"style": "id"}, "1.234"),
    ("1.234", {}, "unclear"),
    ("1.234", {"style": "mixed"}, "unclear"),
    ("-5", {}, "-5"),
    ("−5", {}, "-5"),
    ("68,2%", {"is_percent": True}, "68.2"),
    ("68,2%", {}, "percent"),
    ("-", {}, "dash"),
    ("n/a", {}, "dash"),
    ("seribu", {}, "text"),
    ("1 200", {}, "text"),
    ("1e5", {}, "text"),
    ("٣", {}, "text"),
    ("", {}, None),
    ("   ", {}, None),
    (None, {}, None),
    (1200, {}, "1200"),
    (1200.0, {}, "1200"),
    (0.1 + 0.2, {}, "0.3"),
    (1 / 3, {}, "0.3333"),
    (float("nan"), {}, "huge"),
    (1e30, {}, "huge"),
    ("9" * 40, {}, "huge"),
]


@pytest.mark.parametrize(("cell", "how", "expected"), NUMBERS, ids=[repr(each[:2]) for each in NUMBERS])
def test_a_number_is_read_as_it_was_meant(cell, how, expected):
    assert read(cell, **how) == expected


@given(st.decimals(min_value=0, max_value=10**12, places=4))
def test_canonical_text_reads_back_the_same(value):
    assert Decimal(canonical(value)) == value
    assert "E" not in canonical(value)


@given(st.integers(min_value=0, max_value=10**12))
def test_whole_numbers_are_read_in_both_styles(value):
    english = f"{value:,}"
    assert [read(english, whole=True), read(english.replace(",", "."), whole=True)] == [str(value)] * 2


def test_the_style_of_a_column_is_told_by_what_is_clear():
    assert [style_of(texts) for texts in (["1.234", "10,5"], ["1.234", "10.5"], ["1.234"], ["1,5", "1.5"])] == [
        "id",
        "en",
        "",
        "mixed",
    ]


def test_codes_are_read_dotted_or_not():
    cells = ["33.01.16.2013", "3301162013", 3301162013, 3301162013.0, " 33.01 ", "desa", "", None]
    assert [digits_of(cell) for cell in cells] == ["3301162013"] * 4 + ["3301", "", "", ""]


def test_the_guard_of_a_formula_goes_again():
    assert [cell_text(text) for text in ("'=1+1", "'-5", "'Aisyiyah", "Jum'at")] == [
        "=1+1",
        "-5",
        "'Aisyiyah",
        "Jum'at",
    ]


def test_names_fold():
    names = ["Desa Panulisan-Barat", "PANULISAN  BARAT", "Kel. Panulisan Barat"]
    assert {plain_name(name) for name in names} == {"PANULISAN BARAT"}


def offers(name, parent="", digits="", taken=()):
    finder = PlaceFinder(PLACES, place_code="71.01")
    found = finder.offers(digits=digits, name=name, parent=parent, taken=set(taken), level=4)
    return [(offer.code, offer.score) for offer in found]


def test_a_name_is_offered_within_its_parent_only():
    assert offers("Bambo", parent="Bukit")[0] == ("71.01.02.2001", 80)
    assert [code for code, _score in offers("Bambo", parent="Alas") if code.startswith("71.01.02")] == []


def test_a_parent_spelt_otherwise_is_found():
    assert offers("Anggrek", parent="Kec. Allas")[0] == ("71.01.01.2001", 100)


def test_the_beginning_of_an_unknown_code_names_the_parent():
    assert {code[:8] for code, _score in offers("Bambu", digits="7101019999")} == {"71.01.01"}
    assert offers("Bambu", digits="7101029999")[0] == ("71.01.02.2001", 100)


def test_a_place_another_row_stands_for_is_not_offered():
    found = [code for code, _score in offers("Anggrek", parent="Alas", taken={"71.01.01.2001"})]
    assert found == ["71.01.01.1003", "71.01.01.2002"]


HEADINGS = [
    ("kode_desa_2025", Meaning("code")),
    ("NAMA DESA", Meaning("name")),
    ("Kecamatan", Meaning("parent")),
    ("Jumlah Penduduk", Meaning("people")),
    ("jumlah_penduduk_2020", Meaning("people", "2020")),
    ("2021 jiwa", Meaning("people", "2021")),
    ("t_2020sm1", Meaning("people", "2020-S1")),
    ("Tahun", Meaning("period")),
    ("warna", None),
    ("jumlah penduduk 1999", None),
    ("t_20226", None),
]


@pytest.mark.parametrize(("heading", "meaning"), HEADINGS, ids=[each[0] for each in HEADINGS])
def test_a_heading_is_understood(heading, meaning):
    assert Meanings(ToyTable()).proposal(heading).meaning == meaning


def test_a_spoilt_year_in_a_heading_is_noticed():
    meanings = Meanings(ToyTable())
    told = [meanings.proposal(heading).unknown_period for heading in ("jumlah penduduk 1999", "t_20226", "2020")]
    assert told == ["1999", "20226", ""]


def test_headings_claiming_one_meaning_get_none():
    found = Meanings(ToyTable()).proposals(["kode", "jiwa", "penduduk"], [[], [], []], place_code="71.01")
    assert [each.meaning for each in found] == [Meaning("code"), None, None]


def test_of_two_codes_the_one_of_the_place_wins():
    samples = [["1", "2"], ["71.01.01.2001"]]
    found = Meanings(ToyTable()).proposals(["kode", "kode desa"], samples, place_code="71.01")
    assert [each.meaning for each in found] == [None, Meaning("code")]


def test_a_fingerprint_knows_no_order_and_no_case():
    assert fingerprint(["Kode Desa", "jiwa"]) == fingerprint(["JIWA", "kode_desa"])


def test_values_are_compared_with_what_is_stored():
    values = [StagedValue(2, "a", "k", "p", text) for text in ("1",)] + [
        StagedValue(3, "b", "k", "p", "2"),
        StagedValue(4, "c", "k", "p", "3"),
    ]
    found = compared([values], {("b", "k", "p"): "2", ("c", "k", "p"): "9"})
    assert (found.created, found.changed, found.unchanged) == (values[:1], [(values[2], "9")], 1)


def test_columns_have_letters():
    assert [letter(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_the_mark_between_columns_is_found():
    assert [
        sniff_delimiter(lines)
        for lines in (["a,b", "1,2"], ["a;b;c", "1,5;2,5;3"], ["a\tb", "1\t2"], ["judul", "a;b", "1,5;2,5"])
    ] == [",", ";", "\t", ";"]

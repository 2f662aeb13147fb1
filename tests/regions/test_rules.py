import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahbersama.ground.regions.rules import (
    clean_name,
    dotted,
    folded,
    kind_of,
    level_of,
    name_key,
    parent_code,
    without_title,
)

codes = st.tuples(
    st.integers(11, 97), st.integers(1, 99), st.integers(1, 99), st.integers(1001, 3999), st.integers(1, 4)
).map(lambda parts: ".".join([f"{parts[0]:02}", f"{parts[1]:02}", f"{parts[2]:02}", f"{parts[3]:04}"][: parts[4]]))
names = st.text(alphabet=string.ascii_letters + " .'-", min_size=1, max_size=30).filter(
    lambda name: any(map(str.isalpha, name))
)


@given(codes)
def test_dotted_reads_a_code_with_and_without_dots(code):
    assert dotted(code) == code
    assert dotted(code.replace(".", "")) == code
    assert dotted(f"  {code} ") == code


@given(codes)
def test_parent_is_one_level_up_and_begins_the_code(code):
    above = parent_code(code)

    assert level_of(above) == level_of(code) - 1
    assert above == "0" or code.startswith(above + ".")


@pytest.mark.parametrize(
    "text", ["", "3", "33.1", "330", "33.01.16.201", "33.01.16.20130", "33,01", "3a", "٣٣", "33..01"]
)
def test_dotted_refuses_what_is_no_code(text):
    assert dotted(text) is None


@given(names)
def test_name_key_ignores_case_blanks_and_punctuation(name):
    assert name_key(name, 4) == name_key(name.upper(), 4) == name_key(f" {name.replace('-', ' ')}. ", 4)


@pytest.mark.parametrize(
    ("printed", "level", "clean", "kind", "word"),
    [
        ("KAB. ACEH SELATAN", 2, "Aceh Selatan", "kabupaten", ""),
        ("Kabupaten Aceh Selatan", 2, "Aceh Selatan", "kabupaten", ""),
        ("KOTA SORONG", 2, "Sorong", "kota", ""),
        ("KOTA ADM. JAKARTA UTARA", 2, "Jakarta Utara", "kota", "Kota Administrasi"),
        ("Kabupaten Administrasi Kepulauan Seribu", 2, "Kepulauan Seribu", "kabupaten", "Kabupaten Administrasi"),
        ("DKI JAKARTA", 1, "DKI Jakarta", "", ""),
        ("KAB. OGAN KOMERING ULU II", 2, "Ogan Komering Ulu II", "kabupaten", ""),
        ("Kotabaru", 2, "Kotabaru", "", ""),
        ("Kota Waisai", 3, "Kota Waisai", "", ""),
        ("WKO", 4, "WKO", "", ""),
        ("  Suka   Maju ", 4, "Suka Maju", "", ""),
        ("KI'E SELATAN", 3, "Ki'e Selatan", "", ""),
    ],
)
def test_printed_name_is_cleaned(printed, level, clean, kind, word):
    assert clean_name(printed, level) == clean
    assert without_title(printed, level)[1:] == (kind, word)


@pytest.mark.parametrize(
    ("code", "jenis", "printed", "kind"),
    [
        ("71", "", "", "provinsi"),
        ("71.01", "", "", "kabupaten"),
        ("71.69", "", "", "kabupaten"),
        ("71.71", "", "", "kota"),
        ("71.01.01", "", "", "kecamatan"),
        ("71.01.01.1001", "", "", "kelurahan"),
        ("71.01.01.2001", "", "", "desa"),
        ("71.01.01.3001", "", "", "desa_adat"),
        ("71.01.01.2001", "Desa Adat", "", "desa_adat"),
        ("71.01.01.2001", "kabupaten", "", "desa"),
        ("71.01", "", "kota", "kota"),
    ],
)
def test_kind_follows_the_edition_else_the_code(code, jenis, printed, kind):
    assert kind_of(code, jenis=jenis, printed=printed) == kind


def test_folded_drops_titles_for_searching():
    assert [folded(name) for name in ("KAB. ACEH SELATAN", "Kabupaten Aceh  Selatan", "Kec. Adipala", "Tu’a")] == [
        "ACEH SELATAN",
        "ACEH SELATAN",
        "ADIPALA",
        "TUA",
    ]

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahbersama.ground.regions.names import are_alike, likeness, with_digits


@pytest.mark.parametrize(
    ("name", "digits"),
    [
        ("Dua-puluh-enam Ilir Satu", "26 ILIR 1"),
        ("26 Ilir D. I", "26 ILIR D 1"),
        ("Enam-belas Ulu", "16 ULU"),
        ("Sepuluh Ilir", "10 ILIR"),
        ("Sukamaju IV", "SUKAMAJU 4"),
        ("Bawah Puluh", "BAWAH PULUH"),
    ],
)
def test_numbers_in_words_become_digits(name, digits):
    assert with_digits(name) == digits


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Piga Satu", "Piga I", True),
        ("Abo", "Abo Teubeng", True),
        ("Pajaten", "Pejaten", True),
        ("Melati", "Jatinunggal", False),
        ("Kisam", "Kuta Buluh", False),
    ],
)
def test_names_alike_may_be_one_place_renamed(one, other, alike):
    assert are_alike(one, other) is alike


@given(st.text(alphabet="abc IVX", min_size=1), st.text(alphabet="abc IVX", min_size=1))
def test_likeness_is_symmetric_and_full_for_the_same_name(one, other):
    assert likeness(one, other) == pytest.approx(likeness(other, one))
    assert likeness(one, one) == 100

"""Stored values of the record, as people read them."""

import pytest

from rumahbersama.ground.audit.telling import value_in_words


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("2026-12-08", "8 Des 2026"),
        ("2026-12-08T09:00+07:00", "8 Des 2026, 09.00"),
        ("2026-12-08T02:00:30.5+00:00", "8 Des 2026, 09.00"),
        ("Tulis T", "Tulis T"),
        ("T", "T"),
        (12345, "12.345"),
        ("", "–"),
        (None, "–"),
    ],
)
def test_a_stored_value_is_told_as_people_write_it(value, told):
    assert value_in_words(value) == told


def test_a_code_is_told_by_its_word():
    assert value_in_words("open", {"open": "Dibuka"}) == "Dibuka"

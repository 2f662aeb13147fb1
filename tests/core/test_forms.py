"""Boxes of forms: what browsers send of several lines, and hours as people write them."""

from datetime import time

import pytest
from django import forms

from rumahbersama.ground.core.forms import ClockField, LongText, depending


class Told(forms.Form):
    """A box that takes ten letters."""

    text = forms.CharField(max_length=10, widget=LongText)


def test_a_line_break_counts_as_one_letter():
    form = Told({"text": "12345\r\n7890"})

    assert (form.is_valid(), form.cleaned_data["text"]) == (True, "12345\n7890")


def test_what_is_too_long_is_told_and_never_cut_by_the_browser():
    form = Told({"text": "12345678901"})

    assert "maxlength" not in str(form["text"])
    assert (form.is_valid(), "12345678901" in str(form["text"])) == (False, True)


@pytest.mark.parametrize(
    ("typed", "hour"), [("08.00", time(8)), ("8:05", time(8, 5)), ("9", time(9)), ("13", time(13)), ("", None)]
)
def test_an_hour_is_read_as_people_write_it(typed, hour):
    assert ClockField(required=False).clean(typed) == hour


@pytest.mark.parametrize("typed", ["24", "8.5", "8.60", "pagi", "0800"])
def test_what_is_no_hour_is_told(typed):
    with pytest.raises(forms.ValidationError, match="bukan jam"):
        ClockField().clean(typed)


def test_what_one_answer_needs_may_stay_empty():
    field = depending(forms.CharField())

    assert (field.clean(""), field.required) == ("", False)

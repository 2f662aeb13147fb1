"""Numbers in boxes: what a form prints it reads again as the same, and what people type is what they meant."""

import importlib
import pkgutil
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.utils.translation import override

import rumahbersama
from rumahbersama.ground.intake.forms import MOST_PEOPLE, NumberText, PeopleText, RupiahText, WholeNumber

NUMBERS = (NumberText, forms.IntegerField, forms.DecimalField, forms.FloatField)
VALUES = (0, 7, 1250, 1_250_000, Decimal(1250), Decimal("1250000.0000"))
FEWEST = 40  # boxes for numbers that the program has at least


def _classes(of: type) -> Iterator[type]:
    for each in of.__subclasses__():
        yield each
        yield from _classes(each)


@pytest.fixture(scope="module")
def boxes() -> dict[str, forms.Field]:
    """All boxes for numbers of all forms, by their name."""
    for module in pkgutil.walk_packages(rumahbersama.__path__, "rumahbersama."):
        if ".forms" in module.name:
            importlib.import_module(module.name)
    return {
        f"{each.__module__}.{each.__qualname__}.{name}": field
        for each in _classes(forms.BaseForm)
        if each.__module__.startswith("rumahbersama.") and ".forms" in each.__module__
        for name, field in each.base_fields.items()  # type: ignore[attr-defined]
        if isinstance(field, NUMBERS)
    }


def _is_taken(field: Any, value: Any) -> bool:
    """Tell whether a box takes a number of this size at all."""
    low = next((each for each in (getattr(field, "min_value", None), getattr(field, "at_least", None)) if each), 0)
    high = getattr(field, "max_value", None) or getattr(field, "at_most", None)
    if isinstance(field, forms.DecimalField):
        return isinstance(value, int) and bool(value < 10 ** (field.max_digits - field.decimal_places))
    return bool(low <= value and (high is None or value <= high))


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_a_box_prints_it_reads_as_the_same(boxes, language):
    wrong, asked = [], 0
    with override(language):
        for name, field in boxes.items():
            for value in VALUES:
                if not _is_taken(field, value):
                    continue
                asked += 1
                shown = field.widget.format_value(field.prepare_value(value))
                try:
                    read = field.clean(shown)
                except forms.ValidationError as problem:
                    read = problem.messages
                if read != value:
                    wrong.append((name, value, shown, read))

    assert wrong == []
    assert (len(boxes) >= FEWEST, asked >= 3 * FEWEST) == (True, True)


def test_a_thousand_typed_with_its_point_is_a_thousand_in_every_box(boxes):
    """Django alone reads "1.000" as 1."""
    wrong = []
    for name, field in boxes.items():
        for language, text in (("id", "1.000"), ("en", "1,000")):
            with override(language):
                if isinstance(field.widget, forms.NumberInput) or not _is_taken(field, 1000):
                    continue  # a box of the browser's own for numbers never sends that
                try:
                    read: Any = field.clean(text)
                except forms.ValidationError as problem:
                    read = problem.messages
                if read != 1000:
                    wrong.append((name, text, read))
    assert wrong == []


@pytest.mark.parametrize("text", ["12,5", "1.25", "sebelas", "1.2.3", "9" * 16, "--5"])
def test_a_whole_number_refuses_what_is_none(text):
    with override("id"), pytest.raises(forms.ValidationError):
        WholeNumber().clean(text)


def test_a_whole_number_says_what_it_wants():
    with override("id"), pytest.raises(forms.ValidationError, match="Tulis bilangan bulat dengan angka, misalnya 15"):
        WholeNumber().clean("dua")


@pytest.mark.parametrize("text", ["5000000", "Rp5.000.000", "Rp 5.000.000,-", "rp. 5.000.000,00", "5.000.000,-"])
def test_an_amount_is_read_as_people_write_it(text):
    with override("id"):
        assert RupiahText().clean(text) == 5_000_000


def test_an_empty_whole_number_is_none():
    assert [WholeNumber(required=False).clean(each) for each in ("", " ", None)] == [None, None, None]


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        (RupiahText(), "-5", "0 atau lebih"),
        (RupiahText(), "99.999.999.999.999", "paling besar 10.000.000.000.000"),
        (PeopleText(), "3.000.000.000", "paling besar 1.000.000.000"),
        (PeopleText(), "-1", "0 atau lebih"),
        (PeopleText(), "12,5", "bilangan bulat"),
        (RupiahText(), "5.000.000,50", "bilangan bulat"),
        (NumberText(), "100000000000000", "terlalu besar"),
        (NumberText(), "-100000000000000", "terlalu besar"),
    ],
)
def test_what_no_column_holds_is_told_before_it_is_stored(field, text, told):
    with override("id"), pytest.raises(forms.ValidationError, match=told):
        field.clean(text)
    with override("id"):
        assert PeopleText().clean("1.000.000.000") == MOST_PEOPLE

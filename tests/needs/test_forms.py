"""Numbers as people type them, and what a form of many boxes sends on."""

from decimal import Decimal

import pytest
from django.utils import translation

from rumahbersama.chain.needs.forms import IndicatorForm, StandardForm, ValueForm
from rumahbersama.chain.needs.models import Indicator, Standard
from rumahbersama.ground.intake.forms import NumberText


@pytest.mark.parametrize(
    ("language", "whole", "text", "wanted"),
    [
        ("id", True, "1.250", "1250"),
        ("id", True, "1250", "1250"),
        ("id", True, " 1.945.220 ", "1945220"),
        ("id", False, "12,5", "12.5"),
        ("id", False, "1.250", "1250"),
        ("en", False, "1.250", "1.250"),
        ("en", True, "1.250", "1250"),
        ("en", False, "1,250", "1250"),
        ("en", False, "1,234.5", "1234.5"),
        ("id", False, "0,12345", "0.1235"),
        ("id", True, "0", "0"),
    ],
)
def test_a_number_is_read_as_the_page_writes_it(language: str, whole: bool, text: str, wanted: str) -> None:
    with translation.override(language):
        assert NumberText(whole=whole).clean(text) == Decimal(wanted)


@pytest.mark.parametrize("text", ["dua", "12 jiwa", "1.2.3", "-", "n/a", "12%", "1e5", "∞", "=1+1", "9" * 30])
def test_unclear_text_is_refused_with_an_example(text: str) -> None:
    with translation.override("id"):
        field = NumberText(whole=True)
        with pytest.raises(Exception, match="bukan angka") as caught:
            field.clean(text)

    assert caught.value.messages == [f"“{text}” bukan angka. Contoh yang benar: 1.250 atau 12,5."]


@pytest.mark.parametrize(("stored", "shown"), [("1200", "1.200"), ("12.3456", "12,3456"), ("0.5", "0,5"), ("0", "0")])
def test_a_stored_number_is_shown_exactly_and_reads_back_as_itself(stored: str, shown: str) -> None:
    with translation.override("id"):
        field = NumberText(whole=False)

        assert field.prepare_value(Decimal(stored)) == shown
        assert field.clean(shown) == Decimal(stored)


@pytest.fixture
def ratio(reference: dict[str, Indicator]) -> Indicator:
    """An indicator with numerator and denominator."""
    return Indicator.objects.create(
        code="air-layak",
        name="Rumah berair layak",
        area=reference["penduduk"].area,
        unit="%",
        numerator="Rumah berair layak",
        denominator="Rumah seluruhnya",
        upward=Indicator.Upward.RATIO,
        supplier="operator",
        source="uji",
        legal_basis="uji",
    )


def test_half_a_ratio_is_refused_on_the_form_of_one_value(ratio: Indicator) -> None:
    form = ValueForm({"numerator": "20", "source": "desa"}, indicator=ratio, is_correction=False)

    assert (form.is_valid(), list(form.errors)) == (False, ["denominator"])


def test_a_correction_asks_for_a_reason_and_a_first_entry_does_not(reference: dict[str, Indicator]) -> None:
    data = {"numerator": "1.250", "source": "desa"}
    first = ValueForm(data, indicator=reference["penduduk"], is_correction=False)
    later = ValueForm(data, indicator=reference["penduduk"], is_correction=True)

    assert (first.is_valid(), later.is_valid(), list(later.errors)) == (True, False, ["reason"])


def test_nothing_is_observed_above_the_kabupaten(reference: dict[str, Indicator]) -> None:
    assert [value for value, _label in IndicatorForm().fields["observed_level"].choices] == [2, 3, 4]


def test_a_standard_counts_on_people_whom_villages_count(reference: dict[str, Indicator]) -> None:
    form = StandardForm(instance=Standard())

    levels = {indicator.observed_level for indicator in form.fields["population"].queryset}
    assert levels == {4}

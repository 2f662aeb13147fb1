"""Numbers, rupiah and dates in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from rumahbersama.ground.core import formats


@pytest.mark.parametrize(
    ("value", "decimals", "indonesian", "english"),
    [
        (None, None, "–", "–"),
        (0, None, "0", "0"),
        (1_250_000, None, "1.250.000", "1,250,000"),
        (999, None, "999", "999"),
        (-1_234, None, "−1.234", "−1,234"),
        (68.25, None, "68,25", "68.25"),
        (Decimal("68.20"), None, "68,2", "68.2"),
        (2.5, 0, "3", "3"),
        (-0.001, None, "0", "0"),
        (1, 1, "1,0", "1.0"),
        (10**18, None, "1.000.000.000.000.000.000", "1,000,000,000,000,000,000"),
    ],
)
def test_number_in_both_languages(value, decimals, indonesian, english):
    with translation.override("id"):
        assert formats.number(value, decimals=decimals) == indonesian
    with translation.override("en"):
        assert formats.number(value, decimals=decimals) == english


@pytest.mark.parametrize(
    ("numerator", "denominator", "text"),
    [(146, 214, "68,2%"), (0, 5, "0,0%"), (5, 0, "–"), (None, 5, "–"), (5, None, "–"), (3, 2, "150,0%")],
)
def test_percent_comes_from_numerator_and_denominator(numerator, denominator, text):
    with translation.override("id"):
        assert formats.percent(numerator, denominator) == text


@pytest.mark.parametrize(
    ("amount", "exact", "short"),
    [
        (None, "–", "–"),
        (0, "Rp0", "Rp0"),
        (178_200_000, "Rp178.200.000", "Rp178,2 juta"),
        (2_410_000_000, "Rp2.410.000.000", "Rp2,41 miliar"),
        (999_999_999, "Rp999.999.999", "Rp1 miliar"),
        (999_999, "Rp999.999", "Rp1 juta"),
        (994_999, "Rp994.999", "Rp994.999"),
        (3_450_000_000_000, "Rp3.450.000.000.000", "Rp3,45 triliun"),
        (-2_500_000, "−Rp2.500.000", "−Rp2,5 juta"),
    ],
)
def test_rupiah_exact_and_short(amount, exact, short):
    with translation.override("id"):
        assert formats.rupiah(amount) == exact
        assert formats.rupiah_short(amount) == short


def test_day_names_the_month_and_knows_the_time_zone():
    moment = datetime(2026, 11, 25, 20, 0, tzinfo=UTC)

    with translation.override("id"):
        found = [
            formats.day(date(2026, 11, 26)),
            formats.day(date(2026, 5, 1)),
            formats.day(None),
            formats.day(moment),
        ]

    assert found == ["26 Nov 2026", "1 Mei 2026", "–", "26 Nov 2026"]


def test_moment_is_local_and_follows_the_language():
    moment = datetime(2026, 11, 26, 2, 5, tzinfo=UTC)
    found = []
    for language in ("id", "en"):
        with translation.override(language):
            found.append(formats.moment(moment))

    assert found == ["26 Nov 2026, 09.05", "26 Nov 2026, 09:05"]

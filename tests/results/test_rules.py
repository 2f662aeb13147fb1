"""Which period a page opens with."""

from rumahbersama.chain.needs.models import Period
from rumahbersama.chain.needs.queries import period_to_open


def test_one_early_value_does_not_hide_a_full_period() -> None:
    newest, older, oldest = Period(code="2026-S2"), Period(code="2026-S1"), Period(code="2025")
    newest.filled, older.filled, oldest.filled = 1, 10, 12

    assert period_to_open([newest, older, oldest]) is older
    assert period_to_open([]) is None

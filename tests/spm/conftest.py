"""Minimum services of two kabupaten, sent as a dinas sends them."""

from decimal import Decimal

import pytest

from rumahbersama.chain.needs.models import Indicator
from rumahbersama.chain.needs.reference import add_period, load_reference
from rumahbersama.chain.needs.storing import NewValue, store
from rumahbersama.ground.regions.actions import refresh_counts

PERIOD = "2026-S1"


@pytest.fixture
def reference(country, now) -> dict[str, Indicator]:
    """The invented country with reference data; indicators by code."""
    load_reference(by=None, at=now)
    add_period(code="2017-S1", by=None, at=now)
    refresh_counts()
    for region in country.values():
        region.refresh_from_db()
    return {indicator.code: indicator for indicator in Indicator.objects.all()}


@pytest.fixture
def send(reference, now):
    """Store measures: ``send("71.01", {"spm-paud-penerima": (90, 100)})``."""

    def sending(place: str, measures: dict[str, tuple[int, int]], *, when: str = PERIOD, state: str = "entered"):
        values = [
            NewValue(place, what, when, Decimal(top), Decimal(bottom), "laporan", state)
            for what, (top, bottom) in measures.items()
        ]
        return store(values, by=None, at=now, verb="needs.enter", summary="uji", place_code=place)

    return sending

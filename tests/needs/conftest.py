"""Reference data, and Kabupaten Cilacap from the real code list."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from rumahbersama.chain.needs.models import Indicator, Observation, Period
from rumahbersama.chain.needs.reference import load_reference
from rumahbersama.chain.needs.storing import NewValue, store
from rumahbersama.ground.people.models import Account
from rumahbersama.ground.regions.actions import ensure_nation, load_edition, refresh_counts
from rumahbersama.ground.regions.models import Region
from tests.conftest import make_account


@pytest.fixture
def reference(country: dict[str, Region], now) -> dict[str, Indicator]:
    """The invented country with reference data and counted children; indicators by code."""
    load_reference(by=None, at=now)
    refresh_counts()
    counted = Region.objects.in_bulk(field_name="code")
    for code, region in country.items():
        region.children_count, region.desa_count = counted[code].children_count, counted[code].desa_count
    return {indicator.code: indicator for indicator in Indicator.objects.all()}


@pytest.fixture
def period(reference: dict[str, Indicator]) -> Period:
    """One period."""
    return Period.objects.get(code="2026-S1")


@pytest.fixture
def cilacap(db: None, shared_data: Path, tmp_path: Path, now) -> Region:
    """The kabupaten with its kecamatan and desa, loaded from the rows of the real list that concern it."""
    with (shared_data / "wilayah/kode_wilayah_2025.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.reader(file) if row[0] in {"kode", "33"} or row[0].startswith("33.01")]
    path = tmp_path / "cilacap.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    ensure_nation()
    load_edition(
        path=path,
        number="300.2.2-2138/2025",
        legal_basis="Kepmendagri 300.2.2-2138/2025",
        valid_from=date(2025, 4, 25),
        by=None,
        at=now,
        dry_run=False,
    )
    load_reference(by=None, at=now)
    return Region.objects.get(code="33.01")


@pytest.fixture
def bappeda(cilacap: Region) -> Account:
    """Who uploads the tables of the kabupaten."""
    return make_account("bappeda", cilacap)


@pytest.fixture
def put(reference: dict[str, Indicator], period: Period, now):
    """Store values of one period: ``put({("71.01.01.2001", "penduduk"): 1200, ...})``."""

    def putting(values: dict[tuple[str, str], int], *, when: str = period.code, state: str = "entered", by=None):
        new = [
            NewValue(place, what, when, Decimal(value), None, "laporan", state)
            for (place, what), value in values.items()
        ]
        return store(new, by=by, at=now, verb="needs.enter", summary="uji", place_code="71.01")

    return putting


@pytest.fixture
def found(reference: dict[str, Indicator]):
    """Return one stored value by place and indicator."""

    def finding(place: str, what: str, when: str = "2026-S1") -> Observation:
        rows = Observation.objects.select_related("region", "indicator", "period")
        return rows.get(region__code=place, indicator__code=what, period__code=when)

    return finding

"""Facilities in two kecamatan, and a short way to make one."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from rumahbersama.chain.needs.facilities.actions import add_facility
from rumahbersama.chain.needs.facilities.models import Facility
from rumahbersama.chain.needs.facilities.rules import FacilityValues
from rumahbersama.chain.needs.models import Indicator, Period
from rumahbersama.chain.needs.reference import load_reference
from rumahbersama.chain.needs.storing import NewValue, store
from rumahbersama.ground.intake.actions import run_import
from rumahbersama.ground.regions.actions import refresh_counts
from rumahbersama.ground.regions.models import Region

DESA, SISTER, OTHER = "71.01.01.2001", "71.01.01.2002", "71.01.02.2001"
HEAD = "Nama sekolah,Jenjang,NPSN,Kode wilayah,Ruang kelas,Jumlah guru,Jumlah murid,Berfungsi,Lintang,Bujur"
ONE = f"SD Satu,SD,111,{DESA},6,8,120,ya,-0.5,110.1"
TWO = f"SMP Dua,SMP/MTs,222,{DESA},9,12,200,tidak,,"
Make = Callable[..., Facility]


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    """Keep photos in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "berkas"
    return settings.MEDIA_ROOT


@pytest.fixture
def reference(country: dict[str, Region], now) -> dict[str, Indicator]:
    """The invented country with reference data and counted children; indicators by code."""
    load_reference(by=None, at=now)
    refresh_counts()
    for region in country.values():
        region.refresh_from_db()
    return {indicator.code: indicator for indicator in Indicator.objects.all()}


@pytest.fixture
def period(reference) -> Period:
    """One period."""
    return Period.objects.get(code="2026-S1")


@pytest.fixture
def make(reference, now) -> Make:
    """Enter a facility: a working SD in desa Anggrek unless told otherwise."""

    def enter(name: str = "SD Melati", **given) -> Facility:
        told = {"service": "sd", "region": DESA, "source": "Kunjungan", "working": "yes"} | given
        return add_facility(values=FacilityValues(name=name, **told), by=None, at=now)

    return enter


@pytest.fixture
def put(reference, now) -> Callable[[dict[tuple[str, str], int]], None]:
    """Store numbers by (place, indicator) for the period."""

    def enter(values: dict[tuple[str, str], int]) -> None:
        new = [NewValue(place, what, "2026-S1", Decimal(value)) for (place, what), value in values.items()]
        store(new, by=None, at=now, verb="needs.enter", summary="Uji", place_code="71.01.01")

    return enter


@pytest.fixture
def take(reference, cast, now, tmp_path):
    """Take rows along the road as the keeper of kecamatan A."""

    def go(*rows: str, head: str = HEAD, **options):
        path: Path = tmp_path / "sekolah.csv"
        path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        given = {"source": "Dapodik", "period": "2025"} | options
        given |= {"dataset": "needs.facilities", "place_code": "71.01.01", "place_name": "Alas"}
        return run_import(path, by=cast["keeper"], at=now, **given)

    return go

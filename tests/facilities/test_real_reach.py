"""Reach on real figures: Kabupaten Cilacap 2020, counts of posyandu and SD at the middles of their desa."""

import csv
import gzip
from decimal import Decimal

import pytest

from rumahbersama.chain.needs.facilities.reach import Reach, reach_of
from rumahbersama.chain.needs.models import Period, Service
from rumahbersama.chain.needs.storing import NewValue, store
from rumahbersama.ground.regions.models import Region
from tests.conftest import make_account
from tests.facilities.real import load_regions

FILE = "layanan_dasar/cilacap_infrastruktur_desa.csv"
COLUMNS = {"penduduk": "t_2020sm1", "sd": "jml_sd", "posyandu": "posyandu", "puskesmas": "puskes"}
PERIOD = "2020-S1"


@pytest.fixture
def cilacap(db, shared_data, tmp_path, now) -> Region:
    """The kabupaten with the figures of the 278 desa whose code is known."""
    load_regions(shared_data, tmp_path, now, lambda code: code in {"33", "33.01"} or code.startswith("33.01."))
    with (shared_data / FILE).open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kode_desa_2025"]]
    values = [
        NewValue(row["kode_desa_2025"], indicator, PERIOD, Decimal(row[column]))
        for row in rows
        for indicator, column in COLUMNS.items()
    ]
    store(values, by=None, at=now, verb="needs.enter", summary="Cilacap", place_code="33.01")
    return Region.objects.get(code="33.01")


def reach(region: Region, service: str) -> Reach:
    found = reach_of(
        region=region,
        service=Service.objects.select_related("supply").get(code=service),
        period=Period.objects.get(code=PERIOD),
        standard=None,
    )
    assert found is not None
    return found


def test_shares_of_cilacap_add_up_to_what_can_be_reached(cilacap):
    """Every posyandu stands in its own desa, so all of them are shared out: the sum of shares is their number."""
    for service in ("posyandu", "sd"):
        found = reach(cilacap, service)
        shared = sum((row.score or 0) * (row.people or 0) / 1000 for row in found.rows)
        placed = sum(row.own or 0 for row in found.rows if not row.is_nowhere)
        assert shared == pytest.approx(placed)
        assert found.basis.counted == placed > 1000


def test_a_kecamatan_shows_the_same_as_its_kabupaten(cilacap):
    whole = {row.region.code: row for row in reach(cilacap, "puskesmas").rows}
    part = reach(Region.objects.get(code="33.01.16"), "puskesmas").rows

    assert len(part) > 10
    assert all(row.access == whole[row.region.code].access for row in part)


def test_the_page_of_the_kabupaten_says_it_in_sentences_and_stays_small(cilacap, client):
    client.force_login(make_account("bappeda", cilacap))

    response = client.get("/tempat/33.01/jangkauan/?layanan=posyandu")

    page = response.context["page"]
    assert (len(page.reach.rows), page.reach.basis.counted) == (284, 2057)
    assert page.lead.startswith("12 desa dengan 62.333 penduduk tidak punya Posyandu dalam 1 km.")
    assert "6 desa belum mengirim jumlah penduduk" in page.lead
    assert len(gzip.compress(response.content)) < 20_000

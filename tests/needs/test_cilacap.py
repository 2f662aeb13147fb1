"""The proof: the real files of Kabupaten Cilacap, as they are, through the one road of intake."""

from decimal import Decimal
from pathlib import Path

import pytest

from rumahbersama.chain.needs import queries
from rumahbersama.chain.needs.models import IndicatorSum, Observation, Period
from rumahbersama.ground.intake.command import DONE, FINDINGS, import_table
from rumahbersama.ground.people.models import Account
from rumahbersama.ground.regions.models import Region

SUMS = {
    "sd": 1218,
    "sltp": 275,
    "slta": 134,
    "puskesmas": 40,
    "pustu": 74,
    "apotek": 151,
    "posyandu": 2091,
    "penduduk": 1_945_220,
}
# FACTS section 5: standard -> (places short, missing facilities)
GAPS = {"posyandu": (50, 159), "pustu": (11, 17), "sltp": (22, 143), "puskesmas": (0, 0)}


def load(path: Path, by: Account, now, *, accept: bool = True, commit: bool = True, period: str = "2020-S1"):
    return import_table(
        path,
        dataset="needs.observations",
        place_code="33.01",
        place_name="Kabupaten Cilacap",
        by=by,
        at=now,
        period=period,
        source="Kabupaten Cilacap, data terbuka",
        accept_matches=accept,
        commit=commit,
    )


def test_infrastructure_without_consent_nothing_enters_and_six_desa_are_asked(
    shared_data: Path, bappeda: Account, now
) -> None:
    code, report = load(shared_data / "layanan_dasar/cilacap_infrastruktur_desa.csv", bappeda, now, accept=False)

    assert code == FINDINGS
    assert report["summary"]["questions_count"] == 6
    assert Observation.objects.count() == 0


def test_infrastructure_with_consent_reconciles_and_shows_the_gap(
    shared_data: Path, bappeda: Account, cilacap: Region, now
) -> None:
    path = shared_data / "layanan_dasar/cilacap_infrastruktur_desa.csv"
    code, report = load(path, bappeda, now)
    again, second = load(path, bappeda, now)

    period = Period.objects.get(code="2020-S1")
    sums = dict(
        IndicatorSum.objects.filter(region=cilacap, period=period).values_list("indicator__code", "numerator")
    )
    gaps = queries.gaps_of(cilacap, period)
    found = {
        standard.service.code: (gaps[standard.pk].short_places, gaps[standard.pk].shortage)
        for standard in queries.standards_of(period)
        if standard.service.code in GAPS
    }
    assert (code, report["findings"]) == (DONE, [])
    assert {name: sums[name] for name in SUMS} == {name: Decimal(value) for name, value in SUMS.items()}
    assert found == GAPS
    assert (again, second["summary"]["created"], second["summary"]["changed"]) == (DONE, 0, 0)


@pytest.mark.parametrize(
    "name",
    [
        "cilacap_penduduk_desa_2016_2020.csv",
        "cilacap_penduduk_desa_sensus.csv",
        "cilacap_geografi_desa.csv",
    ],
)
def test_other_village_files_enter_as_they_are(name: str, shared_data: Path, bappeda: Account, now) -> None:
    code, report = load(shared_data / "layanan_dasar" / name, bappeda, now)

    assert (code, report["findings"]) == (DONE, [])
    assert Observation.objects.values("region").distinct().count() == 284


def test_population_reconciles_between_two_files(shared_data: Path, bappeda: Account, cilacap: Region, now) -> None:
    load(shared_data / "layanan_dasar/cilacap_penduduk_desa_2016_2020.csv", bappeda, now)
    code, report = load(shared_data / "layanan_dasar/cilacap_infrastruktur_desa.csv", bappeda, now)

    total = IndicatorSum.objects.get(region=cilacap, indicator__code="penduduk", period__code="2020-S1")
    assert (code, total.numerator, total.reported) == (DONE, Decimal(1_945_220), 284)
    assert report["summary"]["changed"] == 2  # the area of two desa differs between the files


def test_matched_desa_lie_in_the_kecamatan_of_their_row(shared_data: Path, bappeda: Account, now) -> None:
    _code, report = load(shared_data / "layanan_dasar/cilacap_infrastruktur_desa.csv", bappeda, now)

    assert {name: code for _row, name, code in report["summary"]["matched"]} == {
        "Pengawaren": "33.01.12.2002",
        "Purwodadi": "33.01.19.2004",
        "Mendala": "33.01.08.2007",
        "Penisihan": "33.01.07.2007",
        "Purwadadi": "33.01.05.2009",
        "Tegalrejo": "33.01.21.1005",
    }


def test_age_file_recognises_its_total_row(shared_data: Path, bappeda: Account, now) -> None:
    path = shared_data / "layanan_dasar/cilacap_penduduk_kecamatan_umur.csv"
    code, report = load(path, bappeda, now, period="2019")

    (total,) = report["summary"]["totals"]
    assert (code, report["summary"]["created"]) == (DONE, 24 * 28)
    assert (total["row"], total["label"], {column["agrees"] for column in total["columns"]}) == (
        26,
        "CILACAP",
        {True},
    )


def test_kecamatan_sums_are_held_against_the_desa_and_never_stored(shared_data: Path, bappeda: Account, now) -> None:
    load(shared_data / "layanan_dasar/cilacap_penduduk_desa_2016_2020.csv", bappeda, now)
    stored = Observation.objects.count()
    code, report = load(shared_data / "layanan_dasar/cilacap_penduduk_kecamatan.csv", bappeda, now)

    # the published areas of three kecamatan differ from the sums of their desa by more than rounding
    assert (code, Observation.objects.count()) == (FINDINGS, stored)
    assert [(finding["row"], finding["column"]) for finding in report["findings"]] == [
        (13, "luas_wil"),
        (14, "luas_wil"),
        (25, "luas_wil"),
    ]


def test_the_village_index_of_2024_enters_as_an_index_with_its_status(
    shared_data: Path, bappeda: Account, cilacap: Region, now, tmp_path: Path
) -> None:
    with (shared_data / "layanan_dasar/idm_2024_desa.csv").open(encoding="utf-8-sig") as file:
        head, *rows = file.read().splitlines()
    mine = [row for row in rows if row.startswith("33.01.")]
    (tmp_path / "idm.csv").write_text("\n".join([head, *mine]), encoding="utf-8")
    code, report = load(tmp_path / "idm.csv", bappeda, now, period="2024")
    stored = Observation.objects.filter(indicator__code="idm").values_list("region__code", "numerator")
    period = Period.objects.get(code="2024")
    bands = queries.bands_on(period.ends_on)
    [idm] = [pk for pk, found in bands.items() if found]
    given = {row.split(",")[0]: row.split(",")[8] for row in mine}
    told = {place: str(queries.band_of(value, bands[idm])).upper() for place, value in stored}

    assert (code, report["findings"]) == (DONE, [])
    assert (len(mine), told) == (269, given)
    assert Observation.objects.count() == 4 * len(mine)
    assert not queries.figures_of(cilacap, period)

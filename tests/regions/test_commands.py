import json

import pytest

from rumahbersama.ground.regions.commands import load_command
from rumahbersama.ground.regions.loading import Options
from rumahbersama.ground.regions.models import Edition, Region
from tests.regions.making import OLD, changed, edition_file

pytestmark = pytest.mark.django_db
SAID = Options(number="UJI-1", legal_basis="Keputusan uji", valid_from="2021-01-01")


def run(path, now, options=SAID, **how):
    return load_command(path=path, options=options, at=now, **how)


@pytest.mark.parametrize("how", [{}, {"dry_run": True}, {"dry_run": True, "yes": True}])
def test_without_yes_it_only_shows(tmp_path, now, how):
    found = run(edition_file(tmp_path, OLD), now, **how)

    assert (found.exit_code, found.report["counts"]["new"], found.report["loaded"]) == (0, 13, False)
    assert found.lines[-1].endswith("Jalankan lagi dengan --yes untuk memuatnya.")
    assert Edition.objects.count() == 0


def test_with_yes_it_loads_and_the_report_is_json(tmp_path, now):
    found = run(edition_file(tmp_path, OLD), now, yes=True)

    assert (found.exit_code, found.report["loaded"], found.lines[-1]) == (0, True, "Edisi dimuat.")
    assert json.loads(json.dumps(found.report)) == found.report
    assert Region.objects.count() == len(OLD) + 1


def test_again_says_that_nothing_changes(tmp_path, now):
    path = edition_file(tmp_path, OLD)
    run(path, now, yes=True)
    found = run(path, now, yes=True)

    assert (found.exit_code, found.report["is_same"]) == (0, True)
    assert (
        found.lines[-1]
        == "Tidak ada yang berubah: edisi ini sudah pernah dimuat, atau isinya sama dengan wilayah sekarang."
    )


def test_findings_end_with_one(tmp_path, now):
    found = run(edition_file(tmp_path, OLD | {"7x": "Salah"}), now, yes=True)

    assert (found.exit_code, found.report["findings_count"], found.report["loaded"]) == (1, 1, False)
    assert Region.objects.filter(level__gt=0).count() == 0


def test_unresolved_regions_are_named_with_reason_and_candidates(tmp_path, now):
    run(edition_file(tmp_path, OLD), now, yes=True)
    new = changed(OLD, drop=("71.01.01.2001",)) | {"71.01.01.2009": "Anggrekk"}
    later = Options(number="UJI-2", legal_basis="Keputusan uji 2", valid_from="2022-01-01")
    found = run(edition_file(tmp_path, new), now, later)

    assert found.report["unresolved"] == [
        {
            "code": "71.01.01.2001",
            "name": "Anggrek",
            "reason": "Nama mirip, kode lain",
            "candidates": ["71.01.01.2009 Anggrekk"],
        }
    ]


@pytest.mark.parametrize(
    "options",
    [Options(), Options(number="1/2031"), Options(number="1", legal_basis="K"), Options("1", "K", "25-4-2025")],
)
def test_an_unknown_edition_needs_number_basis_and_date(tmp_path, now, options):
    found = run(edition_file(tmp_path, OLD), now, options)

    assert (found.exit_code, list(found.report)) == (2, ["refused"])


def test_a_known_number_brings_basis_and_date(tmp_path, now):
    found = run(edition_file(tmp_path, OLD), now, Options(number="300.2.2-2138/2025"))

    assert (found.report["valid_from"], found.report["legal_basis"]) == (
        "2025-04-25",
        "Kepmendagri Nomor 300.2.2-2138 Tahun 2025",
    )


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"%PDF-1.4", b"satu kolom saja\nx\n", b"a,b\n1,2\n"])
def test_what_is_no_table_of_regions_is_refused(tmp_path, now, content):
    path = tmp_path / "berkas.csv"
    path.write_bytes(content)

    assert run(path, now, yes=True).exit_code == 2


def test_a_missing_file_is_refused(tmp_path, now):
    assert run(tmp_path / "tidak-ada.csv", now).exit_code == 2


def test_centroids_and_shapes_are_told_by_themselves(country, tmp_path, now):
    points = tmp_path / "titik.csv"
    points.write_text("kode,lat,lng\n71,-7,109\n88,-7,109\n", encoding="utf-8")
    ring = [[106, -7], [107, -7], [107, -6], [106, -7]]
    feature = {
        "type": "Feature",
        "properties": {"kode": "71"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    borders = tmp_path / "batas.json"
    borders.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")

    assert [(run(path, now, yes=True).report["kind"], run(path, now).exit_code) for path in (points, borders)] == [
        ("centroids", 1),
        ("shapes", 0),
    ]

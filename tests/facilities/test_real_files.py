"""The real lists: 940 schools of Makassar and 2,638 puskesmas and hospitals, read in place."""

import csv
from collections import Counter

import pytest

from rumahbersama.chain.needs.facilities.models import Facility
from rumahbersama.ground.intake import road
from rumahbersama.ground.intake.actions import no_progress, run_import
from rumahbersama.ground.intake.command import accept_best, import_table
from rumahbersama.ground.intake.models import SavedMatch
from rumahbersama.ground.regions.models import Region
from tests.conftest import make_account
from tests.facilities.real import load_regions

SCHOOLS = "layanan_dasar/sekolah_makassar_dapodik2025.csv"
HEALTH = "layanan_dasar/faskes_indonesia_2019.csv"
# Islands that were split off Kecamatan Ujung Tanah; the list still names the old kecamatan.
MOVED = {"Barrang Caddi": "73.71.15.1001", "Barrang Lompo": "73.71.15.1002", "Kodingareng": "73.71.15.1003"}


@pytest.fixture
def makassar(db, shared_data, tmp_path, now) -> Region:
    """Kota Makassar with its kecamatan and kelurahan."""
    load_regions(shared_data, tmp_path, now, lambda code: code == "73" or code.startswith("73.71"))
    return Region.objects.get(code="73.71")


def consent(question):
    """Consent to clear matches, and say where the islands belong now."""
    return accept_best(question) or next(
        (offer.code for offer in question.offers if question.name in MOVED and offer.name == question.name), None
    )


def take_in(path, place, by, now, **options):
    return run_import(
        path, dataset="needs.facilities", place_code=place.code, place_name=str(place), by=by, at=now, **options
    )


def test_schools_of_makassar_come_in_with_consent_and_go_again(makassar, shared_data, now):
    by = make_account("bappeda", makassar)

    run = take_in(shared_data / SCHOOLS, makassar, by, now, decide=consent, source="Dapodik 2025", period="2025")

    assert (run.state, run.summary["rows"], run.summary["created"], run.summary["differs"]) == (
        "committed",
        940,
        940,
        0,
    )
    assert Counter(Facility.objects.values_list("service__code", flat=True)) == {"sd": 481, "sltp": 236, "slta": 223}
    assert set(Facility.objects.values_list("region__level", flat=True)) == {4}
    assert Facility.objects.filter(users=0).count() == 18
    # "Kec. Makasar" is Kecamatan Makassar, "Kec. Panakukkang" is Panakkukang: matched, and kept as decisions
    kept = SavedMatch.objects.filter(place_code="73.71")
    kecamatan = Region.objects.get(code__startswith="73.71.", level=3, name="Makassar")
    assert set(kept.filter(parent="MAKASAR").values_list("matched_code", flat=True)) <= set(
        Region.objects.filter(parent=kecamatan).values_list("code", flat=True)
    )
    assert kept.filter(parent="MAKASAR").count() == 15
    assert kept.filter(decided_by=by).count() == kept.count()
    assert {
        each.name: each.matched_code
        for each in kept.filter(parent="UJUNG TANAH", matched_code__startswith="73.71.15")
    } == {name.upper(): code for name, code in MOVED.items()}

    school = Facility.objects.get(number="40307436")
    assert (school.name, school.region.name, school.staff, school.users, school.capacity, school.capacity_unit) == (
        "UPT SPF SD INPRES BADDOKA", "Pai", 18, 348, 11, "ruang kelas",
    )  # fmt: skip
    assert (school.source, school.as_of.isoformat(), school.working) == ("Dapodik 2025", "2025-12-31", "unknown")

    again = take_in(shared_data / SCHOOLS, makassar, by, now, source="Dapodik 2025", period="2025")
    assert (again.state, again.summary["created"], again.summary["changed"], again.summary["unchanged"]) == (
        "committed", 0, 0, 940,
    )  # fmt: skip

    road.undo(run.pk, by=by, at=now, progress=no_progress)
    assert Facility.objects.count() == 0


def test_without_consent_no_school_comes_in(makassar, shared_data, now):
    by = make_account("bappeda", makassar)

    run = take_in(shared_data / SCHOOLS, makassar, by, now)

    assert (run.state, run.summary["rows"], Facility.objects.count()) == ("previewed", 0, 0)
    assert run.summary["findings"] == 940


def test_health_posts_of_three_provinces_are_found_in_their_addresses(db, shared_data, tmp_path, now):
    load_regions(shared_data, tmp_path, now, lambda code: code[:2] in {"32", "33", "73"} and code.count(".") < 3)
    nation = Region.objects.get(code="0")
    by = make_account("bappeda", nation)
    asked = []

    def clear_ones(question):
        asked.append(question)
        return accept_best(question) or ""

    run = take_in(shared_data / HEALTH, nation, by, now, decide=clear_ones, source="Faskes 2019", period="2019")

    clear = [question for question in asked if question.best]
    puskesmas = Facility.objects.filter(service__code="puskesmas")
    assert (run.state, len(asked), run.summary["differs"]) == ("committed", 2637, 0)
    assert (run.summary["created"], len(clear), puskesmas.count()) == (2268, 2267, 2252)
    assert len([question for question in asked if question.offers]) == 2636
    # In Java a puskesmas' number begins with the kabupaten's code: none accepted lies in another kabupaten.
    wrong = [
        f"{each.number} {each.name} {each.region.code}"
        for each in puskesmas.select_related("region").filter(region__code__lt="34")
        if each.number[1:5] != each.region.code[:5].replace(".", "")
    ]
    assert wrong == []


def test_the_command_proposes_and_the_flag_consents(db, shared_data, tmp_path, now):
    load_regions(shared_data, tmp_path, now, lambda code: code in {"32", "32.02"} or code.startswith("32.02."))
    sukabumi = Region.objects.get(code="32.02")
    by = make_account("bappeda", sukabumi)
    with (shared_data / HEALTH).open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if row[2] == "kode_faskes" or row[2].startswith("P3202")]
    part = tmp_path / "faskes.csv"
    with part.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    given = {
        "dataset": "needs.facilities",
        "place_code": "32.02",
        "place_name": "Sukabumi",
        "by": by,
        "at": now,
        "period": "2019",
    }

    code, report = import_table(part, **given)
    assert (code, report["summary"]["rows"], report["summary"]["questions_count"]) == (1, 0, len(rows) - 1)
    first = report["findings"][0]
    assert (first["column"], first["rule"]) == ("alamat", "Wilayah baris ini belum dicocokkan.")

    code, report = import_table(part, accept_matches=True, **given)
    assert (len(rows) - 1, report["summary"]["rows"], report["summary"]["questions_count"]) == (58, 54, 4)
    assert (code, Facility.objects.count()) == (1, 0)

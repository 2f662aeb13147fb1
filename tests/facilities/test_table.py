"""Facilities along the intake road: errors by row, many in one place, updates that keep, undo, the template."""

from decimal import Decimal

import pytest

from rumahbersama.chain.needs.facilities.actions import close_facility
from rumahbersama.chain.needs.facilities.models import Facility
from rumahbersama.chain.needs.facilities.near import Kecamatan, Nearby
from rumahbersama.chain.needs.facilities.storing import compare, write
from rumahbersama.chain.needs.facilities.table import FacilityTable
from rumahbersama.ground.core.exports import csv_text
from rumahbersama.ground.intake import road
from rumahbersama.ground.intake.actions import no_progress
from rumahbersama.ground.intake.queries import findings_of
from rumahbersama.ground.intake.rules import IntakeRefusal, Options, Stale
from tests.facilities.conftest import DESA, ONE, SISTER, TWO

THREE = f"MI Tiga,MI,333,{SISTER},,,0,,,"


def told(run):
    return [(found.row, found.column, found.value, found.rule) for found in findings_of(run)]


def test_many_in_one_place_come_in_at_once(take):
    run = take(ONE, TWO, THREE)

    assert (run.state, run.summary["rows"], run.summary["created"], run.summary["differs"]) == ("committed", 3, 3, 0)
    assert list(
        Facility.objects.order_by("number").values_list(
            "name", "service__code", "region__code", "capacity", "capacity_unit", "staff", "users", "working"
        )
    ) == [
        ("SD Satu", "sd", DESA, 6, "ruang kelas", 8, 120, "yes"),
        ("SMP Dua", "sltp", DESA, 9, "ruang kelas", 12, 200, "no"),
        ("MI Tiga", "sd", SISTER, None, "", None, 0, "unknown"),
    ]
    first = Facility.objects.get(number="111")
    assert (first.latitude, first.longitude, first.source, first.run) == (
        Decimal("-0.5"), Decimal("110.1"), "Dapodik", run.pk,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "column", "value", "rule"),
    [
        (f"SD,TK,1,{DESA},,,,,,", "Jenjang", "TK", "Jenis layanan ini tidak dikenal."),
        (f",SD,1,{DESA},,,,,,", "Nama sekolah", "", "Nama fasilitas kosong."),
        (f"SD,SD,1,{DESA},,,,mungkin,,", "Berfungsi", "mungkin", "Kata ini tidak dikenal di kolom ini."),
        (
            f"SD,SD,1,{DESA},,,,,52.5,13.4",
            "Lintang",
            "52.5 13.4",
            "Titik ini tidak di Indonesia",
        ),
        (f"SD,SD,1,{DESA},,,,,-7.5,", "Lintang", "-7.5 ", "Titik ini tidak di Indonesia"),
        (f"SD,SD,1,{DESA},-3,,,,,", "Ruang kelas", "-3", "Nilai tidak boleh negatif."),
        (f"SD,SD,1,{DESA},banyak,,,,,", "Ruang kelas", "banyak", "Kolom ini harus berisi angka."),
        ("SD,SD,1,71.01.02.2001,,,,,,", "Kode wilayah", "71.01.02.2001", "Kode ini bukan wilayah di Alas."),
    ],
)
def test_an_error_names_row_column_and_value_and_nothing_comes_in(row, column, value, rule, take):
    run = take(ONE, row)

    assert (run.state, Facility.objects.count()) == ("previewed", 0)
    assert [(3, column, value)] == [found[:3] for found in told(run)]
    assert told(run)[0][3].startswith(rule.removesuffix("."))


def test_one_number_twice_is_told(take):
    run = take(ONE, TWO, ONE.replace("SD Satu", "SD Empat"))
    assert told(run) == [(4, "", "sd · 111", "Yang sama sudah ada di baris 2.")]


def test_the_same_again_changes_nothing_and_a_part_keeps_the_rest(take, cast, now):
    take(ONE, TWO)
    again = take(ONE, TWO, source="Lain")
    assert (again.summary["created"], again.summary["changed"], again.summary["unchanged"]) == (0, 0, 2)

    part = take(f"SD Satu,SD,111,{DESA},9", head="Nama sekolah,Jenjang,NPSN,Kode wilayah,Jumlah guru")
    one = Facility.objects.get(number="111")
    assert (part.summary["changed"], one.staff, one.users, one.working, one.capacity) == (1, 9, 120, "yes", 6)


def test_a_row_that_knows_only_the_kecamatan_does_not_lose_the_desa(take):
    take(ONE)
    take("SD Satu,SD,111,71.01.01,9", head="Nama sekolah,Jenjang,NPSN,Kode wilayah,Jumlah guru")
    one = Facility.objects.get()
    assert (one.region.code, one.staff) == (DESA, 9)


def test_a_closed_facility_stays_closed(take, now):
    take(ONE)
    close_facility(facility=Facility.objects.get(), on=now.date(), reason="Digabung", by=None, at=now)
    take(ONE.replace(",8,", ",9,"))
    one = Facility.objects.get()
    assert (one.staff, one.ended_on) == (9, now.date())


def test_undo_brings_back_what_was_and_removes_what_was_new(take, cast, now):
    take(ONE)
    run = take(ONE.replace(",8,", ",9,"), TWO)

    road.undo(run.pk, by=cast["keeper"], at=now, progress=no_progress)

    assert list(Facility.objects.values_list("number", "staff")) == [("111", 8)]


def test_undo_is_refused_where_somebody_went_on_working(take, cast, now):
    run = take(ONE, TWO)
    close_facility(facility=Facility.objects.get(number="222"), on=now.date(), reason="x", by=cast["keeper"], at=now)

    with pytest.raises(IntakeRefusal, match="SMP Dua sudah diubah sesudah impor ini"):
        road.undo(run.pk, by=cast["keeper"], at=now, progress=no_progress)
    assert Facility.objects.count() == 2


def test_the_template_sent_back_changes_nothing(take, make):
    take(ONE, TWO, THREE)
    make("Posyandu Mawar", service="posyandu", capacity_unit="balita", condition="light")
    header, rows = FacilityTable().template(Options(place_code="71.01.01"))

    text = csv_text(header, rows).removeprefix("\ufeff").splitlines()
    run = take(*text[1:], head=text[0])

    assert (run.state, told(run)) == ("committed", [])
    assert (run.summary["created"], run.summary["changed"], run.summary["unchanged"]) == (0, 0, 4)


def test_writing_what_somebody_changed_meanwhile_is_stale(make, now):
    made = make(number="1")
    row = {"service": "sd", "region": DESA, "name": "SD Baru", "number": "1"}
    comparison = compare([row])
    Facility.objects.filter(pk=made.pk).update(version=7)
    with pytest.raises(Stale):
        write(comparison, by=None, at=now)


def test_adding_what_somebody_added_meanwhile_is_stale(make, now):
    comparison = compare([{"service": "sd", "region": DESA, "name": "SD Baru", "number": "1"}])
    make(number="1")
    with pytest.raises(Stale):
        write(comparison, by=None, at=now)


# Two kecamatan of one name 60 km apart, one near the first.
NEAR = Nearby(
    [
        Kecamatan("32.02.01", "Sindang", 0.0, 107.0),
        Kecamatan("32.03.01", "Sindang", 0.0, 107.54),
        Kecamatan("32.02.02", "Cidahu", 0.0, 107.1),
    ]
)


@pytest.mark.parametrize(
    ("address", "point", "number", "offers"),
    [
        ("Ds. A,  Kec. Sindang", (0.0, 107.01), "", [("32.02.01", 100)]),
        ("Ds. A,  Kec. Sindang", (0.0, 107.5), "", [("32.03.01", 100)]),
        # all the same name within 40 km: the farther one loses
        ("Ds. A,  Kec. Sindang", (0.0, 107.22), "", [("32.02.01", 100), ("32.03.01", 85)]),
        # "UtaraKec." without a blank, and spelling
        ("Kel. UtaraKec. Sindangg", (0.0, 107.01), "", [("32.02.01", 93)]),
        # the number speaks for another kabupaten: not clear
        ("Kec. Sindang", (0.0, 107.01), "P3203010101", [("32.03.01", 70), ("32.02.01", 70)]),
        # the coordinates are far from the only Cidahu: not clear
        ("Kec. Cidahu", (0.0, 107.6), "", [("32.02.02", 70)]),
        # no "Kec.", the name stands inside: not clear
        ("Jl. Raya Cidahu 5", (0.0, 107.1), "", [("32.02.02", 70)]),
        # no name at all: only what is near
        ("Jl. Mawar 5", (0.0, 107.6), "", [("32.03.01", 45)]),
        ("Jl. Mawar 5", None, "", []),
        ("Kec. Cidahu", None, "", [("32.02.02", 100)]),
    ],
)
def test_an_address_proposes_a_kecamatan(address, point, number, offers):
    assert NEAR.offers(address, point, number) == offers


@pytest.mark.parametrize(
    ("address", "point", "number", "elsewhere"),
    [
        ("Kec. Lain", (5.0, 120.0), "P7301", True),
        ("Kec. Cidahu", (5.0, 120.0), "P7301", False),
        ("Kec. Lain", (5.0, 120.0), "P3202", False),
        ("Kec. Lain", (0.0, 107.0), "P7301", False),
        ("Kec. Lain", None, "P7301", False),
    ],
)
def test_only_what_surely_lies_elsewhere_is_left_out(address, point, number, elsewhere):
    assert NEAR.is_elsewhere(address, point, number) is elsewhere

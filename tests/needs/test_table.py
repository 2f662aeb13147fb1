"""The table of figures as units send it: only their own columns."""

from decimal import Decimal

from django.urls import reverse

from rumahbersama.chain.needs.models import Observation
from rumahbersama.chain.needs.table import ObservationTable
from rumahbersama.ground.intake.command import import_table
from rumahbersama.ground.intake.rules import Options, Row


def test_the_sheet_of_a_unit_holds_only_what_it_supplies_and_reads_back(put, cast, reference, country):
    put({("71.01.01.2001", "sd"): 2, ("71.01.01.2001", "posyandu"): 3})
    header, rows = ObservationTable().template(Options("71.01.01", "2026-S1", by=cast["education_unit"]))

    assert header[3:] == ["SD/MI", "SMP/MTs", "SMA/SMK/MA", "Perguruan tinggi", "Penjelasan angka di atas batas"]
    assert [row[3] for row in rows] == ["", 2, ""]


def test_a_column_that_another_unit_supplies_is_an_error_that_says_whose_it_is(cast, reference, country):
    row = Row(2, "71.01.01.2001", {("sd", "2026-S1"): Decimal(3), ("posyandu", "2026-S1"): Decimal(2)})
    options = Options("71.01.01.2001", "2026-S1", by=cast["operator"])
    [found] = ObservationTable().check([row], options)

    assert (found.row, found.column, found.rule) == (2, "sd", "SD/MI diisi Unit pendidikan, bukan oleh Anda.")


def test_percentages_are_known_by_their_unit_and_never_taken_as_fractions(cast, reference, country, now, tmp_path):
    reference["sd"].unit, reference["sd"].whole = "%", False
    reference["sd"].save()
    table = tmp_path / "persen.csv"
    table.write_text("kode,nama,SD/MI\n71.01.01.2001,Anggrek,0.682\n71.01.01.2002,Akasia,0.7\n", encoding="utf-8")
    code, report = import_table(
        table,
        dataset="needs.observations",
        place_code="71.01.01",
        place_name="Alas",
        by=cast["keeper"],
        at=now,
        period="2026-S1",
        source="Uji",
        commit=True,
    )

    assert (code, Observation.objects.count()) == (1, 0)
    assert [(found["row"], found["column"], found["value"], found["rule"]) for found in report["findings"]] == [
        (2, "SD/MI", "0.682", "Persentase ditulis 0 sampai 100, bukan pecahan 0 sampai 1."),
        (3, "SD/MI", "0.7", "Persentase ditulis 0 sampai 100, bukan pecahan 0 sampai 1."),
    ]


def test_an_operator_takes_the_sheet_of_the_desa_and_sends_it_back(
    put, cast, reference, country, client, now, tmp_path
):
    desa = "71.01.01.2001"
    put({(desa, "posyandu"): 3})
    client.force_login(cast["operator"])
    page = client.get(reverse("uploads:new")).content.decode()
    assert f'<option value="{desa}"' in page

    answer = client.get(reverse("uploads:template", args=["csv"]), {"tempat": desa, "periode": "2026-S1"})
    header, line, *more = answer.content.decode("utf-8-sig").splitlines()
    assert (line.startswith(f"{desa},"), more) == (True, [])
    cells = line.split(",")
    cells[header.split(",").index("Posyandu")] = "4"
    sheet = tmp_path / "lembar.csv"
    sheet.write_text(f"{header}\n{','.join(cells)}\n", encoding="utf-8")
    code, report = import_table(
        sheet,
        dataset="needs.observations",
        place_code=desa,
        place_name="Anggrek",
        by=cast["operator"],
        at=now,
        period="2026-S1",
        source="Lembar desa",
        commit=True,
    )

    assert (code, report["summary"]["changed"], report["summary"]["created"]) == (0, 1, 0), report["findings"]
    assert Observation.objects.get(region__code=desa, indicator__code="posyandu").numerator == 4


def test_the_registry_fills_in_the_population_and_nothing_else(cast, reference, country):
    header, _rows = ObservationTable().template(Options("71.01.01", "2026-S1", by=cast["registry_unit"]))
    posyandu = Row(2, "71.01.01.2001", {("posyandu", "2026-S1"): Decimal(2)})
    options = Options("71.01.01", "2026-S1", by=cast["registry_unit"])

    assert header[3:6] == ["Penduduk", "Penduduk laki-laki", "Penduduk perempuan"]
    assert [found.rule for found in ObservationTable().check([posyandu], options)] == [
        "Posyandu diisi Operator desa, bukan oleh Anda."
    ]

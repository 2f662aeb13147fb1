"""Shapes of tables people really send: all of these enter as they should."""

import json

import openpyxl
import pytest

GOOD = [
    ["kode", "nama", "kecamatan", "Jumlah penduduk", "Luas"],
    ["71.01.01.2001", "Anggrek", "Alas", 1200, 10.5],
    ["71.01.01.2002", "Akasia", "Alas", 800, 3.25],
]
STORED = {
    ("71.01.01.2001", "people", "2020"): "1200",
    ("71.01.01.2001", "area", "2020"): "10.5",
    ("71.01.01.2002", "people", "2020"): "800",
    ("71.01.01.2002", "area", "2020"): "3.25",
}


def text(mark=",", rows=GOOD, decimal="."):
    return (
        "\n".join(
            mark.join(str(cell).replace(".", decimal) if isinstance(cell, float) else str(cell) for cell in row)
            for row in rows
        )
        + "\n"
    )


CSV = {
    "plain": text(),
    "byte order mark": "\ufeff" + text(),
    "semicolons and decimal commas": text(";", decimal=","),
    "tabs": text("\t"),
    "thousands dots": text(";", decimal=",").replace("1200", "1.200"),
    "undotted codes": text().replace("71.01.01.", "710101"),
    "another order": text(rows=[row[::-1] for row in GOOD]),
    "titles above": "Data penduduk Kabupaten Sungai\nTahun 2020\n\n" + text(),
    "a row of numbers under the headings": text(rows=[GOOD[0], ["(1)", "(2)", "(3)", "(4)", "(5)"], *GOOD[1:]]),
    "headings in two rows": "kode,nama,kecamatan,Data,\n,,,Jumlah penduduk,Luas\n" + text(rows=GOOD[1:]),
    "windows line ends": text().replace("\n", "\r\n"),
    "quoted cells with breaks": text().replace("Anggrek", '"Ang\ngrek"'),
    "period in the heading": text().replace("Jumlah penduduk", "jumlah_penduduk_2020"),
    "a note below": text() + "Sumber: Dinas,,,,\n",
    "a column nobody needs": text(rows=[[*row, "x"] for row in GOOD]).replace("Luas,x", "Luas,Catatan"),
}


@pytest.mark.parametrize("content", CSV.values(), ids=CSV.keys())
def test_csv_in_this_shape_enters(load, toy, content):
    code, report = load(content)
    assert (code, report["findings"], toy.stored) == (0, [], STORED)


def test_windows_letters_are_told(load, toy):
    code, report = load(text().replace("Anggrek", "Anggr\u00e9k").encode("cp1252"))
    assert (code, toy.stored) == (0, STORED)
    assert report["summary"]["renamed"] == []


def book(tmp_path, sheets, name="data.xlsx"):
    wanted = openpyxl.Workbook()
    wanted.remove(wanted.active)
    for title, rows in sheets.items():
        sheet = wanted.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path = tmp_path / name
    return wanted, path


@pytest.mark.parametrize("title", ["Data", "Sheet1 (2)", "lembar yang diganti namanya"])
def test_a_renamed_sheet_enters(load, toy, tmp_path, title):
    wanted, path = book(tmp_path, {"Petunjuk": [["Isi lembar kedua"]], title: GOOD, "Kosong": []})
    wanted.save(path)
    code, report = load(path)
    assert (code, report["findings"], toy.stored) == (0, [], STORED)


def test_merged_group_headings_enter(load, toy, tmp_path):
    rows = [
        ["Data Kabupaten Sungai"],
        ["kode", "nama", "kecamatan", "Jumlah penduduk", None, "Luas"],
        [None, None, None, 2020, 2021, None],
        ["71.01.01.2001", "Anggrek", "Alas", 1200, 1300, 10.5],
    ]
    wanted, path = book(tmp_path, {"Data": rows})
    for cells in ("A1:F1", "D2:E2", "A2:A3", "B2:B3", "C2:C3", "F2:F3"):
        wanted["Data"].merge_cells(cells)
    wanted.save(path)

    code, report = load(path)

    assert (code, report["findings"]) == (0, [])
    assert toy.stored == {
        ("71.01.01.2001", "people", "2020"): "1200",
        ("71.01.01.2001", "people", "2021"): "1300",
        ("71.01.01.2001", "area", "2020"): "10.5",
    }


def test_a_merged_parent_is_filled_down(load, toy, tmp_path):
    rows = [GOOD[0], [None, "Anggrek", "Alas", 1, 1], [None, "Akasia", None, 2, 2]]
    wanted, path = book(tmp_path, {"Data": rows})
    wanted["Data"].merge_cells("C2:C3")
    wanted.save(path)

    code, report = load(path, accept=True)

    assert (code, report["findings"]) == (0, [])
    assert {place for place, _key, _period in toy.stored} == {"71.01.01.2001", "71.01.01.2002"}


def test_merged_numbers_are_refused(load, toy, tmp_path):
    wanted, path = book(tmp_path, {"Data": GOOD})
    wanted["Data"].merge_cells("D2:D3")
    wanted.save(path)

    code, report = load(path)

    assert (code, toy.stored) == (1, {})
    assert [(f["row"], f["column"], f["rule"]) for f in report["findings"]] == [
        (2, "Jumlah penduduk", "Sel data tidak boleh digabung.")
    ]


def test_a_formula_that_failed_is_told(load, toy, tmp_path):
    wanted, path = book(tmp_path, {"Data": GOOD})
    cell = wanted["Data"]["D2"]
    cell.value = "#DIV/0!"
    cell.data_type = "e"
    wanted.save(path)

    code, report = load(path)

    assert (code, toy.stored) == (1, {})
    assert [(f["row"], f["column"], f["rule"]) for f in report["findings"]] == [
        (2, "Jumlah penduduk", "Rumus di sel ini menghasilkan kesalahan.")
    ]


def test_geojson_enters(load, toy, tmp_path):
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [1, 2]},
            "properties": dict(zip(GOOD[0], row, strict=True)),
        }
        for row in GOOD[1:]
    ]
    code, report = load(json.dumps({"type": "FeatureCollection", "features": features}), name="data.geojson")
    assert (code, report["findings"], toy.stored) == (0, [], STORED)


def test_a_mapping_is_remembered_for_the_sender(load, toy, cast, now, tmp_path):
    from rumahbersama.ground.intake.actions import run_import
    from rumahbersama.ground.intake.rules import Meaning

    path = tmp_path / "aneh.csv"
    path.write_text("wilayah,x,kode\n71.01.01.2001,5,1\n")
    place = {"dataset": "toy", "place_code": "71.01", "place_name": "Sungai", "at": now, "period": "2020"}
    mapping = [Meaning("code"), Meaning("people"), None]
    run = run_import(path, by=cast["bappeda"], mapping=mapping, **place)
    assert (run.state, toy.stored) == ("committed", {("71.01.01.2001", "people", "2020"): "5"})

    again = run_import(path, by=cast["bappeda"], dry_run=True, **place)
    other = run_import(path, by=cast["dpmd"], dry_run=True, **place)

    assert again.mapping == [["code", ""], ["people", ""], None]
    assert again.look["remembered"] is True
    assert other.mapping == [None, None, ["code", ""]]


def test_a_column_can_be_skipped_or_corrected_on_the_command_line(load, toy):
    content = text().replace("Luas", "jiwa").replace("10.5", "5").replace("3.25", "6")
    code, report = load(content)
    assert (code, report["refusal"]) == (2, "Pilih sedikitnya satu kolom yang berisi angka untuk disimpan.")

    code, _report = load(content, columns=["Jumlah penduduk=people@2021"], skip=["jiwa"])
    assert (code, toy.stored) == (
        0,
        {(place, "people", "2021"): value for (place, key, _p), value in STORED.items() if key == "people"},
    )

    code, report = load(content, skip=["tidak ada"])
    assert (code, report["refusal"]) == (2, "Kolom “tidak ada” tidak ada di berkas.")

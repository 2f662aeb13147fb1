import pytest

from rumahbersama.ground.regions.editions import cut_short, read_rows
from rumahbersama.ground.regions.known import by_file_name, by_number, known_editions
from rumahbersama.ground.regions.rules import RegionRefusal

HEADER = ["kode", "nama", "level", "kode_induk", "jenis"]


def read(*rows):
    return read_rows(HEADER, enumerate(rows, start=2))


def test_rows_are_read_top_down_whatever_their_order():
    found = read(
        ["71.01", "Kab. Sungai", "", "", ""], ["7101012001", "Anggrek"], ["71", "UTARA"], ["71.01.01", "Alas"], []
    )

    assert list(found.rows) == ["71", "71.01", "71.01.01", "71.01.01.2001"]
    assert [row.name for row in found.rows.values()] == ["Utara", "Sungai", "Alas", "Anggrek"]
    assert found.findings == []


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (["71.1", "Salah"], "kode", "71.1"),
        (["7,1", "Salah"], "kode", "7,1"),
        (["99", "Rekaan"], "kode", "99"),
        (["71", "Dua kali"], "kode", "71"),
        (["72", ""], "nama", ""),
        (["72", "-"], "nama", "-"),
        (["72", "x" * 121], "nama", "x" * 40 + "…"),
        (["72", "Selatan", "kecamatan"], "level", "kecamatan"),
        (["71.02", "Danau", "", "72"], "kode_induk", "72"),
        (["71.02", "Danau", "", "", "desa"], "jenis", "desa"),
        (["73.01", "Yatim"], "kode", "73.01"),
    ],
)
def test_a_wrong_row_is_found_with_row_and_column(row, column, value):
    found = read(["71", "Utara"], row)

    assert [(one.row, one.column, one.value) for one in found.findings] == [(3, column, value)]
    assert found.findings[0].rule
    assert found.findings[0].remedy


@pytest.mark.parametrize("header", [[], ["a", "b"], ["kode", "alamat"], ["nama", "luas"]])
def test_a_table_without_code_and_name_is_refused(header):
    with pytest.raises(RegionRefusal):
        read_rows(header, [(2, ["71", "Utara"])])


def test_an_empty_list_is_refused():
    with pytest.raises(RegionRefusal):
        read([], ["", ""])


@pytest.mark.parametrize(("present", "gone", "is_cut"), [(1000, 101, True), (1000, 100, False), (50, 50, False)])
def test_a_list_that_ends_a_tenth_of_all_regions_is_a_piece(present, gone, is_cut):
    assert (cut_short(present=present, gone=gone) is not None) is is_cut


def test_known_editions_are_found_by_number_and_by_the_year_of_the_file():
    older, newer = known_editions()

    assert by_number(" 300.2.2-2138/2025 ") == newer
    assert by_number("1/2030") is None
    assert by_file_name("kode_wilayah_2023.csv") == older
    assert by_file_name("kode-2025-04.xlsx") == newer
    assert by_file_name("kode_2031.csv") is None
    assert by_file_name("kode.csv") is None
    assert by_file_name("kode_2001.csv") is None

"""Tables going out hold no live formula, and come back as they were."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from rumahbersama.ground.core.exports import csv_response, csv_text, xlsx_bytes, xlsx_response

LIVE = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"]


@pytest.mark.parametrize("text", LIVE)
def test_text_that_would_be_a_formula_is_guarded_in_csv(text):
    cell = csv_text(["h"], [[text]]).removeprefix("\ufeffh\r\n").strip('"\r\n')
    assert cell == f"'{text}"


def test_a_heading_is_guarded_too():
    assert csv_text(["=a"], []) == "\ufeff'=a\r\n"


def test_numbers_stay_numbers():
    row = [-5, Decimal("-1.5"), 2.5, None, "", date(2026, 1, 2), "33.01"]
    assert csv_text(["h"], [row]) == "\ufeffh\r\n-5,-1.5,2.5,,,2026-01-02,33.01\r\n"


def test_a_workbook_holds_text_as_text_and_numbers_as_numbers():
    content = xlsx_bytes(
        ["kode", "=b"], [["33.01.16.2013", "=1+1"], ["https://contoh.invalid", Decimal("1.5")], [7, None]]
    )
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    cells = [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows()]
    assert cells == [
        [("kode", "s"), ("=b", "s")],
        [("33.01.16.2013", "s"), ("=1+1", "s")],
        [("https://contoh.invalid", "s"), (1.5, "n")],
        [(7, "n"), (None, "n")],
    ]
    assert b"<f>" not in content


def test_downloads_name_their_file():
    given = [csv_response("a b.csv", ["h"], []), xlsx_response("a.xlsx", ["h"], [])]
    assert [each["Content-Disposition"] for each in given] == [
        'attachment; filename="a b.csv"',
        'attachment; filename="a.xlsx"',
    ]

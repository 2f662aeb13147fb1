"""Tables going out as CSV and XLSX, in which no cell can come alive as a formula.

Both files are what intake reads back: the export is the template. A text that a spreadsheet would take for a
formula gets an apostrophe in CSV; in XLSX it is stored as plain text. Numbers stay numbers.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header

Cell = str | int | float | Decimal | date | datetime | None
_LIVE = ("=", "+", "-", "@", "\t", "\r")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SAFE_XLSX = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}


def harmless(value: Any) -> Any:  # noqa: ANN401 - a lazy text too
    """Return ``value`` as a CSV cell: text that would begin a formula gets an apostrophe, None is empty."""
    if value is None:
        return ""
    if isinstance(value, (int, float, Decimal, date)):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(_LIVE) else text


def csv_text(header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> str:
    """Return the table as CSV text with a BOM, so that spreadsheets read it as UTF-8."""
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow([harmless(cell) for cell in header])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def xlsx_bytes(header: Sequence[Any], rows: Iterable[Sequence[Any]], *, sheet: str = "Data") -> bytes:
    """Return the table as a workbook of one sheet, heading frozen, text never read as formula or link."""
    import xlsxwriter  # read where it is needed: every command and worker starts sooner

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, SAFE_XLSX) as book:
        page = book.add_worksheet(sheet)
        bold = book.add_format({"bold": True, "bottom": 1})
        dates = book.add_format({"num_format": "yyyy-mm-dd"})
        page.freeze_panes(1, 0)
        for column, heading in enumerate(header):
            page.write_string(0, column, str(heading), bold)
            page.set_column(column, column, min(40, max(10, len(str(heading)) + 2)))
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                _write(page, number, column, cell, dates)
    return out.getvalue()


def _write(page: Any, row: int, column: int, cell: Any, dates: Any) -> None:  # noqa: ANN401 - xlsxwriter is untyped
    if cell is None or cell == "":
        return
    if isinstance(cell, (int, float, Decimal)):
        page.write_number(row, column, cell)
    elif isinstance(cell, date):
        page.write_datetime(row, column, cell, dates)
    else:
        page.write_string(row, column, str(cell))


def csv_response(filename: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """Return a download ``filename`` (ending in .csv) of the table."""
    return _download(csv_text(header, rows).encode(), filename, "text/csv; charset=utf-8")


def xlsx_response(filename: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """Return a download ``filename`` (ending in .xlsx) of the table."""
    return _download(xlsx_bytes(header, rows), filename, _XLSX)


def xlsx_file(content: bytes, filename: str) -> HttpResponse:
    """Return a download ``filename`` (ending in .xlsx) of a workbook that is made already."""
    return _download(content, filename, _XLSX)


def _download(content: bytes, filename: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=filename) or "attachment"
    )
    return response

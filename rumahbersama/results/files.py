"""Tables of what happened, with the address of each row, as files."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from rumahbersama.ground.core.exports import csv_response, xlsx_response

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}
Table = tuple[list[Any], Iterable[Sequence[Any]]]


def file_of(request: HttpRequest, name: str, form: str, table: Table) -> HttpResponse:
    """Return a table as a file; the address in its last column is whole there, as it is read outside of the site."""
    header, rows = table
    whole = ([*cells, request.build_absolute_uri(address) if address else ""] for *cells, address in rows)
    return FORMATS[form](f"{name}.{form}", header, whole)

"""Opening files of regions: through intake's look before the parser and its child process with limits."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.ground.intake.checks import check_file
from rumahbersama.ground.intake.limits import BadFile
from rumahbersama.ground.intake.messages import sentence
from rumahbersama.ground.intake.table import open_table
from rumahbersama.ground.regions.rules import RegionRefusal

EDITION, SHAPES, CENTROIDS = "edition", "shapes", "centroids"


@dataclass(frozen=True)
class OpenTable:
    """A table: its heading and an iterator of (row number, cells), every cell text."""

    header: list[str]
    rows: Iterator[tuple[int, list[str]]]


@contextmanager
def opened(path: Path) -> Iterator[OpenTable]:
    """Open a CSV or XLSX whose first filled row is the heading.

    Raises:
        RegionRefusal: the file is hostile, no table, or breaks its reader.
    """
    try:
        with open_table(path) as table:
            rows = ((number, [_text(cell) for cell in cells]) for number, *cells in table.rows())
            _number, header = next(rows, (0, []))
            yield OpenTable(header=header, rows=rows)
    except BadFile as reason:
        raise RegionRefusal(sentence(reason)) from None


def features_of(path: Path) -> list[Any]:
    """Return the features of a GeoJSON file.

    Raises:
        RegionRefusal: the file is hostile, or no collection of features.
    """
    try:
        checked = check_file(path)
    except BadFile as reason:
        raise RegionRefusal(sentence(reason)) from None
    try:
        content = json.loads(path.read_bytes()) if checked.kind == "geojson" else {}
    except (ValueError, RecursionError):
        content = {}
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not features:
        raise RegionRefusal(_("Berkas ini bukan GeoJSON dengan daftar wilayah (FeatureCollection)."))
    return features


def kind_of_file(path: Path) -> str:
    """Return what a file holds: borders, centroids, or an edition.

    Raises:
        RegionRefusal: the file is hostile or no table.
    """
    try:
        if check_file(path).kind == "geojson":
            return SHAPES
    except BadFile as reason:
        raise RegionRefusal(sentence(reason)) from None
    with opened(path) as table:
        header = {cell.strip().lower() for cell in table.header}
    return CENTROIDS if header & {"lat", "latitude", "lintang"} else EDITION


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _text(cell: Any) -> str:  # noqa: ANN401 - text, number or nothing
    return "" if cell is None else str(cell).strip()

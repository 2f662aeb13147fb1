"""Regions of the real code list, with the middles of their areas, for the real files."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

from rumahbersama.chain.needs.reference import load_reference
from rumahbersama.ground.regions.actions import ensure_nation, load_centroids, load_edition


def load_regions(shared_data: Path, folder: Path, now, wanted: Callable[[str], bool]) -> None:
    """Load the regions whose code is wanted, and where their middles are."""
    ensure_nation()
    load_edition(
        path=_part(shared_data / "wilayah/kode_wilayah_2025.csv", folder / "kode.csv", wanted),
        number="300.2.2-2138/2025",
        legal_basis="Kepmendagri 300.2.2-2138/2025",
        valid_from=date(2025, 4, 25),
        by=None,
        at=now,
        dry_run=False,
    )
    load_centroids(
        path=_part(shared_data / "wilayah/titik_tengah_kab_kec_desa.csv", folder / "tengah.csv", wanted),
        by=None,
        at=now,
    )
    load_reference(by=None, at=now)


def _part(source: Path, target: Path, wanted: Callable[[str], bool]) -> Path:
    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if row[0] == "kode" or wanted(row[0])]
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return target

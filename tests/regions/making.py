"""Small invented editions, written as the files people load."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone

from rumahbersama.ground.regions.actions import EditionPreview, load_edition
from rumahbersama.ground.regions.editions import edition_row
from rumahbersama.ground.regions.matching import Comparison, Known, compare
from rumahbersama.ground.regions.rules import parent_code

OLD = {
    "71": "UTARA",
    "71.01": "KAB. SUNGAI",
    "71.01.01": "Alas",
    "71.01.01.2001": "Anggrek",
    "71.01.01.2002": "Akasia",
    "71.01.01.2003": "Suka Maju",
    "71.01.02": "Bukit",
    "71.01.02.2001": "Bambu",
    "71.01.02.2002": "Beringin",
    "71.02": "KAB. DANAU",
    "71.02.01": "Curug",
    "71.02.01.2001": "Cemara",
    "71.02.01.2002": "Cempaka",
}


def changed(edition: dict[str, str], *, drop: tuple[str, ...]) -> dict[str, str]:
    """Return the edition without some codes."""
    return {code: name for code, name in edition.items() if code not in drop}


def compared(old: dict[str, str], new: dict[str, str]) -> Comparison:
    """Compare two editions without a database; ids count from 1 (Indonesia) in code order."""
    ids = {"0": 1} | {code: place for place, code in enumerate(old, start=2)}
    present = [Known(1, "0", "Indonesia", "Indonesia", "INDONESIA", "negara", None)]
    for code, printed in old.items():
        row = edition_row(code, printed)
        parent = ids[parent_code(code) or "0"]
        present.append(Known(ids[code], code, row.name, printed, row.key, row.kind, parent))
    return compare(present, {code: edition_row(code, printed) for code, printed in new.items()})


def told(comparison: Comparison) -> list[tuple[str, str, str]]:
    """Return the differences as (change, old code, new code)."""
    return sorted((one.change, one.old_code, one.code) for one in comparison.differences)


def asked(comparison: Comparison) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return the questions as (code, reason, candidates)."""
    return [(one.code, one.reason, one.candidates) for one in comparison.questions]


def edition_file(folder: Path, edition: dict[str, str], name: str = "daftar.csv") -> Path:
    """Write an edition as a CSV file."""
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("kode", "nama"), *edition.items()])
    return path


def load(folder: Path, edition: dict[str, str], *, year: int = 2021, by: Any = None, **more: Any) -> EditionPreview:
    """Load an invented edition numbered by its year."""
    return load_edition(
        path=edition_file(folder, edition, f"daftar-{year}.csv"),
        number=f"UJI-{year}",
        legal_basis=f"Keputusan uji {year}",
        valid_from=date(year, 1, 1),
        by=by,
        at=timezone.now(),
        **more,
    )

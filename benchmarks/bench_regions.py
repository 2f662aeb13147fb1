"""Loading and previewing national editions: time and peak memory, against a naive load row by row.

Each measurement is a process of its own with a new SQLite database; the peak is that of the whole process and
of its reading child, whichever is higher, as the kernel counts it. The peer loads a sample with Django's
``get_or_create`` row by row, as import scripts usually do, in the same run; it is told per 10,000 rows.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "wilayah"
LIMIT_SECONDS, LIMIT_MEGABYTES = 10.0, 400
SAMPLE = 5000

_PREPARE = """
import json, resource, sys, time
from pathlib import Path
import django
django.setup()
from django.core.management import call_command
from django.utils import timezone
from rumahbersama.ground.regions.actions import commit_edition, ensure_nation, preview_edition
from rumahbersama.ground.regions.known import by_file_name
call_command("migrate", verbosity=0)
def preview(year):
    path = Path(sys.argv[1]) / f"kode_wilayah_{year}.csv"
    known = by_file_name(path.name)
    return preview_edition(path=path, number=known.number, legal_basis=known.legal_basis, valid_from=known.valid_from)
def tell(seconds, **more):
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps({"seconds": seconds, "megabytes": peak // 1024} | more))
"""
_LOAD = """
begin = time.perf_counter()
found = preview(2025)
commit_edition(preview=found, by=None, at=timezone.now())
tell(time.perf_counter() - begin, rows=len(found.rows))
"""
_PREVIEW = """
commit_edition(preview=preview(2023), by=None, at=timezone.now())
begin = time.perf_counter()
found = preview(2025)
tell(time.perf_counter() - begin, rows=len(found.rows))
"""
_NAIVE = """
import csv
from datetime import date
from django.db import transaction
from rumahbersama.ground.regions.models import Region, RegionCode
from rumahbersama.ground.regions.rules import clean_name, folded, kind_of, level_of, parent_code
ensure_nation()
sample = int(sys.argv[2])
begin = time.perf_counter()
with transaction.atomic(), (Path(sys.argv[1]) / "kode_wilayah_2025.csv").open(encoding="utf-8-sig") as file:
    for _, row in zip(range(sample), csv.DictReader(file)):
        code, level = row["kode"], level_of(row["kode"])
        name = clean_name(row["nama"], level)
        parent = Region.objects.get(code=parent_code(code))
        fields = {"name": name, "search_name": folded(name), "level": level, "kind": kind_of(code), "parent": parent}
        region, _made = Region.objects.get_or_create(code=code, defaults=fields)
        dated = {"name": name, "valid_from": date(2025, 4, 25)}
        RegionCode.objects.get_or_create(region=region, code=code, defaults=dated)
tell(time.perf_counter() - begin, rows=sample)
"""


def _measured(script: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="rumah-bench-") as folder:
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "rumahbersama.settings", "RUMAH_DATA": folder}
        environment.pop("DATABASE_URL", None)
        done = subprocess.run(
            [sys.executable, "-c", _PREPARE + script, str(DATA), str(SAMPLE)],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def run() -> list[dict[str, Any]]:
    """Measure and return one row per question; empty where the real editions are not beside the checkout."""
    if not DATA.is_dir():
        return []
    load, preview, naive = _measured(_LOAD), _measured(_PREVIEW), _measured(_NAIVE)
    whole = naive["seconds"] / naive["rows"] * load["rows"]
    return [
        {
            "name": "load of a national edition",
            "input": f"{load['rows']} codes, CSV, empty SQLite",
            "seconds": round(load["seconds"], 2),
            "megabytes": load["megabytes"],
            "peer": f"get_or_create row by row ({naive['rows']} rows measured, scaled up)",
            "peer_seconds": round(whole, 1),
            "ratio": round(whole / load["seconds"], 1),
            "bar": f"<= {LIMIT_SECONDS:.0f} s, <= {LIMIT_MEGABYTES} MB",
            "met": load["seconds"] <= LIMIT_SECONDS and load["megabytes"] <= LIMIT_MEGABYTES,
        },
        {
            "name": "preview of the next edition",
            "input": f"{preview['rows']} codes against the edition before",
            "seconds": round(preview["seconds"], 2),
            "megabytes": preview["megabytes"],
            "peer": "",
            "peer_seconds": None,
            "ratio": None,
            "bar": f"<= {LIMIT_SECONDS:.0f} s, <= {LIMIT_MEGABYTES} MB",
            "met": preview["seconds"] <= LIMIT_SECONDS and preview["megabytes"] <= LIMIT_MEGABYTES,
        },
    ]


if __name__ == "__main__":
    for row in run():
        print(json.dumps(row, ensure_ascii=False))

"""Tables coming in, against openpyxl's read-only mode on the same file, in one run.

Input: a generated XLSX of 100,000 rows x 10 columns (code, name, parent, one figure per village, six columns
nobody asked for). The safe road stores one observation per row into ``needs.observations`` of a fresh SQLite
database with 100,000 invented villages. Beside it a second process keeps asking for the write lock, and the
longest it waited is told.
"""

import json
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from decimal import Decimal
from pathlib import Path

ROWS = 100_000
REPEATS = 3
COLUMNS = ["Kode wilayah", "Nama wilayah", "Kecamatan", "t_2020sm1", "a", "b", "c", "d", "e", "f"]


def run(*, quick: bool = False) -> list[dict]:
    """Measure in a process of its own, so that its database and memory are its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "RUMAH_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "rumahbersama.settings",
            "DATABASE_URL": "",
        }
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.bench_intake", folder, str(ROWS // 10 if quick else ROWS)],
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
    return json.loads(done.stdout.splitlines()[-1])


def _codes(rows: int) -> list[str]:
    return [
        f"71.{kab:02}.{kec:02}.{2001 + desa}"
        for kab in range(1, 11)
        for kec in range(1, 41)
        for desa in range(rows // 400)
    ]


def _make_workbook(path: Path, codes: list[str], *, heading: str = COLUMNS[3]) -> None:
    import xlsxwriter

    chance = random.Random(7)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, [heading if name == COLUMNS[3] else name for name in COLUMNS])
        for number, code in enumerate(codes, start=1):
            figures = [chance.randrange(300, 12_000) for _ in range(6)]
            sheet.write_row(
                number, 0, [code, f"Desa {code[-4:]}", f"Kecamatan {code[:8]}", *figures, chance.random()]
            )


def _make_regions(codes: list[str]) -> None:
    from rumahbersama.ground.regions.models import Region

    levels = {
        "0": Region.objects.get_or_create(code="0", defaults={"name": "Indonesia", "level": 0, "kind": "negara"})[0]
    }

    def make(wanted: list[str], level: int, kind: str) -> None:
        made = Region.objects.bulk_create(
            [
                Region(
                    code=code,
                    name=f"Desa {code[-4:]}" if level == 4 else f"Kecamatan {code}",
                    search_name=code,
                    level=level,
                    kind=kind,
                    parent=levels[code.rpartition(".")[0] or "0"],
                )
                for code in wanted
            ],
            batch_size=2_000,
        )
        levels.update({region.code: region for region in made})

    make(sorted({code[:2] for code in codes}), 1, "provinsi")
    make(sorted({code[:5] for code in codes}), 2, "kabupaten")
    make(sorted({code[:8] for code in codes}), 3, "kecamatan")
    make(codes, 4, "desa")


def _timed(work) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _openpyxl(path: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    assert sum(1 for _row in book.active.iter_rows(values_only=True)) > 1
    book.close()


def _child(path: Path) -> None:
    from rumahbersama.ground.intake.table import open_table

    with open_table(path) as table:
        assert sum(1 for _row in table.rows()) > 1


def _check(path: Path) -> None:
    from rumahbersama.ground.intake.checks import check_file

    check_file(path)


class _Waiting(threading.Thread):
    """Asks for SQLite's write lock again and again; ``longest`` is the longest it had to wait."""

    def __init__(self, database: str) -> None:
        super().__init__(daemon=True)
        self.database, self.longest, self.over = database, 0.0, False

    def run(self) -> None:
        connection = sqlite3.connect(self.database, timeout=60, isolation_level=None)
        while not self.over:
            began = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
            self.longest = max(self.longest, time.perf_counter() - began)
            time.sleep(0.02)
        connection.close()


def _simple_table() -> type:
    """A room that stores one observation per row in a table of its own and sums nothing."""
    from django.db import IntegrityError, connection

    from rumahbersama.chain.needs.table import ObservationTable
    from rumahbersama.ground.audit.rules import Change
    from rumahbersama.ground.intake.rules import Prepared, Stale, compared

    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_value (place text, key text, period text, value text, run integer,"
            " PRIMARY KEY (place, key, period))"
        )

    def stored() -> dict:
        with connection.cursor() as cursor:
            cursor.execute("SELECT place, key, period, value FROM bench_value")
            return {row[:3]: row[3] for row in cursor.fetchall()}

    class SimpleTable(ObservationTable):
        code = "bench.simple"

        def prepare(self, batches, options):
            found = compared(batches, stored())
            return Prepared(
                created=len(found.created),
                changed=len(found.changed),
                unchanged=found.unchanged,
                changes=[
                    Change("bench.value", f"{v.place_code}|{v.key}|{v.period}", None, {"value": v.value})
                    for v in found.created
                ],
                payload=[tuple(v[1:]) for v in found.created],
            )

        def store(self, prepared, *, run_id, options, by, at):
            try:
                with connection.cursor() as cursor:
                    cursor.executemany(
                        f"INSERT INTO bench_value VALUES (%s, %s, %s, %s, {int(run_id)})", prepared.payload
                    )
            except IntegrityError:
                raise Stale from None

        def totals(self, batches, options):
            with connection.cursor() as cursor:
                cursor.execute("SELECT key, period, SUM(value) FROM bench_value GROUP BY key, period")
                return {row[:2]: Decimal(str(row[2])) for row in cursor.fetchall()}

    return SimpleTable


def _road(path: Path, dataset: str, rows: int) -> tuple[float, float]:
    from django.db import connection
    from django.utils import timezone

    from rumahbersama.ground.intake.command import import_table

    waiting = _Waiting(str(connection.settings_dict["NAME"]))
    waiting.start()
    began = time.perf_counter()
    code, report = import_table(
        path, dataset=dataset, place_code="71", place_name="Utara", by=None, at=timezone.now(), commit=True
    )
    took = time.perf_counter() - began
    waiting.over = True
    waiting.join()
    assert (code, report["summary"].get("created")) == (0, rows), (code, report["refusal"], report["findings"][:3])
    return took, waiting.longest


def _peak() -> int:
    with Path("/proc/self/status").open() as status:
        return int(next(line for line in status if line.startswith("VmHWM")).split()[1]) // 1024


def _row(name: str, told: str, seconds: float, peer: float | None, bar: str, met: bool | None) -> dict:
    return {
        "name": name,
        "input": told,
        "seconds": round(seconds, 2),
        "megabytes": _peak(),
        "peer": "openpyxl read-only, the same file" if peer else "",
        "peer_seconds": round(peer, 2) if peer else None,
        "ratio": round(peer / seconds, 2) if peer else None,
        "bar": bar,
        "met": met,
    }


def _main(folder: str, rows: int) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from django.db import connection
    from django.utils import timezone

    from rumahbersama.chain.needs.reference import load_reference
    from rumahbersama.ground.core import registry

    load_reference(by=None, at=timezone.now())
    simple = _simple_table()()
    registry.datasets.fill(lambda: [simple])
    codes = _codes(rows)
    path = Path(folder) / "tabel.xlsx"
    _make_workbook(path, codes)
    _make_regions(codes)
    told = f"{len(codes):,} rows x {len(COLUMNS)} columns, {path.stat().st_size / 1e6:.1f} MB XLSX"
    times: dict[str, list[float]] = {"openpyxl": [], "child": [], "check": [], "road": []}
    waited = 0.0
    for _ in range(REPEATS):
        times["openpyxl"].append(_timed(lambda: _openpyxl(path)))
        times["child"].append(_timed(lambda: _child(path)))
        times["check"].append(_timed(lambda: _check(path)))
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM bench_value")
        took, longest = _road(path, "bench.simple", len(codes))
        times["road"].append(took)
        waited = max(waited, longest)
    middle = {name: statistics.median(found) for name, found in times.items()}
    peer, child = middle["openpyxl"], middle["child"] - middle["check"]
    results = [
        _row("XLSX: reading in the child process", told, child, peer, ">= 6 times", peer >= 6 * child),
        _row("XLSX: the hostile-file look, then reading", told, middle["child"], peer, "", None),
        _row(
            "the whole safe road, one observation per row, SQLite, audit",
            told,
            middle["road"],
            peer,
            ">= 1 time",
            peer >= middle["road"],
        ),
        _row("longest wait for SQLite's write lock meanwhile", told, waited, None, "<= about 2 s", waited <= 2.5),
    ]
    took, waited = _road(path, "needs.observations", len(codes))
    results += [
        _row("the same into needs, with sums and gaps of every level", told, took, peer, ">= 1 time", peer >= took),
        _row(
            "longest wait for SQLite's write lock meanwhile, into needs",
            told,
            waited,
            None,
            "<= about 2 s",
            waited <= 2.5,
        ),
    ]
    print(json.dumps(results))


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]))

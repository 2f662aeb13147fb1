"""A backup of 1 GB while somebody saves without a pause, and its restore, held against plain copies of the same file.

Input: a generated database: 1.4 million values of 12,000 villages (with their index), and records of change in packs
of 500 rows until it holds 1 GB. ``rumah backup`` runs while a process of its own corrects one village after the
other; the longest it waited is told. Then ``rumah restore --yes``: open, count, add up, migrate, keep the old one,
switch. The peer copies the same file with SQLite's own page copy, or dumps with ``pg_dump``, in the clear: it seals
nothing, and counts nothing. PostgreSQL is measured where ``BENCH_POSTGRES_URL`` names a server.
"""

import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

MEGABYTES, VILLAGES, INDICATORS, PERIODS = 1_000, 12_000, 30, 4
NAME = "bench_backup"
PACK, BATCH = 500, 200
PACKS_PER_MEGABYTE = 20  # enough on SQLite; PostgreSQL compresses them, and stays smaller with the same rows


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Measure on SQLite, and on PostgreSQL where there is a server."""
    found = _measured("", "SQLite", quick=quick)
    server = os.environ.get("BENCH_POSTGRES_URL", "")
    if server:
        url = urlunsplit(urlsplit(server)._replace(path=f"/{NAME}"))
        _drop(server)
        _admin(server, f"CREATE DATABASE {NAME} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
        try:
            found += _measured(url, "PostgreSQL", quick=quick)
        finally:
            _drop(server)
    return found


def _measured(url: str, brand: str, *, quick: bool) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="rumah-bench-") as folder:
        environment = os.environ | {
            "RUMAH_DATA": folder,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "rumahbersama.settings",
        }
        _rumah(environment, "migrate")
        _rumah(environment, "backup", "--new-key")
        megabytes = MEGABYTES // 10 if quick else MEGABYTES
        made = _own(environment, "fill", str(megabytes), str(VILLAGES // 10 if quick else VILLAGES))
        told = f"{brand}, {made['megabytes']:,} MB, {made['values']:,} values"
        peer = _peer(url, Path(folder))
        writer = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.bench_backup", "write", str(Path(folder) / "stop")],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == "writing\n"
        backup, seconds = _timed(environment, "backup", "--json")
        (Path(folder) / "stop").touch()
        wrote = json.loads(writer.communicate()[0])
        _restored, restoring = _timed(environment, "restore", backup["path"], "--yes", "--json")
    return [
        {
            "name": f"backup under writes, {backup['size'] // 1_000_000:,} MB sealed",
            "input": f"{told}; {wrote['written']} corrections meanwhile, {wrote['failed']} failed",
            "seconds": round(seconds, 1),
            "peer": "the same in the clear, nothing counted",
            "peer_seconds": round(peer, 1),
            "ratio": round(peer / seconds, 2),
            "bar": "<= 60 s, 0 failed",
            "met": seconds <= 60 and wrote["failed"] == 0,
        },
        {"name": "longest wait of one correction meanwhile", "input": told, "seconds": wrote["longest"]},
        {
            "name": "restore: new database, verified, switched",
            "input": f"{told}; {backup['rows']:,} rows counted",
            "seconds": round(restoring, 1),
            "bar": "<= 300 s",
            "met": restoring <= 300,
        },
    ]


def _peer(url: str, folder: Path) -> float:
    began = time.perf_counter()
    if url:
        subprocess.run(["pg_dump", "--format=custom", "--compress=1", f"--file={folder / 'peer'}", url], check=True)
    else:
        source, copy = sqlite3.connect(folder / "rumah.sqlite3"), sqlite3.connect(folder / "peer")
        source.backup(copy)
        copy.close()
        source.close()
    took = time.perf_counter() - began
    (folder / "peer").unlink()
    return took


def _timed(environment: dict[str, str], *words: str) -> tuple[dict[str, Any], float]:
    began = time.perf_counter()
    said = _rumah(environment, *words)
    return json.loads(said), time.perf_counter() - began


def _rumah(environment: dict[str, str], *words: str) -> str:
    command = [sys.executable, "-m", "rumahbersama", *words]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def _own(environment: dict[str, str], *words: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.bench_backup", *words]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def _admin(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.encode())


def _drop(server: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        for (name,) in connection.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [NAME]
        ).fetchall():
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


# In processes of their own ------------------------------------------------------------------
def _fill(megabytes: str, villages: str) -> None:
    from django.db import connection, transaction

    from rumahbersama.chain.needs.models import Indicator, Observation, Period, ServiceArea

    with transaction.atomic():
        _make_regions(int(villages))
        area = ServiceArea.objects.first()
        for number in range(INDICATORS):
            Indicator.objects.create(code=f"bench-{number}", name=f"Ukuran {number}", area=area, unit="orang")
        periods = list(Period.objects.order_by("pk").values_list("pk", flat=True)[:PERIODS])
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO needs_observation (region_id, indicator_id, period_id, numerator, state, source,"
                " entered_at, note) SELECT r.id, i.id, p.id, (r.id * 7919 + i.id * 104729 + p.id) %% 100000,"
                " 'entered', 'bench', %s, '' FROM regions_region r CROSS JOIN needs_indicator i"
                " CROSS JOIN needs_period p"
                f" WHERE r.level = 4 AND i.code LIKE 'bench-%%' AND p.id IN ({', '.join(map(str, periods))})",
                [datetime.now(UTC)],
            )
    _fill_up(int(megabytes))
    print(json.dumps({"megabytes": _megabytes(), "values": Observation.objects.count()}))


def _make_regions(villages: int) -> None:
    """Make kabupaten of 20 kecamatan with 15 villages each."""
    from rumahbersama.ground.regions.models import Region

    made: dict[str, Region] = {"": Region.objects.get(code="0")}

    def make(codes: list[str], level: int, kind: str) -> None:
        regions = [
            Region(
                code=code, name=code, search_name=code, level=level, kind=kind, parent=made[code.rpartition(".")[0]]
            )
            for code in codes
        ]
        made.update({region.code: region for region in Region.objects.bulk_create(regions, batch_size=2_000)})

    codes = [f"71.{n // 300 + 1:02}.{n % 300 // 15 + 1:02}.{2001 + n % 15}" for n in range(villages)]
    make(["71"], 1, "provinsi")
    make(sorted({code[:5] for code in codes}), 2, "kabupaten")
    make(sorted({code[:8] for code in codes}), 3, "kecamatan")
    make(codes, 4, "desa")


def _fill_up(megabytes: int) -> None:
    from django.db import transaction

    from rumahbersama.ground.audit.actions import record
    from rumahbersama.ground.audit.models import AuditChange

    chance = random.Random(7)
    packs = [_rows(chance) for _ in range(BATCH)]  # made once: a piece that is compressed sees only some 20 of them
    for _ in range(megabytes * PACKS_PER_MEGABYTE // BATCH):
        if _megabytes() >= megabytes:
            break
        with transaction.atomic():
            entry = record(by=None, at=datetime.now(UTC), verb="needs.correct", summary="bench")
            AuditChange.objects.bulk_create(
                AuditChange(
                    record=entry, entity="needs.observation", first_key=rows[0][0], last_key=rows[-1][0], rows=rows
                )
                for rows in packs
            )


def _rows(chance: random.Random) -> list[Any]:
    rows = []
    for number in range(PACK):
        before, after = ({"numerator": str(chance.randrange(100_000)), "source": "Disdukcapil"} for _ in range(2))
        rows.append([f"71.01.01.{number:05}|penduduk|2026-S1", before, after])
    return rows


def _megabytes() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0]) // 1_000_000
    return Path(connection.settings_dict["NAME"]).stat().st_size // 1_000_000


def _write(stop: str) -> None:
    from decimal import Decimal

    from rumahbersama.chain.needs.actions import correct_observation
    from rumahbersama.chain.needs.models import Indicator, Period
    from rumahbersama.ground.regions.models import Region

    chance, waits, failed = random.Random(3), [], 0
    villages = list(Region.objects.filter(level=4)[:500])
    indicator, period = Indicator.objects.get(code="bench-0"), Period.objects.order_by("pk").first()
    print("writing", flush=True)
    while not Path(stop).exists():
        began = time.perf_counter()
        try:
            correct_observation(
                region=chance.choice(villages),
                indicator=indicator,
                period=period,
                numerator=Decimal(chance.randrange(100_000)),
                denominator=None,
                source="bench",
                reason="bench",
                by=None,
                at=datetime.now(UTC),
            )
        except Exception as error:
            failed += 1
            sys.stderr.write(f"{error}\n" if failed == 1 else "")
        waits.append(time.perf_counter() - began)
    print(json.dumps({"written": len(waits) - failed, "failed": failed, "longest": round(max(waits), 2)}))


if __name__ == "__main__":
    import django

    django.setup()
    {"fill": _fill, "write": _write}[sys.argv[1]](*sys.argv[2:])

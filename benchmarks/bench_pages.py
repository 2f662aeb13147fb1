"""The page of a place at national size, against the same page summed from raw rows in the same database.

Input: every village of the code list (or as many invented ones) x 20 indicators x 4 periods, generated in SQL;
sums made kabupaten by kabupaten by the room's own ``resum``. At 1/10 whole kabupaten are taken, so that lower
pages keep their size. Each page is asked 50 times by the test client, signed in as the ministry, in one
process; what is told is the server's time with all middleware and rendering. The peer renders the same page in
the same process from raw rows. SQLite always; PostgreSQL where BENCH_POSTGRES_URL names a server.
"""

import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

REQUESTS, PEER_REQUESTS = 50, 5
ENOUGH_MS = 60_000
INDICATORS = 20
PERIODS = ("2025", "2026-S1", "2026-S2", "2026")
CODES = Path(__file__).resolve().parents[2] / "shared/data/wilayah/kode_wilayah_2025.csv"
LEVELS = ("nation", "province", "kabupaten", "kecamatan", "desa")
LIMIT_MS, LIMIT_QUERIES, LIMIT_RATIO = 200, 12, 20


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Measure every level on every database, at 1/10 and at full size."""
    rows: list[dict[str, Any]] = []
    for share in (10,) if quick else (10, 1):
        for engine in ("sqlite", "postgresql") if os.environ.get("BENCH_POSTGRES_URL") else ("sqlite",):
            rows += _in_own_process(engine, share)
    return rows


def _in_own_process(engine: str, share: int) -> list[dict[str, Any]]:
    kept = os.environ.get("BENCH_FOLDER")  # keeps what was generated for the next run
    with tempfile.TemporaryDirectory(prefix="rumah-bench-") as folder:
        home = Path(kept or folder) / f"{engine}-{share}"
        home.mkdir(parents=True, exist_ok=True)
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "rumahbersama.settings", "RUMAH_DATA": str(home)}
        environment["DATABASE_URL"] = "" if engine == "sqlite" else _database(share)
        try:
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.bench_pages", engine, str(share)],
                env=environment,
                check=True,
                stdout=subprocess.PIPE,
                text=True,
            )
        finally:
            if engine == "postgresql" and not kept:
                _admin(f'DROP DATABASE IF EXISTS "bench_pages_{share}" WITH (FORCE)')
    return json.loads(done.stdout.splitlines()[-1])


def _admin(statement: str) -> None:
    import psycopg

    with psycopg.connect(os.environ["BENCH_POSTGRES_URL"], autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]


def _database(share: int) -> str:
    import psycopg

    name = f"bench_pages_{share}"
    try:
        _admin(f"CREATE DATABASE \"{name}\" LOCALE 'C.UTF-8' TEMPLATE template0")
    except psycopg.errors.DuplicateDatabase:
        sys.stderr.write(f"using {name} as it is\n")
    return urlunsplit(urlsplit(os.environ["BENCH_POSTGRES_URL"])._replace(path=f"/{name}"))


# What follows runs in the process of one database ---------------------------------


def _codes(share: int) -> list[tuple[str, str]]:
    """Return (code, name) of whole kabupaten, every ``share``-th of them, with what lies above."""
    if CODES.is_file():
        with CODES.open(encoding="utf-8") as file:
            rows = [(row["kode"], row["nama"]) for row in csv.DictReader(file)]
    else:
        rows = _invented()
    kabupaten = sorted({code for code, _name in rows if code.count(".") == 1})
    kept = set(kabupaten[::share])
    provinces = {code[:2] for code in kept}
    return [(code, name) for code, name in rows if code in provinces or code[:5] in kept]


def _invented() -> list[tuple[str, str]]:
    rows = []
    for prov in range(11, 49):
        rows.append((str(prov), f"Provinsi {prov}"))
        for kab in range(1, 15):
            rows.append((f"{prov}.{kab:02}", f"Kabupaten {kab}"))
            for kec in range(1, 15):
                rows.append((f"{prov}.{kab:02}.{kec:02}", f"Kecamatan {kec}"))
                rows += [(f"{prov}.{kab:02}.{kec:02}.{2000 + desa}", f"Desa {desa}") for desa in range(1, 12)]
    return rows


def _generate(share: int) -> None:
    from django.db import transaction
    from django.utils import timezone

    from rumahbersama.chain.needs.models import Observation
    from rumahbersama.chain.needs.reference import load_reference

    if Observation.objects.exists():
        return
    began = time.perf_counter()
    load_reference(by=None, at=timezone.now())
    with transaction.atomic():
        _regions(_codes(share))
        _observations()
    _say(f"generated {Observation.objects.count():,} observations", began)
    began = time.perf_counter()
    _sums()
    _say("sums made", began)
    _analyze()


def _say(what: str, began: float) -> None:
    sys.stderr.write(f"  {what} in {time.perf_counter() - began:.0f} s\n")


def _regions(codes: list[tuple[str, str]]) -> None:
    from rumahbersama.ground.regions.actions import ensure_nation, refresh_counts
    from rumahbersama.ground.regions.models import Region
    from rumahbersama.ground.regions.rules import clean_name, folded, kind_of, level_of, parent_code

    ensure_nation()
    ids = dict(Region.objects.values_list("code", "pk"))
    for level in range(1, 5):
        made = Region.objects.bulk_create(
            [
                Region(
                    code=code,
                    name=clean_name(name, level),
                    search_name=folded(name),
                    level=level,
                    kind=kind_of(code),
                    parent_id=ids[parent_code(code) or ""],
                    latitude=-6 - (number % 900) / 200,
                    longitude=106 + (number % 1700) / 200,
                )
                for number, (code, name) in enumerate(codes)
                if level_of(code) == level
            ],
            batch_size=2000,
        )
        ids.update((region.code, region.pk) for region in made)
    refresh_counts()


def _observations() -> None:
    from django.db import connection
    from django.utils import timezone

    from rumahbersama.chain.needs.models import Indicator, Period, Service

    needed = {"penduduk", *Service.objects.values_list("supply__code", flat=True)}
    others = Indicator.objects.filter(observed_level=4).exclude(code__in=needed).exclude(upward="none")
    chosen = [*Indicator.objects.filter(code__in=needed), *others][:INDICATORS]
    chosen += [_one_more(number) for number in range(INDICATORS - len(chosen))]
    people = next(indicator.pk for indicator in chosen if indicator.code == "penduduk")
    periods = list(Period.objects.filter(code__in=PERIODS).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO needs_observation"
            " (region_id, indicator_id, period_id, numerator, state, source, note, entered_at)"
            " SELECT r.id, i.id, p.id,"
            " CASE WHEN i.id = %s THEN 400 + (r.id * 7919 + p.id * 31) %% 6000"
            "  ELSE (r.id * 104729 + i.id * 37 + p.id) %% 5 END,"
            " CASE WHEN (r.id + i.id) %% 3 = 0 THEN 'entered' ELSE 'verified' END, 'pendataan', '', %s"
            " FROM regions_region r CROSS JOIN needs_indicator i CROSS JOIN needs_period p"
            f" WHERE r.level = 4 AND i.id IN ({', '.join(str(each.pk) for each in chosen)})"
            f" AND p.id IN ({', '.join(map(str, periods))})",
            [people, connection.ops.adapt_datetimefield_value(timezone.now())],
        )


def _one_more(number: int) -> Any:
    from rumahbersama.chain.needs.models import Indicator, ServiceArea

    return Indicator.objects.create(
        code=f"tambahan-{number}",
        name=f"Tambahan {number}",
        area=ServiceArea.objects.all()[number % ServiceArea.objects.count()],
        unit="unit",
        numerator="Banyaknya",
        supplier="operator",
        source="rekaan",
        legal_basis="rekaan",
    )


def _sums() -> None:
    from rumahbersama.chain.needs.tasks import resum_everywhere

    resum_everywhere(lambda _phase, _done, _total: None)


def _analyze() -> None:
    """Leave the tables as they are in use: PostgreSQL vacuums what was loaded by itself, within minutes.

    In a test, whose rows nobody else ever sees, there is nothing to vacuum.
    """
    from django.db import connection

    vacuums = connection.vendor == "postgresql" and not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if vacuums else "ANALYZE")


def _places() -> list[Any]:
    """Return the largest place of each level: of the nation the largest province, of it the largest kabupaten."""
    from rumahbersama.ground.regions.models import Region

    places = [Region.objects.get(code="0")]
    for level in range(1, 5):
        inside = Region.objects.filter(level=level, parent=places[-1])
        places.append(max(inside, key=lambda region: (region.desa_count, region.code)))
    return places


def _signed_in() -> Any:
    from allauth.mfa.models import Authenticator
    from django.test import Client

    from rumahbersama.ground.people.models import Account, RoleAssignment
    from rumahbersama.ground.regions.models import Region

    account, made = Account.objects.get_or_create(
        email="kementerian@contoh.invalid", defaults={"name": "Kementerian"}
    )
    if made:
        nation = Region.objects.get(code="0")
        RoleAssignment.objects.create(account=account, role="ministry", region=nation, starts_on=date(2020, 1, 1))
        Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"})
    client = Client()
    client.force_login(account)
    return client


def _times(work: Callable[[], Any], count: int) -> list[float]:
    """Return the sorted times in ms of up to ``count`` repeats, fewer where they take minutes."""
    times: list[float] = []
    while len(times) < count and sum(times) < ENOUGH_MS:
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return sorted(times)


def _asked(client: Any, code: str) -> Callable[[], None]:
    from django.urls import reverse

    address = reverse("results:place", args=[code])

    def ask() -> None:
        response = client.get(address, {"periode": PERIODS[1]})
        assert response.status_code == 200, response.status_code

    return ask


def _agree(region: Any) -> None:
    """The peer must show the same numbers, or it is no peer."""
    from benchmarks import raw_pages
    from rumahbersama.chain.needs import queries
    from rumahbersama.chain.needs.models import Period

    period = Period.objects.get(code=PERIODS[1])
    ours, raw = queries.figures_of(region, period), raw_pages.figures_of(region, period)
    assert {key: (one.numerator, one.reported) for key, one in ours.items()} == {
        key: (one.numerator, one.reported) for key, one in raw.items()
    }
    assert queries.gaps_of(region, period) == raw_pages.gaps_of(region, period)


def _figures(region: Any) -> Callable[[], None]:
    """Read what the page reads from sums, and nothing else of it."""
    from rumahbersama.chain.needs import queries
    from rumahbersama.chain.needs.models import Period

    period = Period.objects.get(code=PERIODS[1])

    def read() -> None:
        queries.periods_of(region)
        queries.figures_of(region, period)
        (queries.gaps_of if region.level == 3 else queries.gaps_of_children)(region, period)

    return read


def _measure(region: Any, client: Any, told: str) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from benchmarks.raw_pages import as_raw

    ask, level = _asked(client, region.code), LEVELS[region.level]
    _times(ask, 3)
    with CaptureQueriesContext(connection) as queries:
        ask()
        asked = len(queries)
    worked = time.process_time()
    ours = _times(ask, REQUESTS)
    worked = (time.process_time() - worked) * 1000 / len(ours)
    p95 = ours[int(len(ours) * 0.95) - 1]
    row = {"name": f"{level} page", "input": told, "bar": f"p95 <= {LIMIT_MS} ms, <= {LIMIT_QUERIES} queries"}
    row["ours"] = (
        f"p50 {statistics.median(ours):.0f} ms, p95 {p95:.0f} ms ({worked:.0f} ms of the processor), {asked} queries"
    )
    row["met"] = p95 <= LIMIT_MS and asked <= LIMIT_QUERIES
    if region.level == 4:
        return row | {"peer": "a village's own rows are raw: nothing is summed"}
    _agree(region)
    read = _figures(region)
    reading = statistics.median(_times(read, PEER_REQUESTS))
    with as_raw():
        raw_reading = statistics.median(_times(read, PEER_REQUESTS))
        raw = statistics.median(_times(ask, PEER_REQUESTS))
    ratio = raw / statistics.median(ours)
    row["peer"] = f"p50 {raw:,.0f} ms; figures alone {raw_reading:,.1f} ms against ours {reading:,.1f} ms"
    row["ratio"] = f"{ratio:.1f} (figures alone {raw_reading / reading:.0f})"
    row["bar"] += f", ratio >= {LIMIT_RATIO}"
    row["met"] = row["met"] and ratio >= LIMIT_RATIO
    return row


def _main(engine: str, share: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from rumahbersama.chain.needs.models import Observation
    from rumahbersama.commands.starting import collect_static

    call_command("migrate", verbosity=0)
    collect_static()
    _generate(share)
    size = "full size" if share == 1 else f"1/{share}"
    told = f"{'SQLite' if engine == 'sqlite' else 'PostgreSQL'}, {size}: {Observation.objects.count():,} rows"
    client = _signed_in()
    rows = [_measure(region, client, f"{told}; {region}") for region in _places()]
    print(json.dumps(rows))


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]))

"""The pages of needs at national size, against the same pages made from raw rows in the same database.

Input: a copy of the database of ``bench_pages`` (with BENCH_FOLDER the one kept there), to which are added: the dated
codes of every place, one village in twenty of the measured kabupaten having moved in 2026; the minimum services of
every kabupaten; 12 years of one figure for the small charts; 60 indicators in a kabupaten of 284 desa, and at the end
a standard for each of them. Each page is asked 50 times by the test client as the ministry, in one process; what is
told is the server's time with all middleware and rendering. Where sums are stored the peer sums raw rows; its numbers
are compared with ours before it is timed. SQLite always; PostgreSQL where BENCH_POSTGRES_URL names a server.
"""

import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from benchmarks import bench_pages
from benchmarks.bench_pages import (
    LIMIT_MS,
    LIMIT_QUERIES,
    LIMIT_RATIO,
    PEER_REQUESTS,
    PERIODS,
    REQUESTS,
    _admin,
    _times,
)

WANTED_DESA, WANTED_INDICATORS = 284, 60
YEAR, SEMESTER = "2026", "2026-S1"
MOVED_ON, FIRST_DAY = date(2026, 7, 1), date(2015, 1, 1)
QUICK_REQUESTS = 5
EVERY = 20  # one village in so many has moved
YEARS = range(2015, 2025)
Peer = Callable[[], contextlib.AbstractContextManager[None]]


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Measure every page on every database, at full size; ``quick`` at 1/10."""
    engines = ("sqlite", "postgresql") if os.environ.get("BENCH_POSTGRES_URL") else ("sqlite",)
    return [row for engine in engines for row in _in_own_process(engine, 10 if quick else 1)]


def _in_own_process(engine: str, share: int) -> list[dict[str, Any]]:
    kept, is_sqlite = os.environ.get("BENCH_FOLDER"), engine == "sqlite"
    name, copy = f"bench_pages_{share}", f"bench_needs_{share}"
    with tempfile.TemporaryDirectory(prefix="rumah-bench-") as folder:
        source, home = Path(kept or folder) / f"{engine}-{share}", Path(folder) / "copy"
        source.mkdir(parents=True, exist_ok=True)
        home.mkdir()
        try:
            _own(source, "" if is_sqlite else bench_pages._database(share), "generate", engine, str(share))
            if is_sqlite:
                shutil.copyfile(source / "rumah.sqlite3", home / "rumah.sqlite3")
            else:
                _admin(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
                _admin(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')
            found = _own(home, "" if is_sqlite else _address(copy), "measure", engine, str(share))
        finally:
            if not is_sqlite:
                _admin(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
                if not kept:
                    _admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    return json.loads(found.splitlines()[-1])


def _address(name: str) -> str:
    return urlunsplit(urlsplit(os.environ["BENCH_POSTGRES_URL"])._replace(path=f"/{name}"))


def _own(home: Path, url: str, *words: str) -> str:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "rumahbersama.settings",
        "RUMAH_DATA": str(home),
        "DATABASE_URL": url,
    }
    command = [sys.executable, "-m", "benchmarks.bench_needs", *words]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


# What follows runs in the process of one database ---------------------------------
def enrich() -> None:
    """Add what the pages of needs show and the database of pages lacks."""
    from django.db import transaction

    with transaction.atomic():
        _codes()
        _minimum_services()
        _years(_largest())
        _indicators(_measured_kabupaten())
    bench_pages._analyze()


def _largest() -> Any:
    """Return the kabupaten with most desa: its page and that of its largest kecamatan are measured."""
    return bench_pages._places()[2]


def _measured_kabupaten() -> Any:
    """Return the kabupaten whose number of desa is nearest to the one asked for."""
    from rumahbersama.ground.regions.models import Region

    places = Region.objects.filter(level=2, gone_on=None)
    return min(places, key=lambda place: (abs(place.desa_count - WANTED_DESA), place.code))


def _codes() -> None:
    """Date the codes of all places; in the largest kabupaten some villages stood in the next kecamatan before."""
    from django.utils import timezone

    from rumahbersama.ground.regions.models import Edition, Region, RegionCode
    from rumahbersama.ground.regions.queries import below

    edition = Edition.objects.create(
        number="bench",
        legal_basis="bench",
        valid_from=FIRST_DAY,
        file_name="",
        file_digest="",
        loaded_at=timezone.now(),
    )
    moved = _moved(list(below(code=_largest().code, level=3)), list(below(code=_largest().code, level=4)))
    made = []
    for pk, code, name in Region.objects.exclude(level=0).values_list("pk", "code", "name"):
        own = {"region_id": pk, "name": name, "edition": edition}
        if pk in moved:
            made.append(RegionCode(code=moved[pk], valid_from=FIRST_DAY, valid_to=MOVED_ON, **own))
        made.append(RegionCode(code=code, valid_from=MOVED_ON if pk in moved else FIRST_DAY, **own))
    RegionCode.objects.bulk_create(made, batch_size=2000)


def _moved(kecamatan: list[Any], desa: list[Any]) -> dict[int, str]:
    """Return the former code of one village in twenty, and at least of one in each kecamatan's neighbour."""
    codes = sorted(each.code for each in kecamatan)
    after = dict(zip(codes, [*codes[1:], codes[0]], strict=True))
    return {
        each.pk: f"{after[each.code[:8]]}.{9000 + number}"
        for number, each in enumerate(sorted(desa, key=lambda one: one.code))
        if number % EVERY == 0
    }


def _minimum_services() -> None:
    """Let every kabupaten send both measures of every service for a year."""
    _insert(
        "(r.id * 7919 + i.id * 31) %% 90 + 5",
        "100",
        "r.level = 2 AND p.code = %s AND i.id IN"
        " (SELECT receivers_id FROM needs_spmservice UNION SELECT quality_id FROM needs_spmservice)",
        [YEAR],
    )


def _years(place: Any) -> None:
    """Let the villages of a kabupaten have sent their population for ten years more."""
    from rumahbersama.chain.needs.models import Period
    from rumahbersama.chain.needs.tasks import resum_everywhere

    for year in YEARS:
        first = {"kind": "year", "starts_on": date(year, 1, 1), "ends_on": date(year + 1, 1, 1)}
        Period.objects.get_or_create(code=str(year), defaults=first)
    marks = ", ".join(["%s"] * len(YEARS))
    _insert(
        "400 + (r.id * 7919 + p.id * 31) %% 6000",
        "NULL",
        f"r.level = 4 AND r.code LIKE %s AND i.code = 'penduduk' AND p.code IN ({marks})",
        [f"{place.code}.%", *map(str, YEARS)],
    )
    resum_everywhere(lambda _phase, _done, _total: None, kabupaten=[place.code])


def _indicators(place: Any) -> None:
    """Let the villages of a kabupaten send as many indicators as are wanted."""
    from rumahbersama.chain.needs.models import Observation
    from rumahbersama.chain.needs.tasks import resum_everywhere

    sent = Observation.objects.filter(region__code__startswith=place.code + ".", period__code=SEMESTER)
    lacking = WANTED_INDICATORS - sent.values("indicator").distinct().count()
    more = [bench_pages._one_more(1000 + number).pk for number in range(lacking)]
    _insert(
        "(r.id * 104729 + i.id * 37 + p.id) %% 5",
        "NULL",
        f"r.level = 4 AND r.code LIKE %s AND i.id IN ({', '.join(map(str, more))}) AND p.code = %s",
        [f"{place.code}.%", SEMESTER],
    )
    resum_everywhere(lambda _phase, _done, _total: None, kabupaten=[place.code])


def _insert(top: str, bottom: str, where: str, values: list[Any]) -> None:
    from django.db import connection
    from django.utils import timezone

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO needs_observation"
            " (region_id, indicator_id, period_id, numerator, denominator, state, source, note, entered_at)"
            f" SELECT r.id, i.id, p.id, {top}, {bottom}, 'verified', 'pendataan', '', %s"
            " FROM regions_region r CROSS JOIN needs_indicator i CROSS JOIN needs_period p"
            f" WHERE {where}",
            [connection.ops.adapt_datetimefield_value(timezone.now()), *values],
        )


def more_standards(place: Any) -> int:
    """Make each of a kabupaten's indicators the supply of a service with a standard; returns how many there are."""
    from rumahbersama.chain.needs.models import Indicator, Observation, Service, Standard

    sent = Observation.objects.filter(region__code__startswith=place.code + ".", period__code=SEMESTER)
    people = Indicator.objects.get(code="penduduk")
    known = Standard.objects.values("service__supply")
    for each in Indicator.objects.filter(pk__in=sent.values("indicator")).exclude(pk__in=known).exclude(pk=people.pk):
        service = Service.objects.filter(supply=each).first() or Service.objects.create(
            code=f"bench-{each.pk}", name=str(each), area=each.area, supply=each
        )
        Standard.objects.create(
            service=service,
            population=people,
            people_per_facility=1250,
            level=4,
            legal_basis="bench",
            valid_from=FIRST_DAY,
        )
    return Standard.objects.count()


# Agreement ------------------------------------------------------------------------
def agree_on_series(region: Any) -> None:
    """The peer must show the same course of a place and of its children, or it is no peer."""
    from benchmarks import raw_needs
    from rumahbersama.chain.needs import series

    indicator, periods = _indicator(), _periods()
    ours = series.through_time(region=region, indicator=indicator)
    assert ours, region
    assert ours == raw_needs.through_time(region=region, indicator=indicator)
    children = series.by_child(region=region, indicator=indicator, periods=periods)
    assert children == raw_needs.by_child(region=region, indicator=indicator, periods=periods)


def agree_on_old_borders(region: Any) -> None:
    """What is read as it was must be what the codes of then make, and differ from today."""
    from benchmarks import raw_needs
    from rumahbersama.chain.needs import series
    from rumahbersama.ground.regions.queries.membership import membership_of

    indicator, membership = _indicator(), membership_of(region)
    day = {each.pk: _last_day(each) for each in _periods()}
    own, _children = series.as_it_was(indicator=indicator, members={pk: membership.on(at) for pk, at in day.items()})
    assert membership.differing(day.values()), region
    for each in _periods():
        assert own.get(each.pk) == raw_needs.as_it_was(region=region, indicator=indicator, period=each), each


def _last_day(period: Any) -> date:
    return period.ends_on - timedelta(days=1)


def agree_on_minimum_services() -> None:
    """The index of every kabupaten must be the same, reckoned one by one."""
    from benchmarks.raw_needs import summaries_one_by_one
    from rumahbersama.chain.needs.entry.queries import thresholds_on
    from rumahbersama.chain.needs.models import Period
    from rumahbersama.chain.needs.spm.queries import services_on
    from rumahbersama.chain.needs.spm.rules import law_of
    from rumahbersama.chain.needs.spm.summaries import summaries_of
    from rumahbersama.ground.regions.models import Region

    period = Period.objects.get(code=YEAR)
    services, law = services_on(period.ends_on), law_of(thresholds_on(period.ends_on))
    places = list(Region.objects.filter(level=2, gone_on=None))
    ours = summaries_of(places, period, services=services, law=law)
    raw = summaries_one_by_one(places, period, services=services, law=law)
    assert len(ours) == len(places)
    assert {pk: _face(one) for pk, one in ours.items()} == {pk: _face(one) for pk, one in raw.items()}


def _face(one: Any) -> tuple[Any, ...]:
    from decimal import Decimal

    index = None if one.index is None else one.index.quantize(Decimal("0.000001"))
    return index, one.known, one.lacking, one.unverified, one.category


def _indicator() -> Any:
    from rumahbersama.chain.needs.models import Indicator

    return Indicator.objects.get(code="penduduk")


def _periods() -> list[Any]:
    from rumahbersama.chain.needs.models import Period

    return list(Period.objects.filter(code__in=PERIODS))


# Measuring ------------------------------------------------------------------------
def _measure(
    client: Any, requests: int, name: str, told: str, address: str, peer: Peer | None, alone: str
) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def ask() -> None:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)

    _times(ask, 3)
    with CaptureQueriesContext(connection) as queries:
        ask()
        asked = len(queries)
    worked = time.process_time()
    ours = _times(ask, requests)
    worked = (time.process_time() - worked) * 1000 / len(ours)
    p95, middle = ours[int(len(ours) * 0.95) - 1], statistics.median(ours)
    row = {
        "name": name,
        "input": told,
        "ours": f"p50 {middle:.0f} ms, p95 {p95:.0f} ms ({worked:.0f} ms of the processor), {asked} queries",
        "peer": alone,
        "bar": f"p95 < {LIMIT_MS} ms, <= {LIMIT_QUERIES} queries",
        "met": p95 < LIMIT_MS and asked <= LIMIT_QUERIES,
    }
    if peer is None:
        return row
    with peer():
        raw = statistics.median(_times(ask, 2 if requests == QUICK_REQUESTS else PEER_REQUESTS))
    row |= {"peer": f"{alone}p50 {raw:,.0f} ms", "ratio": round(raw / middle, 1)}
    if name.endswith("nation"):
        row["bar"] += f", ratio >= {LIMIT_RATIO}"
        row["met"] = row["met"] and raw >= LIMIT_RATIO * middle
    return row


def _rows(told: str, requests: int) -> list[dict[str, Any]]:
    from benchmarks import raw_needs

    client = bench_pages._signed_in()
    nation, _province, kabupaten, kecamatan, _desa = bench_pages._places()
    short = _measured_kabupaten()
    rows = []

    def add(name: str, region: Any, words: str, peer: Peer | None = None, alone: str = "") -> None:
        rows.append(
            _measure(client, requests, name, f"{told}; {region}", f"/tempat/{region.code}/{words}", peer, alone)
        )

    for region, level in ((nation, "nation"), (kabupaten, "kabupaten"), (kecamatan, "kecamatan")):
        agree_on_series(region)
        add(f"indicator, {level}", region, f"angka/penduduk/?periode={SEMESTER}", raw_needs.raw_series)
    rest = "reads raw rows itself: of then no sums are stored"
    for region, level in ((kabupaten, "kabupaten"), (kecamatan, "kecamatan")):
        agree_on_old_borders(region)
        add(
            f"indicator as it was, {level}", region, f"angka/penduduk/?periode={SEMESTER}&batas=waktu-itu", None, rest
        )
    add("small charts of 12 years, kabupaten", kabupaten, f"angka/penduduk/?periode={YEAR}", raw_needs.raw_series)
    agree_on_minimum_services()
    add("minimum services, nation", nation, f"spm/?periode={YEAR}", raw_needs.raw_spm, "kabupaten by kabupaten: ")
    add("minimum services, kabupaten", kabupaten, f"spm/?periode={YEAR}", None, "its own rows: nothing is summed")
    bench_pages._agree(short)
    add("Monday briefing, kabupaten", short, "senin/", raw_needs.raw_briefing)
    own, size = "ranks raw rows itself: nothing is stored", f"{short.desa_count} desa, {WANTED_INDICATORS} indicators"
    asked = f"prioritas/?periode={SEMESTER}"
    add(f"priority list, {size}, the standards in force", short, asked, None, own)
    add(f"priority list, {size}, {more_standards(short)} standards", short, asked, None, own)
    return rows


def _main(word: str, engine: str, share: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from rumahbersama.chain.needs.models import Observation
    from rumahbersama.commands.starting import collect_static

    if word == "generate":
        call_command("migrate", verbosity=0)
        bench_pages._generate(share)
        return
    collect_static()
    enrich()
    size = "full size" if share == 1 else f"1/{share}"
    told = f"{'SQLite' if engine == 'sqlite' else 'PostgreSQL'}, {size}: {Observation.objects.count():,} rows"
    print(json.dumps(_rows(told, REQUESTS if share == 1 else QUICK_REQUESTS)))


if __name__ == "__main__":
    _main(sys.argv[1], sys.argv[2], int(sys.argv[3]))

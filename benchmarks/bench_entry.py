"""Fifty people typing into the entry form while an import of 100,000 rows runs, on the server that people use.

Input: one province of 10 kabupaten, 200 kecamatan and 2,800 desa with all their figures, in which 25 village
operators and 25 keepers of a kecamatan type; beside it, or around it, the villages of the table that comes in.
``rumah serve`` runs as ever (its own process, its threads, its worker beside it) on 127.0.0.1. Each person holds a
session made before, so that no password is hashed meanwhile, and changes one box every 4 to 12 s, as somebody does
who reads from a sheet of paper; the form then saves itself as ``outbox.js`` does: one request, with a token asked
for once, and the page again when 15 s pass without a save, or on leaving. The tables go by the worker, job by job, as
from the page of uploads. The peer are the same people while nobody imports. At the end every acknowledged value is
looked up by plain reading. SQLite always; PostgreSQL where BENCH_POSTGRES_URL names a server.
"""

import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from benchmarks.typists import REST, Line, Person, Sample, losses

ROWS, PEOPLE, LIMIT_MS = 100_000, 50, 100
THINK = (4.0, 12.0)
QUIET_SECONDS, PATIENCE = 60.0, 300.0
PERIOD = "2026-S1"  # in which people type
HEADINGS = ("t_2026sm1", "t_2026sm2", "t_2020sm1")  # one table each
HOME = (10, 20, 14)  # kabupaten, kecamatan of each, desa of each: where people type
QUICK_HOME = (5, 10, 14)
COMING = (80, 25)  # kabupaten and kecamatan of each, of the tables; the desa make up the rows
KINDS = (("beside", "into other kabupaten"), ("around", "into theirs too"))
NAME = "bench_entry"


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Measure on SQLite, and on PostgreSQL where there is a server."""
    rows = _measured("", "SQLite", quick=quick)
    server = os.environ.get("BENCH_POSTGRES_URL", "")
    if server:
        _admin(server, f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        _admin(server, f"CREATE DATABASE {NAME} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
        try:
            rows += _measured(urlunsplit(urlsplit(server)._replace(path=f"/{NAME}")), "PostgreSQL", quick=quick)
        finally:
            _admin(server, f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
    return rows


def _admin(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.encode())


def _measured(url: str, brand: str, *, quick: bool) -> list[dict[str, Any]]:
    count = ROWS // 50 if quick else ROWS
    with tempfile.TemporaryDirectory(prefix="rumah-bench-") as folder:
        environment = os.environ | {
            "RUMAH_DATA": folder,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "rumahbersama.settings",
        }
        command = [sys.executable, "-m", "rumahbersama", "migrate"]
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
        _own(environment, "prepare", folder, str(count))
        told = f"{brand}, {PEOPLE} people, one box each in {THINK[0]:g} to {THINK[1]:g} s; "
        tables = HEADINGS[:1] if quick else HEADINGS
        rows = []
        with _serving(environment) as port:
            for kind, where in KINDS[1:] if quick else KINDS:
                found = _typed_through(environment, folder, port, kind, tables, 3.0 if quick else QUIET_SECONDS)
                told_here = f"{told}{len(tables)} imports of {count:,} rows {where}, {found['seconds']:.0f} s"
                rows += _rows(found, told_here, where)
    return rows


@contextmanager
def _serving(environment: dict[str, str]) -> Iterator[int]:
    """Serve as ``rumah serve`` does, on a port that is free."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "rumahbersama", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        end = time.monotonic() + PATIENCE
        while not _is_up(port):
            assert server.poll() is None, "the server ended"
            assert time.monotonic() < end, "the server does not come up"
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(60)


def _is_up(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _typed_through(
    environment: dict[str, str], folder: str, port: int, kind: str, tables: tuple[str, ...], quiet: float
) -> dict[str, Any]:
    """Let people type, first alone, then through the imports; tell what each autosave took, and what is lost."""
    stop, out = Path(folder) / f"{kind}.stop", Path(folder) / f"{kind}.json"
    command = [sys.executable, "-m", "benchmarks.bench_entry", "type", folder, str(port), str(stop), str(out)]
    typing = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert typing.stdout is not None
    try:
        assert typing.stdout.readline() == "typing\n"
        time.sleep(min(THINK[1], quiet))  # what is loaded late is loaded
        alone = time.time()
        time.sleep(quiet)
        begun = time.time()
        imports = [_own(environment, "import", folder, kind, heading) for heading in tables]
        ended = time.time()
    finally:
        stop.touch()
        typing.communicate(timeout=PATIENCE)
    samples = [Sample(**each) for each in json.loads(out.read_text())["samples"]]
    return {
        "alone": [each for each in samples if alone <= each.began < begun],
        "through": [each for each in samples if begun <= each.began < ended],
        "samples": samples,
        "imports": imports,
        "seconds": ended - begun,
        "lost": _own(environment, "lost", str(out)),
    }


def _rows(found: dict[str, Any], told: str, where: str) -> list[dict[str, Any]]:
    through, alone = found["through"], found["alone"]
    errors = [each for each in found["samples"] if each.status != 201]
    for each in errors[:3]:
        sys.stderr.write(f"  {each.status}: {each.said}\n")
    for text in found["lost"][:3]:
        sys.stderr.write(f"  lost: {text}\n")
    p95, refused = _p95([each.save_ms for each in through]), [each for each in found["imports"] if each["refusal"]]
    for each in refused[:1]:
        sys.stderr.write(f"  import refused: {each['refusal']}\n")
    stored = len(found["imports"]) - len(refused)
    return [
        {
            "name": f"autosave while an import runs {where}",
            "input": f"{told}; {len(through)} autosaves",
            "ours": f"{_told(through)}, {len(errors)} errors, {len(found['lost'])} lost; {_by_station(found)}",
            "peer": f"nobody imports: {_told(alone)}",
            "ratio": round(_p95([each.save_ms for each in alone]) / p95, 2),
            "bar": f"p95 < {LIMIT_MS} ms, 0 errors, 0 lost",
            "met": p95 < LIMIT_MS and not errors and not found["lost"],
        },
        {
            "name": f"the imports meanwhile, {where}",
            "input": told,
            "ours": f"{stored} of {len(found['imports'])} stored, "
            + ", ".join(f"{each['seconds']:.0f} s" for each in found["imports"]),
            "bar": "all stored",
            "met": not refused,
        },
    ]


def _told(samples: list[Sample]) -> str:
    saves = [each.save_ms for each in samples]
    both = [each.token_ms + each.save_ms for each in samples]
    return (
        f"p50 {statistics.median(saves):.0f} ms, p95 {_p95(saves):.0f} ms, max {max(saves):.0f} ms"
        f" (with its token p95 {_p95(both):.0f} ms)"
    )


def _by_station(found: dict[str, Any]) -> str:
    """Return the p95 of the saves begun while the tables were read, checked and stored: where the time goes."""
    saves: dict[str, list[float]] = {}
    for each in found["imports"]:
        ends = [begun for _name, begun in each["stations"][1:]] + [each["ended"]]
        for (name, begun), end in zip(each["stations"], ends, strict=True):
            saves.setdefault(name, []).extend(s.save_ms for s in found["through"] if begun <= s.began < end)
    told = [f"{name} {_p95(times):.0f} ms of {len(times)}" for name, times in saves.items() if times]
    return "p95 while tables are " + ", ".join(told)


def _p95(times: list[float]) -> float:
    ordered = sorted(times)
    return ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]


def _own(environment: dict[str, str], *words: str) -> Any:
    command = [sys.executable, "-m", "benchmarks.bench_entry", *words]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


# In processes of their own ------------------------------------------------------------------
def codes_of(province: str, kabupaten: int, kecamatan: int, desa: int) -> list[str]:
    """Return the codes of the desa of an invented province."""
    return [
        f"{province}.{kab:02}.{kec:02}.{2001 + each}"
        for kab in range(1, kabupaten + 1)
        for kec in range(1, kecamatan + 1)
        for each in range(desa)
    ]


def prepare(home: tuple[int, int, int], coming: tuple[int, int, int], people: int) -> list[dict[str, str]]:
    """Make the country with its figures; return account, session and section of each person who will type."""
    from django.db import connection, transaction
    from django.utils import timezone

    from benchmarks.bench_intake import _make_regions
    from benchmarks.bench_pages import _sums
    from rumahbersama.chain.needs.reference import load_reference
    from rumahbersama.ground.regions.actions import refresh_counts

    load_reference(by=None, at=timezone.now())
    with transaction.atomic():
        _make_regions([*codes_of("71", *coming), *codes_of("72", *home)])
        refresh_counts()
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO needs_observation (region_id, indicator_id, period_id, numerator, state, source,"
                " entered_at, note) SELECT r.id, i.id, p.id, (r.id * 7919 + i.id * 31) %% 5, 'entered', 'bench',"
                " %s, '' FROM regions_region r CROSS JOIN needs_indicator i CROSS JOIN needs_period p"
                " WHERE r.level = 4 AND r.code LIKE '72.%%' AND p.code = %s"
                " AND i.observed_level = 4 AND i.upward = 'sum'",
                [connection.ops.adapt_datetimefield_value(timezone.now()), PERIOD],
            )
        plan = [_person(number, home) for number in range(people)]
    _sums()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return plan


def _person(number: int, home: tuple[int, int, int]) -> dict[str, str]:
    """Make a village operator or a keeper, each in a kecamatan of their own, signed in."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from rumahbersama.ground.people.models import Account, RoleAssignment
    from rumahbersama.ground.regions.models import Region

    kecamatan = f"72.{number % home[0] + 1:02}.{number // home[0] + 1:02}"
    role, code, section = (
        ("operator", f"{kecamatan}.2001", "bidang-kesehatan") if number % 2 else ("keeper", kecamatan, "pustu")
    )
    account = Account.objects.create(email=f"{number}@contoh.invalid", name=f"Pengisi {number}")
    place = Region.objects.get(code=code)
    RoleAssignment.objects.create(account=account, role=role, region=place, starts_on=date(2020, 1, 1))
    client = Client()
    client.force_login(account)
    return {
        "account": str(account.pk),
        "session": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "address": f"{reverse('needs:section', args=[code, section])}?periode={PERIOD}",
    }


def _prepare(folder: str, rows: str) -> Any:
    from benchmarks.bench_intake import _make_workbook

    coming = (*COMING, int(rows) // (COMING[0] * COMING[1]))
    home = HOME if int(rows) == ROWS else QUICK_HOME
    plan = prepare(home, coming, PEOPLE)
    theirs = codes_of("72", *home)
    others = codes_of("71", *coming)
    for heading in HEADINGS:
        _make_workbook(Path(folder) / f"beside-{heading}.xlsx", others, heading=heading)
        _make_workbook(Path(folder) / f"around-{heading}.xlsx", [*others, *theirs][-int(rows) :], heading=heading)
    (Path(folder) / "plan.json").write_text(json.dumps(plan))
    return len(plan)


def _import(folder: str, kind: str, heading: str) -> Any:
    """Take one table along the road of the page of uploads, each station a job for the server's worker."""
    from django.utils import timezone

    from rumahbersama.ground.intake import actions, queries
    from rumahbersama.ground.intake.models import ImportRun

    path, began = Path(folder) / f"{kind}-{heading}.xlsx", time.perf_counter()
    with path.open("rb") as file:
        run = actions.receive(
            dataset="needs.observations",
            place_code="71" if kind == "beside" else "0",
            place_name="Utara" if kind == "beside" else "Indonesia",
            chunks=iter(lambda: file.read(1 << 20), b""),
            file_name=path.name,
            by=None,
            at=timezone.now(),
        )
    stations = [("read", time.time())]
    refusal = _carried(run, "intake.read")
    stations.append(("checked", time.time()))
    if not refusal:
        actions.set_mapping(run=run, meanings=queries.meanings_of(run), by=None, at=timezone.now())
        refusal = _carried(run, "intake.preview")
    if not refusal:
        assert not run.summary["findings"], list(queries.findings_of(run, first=0, limit=3))
        stations.append(("stored", time.time()))
        run = actions.ask_to_commit(run=run)
        refusal = _carried(run, "intake.commit")
    if not refusal:
        assert run.state == ImportRun.State.COMMITTED, run.state
        assert run.summary["differs"] == 0, run.summary
    return {"seconds": time.perf_counter() - began, "refusal": refusal, "stations": stations, "ended": time.time()}


def _carried(run: Any, kind: str) -> str:
    """Start the job of one station and wait for it; returns why it was refused, or ""."""
    from django.utils import timezone

    from rumahbersama.ground.core.models import Job
    from rumahbersama.ground.intake import actions

    actions.start_job(run, kind=kind, by=None, at=timezone.now())
    end = time.monotonic() + PATIENCE
    while not (job := Job.objects.get(pk=run.job_id)).is_over:
        assert time.monotonic() < end, f"{kind} does not end"
        time.sleep(0.5)
    run.refresh_from_db()
    return str(run.refusal or ("" if job.state == Job.State.DONE else job.message))


def _type(folder: str, port: str, stop: str, out: str) -> None:
    plan = json.loads((Path(folder) / "plan.json").read_text())
    samples: list[Sample] = []
    people = [
        Person(each["account"], each["address"], Line(int(port), each["session"]).ask, random.Random(number))
        for number, each in enumerate(plan)
    ]
    over = threading.Event()

    def sit(person: Person) -> None:
        person.open()
        over.wait(person.chance.uniform(0, THINK[1]))
        while not over.is_set():
            samples.append(person.save())
            thinking = person.chance.uniform(*THINK)
            over.wait(thinking)
            person.rest(thinking)
        person.rest(REST)

    threads = [threading.Thread(target=sit, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    print("typing", flush=True)
    while not Path(stop).exists():
        time.sleep(0.1)
    over.set()
    for thread in threads:
        thread.join()
    kept = [{"acknowledged": each.acknowledged, "refused": sorted(each.refused)} for each in people]
    Path(out).write_text(json.dumps({"samples": [vars(each) for each in samples], "people": kept}))


def _lost(out: str) -> list[str]:
    people = [
        Person("", "", lambda *_: (0, ""), random.Random(), {}, each["acknowledged"], set(each["refused"]))
        for each in json.loads(Path(out).read_text())["people"]
    ]
    return losses(people, PERIOD)


def _main(word: str, *words: str) -> None:
    import django

    if word == "type":
        _type(*words)
        return
    django.setup()
    found = {"prepare": _prepare, "import": _import, "lost": _lost}[word](*words)
    print(json.dumps(found))


if __name__ == "__main__":
    _main(*sys.argv[1:])

"""A quota of 100 seats with 8 processes fighting for it: exactly 100 are given, nobody is told to come back later.

Eight processes name 25 people each for the same event, at the same moment, as fast as they can; each naming is the
room's own action (``name_person``), with its lock, its checks and its record. Counted afterwards, by plain reading:
who holds a seat, who waits, what failed. The peer is the same work without holding the event: it reads how many seats
are taken, and writes. SQLite always; PostgreSQL where BENCH_POSTGRES_URL names a server.
"""

import json
import multiprocessing
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.databases import on_each
from benchmarks.raw_quota import name_without_holding

SEATS, PROCESSES, EACH = 100, 8, 25


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Measure on every database."""
    return on_each("bench_quota", 15 if quick else EACH)


# What follows runs in the process of one database, and in its eight children ------------
def _setup() -> None:
    import django

    django.setup()


def _world(seats: int) -> tuple[int, int]:
    """Make two events of a place with so many seats each: ours and the peer's."""
    from datetime import timedelta

    from django.utils import timezone

    from rumahbersama.chain.training.models import Curriculum, Event, Quota
    from rumahbersama.ground.regions.actions import ensure_nation
    from rumahbersama.ground.regions.models import Region

    ensure_nation()
    region = Region.objects.create(
        code="71",
        name="Utara",
        search_name="UTARA",
        level=1,
        kind="provinsi",
        parent=Region.objects.get(code="0"),
    )
    curriculum = Curriculum.objects.create(code="uji", title="Uji")
    numbers = []
    for days in (30, 60):
        start = timezone.localdate() + timedelta(days=days)
        event = Event.objects.create(
            curriculum=curriculum,
            title=f"ToT {days}",
            tier=2,
            region=region,
            starts_on=start,
            ends_on=start + timedelta(days=4),
            class_size=30,
            state="open",
            entered_at=timezone.now(),
        )
        Quota.objects.create(event=event, region=region, seats=seats)
        numbers.append(event.pk)
    return numbers[0], numbers[1]


def fight(number: int, event: int, each: int, ours: bool, begin: Any, told: Any) -> None:
    """Name people as one of the processes; tell how long each took (ms) and what failed."""
    _setup()
    from django.db import connection
    from django.utils import timezone

    from rumahbersama.chain.training.models import Event
    from rumahbersama.chain.training.taking_part.actions.naming import Nominee, name_person
    from rumahbersama.chain.training.taking_part.actions.seats import Who
    from rumahbersama.ground.regions.models import Region

    region, found = Region.objects.get(code="71"), Event.objects.get(pk=event)
    connection.ensure_connection()
    begin.wait()
    times, failed = [], []
    for at in range(each):
        nominee = Nominee(f"Orang {'abcdefgh'[number]} {'x' * at}", region, "dpmd", is_new=True)
        began = time.perf_counter()
        try:
            if ours:
                who = Who(by=None, at=timezone.now(), today=timezone.localdate())
                name_person(event=found, nominee=nominee, who=who)
            else:
                name_without_holding(found, nominee)
        except Exception as problem:
            failed.append(f"{type(problem).__name__}: {problem}")
        times.append((time.perf_counter() - began) * 1000)
    told.put((times, failed))


def _fought(event: int, each: int, *, ours: bool, processes: int = PROCESSES) -> tuple[float, list[float], list[str]]:
    """Return the seconds in all, the sorted times of all namings, and every failure."""
    spawning = multiprocessing.get_context("spawn")
    begin, told = spawning.Barrier(processes + 1), spawning.Queue()
    workers = [
        spawning.Process(target=fight, args=(number, event, each, ours, begin, told)) for number in range(processes)
    ]
    for worker in workers:
        worker.start()
    begin.wait()
    began = time.perf_counter()
    answers = [told.get(timeout=300) for _worker in workers]
    took = time.perf_counter() - began
    for worker in workers:
        worker.join()
    return (
        took,
        sorted(time for times, _failed in answers for time in times),
        [one for _times, failed in answers for one in failed],
    )


def _held(event: int) -> tuple[int, int]:
    from rumahbersama.chain.training.models import Participation

    rows = Participation.objects.filter(event=event)
    return rows.filter(state="proposed").count(), rows.filter(state="waiting").count()


def small(each: int, processes: int, seats: int) -> dict[str, Any]:
    """Let a few processes fight in this installation, for the tests; return what came of it."""
    _setup()
    event, _peer = _world(seats)
    _took, times, failed = _fought(event, each, ours=True, processes=processes)
    held, waiting = _held(event)
    return {"held": held, "waiting": waiting, "failed": failed, "named": len(times)}


def _main(engine: str, each: int) -> None:
    _setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    ours, peer = _world(SEATS)
    took, times, failed = _fought(ours, each, ours=True)
    _peer_took, _times, peer_failed = _fought(peer, each, ours=False)
    held, waiting = _held(ours)
    peer_held, _waiting = _held(peer)
    wanted = min(SEATS, PROCESSES * each)
    p99 = times[int(len(times) * 0.99) - 1]
    row = {
        "name": f"quota of {SEATS} seats, {PROCESSES} processes",
        "input": f"{'SQLite' if engine == 'sqlite' else 'PostgreSQL'}; {PROCESSES * each} people named at once",
        "ours": f"{held} seats, {waiting} wait, {len(failed)} failed; {took:.1f} s in all, p99 {p99:.0f} ms",
        "peer": f"without holding the event: {peer_held} seats, {len(peer_failed)} failed",
        "bar": f"exactly {SEATS} seats, 0 failed",
        "met": held == wanted and not failed and held + waiting == PROCESSES * each,
    }
    for one in failed[:5]:
        sys.stderr.write(f"  {one}\n")
    print(json.dumps(row))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    if sys.argv[1] == "small":
        print(json.dumps(small(*map(int, sys.argv[2:]))))
    else:
        _main(sys.argv[1], int(sys.argv[2]))

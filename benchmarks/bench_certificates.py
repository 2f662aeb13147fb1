"""831 certificates by the worker that people run, killed five times on the way with SIGKILL, at moments by lot.

``rumah worker`` runs as ever, a process of its own; nothing tells it what is coming. A moment is a number of papers
numbered and files sealed; once it is reached the worker is killed within half a second, and another is started. It
takes the work up when the lease of the dead one has run out (at most 40 seconds), which is why the clock runs longer
than the processor. At the end papers, numbers, public codes, persons, and files on the disk with their check sums are
counted by plain reading. SQLite always; PostgreSQL where BENCH_POSTGRES_URL names a server.
"""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from benchmarks.bench_entry import _admin
from benchmarks.hall import count, make_world, order_certificates

PEOPLE, CLASSES, KILLS = 831, 27, 5
QUICK = (24, 2, 2)
PATIENCE = 1_200
NAME = "bench_certificates"


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Measure on SQLite, and on PostgreSQL where there is a server."""
    size = QUICK if quick else (PEOPLE, CLASSES, KILLS)
    rows = [_measured("", "SQLite", size)]
    server = os.environ.get("BENCH_POSTGRES_URL", "")
    if server:
        _admin(server, f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        _admin(server, f"CREATE DATABASE {NAME} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
        try:
            rows.append(_measured(urlunsplit(urlsplit(server)._replace(path=f"/{NAME}")), "PostgreSQL", size))
        finally:
            _admin(server, f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
    return rows


def _measured(url: str, brand: str, size: tuple[int, int, int]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="rumah-bench-") as folder:
        environment = os.environ | {
            "RUMAH_DATA": folder,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "rumahbersama.settings",
        }
        command = [sys.executable, "-m", "rumahbersama", "migrate"]
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
        command = [sys.executable, "-m", "benchmarks.bench_certificates", *map(str, size)]
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    found = json.loads(done.stdout.splitlines()[-1])
    people, _classes, kills = size
    names = ("papers", "numbers", "codes", "persons", "files")
    return {
        "name": f"{people:,} certificates, the worker killed {kills} times",
        "input": f"{brand}; killed at {', '.join(map(str, found['killed']))} of {2 * people:,} steps",
        "ours": f"{', '.join(f'{found[name]} {name}' for name in names)}; {found['doubles']} doubles,"
        f" {found['broken']} broken; {found['seconds']:.0f} s, {found['processor']:.0f} s of the processor",
        "bar": f"{people} of each, 0 doubles, 0 broken",
        "met": all(found[name] == people for name in names)
        and not (found["doubles"] or found["broken"])
        and len(found["killed"]) == kills,
    }


# In a process of its own ----------------------------------------------------------------------
class Drill:
    """Starts workers, kills them, and adds up what they used of the processor."""

    def __init__(self, is_over: Callable[[], bool]) -> None:
        self.is_over, self.processor, self.killed = is_over, 0.0, list[int]()
        self.end = time.monotonic() + PATIENCE

    def kill_at(self, moment: int) -> None:
        """Let a worker work until so many steps are done, and at least one more than before; then kill it."""
        worker = self._start()
        wanted = max(moment, steps() + 1)
        while steps() < wanted and not self.is_over():
            self._pause(worker)
        time.sleep(random.uniform(0, 0.5))
        assert not self.is_over(), "the work ended before the worker was killed"
        os.killpg(worker.pid, signal.SIGKILL)
        self.killed.append(steps())
        self._ended(worker)

    def finish(self) -> None:
        """Let a worker come to the end."""
        worker = self._start()
        while not self.is_over():
            self._pause(worker)
        worker.terminate()
        self._ended(worker)

    def _start(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "rumahbersama", "worker"]
        return subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL)

    def _pause(self, worker: "subprocess.Popen[bytes]") -> None:
        assert worker.poll() is None, "the worker ended by itself"
        assert time.monotonic() < self.end, "the certificates do not come to an end"
        time.sleep(0.1)

    def _ended(self, worker: "subprocess.Popen[bytes]") -> None:
        _pid, status, used = os.wait4(worker.pid, 0)
        worker.returncode = os.waitstatus_to_exitcode(status)
        self.processor += used.ru_utime + used.ru_stime


def steps() -> int:
    """Return how many papers have their number, and how many their sealed file, together."""
    return count("SELECT COUNT(*) FROM papers_registerentry") + count("SELECT COUNT(*) FROM papers_paperfile")


def _found() -> dict[str, int]:
    """Return what there is, by plain reading; a file is there when its bytes have its check sum."""
    from rumahbersama.ground.files import storage
    from rumahbersama.workshop.papers.models import PaperFile

    kept = dict(PaperFile.objects.values_list("file__name", "file__sha256"))
    sums = {name: hashlib.sha256(storage.path_of(name).read_bytes()).hexdigest() for name in kept}
    twice = "SELECT COUNT(*) FROM (SELECT {0} FROM {1} GROUP BY {0} HAVING COUNT(*) > 1) AS twice"
    once = (("person_key", "papers_paper"), ("sequence", "papers_registerentry"), ("paper_id", "papers_paperfile"))
    return {
        "papers": count("SELECT COUNT(*) FROM papers_paper"),
        "numbers": count("SELECT COUNT(DISTINCT sequence) FROM papers_registerentry"),
        "codes": count("SELECT COUNT(DISTINCT code) FROM papers_paper"),
        "persons": count("SELECT COUNT(DISTINCT person_key) FROM papers_paper"),
        "files": count("SELECT COUNT(DISTINCT paper_id) FROM papers_paperfile"),
        "doubles": sum(count(twice.format(*each)) for each in once),
        "broken": sum(sums[name] != kept[name] for name in kept),
    }


def _main(people: int, classes: int, kills: int) -> None:
    import django

    django.setup()
    from rumahbersama.chain.training.passing.actions import Typed
    from rumahbersama.ground.core.models import Job

    eighty = Decimal(80)
    marks = Typed(eighty, eighty, eighty, attendance=Decimal(100), attendance_reason="Uji")
    batch = order_certificates(make_world(people, classes), marks)
    drill = Drill(lambda: Job.objects.get(pk=batch.job_id).is_over)
    begun = time.perf_counter()
    for moment in sorted(random.sample(range(1, 2 * people - 40 if people > 40 else people), kills)):
        drill.kill_at(moment)
    drill.finish()
    seconds = time.perf_counter() - begun
    assert Job.objects.get(pk=batch.job_id).state == Job.State.DONE
    print(json.dumps(_found() | {"seconds": seconds, "processor": drill.processor, "killed": drill.killed}))


if __name__ == "__main__":
    _main(*map(int, sys.argv[1:]))

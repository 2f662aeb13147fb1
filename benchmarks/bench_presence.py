"""1,156 people in a hall scan the QR in the same minute, on the server that people use.

Input: one list of 1,156 people (831 of the event and those of the days around it), one open occasion. ``rumah serve``
runs as ever on 127.0.0.1 (its own process, its threads, its worker beside it). Each phone has a cookie of its own and
has opened the QR's page; then all names are sent at once, by as many connections as a browser-like client keeps open.
The second row is the whole way of each phone: the page of the QR, the search for its own name, the name sent. A tenth
of the phones send twice. At the end every acknowledged mark is looked up by plain reading, and nothing else is there.
SQLite always; PostgreSQL where BENCH_POSTGRES_URL names a server.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from benchmarks.bench_entry import _admin, _p95, _serving
from benchmarks.crowd import CSRF, LINES, Connection, ask, connection, together

PEOPLE, LIMIT_SECONDS = 1_156, 5.0
QUICK_PEOPLE = 60
NAME = "bench_presence"
TICKET = re.compile(r'name="tiket" value="([^"]+)"')


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Measure on SQLite, and on PostgreSQL where there is a server."""
    count = QUICK_PEOPLE if quick else PEOPLE
    rows = _measured("", "SQLite", count)
    server = os.environ.get("BENCH_POSTGRES_URL", "")
    if server:
        _admin(server, f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        _admin(server, f"CREATE DATABASE {NAME} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
        try:
            rows += _measured(urlunsplit(urlsplit(server)._replace(path=f"/{NAME}")), "PostgreSQL", count)
        finally:
            _admin(server, f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
    return rows


def _measured(url: str, brand: str, count: int) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="rumah-bench-") as folder:
        environment = os.environ | {
            "RUMAH_DATA": folder,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "rumahbersama.settings",
        }
        command = [sys.executable, "-m", "rumahbersama", "migrate"]
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
        plan = _own(environment, "prepare", str(count))
        with _serving(environment) as port:
            burst = _own(environment, "scan", str(port), json.dumps(plan["burst"]), "names")
            whole = _own(environment, "scan", str(port), json.dumps(plan["whole"]), "whole")
        lost = [_own(environment, "lost", str(plan[kind]["occasion"])) for kind in ("burst", "whole")]
    return [
        _row(f"{count:,} scans at once", brand, burst, lost[0], count, LIMIT_SECONDS),
        _row(f"{count:,} phones: page of the QR, search, name", brand, whole, lost[1], count, None),
    ]


def _row(
    name: str, brand: str, found: dict[str, Any], stored: int, count: int, limit: float | None
) -> dict[str, Any]:
    failed = [status for status in found["statuses"] if status != 200]
    is_good = not failed and stored == count
    bar = f"< {limit:g} s, " if limit else ""
    return {
        "name": name,
        "input": f"{brand}, {LINES} connections, every tenth sends twice ({len(found['statuses'])} answers)",
        "ours": f"{found['seconds']:.2f} s, {count / found['seconds']:.0f}/s; each p50"
        f" {statistics.median(found['ms']):.0f} ms, p95 {_p95(found['ms']):.0f} ms; {len(failed)} failed,"
        f" {count - stored} lost",
        "bar": f"{bar}0 failed, 0 lost",
        "met": is_good and (limit is None or found["seconds"] < limit),
    }


def _own(environment: dict[str, str], *words: str) -> Any:
    command = [sys.executable, "-m", "benchmarks.bench_presence", *words]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


# In processes of their own ------------------------------------------------------------------
def prepare(count: int, region: Any) -> dict[str, Any]:
    """Make a list of so many people with two open occasions; return what the phones need to know."""
    from datetime import timedelta

    from django.utils import timezone

    from rumahbersama.workshop.presence import actions
    from rumahbersama.workshop.presence.models import Attendee
    from rumahbersama.workshop.presence.names import Line

    now = timezone.now()
    roster = actions.make_roster(title="Pelatihan", region=region, by=None, at=now)
    lines = [Line(f"Peserta {number:04}", f"Kecamatan {number % 97}") for number in range(count)]
    actions.set_attendees(roster=roster, lines=lines, by=None, at=now)
    people = list(Attendee.objects.filter(roster=roster).values_list("pk", flat=True))
    told: dict[str, Any] = {}
    for kind in ("burst", "whole"):
        plan = actions.Plan(kind, now, now + timedelta(hours=2))
        made = actions.plan_occasion(roster=roster, plan=plan, by=None, at=now)
        actions.open_occasion(occasion=made, by=None, at=now)
        told[kind] = {"occasion": made.pk, "key": made.key, "people": people}
    return told


def _prepare(count: str) -> Any:
    from benchmarks.bench_intake import _make_regions
    from rumahbersama.ground.regions.models import Region

    _make_regions(["71.01.01.2001"])
    return prepare(int(count), Region.objects.get(code="71.01.01"))


class Phone:
    """One phone: its own cookie, a connection that it shares with others one after another."""

    def __init__(self, number: int, person: int, key: str) -> None:
        self.person, self.key = person, key
        self.name = f"Peserta {number:04}"
        self.device = f"{number:032x}"
        self.ticket = ""

    @property
    def jar(self) -> dict[str, str]:
        """Return the cookies of this phone."""
        return {"rumah_csrf": CSRF, "rumah_gawai": self.device}

    def take_ticket(self) -> None:
        """Have the ticket that the page of the QR holds, made as the server makes it."""
        from rumahbersama.workshop.presence.codes import Ticket, ticket_for

        self.ticket = ticket_for(Ticket(self.key, self.device, "qr"))

    def look(self, line: Connection) -> int:
        """Open the page of the QR with the code of the moment, and search one's name in it."""
        from django.utils import timezone

        from rumahbersama.workshop.presence.codes import code_now

        path = f"/hadir/{self.key}/{code_now(self.key, timezone.now())}/"
        status, page = ask(line, "GET", path, self.jar)
        found = TICKET.search(page)
        if status != 200 or found is None:
            return status
        self.ticket = found[1]
        query = urlencode({"tiket": self.ticket, "cari": self.name})
        status, page = ask(line, "GET", f"{path}?{query}", self.jar)
        return status if self.name in page else 0

    def send(self, line: Connection) -> int:
        """Send one's name; 200 only where the page says that one was there."""
        data = {"tiket": self.ticket, "peserta": self.person}
        status, page = ask(line, "POST", f"/hadir/{self.key}/nama/", self.jar, data)
        return status if status != 200 or self.name in page else 0


def _scan(port: str, told: str, way: str) -> Any:
    import django

    django.setup()
    plan = json.loads(told)
    phones = [Phone(number, person, plan["key"]) for number, person in enumerate(plan["people"])]
    for phone in phones:
        phone.take_ticket()
    twice = [each for number, phone in enumerate(phones) for each in [phone] * (2 if number % 10 == 0 else 1)]

    def walk(line: Connection, phone: Phone) -> int:
        status = phone.look(line) if way == "whole" else 200
        return phone.send(line) if status == 200 else status

    line = connection(int(port))
    for _time in range(40):
        ask(line, "GET", "/hadir/", {})  # what is loaded late is loaded
    return vars(together(int(port), twice, walk))


def _lost(occasion: str) -> Any:
    """Return how many people have exactly one mark at an occasion, by plain reading."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM (SELECT attendee_id FROM presence_mark WHERE occasion_id = %s"
            " GROUP BY attendee_id HAVING COUNT(*) = 1) AS once",
            [int(occasion)],
        )
        row = cursor.fetchone()
    return row[0]


def _main(word: str, *words: str) -> None:
    import django

    django.setup()
    found = {"prepare": _prepare, "scan": _scan, "lost": _lost}[word](*words)
    print(json.dumps(found))


if __name__ == "__main__":
    _main(*sys.argv[1:])

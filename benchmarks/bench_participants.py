"""The list of people of an event with 20,000 of them, against the same page with its rows read one by one.

Signed in as who runs the event, asked by the test client in one process: the first page, the last page, a search, a
filter by place, and another order; with all middleware and rendering. The peer renders the same page, but every row
asks for its own region, class and quota, as a list does that says nothing of what it shows. SQLite always;
PostgreSQL where BENCH_POSTGRES_URL names a server.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.bench_pages import _analyze, _invented, _regions, _signed_in, _times
from benchmarks.databases import on_each

PEOPLE, REQUESTS, PEER_REQUESTS = 20_000, 30, 8
LIMIT_MS, LIMIT_QUERIES = 200, 12
ASKED = {
    "first page": "",
    "last page": "hal=400",
    "search of a name": "cari=orang+77",
    "filter by place": "tempat=11.01&keadaan=confirmed",
    "by place, downwards": "urut=-tempat",
}


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Measure on every database."""
    return [row for rows in on_each("bench_participants", 2_000 if quick else PEOPLE) for row in rows]


# What follows runs in the process of one database ---------------------------------
def _generate(people: int) -> int:
    """Make an event with quotas for 100 kabupaten, 30 classes and so many people; return its number."""
    from datetime import timedelta

    from django.utils import timezone

    from rumahbersama.chain.training.models import Curriculum, Event, Participation, Quota, Site, TrainingClass
    from rumahbersama.ground.people.models import Person
    from rumahbersama.ground.regions.models import Region

    _regions([row for row in _invented() if row[0].count(".") < 2])
    today, now = timezone.localdate(), timezone.now()
    event = Event.objects.create(
        curriculum=Curriculum.objects.create(code="uji", title="Uji"),
        title="Pelatihan besar",
        tier=3,
        region=Region.objects.get(code="0"),
        starts_on=today + timedelta(days=30),
        ends_on=today + timedelta(days=34),
        class_size=30,
        state="open",
        entered_at=now,
    )
    site = Site.objects.create(event=event, name="Balai")
    classes = [TrainingClass.objects.create(event=event, number=at, site=site, size=999) for at in range(1, 31)]
    places = list(Region.objects.filter(level=2).order_by("code")[:100])
    quotas = [Quota.objects.create(event=event, region=place, seats=people) for place in places]
    persons = Person.objects.bulk_create([Person(name=f"Orang {at}") for at in range(people)], batch_size=1000)
    states = ("proposed", "approved", "confirmed", "approved", "waiting", "declined")
    Participation.objects.bulk_create(
        [
            Participation(
                event=event,
                quota=quotas[at % 100],
                person=person,
                name=f"Orang {at * 7919 % people}",
                region=places[at % 100],
                agency_kind=("bappeda", "dpmd", "tapem")[at % 3],
                agency="Pemerintah Kabupaten",
                title="Kepala bidang",
                state=states[at % 6],
                klass=classes[at % 30] if states[at % 6] in ("approved", "confirmed") else None,
                entered_at=now,
            )
            for at, person in enumerate(persons)
        ],
        batch_size=1000,
    )
    _analyze()
    return int(event.pk)


@contextmanager
def as_naive() -> Iterator[None]:
    """Let the list be read without saying what it shows: each row asks for its own region, class and quota."""
    from rumahbersama.chain.training.taking_part import lists

    kept = lists.visible_participations
    lists.visible_participations = lambda user, event: kept(user, event).select_related(None)
    try:
        yield
    finally:
        lists.visible_participations = kept


def _questions(ask: Callable[[], None]) -> int:
    """Return how often the database is asked."""
    from django.db import connection

    count = 0

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal count
        count += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        ask()
    return count


def _measure(client: Any, path: str, name: str, told: str) -> dict[str, Any]:
    def ask() -> None:
        response = client.get(path)
        assert response.status_code == 200, response.status_code

    ask()
    asked = _questions(ask)
    worked = time.process_time()
    ours = _times(ask, REQUESTS)
    worked = (time.process_time() - worked) * 1000 / len(ours)
    p95 = ours[int(len(ours) * 0.95) - 1]
    with as_naive():
        raw = _questions(ask)
        peer = statistics.median(_times(ask, PEER_REQUESTS))
    return {
        "name": f"list of participants, {name}",
        "input": told,
        "ours": f"p50 {statistics.median(ours):.0f} ms, p95 {p95:.0f} ms"
        f" ({worked:.0f} ms of the processor), {asked} queries",
        "peer": f"rows read one by one: p50 {peer:.0f} ms, {raw} queries",
        "ratio": f"{peer / statistics.median(ours):.1f}",
        "bar": f"p95 < {LIMIT_MS} ms, <= {LIMIT_QUERIES} queries",
        "met": p95 < LIMIT_MS and asked <= LIMIT_QUERIES,
    }


def _main(engine: str, people: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.urls import reverse

    from rumahbersama.commands.starting import collect_static

    call_command("migrate", verbosity=0)
    collect_static()
    from rumahbersama.ground.regions.actions import ensure_nation

    ensure_nation()
    number = _generate(people)
    client = _signed_in()
    told = f"{'SQLite' if engine == 'sqlite' else 'PostgreSQL'}, {people:,} people in one event"
    address = reverse("taking_part:list", args=[number])
    print(json.dumps([_measure(client, f"{address}?{query}", name, told) for name, query in ASKED.items()]))


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]))

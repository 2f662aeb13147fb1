"""The cascade of a programme with 16,620 seats: its pages, and the engine against walking every branch by itself.

Twelve ToT of four classes in three phases (1,440 seats), then 506 classes of kecamatan staff (15,180 seats), each
with two of those trainers; two in three people have a post that they hold or held. Signed in as the ministry, asked
by the test client in one process, with all middleware and rendering. The peer walks from every trainer through the
classes and people below, as a report does that asks one person after the other; both must find the same.
SQLite always; PostgreSQL where BENCH_POSTGRES_URL names a server.
"""

import json
import statistics
import sys
import time
from datetime import date, timedelta
from typing import Any

from benchmarks.bench_pages import _analyze, _invented, _regions, _signed_in, _times
from benchmarks.bench_participants import _questions
from benchmarks.databases import on_each

TOTS, TOT_CLASSES, SEATS = 12, 4, 30
CLASSES, QUICK_CLASSES = 506, 46
REQUESTS, LIMIT_MS, LIMIT_QUERIES = 20, 200, 12
FIRST = date(2024, 3, 5)


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Measure on every database."""
    return [row for rows in on_each("bench_cascade", QUICK_CLASSES if quick else CLASSES) for row in rows]


# What follows runs in the process of one database ---------------------------------
def _generate(classes: int, codes: list[tuple[str, str]]) -> tuple[Any, Any]:
    """Make the programme; return it and its first ToT."""
    from rumahbersama.chain.training.models import Curriculum, Programme
    from rumahbersama.ground.regions.models import Region

    _regions(codes)
    programme = Programme.objects.create(code="besar", title="Program besar", region=Region.objects.get(code="0"))
    curriculum = Curriculum.objects.create(code="uji", title="Uji")
    kabupaten = list(Region.objects.filter(level=2).order_by("code"))
    kecamatan = list(Region.objects.filter(level=3).order_by("code"))
    trainers: list[Any] = []
    tots = []
    for number in range(TOTS):
        day = FIRST + timedelta(days=number // 4 * 90)
        event, people = _held(programme, curriculum, f"ToT {number}", 2, day, TOT_CLASSES, kabupaten, trainers[:8])
        trainers += people
        tots.append(event)
    day = FIRST + timedelta(days=400)
    _held(programme, curriculum, "Aparatur kecamatan", 3, day, classes, kecamatan, trainers)
    _analyze()
    return programme, tots[0]


def _held(
    programme: Any,
    curriculum: Any,
    title: str,
    tier: int,
    day: date,
    classes: int,
    places: list[Any],
    trainers: list[Any],
) -> tuple[Any, list[Any]]:
    """Hold one event: full classes, two trainers each where there are any; return it and its people."""
    from django.utils import timezone

    from rumahbersama.chain.training.models import Event, Participation, Site, Teaching, TrainingClass
    from rumahbersama.ground.people.models import Person, Post, Tenure

    now = timezone.now()
    event = Event.objects.create(
        programme=programme,
        curriculum=curriculum,
        title=title,
        tier=tier,
        region=programme.region,
        starts_on=day,
        ends_on=day + timedelta(days=4),
        class_size=SEATS,
        state="finished",
        entered_at=now,
    )
    site = Site.objects.create(event=event, name="Balai")
    held = TrainingClass.objects.bulk_create(
        [TrainingClass(event=event, number=at, site=site, size=SEATS) for at in range(1, classes + 1)]
    )
    names = [Person(name=f"Orang {at}") for at in range(classes * SEATS)]
    people = Person.objects.bulk_create(names, batch_size=1000)
    Participation.objects.bulk_create(
        [
            Participation(
                event=event,
                person=person,
                name=person.name,
                region=places[at * 7 % len(places)],
                agency_kind="kecamatan",
                state="confirmed",
                klass=held[at // SEATS],
                entered_at=now,
            )
            for at, person in enumerate(people)
        ],
        batch_size=1000,
    )
    posts = Post.objects.bulk_create(
        [Post(title=f"Kasi {event.pk}-{at}", region=places[at * 7 % len(places)]) for at in range(len(people))],
        batch_size=1000,
    )
    Tenure.objects.bulk_create(
        [
            Tenure(
                person=person,
                post=posts[at],
                starts_on=date(2020, 1, 1),
                ends_on=day + timedelta(days=30) if at % 3 else None,
            )
            for at, person in enumerate(people)
            if at % 3 < 2
        ],
        batch_size=1000,
    )
    Teaching.objects.bulk_create(
        Teaching(event=event, klass=klass, person=trainers[(2 * at + one) % len(trainers)])
        for at, klass in enumerate(held)
        for one in range(2)
        if trainers
    )
    return event, list(people)


def _pages(programme: Any, tot: Any, told: str) -> list[dict[str, Any]]:
    from django.urls import reverse

    client = _signed_in()
    addresses = {
        "page of the programme": reverse("cascade:programme", args=[programme.code]),
        "page of one ToT": reverse("cascade:event", args=[tot.pk]),
    }
    rows = []
    for name, address in addresses.items():

        def ask(address: str = address) -> None:
            response = client.get(address)
            assert response.status_code == 200, response.status_code

        ask()
        asked = _questions(ask)
        worked = time.process_time()
        times = _times(ask, REQUESTS)
        worked = (time.process_time() - worked) * 1000 / len(times)
        p95 = times[int(len(times) * 0.95) - 1]
        rows.append(
            {
                "name": f"cascade, {name}",
                "input": told,
                "ours": f"p50 {statistics.median(times):.0f} ms, p95 {p95:.0f} ms"
                f" ({worked:.0f} ms of the processor), {asked} queries",
                "bar": f"p95 < {LIMIT_MS} ms, <= {LIMIT_QUERIES} queries",
                "met": p95 < LIMIT_MS and asked <= LIMIT_QUERIES,
            }
        )
    return rows


def reach_by_walking(held: Any) -> dict[int, int]:
    """Return how many people stand below each trainer, walking from each of them by itself."""
    taught: dict[int, list[Any]] = {}
    for each in held:
        for person in each.trainers:
            taught.setdefault(person, []).append(each)
    found = {}
    for trainer, classes in taught.items():
        met, waiting, people = set(), list(classes), set()
        while waiting:
            here = waiting.pop()
            if here.number not in met:
                met.add(here.number)
                people |= here.people
                waiting += [one for person in here.people for one in taught.get(person, ()) if one.starts > here.ends]
        found[trainer] = len(people - {trainer})
    return found


def _engine(programme: Any, told: str) -> dict[str, Any]:
    from django.utils import timezone

    from rumahbersama.chain.training.cascade.queries import cascade_of
    from rumahbersama.chain.training.models import Event
    from rumahbersama.engines.cascade import tree_of

    events = list(Event.objects.filter(programme=programme).order_by("starts_on", "pk"))
    held = cascade_of(events, today=timezone.localdate()).classes
    assert tree_of(held).reach == reach_by_walking(held)
    ours = statistics.median(_times(lambda: tree_of(held), REQUESTS))
    peer = statistics.median(_times(lambda: reach_by_walking(held), REQUESTS))
    return {
        "name": "cascade, the tree: generations and reach",
        "input": f"{told}; {len(held)} classes",
        "ours": f"{ours:.1f} ms",
        "peer": f"reach alone, every trainer walked by themselves: {peer:.1f} ms",
        "ratio": f"{peer / ours:.1f}",
    }


def _main(engine: str, classes: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from rumahbersama.commands.starting import collect_static

    call_command("migrate", verbosity=0)
    collect_static()
    programme, tot = _generate(classes, [row for row in _invented() if row[0].count(".") < 3])
    seats = (TOTS * TOT_CLASSES + classes) * SEATS
    told = f"{'SQLite' if engine == 'sqlite' else 'PostgreSQL'}, {seats:,} seats in {TOTS + 1} events"
    print(json.dumps([*_pages(programme, tot, told), _engine(programme, told)]))


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]))

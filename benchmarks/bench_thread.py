"""The golden thread of a national programme: 1,000 kecamatan, 250 trainings, 200,000 promises that name a figure.

Each kecamatan has ten desa with five indicators in two semesters, so that the tables hold 100,000 figures. What the
figures did since is read at night; that is measured too. Pages are asked by the test client in one process with all
middleware and rendering: the programme as the ministry (first page, a state, a page far behind), the programme as a
province that sees its own trainings, one training. The peer reads the same promises by plain SQL and counts them and
their figures in Python; both must tell the same numbers. SQLite always; PostgreSQL where BENCH_POSTGRES_URL names a
server.
"""

import json
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from benchmarks.bench_pages import _analyze, _regions, _times
from benchmarks.bench_participants import _questions
from benchmarks.databases import on_each

PROMISES, QUICK_PROMISES, EACH, EVENTS, DESA = 200_000, 8_000, 200, 250, 10
PROVINCES, INDICATORS, PERIODS = 20, 5, ("2026-S1", "2026-S2")
REQUESTS, PEER_REQUESTS, LIMIT_MS, LIMIT_QUERIES, NIGHT_SECONDS = 30, 5, 300, 15, 600
STATES = ("promised", "in_progress", "verified", "done", "verified", "dropped", "waiting", "verified")
CODE = "nasional"


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Measure on every database."""
    return [row for rows in on_each("bench_thread", QUICK_PROMISES if quick else PROMISES) for row in rows]


# What follows runs in the process of one database ---------------------------------
def generate(promises: int, *, kecamatan: int | None = None, events: int = EVENTS) -> None:
    """Make the country, its figures, the programme and what its people promised."""
    from rumahbersama.ground.regions.models import Region

    count = kecamatan or promises // EACH
    codes = [(f"{11 + at}", f"Provinsi {at}") for at in range(PROVINCES)]
    codes += [(f"{11 + at}.01", f"Kabupaten {at}") for at in range(PROVINCES)]
    for at in range(count):
        home = f"{11 + at % PROVINCES}.01.{at // PROVINCES + 1:02}"
        codes.append((home, f"Kecamatan {at}"))
        codes += [(f"{home}.{2001 + desa}", f"Desa {at}-{desa}") for desa in range(DESA)]
    _regions(codes)
    _figures()
    places = list(Region.objects.filter(level__gte=3).order_by("code"))
    _promises(promises, places, _events(min(events, count)))
    _analyze()


def _figures() -> None:
    from django.utils import timezone

    from rumahbersama.chain.needs.models import Indicator, Observation, Period
    from rumahbersama.chain.needs.reference import load_reference
    from rumahbersama.ground.core.bulk import as_moment, insert
    from rumahbersama.ground.regions.models import Region

    load_reference(by=None, at=timezone.now())
    periods = {code: Period.objects.get(code=code).pk for code in PERIODS}
    fields = ("region_id", "indicator_id", "period_id", "numerator", "state", "source", "note", "entered_at")
    now, chosen = as_moment(timezone.now()), [each.pk for each in indicators()]
    places = list(Region.objects.filter(level=4).order_by("pk").values_list("pk", flat=True))  # before COPY begins
    rows = (
        (place, each, period, value(place, each, code), "verified", "pendataan", "", now)
        for place in places
        for each in chosen
        for code, period in periods.items()
    )
    insert(Observation, fields, rows)
    from rumahbersama.chain.needs.tasks import resum_everywhere

    resum_everywhere(lambda _phase, _done, _total: None)
    assert Indicator.objects.count() >= INDICATORS


def indicators() -> list[Any]:
    """Return the indicators that are promised: counts of the desa that are summed upward."""
    from rumahbersama.chain.needs.models import Indicator

    return list(Indicator.objects.filter(observed_level=4, upward="sum").order_by("order", "code")[:INDICATORS])


def value(place: int, indicator: int, period: str) -> int:
    """Return the figure of a desa: it grew, fell or stayed, by its number."""
    return 10 + (place * 7 + indicator * 3) % 5 + ((place + indicator) % 3 - 1 if period == PERIODS[1] else 0)


def _events(count: int) -> list[Any]:
    from django.utils import timezone

    from rumahbersama.chain.training.models import Curriculum, Event, Programme, Quota, Site, TrainingClass
    from rumahbersama.ground.regions.models import Region

    nation = Region.objects.get(code="0")
    programme = Programme.objects.create(code=CODE, title="Program nasional", region=nation)
    curriculum = Curriculum.objects.filter(code="uji").first() or Curriculum.objects.create(code="uji", title="Uji")
    provinces = list(Region.objects.filter(level=1).order_by("code"))
    made = Event.objects.bulk_create(
        [
            Event(
                programme=programme,
                curriculum=curriculum,
                title=f"Pelatihan aparatur kecamatan {at}",
                tier=3,
                region=provinces[at % PROVINCES],
                starts_on=date(2026, 7, 1) + timedelta(days=at % 20),
                ends_on=date(2026, 7, 4) + timedelta(days=at % 20),
                class_size=30,
                state="finished",
                entered_at=timezone.now(),
            )
            for at in range(count)
        ]
    )
    sites = Site.objects.bulk_create([Site(event=event, name="Balai") for event in made])
    Quota.objects.bulk_create([Quota(event=event, region=event.region, seats=9_999) for event in made])
    TrainingClass.objects.bulk_create(
        [TrainingClass(event=event, number=1, site=site, size=9_999) for event, site in zip(made, sites, strict=True)]
    )
    return made


def _promises(count: int, places: list[Any], events: list[Any]) -> None:
    from rumahbersama.ground.people.models import Person, Post

    by_province: dict[str, list[Any]] = {}
    for place in places:
        by_province.setdefault(place.code[:2], []).append(place)
    posts = {post.region_id: post for post in Post.objects.bulk_create(Post(title="Kasi", region=p) for p in places)}
    chosen, named = indicators(), _baselines()
    persons = Person.objects.bulk_create([Person(name=f"Orang {at}") for at in range(count)], batch_size=2000)
    for start in range(0, count, 5000):
        some = [
            (at, persons[at], events[at % len(events)], chosen[at % len(chosen)])
            for at in range(start, min(start + 5000, count))
        ]
        _some(some, by_province, posts, named)


def _baselines() -> dict[tuple[int, int], Any]:
    """Return the first figure of every place and indicator: observed, or summed."""
    from rumahbersama.chain.needs.models import IndicatorSum, Observation

    wanted = {"period__code": PERIODS[0], "indicator__in": [each.pk for each in indicators()]}
    rows = Observation.objects.filter(**wanted).values_list("region", "indicator", "numerator")
    sums = IndicatorSum.objects.filter(**wanted, level=3).values_list("region", "indicator", "numerator")
    return {(place, indicator): number for place, indicator, number in (*rows, *sums)}


def _some(rows: list[Any], by_province: dict[str, list[Any]], posts: dict[int, Any], named: Any) -> None:
    from django.utils import timezone

    from rumahbersama.chain.commitments.models import Commitment
    from rumahbersama.chain.training.models import Participation
    from rumahbersama.chain.training.rtl.models import Rtl

    now, today = timezone.now(), timezone.localdate()
    classes = {event.pk: event.classes.get() for _at, _person, event, _each in rows}
    parts, promised = [], []
    for at, person, event, indicator in rows:
        places = by_province[event.region.code]
        place = places[at // len(STATES) % len(places)]
        told = {"indicator": indicator.code, "measure": indicator.name, "unit": indicator.unit}
        told |= {"baseline": named[place.pk, indicator.pk], "target": named[place.pk, indicator.pk] + 1}
        parts.append(
            Participation(
                event=event,
                person=person,
                name=person.name,
                region=place,
                agency_kind="kecamatan",
                klass=classes[event.pk],
                state="confirmed",
                entered_at=now,
            )
        )
        state = STATES[at % len(STATES)]
        promised.append(
            Commitment(
                what=f"Menyelesaikan urusan layanan nomor {at}",
                post=posts[place.pk],
                region=place,
                promised_on=date(2026, 7, 10),
                due_on=today + timedelta(days=at * 7 % 200 - 100),
                state=state,
                dropped_because="Pindah tugas" if state == "dropped" else "",
                source_kind="rtl",
                source_url=event.get_absolute_url(),
                entered_at=now,
                **told,
            )
        )
    Participation.objects.bulk_create(parts, batch_size=1000)
    Commitment.objects.bulk_create(promised, batch_size=1000)
    Rtl.objects.bulk_create(
        [
            Rtl(
                participation=part,
                commitment=made,
                activity=made.what,
                state="sent",
                sent_on=made.promised_on,
                due_on=made.due_on,
                baseline_period=PERIODS[0],
                changed_at=now,
                **{name: getattr(made, name) for name in ("indicator", "measure", "unit", "baseline", "target")},
            )
            for part, made in zip(parts, promised, strict=True)
        ],
        batch_size=1000,
    )


def told_by_us(account: Any, today: date) -> dict[str, Any]:
    """Return the counts of the programme's thread as the page tells them."""
    from rumahbersama.results.forward.permissions import get_programme
    from rumahbersama.results.forward.queries import forward_of

    thread = forward_of(get_programme(account, CODE), today=today)
    states, followed = thread.states, thread.followed
    return {
        "states": (states.kept, states.check, states.going, states.late, states.given_up),
        "where": (thread.where.desa, thread.where.kecamatan),
        "people": thread.people,
        "named": followed.named,
        "verdicts": tuple(followed.verdicts[each] for each in ("towards", "same", "away")),
    }


def told_by_hand(today: date) -> dict[str, Any]:
    """Return the same by reading every promise with its figures, and counting in Python."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.state, c.due_on, r.code, r.level, p.person_id, c.baseline, c.indicator, p.region_id"
            " FROM commitments_commitment c JOIN training_rtl_rtl t ON t.commitment_id = c.id"
            " JOIN training_participation p ON p.id = t.participation_id"
            " JOIN training_event e ON e.id = p.event_id JOIN training_programme g ON g.id = e.programme_id"
            " JOIN regions_region r ON r.id = c.region_id WHERE g.code = %s",
            [CODE],
        )
        rows = cursor.fetchall()
        wanted = "SELECT f.region_id, i.code, f.numerator FROM {} f JOIN needs_indicator i ON i.id = f.indicator_id"
        wanted += " JOIN needs_period p ON p.id = f.period_id WHERE p.code = %s"
        now = {}
        for table in ("needs_observation", "needs_indicatorsum"):
            cursor.execute(wanted.format(table), [PERIODS[1]])
            now |= {(place, code): number for place, code, number in cursor.fetchall()}
    states = Counter(
        "late" if state in ("promised", "in_progress", "waiting") and str(due) < today.isoformat() else state
        for state, due, *_more in rows
    )
    steps = Counter(_way(now[row[7], row[6]], row[5]) for row in rows)
    going = states["promised"] + states["in_progress"] + states["waiting"]
    return {
        "states": (states["verified"], states["done"], going, states["late"], states["dropped"]),
        "where": (len({row[2] for row in rows if row[3] == 4}), len({row[2][:8] for row in rows})),
        "people": len({row[4] for row in rows}),
        "named": len(rows),
        "verdicts": (steps[1], steps[0], steps[-1]),
    }


def _way(now: Any, then: Any) -> int:
    return (now > then) - (now < then)


def _account(role: str, code: str) -> Any:
    from django.utils import timezone

    from rumahbersama.ground.people.models import Account, RoleAssignment
    from rumahbersama.ground.regions.models import Region

    made, is_new = Account.objects.get_or_create(email=f"{role}@contoh.invalid", defaults={"name": role})
    since = timezone.localdate() - timedelta(days=9)
    if is_new:
        RoleAssignment.objects.create(account=made, role=role, region=Region.objects.get(code=code), starts_on=since)
    return made


def _client(account: Any) -> Any:
    from allauth.mfa.models import Authenticator
    from django.test import Client

    Authenticator.objects.get_or_create(user=account, type=Authenticator.Type.TOTP, defaults={"data": {}})
    client = Client()
    client.force_login(account)
    return client


def _page(
    name: str, told: str, ask: Callable[[], None], peer: str = "", ratio: float | None = None
) -> dict[str, Any]:
    ask()
    asked = _questions(ask)
    worked = time.process_time()
    times = _times(ask, REQUESTS)
    worked = (time.process_time() - worked) * 1000 / len(times)
    p50, p95 = statistics.median(times), times[int(len(times) * 0.95) - 1]
    return {
        "name": f"thread, {name}",
        "input": told,
        "ours": f"p50 {p50:.0f} ms, p95 {p95:.0f} ms ({worked:.0f} ms of the processor), {asked} queries",
        "peer": peer,
        "ratio": f"{ratio / p50:.1f}" if ratio else None,
        "bar": f"p95 < {LIMIT_MS} ms, <= {LIMIT_QUERIES} queries",
        "met": p95 < LIMIT_MS and asked <= LIMIT_QUERIES,
    }


def _asked(client: Any, address: str) -> Callable[[], None]:
    def ask() -> None:
        response = client.get(address)
        assert response.status_code == 200, response.status_code

    return ask


def _night(told: str) -> dict[str, Any]:
    from django.utils import timezone

    from rumahbersama.results.forward.actions import read_figures

    began = time.perf_counter()
    count = read_figures(at=timezone.now())
    seconds = time.perf_counter() - began
    return {
        "name": f"thread, the figures of {count:,} promises read at night",
        "input": told,
        "seconds": f"{seconds:.0f}",
        "bar": f"< {NIGHT_SECONDS} s",
        "met": seconds < NIGHT_SECONDS,
    }


def measure(engine: str, promises: int) -> list[dict[str, Any]]:
    """Return the measurements of what was generated."""
    from django.urls import reverse
    from django.utils import timezone

    from rumahbersama.chain.training.models import Event

    told = (
        f"{'SQLite' if engine == 'sqlite' else 'PostgreSQL'}, {promises:,} promises of {promises // EACH:,} kecamatan"
    )
    told += f", load {os.getloadavg()[0]:.1f}"
    rows, today = [_night(told)], timezone.localdate()
    _analyze()
    ministry, province = _account("ministry", "0"), _account("training_body", "11")
    assert told_by_us(ministry, today) == told_by_hand(today)
    hand = statistics.median(_times(lambda: told_by_hand(today), PEER_REQUESTS))
    peer = f"read whole and counted in Python: {hand:.0f} ms, without a page"
    address, client = reverse("forward:programme", args=[CODE]), _client(ministry)
    one = reverse("forward:event", args=[Event.objects.all()[0].pk])
    return [
        *rows,
        _page("programme", told, _asked(client, address), peer, hand),
        _page("programme, those late", told, _asked(client, f"{address}?keadaan=terlambat")),
        _page("programme, a far page", told, _asked(client, f"{address}?hal={promises // 60}")),
        _page("programme as one province", told, _asked(_client(province), address)),
        _page("one training", told, _asked(client, one)),
    ]


def _main(engine: str, promises: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from rumahbersama.commands.starting import collect_static

    call_command("migrate", verbosity=0)
    collect_static()
    generate(promises)
    print(json.dumps(measure(engine, promises)))


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]))

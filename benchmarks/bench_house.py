"""The problems of a kecamatan with 2,000 open ones: their rank, the pages that show it, and a meeting's agenda.

Ten kecamatan of one kabupaten with 2,000 problems and 12,000 scores each, so that the tables hold 20,000 and 120,000
rows. The rank is what an agenda begins with: the first fifty. The peer reads the same problems and scores by plain
SQL and sorts them in Python; both must give the same order. Pages are asked by the test client as the camat in one
process, with all middleware and rendering. The agenda is proposed beside 5,000 commitments of each kecamatan; its
peer reads problems, scores and commitments whole and chooses in Python. The calendar is a month of the same
kecamatan with a year of meetings, visits, activities and trainings; what it holds is counted against the commitments
read whole. SQLite always; PostgreSQL where
BENCH_POSTGRES_URL names a server.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from datetime import time as time_of_day
from typing import Any

from benchmarks.bench_pages import _analyze, _regions, _times
from benchmarks.bench_participants import _questions
from benchmarks.databases import on_each
from benchmarks.raw_house import FIRST, HOME, due_by_hand, proposed_by_hand, ranked_by_hand

KECAMATAN, DESA, PROBLEMS, QUICK_PROBLEMS, SCORERS = 10, 12, 2_000, 200, 6
REQUESTS, RANK_MS, AGENDA_MS, PAGE_MS, CALENDAR_MS, LIMIT_QUERIES = 30, 100, 200, 200, 150, 12
PROMISES_EACH = 5 / 2  # commitments of a kecamatan for each of its problems
OPEN = dict.fromkeys(("new", "tabled", "agreed", "in_hand", "put_off", "upward"), 0)


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Measure on every database."""
    return [row for rows in on_each("bench_house", QUICK_PROBLEMS if quick else PROBLEMS) for row in rows]


# What follows runs in the process of one database ---------------------------------
def generate(problems: int) -> Any:
    """Make the kabupaten with its problems and scores; return the camat of the first kecamatan."""
    from rumahbersama.ground.people.models import Account, RoleAssignment
    from rumahbersama.ground.regions.models import Region

    codes = [("71", "Utara"), ("71.01", "Sungai")]
    for number in range(1, KECAMATAN + 1):
        kecamatan = f"71.01.{number:02}"
        codes.append((kecamatan, f"Kecamatan {number}"))
        codes += [(f"{kecamatan}.{2000 + desa}", f"Desa {number}-{desa}") for desa in range(1, DESA + 1)]
    _regions(codes)
    people = Account.objects.bulk_create(
        [Account(email=f"penilai{number}@contoh.invalid", name=f"Penilai {number}") for number in range(SCORERS)]
    )
    for region in Region.objects.filter(level=3).order_by("code"):
        _problems_of(region, people, problems)
    home = Region.objects.get(code=HOME)
    RoleAssignment.objects.create(account=people[0], role="camat", region=home, starts_on=date(2020, 1, 1))
    _analyze()
    return people[0]


def _problems_of(kecamatan: Any, people: list[Any], count: int) -> None:
    from django.utils import timezone

    from rumahbersama.chain.house.problems.models import Problem, Score
    from rumahbersama.ground.regions.models import Region

    now, desa = timezone.now(), list(Region.objects.filter(parent=kecamatan))
    made = Problem.objects.bulk_create(
        [
            Problem(
                kecamatan=kecamatan,
                raised_at=kecamatan,
                year=2026,
                number=at,
                statement=f"Masalah nomor {at} di dusun {at * 7 % 90} yang belum ada jalan keluarnya.",
                people=at * 37 % 900 or None,
                entered_at=now - timedelta(minutes=at),
                state=("new", "tabled", "agreed", "in_hand")[at % 4],
            )
            for at in range(count)
        ],
        batch_size=1000,
    )
    through = Problem.places.through
    through.objects.bulk_create(
        [through(problem_id=each.pk, region_id=desa[at % DESA].pk) for at, each in enumerate(made)], batch_size=1000
    )
    scores = Score.objects.bulk_create(
        [
            Score(
                problem=each,
                counts_for=each,
                by=person,
                by_name=person.name,
                urgency=(at * 3 + who) % 5 + 1,
                seriousness=(at * 5 + who * 2) % 5 + 1,
                growth=(at * 11 + who) % 5 + 1,
                at=now,
            )
            for at, each in enumerate(made)
            for who, person in enumerate(people[: at % (SCORERS + 1) if at % 3 else SCORERS])
        ],
        batch_size=1000,
    )
    for each in scores:
        each.problem.scorers += 1
        each.problem.score_sum += each.total
    Problem.objects.bulk_update(made, ["scorers", "score_sum"], batch_size=500)


def promise(problems: int) -> Any:
    """Make the commitments of every kecamatan and its posts, and a meeting of the first; return that meeting."""
    from django.utils import timezone

    from rumahbersama.chain.commitments.models import Commitment
    from rumahbersama.chain.house.meetings.actions.planning import Plan, make_meeting
    from rumahbersama.ground.people.models import Post
    from rumahbersama.ground.regions.models import Region

    now = timezone.now()
    today, count = timezone.localdate(now), int(problems * PROMISES_EACH)
    for kecamatan in Region.objects.filter(level=3).order_by("code"):
        posts = Post.objects.bulk_create([Post(title=f"Jabatan {at}", region=kecamatan) for at in range(9)])
        desa = list(Region.objects.filter(parent=kecamatan))
        Commitment.objects.bulk_create(
            [
                Commitment(
                    what=f"Menyelesaikan urusan nomor {at}",
                    post=posts[at % 9],
                    region=desa[at % DESA],
                    promised_on=today - timedelta(days=400),
                    due_on=today + timedelta(days=at * 7 % 400 - 300),
                    state=("promised", "in_progress", "verified", "done")[at % 4],
                    source_kind="meeting" if at % 5 == 0 else "own",
                    entered_at=now,
                )
                for at in range(count)
            ],
            batch_size=1000,
        )
        _year(kecamatan, desa, posts, today)
    hours = {"day": today + timedelta(days=5), "begins": time_of_day(9), "ends": time_of_day(12)}
    home = Region.objects.get(code=HOME)
    chair = Post.objects.filter(region=home).order_by("pk")[0]
    plan = Plan(kind="rumah_bersama", title="Rapat", venue="Aula", chair=chair, **hours)
    made = make_meeting(region=home, plan=plan, by=None, at=now)
    _analyze()
    return made


def _year(kecamatan: Any, desa: list[Any], posts: list[Any], today: date) -> None:
    """Make what else a calendar shows: fortnightly meetings, four visits to each village, a programme, trainings."""
    from django.utils import timezone

    from rumahbersama.chain.house.meetings.models import Meeting
    from rumahbersama.chain.house.programme.models import Activity, Goal, Programme
    from rumahbersama.chain.oversight.visits.models import Visit, Visitor
    from rumahbersama.chain.training.models import Curriculum, Event

    now, begin = timezone.now(), today - timedelta(days=182)
    hours = {"begins": time_of_day(9), "ends": time_of_day(12), "venue": "Aula", "entered_at": now}
    Meeting.objects.bulk_create(
        Meeting(
            region=kecamatan,
            kind="rakor",
            title=f"Rapat {at}",
            day=begin + timedelta(days=14 * at),
            chair=posts[0],
            **hours,
        )
        for at in range(26)
    )
    visits = Visit.objects.bulk_create(
        Visit(region=desa[at % DESA], planned_on=begin + timedelta(days=at * 7), purpose="Pembinaan", entered_at=now)
        for at in range(4 * DESA)
    )
    Visitor.objects.bulk_create(
        Visitor(visit=each, post=posts[(at + who) % 9], order=who) for at, each in enumerate(visits) for who in (0, 1)
    )
    programme = Programme.objects.create(
        region=kecamatan, year=today.year, state=Programme.State.IN_FORCE, approved_by="Camat", entered_at=now
    )
    goal = Goal.objects.create(programme=programme, order=1, statement="Semua desa terlayani")
    made = Activity.objects.bulk_create(
        Activity(
            programme=programme,
            goal=goal,
            kind="guidance",
            title=f"Kegiatan {at}",
            post=posts[at % 9],
            starts_on=begin + timedelta(days=at * 4),
            ends_on=begin + timedelta(days=at * 4 + 20),
        )
        for at in range(80)
    )
    through = Activity.villages.through
    through.objects.bulk_create(
        through(activity_id=each.pk, region_id=desa[at % DESA].pk) for at, each in enumerate(made)
    )
    curriculum, _is_new = Curriculum.objects.get_or_create(code="uji", defaults={"title": "Uji"})
    Event.objects.bulk_create(
        Event(
            curriculum=curriculum,
            title=f"Pelatihan {at}",
            tier=3,
            region=kecamatan,
            starts_on=begin + timedelta(days=30 * at),
            ends_on=begin + timedelta(days=30 * at + 3),
            class_size=30,
            state="open",
            entered_at=now,
        )
        for at in range(12)
    )


def ranked(account: Any, today: date) -> list[int]:
    """Return the first problems as the program ranks them."""
    from rumahbersama.chain.house.problems import queries
    from rumahbersama.ground.regions.models import Region

    home = Region.objects.get(code=HOME)
    return [row.pk for row in queries.agenda_of(home, user=account, today=today)[:FIRST]]


def _rank(account: Any, told: str) -> dict[str, Any]:
    from django.utils import timezone

    today = timezone.localdate()
    assert ranked(account, today) == ranked_by_hand(today, OPEN)
    ours = _times(lambda: ranked(account, today), REQUESTS)
    peer = _times(lambda: ranked_by_hand(today, OPEN), REQUESTS)
    p95 = ours[int(len(ours) * 0.95) - 1]
    return {
        "name": "house, the rank of all open problems of a kecamatan",
        "input": told,
        "ours": f"p50 {statistics.median(ours):.0f} ms, p95 {p95:.0f} ms",
        "peer": f"read whole and sorted in Python: {statistics.median(peer):.0f} ms",
        "ratio": f"{statistics.median(peer) / statistics.median(ours):.1f}",
        "bar": f"p95 < {RANK_MS} ms",
        "met": p95 < RANK_MS,
    }


def proposed(account: Any, meeting: Any) -> list[tuple[str, int]]:
    """Return what the program would put on the agenda: its kind, and the number of its problem or commitment."""
    from rumahbersama.chain.house.meetings import proposing, queries

    found = proposing.proposals_for(meeting, queries.agenda_of(meeting), user=account)
    return [(each.kind, each.problem or each.commitment or 0) for each in found if each.kind != "deadline"]


def _agenda(account: Any, meeting: Any, told: str) -> dict[str, Any]:
    assert proposed(account, meeting) == proposed_by_hand(meeting)
    asked = _questions(lambda: proposed(account, meeting))
    ours = _times(lambda: proposed(account, meeting), REQUESTS)
    peer = _times(lambda: proposed_by_hand(meeting), REQUESTS)
    p95 = ours[int(len(ours) * 0.95) - 1]
    return {
        "name": "house, the agenda proposed for a meeting",
        "input": told,
        "ours": f"p50 {statistics.median(ours):.0f} ms, p95 {p95:.0f} ms, {asked} queries",
        "peer": f"read whole and chosen in Python: {statistics.median(peer):.0f} ms",
        "ratio": f"{statistics.median(peer) / statistics.median(ours):.1f}",
        "bar": f"p95 < {AGENDA_MS} ms",
        "met": p95 < AGENDA_MS,
    }


def _pages(account: Any, told: str) -> list[dict[str, Any]]:
    from django.test import Client
    from django.urls import reverse

    client = Client()
    client.force_login(account)
    return [
        _page(f"house, page {name}", told, _asked(client, reverse(f"problems:{name}", args=[HOME])), PAGE_MS)
        for name in ("front", "list", "sheet")
    ]


def _calendar(account: Any, told: str) -> list[dict[str, Any]]:
    """Measure the calendar of this month; it must count as many promises as reading them whole does."""
    from django.test import Client
    from django.urls import reverse
    from django.utils import timezone

    from rumahbersama.chain.house.calendar import queries, rules
    from rumahbersama.ground.regions.models import Region

    span = rules.span_of(rules.MONTH, timezone.localdate())
    home = Region.objects.get(code=HOME)
    items = queries.items_of(home, user=account, start=span.first, end=span.last)
    assert sum(item.kind == "komitmen" for item in items) == due_by_hand(span.first, span.last)
    client = Client()
    client.force_login(account)
    url = reverse("calendar:calendar", args=[HOME])
    return [
        _page(f"house, calendar as {view}", f"{told}, {len(items)} items", _asked(client, f"{url}?lihat={view}"))
        for view in (rules.MONTH, rules.WEEK)
    ]


def _page(name: str, told: str, ask: Callable[[], None], most: int = CALENDAR_MS) -> dict[str, Any]:
    ask()
    asked = _questions(ask)
    worked = time.process_time()
    times = _times(ask, REQUESTS)
    worked = (time.process_time() - worked) * 1000 / len(times)
    p95 = times[int(len(times) * 0.95) - 1]
    return {
        "name": name,
        "input": told,
        "ours": f"p50 {statistics.median(times):.0f} ms, p95 {p95:.0f} ms"
        f" ({worked:.0f} ms of the processor), {asked} queries",
        "bar": f"p95 < {most} ms, <= {LIMIT_QUERIES} queries",
        "met": p95 < most and asked <= LIMIT_QUERIES,
    }


def _asked(client: Any, address: str) -> Callable[[], None]:
    def ask() -> None:
        response = client.get(address)
        assert response.status_code == 200, response.status_code

    return ask


def _main(engine: str, problems: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from rumahbersama.commands.starting import collect_static

    call_command("migrate", verbosity=0)
    collect_static()
    account = generate(problems)
    told = f"{'SQLite' if engine == 'sqlite' else 'PostgreSQL'}, {problems:,} problems of {KECAMATAN} kecamatan each"
    rows = [_rank(account, told), *_pages(account, told)]
    meeting = promise(problems)
    told += f", {int(problems * PROMISES_EACH):,} commitments each"
    print(json.dumps([*rows, _agenda(account, meeting, told), *_calendar(account, told)]))


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]))

"""Who teaches in the invented trainings: everybody trained to teach but for one; and who of these is in post."""

import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import cycle

from rumahbersama.chain.training.events.actions.parts import add_trainer
from rumahbersama.chain.training.models import Event, Participation, Session, Teaching, TrainingClass
from rumahbersama.demo.people import HOME
from rumahbersama.ground.people.models import Person, Post, Tenure

SEED = 27
TITLES = (
    *("Kasi Pemerintahan", "Kasi Ketenteraman dan Ketertiban", "Kasi Pelayanan", "Kasi Kesejahteraan Sosial"),
    *("Kasubbag Umum dan Kepegawaian", "Kasubbag Perencanaan dan Keuangan", "Pengelola Data", "Bendahara"),
    *("Analis Perencanaan", "Pengadministrasi Umum", "Operator Layanan", "Pengelola Kepegawaian"),
    *("Analis Pemerintahan Desa", "Pengelola Keuangan", "Pengadministrasi Keuangan", "Pengelola Sarana"),
)
ALL_GONE = "98.01.02"  # the kecamatan whose trained staff have all moved on


def in_turn(phases: Sequence[Sequence[Person]]) -> list[Person]:
    """Return who was trained in the phases, one of each in turn; the last of the first phase never teaches."""
    longest = max(map(len, phases), default=0)
    alumni = [people[at] for at in range(longest) for people in phases if at < len(people)]
    return [person for person in alumni if person != phases[0][-1]]


def teach(event: Event, trainers: Sequence[Person], *, at: datetime, is_large: bool = False) -> None:
    """Give every class two trainers; in a large event all the others have a lesson each."""
    others = list(trainers) or Person.objects.bulk_create([Person(name="Ratih Kusuma"), Person(name="Wira Atmaja")])
    turn = cycle(others)
    classes = list(TrainingClass.objects.filter(event=event))
    for klass in classes:
        for role in ("lead", "co"):
            add_trainer(klass=klass, person=next(turn), role=role, by=None, at=at)
    if is_large:
        lessons = cycle(Session.objects.filter(event=event, kind=Session.Kind.LESSON).order_by("starts_at", "pk"))
        Teaching.objects.bulk_create(
            Teaching(event=event, session=session, person=person, role=Teaching.Role.SPEAKER)
            for person, session in zip(others[2 * len(classes) :], lessons, strict=False)
        )


def put_in_post(*, since: date) -> None:
    """Give the staff of kecamatan who were trained the posts they hold; some have moved on since."""
    chance = random.Random(SEED)  # noqa: S311 - invented, the same each time
    rows = Participation.objects.filter(event__tier=3, event__programme__isnull=False, agency_kind="kecamatan")
    rows = rows.exclude(person__in=Tenure.objects.values("person"))
    of_place: dict[int, list[Participation]] = defaultdict(list)
    for row in rows.select_related("region", "event").order_by("pk"):
        of_place[row.region_id].append(row)
    taken = set(Post.objects.values_list("region", "title"))
    chosen = [
        pair
        for place, people in of_place.items()
        for pair in zip([title for title in TITLES if (place, title) not in taken], people, strict=False)
    ]
    posts = Post.objects.bulk_create([Post(title=title, region=row.region) for title, row in chosen])
    Tenure.objects.bulk_create(
        Tenure(
            person=row.person,
            post=post,
            starts_on=since,
            ends_on=_left(row, chance),
            decree="SK Bupati (contoh)",
        )
        for post, (_title, row) in zip(posts, chosen, strict=True)
    )
    for title, row in chosen:
        row.title = title
    Participation.objects.bulk_update([row for _title, row in chosen], ["title"], batch_size=200)


def _left(row: Participation, chance: random.Random) -> date | None:
    code, days = row.region.code, chance.randint(30, 280)
    if code == HOME or (code != ALL_GONE and chance.random() > 0.15):
        return None
    return row.event.ends_on + timedelta(days=days)

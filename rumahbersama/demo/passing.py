"""Courses of the past with marks and decisions; in one of them two missed the post-test and one objected."""

import random
from datetime import date, datetime
from decimal import Decimal

from rumahbersama.chain.training.models import Event
from rumahbersama.chain.training.passing.actions import Objection, Typed, decide, decide_again, type_marks
from rumahbersama.chain.training.passing.models import Decision
from rumahbersama.chain.training.passing.queries import taking_part
from rumahbersama.chain.training.passing.rules import FAILED
from rumahbersama.ground.people.actions.posts import appoint_by_name, create_post
from rumahbersama.ground.people.permissions import get_region

TITLE, TOT = "Diklat Kapasitas Camat", "ToT aparatur kecamatan, Nusa Cendana"
REASON = "Daftar hadir kertas, sebelum presensi dipakai"
SEED = 4


def decide_trainings(*, at: datetime, today: date) -> None:
    """Type the marks of the course for camat, decide, and hear one objection."""
    _signer(at)
    rng = random.Random(SEED)  # noqa: S311 - invented people, the same each time
    event = Event.objects.get(title=TITLE)
    people = list(taking_part(event))
    typed = {row.pk: (Typed(), _marks(rng, number)) for number, row in enumerate(people)}
    type_marks(event=event, typed=typed, by=None, at=at)
    decide(event=event, klass=None, by=None, at=at, today=today)
    lost = set(
        Decision.objects.filter(participation__in=people, is_current=True, outcome=FAILED).values_list(
            "participation", flat=True
        )
    )
    failed = [row for row in people if row.pk in lost]
    objection = Objection("passed", "Surat tugas membuktikan dinas luar pada hari ketiga.", "Dua hari dinas luar.")
    decide_again(person=failed[0], objection=objection, by=None, at=at, seen=1)


def pass_trainers(*, at: datetime, today: date) -> None:
    """Decide about the ToT of the province, which everybody passes."""
    rng = random.Random(SEED)  # noqa: S311 - invented people, the same each time
    event = Event.objects.get(title=TOT)
    typed = {row.pk: (Typed(), _good_marks(rng)) for row in taking_part(event)}
    type_marks(event=event, typed=typed, by=None, at=at)
    decide(event=event, klass=None, by=None, at=at, today=today)


def _good_marks(rng: random.Random) -> Typed:
    test, practice, attitude = (Decimal(rng.randint(76, 96)) for _part in range(3))
    return Typed(test, practice, attitude, Decimal(100), REASON)


def _signer(at: datetime) -> None:
    """Make the post that signs the certificates of the province."""
    post = create_post(title="Kepala BPSDMD", region=get_region("99"), role="", by=None, at=at)
    appoint_by_name(
        post=post,
        person=None,
        name="Dr. Surya Lesmana, M.Si.",
        capacity="definitive",
        starts_on=date(2024, 1, 2),
        by=None,
        at=at,
    )


def _marks(rng: random.Random, number: int) -> Typed:
    """Return what is typed of one person beside the test; the fifth and the eleventh were away much."""
    attendance = 60 if number in (4, 10) else rng.randint(85, 100)
    second, third = (Decimal(rng.randint(68, 96)) for _part in range(2))
    return Typed(None, second, third, Decimal(attendance), REASON)

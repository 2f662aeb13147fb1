"""Invented surveys of the demo: two evaluations to compare, one open, a rubric with two raters, a draft."""

import random
from datetime import date, datetime, timedelta
from typing import Any

from rumahbersama.demo.people import HOME
from rumahbersama.ground.people.permissions import get_region
from rumahbersama.workshop.surveys.actions.answering import answer
from rumahbersama.workshop.surveys.actions.questionnaires import make_questionnaire
from rumahbersama.workshop.surveys.actions.rounds import Invitee, Opening, close_round, open_round
from rumahbersama.workshop.surveys.models import Round, Version
from rumahbersama.workshop.surveys.reference import load_reference
from rumahbersama.workshop.surveys.rules import RATING, Asked, yes_no_options

CLASSES = ("Kelas 1", "Kelas 2", "Panitia")
WEAK = frozenset({"ruangan", "konsumsi"})
USEFUL = (
    "Latihan membaca angka desa",
    "Peta kebutuhan posyandu",
    "Contoh RTL yang nyata",
    "Diskusi kasus air bersih",
)
BETTER = ("Ruangan panas dan sempit", "Konsumsi terlambat", "Waktu praktik ditambah", "Bahan dibagikan lebih awal")
EXAMINERS = ("penguji 1", "penguji 2")
CANDIDATES = ("Sri Mulyati", "Anton Wibowo", "Laila Hasan", "Made Suardana", "Yosef Manu", "Rina Kusuma")


def make_surveys(*, at: datetime, today: date) -> None:
    """Ask, answer and close."""
    load_reference(by=None, at=at)
    dice = random.Random(7)  # noqa: S311 - invented answers, the same each time
    _evaluation("Evaluasi bimtek kader, gelombang 1", 40, 30, at=at, today=today, dice=dice, lift=0)
    _evaluation("Evaluasi bimtek kader, gelombang 2", 12, 48, at=at, today=today, dice=dice, lift=1)
    _opening("evaluasi-pelatihan", "Evaluasi rakor kecamatan", today, today + timedelta(days=7), at=at, expected=25)
    _rubric(at=at, today=today, dice=dice)
    _draft(at=at)


def _opening(code: str, title: str, first: date, last: date, *, at: datetime, **more: Any) -> Round:  # noqa: ANN401
    version = Version.objects.get(questionnaire__code=code, state=Version.State.PUBLISHED)
    invited = more.pop("invited", ())
    plain = {"is_open": not invited} | more
    opening = Opening(version, get_region(HOME), title, first, last, **plain)
    return open_round(opening=opening, by=None, at=at, invited=invited)


def _evaluation(
    title: str, ago: int, count: int, *, at: datetime, today: date, dice: random.Random, lift: int
) -> None:
    first, then = today - timedelta(days=ago), at - timedelta(days=ago)
    groups: dict[str, Any] = {"groups": CLASSES, "group_word": "Kelas"}
    survey = _opening("evaluasi-pelatihan", title, first, first, at=then, expected=60, **groups)
    names = [row.name for row in survey.version.questions.filter(kind=RATING)]
    for number in range(count):
        given: dict[str, Any] = {name: _grade(dice, name in WEAK, lift) for name in names}
        given |= {"materi_dipakai": dice.choice(["ya", "ya", "ya", "tidak"])}
        given |= {"materi_apa": dice.choice(USEFUL), "paling_berguna": dice.choice(USEFUL)}
        given |= {"perlu_diperbaiki": dice.choice(BETTER)} if number % 3 == 0 else {}
        group = CLASSES[2] if number < 3 else CLASSES[number % 2]
        answer(round=survey, answers=given, key=f"demo-{number}", group=group, at=then)
    close_round(round=survey, by=None, at=then)


def _grade(dice: random.Random, is_weak: bool, lift: int) -> int:
    return min(4, max(1, round(dice.gauss((2.4 if is_weak else 3.1) + 0.3 * lift, 0.7))))


def _rubric(*, at: datetime, today: date, dice: random.Random) -> None:
    invited = [Invitee(name=role.title(), role=role, about=person) for role in EXAMINERS for person in CANDIDATES]
    more: dict[str, Any] = {"is_anonymous": False, "raters": EXAMINERS, "invited": invited}
    last = today + timedelta(days=3)
    survey = _opening("rubrik-praktik-mengajar", "Praktik mengajar calon pelatih", today, last, at=at, **more)
    names = [row.name for row in survey.version.questions.filter(kind=RATING)]
    truth = {person: {name: dice.randint(2, 4) for name in names} for person in CANDIDATES}
    for invitation in survey.invitations.exclude(role=EXAMINERS[1], about=CANDIDATES[-1]):
        grades = {
            name: max(1, min(4, grade + dice.choice([0, 0, 0, -1, 1])))
            for name, grade in truth[invitation.about].items()
        }
        answer(round=survey, answers=grades, key=invitation.token, invitation=invitation, at=at)


def _draft(*, at: datetime) -> None:
    questions = [
        Asked(
            "waktu",
            "yesno",
            "Apakah rapat mulai tepat waktu?",
            group="Rapat",
            required=True,
            options=yes_no_options(),
        ),
        Asked("sebab", "text", "Apa sebabnya?", group="Rapat", shown_if="waktu", shown_value="tidak"),
        Asked("usul", "text", "Apa yang perlu dibahas bulan depan?", group="Usul"),
    ]
    title = "Kepuasan rapat koordinasi"
    make_questionnaire(title=title, kind="satisfaction", region=get_region(HOME), questions=questions, by=None, at=at)

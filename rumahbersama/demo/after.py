"""An invented class three and six months after its training: forms answered and closed, and what it still lacks."""

import random
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from rumahbersama.chain.needs.models import ServiceArea
from rumahbersama.chain.needs.voices.actions import Facts, enter_voice
from rumahbersama.chain.training.after.actions import ask, close, name_raters
from rumahbersama.chain.training.after.models import Rater
from rumahbersama.chain.training.after.rules import ALUMNUS, BEFORE, NOW, PEER_1, PEER_2, SUPERIOR, Named
from rumahbersama.chain.training.models import Participation, TrainingClass
from rumahbersama.chain.training.rtl.rules import months_after
from rumahbersama.demo.people import HOME
from rumahbersama.demo.training import FIRST, LAST
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.workshop.surveys.actions.answering import answer
from rumahbersama.workshop.surveys.models import Round
from rumahbersama.workshop.surveys.rules import RATING

SEED, SPEAKING = 36, 4
EVENT = "Diklat Kapasitas Camat"
SILENT, SILENT_YET = 0.25, 0.6  # of those who are asked
UNKNOWN = 0.08  # of the statements are left empty


def ask_afterwards(*, now: datetime) -> None:
    """Let the class of camat be asked after three months, answered and closed; the second form is open, and late."""
    klass = TrainingClass.objects.select_related("event").get(event__title=EVENT)
    dice = random.Random(SEED)  # noqa: S311 - invented, the same each time
    first = months_after(klass.event.ends_on, 3)
    at = _noon(first)
    survey = ask(klass=klass, months=3, closes_on=first + timedelta(days=30), by=None, at=at)
    for number, row in enumerate(Participation.objects.filter(klass=klass).select_related("event").order_by("pk")):
        told = _raters(dice, number)
        name_raters(row=row, months=3, told=told, by=None, at=at + timedelta(days=2))
    _answered(survey, dice, at=at + timedelta(days=9))
    close(klass=klass, months=3, by=None, at=_noon(first + timedelta(days=30)))
    _speak(klass)
    opened, last = now - timedelta(days=25), timezone.localdate(now) + timedelta(days=5)
    again = ask(klass=klass, months=6, closes_on=last, by=None, at=opened)
    _answered(again, dice, at=opened + timedelta(days=6), silent=SILENT_YET)


def _speak(klass: TrainingClass) -> None:
    """Let people of some desa of the alumni speak in the months after the training, and of fewer a year before."""
    area = ServiceArea.objects.get(code="kesehatan")
    codes = sorted(
        {
            row.region.code
            for row in klass.participations.select_related("region")
            if row.region.level == Level.KECAMATAN
        }
    )
    for number, code in enumerate([code for code in codes if code != HOME][:SPEAKING]):
        desa = list(Region.objects.filter(parent__code=code, gone_on=None).order_by("code")[: 2 + number])
        for place, region in enumerate(desa):
            days = [klass.event.ends_on + timedelta(days=40 + 7 * place)]
            days += [days[0] - timedelta(days=365)] if place % 2 else []
            for day in days:
                facts = Facts(
                    region=region,
                    statement="Posyandu minta jadwal yang tetap (contoh)",
                    area=area,
                    source_kind="musdus",
                    voiced_on=day,
                )
                enter_voice(facts=facts, by=None, at=_noon(day))


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def _raters(dice: random.Random, number: int) -> dict[str, Named]:
    names = dice.sample([f"{first} {last}" for first in FIRST for last in LAST], 3)
    told = {
        relation: Named(f"{name} (contoh)") for relation, name in zip((SUPERIOR, PEER_1, PEER_2), names, strict=True)
    }
    if number % 6 == 5:
        del told[PEER_2]  # somebody names one colleague only
    return told


def _answered(survey: Round, dice: random.Random, *, at: datetime, silent: float = SILENT) -> None:
    names = list(survey.version.questions.filter(kind=RATING, name__startswith=NOW).values_list("name", flat=True))
    for rater in Rater.objects.filter(invitation__round=survey).select_related("invitation"):
        if dice.random() < silent:
            continue
        kind = 0.4 if rater.invitation.role == ALUMNUS else 0.0
        given: dict[str, Any] = {}
        for name in names:
            if dice.random() >= UNKNOWN:
                before = min(5, max(1, round(dice.gauss(2.6, 0.7))))
                given[BEFORE + name.removeprefix(NOW)] = before
                given[name] = min(5, max(1, round(before + dice.gauss(0.6 + kind, 0.6))))
        answer(round=survey, answers=given, key="", at=at, invitation=rater.invitation)

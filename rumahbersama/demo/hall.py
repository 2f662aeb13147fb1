"""An invented class of the demo that is over: its attendance is closed, and its people said what they thought."""

import random
from datetime import timedelta

from rumahbersama.chain.training.hall.actions import ask, close_all, fit_roster
from rumahbersama.chain.training.models import Event, TrainingClass
from rumahbersama.demo.surveys import BETTER, USEFUL, WEAK
from rumahbersama.workshop.presence import actions, marking
from rumahbersama.workshop.presence.models import Attendee, Occasion
from rumahbersama.workshop.surveys.actions.answering import answer
from rumahbersama.workshop.surveys.rules import RATING

SEED = 24
OFTEN_AWAY = 2  # of the people, by their place in the list


def hold_class() -> None:
    """Take presence at every session of the course of camat, close it, and ask what people thought of it."""
    klass = TrainingClass.objects.select_related("event").get(event__title="Diklat Kapasitas Camat")
    dice = random.Random(SEED)  # noqa: S311 - invented, the same each time
    event = klass.event
    begun = klass.sessions.earliest("starts_at").starts_at
    roster = fit_roster(klass=klass, by=None, at=begun - timedelta(days=2)).roster
    people = list(Attendee.objects.filter(roster=roster).values_list("pk", flat=True))
    occasions = list(Occasion.objects.filter(roster=roster))
    for number, occasion in enumerate(occasions):
        actions.open_occasion(occasion=occasion, by=None, at=occasion.starts - timedelta(minutes=15))
        said = {person: _said(dice, place, number) for place, person in enumerate(people)}
        marking.tap(occasion=occasion, said=said, by=None, at=occasion.starts + timedelta(minutes=20))
        actions.close(occasion=occasion, by=None, at=occasion.ends)
    _evaluated(klass, event, dice, count=len(people) - 3)


def _said(dice: random.Random, place: int, number: int) -> str:
    if place < OFTEN_AWAY and number % 3 == place:
        return "sick" if place else "absent"
    return dice.choices(["present", "late", "leave"], [30, 2, 1])[0]


def _evaluated(klass: TrainingClass, event: Event, dice: random.Random, *, count: int) -> None:
    at = klass.sessions.latest("ends_at").ends_at
    survey = ask(klass=klass, closes_on=event.ends_on, by=None, at=at)
    names = list(survey.version.questions.filter(kind=RATING).values_list("name", flat=True))
    for number in range(count):
        given: dict[str, object] = {
            name: min(4, max(1, round(dice.gauss(2.7 if name in WEAK else 3.4, 0.6)))) for name in names
        }
        given |= {"materi_dipakai": "ya", "materi_apa": dice.choice(USEFUL), "paling_berguna": dice.choice(USEFUL)}
        given |= {"perlu_diperbaiki": dice.choice(BETTER)} if number % 4 == 0 else {}
        answer(round=survey, answers=given, key=f"demo-kelas-{number}", at=at)
    close_all(event=event, by=None, at=at)

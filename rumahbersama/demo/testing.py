"""Both tests of an invented course: drawn from the bank, taken by its people, with what they learnt in between."""

import random
from datetime import datetime, timedelta

from rumahbersama.chain.training.bank.models import Bank
from rumahbersama.chain.training.bank.queries import items_of
from rumahbersama.chain.training.bank.rules import IN_USE
from rumahbersama.chain.training.models import Event, Participation, TrainingClass
from rumahbersama.chain.training.passing.queries import taking_part
from rumahbersama.chain.training.tests import actions, answering
from rumahbersama.chain.training.tests.models import Attempt, Blueprint
from rumahbersama.chain.training.tests.rules import POST, PRE

SEED, MINUTES = 62, 20
# which event, and which of its classes (0: all); the ToT shows what a generation of the cascade learnt
TAKEN = (("Diklat Kapasitas Camat", 0), ("ToT aparatur kecamatan, Nusa Mentari", 1))
KNOWN = {PRE: (0.75, 0.6, 0.5, 0.45, 0.35, 0.3), POST: (0.95, 0.85, 0.8, 0.75, 0.7, 0.6)}  # of each question, right
AWAY = 2  # the last of the list are not there for the second test


def take_tests() -> None:
    """Draw the tests of two courses, let their people take both, and close them."""
    chance = random.Random(SEED)  # noqa: S311 - invented, the same each time
    for title, klass in TAKEN:
        event = Event.objects.get(title=title)
        _both(event, event.classes.get(number=klass) if klass else None, chance)


def _both(event: Event, klass: TrainingClass | None, chance: random.Random) -> None:
    """Let the people of a class, or of all, take the test before and after."""
    bank = Bank.objects.get(title="Pelatihan aparatur kecamatan")
    counts: dict[int, int] = {}
    for item in items_of(bank, state=IN_USE):
        counts[item.topic_id or actions.NO_TOPIC] = counts.get(item.topic_id or actions.NO_TOPIC, 0) + 1
    first, last = event.sessions.earliest("starts_at").starts_at, event.sessions.latest("ends_at").ends_at
    blueprint = actions.plan(
        event=event,
        bank=bank,
        counts=counts,
        minutes=MINUTES,
        mixes_options=True,
        by=None,
        at=first - timedelta(days=3),
    )
    for phase, at in ((PRE, first), (POST, last - timedelta(minutes=45))):
        actions.open_test(event=event, phase=phase, klass=klass, by=None, at=at)
        people = [row for row in taking_part(event) if klass is None or row.klass_id == klass.pk]
        _taken(blueprint, phase, people[:-AWAY] if phase == POST else people, at, chance)
        actions.close_test(event=event, phase=phase, klass=klass, by=None, at=at + timedelta(minutes=40))


def _taken(
    blueprint: Blueprint, phase: str, people: list[Participation], at: datetime, chance: random.Random
) -> None:
    """Let people take one test; one in eight forgets to hand in, which the end of the time does."""
    rights = list(blueprint.items.values_list("pk", "version__right"))
    for number, row in enumerate(people):
        began = at + timedelta(seconds=number * 7)
        attempt, _is_new = answering.begin(row=row, blueprint=blueprint, phase=phase, at=began)
        places = {
            item: _place(attempt, item, right, known, chance)
            for (item, right), known in zip(rights, KNOWN[phase], strict=False)
        }
        ended = began + timedelta(minutes=chance.randint(6, 18))
        answering.save(attempt=attempt.pk, places=places, at=ended, hands_in=chance.random() > 0.12)


def _place(attempt: Attempt, item: int, right: int, known: float, chance: random.Random) -> int:
    """Return where the option that somebody chooses is shown to them."""
    shown = next(places for number, *places in attempt.order if number == item)
    wrong = [option for option in shown if option != right]
    return int(shown.index(right if chance.random() < known else chance.choice(wrong)))

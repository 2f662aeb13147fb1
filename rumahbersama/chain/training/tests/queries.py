"""Reading tests: the blueprint, what is open, where each class stands, what a person sees."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from rumahbersama.chain.training.models import Event, Participation, TrainingClass
from rumahbersama.chain.training.taking_part.rules import SURE
from rumahbersama.chain.training.tests.models import Answer, Attempt, Blueprint, BlueprintItem, Opening
from rumahbersama.chain.training.tests.rules import PHASES, score
from rumahbersama.engines.psychometrics import ClassGain, band, class_gain, normalised_gain

Scores = dict[str, dict[int, float]]  # by test, by participation; 0 to 100


def blueprint_of(event: Event) -> Blueprint | None:
    """Return the blueprint of an event with ``item_count`` (one query)."""
    rows = Blueprint.objects.select_related("bank").annotate(item_count=Count("items"))
    return rows.filter(event=event).first()


def openings_of(blueprint: Blueprint) -> list[Opening]:
    """Return all openings, closed ones too (one query)."""
    return list(Opening.objects.filter(blueprint=blueprint))


def attempts_of(row: Participation) -> dict[str, Attempt]:
    """Return the attempts of a person by test (one query)."""
    return {each.phase: each for each in Attempt.objects.filter(participation=row)}


def right_answers(attempts: Collection[int]) -> dict[int, int]:
    """Return how many answers of each attempt are right (one query)."""
    rows = Answer.objects.filter(attempt__in=attempts, chosen=F("item__version__right"))
    return dict(rows.order_by().values_list("attempt").annotate(count=Count("pk")))


def scores_of(
    blueprint: Blueprint, people: Collection[int] | None, *, at: datetime
) -> tuple[Scores, dict[str, set[int]]]:
    """Return the scores of finished attempts, and who is still at it, by test (two queries).

    Args:
        blueprint: with ``item_count``.
        people: numbers of participations; None for all.
        at: the server's time.
    """
    rows = Attempt.objects.filter(blueprint=blueprint)
    rows = rows if people is None else rows.filter(participation__in=people)
    right = Answer.objects.filter(attempt__in=rows.values("pk"), chosen=F("item__version__right"))
    counted = dict(right.order_by().values_list("attempt").annotate(count=Count("pk")))
    done: Scores = {phase: {} for phase in PHASES}
    running: dict[str, set[int]] = {phase: set() for phase in PHASES}
    count = blueprint.item_count  # type: ignore[attr-defined]
    for attempt in rows.defer("order"):
        if attempt.is_running(at):
            running[attempt.phase].add(attempt.participation_id)
        else:
            done[attempt.phase][attempt.participation_id] = score(counted.get(attempt.pk, 0), count)
    return done, running


@dataclass
class Standing:
    """Where one test stands in a class (or the whole event)."""

    phase: str
    is_open: bool = False
    is_open_for_all: bool = False
    was_open: bool = False
    running: int = 0
    done: int = 0
    mean: float | None = None


@dataclass
class ClassRow:
    """A class, or the whole event (``klass`` None), with both tests and what was gained."""

    klass: TrainingClass | None
    people: int = 0
    standings: list[Standing] = field(default_factory=list)
    gain: ClassGain | None = None

    @property
    def band(self) -> str:
        """Return Hake's band of the gain; "" without one."""
        return band(self.gain.normalised) if self.gain else ""


def class_rows(blueprint: Blueprint, event: Event, classes: list[TrainingClass], *, at: datetime) -> list[ClassRow]:
    """Return the whole event, then each class (four queries, however many people)."""
    where = dict(Participation.objects.filter(event=event, state__in=SURE).values_list("pk", "klass"))
    done, running = scores_of(blueprint, None, at=at)
    openings = openings_of(blueprint)
    rows = []
    for klass in [None, *classes]:
        members = {pk for pk, of in where.items() if klass is None or of == klass.pk}
        row = ClassRow(klass, people=len(members))
        for phase in PHASES:
            row.standings.append(_standing(phase, klass, members, openings, done[phase], running[phase]))
        scores = [{str(pk): value for pk, value in done[phase].items() if pk in members} for phase in PHASES]
        gain = class_gain(scores[0], scores[1])
        row.gain = gain if gain.pairs else None
        rows.append(row)
    return rows


def class_gains(events: Collection[int], *, at: datetime) -> dict[int, ClassGain]:
    """Return what each class of these events gained that has people with both tests (one query)."""
    right = Answer.objects.filter(attempt=OuterRef("pk"), chosen=F("item__version__right")).order_by()
    asked = BlueprintItem.objects.filter(blueprint=OuterRef("blueprint")).order_by()
    rows = Attempt.objects.filter(blueprint__event__in=events, participation__state__in=SURE)
    rows = rows.exclude(participation__klass=None).annotate(
        klass=F("participation__klass"),
        right=Coalesce(Subquery(right.values("attempt").annotate(n=Count("pk")).values("n")), 0),
        asked=Coalesce(Subquery(asked.values("blueprint").annotate(n=Count("pk")).values("n")), 0),
    )
    done: dict[int, dict[str, dict[str, float]]] = {}
    for attempt in rows.defer("order"):
        if not attempt.is_running(at):
            of_class = done.setdefault(attempt.klass, {phase: {} for phase in PHASES})
            of_class[attempt.phase][str(attempt.participation_id)] = score(attempt.right, attempt.asked)
    found = {klass: class_gain(*(both[phase] for phase in PHASES)) for klass, both in done.items()}
    return {klass: gain for klass, gain in found.items() if gain.pairs}


def _standing(
    phase: str,
    klass: TrainingClass | None,
    members: set[int],
    openings: list[Opening],
    done: dict[int, float],
    running: set[int],
) -> Standing:
    mine = [each for each in openings if each.phase == phase and each.klass_id in {None, klass.pk if klass else None}]
    now = [each for each in mine if each.closed_at is None]
    values = [value for pk, value in done.items() if pk in members]
    return Standing(
        phase=phase,
        is_open=bool(now),
        is_open_for_all=any(each.klass_id is None for each in now),
        was_open=bool(mine),
        running=len(running & members),
        done=len(values),
        mean=sum(values) / len(values) if values else None,
    )


@dataclass(frozen=True)
class PersonRow:
    """Somebody with both scores; None where there is none."""

    person: Participation
    before: float | None
    after: float | None
    running: str

    @property
    def points(self) -> float | None:
        """Return after less before."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def normalised(self) -> float | None:
        """Return the person's own normalised gain; None without both tests, or with all right before."""
        return None if self.before is None or self.after is None else normalised_gain(self.before, self.after)


def person_rows(blueprint: Blueprint, people: list[Participation], *, at: datetime) -> list[PersonRow]:
    """Return people with their scores (two queries)."""
    done, running = scores_of(blueprint, [each.pk for each in people], at=at)
    return [
        PersonRow(
            each,
            done["pre"].get(each.pk),
            done["post"].get(each.pk),
            next((phase for phase in PHASES if each.pk in running[phase]), ""),
        )
        for each in people
    ]


def is_over(openings: list[Opening], row: Participation, phase: str) -> bool:
    """Tell whether a test was open for somebody and is closed, so that the own score may be seen."""
    mine = [each for each in openings if each.phase == phase and each.klass_id in (None, row.klass_id)]
    return bool(mine) and all(each.closed_at is not None for each in mine)


@dataclass(frozen=True)
class ShownOption:
    """An option as a person sees it."""

    place: int
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class ShownItem:
    """A question as a person sees it: never its key."""

    number: int
    item: int
    stem: str
    options: list[ShownOption]
    is_answered: bool


def shown_items(attempt: Attempt) -> list[ShownItem]:
    """Return the questions in the order of this attempt, with what was answered (two queries)."""
    items = BlueprintItem.objects.filter(blueprint=attempt.blueprint_id).select_related("version")
    known = {each.pk: each.version for each in items}
    given = dict(Answer.objects.filter(attempt=attempt).values_list("item", "chosen"))
    return [
        ShownItem(
            number,
            item,
            known[item].stem,
            [
                ShownOption(place, known[item].options[option], given.get(item) == option)
                for place, option in enumerate(places)
            ],
            item in given,
        )
        for number, (item, *places) in enumerate(attempt.order, start=1)
    ]


def answered(attempt: int) -> int:
    """Return how many questions have an answer (one query)."""
    return Answer.objects.filter(attempt=attempt).count()


def still_at_it(event: Event, phase: str, klass: TrainingClass | None, *, at: datetime) -> int:
    """Return how many people are taking a test now (one query)."""
    rows = Attempt.objects.filter(blueprint__event=event, phase=phase, submitted_at=None, cut_at=None, ends_at__gt=at)
    return (rows if klass is None else rows.filter(participation__klass=klass)).count()

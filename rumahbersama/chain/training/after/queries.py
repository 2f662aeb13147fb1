"""Reading: which forms are due, open or closed, who is asked, and what a class said of the change in behaviour."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from rumahbersama.chain.training.after.models import Rater
from rumahbersama.chain.training.after.rules import (
    ALUMNUS,
    BOSS,
    NOW,
    OTHERS,
    PEER,
    PREFIX,
    ROLES,
    SELF,
    Change,
    Named,
    changes_of,
    pair_of,
    plan_on,
    plans,
    statement_of,
    together,
)
from rumahbersama.chain.training.models import Event, Participation, TrainingClass
from rumahbersama.chain.training.permissions import HELD_STATES
from rumahbersama.chain.training.rtl.rules import months_after
from rumahbersama.ground.people.permissions import within
from rumahbersama.workshop.surveys.actions.rounds import LONGEST_DAYS, is_closed
from rumahbersama.workshop.surveys.models import Question, Response, Round
from rumahbersama.workshop.surveys.queries import open_on

SHOWN = ("event__region", "event__curriculum", "site")
NOT_HELD = (Event.State.DRAFT, Event.State.CANCELLED)


def subject_of(klass: TrainingClass, months: int) -> str:
    """Return how a round names the class and month it is about."""
    return f"{PREFIX}:{klass.key}.{months}"


def round_of(klass: TrainingClass, months: int) -> Round | None:
    """Return the form of a class at a month (one query)."""
    rows = Round.objects.select_related("version", "region")
    return rows.filter(subject=subject_of(klass, months)).first()


def people_of(klass: TrainingClass) -> QuerySet[Participation]:
    """Return who holds a seat in a class."""
    rows = Participation.objects.filter(klass=klass, state__in=HELD_STATES)
    return rows.select_related("person", "region").order_by("name", "pk")


def raters_of(row: Participation, months: int) -> QuerySet[Rater]:
    """Return who is asked about an alumnus, with their invitation."""
    return Rater.objects.filter(participation=row, months=months).select_related("invitation__round")


def open_forms_of(row: Participation, *, today: date) -> list[int]:
    """Return the months of the forms that take answers about an alumnus today (one query)."""
    rows = Rater.objects.filter(participation=row, relation=SELF)
    rows = rows.filter(invitation__round__in=Round.objects.filter(open_on(today)))
    return list(rows.order_by("months").values_list("months", flat=True))


def known_before(people: Sequence[Participation], months: int) -> list[tuple[Participation, str, Named]]:
    """Return who was asked about these people at the form before: (alumnus, relation, who) (one query)."""
    by_number = {row.pk: row for row in people}
    rows = Rater.objects.filter(participation__in=by_number, months__lt=months).exclude(relation=SELF)
    latest = {
        (row.participation_id, row.relation): row for row in rows.select_related("invitation").order_by("months")
    }
    return [
        (by_number[number], relation, Named(row.invitation.name, row.contact))
        for (number, relation), row in latest.items()
    ]


def classes_to_ask(events: Iterable[Event], *, months: int) -> list[TrainingClass]:
    """Return the classes with people that were not asked at a month (two queries)."""
    held = Participation.objects.filter(klass=OuterRef("pk"), state__in=HELD_STATES)
    rows = TrainingClass.objects.filter(Exists(held), event__in=[event.pk for event in events])
    classes = list(rows.select_related("event").order_by("event", "number"))
    subjects = [subject_of(klass, months) for klass in classes]
    asked = set(Round.objects.filter(subject__in=subjects).values_list("subject", flat=True))
    return [klass for klass in classes if subject_of(klass, months) not in asked]


def recent_at(places: list[str], *, today: date) -> list[Event]:
    """Return the events run at these places of which a form may be due or open, as long ago as that may be."""
    longest = max(month for plan in plans() for month in plan.months)
    oldest = months_after(today, -longest) - timedelta(days=2 * LONGEST_DAYS)
    rows = Event.objects.filter(within(places), ends_on__gte=oldest, ends_on__lt=today, head_count=None)
    return list(rows.exclude(state__in=NOT_HELD))


def due_at(events: Iterable[Event], *, today: date) -> list[tuple[Event, int, int]]:
    """Return (event, months, classes) whose form is due and not opened (two queries a month that was reached)."""
    reached: dict[int, list[Event]] = defaultdict(list)
    for event in events:
        plan = plan_on(event.ends_on)
        for months in plan.months:
            if 0 <= (today - months_after(event.ends_on, months)).days <= plan.ask_within_days:
                reached[months].append(event)
    found = []
    for months, events in sorted(reached.items()):
        waiting = [klass.event_id for klass in classes_to_ask(events, months=months)]
        found += [(event, months, waiting.count(event.pk)) for event in events if event.pk in waiting]
    return found


def closing_at(places: list[str], *, today: date, within_days: int = 7) -> list[dict[str, Any]]:
    """Return event, title, months, last day and how many have not answered, of forms that close soon (one query)."""
    soon = Round.objects.filter(open_on(today), closes_on__lte=today + timedelta(days=within_days))
    rows = Rater.objects.filter(
        within(places, "participation__event__region__code"),
        invitation__answered_on=None,
        invitation__round__in=soon.filter(subject__startswith=f"{PREFIX}:"),
    )
    told = rows.order_by().values(
        "participation__event", "participation__event__title", "months", "invitation__round__closes_on"
    )
    return list(told.annotate(count=Count("pk")).order_by("invitation__round__closes_on", "participation__event"))


def unnamed_of(person: int, *, today: date) -> list[tuple[Participation, int]]:
    """Return (own seat, months) of open forms for which not all three raters are named (one query)."""
    rows = Rater.objects.filter(
        relation=SELF, participation__person=person, invitation__round__in=Round.objects.filter(open_on(today))
    )
    rows = rows.select_related("participation__event")
    others = Rater.objects.filter(participation=OuterRef("participation"), months=OuterRef("months"))
    has_all = others.filter(relation__in=OTHERS).order_by().values("participation").annotate(n=Count("pk"))
    rows = rows.filter(~Exists(has_all.filter(n__gte=len(OTHERS))))
    return [(row.participation, row.months) for row in rows]


# Results ----------------------------------------------------------------------------
@dataclass
class ClassTold:
    """What a class said at one month.

    Attributes:
        klass: which.
        round: its form; None where it was not opened.
        asked: kind of rater -> how many were asked.
        answered: kind of rater -> how many answered.
        statements: each statement with the change by kind of rater; empty where nothing is shown.
        is_over: whether the form is closed.
        is_few: closed, and fewer answered than may be shown.
    """

    klass: TrainingClass
    round: Round | None = None
    asked: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ROLES, 0))
    answered: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ROLES, 0))
    statements: list[tuple[str, dict[str, Change]]] = field(default_factory=list)
    is_over: bool = False
    is_few: bool = False

    @property
    def all_asked(self) -> int:
        """Return how many were asked."""
        return sum(self.asked.values())

    @property
    def all_answered(self) -> int:
        """Return how many answered."""
        return sum(self.answered.values())

    @property
    def own(self) -> Change:
        """Return what the alumni say, over all statements."""
        return together(changes[ALUMNUS] for _statement, changes in self.statements)

    @property
    def others(self) -> Change:
        """Return what superiors and colleagues say, over all statements."""
        return together(changes[role] for _statement, changes in self.statements for role in (BOSS, PEER))


@dataclass(frozen=True)
class StatementTold:
    """One statement over several classes: by kind of rater, and superiors and colleagues together."""

    statement: str
    changes: dict[str, Change]

    @property
    def others(self) -> Change:
        """Return what superiors and colleagues say together."""
        return together([self.changes[BOSS], self.changes[PEER]])


def behaviour_of(events: Sequence[Event], *, months: int, today: date) -> list[ClassTold]:
    """Return what every class of these events said at a month, in order (at most five queries)."""
    rows = TrainingClass.objects.filter(event__in=[event.pk for event in events])
    told = {subject_of(klass, months): ClassTold(klass) for klass in rows.order_by("event", "number")}
    by_round: dict[int, ClassTold] = {}
    for survey in Round.objects.filter(subject__in=told):
        row = told[survey.subject]
        row.round, row.is_over = survey, is_closed(survey, today=today)
        by_round[survey.pk] = row
    if by_round:
        _count(by_round)
        _read({number: row for number, row in by_round.items() if row.is_over and row.round})
    return list(told.values())


def _count(by_round: dict[int, ClassTold]) -> None:
    rows = Rater.objects.filter(invitation__round__in=by_round).order_by()
    has = Count("pk", filter=Q(invitation__answered_on__isnull=False))
    counted = rows.values_list("invitation__round", "invitation__role").annotate(asked=Count("pk"), answered=has)
    for number, role, asked, answered in counted:
        by_round[number].asked[role] = asked
        by_round[number].answered[role] = answered


def _read(by_round: dict[int, ClassTold]) -> None:
    """Fill in the statements of closed rounds (two queries)."""
    if not by_round:
        return
    given: dict[int, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for number, role, answers in Response.objects.filter(round__in=by_round).values_list("round", "role", "answers"):
        given[number].append((role, answers))
    versions = {row.round.version_id for row in by_round.values() if row.round}
    asked: dict[int, list[tuple[str, str]]] = defaultdict(list)
    questions = Question.objects.filter(version__in=versions, name__startswith=NOW).order_by("version", "order")
    for version, name, label in questions.values_list("version", "name", "label"):
        asked[version].append((name.removeprefix(NOW), statement_of(label)))
    for number, row in by_round.items():
        survey, answers = row.round, given[number]
        if survey is None or len(answers) < survey.minimum_group:
            row.is_few = True
            continue
        row.statements = [
            (
                statement,
                changes_of(((role, pair_of(each, key)) for role, each in answers), minimum=survey.minimum_group),
            )
            for key, statement in asked[survey.version_id]
        ]


def by_statement(rows: Iterable[ClassTold]) -> list[StatementTold]:
    """Return each statement over all these classes, in the order in which they are asked."""
    found: dict[str, dict[str, list[Change]]] = {}
    for row in rows:
        for statement, changes in row.statements:
            kinds = found.setdefault(statement, {role: [] for role in ROLES})
            for role, change in changes.items():
                kinds[role].append(change)
    return [
        StatementTold(statement, {role: together(changes) for role, changes in kinds.items()})
        for statement, kinds in found.items()
    ]


def month_to_show(event: Event, wish: str, *, today: date) -> int:
    """Return the month that is asked for; else the last that was reached, else the first."""
    months = plan_on(event.ends_on).months
    if wish in {str(each) for each in months}:
        return int(wish)
    reached = [each for each in months if months_after(event.ends_on, each) <= today]
    return max(reached, default=months[0])

"""Reading competency: standards of a day, evidence of people, their profiles and gaps, what training to suggest."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from rumahbersama.chain.training.competency import recording
from rumahbersama.chain.training.competency.models import Judgement, Qualification, Raise, Standard
from rumahbersama.chain.training.competency.rules import (
    BELOW,
    MENTOR,
    POST_KINDS,
    TEST,
    TRAINING,
    UNKNOWN,
    Evidence,
    helps,
    level_of_test,
    present_level,
    score_rule_on,
    state_of,
)
from rumahbersama.chain.training.models import Event
from rumahbersama.chain.training.passing.models import Decision
from rumahbersama.chain.training.passing.queries import certificates_of_people
from rumahbersama.chain.training.passing.rules import FAILED, PASSED, POST_TEST, Parts
from rumahbersama.chain.training.permissions import visible_events
from rumahbersama.ground.audit.queries import RowChange, rows_of
from rumahbersama.ground.core.formats import number
from rumahbersama.ground.people.models import Person, Tenure
from rumahbersama.ground.people.roles import ROLES

MOST_COURSES = 2  # suggested for one unit
EvidenceOf = dict[tuple[int, str], list[Evidence]]  # by person and unit, newest first


# Standards ------------------------------------------------------------------------------
def standards_on(day: date) -> QuerySet[Standard]:
    """Return the editions in force on a day, by title."""
    return Standard.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


def editions_of(code: str) -> list[Standard]:
    """Return all editions of a unit, newest first (one query)."""
    return list(Standard.objects.filter(code=code).order_by("-valid_from"))


def raises_of(code: str) -> list[Raise]:
    """Return the curricula that raise a unit, those no longer offered too (one query)."""
    return list(Raise.objects.filter(code=code).select_related("curriculum"))


def history_of(code: str) -> list[RowChange]:
    """Return what became of a unit, newest first."""
    return rows_of(entity=recording.STANDARD, key=code, codes=None)


def post_names() -> dict[str, str]:
    """Return what the kinds of post are called for which standards ask."""
    return {kind: str(ROLES[kind].label) for kind in POST_KINDS}


# Evidence -------------------------------------------------------------------------------
def all_raises() -> list[Raise]:
    """Return what every curriculum raises (one query)."""
    return list(Raise.objects.select_related("curriculum"))


def evidence_of(persons: Collection[int], raises: Iterable[Raise]) -> EvidenceOf:
    """Return what shows competency of people: trainings passed, tests, judgements (three queries, or none).

    A training passed counts unless its certificate was taken back. Numbers come from the decision, which keeps them.
    """
    if not persons:
        return {}
    found: EvidenceOf = defaultdict(list)
    of_curriculum: dict[int, list[Raise]] = defaultdict(list)
    for each in raises:
        of_curriculum[each.curriculum_id].append(each)
    decided = Decision.objects.filter(
        is_current=True, outcome__in=(PASSED, FAILED), participation__person__in=list(persons)
    ).select_related("participation__event")
    decisions = [row for row in decided if row.participation.event.curriculum_id in of_curriculum]
    papers = certificates_of_people(row.participation for row in decisions)
    for decision in decisions:
        seat, event = decision.participation, decision.participation.event
        paper = papers.get(seat.key)
        counts = decision.outcome == PASSED and (paper is None or paper.is_in_force)
        for each in of_curriculum[event.curriculum_id]:
            shown = _of_training(decision, event, each.level, paper.number if paper else "") if counts else None
            test = _of_test(decision, event, each.level)
            found[seat.person_id, each.code] += [row for row in (shown, test) if row is not None]
    said = Judgement.objects.filter(person__in=list(persons), withdrawn_at=None).select_related("by")
    for row in said:
        text = _("Penilaian {name}").format(name=row.by or "Rumah Bersama")
        found[row.person_id, row.code].append(
            Evidence(MENTOR, row.judged_on, row.level, order=row.pk, text=text, note=row.note)
        )
    for rows in found.values():
        rows.sort(key=lambda row: (row.day, row.order), reverse=True)
    return found


def _of_training(decision: Decision, event: Event, level: int, number: str) -> Evidence:
    text = _("Lulus {event}").format(event=event.title)
    if number:
        text += ", " + _("sertifikat {number}").format(number=number)
    return Evidence(TRAINING, event.ends_on, level, text=text, url=event.get_absolute_url())


def _of_test(decision: Decision, event: Event, level: int) -> Evidence | None:
    score = Parts.frozen(decision.numbers).value(POST_TEST)
    shown = level_of_test(score, level, score_rule_on(event.ends_on))
    if shown is None:
        return None
    text = _("Tes akhir {score} di {event}").format(score=number(score), event=event.title)
    return Evidence(TEST, event.ends_on, shown, text=text, url=event.get_absolute_url())


# Profiles -------------------------------------------------------------------------------
@dataclass(frozen=True)
class Course:
    """A training to suggest: a curriculum, the level it raises to, and events of it that still take people."""

    curriculum: Any
    level: int
    events: list[Event] = field(default_factory=list)


@dataclass(frozen=True)
class Line:
    """One unit of a person against what the post asks for; ``required`` None: the post asks for nothing."""

    standard: Standard
    required: int | None
    level: int | None
    evidence: list[Evidence] = field(default_factory=list)
    courses: list[Course] = field(default_factory=list)

    @property
    def state(self) -> str:
        """Return UNKNOWN, BELOW, REACHED or NOT_ASKED."""
        return state_of(self.required, self.level)

    @property
    def gap(self) -> int | None:
        """Return how many levels are missing; None where the level is not known or nothing is asked for."""
        if self.required is None or self.level is None:
            return None
        return max(0, self.required - self.level)

    @property
    def can_begin(self) -> bool:
        """Tell whether an event of the training that helps best still takes people."""
        return bool(self.courses and self.courses[0].events)

    @property
    def does(self) -> str:
        """Return what somebody of the present level does, "" where it is not known."""
        return str(self.standard.levels[self.level - 1]) if self.level else ""


@dataclass(frozen=True)
class Profile:
    """A person in a post (None: without one), with all units."""

    person: Person
    tenure: Tenure | None
    lines: list[Line]

    def count(self, state: str) -> int:
        """Return how many units are in a state."""
        return sum(line.state == state for line in self.lines)

    @property
    def below(self) -> int:
        """Return how many lie below what the post asks for."""
        return self.count(BELOW)

    @property
    def unknown(self) -> int:
        """Return of how many nothing is known although the post asks for them."""
        return self.count(UNKNOWN)

    @property
    def first(self) -> Line | None:
        """Return what to begin with: the unit that lacks most; of several one whose training can be joined."""
        missing = [line for line in self.lines if line.state in (BELOW, UNKNOWN)]
        return max(missing, key=lambda line: (line.gap or 0, line.can_begin, bool(line.courses)), default=None)

    @property
    def asked(self) -> int:
        """Return how many the post asks for."""
        return sum(line.required is not None for line in self.lines)


def lines_of(
    person: int,
    *,
    kind: str,
    standards: Iterable[Standard],
    evidence: EvidenceOf,
    courses: Mapping[str, list[Course]],
) -> list[Line]:
    """Return all units of a person against a kind of post, what is missing first (no query)."""
    found = []
    for standard in standards:
        shown = evidence.get((person, standard.code), [])
        required, level = standard.required.get(kind), present_level(shown)
        wanted = [
            each
            for each in courses.get(standard.code, [])
            if required is not None and helps(required=required, level=level, raises_to=each.level)
        ]
        found.append(Line(standard, required, level, shown, best_first(wanted, required or 0)))
    order = {BELOW: 0, UNKNOWN: 1}
    return sorted(found, key=lambda line: (order.get(line.state, 2), line.standard.title))


def best_first(courses: Iterable[Course], required: int) -> list[Course]:
    """Return the two best: what reaches the level asked for, then what has an event open, then what is nearest."""
    order = sorted(
        courses,
        key=lambda row: (row.level < required, not row.events, abs(row.level - required), row.curriculum.title),
    )
    return order[:MOST_COURSES]


def profiles_of(tenures: Iterable[Tenure], *, today: date, user: Any = None) -> list[Profile]:  # noqa: ANN401
    """Return people in their posts with all units (five queries, one more with ``user`` for what to suggest)."""
    rows, raises = list(tenures), all_raises()
    standards = list(standards_on(today))
    evidence = evidence_of({row.person_id for row in rows}, raises)
    courses = courses_for(user, raises, today=today) if user is not None else {}
    told: dict[str, Any] = {"standards": standards, "evidence": evidence, "courses": courses}
    return [Profile(row.person, row, lines_of(row.person_id, kind=row.post.role, **told)) for row in rows]


def profile_without_post(person: Person, *, today: date) -> Profile:
    """Return a person who holds no post, with all units (five queries)."""
    evidence = evidence_of({person.pk}, all_raises())
    return Profile(
        person, None, lines_of(person.pk, kind="", standards=standards_on(today), evidence=evidence, courses={})
    )


def courses_for(user: Any, raises: Iterable[Raise], *, today: date) -> dict[str, list[Course]]:  # noqa: ANN401
    """Return by unit the curricula on offer, with the events in sight that still take people (one query)."""
    raises = [row for row in raises if not row.curriculum.is_retired]
    coming: dict[int, list[Event]] = defaultdict(list)
    wanted = visible_events(user).filter(
        curriculum__in={row.curriculum_id for row in raises}, state=Event.State.OPEN, starts_on__gt=today
    )
    for event in wanted.order_by("starts_on"):
        coming[event.curriculum_id].append(event)
    found: dict[str, list[Course]] = defaultdict(list)
    for row in raises:
        found[row.code].append(Course(row.curriculum, row.level, coming[row.curriculum_id]))
    return found


def qualifications_of(persons: Collection[int]) -> dict[int, list[Qualification]]:
    """Return degrees and certificates of people, newest first, those withdrawn left out (one query)."""
    found: dict[int, list[Qualification]] = defaultdict(list)
    rows = Qualification.objects.filter(person__in=list(persons), withdrawn_at=None).select_related("by")
    for row in rows:
        found[row.person_id].append(row)
    return found


def judgements_of(person: int) -> list[Judgement]:
    """Return all that mentors said of somebody, what was withdrawn too (one query)."""
    return list(Judgement.objects.filter(person=person).select_related("by", "withdrawn_by"))


@dataclass(frozen=True)
class Raised:
    """A unit that trainings passed raised: its title and the highest level."""

    title: str
    level: int


def raised_by(curricula: Collection[int], *, today: date) -> list[Raised]:
    """Return what these curricula raise who passed them to, by title (two queries, or none)."""
    if not curricula:
        return []
    levels: dict[str, int] = {}
    for code, level in Raise.objects.filter(curriculum__in=curricula).order_by().values_list("code", "level"):
        levels[code] = max(level, levels.get(code, 0))
    titles = standards_on(today).filter(code__in=levels).values_list("code", "title")
    return [Raised(title, levels[code]) for code, title in titles]


def address_of(person: int) -> str:
    """Return the page of a person."""
    return reverse("competency:person", args=[person])

"""Reading presence and evaluation of classes: what a list lacks, who attended how much, what was answered."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count

from rumahbersama.chain.training.events.queries import sessions_of_class
from rumahbersama.chain.training.hall.models import SessionOccasion
from rumahbersama.chain.training.hall.rules import (
    CLASS,
    Attended,
    Known,
    Steps,
    Told,
    Wanted,
    counts,
    steps_of,
    weighted,
)
from rumahbersama.chain.training.models import Event, Participation, Session, TrainingClass
from rumahbersama.chain.training.permissions import HELD_STATES
from rumahbersama.workshop.presence.actions import Difference, Plan, difference
from rumahbersama.workshop.presence.models import Attendee, Mark, Occasion, Roster
from rumahbersama.workshop.presence.names import Line
from rumahbersama.workshop.presence.queries import rule_of, with_those_added
from rumahbersama.workshop.presence.rules import Said, Standing, share_of, standing_of
from rumahbersama.workshop.surveys.models import Round
from rumahbersama.workshop.surveys.results import Results, results_of_rounds
from rumahbersama.workshop.surveys.rules import RATING

RUBRIC, EVALUATION = "rubrik-praktik-mengajar", "evaluasi-pelatihan"
MODES = {
    Event.Mode.ON_SITE: Occasion.Mode.ON_SITE,
    Event.Mode.HYBRID: Occasion.Mode.HYBRID,
    Event.Mode.ONLINE: Occasion.Mode.ONLINE,
}


# The list of a class ----------------------------------------------------------------
def owner_text(klass: TrainingClass) -> str:
    """Return how the attendance list of a class names its owner."""
    return f"{CLASS}:{klass.key}"


def roster_of(klass: TrainingClass) -> Roster | None:
    """Return the attendance list of a class (one query)."""
    return Roster.objects.select_related("region").filter(owner=owner_text(klass)).first()


def title_of(klass: TrainingClass) -> str:
    """Return what the list of a class is called."""
    return f"{klass}, {klass.event}"[:200]


def members_of(klass: TrainingClass) -> list[Participation]:
    """Return who holds a seat in a class, by name (one query)."""
    return list(Participation.objects.filter(klass=klass, state__in=HELD_STATES).order_by("name", "pk"))


def lines_of(klass: TrainingClass, roster: Roster | None) -> list[Line]:
    """Return who should be on the list: the people of the class, then those a keeper added by hand (two queries)."""
    lines = [Line(row.name, row.agency, reference=row.key, person=row.person_id) for row in members_of(klass)]
    return with_those_added(roster, lines)


def plan_of(session: Session, klass: TrainingClass) -> Plan:
    """Return the occasion that a session of a class should have."""
    room = session.room or klass.room
    mode = MODES[Event.Mode(klass.event.mode)]
    is_online = mode == Occasion.Mode.ONLINE
    return Plan(
        title=" ".join(session.title.split())[:200],
        starts=session.starts_at,
        ends=session.ends_at,
        mode=mode,
        place="" if is_online else ", ".join(str(part) for part in (session.site, room) if part)[:200],
        link="" if mode == Occasion.Mode.ON_SITE else session.link or (room.link if room else ""),
        jp=session.jp or None,
    )


def wanted_of(klass: TrainingClass) -> list[Wanted]:
    """Return the sessions of a class in which presence is taken, own ones and joint ones of its site (one query)."""
    found: dict[tuple[str, Any], Wanted] = {}
    for row in sessions_of_class(klass).order_by("starts_at", "pk"):
        if counts(kind=row.kind, jp=row.jp):
            plan = plan_of(row, klass)
            found.setdefault((plan.title, plan.starts), Wanted(row.pk, plan))
    return list(found.values())


def known_of(klass: TrainingClass) -> list[Known]:
    """Return the occasions that stand for sessions of a class (one query)."""
    rows = SessionOccasion.objects.filter(klass=klass).select_related("occasion")
    return [
        Known(
            occasion=row.occasion_id,
            session=row.session_id,
            state=row.occasion.state,
            plan=Plan(
                title=row.occasion.title,
                starts=row.occasion.starts,
                ends=row.occasion.ends,
                mode=row.occasion.mode,
                place=row.occasion.place,
                link=row.occasion.link,
                jp=row.occasion.jp,
            ),
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Lacks:
    """What a list lacks against its class, before anything is changed."""

    steps: Steps
    told: Told
    is_renamed: bool


def lacks_of(klass: TrainingClass, roster: Roster) -> Lacks:
    """Return what pressing the button would do (five queries)."""
    steps = steps_of(known_of(klass), wanted_of(klass))
    found = difference(roster=roster, lines=lines_of(klass, roster))
    return Lacks(steps, told_of(steps, found), roster.title != " ".join(title_of(klass).split()))


def told_of(steps: Steps, found: Difference) -> Told:
    """Return steps and names in numbers."""
    return Told(
        names_new=len(found.new) + len(found.back),
        names_changed=len(found.changed),
        names_gone=len(found.gone),
        sessions_new=len(steps.new),
        sessions_moved=len(steps.moved),
        sessions_gone=len(steps.gone),
    )


# Attendance -------------------------------------------------------------------------
def attendance_of(klass: TrainingClass) -> dict[int, Attended]:
    """Return the attendance of each participation of a class, by its number (four queries)."""
    return _attendance(members_of(klass), event=klass.event)


def attendance_of_event(event: Event, rows: Iterable[Participation] | None = None) -> dict[int, Attended]:
    """Return the attendance of each participation of an event, by its number, or of the given ones (four queries)."""
    if rows is None:
        rows = Participation.objects.filter(event=event, state__in=HELD_STATES)
    return _attendance(list(rows), event=event)


def _attendance(rows: Sequence[Participation], *, event: Event) -> dict[int, Attended]:
    """Add up marks by person: all of the list of one's class, and what was attended in a class one came from."""
    owners = {f"{CLASS}:{key}": pk for pk, key in TrainingClass.objects.filter(event=event).values_list("pk", "key")}
    lists: dict[int, list[Occasion]] = defaultdict(list)
    class_of: dict[int, int] = {}
    for occasion in Occasion.objects.filter(roster__owner__in=owners).select_related("roster"):
        lists[occasion.roster_id].append(occasion)
        class_of[occasion.roster_id] = owners[occasion.roster.owner]
    people: dict[str, list[tuple[int, int]]] = defaultdict(list)
    attendees = Attendee.objects.filter(roster__in=lists).exclude(reference="").order_by()
    marks = Mark.objects.filter(occasion__roster__in=lists, is_counted=True)
    if len(rows) <= 100:  # one class: not the marks of all
        attendees = attendees.filter(reference__in=[row.key for row in rows])
        marks = marks.filter(attendee__reference__in=[row.key for row in rows])
    for reference, pk, roster in attendees.values_list("reference", "pk", "roster"):
        people[reference].append((pk, roster))
    said: dict[tuple[int, int], list[Said]] = defaultdict(list)
    for number, attendee, says, how, at in marks.values_list("occasion", "attendee", "says", "how", "at"):
        said[number, attendee].append(Said(says, how, at))
    found = {}
    for row in rows:
        own = Attended()
        before = Decimal(0)
        for attendee, roster in people.get(row.key, ()):
            summed = _sum(lists[roster], attendee, said)
            if class_of[roster] == row.klass_id:
                own = summed
            else:
                before += summed.attended
        found[row.pk] = _with(own, before)
    return found


def attendance_of_seats(rows: Iterable[Participation]) -> dict[int, Attended]:
    """Return the attendance of one person's seats in several events, by participation (three queries, or none).

    Args:
        rows: with ``klass``.
    """
    seats = [row for row in rows if row.klass is not None]
    if not seats:
        return {}
    known = Attendee.objects.filter(reference__in=[row.key for row in seats]).order_by()
    attendees = list(known.values_list("reference", "pk", "roster", "roster__owner"))
    lists: dict[int, list[Occasion]] = defaultdict(list)
    for occasion in Occasion.objects.filter(roster__in={each[2] for each in attendees}):
        lists[occasion.roster_id].append(occasion)
    said: dict[tuple[int, int], list[Said]] = defaultdict(list)
    marks = Mark.objects.filter(attendee__in=[each[1] for each in attendees], is_counted=True)
    for number, attendee, says, how, at in marks.values_list("occasion", "attendee", "says", "how", "at"):
        said[number, attendee].append(Said(says, how, at))
    found = {}
    for row in seats:
        own, before = Attended(), Decimal(0)
        for reference, attendee, roster, owner in attendees:
            if reference == row.key:
                summed = _sum(lists[roster], attendee, said)
                is_own = row.klass is not None and owner == owner_text(row.klass)
                own, before = (summed, before) if is_own else (own, before + summed.attended)
        found[row.pk] = _with(own, before)
    return found


def _with(own: Attended, before: Decimal) -> Attended:
    """Return an attendance with what was attended in another class before, no more than was held."""
    if not before or not own.has_list:
        return own
    attended = min(own.attended + before, Decimal(own.held))
    return Attended(attended, own.held, own.total, own.late, own.conflicts, own.has_list)


def _sum(occasions: Sequence[Occasion], attendee: int, said: dict[tuple[int, int], list[Said]]) -> Attended:
    standings = [(each, _standing(each, said.get((each.pk, attendee), ()))) for each in occasions]
    weighed = [(standing.state, each.jp, rule_of(each)) for each, standing in standings if each.jp]
    attended, held = share_of(weighed)
    return Attended(
        attended=attended,
        held=held,
        total=sum(each.jp or 0 for each in occasions),
        late=sum(standing.state == "late" for _each, standing in standings),
        conflicts=sum(standing.state == "conflict" for _each, standing in standings),
        has_list=True,
    )


def _standing(occasion: Occasion, said: Sequence[Said]) -> Standing:
    return standing_of(said, starts=occasion.starts, is_closed=occasion.is_closed, rule=rule_of(occasion))


# Evaluation -------------------------------------------------------------------------
@dataclass
class Evaluated:
    """One class with its newest evaluation and what came out of it."""

    klass: TrainingClass
    people: int
    round: Round | None = None
    is_over: bool = False
    results: Results | None = None
    parts: dict[str, float | None] = field(default_factory=dict)

    @property
    def mean(self) -> float | None:
        """Return the mean of all scales, None where nothing is shown."""
        return self.results.mean if self.results is not None else None


@dataclass(frozen=True)
class Evaluations:
    """All classes of an event, the parts of the questionnaire in their order, and all shown classes together."""

    rows: tuple[Evaluated, ...]
    parts: tuple[str, ...]
    together: dict[str, float | None]
    mean: float | None
    answered: int
    shown: int


def rounds_of(subject: str) -> list[Round]:
    """Return the rounds about a class or an event, newest first, with how many answered (one query)."""
    rows = Round.objects.filter(subject=subject).select_related("version__questionnaire")
    return list(
        rows.annotate(answered=Count("responses", distinct=True), invited=Count("invitations", distinct=True))
    )


def classes_with_people(event: Event) -> list[Evaluated]:
    """Return the classes of an event with how many hold a seat in them (two queries)."""
    held = Participation.objects.filter(event=event, state__in=HELD_STATES).order_by()
    people = dict(held.values_list("klass").annotate(n=Count("pk")))
    rows = TrainingClass.objects.filter(event=event).select_related("site").order_by("number")
    return [Evaluated(row, people.get(row.pk, 0)) for row in rows]


def evaluations_of(event: Event, *, today: date) -> Evaluations:
    """Return the newest evaluation of each class, and all together (six queries, however many classes).

    Together are only the classes whose figures are shown, so that nothing hidden can be had by subtraction.
    """
    rows = classes_with_people(event)
    subjects = {f"{CLASS}:{row.klass.key}": row for row in rows}
    asked = Round.objects.filter(subject__in=subjects, version__questionnaire__code=EVALUATION)
    for each in asked.select_related("version__questionnaire").order_by("opened_at", "pk"):
        subjects[each.subject].round = each
    told = results_of_rounds([row.round for row in rows if row.round is not None], today=today)
    parts: dict[str, None] = {}
    for row in rows:
        if row.round is None:
            continue
        row.results = told[row.round.pk]
        row.is_over = row.round.closed_at is not None or today > row.round.closes_on
        row.parts = parts_of(row.results)
        parts |= dict.fromkeys(row.parts)
    shown = [row for row in rows if row.results is not None and row.results.is_shown]
    return Evaluations(
        rows=tuple(rows),
        parts=tuple(parts),
        together={name: _together(shown, name) for name in parts},
        mean=weighted((row.mean, row.results.n) for row in shown if row.results and row.mean is not None),
        answered=sum(row.results.n for row in rows if row.results),
        shown=len(shown),
    )


def _together(shown: Sequence[Evaluated], name: str) -> float | None:
    told = [(row.parts.get(name), row.results.n) for row in shown if row.results]
    return weighted((mean, n) for mean, n in told if mean is not None)


def parts_of(results: Results) -> dict[str, float | None]:
    """Return the mean of the scales of each part of a questionnaire, in their order."""
    means: dict[str, list[float]] = {}
    for row in results.questions:
        if row.asked.kind == RATING:
            means.setdefault(row.asked.group, []).extend([] if row.total.mean is None else [row.total.mean])
    return {name: sum(told) / len(told) if told else None for name, told in means.items()}

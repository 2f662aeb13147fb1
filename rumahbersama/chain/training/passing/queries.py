"""Reading passing: the rule of an event, people with their parts and decision, sums by class, certificates."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.training.models import Event, Participation, TrainingClass
from rumahbersama.chain.training.passing import recording
from rumahbersama.chain.training.passing.models import Decision, Marks, PassingRule
from rumahbersama.chain.training.passing.rules import (
    ATTENDANCE,
    BY_HAND,
    FAILED,
    FROM_LIST,
    PASSED,
    POST_TEST,
    REOPENED,
    TYPED,
    Parts,
    Rule,
    Taken,
    Verdict,
    check_mark,
    judge,
    post_test_of,
    rule_on,
    share_of,
)
from rumahbersama.chain.training.tests.queries import blueprint_of, scores_of
from rumahbersama.chain.training.tests.rules import POST
from rumahbersama.ground.audit.queries import RowChange, rows_of
from rumahbersama.workshop.papers.models import Batch, Paper
from rumahbersama.workshop.papers.queries import papers_for
from rumahbersama.workshop.papers.rules import IN_FORCE, UNFINISHED
from rumahbersama.workshop.presence.queries import Row as Attendance
from rumahbersama.workshop.presence.queries import rows_of_many
from rumahbersama.workshop.presence.rules import WAITING

TAKES_PART = (Participation.State.APPROVED, Participation.State.CONFIRMED)
KIND = "sertifikat"


def subject_of(event: Event) -> str:
    """Return the name under which the papers of an event are kept."""
    return f"training.event:{event.key}"


@dataclass(frozen=True)
class EventRule:
    """The rule of an event; ``version`` 0: nobody set one, the program's own counts."""

    rule: Rule
    version: int


def rule_of(event: Event) -> EventRule:
    """Return the rule of an event (one query)."""
    own = PassingRule.objects.filter(event=event).first()
    return EventRule(own.as_rule(), own.version) if own else EventRule(rule_on(event.starts_on), 0)


def is_decided(event: Event) -> bool:
    """Tell whether anything was ever decided in an event (one query)."""
    return Decision.objects.filter(participation__event=event).exists()


def taking_part(event: Event) -> QuerySet[Participation]:
    """Return who takes part, by class and name."""
    rows = Participation.objects.filter(event=event, state__in=TAKES_PART)
    return rows.select_related("klass", "region", "marks").order_by("klass__number", "name", "pk")


@dataclass(frozen=True)
class Standing:
    """One person: the parts, what they come to now, and the decision that stands (None before one).

    ``parts`` of who is decided are those of the decision; ``taken`` is the post-test as it stands in the program.
    """

    person: Participation
    marks: Marks | None
    parts: Parts
    verdict: Verdict
    decision: Decision | None
    taken: Taken | None = None

    @property
    def is_decided(self) -> bool:
        """Tell whether a decision stands."""
        return self.decision is not None and self.decision.outcome != REOPENED

    @property
    def attendance_is_typed(self) -> bool:
        """Tell whether attendance was typed."""
        return self.parts.sources.get(ATTENDANCE) == BY_HAND

    def why(self, part: str) -> str:
        """Return the reason with which a part was typed, "" where none was asked."""
        reasons = {ATTENDANCE: "attendance_reason", POST_TEST: "post_test_reason"}
        typed = self.parts.sources.get(part) == BY_HAND and part in reasons
        return str(getattr(self.marks, reasons[part], "")) if typed else ""


def standings_of(
    event: Event, rule: Rule, people: Iterable[Participation], *, at: datetime | None = None
) -> list[Standing]:
    """Return people of an event with their parts and decision, in their order (at most eight queries)."""
    rows = list(people)
    current = Decision.objects.filter(participation__in=[row.pk for row in rows], is_current=True)
    decided = {row.participation_id: row for row in current.select_related("by")}
    return _standings(event, rows, rule, decided, taken_in(event, [row.pk for row in rows], at=at or timezone.now()))


def standing_of(
    person: Participation, decisions: Iterable[Decision], *, at: datetime | None = None
) -> tuple[Standing, Rule]:
    """Return one person with all that was decided, and the rule of the event (at most seven queries)."""
    row = Participation.objects.select_related("klass", "marks", "event__passing_rule").get(pk=person.pk)
    own: PassingRule | None = getattr(row.event, "passing_rule", None)
    rule = own.as_rule() if own else rule_on(row.event.starts_on)
    current = {each.participation_id: each for each in decisions if each.is_current}
    taken = taken_in(row.event, [row.pk], at=at or timezone.now())
    return _standings(row.event, [row], rule, current, taken)[0], rule


def taken_in(event: Event, people: Collection[int], *, at: datetime) -> dict[int, Taken]:
    """Return the post-tests that people began, by the number of their participation (at most three queries)."""
    blueprint = blueprint_of(event) if people else None
    if blueprint is None:
        return {}
    done, running = scores_of(blueprint, people, at=at)
    found = {number: Taken(check_mark(Decimal(str(score)))) for number, score in done[POST].items()}
    return found | {number: Taken(is_running=True) for number in running[POST]}


def _standings(
    event: Event, rows: list[Participation], rule: Rule, decided: dict[int, Decision], taken: dict[int, Taken]
) -> list[Standing]:
    classes = {row.klass.key for row in rows if row.klass is not None}
    seen = _attendance(f"training.class:{key}" for key in sorted(classes))
    return [_standing(row, rule, seen, decided.get(row.pk), taken.get(row.pk)) for row in rows]


def _attendance(owners: Iterable[str]) -> dict[str | int, Attendance]:
    """Return the attendance of people by the key of their participation, or by their number where no key is kept."""
    found: dict[str | int, Attendance] = {}
    for row in rows_of_many(owners):
        found[row.attendee.reference or row.attendee.person_id or 0] = row
    return found


def _standing(
    person: Participation,
    rule: Rule,
    seen: dict[str | int, Attendance],
    decision: Decision | None,
    taken: Taken | None,
) -> Standing:
    marks: Marks | None = getattr(person, "marks", None)
    if decision is not None and decision.outcome != REOPENED:
        parts = Parts.frozen(decision.numbers)
    else:
        parts = _parts(marks, seen.get(person.key) or seen.get(person.person_id), taken)
    return Standing(person, marks, parts, judge(rule, parts), decision, taken)


def _parts(marks: Marks | None, row: Attendance | None, taken: Taken | None) -> Parts:
    typed = marks.attendance if marks else None
    post_test, source = post_test_of(
        typed=marks.post_test if marks else None, reason=marks.post_test_reason if marks else "", taken=taken
    )
    told: dict[str, Any] = {part: getattr(marks, part, None) for part in TYPED} | {POST_TEST: post_test}
    sources = {part: BY_HAND for part, value in told.items() if value is not None} | {POST_TEST: source}
    if typed is not None or row is None:
        return Parts(typed, **told, sources=sources | ({ATTENDANCE: BY_HAND} if typed is not None else {}))
    waiting = sum(standing.state == WAITING for standing in row.standings)
    unsure = ""
    if row.conflicts:
        unsure = _("dua keterangan kehadiran berbeda; selesaikan di presensi")
    elif waiting:
        unsure = _("{count} sesi presensi belum ditutup").format(count=waiting)
    share = share_of(row.attended, row.total)
    return Parts(share, **told, unsure=unsure, sources=sources | {ATTENDANCE: FROM_LIST})


@dataclass
class ClassLine:
    """One class, or those without one (None): how many people, and how many passed, failed, hold a certificate."""

    klass: TrainingClass | None
    people: int = 0
    passed: int = 0
    failed: int = 0

    @property
    def left(self) -> int:
        """Return about how many nothing is decided."""
        return self.people - self.passed - self.failed


def lines_of(event: Event) -> list[ClassLine]:
    """Return the classes of an event with their sums; people without class come last (two queries)."""
    found = {row.pk: ClassLine(row) for row in TrainingClass.objects.filter(event=event).order_by("number")}
    rest = ClassLine(None)
    rows = Participation.objects.filter(event=event, state__in=TAKES_PART).order_by().values("klass")
    is_current = Q(decisions__is_current=True)
    for row in rows.annotate(
        people=Count("pk", distinct=True),
        passed=Count("decisions", filter=is_current & Q(decisions__outcome=PASSED)),
        failed=Count("decisions", filter=is_current & Q(decisions__outcome=FAILED)),
    ):
        line = found.get(row["klass"], rest)
        line.people, line.passed, line.failed = row["people"], row["passed"], row["failed"]
    return [*found.values(), *([rest] if rest.people else [])]


def total_of(lines: Iterable[ClassLine]) -> ClassLine:
    """Return the sum of the lines."""
    total = ClassLine(None)
    for line in lines:
        total.people += line.people
        total.passed += line.passed
        total.failed += line.failed
    return total


def decisions_of(person: Participation) -> list[Decision]:
    """Return all that was decided about somebody, newest first (one query)."""
    return list(Decision.objects.filter(participation=person).select_related("by"))


def history_of_rule(event: Event) -> list[RowChange]:
    """Return what became of the rule of an event, newest first."""
    return rows_of(entity=recording.RULE, key=event.key, codes=None)


def certificates_of(event: Event) -> QuerySet[Paper]:
    """Return the certificates of an event, those that are out of force too."""
    return papers_for(subject_of(event)).filter(kind=KIND).exclude(person_key="", batch=None)


def counts_of(event: Event) -> dict[str, int]:
    """Return how many certificates are in force, cancelled, replaced (one query)."""
    rows = Paper.objects.filter(subject=subject_of(event), kind=KIND, signed_on__isnull=False)
    return rows.aggregate(
        in_force=Count("pk", filter=Q(state__in=IN_FORCE)),
        cancelled=Count("pk", filter=Q(state=Paper.State.CANCELLED)),
        replaced=Count("pk", filter=Q(state=Paper.State.REPLACED)),
    )


def batches_of(event: Event) -> list[Batch]:
    """Return the batches of certificates of an event, newest first (one query)."""
    rows = Batch.objects.filter(subject=subject_of(event), kind=KIND)
    return list(rows.select_related("job", "office__region"))


def passed_without(event: Event) -> QuerySet[Participation]:
    """Return who passed and never had a certificate; who lost it gets another only on its own page."""
    had = Paper.objects.filter(subject=subject_of(event), kind=KIND).exclude(person_key="")
    rows = taking_part(event).filter(decisions__is_current=True, decisions__outcome=PASSED)
    return rows.exclude(key__in=had.values("person_key"))


def holders_of(event: Event, keys: Collection[str]) -> set[str]:
    """Return which of these people hold a certificate in force, or one on its way (one query)."""
    rows = Paper.objects.filter(subject=subject_of(event), kind=KIND, person_key__in=list(keys))
    return set(rows.filter(state__in=[*UNFINISHED, *IN_FORCE]).values_list("person_key", flat=True))


def certificate_of(person: Participation) -> Paper | None:
    """Return the newest certificate of somebody (one query)."""
    return certificates_of(person.event).filter(person_key=person.key).first()


def certificates_of_people(seats: Iterable[Participation]) -> dict[str, Paper]:
    """Return the newest certificate of each participation, by its key (one query, or none).

    Args:
        seats: with ``event``.
    """
    rows = list(seats)
    if not rows:
        return {}
    subjects = {subject_of(row.event) for row in rows}
    papers = Paper.objects.filter(kind=KIND, subject__in=subjects, person_key__in=[row.key for row in rows])
    signed = papers.filter(signed_on__isnull=False).order_by("signed_on", "pk")
    return {paper.person_key: paper for paper in signed}


def curriculum_of(event: Event) -> list[tuple[str, int]]:
    """Return the subjects taught and their JP, in the order of the curriculum (one query)."""
    rows = event.curriculum.subjects.order_by("order").values_list("title", "jp")
    return [(title, jp) for title, jp in rows]


def outcomes_of(standings: Iterable[Standing]) -> dict[str, list[Standing]]:
    """Return those of whom nothing is decided by what they come to now."""
    found: dict[str, list[Standing]] = defaultdict(list)
    for row in standings:
        if not row.is_decided:
            found[row.verdict.outcome].append(row)
    return found


def as_text(value: Decimal | None) -> str:
    """Return a number as people type it, "" for none: 82,5."""
    return "" if value is None else f"{value.normalize():f}".replace(".", ",")

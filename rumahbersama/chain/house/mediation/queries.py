"""Reading cases: lists, counts, the timeline, what a party reads, and the one number that others may know."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import CharField, Count, F, IntegerField, Prefetch, Q, QuerySet, Value
from django.utils import timezone

from rumahbersama.chain.house.mediation.models import (
    Body,
    Case,
    Move,
    Party,
    Point,
    Report,
    Step,
    StepFile,
    Telling,
    TellingFile,
)
from rumahbersama.chain.house.mediation.permissions import (
    own_parties,
    own_reports,
    places_of_cases,
    visible_cases,
    visible_reports,
)
from rumahbersama.chain.house.mediation.recording import ENTITY
from rumahbersama.chain.house.mediation.reference import frame_on
from rumahbersama.chain.house.mediation.rules import (
    AGREED,
    CLOSED,
    MEDIATING,
    NOT_AGREED,
    OPEN_STATES,
    OVER,
    RECEIVED,
    TAKEN,
    WAITING,
    WITHDRAWN,
    before_end_of,
    party_reads,
)
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.people.permissions import scope_of, within
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.workshop.papers.models import Paper
from rumahbersama.workshop.papers.queries import papers_for
from rumahbersama.workshop.surveys.hiding import hidden_groups
from rumahbersama.workshop.surveys.limits import limits_on

DUE, OPEN = "periksa", "terbuka"
FOUND = 10


def cases_in(region: Region, *, user: Any) -> QuerySet[Case]:  # noqa: ANN401 - Account
    """Return the cases of a kecamatan that the user handles."""
    return visible_cases(user).filter(kecamatan=region)


def narrowed(rows: QuerySet[Case], wish: dict[str, str], *, today: date) -> QuerySet[Case]:
    """Return those of a state ("terbuka" all that are, "periksa" whose day has come), kind and year."""
    state, year = wish.get("keadaan", ""), wish.get("tahun", "")
    if state == OPEN:
        rows = rows.filter(state__in=OPEN_STATES)
    elif state == DUE:
        rows = rows.filter(check_on__lte=today)
    elif state in Case.State.values:
        rows = rows.filter(state=state)
    if wish.get("jenis") in Case.Kind.values:
        rows = rows.filter(kind=wish["jenis"])
    if year.isdecimal() and len(year) == 4:
        rows = rows.filter(year=int(year))
    return rows


def years_of(rows: QuerySet[Case]) -> list[int]:
    """Return the years of cases, newest first."""
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())


@dataclass(frozen=True)
class Counts:
    """How many cases stand where; ``due`` are agreements whose check date has come."""

    received: int
    mediating: int
    agreed: int
    not_agreed: int
    due: int

    @property
    def open(self) -> int:
        """Return those about which something is still to be done."""
        return self.received + self.mediating + self.agreed + self.not_agreed


def counts_of(rows: QuerySet[Case], *, today: date) -> Counts:
    """Return how many of ``rows`` stand where (one query)."""
    states = {"received": RECEIVED, "mediating": MEDIATING, "agreed": AGREED, "not_agreed": NOT_AGREED}
    counted = {name: Count("pk", filter=Q(state=state)) for name, state in states.items()}
    return Counts(
        **rows.order_by().aggregate(**counted, due=Count("pk", filter=Q(state=AGREED, check_on__lte=today)))
    )


def handled_in(region: Region, *, year: int, today: date) -> int | None:
    """Return how many cases a kecamatan took up in a year; None where they are too few to be told to others.

    None and one case read the same, so that nobody learns from it whether there is one (one query).
    """
    count = Case.objects.filter(kecamatan=region, year=year).exclude(state=WITHDRAWN).count()
    hidden = hidden_groups({"cases": count}, minimum=limits_on(today).minimum_group)
    return None if hidden or not count else count


def parties_of(case: Case) -> list[Party]:
    """Return the parties of a case."""
    return list(Party.objects.filter(case=case, left_at=None).select_related("region", "account"))


def parties_ever_of(case: Case) -> tuple[list[Party], list[Party]]:
    """Return the parties of a case, and those who are none any more (one query)."""
    rows = list(Party.objects.filter(case=case).select_related("region", "account"))
    return [row for row in rows if row.left_at is None], [row for row in rows if row.left_at is not None]


@dataclass(frozen=True)
class Done:
    """A step in force, with the earlier words of it, newest first."""

    step: Step
    earlier: tuple[Step, ...]


def steps_of(case: Case) -> list[Done]:
    """Return the steps in force of a case by their days, each with what it was before (two queries)."""
    files = Prefetch("files", StepFile.objects.select_related("file"))
    rows = list(Step.objects.filter(case=case).select_related("party").prefetch_related(files))
    by_number = {row.pk: row for row in rows}
    replaced = {row.replaces_id for row in rows if row.replaces_id}
    return [Done(row, tuple(_earlier(row, by_number))) for row in rows if row.pk not in replaced]


def files_of(step: Step) -> list[StepFile]:
    """Return the files of a step that were not taken away (one query)."""
    return list(StepFile.objects.filter(step=step, taken_at=None).select_related("file"))


def _earlier(step: Step, rows: dict[int, Step]) -> Iterable[Step]:
    while step.replaces_id is not None:
        step = rows[step.replaces_id]
        yield step


def steps_for(party: Party) -> list[Step]:
    """Return the steps that a party reads: what is of all, and what is its own; never corrected-away words."""
    rows = Step.objects.filter(case=party.case_id, successor=None).select_related("party")
    rows = rows.prefetch_related(Prefetch("files", StepFile.objects.filter(taken_at=None).select_related("file")))
    return [row for row in rows if party_reads(row.kind, of_party=row.party_id, party=party.pk)]


def bodies_of_case(case: Case) -> list[Body]:
    """Return the bodies that were asked to come."""
    return list(Body.objects.filter(case=case))


def points_of(case: Case) -> list[Point]:
    """Return the points of the agreement."""
    return list(Point.objects.filter(case=case).select_related("commitment"))


def moves_of(case: Case) -> list[Move]:
    """Return what was decided, oldest first."""
    return list(Move.objects.filter(case=case))


def state_before_end(case: Case) -> str:
    """Return where a case stood before it ended or was withdrawn; "" for one that did not (one query at most)."""
    return before_end_of(case.state, (move.state for move in moves_of(case))) if case.state in OVER else ""


def last_check_day(case: Case) -> date | None:
    """Return the check day that the agreement of a case had when it was last agreed or looked at."""
    return Move.objects.filter(case=case, state=AGREED).order_by("-at", "-pk").values_list("until", flat=True).first()


def subject_of(case: Case) -> str:
    """Return the opaque text by which papers name a case."""
    return f"{ENTITY}:{case.key}"


def paper_of(case: Case, kind: str) -> Paper | None:
    """Return the newest paper of a kind about a case that was not cancelled."""
    return papers_for(subject_of(case)).filter(kind=kind).exclude(state=Paper.State.CANCELLED).first()


def posts_in(kecamatan: Region) -> list[Post]:
    """Return the posts of a kecamatan and of its villages and units, in the order of their places."""
    rows = Post.objects.filter(within([kecamatan.code])).select_related("region")
    return list(rows.order_by("region__code", "title"))


@dataclass(frozen=True)
class Asked:
    """What a kecamatan asks of who handles its cases: reports, new cases, agreements whose check date has come."""

    code: str
    place: str
    reported: int
    received: int
    due: int
    due_key: str


def asked_of(user: Any, *, today: date) -> list[Asked]:  # noqa: ANN401
    """Return what is asked of who handles cases, by kecamatan; nothing of what concerns it itself (one query)."""
    cases = visible_cases(user).filter(Q(state=RECEIVED) | Q(state=AGREED, check_on__lte=today))
    reports, told = visible_reports(user).filter(state=WAITING), ("kecamatan__code", "state", "key")
    rows: Any = cases.order_by().values_list(*told).union(reports.order_by().values_list(*told), all=True)
    found: dict[str, list[tuple[str, str]]] = {}
    for code, state, key in rows:
        found.setdefault(code, []).append((state, key))
    names = scope_of(user).regions
    return [_asked(code, str(names[code]), found[code]) for code in sorted(found)]


def _asked(code: str, place: str, told: list[tuple[str, str]]) -> Asked:
    counted, due = Counter(state for state, _key in told), [key for state, key in told if state == AGREED]
    return Asked(code, place, counted[WAITING], counted[RECEIVED], len(due), due[0] if len(due) == 1 else "")


@dataclass(frozen=True)
class Mine:
    """Something of one's own to read: a case in which one is a party, or the answer to a report one sent."""

    what: str
    key: str
    party: int
    number: str
    state: str


def waits_for(user: Any, *, today: date) -> list[Mine]:  # noqa: ANN401
    """Return in which open cases the user is a party, and which of its reports were answered lately (one query).

    Nobody above a kecamatan is asked for: no account of theirs may be a party, or sends reports.
    """
    held = scope_of(user).regions.values()
    if held and all(place.level < Level.KECAMATAN for place in held):
        return []
    since = timezone.make_aware(datetime.combine(today, time())) - timedelta(days=frame_on(today).answer_shown_days)
    told = ("what", "told_key", "pk", "told_number", "told_year", "told_state")
    parties = own_parties(user).filter(case__state__in=OPEN_STATES)
    answered = own_reports(user).filter(state__in=(TAKEN, CLOSED), answered_at__gte=since)
    rows = parties.order_by().annotate(**_told("party", F("case__key"), F("case__number"), F("case__year")))
    rows = rows.annotate(told_state=F("case__state")).values_list(*told)
    none = Value(0, IntegerField())
    more = answered.order_by().annotate(**_told("report", F("key"), none, none), told_state=F("state"))
    found_rows: Any = rows.union(more.values_list(*told), all=True)
    return [
        Mine(what, key, pk, f"{number}/{year}", state)
        for what, key, pk, number, year, state in sorted(found_rows, key=lambda row: (row[0], -row[2]))
    ]


def _told(what: str, key: Any, number: Any, year: Any) -> dict[str, Any]:  # noqa: ANN401 - expressions
    return {"what": Value(what, CharField()), "told_key": key, "told_number": number, "told_year": year}


def reports_in(region: Region, *, user: Any) -> QuerySet[Report]:  # noqa: ANN401
    """Return the reports of a kecamatan that the user answers, with where it happened."""
    return visible_reports(user).filter(kecamatan=region).prefetch_related("places")


def tellings_of(report: Report) -> list[Telling]:
    """Return what was told in a report, with its files (two queries)."""
    files = Prefetch("files", TellingFile.objects.select_related("file"))
    return list(Telling.objects.filter(report=report).prefetch_related(files))


def names_of_reports(keys: Collection[str]) -> dict[str, str]:
    """Return what reports are called by their key, for the record: by the day alone (one query)."""
    return {row.key: str(timezone.localdate(row.at)) for row in Report.objects.filter(key__in=keys)}


def found(*, user: Any, text: str) -> list[Case]:  # noqa: ANN401
    """Return the newest cases that the user handles whose title or parties hold a text (one query)."""
    if not places_of_cases(user):
        return []
    named = Party.objects.filter(name__icontains=text, left_at=None).values("case")
    return list(visible_cases(user).filter(Q(title__icontains=text) | Q(pk__in=named))[:FOUND])


def names_of(keys: Collection[str]) -> dict[str, str]:
    """Return what cases are called by their key, for the record: by number alone (one query)."""
    return {row.key: row.numbered for row in Case.objects.filter(key__in=keys)}

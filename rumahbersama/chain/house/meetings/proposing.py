"""What the program would put on the agenda of a meeting, each with its minutes and the reasons.

In this order: what an earlier meeting put off to this day, what other rooms propose (an answer that came from the
kabupaten), problems (put off to this day, tabled and not decided, then new ones by their USG rank), commitments that
are late on the day, and days that a law sets soon after it.
Nothing stands on the agenda until somebody puts it there.

Source: project decision, docs/adr/0034-meetings-and-agendas.md; how many and how long: ``data/agenda.yaml``.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.utils import timezone

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.commitments.queries import commitments_of, condition_of
from rumahbersama.chain.commitments.rules import DONE, Group
from rumahbersama.chain.commitments.rules import OPEN_STATES as WORKED_ON
from rumahbersama.chain.house.meetings.models import AgendaItem, Meeting
from rumahbersama.chain.house.meetings.reference import AgendaRule, Deadline, agenda_rule_on, deadlines_between
from rumahbersama.chain.house.meetings.rules import (
    AHEAD,
    CANCELLED,
    COMMITMENT,
    DEADLINE,
    OPEN,
    PROBLEM,
    Proposal,
    fitted,
)
from rumahbersama.chain.house.problems.models import Problem
from rumahbersama.chain.house.problems.queries import ORDER, problems_in, ranked, spreads_of
from rumahbersama.chain.house.problems.rules import NEW, OPEN_STATES, PUT_OFF, TABLED
from rumahbersama.chain.house.problems.usg import Spread
from rumahbersama.ground.core.registry import agenda_proposals
from rumahbersama.ground.core.wording import Worded, worded, worded_count

TENTH = Decimal("0.1")
STILL_PROMISED = (*WORKED_ON, DONE)


def source_of_problem(problem: int) -> str:
    """Return the name under which a problem stands on an agenda once."""
    return f"problem:{problem}"


def source_of_commitment(commitment: int) -> str:
    """Return the name under which a commitment stands on an agenda once."""
    return f"commitment:{commitment}"


def proposals_for(meeting: Meeting, items: Iterable[AgendaItem], *, user: Any) -> list[Proposal]:  # noqa: ANN401
    """Return what may be put on an agenda beside ``items``, marked by what fits into the time left.

    Four queries, and one of each room that proposes something.
    """
    rule, there = agenda_rule_on(meeting.day), list(items)
    known = {item.source for item in there if item.source}
    found: dict[str, Proposal] = {}
    for each in _all(meeting, rule, user=user):
        if each.source not in known:
            found.setdefault(each.source, each)
    return fitted(list(found.values()), minutes_left=meeting.minutes - sum(item.minutes for item in there))


def _all(meeting: Meeting, rule: AgendaRule, *, user: Any) -> Iterator[Proposal]:  # noqa: ANN401
    rows = _put_off_rows(meeting)
    waiting = {_source_of(row): row.commitment_id for row in rows if _waits(row, meeting.day)}
    yield from _put_off(row for row in rows if _source_of(row) not in waiting)
    yield from agenda_proposals.each(meeting=meeting, user=user)
    yield from _problems(meeting, rule, user=user)
    yield from _commitments(meeting, rule, waiting={each for each in waiting.values() if each})
    last = meeting.day + timedelta(days=rule.deadline_days)
    deadlines = [each for each in deadlines_between(meeting.day, last) if _source_of_deadline(each) not in waiting]
    yield from (_deadline(each, meeting.day, rule) for each in deadlines[: rule.most[DEADLINE]])


def _put_off_rows(meeting: Meeting) -> list[AgendaItem]:
    """Return what earlier meetings put off and is not over: to this day while no later one took it up, or beyond it.

    A problem put off beyond the day is left out here, for its own state tells how long it waits (one query).
    """
    day = meeting.day
    rows = AgendaItem.objects.filter(result=AgendaItem.Result.PUT_OFF, meeting__region=meeting.region_id)
    taken_up = AgendaItem.objects.filter(carried_from=OuterRef("pk")).exclude(meeting__state=CANCELLED)
    due = Q(put_off_to__lte=day) & ~Exists(taken_up)
    rows = rows.exclude(meeting=meeting).filter(due | Q(put_off_to__gt=day, problem=None))
    rows = rows.filter(Q(problem=None) | Q(problem__state__in=OPEN_STATES))
    rows = rows.exclude(problem__state=PUT_OFF, problem__put_off_to__gt=day)
    rows = rows.filter(Q(commitment=None) | Q(commitment__state__in=STILL_PROMISED))
    return list(rows.select_related("meeting").order_by("put_off_to", "pk"))


def _waits(row: AgendaItem, day: date) -> bool:
    return row.put_off_to is not None and row.put_off_to > day


def _source_of(row: AgendaItem) -> str:
    """Return under which name what was put off stands on an agenda once; what somebody added has only its number."""
    return row.source or f"item:{row.pk}"


def _source_of_deadline(each: Deadline) -> str:
    return f"deadline:{each.code}"


def _put_off(rows: Iterable[AgendaItem]) -> Iterator[Proposal]:
    for row in rows:
        why = worded("ditunda oleh {meeting} sampai {day}", meeting=row.meeting.title, day=row.put_off_to)
        yield Proposal(
            kind=row.kind,
            source=_source_of(row),
            title=row.title,
            minutes=row.minutes,
            why=(why, *([row.result_text.rstrip(".")] if row.result_text else [])),
            problem=row.problem_id,
            commitment=row.commitment_id,
            carried_from=row.pk,
            url=row.meeting.get_absolute_url(),
        )


def _problems(meeting: Meeting, rule: AgendaRule, *, user: Any) -> Iterator[Proposal]:  # noqa: ANN401
    due = Q(state=PUT_OFF, put_off_to__lte=meeting.day)
    tier = Case(
        When(due, then=Value(0)), When(state=TABLED, then=Value(1)), default=Value(2), output_field=IntegerField()
    )
    elsewhere = AgendaItem.objects.filter(problem=OuterRef("pk"), meeting__state__in=(*AHEAD, OPEN))
    rows = problems_in(meeting.region, user=user).filter(due | Q(state__in=(TABLED, NEW)))
    rows = rows.exclude(Exists(elsewhere.exclude(meeting=meeting.pk)))
    rows = ranked(rows, today=meeting.day).annotate(tier=tier).order_by("tier", *ORDER, "pk")
    chosen = list(rows[: rule.most[PROBLEM]])
    spreads = spreads_of(chosen, today=meeting.day)
    for row in chosen:
        yield Proposal(
            kind=PROBLEM,
            source=source_of_problem(row.pk),
            title=row.statement,
            minutes=rule.minutes[PROBLEM],
            why=tuple(_about_problem(row, spreads.get(row.pk), meeting.day)),
            problem=row.pk,
            url=row.get_absolute_url(),
        )


def _about_problem(row: Problem, spread: Spread | None, on: date) -> Iterator[Worded]:
    if row.state == PUT_OFF:
        yield worded("ditunda sampai {day}", day=row.put_off_to)
    elif row.state == TABLED:
        yield worded("ditandai “Dibahas” dan belum diputuskan")
    else:
        ago = max(0, (on - timezone.localdate(row.entered_at)).days)
        yield worded_count("ditulis {n} hari sebelum rapat", "ditulis {n} hari sebelum rapat", ago)
    if spread is None:
        yield worded("belum dinilai")
    else:
        yield worded_count(
            "nilai USG {total} dari 15 menurut {n} penilai (terendah {low}, tertinggi {high})",
            "nilai USG {total} dari 15 menurut {n} penilai (terendah {low}, tertinggi {high})",
            spread.count,
            total=Decimal(str(spread.total)).quantize(TENTH, ROUND_HALF_UP),
            low=spread.low,
            high=spread.high,
        )
        if not spread.is_enough:
            yield worded("penilainya belum cukup")
    if row.people is not None:
        yield worded_count("{n} orang menderita", "{n} orang menderita", row.people)


def _commitments(meeting: Meeting, rule: AgendaRule, *, waiting: set[int]) -> Iterator[Proposal]:
    """Yield what is late on the day but for these; what meetings promised is told in the opening item already."""
    rows = commitments_of(meeting.region).exclude(source_kind=Commitment.Source.MEETING)
    rows = rows.exclude(pk__in=waiting) if waiting else rows
    late = rows.filter(condition_of(Group.LATE, today=meeting.day)).order_by("due_on", "pk")
    for row in late[: rule.most[COMMITMENT]]:
        days = (meeting.day - row.due_on).days
        yield Proposal(
            kind=COMMITMENT,
            source=source_of_commitment(row.pk),
            title=row.what,
            minutes=rule.minutes[COMMITMENT],
            why=(
                worded_count("lewat tenggat {n} hari", "lewat tenggat {n} hari", days),
                worded("janji {post} untuk {place}", post=str(row.post), place=str(row.region)),
            ),
            commitment=row.pk,
            url=row.get_absolute_url(),
        )


def _deadline(each: Deadline, on: date, rule: AgendaRule) -> Proposal:
    days = (each.day - on).days
    why: list[Worded | str] = [
        worded("jatuh tempo {day}", day=each.day),
        worded_count("{n} hari sesudah rapat", "{n} hari sesudah rapat", days) if days else worded("hari itu juga"),
        each.legal_basis,
    ]
    if not each.is_checked:
        why.append(worded("dasar hukumnya belum diperiksa"))
    return Proposal(
        kind=DEADLINE,
        source=_source_of_deadline(each),
        title=each.title,
        minutes=rule.minutes[DEADLINE],
        why=tuple(why),
    )

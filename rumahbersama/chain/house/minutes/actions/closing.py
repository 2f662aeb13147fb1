"""Closing a meeting: promises become commitments, problems move, and all that in one piece."""

from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from rumahbersama.chain.commitments.actions import Promise, make_commitment
from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.house.meetings.actions import planning
from rumahbersama.chain.house.meetings.actions.rows import locked
from rumahbersama.chain.house.meetings.models import AgendaItem, Meeting
from rumahbersama.chain.house.minutes import recording
from rumahbersama.chain.house.minutes.actions.outcomes import set_outcome
from rumahbersama.chain.house.minutes.models import Effect, Floor, Pledge
from rumahbersama.chain.house.minutes.queries import Row, effects_of, floor_of, moves_of, rows_of
from rumahbersama.chain.house.minutes.rules import (
    NOT_DISCUSSED,
    NOT_FINISHED,
    PUT_OFF,
    MinutesRefusal,
    Outcome,
    check_open,
    check_put_off,
    missing_sentence,
)
from rumahbersama.chain.house.problems.deciding import decide
from rumahbersama.chain.house.problems.models import Problem, ProblemEvidence
from rumahbersama.chain.house.problems.rules import Decision
from rumahbersama.chain.needs.figures import indicator_of
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.core.registry import Evidence
from rumahbersama.workshop.papers.signers import holder_of, in_words


@transaction.atomic
def close_meeting(*, meeting: Meeting, by: Any, at: datetime, put_off_to: date | None = None) -> Meeting:  # noqa: ANN401
    """Close a meeting; what has no outcome is put off to ``put_off_to``. Closed already, nothing happens.

    Raises:
        MinutesRefusal: not being held, or something without outcome and no day to put it off to.
        CommitmentRefusal, ProblemRefusal: something that cannot be written any more; nothing is written then.
    """
    fresh = locked(meeting)
    if fresh.state == Meeting.State.CLOSED:
        return fresh
    check_open(fresh.state)
    today, missing = timezone.localdate(at), [row.item for row in rows_of(fresh) if row.is_missing]
    if missing and put_off_to is None:
        raise MinutesRefusal(missing_sentence([item.title for item in missing]))
    floor = floor_of(fresh) if missing else None
    for item in missing:
        text = NOT_FINISHED if _was_begun(item, floor) else NOT_DISCUSSED
        set_outcome(item=item, outcome=Outcome(PUT_OFF, text, put_off_to), by=by, at=at)
    rows, effects = rows_of(fresh), effects_of(fresh)
    for row in rows:
        for pledge in row.pledges:
            _keep(row.item, pledge, by=by, at=at)
        _move(row, effects.get(row.item.pk), by=by, at=at, today=today)
    recording.write_all_notes(fresh, [row.item for row in rows], by=by, at=at)
    return planning.finish_meeting(meeting=fresh, by=by, at=at)


def _was_begun(item: AgendaItem, floor: Floor | None) -> bool:
    """Tell whether a meeting came to an item: something was written there, or it went on to it or beyond."""
    return item.notes_version > 1 or (floor is not None and item.order <= floor.item.order)


def _keep(item: AgendaItem, pledge: Pledge, *, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Make a promise of the minutes a commitment, once."""
    if pledge.commitment_id is not None:
        return
    meeting, figure = item.meeting, pledge.figure
    if pledge.target is not None and figure is None:
        raise MinutesRefusal(
            _("Angka untuk janji “{what}” sudah dilepas dari masalahnya. Pilih lagi angkanya di janji itu.").format(
                what=pledge.what
            )
        )
    with override("id"):  # kept words are read by everybody
        evidence = _snapshot(item, pledge)
    promise = Promise(
        what=pledge.what,
        post=pledge.post,
        region=pledge.region,
        promised_on=meeting.day,
        due_on=pledge.due_on,
        why=evidence.sentence[:500],
        indicator=evidence.indicator,
        measure=evidence.measure,
        unit=evidence.unit,
        baseline=Decimal(evidence.value) if evidence.value else None,
        target=pledge.target,
        source_kind=Commitment.Source.MEETING,
        source_url=evidence.url,
        snapshot=asdict(evidence)
        | {
            "read_on": meeting.day.isoformat(),
            "about": _about(item),
            "figure_url": _figure_url(figure),
            "figure_period": figure.period if figure else "",
        },
    )
    pledge.commitment = make_commitment(promise=promise, by=by, at=at)
    pledge.save(update_fields=["commitment"])


def _about(item: AgendaItem) -> str:
    """Return the address of the problem an item is about, by which its page finds what was promised; "" for none."""
    return item.problem.get_absolute_url() if item.problem else ""


def _figure_url(figure: ProblemEvidence | None) -> str:
    """Return the page of the figure that is to change; "" where no indicator is named."""
    return figure.url if figure and indicator_of(figure.reference) else ""


def _snapshot(item: AgendaItem, pledge: Pledge) -> Evidence:
    """Return what led to a promise as it was read in the meeting, with the figure it is to change."""
    meeting, problem, measured = item.meeting, item.problem, pledge.figure
    return Evidence(
        sentence=f"{meeting.title}, {day(meeting.day)}: {item.title}",
        measure=measured.measure if measured else "",
        value=measured.value if measured else "",
        unit=measured.unit if measured else "",
        place_code=pledge.region.code,
        url=f"{reverse('minutes:front', args=[meeting.pk])}#mata-{item.pk}",
        period=day(meeting.day),
        source=str(meeting.region),
        area=problem.area.code if problem and problem.area else "",
        people=problem.people if problem else None,
        kind=Commitment.Source.MEETING,
        indicator=indicator_of(measured.reference) if measured else "",
    )


def _move(row: Row, last: Effect | None, *, by: Any, at: datetime, today: date) -> None:  # noqa: ANN401
    """Let the problem of an item follow what was decided about it."""
    item, move = row.item, None
    if item.result == PUT_OFF and item.problem is not None:
        check_put_off(item.put_off_to, today=today)
    for state in moves_of(item, last):
        problem = Problem.objects.get(agenda_items=item)
        decision = Decision(
            to=state,
            reason=_reason(row, state)[:500],
            until=item.put_off_to if state == Problem.State.PUT_OFF else None,
            as_post=_chair(item.meeting),
        )
        move = decide(problem=problem, decision=decision, by=by, at=at, seen=problem.version)
    if move is not None:
        Effect.objects.create(item=item, move=move)


def _reason(row: Row, state: str) -> str:
    meeting = row.item.meeting
    with override("id"):
        where = f"Dalam {meeting.title}, {day(meeting.day)}"
        said = "." if state == Problem.State.TABLED else f": {recording.outcome_in_words(row.item, row.pledges)}"
    return where + said


def _chair(meeting: Meeting) -> str:
    """Return who led the meeting, as of its day; "" where nobody held the post."""
    tenure = holder_of(meeting.chair, meeting.day)
    return in_words(tenure, meeting.chair) if tenure else ""

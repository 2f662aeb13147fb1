"""Going up and coming back unanswered: a referral follows what becomes of its problem, and may be withdrawn."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from rumahbersama.chain.house.problems.deciding import decide
from rumahbersama.chain.house.problems.models import Move, Problem
from rumahbersama.chain.house.problems.rules import TABLED, UPWARD, Decision
from rumahbersama.chain.house.upward import recording
from rumahbersama.chain.house.upward.actions.rows import TOLD_NEW, held, note, save, take_step
from rumahbersama.chain.house.upward.models import Referral
from rumahbersama.chain.house.upward.permissions import SHOWN
from rumahbersama.chain.house.upward.queries import target_on
from rumahbersama.chain.house.upward.rules import (
    NEW,
    OPEN_STATES,
    PASSED,
    WITHDRAWN,
    check_withdraw,
    due_of,
)
from rumahbersama.ground.regions.office_days.queries import office_days_of
from rumahbersama.ground.regions.office_days.zones import day_at
from rumahbersama.ground.regions.rules import parent_code


def follow(move: Move) -> None:
    """Let referrals follow a problem that was moved, in the transaction that moved it.

    Passed upward, it waits for the coordinator from now on; moved elsewhere by the kecamatan while nobody has
    answered, it is withdrawn for the reason that was given.
    """
    if move.state == UPWARD:
        if not Referral.objects.filter(problem=move.problem, state__in=OPEN_STATES).exists():
            _open(move)  # else its answer was taken back, and the office holds it again
        return
    rows = Referral.objects.select_for_update(of=("self",)).select_related(*SHOWN)
    for row in rows.filter(problem=move.problem, state__in=OPEN_STATES):
        _close(row, reason=move.reason or str(move), by=move.by, at=move.at, as_post=move.as_post)


def _open(move: Move) -> Referral:
    problem = move.problem
    code = parent_code(problem.kecamatan.code) or ""
    today = day_at(code, move.at)
    due_on = due_of(today, target_on(code, today).assign_days, office=office_days_of(code))
    made = Referral.objects.create(problem=problem, move=move, state=NEW, passed_on=today, due_on=due_on)
    take_step(made, PASSED, by=move.by, at=move.at, text=move.reason, as_post=move.as_post, due_on=due_on)
    note(made, TOLD_NEW, day=today, at=move.at)
    summary, verb = _("Masalah diteruskan ke kabupaten: {what}"), "upward.pass_upward"
    recording.write(made, None, by=move.by, at=move.at, verb=verb, summary=summary, reason=move.reason)
    return made


@transaction.atomic
def withdraw(*, referral: Referral, reason: str, by: Any, at: datetime, seen: int) -> Referral:  # noqa: ANN401
    """Take a problem back before it is answered; it lies on the table of the kecamatan again.

    Raises:
        UpwardRefusal: no reason, answered or withdrawn already, or changed since version ``seen``.
    """
    fresh = held(referral, seen=seen)
    check_withdraw(state=fresh.state, reason=reason)
    step = _close(fresh, reason=reason, by=by, at=at)
    problem = Problem.objects.get(pk=fresh.problem_id)
    with override("id"):  # kept words are read by everybody
        words = f"Ditarik dari kabupaten: {reason.strip()}"
    decision = Decision(to=TABLED, reason=words[:500], as_post=step.as_post)
    decide(problem=problem, decision=decision, by=by, at=at, seen=problem.version)
    return fresh


def _close(row: Referral, *, reason: str, by: Any, at: datetime, as_post: str | None = None) -> Any:  # noqa: ANN401
    before = recording.facts_of(row)
    row.state, row.due_on, row.rests_since, row.rested_due = WITHDRAWN, None, None, None
    row.answered_on = None
    save(row)
    step = take_step(row, WITHDRAWN, by=by, at=at, text=reason, as_post=as_post)
    summary, verb = _("Penerusan ditarik: {what}"), "upward.withdraw"
    recording.write(row, before, by=by, at=at, verb=verb, summary=summary, reason=reason)
    return step

"""Taking back a question that was not replied to, an answer that was not acted on; and a question that lapsed.

What was said stays on the road. A clock that rested stays rested for the working days that it did.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from rumahbersama.chain.house.problems.deciding import decide
from rumahbersama.chain.house.problems.models import Problem
from rumahbersama.chain.house.problems.rules import UPWARD, Decision
from rumahbersama.chain.house.upward import queries, recording
from rumahbersama.chain.house.upward.actions.answering import go_on, speaking
from rumahbersama.chain.house.upward.actions.rows import TOLD_ASSIGNED, day_of, held, note, save, take_step
from rumahbersama.chain.house.upward.models import Referral
from rumahbersama.chain.house.upward.permissions import SHOWN, kabupaten_code
from rumahbersama.chain.house.upward.reference import shipped_on
from rumahbersama.chain.house.upward.rules import (
    ASKED,
    ASSIGNED,
    LAPSED,
    UNANSWERED,
    UNASKED,
    check_unanswer,
    check_unask,
    days_late,
)
from rumahbersama.ground.core.wording import kept, worded_count
from rumahbersama.ground.regions.office_days.queries import office_days_of


@transaction.atomic
def take_back_question(*, referral: Referral, reason: str, by: Any, at: datetime, seen: int) -> Referral:  # noqa: ANN401
    """Take back a question that the kecamatan did not reply to; the clock goes on with what was left.

    Raises:
        UpwardRefusal: nothing is asked, no reason, or changed since version ``seen``.
    """
    fresh = held(referral, seen=seen)
    check_unask(state=fresh.state, reason=reason)
    before = recording.facts_of(fresh)
    as_post = speaking(fresh, by, at) if fresh.office else None
    go_on(fresh, UNASKED, text=reason, by=by, at=at, as_post=as_post)
    summary = _("Pertanyaan kepada kecamatan ditarik: {what}")
    recording.write(fresh, before, by=by, at=at, verb="upward.take_back_question", summary=summary, reason=reason)
    return fresh


@transaction.atomic
def take_back_answer(*, referral: Referral, reason: str, by: Any, at: datetime, seen: int) -> Referral:  # noqa: ANN401
    """Take back an answer that was given by mistake; the office holds the problem again, its clock never stopped.

    Raises:
        UpwardRefusal: no answer, acted on or too old, no reason, or changed since version ``seen``.
    """
    fresh = held(referral, seen=seen)
    today = day_of(fresh, at)
    check_unanswer(
        state=fresh.state,
        reason=reason,
        days=queries.days_since_answer(fresh, today=today),
        most=shipped_on(today).take_back_days,
        is_acted_on=queries.is_acted_on(fresh),
    )
    before = recording.facts_of(fresh)
    fresh.state, fresh.answered_on, fresh.plan_year = ASSIGNED, None, None
    fresh.due_on = queries.due_before_answer(fresh)
    save(fresh)
    as_post = speaking(fresh, by, at)
    take_step(fresh, UNANSWERED, by=by, at=at, text=reason, as_post=as_post, office=fresh.office, due_on=fresh.due_on)
    note(fresh, TOLD_ASSIGNED, day=today, at=at, again=True)
    problem = Problem.objects.get(pk=fresh.problem_id)
    with override("id"):  # kept words are read by everybody
        words = f"{fresh.office_name} menarik kembali jawabannya: {reason.strip()}"
    decision = Decision(to=UPWARD, reason=words[:500], as_post=as_post)
    decide(problem=problem, decision=decision, by=by, at=at, seen=problem.version)
    summary = _("Jawaban kabupaten ditarik: {what}")
    recording.write(fresh, before, by=by, at=at, verb="upward.take_back_answer", summary=summary, reason=reason)
    return fresh


def end_silence(*, at: datetime) -> int:
    """Let clocks go on that rest for a question nobody replied to; returns how many. Safe to call often."""
    latest = timezone.localdate(at) + timedelta(days=1)  # which day it is at a kabupaten is asked for each
    return sum(_lapse(number, at=at) for number in queries.silent(day=latest))


@transaction.atomic
def _lapse(number: int, *, at: datetime) -> bool:
    row = Referral.objects.select_for_update(of=("self",)).select_related(*SHOWN).get(pk=number)
    today = day_of(row, at)
    if row.state != ASKED or row.due_on is None:
        return False
    silent = days_late(row.due_on, today, office=office_days_of(kabupaten_code(row)))
    if silent <= shipped_on(today).silence_days:
        return False
    before = recording.facts_of(row)
    said = worded_count(
        "{holder} tidak membalas sampai {n} hari kerja sesudah batasnya.",
        "{holder} tidak membalas sampai {n} hari kerja sesudah batasnya.",
        silent,
        holder=row.holder,
    )
    with override("id"):  # as the record keeps it
        text = str(said)
    go_on(row, LAPSED, by=None, at=at, text=text, said=kept([said]), as_post="")
    summary, verb = _("Pertanyaan tidak dibalas, waktu berjalan lagi: {what}"), "upward.lapse"
    recording.write(row, before, by=None, at=at, verb=verb, summary=summary, reason=text)
    return True

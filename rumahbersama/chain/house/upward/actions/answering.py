"""What the kabupaten does with a passed problem: names the office, asks, answers; and the reply of the kecamatan."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from rumahbersama.chain.house.problems.deciding import decide
from rumahbersama.chain.house.problems.models import Problem
from rumahbersama.chain.house.problems.rules import IN_HAND, TABLED, Decision
from rumahbersama.chain.house.upward import recording
from rumahbersama.chain.house.upward.actions.rows import (
    TOLD_ANSWERED,
    TOLD_ASKED,
    TOLD_ASSIGNED,
    TOLD_NEW,
    day_of,
    held,
    note,
    save,
    take_step,
)
from rumahbersama.chain.house.upward.models import Referral
from rumahbersama.chain.house.upward.permissions import kabupaten_code
from rumahbersama.chain.house.upward.queries import target_on
from rumahbersama.chain.house.upward.reference import shipped_on
from rumahbersama.chain.house.upward.rules import (
    ACCEPTED,
    ASKED,
    ASSIGNED,
    NEW,
    REASSIGNED,
    REPLIED,
    Answer,
    UpwardRefusal,
    check_answer,
    check_ask,
    check_assign,
    check_reply,
    due_after_rest,
    due_of,
)
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.people.permissions import on_day
from rumahbersama.ground.regions.office_days.queries import office_days_of
from rumahbersama.workshop.papers.signers import holder_of, in_words, titled


@transaction.atomic
def assign(*, referral: Referral, office: Post, reason: str, by: Any, at: datetime, seen: int) -> Referral:  # noqa: ANN401
    """Name the office that must answer; naming another one says why, and gives it the whole time.

    Raises:
        UpwardRefusal: it cannot be named now, not of this kabupaten, no reason, or changed since version ``seen``.
    """
    fresh = held(referral, seen=seen)
    check_assign(state=fresh.state, old=fresh.office_id, new=office.pk, reason=reason)
    if office.region_id != fresh.problem.kecamatan.parent_id:
        raise UpwardRefusal(_("Pilih jabatan di kabupaten kecamatan ini."))
    before, today, code = recording.facts_of(fresh), day_of(fresh, at), kabupaten_code(fresh)
    is_first, old = fresh.office is None, fresh.office_name
    fresh.office, fresh.state, fresh.handovers = office, ASSIGNED, fresh.handovers + (not is_first)
    fresh.due_on = due_of(today, target_on(code, today).answer_days, office=office_days_of(code))
    save(fresh)
    kind = ASSIGNED if is_first else REASSIGNED
    with override("id"):
        text = reason if is_first else f"Dari {old}: {reason.strip()}"
    take_step(fresh, kind, by=by, at=at, text=text, office=office, due_on=fresh.due_on)
    note(fresh, TOLD_ASSIGNED, day=today, at=at, again=True)
    summary = _("Kantor ditugaskan menjawab: {what}") if is_first else _("Kantor penjawab diganti: {what}")
    recording.write(fresh, before, by=by, at=at, verb="upward.assign", summary=summary, reason=reason)
    return fresh


@transaction.atomic
def ask(*, referral: Referral, text: str, by: Any, at: datetime, seen: int) -> Referral:  # noqa: ANN401
    """Ask the kecamatan something; the clock of who asks rests until it replies.

    Raises:
        UpwardRefusal: it cannot be asked now, no question, or changed since version ``seen``.
    """
    fresh = held(referral, seen=seen)
    check_ask(state=fresh.state, text=text)
    before, today, code = recording.facts_of(fresh), day_of(fresh, at), kabupaten_code(fresh)
    fresh.rests_since, fresh.rested_due, fresh.state = today, fresh.due_on, ASKED
    fresh.due_on = due_of(today, target_on(code, today).reply_days, office=office_days_of(code))
    fresh.questions += 1
    save(fresh)
    as_post = speaking(fresh, by, at) if fresh.office else None
    take_step(fresh, ASKED, by=by, at=at, text=text, as_post=as_post, office=fresh.office, due_on=fresh.due_on)
    note(fresh, TOLD_ASKED, day=today, at=at, again=True)
    summary = _("Kecamatan ditanya tentang: {what}")
    recording.write(fresh, before, by=by, at=at, verb="upward.ask", summary=summary, reason=text)
    return fresh


@transaction.atomic
def reply(*, referral: Referral, text: str, by: Any, at: datetime, seen: int) -> Referral:  # noqa: ANN401
    """Reply for the kecamatan; the clock of who asked goes on with what was left.

    Raises:
        UpwardRefusal: nothing was asked, no text, or changed since version ``seen``.
    """
    fresh = held(referral, seen=seen)
    check_reply(state=fresh.state, text=text)
    before = recording.facts_of(fresh)
    go_on(fresh, REPLIED, text=text, by=by, at=at)
    summary = _("Pertanyaan kabupaten dibalas: {what}")
    recording.write(fresh, before, by=by, at=at, verb="upward.reply", summary=summary, reason=text)
    return fresh


def go_on(fresh: Referral, kind: str, *, by: Any, at: datetime, **told: Any) -> None:  # noqa: ANN401
    """Let the clock of who asked go on, later by as many working days as it rested; ``kind`` and ``told`` say why."""
    today = day_of(fresh, at)
    if fresh.rested_due is not None and fresh.rests_since is not None:  # a constraint holds it so
        office = office_days_of(kabupaten_code(fresh))
        fresh.due_on = due_after_rest(fresh.rested_due, asked_on=fresh.rests_since, replied_on=today, office=office)
    fresh.state, fresh.rests_since, fresh.rested_due = (ASSIGNED if fresh.office else NEW), None, None
    save(fresh)
    take_step(fresh, kind, by=by, at=at, office=fresh.office, due_on=fresh.due_on, **told)
    note(fresh, TOLD_ASSIGNED if fresh.office else TOLD_NEW, day=today, at=at, again=True)


@transaction.atomic
def give_answer(*, referral: Referral, answer: Answer, by: Any, at: datetime, seen: int) -> Referral:  # noqa: ANN401
    """Answer for the office that was named; the problem goes back to the kecamatan with the answer.

    Accepted into a plan year it is in hand; rejected it lies on the table of the kecamatan again.

    Raises:
        UpwardRefusal: it cannot be answered now, does not say enough, or changed since version ``seen``.
    """
    fresh = held(referral, seen=seen)
    today = day_of(fresh, at)
    check_answer(answer, state=fresh.state, today=today, plan_years=shipped_on(today).plan_years)
    before, is_accepted = recording.facts_of(fresh), answer.outcome == ACCEPTED
    fresh.state, fresh.answered_on, fresh.due_on = answer.outcome, today, None
    fresh.plan_year = answer.plan_year if is_accepted else None
    save(fresh)
    as_post = speaking(fresh, by, at)
    take_step(fresh, answer.outcome, by=by, at=at, text=answer.text, as_post=as_post, office=fresh.office)
    note(fresh, TOLD_ANSWERED, day=today, at=at)
    problem = Problem.objects.get(pk=fresh.problem_id)
    decision = Decision(to=IN_HAND if is_accepted else TABLED, reason=_told(fresh, answer), as_post=as_post)
    decide(problem=problem, decision=decision, by=by, at=at, seen=problem.version)
    summary = _("Kabupaten menjawab: {what}")
    recording.write(fresh, before, by=by, at=at, verb="upward.answer", summary=summary, reason=answer.text)
    return fresh


def _told(referral: Referral, answer: Answer) -> str:
    """Return an answer as the problem keeps it, in Indonesian, for everybody reads it."""
    words = " ".join(answer.text.split())
    with override("id"):
        if answer.outcome == ACCEPTED:
            said = f"{referral.office_name} menerima, masuk rencana {answer.plan_year}"
        else:
            said = f"{referral.office_name} menolak"
    return (f"{said}: {words}" if words else f"{said}.")[:500]


def speaking(referral: Referral, by: Any, at: datetime) -> str:  # noqa: ANN401
    """Return for whom an office speaks as of a day: who holds it, though the coordinator writes it down."""
    office, today = referral.office, day_of(referral, at)
    if office is None:
        return ""
    own = office.tenures.filter(on_day(today), person=getattr(by, "person_id", None) or 0)
    tenure = own.select_related("person").first() or holder_of(office, today)
    return in_words(tenure, office) if tenure else titled(office)

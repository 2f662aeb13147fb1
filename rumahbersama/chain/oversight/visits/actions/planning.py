"""Planning a visit, changing the plan, calling it off, and planning again what began by mistake."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.oversight.visits import recording
from rumahbersama.chain.oversight.visits.actions.rows import held, locked, save
from rumahbersama.chain.oversight.visits.models import Visit, Visitor
from rumahbersama.chain.oversight.visits.queries import holds_something
from rumahbersama.chain.oversight.visits.rules import check_open, check_plan, check_planned, check_unbegun, reason_of
from rumahbersama.ground.core import registry
from rumahbersama.ground.core.wording import Kept
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region
from rumahbersama.workshop.surveys.models import Version

State = Visit.State


@dataclass(frozen=True)
class Plan:
    """When one goes, why, who, and with which checklist; the first post leads."""

    kind: str
    planned_on: date
    purpose: str
    posts: Sequence[Post]
    checklist: Version | None = None
    reasons: Sequence[Kept] = ()
    score: int = 0


@transaction.atomic
def plan_visit(*, region: Region, plan: Plan, by: Any, at: datetime) -> Visit:  # noqa: ANN401 - Account or None
    """Plan a visit to a village.

    Raises:
        VisitRefusal: a part that cannot be; nothing is stored then.
    """
    _check(plan, today=timezone.localdate(at))
    made = Visit(region=region, entered_by=by, keyboard=getattr(by, "keyboard", ""), entered_at=at)
    made.reasons, made.score = list(plan.reasons), plan.score
    _take(made, plan)
    made.save()
    _send(made, plan.posts)
    change = recording.change_of(made, None)
    summary = _("Kunjungan direncanakan: {what}")
    recording.write(made, [change], by=by, at=at, verb="visits.plan_visit", summary=summary)
    return made


@transaction.atomic
def change_visit(*, visit: Visit, plan: Plan, by: Any, at: datetime, seen: int) -> Visit:  # noqa: ANN401
    """Correct or move a visit that has not begun.

    Raises:
        VisitRefusal: it has begun or is over, changed since version ``seen``, or a part that cannot be.
    """
    fresh = held(visit, seen=seen)
    check_planned(fresh.state)
    _check(plan, today=timezone.localdate(at), before=fresh.planned_on)
    before = recording.facts_of(fresh)
    _take(fresh, plan)
    _send(fresh, plan.posts)
    if recording.facts_of(fresh) == before:
        return fresh
    save(fresh)
    change = recording.change_of(fresh, before)
    summary = _("Rencana kunjungan diubah: {what}")
    recording.write(fresh, [change], by=by, at=at, verb="visits.change_visit", summary=summary)
    return fresh


@transaction.atomic
def cancel_visit(*, visit: Visit, reason: str, by: Any, at: datetime, seen: int) -> Visit:  # noqa: ANN401
    """Call a visit off, with the reason; its page stays.

    Raises:
        VisitRefusal: no reason, it has begun or is over, or changed since version ``seen``.
    """
    why = reason_of(reason)
    fresh = held(visit, seen=seen)
    check_planned(fresh.state)
    before = recording.facts_of(fresh)
    fresh.state, fresh.cancelled_because = State.CANCELLED, why
    save(fresh)
    change = recording.change_of(fresh, before)
    summary = _("Kunjungan dibatalkan: {what}")
    recording.write(fresh, [change], by=by, at=at, verb="visits.cancel_visit", summary=summary, reason=why)
    return fresh


@transaction.atomic
def unbegin_visit(*, visit: Visit, by: Any, at: datetime) -> Visit:  # noqa: ANN401
    """Plan a visit again that began by mistake and holds nothing. Planned: nothing happens.

    What a device sends later begins it again.

    Raises:
        VisitRefusal: it is closed or was called off, was sent to the village, or something is written of it.
    """
    fresh = locked(visit)
    if fresh.state == State.PLANNED:
        return fresh
    check_open(fresh.state)
    notes = registry.visit_notes.each(user=by, visit=fresh)
    check_unbegun(was_sent=fresh.shared_at is not None, holds=holds_something(fresh, notes))
    before = recording.facts_of(fresh)
    fresh.state, fresh.began_at, fresh.visited_on = State.PLANNED, None, None
    save(fresh)
    change = recording.change_of(fresh, before)
    summary = _("Kunjungan belum mulai, kembali direncanakan: {what}")
    recording.write(fresh, [change], by=by, at=at, verb="visits.unbegin_visit", summary=summary)
    return fresh


def _check(plan: Plan, *, today: date, before: date | None = None) -> None:
    check_plan(day=plan.planned_on, purpose=plan.purpose, visitors=len(plan.posts), today=today, before=before)


def _take(row: Visit, plan: Plan) -> None:
    row.kind, row.planned_on, row.checklist = plan.kind, plan.planned_on, plan.checklist
    row.purpose = " ".join(plan.purpose.split())[:300]


def _send(visit: Visit, posts: Sequence[Post]) -> None:
    """Have these posts go, the first one leading."""
    wanted = list(dict.fromkeys(post.pk for post in posts))
    there = list(Visitor.objects.filter(visit=visit).order_by("order", "pk").values_list("post", flat=True))
    if there == wanted:
        return
    Visitor.objects.filter(visit=visit).delete()
    Visitor.objects.bulk_create(
        [Visitor(visit=visit, post_id=post, order=order) for order, post in enumerate(wanted, start=1)]
    )

"""Goals of a programme: written, changed, taken out."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from rumahbersama.chain.house.programme import recording
from rumahbersama.chain.house.programme.actions.rows import count_change, locked, refuse_unseen
from rumahbersama.chain.house.programme.models import Activity, Goal, Programme, face_of
from rumahbersama.chain.house.programme.rules import ProgrammeRefusal, check_reason, check_target, check_writable
from rumahbersama.chain.needs.models import Indicator, ServiceArea
from rumahbersama.ground.audit.rules import Change


@dataclass(frozen=True)
class Wish:
    """What should be better in a service area, with figures where there are some."""

    statement: str
    area: ServiceArea | None = None
    indicator: Indicator | None = None
    unit: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None


def _check(programme: Programme, wish: Wish, reason: str) -> None:
    check_writable(programme.state)
    check_reason(state=programme.state, reason=reason)
    has_figures = wish.baseline is not None or wish.target is not None
    check_target(statement=wish.statement, has_figures=has_figures, unit=wish.unit)


@transaction.atomic
def save_goal(
    *,
    programme: Programme,
    wish: Wish,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
    goal: Goal | None = None,
    reason: str = "",
    seen: str = "",
) -> Goal:
    """Write down a goal, or change one as it was ``seen`` (its ``face``; "" asks for none).

    Raises:
        ProgrammeRefusal: the programme is closed, approved and no reason given, a part that cannot be, or the goal
            was changed or taken out meanwhile.
    """
    fresh = locked(programme)
    _check(fresh, wish, reason)
    row = _held(goal, seen) if goal is not None else Goal(programme=fresh, order=_next(fresh))
    before = recording.goal_in_words(row) if goal is not None else ""
    row.statement, row.area, row.indicator = " ".join(wish.statement.split()), wish.area, wish.indicator
    row.unit, row.baseline, row.target = wish.unit.strip(), wish.baseline, wish.target
    row.save()
    _write(fresh, before, recording.goal_in_words(row), by=by, at=at, reason=reason)
    return row


@transaction.atomic
def remove_goal(*, goal: Goal, by: Any, at: datetime, reason: str = "", seen: str = "") -> None:  # noqa: ANN401
    """Take a goal out; one that activities serve stays.

    Raises:
        ProgrammeRefusal: activities serve it, the programme is closed, approved and no reason given, or it was
            changed or taken out meanwhile.
    """
    fresh = locked(goal.programme)
    check_writable(fresh.state)
    check_reason(state=fresh.state, reason=reason)
    goal = _held(goal, seen)
    if Activity.objects.filter(goal=goal).exists():
        raise ProgrammeRefusal(_("Sasaran ini masih dilayani kegiatan. Pindahkan kegiatannya ke sasaran lain dulu."))
    before = recording.goal_in_words(goal)
    goal.delete()
    _write(fresh, before, "", by=by, at=at, reason=reason)


def _held(goal: Goal, seen: str) -> Goal:
    """Return a goal as it was seen; its programme is held already."""
    fresh = Goal.objects.select_related("area", "indicator").filter(pk=goal.pk).first()
    face = face_of(fresh) if fresh is not None else None
    refuse_unseen(face, seen or face or "")
    return fresh or goal


def _next(programme: Programme) -> int:
    return (Goal.objects.filter(programme=programme).aggregate(last=Max("order"))["last"] or 0) + 1


def _write(programme: Programme, before: str, after: str, *, by: Any, at: datetime, reason: str) -> None:  # noqa: ANN401
    count_change(programme)
    change = Change(recording.PROGRAMME, programme.key, {"goal": before}, {"goal": after})
    summary = _("Sasaran {what} diubah").format(what=programme)
    recording.write(programme, [change], by=by, at=at, verb="programme.save_goal", summary=summary, reason=reason)

"""A programme as a whole: begun, copied from last year's, approved, closed, opened again."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.house.programme import recording
from rumahbersama.chain.house.programme.actions.rows import held, in_whose_name, save
from rumahbersama.chain.house.programme.models import Activity, Goal, Programme
from rumahbersama.chain.house.programme.rules import (
    CLOSED,
    DRAFT,
    DROPPED,
    IN_FORCE,
    ProgrammeRefusal,
    check_move,
    check_reason,
    check_year,
)
from rumahbersama.ground.audit.rules import Change
from rumahbersama.ground.regions.models import Region

SUMMARIES = {
    (DRAFT, IN_FORCE): gettext_lazy("{what} disetujui"),
    (IN_FORCE, CLOSED): gettext_lazy("{what} ditutup"),
    (CLOSED, IN_FORCE): gettext_lazy("{what} dibuka lagi"),
}


@transaction.atomic
def begin_programme(
    *,
    region: Region,
    year: int,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
    like: Programme | None = None,
) -> Programme:
    """Begin the programme of a year as a draft, with goals and activities of an earlier one where ``like`` is given.

    Goals come without their baseline, for that is read anew; activities in the same months, all planned.

    Raises:
        ProgrammeRefusal: a year that cannot be, or that has one already.
    """
    check_year(year)
    made = Programme(region=region, year=year, entered_by=by, keyboard=getattr(by, "keyboard", ""), entered_at=at)
    made.copied_from = like
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise ProgrammeRefusal(
            _("Program tahun {year} sudah ada. Buka yang itu, lalu tambahkan kegiatannya.").format(year=year)
        ) from None
    count = _copy(like, made) if like is not None else 0
    told = {"year": year, "state": DRAFT} | ({"activities": count} if like is not None else {})
    change = Change(recording.PROGRAMME, made.key, None, told)
    summary = _("{what} dimulai").format(what=made)
    recording.write(made, [change], by=by, at=at, verb="programme.begin_programme", summary=summary)
    return made


def _copy(old: Programme, new: Programme) -> int:
    goals = {}
    for goal in Goal.objects.filter(programme=old):
        kept = ("order", "area_id", "statement", "indicator_id", "unit", "target")
        goals[goal.pk] = Goal.objects.create(programme=new, **{name: getattr(goal, name) for name in kept})
    count = 0
    for row in Activity.objects.filter(programme=old).exclude(state=DROPPED).prefetch_related("villages"):
        kept = ("kind", "title", "post_id", "is_in_months", "budget_line", "budget_rupiah")
        made = Activity.objects.create(
            programme=new,
            goal=goals.get(row.goal_id or 0),
            starts_on=_in_year(row.starts_on, new.year),
            ends_on=_in_year(row.ends_on, new.year),
            **{name: getattr(row, name) for name in kept},
        )
        made.villages.set(row.villages.all())
        count += 1
    return count


def _in_year(day: date, year: int) -> date:
    """Return the same day of another year; the end of February stays its end."""
    try:
        moved = day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)
    is_end_of_february = (day.month, day.day) == (2, 28) and day.year % 4 != 0 and year % 4 == 0
    return date(year, 2, 29) if is_end_of_february else moved


@dataclass(frozen=True)
class Move:
    """Where a programme goes, and why; approving needs no reason."""

    to: str
    reason: str = ""


@transaction.atomic
def move_programme(*, programme: Programme, move: Move, by: Any, at: datetime, seen: int) -> Programme:  # noqa: ANN401
    """Approve a programme, close it, or open it again.

    Raises:
        ProgrammeRefusal: nothing to approve, no reason, a state that does not follow, or changed meanwhile.
    """
    fresh = held(programme, seen=seen)
    count = Activity.objects.filter(programme=fresh).count()
    check_move(state=fresh.state, to=move.to, activities=count)
    check_reason(state=fresh.state, reason=move.reason)
    before = fresh.state
    fresh.state = move.to
    told: dict[str, Any] = {"state": move.to}
    if before == DRAFT:
        fresh.approved_at, fresh.approved_by = at, in_whose_name(by, fresh.region, at)
        told |= {"approved_by": fresh.approved_by, "activities": count}
    save(fresh)
    change = Change(recording.PROGRAMME, fresh.key, {"state": before}, told)
    summary = str(SUMMARIES[before, move.to]).format(what=fresh)
    verb = "programme.move_programme"
    recording.write(fresh, [change], by=by, at=at, verb=verb, summary=summary, reason=move.reason)
    return fresh

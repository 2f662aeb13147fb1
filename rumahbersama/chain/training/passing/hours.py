"""JP that people attended: by the attendance list, or the share of the timetable that was typed with a reason."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import OuterRef, Subquery, Sum

from rumahbersama.chain.training.hall.queries import attendance_of_seats
from rumahbersama.chain.training.models import Event, Participation, Session, TrainingClass
from rumahbersama.chain.training.passing.models import Marks
from rumahbersama.chain.training.passing.rules import jp_attended
from rumahbersama.chain.training.permissions import HELD_STATES


@dataclass(frozen=True)
class Hours:
    """The JP of one seat.

    Attributes:
        jp: attended; None where nothing is known of attendance.
        planned: of the timetable of the class; None without a class.
        is_typed: attendance was typed with a reason.
        conflicts: sessions of which two things are said; they bring no JP.
    """

    jp: Decimal | None
    planned: int | None
    is_typed: bool = False
    conflicts: int = 0


def jp_by_timetable(events: Collection[int]) -> dict[int, int]:
    """Return the JP of each class of these events: of its own sessions and those of its site (one query)."""
    if not events:
        return {}
    own = Session.objects.filter(klass=OuterRef("pk")).order_by().values("klass").annotate(total=Sum("jp"))
    joint = Session.objects.filter(site=OuterRef("site"), klass=None).order_by().values("site")
    rows = (
        TrainingClass.objects.filter(event__in=events)
        .order_by()
        .annotate(
            own_jp=Subquery(own.values("total")), joint_jp=Subquery(joint.annotate(total=Sum("jp")).values("total"))
        )
    )
    return {
        pk: (own_jp or 0) + (joint_jp or 0) for pk, own_jp, joint_jp in rows.values_list("pk", "own_jp", "joint_jp")
    }


def hours_of(seats: Iterable[Participation], *, planned: Mapping[int, int]) -> dict[int, Hours]:
    """Return the JP of each seat (three queries, or none).

    Args:
        seats: with ``klass`` and ``marks``.
        planned: JP of the timetable by class.
    """
    rows = list(seats)
    attended, found = attendance_of_seats(rows), {}
    for row in rows:
        marks: Marks | None = getattr(row, "marks", None)
        told, jp = attended.get(row.pk), planned.get(row.klass_id or 0)
        typed = marks.attendance if marks else None
        by_list = told.attended if told and told.has_list else None
        conflicts = told.conflicts if told and typed is None else 0
        counted = jp_attended(by_list=by_list, typed=typed, planned=jp)
        found[row.pk] = Hours(counted, jp, is_typed=typed is not None, conflicts=conflicts)
    return found


def jp_of_people(persons: Collection[int], *, today: date) -> dict[int, dict[int, Decimal]]:
    """Return the JP that people attended, by person and year, of all events that are over (five queries)."""
    done = (Event.State.CLOSED, Event.State.FINISHED)
    rows = Participation.objects.filter(
        person__in=list(persons), state__in=HELD_STATES, event__state__in=done, event__ends_on__lt=today
    )
    seats = list(rows.select_related("event", "klass", "marks"))
    hours = hours_of(seats, planned=jp_by_timetable({row.event_id for row in seats}))
    found: dict[int, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in seats:
        found[row.person_id][row.event.ends_on.year] += hours[row.pk].jp or 0
    return {number: dict(years) for number, years in found.items()}

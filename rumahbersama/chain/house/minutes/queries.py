"""Reading minutes: items with their promises, revisions, what closing would write, what the hall sees."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rumahbersama.chain.house.meetings import queries as meetings
from rumahbersama.chain.house.meetings.models import AgendaItem, Meeting
from rumahbersama.chain.house.meetings.permissions import visible_meetings
from rumahbersama.chain.house.meetings.recording import ENTITY
from rumahbersama.chain.house.minutes.models import Effect, Floor, NoteRevision, Pledge
from rumahbersama.chain.house.minutes.rules import (
    LEADS_TO,
    NONE,
    NOT_DISCUSSED,
    NOT_FINISHED,
    PUT_OFF,
    Measured,
    steps_to,
    time_left,
)
from rumahbersama.chain.house.problems.models import Problem, ProblemEvidence
from rumahbersama.chain.house.problems.queries import evidence_of
from rumahbersama.chain.needs.figures import indicator_of
from rumahbersama.chain.needs.models import PERCENT_UNITS, Indicator
from rumahbersama.ground.audit.queries import last_records
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.queries import children_of

FINISHED = "meetings.finish_meeting"  # the verb under which a closing is recorded


@dataclass
class Row:
    """An item with its promises, and what closing the meeting would write for it."""

    item: AgendaItem
    pledges: list[Pledge]
    follows: list[str] = field(default_factory=list)

    @property
    def is_missing(self) -> bool:
        """Tell whether something must still come of it; the opening tells of promises that are there."""
        return self.item.result == NONE and not self.item.is_opening


def rows_of(meeting: Meeting, *, items: Iterable[AgendaItem] | None = None) -> list[Row]:
    """Return the items of a meeting, or these of it, in their order, with their promises (two queries)."""
    rows = {item.pk: Row(item, []) for item in (meetings.agenda_of(meeting) if items is None else items)}
    for row in rows.values():
        row.item.meeting = meeting
    shown = ("post__region", "region", "commitment", "figure")
    for pledge in Pledge.objects.filter(item__in=rows).select_related(*shown):
        pledge.item = rows[pledge.item_id].item
        rows[pledge.item_id].pledges.append(pledge)
    return list(rows.values())


def pledges_of(item: AgendaItem) -> list[Pledge]:
    """Return what was promised about an item (one query)."""
    return list(Pledge.objects.filter(item=item).select_related("post__region", "region", "commitment", "figure"))


def moves_of(item: AgendaItem, last: Effect | None) -> tuple[str, ...]:
    """Return the states through which closing moves the problem of an item; none where ``last`` did so already."""
    target = LEADS_TO.get(item.result)
    if item.problem is None or target is None:
        return ()
    if last is not None and last.move.state == target and last.move.until == item.put_off_to:
        return ()
    problem = item.problem
    return steps_to(target, state=problem.state, put_off_to=problem.put_off_to, until=item.put_off_to)


def effects_of(meeting: Meeting) -> dict[int, Effect]:
    """Return of each item the last that its outcome did to its problem (one query)."""
    rows = Effect.objects.filter(item__meeting=meeting).select_related("move").order_by("pk")
    return {row.item_id: row for row in rows}


def effects_undone(moves: Sequence[int]) -> QuerySet[Effect]:
    """Return what outcomes did to problems by these moves and does not hold any more."""
    return Effect.objects.filter(move__in=moves).exclude(undone_at=None)


def with_follows(meeting: Meeting, rows: Iterable[Row]) -> list[Row]:
    """Say of each item what closing the meeting would write (one query)."""
    effects, found = effects_of(meeting), list(rows)
    for row in found:
        new = sum(pledge.commitment_id is None for pledge in row.pledges)
        if new:
            row.follows.append(ngettext("{n} komitmen dibuat", "{n} komitmen dibuat", new).format(n=new))
        moves = moves_of(row.item, effects.get(row.item.pk))
        if moves:
            state = str(Problem.State(moves[-1]).label).lower()
            row.follows.append(_("masalahnya menjadi “{state}”").format(state=state))
        if row.item.result == PUT_OFF:
            row.follows.append(_("diusulkan lagi untuk rapat sesudah {day}").format(day=day(row.item.put_off_to)))
    return found


def closed_by(meeting: Meeting) -> str:
    """Return who closed a meeting last, "" where nobody did (one query)."""
    record = last_records(entity=ENTITY, keys=[meeting.key], verb=FINISHED).get(meeting.key)
    return record.actor_name if record else ""


def left_over_until(meeting: Meeting) -> date | None:
    """Return to which day closing put off what had no outcome, None where everything had one (one query)."""
    rows = AgendaItem.objects.filter(meeting=meeting, result=PUT_OFF, result_text__in=(NOT_FINISHED, NOT_DISCUSSED))
    return rows.order_by("-put_off_to").values_list("put_off_to", flat=True).first()


def revisions_of(item: AgendaItem) -> Any:  # noqa: ANN401 - QuerySet[NoteRevision]
    """Return the texts of an item, the newest first."""
    return NoteRevision.objects.filter(item=item)


def last_revision(item: AgendaItem) -> NoteRevision | None:
    """Return the newest text of an item (one query)."""
    return NoteRevision.objects.filter(item=item).first()


def neighbours(items: Sequence[AgendaItem], item: AgendaItem) -> tuple[AgendaItem | None, AgendaItem | None, int]:
    """Return the item before, the item after, and the place of an item in its agenda, from 1."""
    place = next(number for number, each in enumerate(items) if each.pk == item.pk)
    after = items[place + 1] if place + 1 < len(items) else None
    return (items[place - 1] if place else None), after, place + 1


def promising(region: Region) -> tuple[list[Post], list[Region]]:
    """Return who may promise something in a meeting of a kecamatan, and for which places (two queries)."""
    return meetings.posts_for(region), [region, *children_of(region)]


def figures_about(item: AgendaItem) -> list[ProblemEvidence]:
    """Return the numbers that the problem of an item carries, those of an indicator first (one query, or none)."""
    if item.problem is None:
        return []
    numbers = [each for each in evidence_of(item.problem) if each.value]
    return sorted(numbers, key=lambda each: not indicator_of(each.reference))


def measured_by(figure: ProblemEvidence) -> Measured:
    """Return what a target is held against (two queries)."""
    indicator = Indicator.objects.filter(code=indicator_of(figure.reference)).first()
    place = Region.objects.filter(code=figure.place_code).first()
    return Measured(
        value=Decimal(figure.value),
        unit=figure.unit,
        place_code=figure.place_code,
        place=str(place or ""),
        is_percent=figure.unit.strip().lower() in PERCENT_UNITS,
        direction=indicator.direction if indicator else "",
    )


@dataclass(frozen=True)
class Screen:
    """What the hall sees: the item, its time, and what was agreed so far, the newest first."""

    item: AgendaItem | None
    left: int
    place: int
    total: int
    pledges: list[Pledge]
    promised: int
    decided: int


def screen_of(meeting: Meeting, *, now: datetime, most: int) -> Screen:
    """Return what the screen of the hall shows (three queries)."""
    floor = Floor.objects.select_related("item").filter(meeting=meeting).first()
    rows = rows_of(meeting)
    items = [row.item for row in rows]
    item = floor.item if floor else next(iter(items), None)
    since = floor.since if floor else meeting.opened_at or now
    pledges = sorted((pledge for row in rows for pledge in row.pledges), key=lambda each: -each.pk)
    return Screen(
        item=item,
        left=time_left(since=since, minutes=item.minutes, now=now) if item else 0,
        place=next((number for number, each in enumerate(items, start=1) if item and each.pk == item.pk), 0),
        total=len(items),
        pledges=pledges[:most],
        promised=len(pledges),
        decided=sum(row.item.result != NONE for row in rows),
    )


def floor_of(meeting: Meeting) -> Floor | None:
    """Return which item a meeting is at, None before anybody said so (one query)."""
    return Floor.objects.filter(meeting=meeting).select_related("item").first()


def results_about(region: Region, *, user: Any, start: date | None, end: date | None) -> list[AgendaItem]:  # noqa: ANN401
    """Return what closed meetings in sight decided about problems of a village or promised for it (one query)."""
    closed = visible_meetings(user).filter(state=Meeting.State.CLOSED).order_by()
    if start is not None:
        closed = closed.filter(day__gte=start)
    if end is not None:
        closed = closed.filter(day__lt=end)
    of_problem = Problem.objects.filter(places=region).values("pk")
    promised = Pledge.objects.filter(region=region).values("item")
    rows = AgendaItem.objects.filter(Q(problem__in=of_problem) | Q(pk__in=promised), meeting__in=closed.values("pk"))
    ended = ~Q(result=AgendaItem.Result.NONE) | Q(pk__in=promised)
    return list(rows.filter(ended).select_related("meeting").order_by("-meeting__day", "pk"))

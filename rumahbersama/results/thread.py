"""The golden thread of a place: from training to what a figure did since, in the order of the chain.

It is read back from an indicator (which problems and meetings named it, who promised what, which training had brought
that about, who went to look), or for a place as a whole. Nothing is kept here: each link is read where it is, as far
as the account may see it. That a figure moved is told; that anything of this moved it is not.

What people of a kecamatan promise in a training they promise for the kecamatan. The thread of a village leads there
too, apart from what was promised for the village, and only who reads the rows of the kecamatan finds it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import CharField, Count, Exists, Max, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.commitments.permissions import visible_commitments
from rumahbersama.chain.commitments.rules import DONE, DROPPED, OPEN_STATES, VERIFIED
from rumahbersama.chain.house.meetings.models import AgendaItem
from rumahbersama.chain.house.meetings.queries import items_about
from rumahbersama.chain.house.problems.models import Problem, ProblemEvidence
from rumahbersama.chain.house.problems.permissions import names, visible_problems
from rumahbersama.chain.needs.figures import FIGURE, SHORTAGE
from rumahbersama.chain.needs.models import Indicator
from rumahbersama.chain.needs.newest import Told, figures_of
from rumahbersama.chain.needs.priorities.hooks import KIND as PRIORITY
from rumahbersama.chain.needs.spm.evidence import KIND as MINIMUM
from rumahbersama.chain.oversight.visits.models import Visit
from rumahbersama.chain.oversight.visits.permissions import visible_visits
from rumahbersama.chain.training.after.rules import verdict_of
from rumahbersama.chain.training.models import Event
from rumahbersama.chain.training.permissions import visible_events
from rumahbersama.chain.training.rtl.models import Rtl
from rumahbersama.ground.people.permissions import scope_of, within
from rumahbersama.ground.people.roles import VIEW_ROWS
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.results.forward.rules import States
from rumahbersama.results.rules import is_provisional, period_in_words

DRAWN = 12  # figures of a line
SHOWN = 6  # of a link; the others stand on its own page, which is one tap away
MOST_IN_FILE = 1_000  # of a link
MOST_PROBLEMS = 200  # whose meetings are asked for: the newest
MOST_TRAINED = 200  # promises of trainings that are looked through for a village: the newest
PROMISE = "komitmen:"  # how evidence names a promise


@dataclass(frozen=True)
class Promises:
    """How many promises there are and stand where; when the first was made.

    ``target`` is the furthest that is promised for the very place and was not given up.
    """

    states: States
    first: date | None
    target: Decimal | None


@dataclass(frozen=True)
class Named:
    """An indicator that promises name, and how many do."""

    code: str
    measure: str
    promises: int
    kept: int


@dataclass(frozen=True)
class PromisedAbove:
    """A promise of a training that was made for the kecamatan; ``event`` is None where its page is not in sight."""

    promise: Commitment
    event: Event | None

    @property
    def training(self) -> str:
        """Return what the training is called, as the promise tells whoever reads it."""
        return self.event.title if self.event else str(self.promise.snapshot.get("event", ""))


@dataclass(frozen=True)
class Moved:
    """What a figure did since the first promise: ``verdict`` as ``training.after.rules`` names it.

    ``course`` are the figures of the same kind of period, the oldest first, as far as they are drawn;
    ``is_provisional`` says that the period of the newest is not over.
    """

    baseline: Told
    now: Told
    verdict: str
    target: Decimal | None
    direction: str
    course: tuple[Told, ...] = ()
    is_provisional: bool = False

    @property
    def until(self) -> str:
        """Return the period of the figure now, in words."""
        return period_in_words(self.now.period, provisional=self.is_provisional)

    @property
    def is_reached(self) -> bool:
        """Tell whether the figure came as far as was promised, from where it was."""
        if self.target is None:
            return False
        is_held_low = self.target == self.baseline.value and self.direction == Indicator.Direction.DOWN
        is_down = self.target < self.baseline.value or is_held_low
        return self.now.value <= self.target if is_down else self.now.value >= self.target


@dataclass(frozen=True)
class Thread:
    """All links of the thread of a place, of one indicator or of all; ``more`` says where rows were cut.

    ``above`` is of a village: what its kecamatan promised in trainings about the same, which is not its own.
    ``reads_above`` tells whether this account reads such promises at all.
    """

    region: Region
    indicator: Indicator | None
    events: list[Event]
    above: list[PromisedAbove]
    reads_above: bool
    problems: list[Problem]
    meetings: list[AgendaItem]
    promises: Promises
    rows: list[Commitment]
    visits: list[Visit]
    named: list[Named]
    moved: Moved | None
    beside: Moved | None
    more: dict[str, bool]

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to follow yet."""
        return not (self.problems or self.promises.states.total or self.visits or self.meetings or self.above)

    @property
    def hides_above(self) -> bool:
        """Tell whether the kecamatan of this village may have promised something that this account does not read."""
        return self.region.level == Level.DESA and not self.reads_above


def thread_of(
    region: Region,
    *,
    user: Any,  # noqa: ANN401
    indicator: Indicator | None,
    today: date,
    most: int = SHOWN,
) -> Thread:
    """Return the thread of a place as this account may see it, ``most`` of each link (at most ten queries)."""
    promised = visible_commitments(user).filter(within([region.code]))
    if indicator is not None:
        promised = promised.filter(indicator=indicator.code)
    counts = _counted(promised, today=today, region=region, indicator=indicator)
    problems = list(_problems(region, user=user, indicator=indicator)[: max(most + 1, MOST_PROBLEMS)])
    meetings = _one_a_meeting(items_about(problems, user=user), most=most) if problems else []
    is_followed = indicator is None or counts.states.total > 0
    since = counts.first if indicator else None
    visits = _visits(region, user=user, since=since, most=most) if is_followed else []
    reads_above = _reads_above(region, user=user)
    events: list[Event] = []
    above: list[PromisedAbove] = []
    if reads_above:
        events, above = _trained(region, promised, problems, user=user, indicator=indicator, most=most)
    elif counts.states.total:
        events = _events(promised, user=user, most=most)
    rows = list(promised.order_by("-promised_on", "-pk")[: most + 1]) if counts.states.total else []
    moved, beside = _moved(region, indicator, counts, today=today) if indicator else (None, None)
    found: dict[str, list[Any]] = {
        "events": events,
        "above": above,
        "problems": problems,
        "meetings": meetings,
        "rows": rows,
        "visits": visits,
    }
    return Thread(
        region=region,
        indicator=indicator,
        promises=counts,
        reads_above=reads_above,
        named=_named(promised) if indicator is None and counts.states.total else [],
        moved=moved,
        beside=beside,
        more={name: len(each) > most for name, each in found.items()},
        **{name: each[:most] for name, each in found.items()},
    )


def _counted(promised: QuerySet[Commitment], *, today: date, region: Region, indicator: Indicator | None) -> Promises:
    is_down = indicator is not None and indicator.direction == Indicator.Direction.DOWN
    furthest, of_place = Min if is_down else Max, Q(region=region) & ~Q(state=DROPPED)
    is_open, is_late = Q(state__in=OPEN_STATES), Q(due_on__lt=today)
    row = promised.order_by().aggregate(
        kept=Count("pk", filter=Q(state=VERIFIED)),
        check=Count("pk", filter=Q(state=DONE)),
        going=Count("pk", filter=is_open & ~is_late),
        late=Count("pk", filter=is_open & is_late),
        given_up=Count("pk", filter=Q(state=DROPPED)),
        first=Min("promised_on"),
        target=furthest("target", filter=of_place),
    )
    first, target = row.pop("first"), row.pop("target")
    return Promises(States(**row), first, target)


def _named(promised: QuerySet[Commitment]) -> list[Named]:
    counts = {"promises": Count("pk"), "kept": Count("pk", filter=Q(state=VERIFIED))}
    rows = promised.exclude(indicator="").order_by().values_list("indicator").annotate(Max("measure"), **counts)
    return [Named(*row) for row in rows.order_by("-promises", "indicator")]


def _problems(region: Region, *, user: Any, indicator: Indicator | None) -> QuerySet[Problem]:  # noqa: ANN401
    rows = visible_problems(user).filter(merged_into=None)
    rows = rows.filter(
        names([region.code]) if region.level == Level.DESA else within([region.code], "kecamatan__code")
    )
    if indicator is not None:
        named = ProblemEvidence.objects.filter(
            Q(problem=OuterRef("pk")) | Q(problem__merged_into=OuterRef("pk")),
            _about(indicator),
        )
        rows = rows.filter(Exists(named))
    return rows.order_by("-entered_at", "-pk")


def _about(indicator: Indicator) -> Q:
    """Return the filter of evidence that tells of an indicator.

    That is its figure, the shortage of what it counts, or the minimum service of which it is a measure.
    """
    wanted = Q(reference__startswith=f"{FIGURE}:{indicator.code}:")
    service = getattr(indicator, "service", None)
    if service is not None:
        for kind in (SHORTAGE, PRIORITY):
            wanted |= Q(reference__startswith=f"{kind}:{service.code}:")
    for side in ("spm_receivers", "spm_quality"):
        minimum = getattr(indicator, side, None)
        if minimum is not None:
            wanted |= Q(reference__startswith=f"{MINIMUM}:{minimum.code}:")
    return wanted


def _one_a_meeting(items: QuerySet[AgendaItem], *, most: int) -> list[AgendaItem]:
    """Return one item of each meeting, the newest first, enough to show."""
    found: dict[int, AgendaItem] = {}
    for item in items[: 10 * most]:
        found.setdefault(item.meeting_id, item)
    return list(found.values())[: most + 1]


def _events(promised: QuerySet[Commitment], *, user: Any, most: int) -> list[Event]:  # noqa: ANN401
    """Return the events in sight whose RTL became these promises, the newest first."""
    made = Rtl.objects.filter(commitment__in=promised.order_by().values("pk")).order_by()
    rows = visible_events(user).filter(pk__in=made.values("participation__event"))
    return list(rows.order_by("-starts_on", "-pk")[: most + 1])


def _reads_above(region: Region, *, user: Any) -> bool:  # noqa: ANN401
    """Tell whether the account reads the rows of the kecamatan of a village."""
    above = region.parent if region.level == Level.DESA else None
    return above is not None and scope_of(user).may(VIEW_ROWS, above.code)


def _trained(
    region: Region,
    promised: QuerySet[Commitment],
    problems: Sequence[Problem],
    *,
    user: Any,  # noqa: ANN401
    indicator: Indicator | None,
    most: int,
) -> tuple[list[Event], list[PromisedAbove]]:
    """Return the events in sight whose RTL became promises of a village, and what its kecamatan promised in some.

    Of the kecamatan that is what names the indicator, or for the place as a whole one that a promise for this place
    names, and what a problem here cites (one query for both).
    """
    here = promised.exclude(indicator="").order_by().values("indicator")
    names_it = Q(indicator__in=here) if indicator is None else Q(indicator=indicator.code)
    numbers = [problem.pk for problem in problems]
    evidence = ProblemEvidence.objects.filter(
        Q(problem__in=numbers) | Q(problem__merged_into__in=numbers),
        reference=Concat(Value(PROMISE), Cast(OuterRef("pk"), CharField())),
    )
    own = within([region.code]) if indicator is None else within([region.code]) & names_it
    rows = visible_commitments(user).filter(
        own | Q(region=region.parent) & (names_it | Exists(evidence)),
        source_kind=Commitment.Source.RTL,
        rtl__isnull=False,
    )
    opens = Exists(visible_events(user).filter(pk=OuterRef("rtl__participation__event")))
    rows = rows.select_related("rtl__participation__event").annotate(opens_event=opens)
    events: dict[int, Event] = {}
    above = []
    for row in rows.order_by("-promised_on", "-pk")[: max(most + 1, MOST_TRAINED)]:
        event = row.rtl.participation.event if row.opens_event else None
        if row.region_id == region.parent_id:
            above.append(PromisedAbove(row, event))
        elif event is not None:
            events[event.pk] = event
    newest = sorted(events.values(), key=lambda event: (event.starts_on, event.pk), reverse=True)
    return newest[: most + 1], above[: most + 1]


def _visits(region: Region, *, user: Any, since: date | None, most: int) -> list[Visit]:  # noqa: ANN401
    rows = visible_visits(user).prefetch_related(None).filter(within([region.code]), state=Visit.State.DONE)
    if since is not None:
        rows = rows.filter(visited_on__gte=since)
    return list(rows.order_by("-visited_on", "-pk")[: most + 1])


def _moved(
    region: Region, indicator: Indicator, counts: Promises, *, today: date
) -> tuple[Moved | None, Moved | None]:
    """Return what the figure did at the place since the first promise, and at the place above in the same time."""
    places: Sequence[Region] = [each for each in (region, region.parent) if each is not None]
    figures = figures_of((place, indicator) for place in places)
    told = figures.get((region.pk, indicator.pk), [])
    if not told or counts.first is None:
        return None, None
    baseline = next((each for each in told if each.period.ends_on <= counts.first), None)
    if baseline is None:
        return None, None
    now = next(each for each in told if each.period.kind == baseline.period.kind)
    if baseline.period == now.period:
        return None, None
    verdict = verdict_of(baseline.value, now.value, target=counts.target, direction=indicator.direction)
    course = tuple(each for each in reversed(told) if each.period.kind == baseline.period.kind)[-DRAWN:]
    is_open = is_provisional(now.period, today=today)
    moved = Moved(baseline, now, verdict, counts.target, indicator.direction, course, is_open)
    if region.parent is None:
        return moved, None
    above = {each.period.pk: each for each in figures.get((region.parent.pk, indicator.pk), [])}
    then, since = above.get(baseline.period.pk), above.get(now.period.pk)
    if then is None or since is None:
        return moved, None
    verdict = verdict_of(then.value, since.value, target=None, direction=indicator.direction)
    return moved, Moved(then, since, verdict, None, indicator.direction, is_provisional=is_open)

"""Reading presence: the table of a roster, an occasion person by person, what must be looked at, the arrivals."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from rumahbersama.ground.audit.queries import RowChange, rows_of
from rumahbersama.ground.regions.rules import folded
from rumahbersama.workshop.presence import names, recording
from rumahbersama.workshop.presence.models import Attendee, Mark, Occasion, Roster
from rumahbersama.workshop.presence.permissions import visible_rosters
from rumahbersama.workshop.presence.rules import (
    CONFLICT,
    LATE,
    SAYINGS,
    THERE,
    WAITING,
    Rule,
    Said,
    Standing,
    rule_on,
    share_of,
    standing_of,
)

MOST_FOUND = 10
LAST_NAMES = 4


@dataclass(frozen=True)
class Row:
    """One person of a roster: a standing per occasion in their order, and the JP attended of those in all."""

    attendee: Attendee
    standings: tuple[Standing, ...]
    attended: Decimal
    total: int

    @property
    def there(self) -> int:
        """Return at how many occasions the person was."""
        return sum(standing.is_there for standing in self.standings)

    @property
    def late(self) -> int:
        """Return how often the person was late."""
        return sum(standing.state == LATE for standing in self.standings)

    @property
    def conflicts(self) -> int:
        """Return how often two things are said."""
        return sum(standing.state == CONFLICT for standing in self.standings)


@dataclass(frozen=True)
class Table:
    """The attendance of a roster: occasions in time, a row per person."""

    occasions: tuple[Occasion, ...]
    rows: tuple[Row, ...]

    @property
    def conflicts(self) -> int:
        """Return how many standings wait to be settled."""
        return sum(row.conflicts for row in self.rows)


def attendance(roster: Roster, *, attendees: Iterable[Attendee] | None = None) -> Table:
    """Return who was where, and the share of each person (three queries, two where the people are given)."""
    occasions = list(Occasion.objects.filter(roster=roster))
    people = list(attendees if attendees is not None else on_the_list(roster))
    marks = Mark.objects.filter(occasion__roster=roster, is_counted=True)
    if attendees is not None:
        marks = marks.filter(attendee__in=people)
    said: dict[tuple[int, int], list[Said]] = defaultdict(list)
    for occasion, attendee, says, how, at in marks.values_list("occasion_id", "attendee_id", "says", "how", "at"):
        said[occasion, attendee].append(Said(says, how, at))
    kinds = [(each, rule_of(each)) for each in occasions]
    return Table(tuple(occasions), tuple(_row(person, kinds, said) for person in people))


def rows_of_many(owners: Iterable[str]) -> list[Row]:
    """Return who is expected on the lists of these owners, with the share of each (three queries in all)."""
    people = list(Attendee.objects.filter(roster__owner__in=list(owners), removed_at=None))
    if not people:
        return []
    rosters = {person.roster_id for person in people}
    occasions: dict[int, list[tuple[Occasion, Rule]]] = defaultdict(list)
    for each in Occasion.objects.filter(roster__in=rosters):
        occasions[each.roster_id].append((each, rule_of(each)))
    marks = Mark.objects.filter(occasion__roster__in=rosters, is_counted=True)
    said: dict[tuple[int, int], list[Said]] = defaultdict(list)
    for occasion, attendee, says, how, at in marks.values_list("occasion_id", "attendee_id", "says", "how", "at"):
        said[occasion, attendee].append(Said(says, how, at))
    return [_row(person, occasions[person.roster_id], said) for person in people]


def _row(person: Attendee, kinds: Sequence[tuple[Occasion, Rule]], said: dict[tuple[int, int], list[Said]]) -> Row:
    standings = tuple(_standing(each, said.get((each.pk, person.pk), ()), rule) for each, rule in kinds)
    counted = ((standing.state, each.jp or 1, rule) for standing, (each, rule) in zip(standings, kinds, strict=True))
    return Row(person, standings, *share_of(counted))


def _standing(occasion: Occasion, said: Sequence[Said], rule: Rule) -> Standing:
    return standing_of(said, starts=occasion.starts, is_closed=occasion.is_closed, rule=rule)


def rule_of(occasion: Occasion) -> Rule:
    """Return the thresholds that hold for an occasion: those of its day."""
    return rule_on(timezone.localdate(occasion.starts))


@dataclass
class Line:
    """One person at one occasion: what it comes to, and all that was said and still counts."""

    attendee: Attendee
    standing: Standing
    marks: list[Mark] = field(default_factory=list)
    shares_device: bool = False

    @property
    def is_to_look_at(self) -> bool:
        """Tell whether a keeper should look: things collide, or a phone marked two names."""
        return self.standing.state == CONFLICT or self.shares_device


def lines_of(occasion: Occasion, people: Iterable[Attendee]) -> list[Line]:
    """Return these people at an occasion, in their order (two queries)."""
    people, rule = list(people), rule_of(occasion)
    shared = set(shared_devices(occasion))
    marks: dict[int, list[Mark]] = defaultdict(list)
    for row in Mark.objects.filter(occasion=occasion, attendee__in=people, is_counted=True):
        marks[row.attendee_id].append(row)
    lines = []
    for person in people:
        own = marks[person.pk]
        standing = _standing(occasion, [Said(row.says, row.how, row.at) for row in own], rule)
        lines.append(Line(person, standing, own, any(row.device in shared for row in own)))
    return lines


def shared_devices(occasion: Occasion) -> list[str]:
    """Return the devices that marked more than one name (one query)."""
    own = Mark.objects.filter(occasion=occasion, is_counted=True).exclude(device="").order_by()
    found = own.values("device").annotate(names=Count("attendee", distinct=True)).filter(names__gt=1)
    return list(found.values_list("device", flat=True))


@dataclass(frozen=True)
class Counts:
    """How many people of an occasion stand where; ``states`` has every state."""

    expected: int
    states: dict[str, int]

    @property
    def there(self) -> int:
        """Return how many were there, late ones too."""
        return sum(self.states[state] for state in THERE)


def counts_of(lines: Iterable[Line]) -> Counts:
    """Return how many of these lines stand where."""
    states = dict.fromkeys((*SAYINGS, CONFLICT, WAITING), 0)
    total = 0
    for line in lines:
        states[line.standing.state] += 1
        total += 1
    return Counts(total, states)


@dataclass(frozen=True)
class Arrivals:
    """What the hall screen tells: how many are there of how many, and who came last."""

    there: int
    expected: int
    last: tuple[tuple[str, datetime], ...]


def arrivals_of(occasion: Occasion) -> Arrivals:
    """Return how many have arrived, and the last names with their moment (three queries)."""
    there = Mark.objects.filter(occasion=occasion, is_counted=True, says__in=THERE, attendee__removed_at=None)
    last = (
        there.order_by()
        .values("attendee", "attendee__name")
        .annotate(first=Min("at"), latest=Max("pk"))
        .order_by("-latest")[:LAST_NAMES]
    )
    return Arrivals(
        there=there.order_by().aggregate(n=Count("attendee", distinct=True))["n"],
        expected=on_the_list(occasion.roster).count(),
        last=tuple((row["attendee__name"], row["first"]) for row in last),
    )


def on_the_list(roster: Roster | int) -> QuerySet[Attendee]:
    """Return who is expected, in the order of the list."""
    return Attendee.objects.filter(roster=roster, removed_at=None)


def with_those_added(roster: Roster | None, lines: Sequence[names.Line]) -> list[names.Line]:
    """Return who an owner expects, then those a keeper added to the list by hand (one query, none without a list)."""
    known = {line.folded for line in lines}
    added = on_the_list(roster).filter(reference="") if roster is not None else ()
    by_hand = [names.Line(each.name, each.agency, person=each.person_id) for each in added]
    return [*lines, *(line for line in by_hand if line.folded not in known)]


def named_like(roster: Roster, text: str) -> QuerySet[Attendee]:
    """Return who is expected and has each of these words in name or office."""
    found = on_the_list(roster)
    for word in folded(text).split():
        found = found.filter(search_name__contains=word)
    return found


def with_counts(rosters: QuerySet[Roster]) -> QuerySet[Roster]:
    """Annotate how many people and occasions a roster has, and when the next or last one is."""
    return rosters.annotate(
        people=Count("attendees", filter=Q(attendees__removed_at=None), distinct=True),
        times=Count("occasions", distinct=True),
        open_now=Count("occasions", filter=Q(occasions__state=Occasion.State.OPEN), distinct=True),
        first=Min("occasions__starts"),
    )


def occasions_of(roster: Roster) -> list[Occasion]:
    """Return the occasions of a roster with how many are there (one query)."""
    there = Q(marks__is_counted=True, marks__says__in=THERE)
    return list(
        Occasion.objects.filter(roster=roster)
        .annotate(there=Count("marks__attendee", filter=there, distinct=True))
        .order_by("starts", "pk")
    )


def days_of(occasions: Iterable[Occasion]) -> list[date]:
    """Return the days on which occasions begin, in order."""
    return sorted({timezone.localdate(each.starts) for each in occasions})


def open_occasions() -> list[Occasion]:
    """Return the occasions at which marks are taken now, of all rosters; they are few."""
    return list(Occasion.objects.filter(state=Occasion.State.OPEN).select_related("roster"))


def of_person(attendee: Attendee) -> list[tuple[Occasion, Standing]]:
    """Return the occasions of one person with what they come to (two queries)."""
    table = attendance(attendee.roster, attendees=[attendee])
    return list(zip(table.occasions, table.rows[0].standings, strict=True))


def remembered(occasion: Occasion, device: str) -> Attendee | None:
    """Return who marked themselves last with this device in this roster, to be offered first (one query)."""
    if not device:
        return None
    own = Mark.objects.filter(occasion__roster=occasion.roster_id, device=device, by=None)
    row = own.filter(attendee__removed_at=None).select_related("attendee").order_by("-pk").first()
    return row.attendee if row else None


def own_mark(occasion: Occasion, attendee: Attendee) -> Mark | None:
    """Return the mark a person's own device made, if it counts (one query)."""
    return Mark.objects.filter(occasion=occasion, attendee=attendee, is_counted=True, by=None).first()


def marks_of(occasion: Occasion, attendee: Attendee) -> list[Mark]:
    """Return all that was said of a person at an occasion, what no longer counts too, newest first."""
    return list(Mark.objects.filter(occasion=occasion, attendee=attendee).order_by("-received_at", "-pk"))


def history_of(occasion: Occasion) -> list[RowChange]:
    """Return what became of an occasion, newest first."""
    return rows_of(entity=recording.OCCASION, key=str(occasion.pk), codes=None)


def today_of(user: Any, *, today: date) -> list[Occasion]:  # noqa: ANN401
    """Return the open occasions, and those of today, of lists of one's own in sight (one query)."""
    begin = timezone.make_aware(datetime(today.year, today.month, today.day))  # noqa: DTZ001 - made aware here
    rosters = visible_rosters(user)
    wanted = Q(state=Occasion.State.OPEN) | Q(
        state=Occasion.State.PLANNED, starts__gte=begin, starts__lt=begin + timedelta(days=1)
    )
    return list(Occasion.objects.filter(wanted, roster__in=rosters).select_related("roster__region")[:MOST_FOUND])


def found(*, user: Any, text: str) -> list[Roster]:  # noqa: ANN401
    """Return lists of one's own in sight whose title holds a text (one query)."""
    return list(visible_rosters(user).filter(title__icontains=text)[:MOST_FOUND])

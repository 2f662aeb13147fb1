"""Reading seats and people: the arithmetic of quotas, who holds a seat, who waits, who may be the same person."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from rumahbersama.chain.training.models import (
    Event,
    Participation,
    Quota,
    Registration,
    Reservation,
    Site,
    TrainingClass,
)
from rumahbersama.chain.training.taking_part.permissions import people_in_sight
from rumahbersama.chain.training.taking_part.rules import (
    HELD,
    PROPOSED,
    WAITING,
    Ledger,
    Seats,
    how_it_adds_up,
    plain_person_name,
)
from rumahbersama.ground.files.models import StoredFile
from rumahbersama.ground.people.models import Person
from rumahbersama.ground.people.permissions import within
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.queries import names_of
from rumahbersama.ground.regions.rules import NATION_CODE, is_below_or_same
from rumahbersama.workshop.papers.models import Paper
from rumahbersama.workshop.papers.queries import papers_for
from rumahbersama.workshop.presence.models import Attendee

SOON = timedelta(days=7)


def last_day_of_registration(event: Event) -> date:
    """Return the last day on which places name people (one query)."""
    found = Registration.objects.filter(event=event).first()
    return found.closes_on if found else event.starts_on - timedelta(days=1)


def day_of_closing(event: Event) -> date:
    """Return the same of an event that was read with its ``registration`` (no query)."""
    found: Registration | None = getattr(event, "registration", None)
    return found.closes_on if found else event.starts_on - timedelta(days=1)


def quotas_of(event: Event) -> list[Quota]:
    """Return the quotas of an event in the order of their places (one query)."""
    return list(Quota.objects.filter(event=event).select_related("region"))


def ledgers_of(event: Event, quotas: Iterable[Quota]) -> dict[int, Ledger]:
    """Return the ledger of each quota by its number (two queries, whatever the number of people)."""
    kept: dict[int, dict[str, int]] = {}
    for row in Reservation.objects.filter(quota__event=event).select_related("region"):
        kept.setdefault(row.quota_id, {})[row.region.code] = row.seats
    found = {quota.pk: Ledger(quota.seats, kept.get(quota.pk, {})) for quota in quotas}
    people = Participation.objects.filter(event=event, state__in=(*HELD, WAITING)).exclude(quota=None)
    counted = people.order_by().values_list("quota", "region__code", "state").annotate(count=Count("pk"))
    for quota, code, state, count in counted:
        if quota not in found:
            continue
        if state == WAITING:
            found[quota].waiting += count
        else:
            found[quota].add(code, count)
    return found


@dataclass(frozen=True)
class QuotaLine:
    """One quota with its arithmetic and the places that keep seats of it."""

    quota: Quota
    seats: Seats
    kept: list[tuple[Reservation, int]]  # with how many of its people hold a seat


@dataclass
class ProvinceLines:
    """The quotas of one province, or of the nation, added up; ``product`` tells how the seats came about."""

    region: Region
    lines: list[QuotaLine] = field(default_factory=list)
    product: tuple[int, int, int] | None = None

    @property
    def sums(self) -> Seats:
        """Return the sum of the lines."""
        return sum((line.seats for line in self.lines), Seats())


def seats_of(event: Event) -> list[ProvinceLines]:
    """Return all quotas of an event by province (five queries)."""
    quotas = quotas_of(event)
    ledgers = ledgers_of(event, quotas)
    kept: dict[int, list[Reservation]] = {}
    for row in Reservation.objects.filter(quota__event=event).select_related("region"):
        kept.setdefault(row.quota_id, []).append(row)
    codes = {quota.region.code.split(".")[0] for quota in quotas}
    provinces = {region.code: region for region in Region.objects.filter(code__in=codes)}
    found: dict[str, ProvinceLines] = {}
    for quota in quotas:
        code, ledger = quota.region.code.split(".")[0], ledgers[quota.pk]
        group = found.setdefault(code, ProvinceLines(provinces.get(code, quota.region)))
        told = [(row, ledger.names[row.region.code]) for row in kept.get(quota.pk, [])]
        group.lines.append(QuotaLine(quota, ledger.sums(), told))
    for group in found.values():
        group.product = how_it_adds_up(
            (line.quota.region.code, line.quota.agency_kind, line.quota.seats) for line in group.lines
        )
    return list(found.values())


def total_of(groups: Iterable[ProvinceLines]) -> Seats:
    """Return the sum over all provinces."""
    return sum((group.sums for group in groups), Seats())


def counts_of(rows: QuerySet[Participation]) -> dict[str, int]:
    """Return how many of ``rows`` stand in each state (one query)."""
    counted = dict(rows.order_by().values_list("state").annotate(count=Count("pk")))
    return {state: counted.get(state, 0) for state in Participation.State.values}


def narrowed(
    rows: QuerySet[Participation], *, state: str = "", place: str = "", kind: str = "", klass: str = ""
) -> QuerySet[Participation]:
    """Return those of a state, of a place and all below, of a kind of office, and of a class ("-" for none)."""
    if state in Participation.State.values:
        rows = rows.filter(state=state)
    if place:
        rows = rows.filter(within([place]))
    if kind:
        rows = rows.filter(agency_kind=kind)
    if klass == "-":
        rows = rows.filter(klass=None)
    elif klass.isdecimal() and len(klass) < 6:
        rows = rows.filter(klass__number=int(klass))
    return rows


def has_word(word: str, fields: Iterable[str]) -> Q:
    """Return the filter for rows in which a word stands in one of the fields."""
    wanted = Q(pk__in=[])
    for name in fields:
        wanted |= Q(**{f"{name}__icontains": word})
    return wanted


def names_of_places(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of places by code (one query)."""
    return names_of(list(codes))


def waiting_in_order(event: Event) -> QuerySet[Participation]:
    """Return the waiting list of an event, who came first first."""
    return Participation.objects.filter(event=event, state=WAITING).order_by("entered_at", "pk")


def place_in_line(row: Participation) -> int:
    """Return somebody's place on the waiting list of their quota, from 1 on (one query)."""
    before = Q(entered_at__lt=row.entered_at) | Q(entered_at=row.entered_at, pk__lt=row.pk)
    return waiting_in_order(row.event).filter(before, quota=row.quota_id).count() + 1


def same_people(*, name: str, region: Region, agency: str) -> list[Person]:
    """Return known persons of just this name who work or took part at this place in this office (one query)."""
    here = Q(participations__region=region, participations__agency__iexact=agency)
    here |= Q(tenures__post__region=region, tenures__post__agency__iexact=agency)
    wanted = plain_person_name(name)
    rows = Person.objects.filter(here).distinct().order_by("pk")
    return [person for person in rows if plain_person_name(person.name) == wanted]


def busy(event: Event, persons: Collection[int]) -> dict[int, str]:
    """Return who of these persons holds a seat in another event on the same days, and its name (one query)."""
    rows = Participation.objects.filter(
        person__in=persons,
        state__in=HELD,
        event__starts_on__lte=event.ends_on,
        event__ends_on__gte=event.starts_on,
    )
    rows = rows.exclude(event=event).exclude(event__state=Event.State.CANCELLED)
    return dict(rows.values_list("person", "event__title"))


def classes_of(event: Event) -> list[TrainingClass]:
    """Return the classes of an event with how many people each holds (one query)."""
    held = Count("participations", filter=Q(participations__state__in=HELD))
    rows = TrainingClass.objects.filter(event=event).select_related("site__region", "room").order_by("number")
    return list(rows.annotate(people=held))


def class_names(event: Event) -> list[TrainingClass]:
    """Return the classes of an event for choosing one (one query)."""
    return list(TrainingClass.objects.filter(event=event).order_by("number"))


def most_of(klass: TrainingClass) -> int:
    """Return how many people a class takes: its size, or the seats of its room where they are fewer."""
    capacity = klass.room.capacity if klass.room else None
    return klass.size if capacity is None else min(klass.size, capacity)


def letters_of(event: Event, codes: list[str]) -> list[tuple[int, str, date]]:
    """Return the letters sent for places of an event (number, name, day), newest first (one query)."""
    rows = Participation.objects.filter(within(codes), event=event).exclude(letter=None).order_by()
    found = rows.values_list("letter", "letter__original_name", "letter__at").distinct()
    return [(number, name, timezone.localdate(at)) for number, name, at in sorted(found, reverse=True)]


def sites_of(row: Participation) -> list[Site]:
    """Return where somebody goes: the site of their class, else all sites of the event (one query)."""
    if row.klass is not None:
        return [row.klass.site]
    return list(Site.objects.filter(event=row.event).select_related("region"))


def certificate_of(row: Participation) -> Paper | None:
    """Return the newest certificate of somebody, out of force too; None before one was signed (one query)."""
    rows = papers_for(f"training.event:{row.event.key}").filter(kind="sertifikat", person_key=row.key)
    return rows.filter(signed_on__isnull=False).first()


def letter_of(event: Event, number: int) -> StoredFile | None:
    """Return a letter that stands behind somebody of an event (one query)."""
    return StoredFile.objects.filter(pk=number, attached_to=f"training.letter:{event.pk}").first()


def open_events_for(codes: list[str], *, today: date) -> list[Event]:
    """Return the events to come for which places may name people, the nearest first (one query)."""
    if not codes:
        return []
    above = {part for code in codes for part in [NATION_CODE, *_heads(code)]}
    quotas = Quota.objects.filter(within(codes) | Q(region__code__in=above)).order_by()
    events = Event.objects.filter(pk__in=quotas.values("event"), state=Event.State.OPEN, ends_on__gte=today)
    return list(events.select_related("region", "registration").order_by("starts_on", "pk")[:50])


def _heads(code: str) -> list[str]:
    parts = code.split(".")
    return [".".join(parts[:size]) for size in range(1, len(parts) + 1)]


@dataclass(frozen=True)
class Unnamed:
    """Seats that places keep without a name, of an event whose registration closes soon."""

    event: Event
    seats: int
    closes_on: date


def kept_without_names(codes: list[str], *, today: date) -> list[Unnamed]:
    """Return what these places still keep without names in events that close within a week (two queries)."""
    soon = today + SOON
    closing = Q(quota__event__registration__closes_on__range=(today, soon))
    closing |= Q(quota__event__registration=None, quota__event__starts_on__range=(today, soon + timedelta(days=1)))
    rows = Reservation.objects.filter(closing, within(codes), quota__event__state=Event.State.OPEN)
    kept = list(rows.select_related("region", "quota__event__registration"))
    if not kept:
        return []
    people = Participation.objects.filter(quota__in={row.quota_id for row in kept}, state__in=HELD).order_by()
    counted = list(people.values_list("quota", "region__code").annotate(count=Count("pk")))
    found: dict[int, Unnamed] = {}
    for row in kept:
        names = sum(
            count
            for quota, code, count in counted
            if quota == row.quota_id and is_below_or_same(code, row.region.code)
        )
        event = row.quota.event
        before = found.get(event.pk)
        left = max(0, row.seats - names) + (before.seats if before else 0)
        if left:
            found[event.pk] = Unnamed(event, left, day_of_closing(event))
    return list(found.values())


def to_approve(codes: list[str], *, today: date) -> list[tuple[int, str, int]]:
    """Return (event, title, how many are proposed) of events run at these places and not yet over (one query)."""
    rows = Participation.objects.filter(
        within(codes, "event__region__code"),
        state=PROPOSED,
        event__ends_on__gte=today,
        event__state__in=(Event.State.OPEN, Event.State.CLOSED),
    )
    counted = rows.order_by().values_list("event", "event__title").annotate(count=Count("pk")).order_by("-count")
    return [(number, title, count) for number, title, count in counted[:3]]


def found(rows: QuerySet[Participation], *, text: str) -> list[Any]:
    """Return up to ten of these people whose name holds a text (one query)."""
    return list(rows.filter(name__icontains=text).order_by("name", "pk")[:10])


def attendee_of(row: Participation) -> Attendee | None:
    """Return a person on the attendance list of their class, whose own page takes their presence (one query)."""
    if row.klass is None or row.state not in HELD:
        return None
    lists = Attendee.objects.filter(roster__owner=f"training.class:{row.klass.key}", reference=row.key)
    return lists.filter(removed_at=None).first()


def attended_from(
    region: Region,
    *,
    user: Any,  # noqa: ANN401
    start: date | None,
    end: date | None,
    today: date,
) -> list[Participation]:
    """Return who of a place had a seat in a training that began in these days and is over (one query).

    Of those the user sees; what was called off, or never left its draft, was not held.
    """
    rows = people_in_sight(user).filter(
        region=region,
        state__in=(Participation.State.APPROVED, Participation.State.CONFIRMED),
        event__ends_on__lt=today,
    )
    rows = rows.exclude(event__state__in=(Event.State.DRAFT, Event.State.CANCELLED))
    if start is not None:
        rows = rows.filter(event__starts_on__gte=start)
    if end is not None:
        rows = rows.filter(event__starts_on__lt=end)
    return list(rows.order_by("-event__starts_on", "pk"))

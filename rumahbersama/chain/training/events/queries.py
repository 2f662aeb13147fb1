"""Reading events: lists, the parts of one event, its timetable with clashes, its money."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from rumahbersama.chain.training.events.rules import Clash, ClashKind, Cost, Slot, clashes, cost_of, jp_by_class
from rumahbersama.chain.training.models import (
    BudgetLine,
    CostCeiling,
    Event,
    Participation,
    Programme,
    Quota,
    Room,
    Session,
    Site,
    Teaching,
    TrainingClass,
)
from rumahbersama.chain.training.permissions import HELD_STATES, quotas_in_reach, visible_events
from rumahbersama.chain.training.recording import EVENT
from rumahbersama.ground.audit.queries import RowChange, rows_of
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.people.models import Person, Tenure
from rumahbersama.ground.people.permissions import on_day, within
from rumahbersama.ground.regions.models import Region

MOST_FOUND = 10
TAUGHT_BY_CLASS = (Session.Kind.LESSON, Session.Kind.TEST, Session.Kind.RTL, Session.Kind.EVALUATION)


def with_counts(rows: QuerySet[Event]) -> QuerySet[Event]:
    """Annotate how many people hold a seat and how many classes there are."""
    held = Count("participations", filter=Q(participations__state__in=HELD_STATES), distinct=True)
    return rows.annotate(people=held, class_count=Count("classes", distinct=True))


def found(*, user: Any, text: str) -> list[Event]:  # noqa: ANN401
    """Return events in sight whose words hold a text (one query)."""
    return list(
        visible_events(user).filter(Q(title__icontains=text) | Q(programme__title__icontains=text))[:MOST_FOUND]
    )


def held_between(region: Region, *, user: Any, start: date, end: date) -> QuerySet[Event]:  # noqa: ANN401
    """Return the events in sight on some days, both counted, at a place or below, or with seats for it.

    Drafts and what was called off are not held.
    """
    near = within([region.code]) | Q(pk__in=quotas_in_reach([region.code]).values("event"))
    rows = visible_events(user).filter(near, starts_on__lte=end, ends_on__gte=start)
    return rows.exclude(state__in=(Event.State.DRAFT, Event.State.CANCELLED)).order_by("starts_on", "pk")


def sites_of(event: Event) -> list[Site]:
    """Return the sites with their rooms (two queries)."""
    return list(Site.objects.filter(event=event).select_related("region").prefetch_related("rooms"))


@dataclass
class ClassRow:
    """A class with who teaches it, how many are in it, and the JP of its timetable."""

    klass: TrainingClass
    trainers: list[Teaching] = field(default_factory=list)
    people: int = 0
    jp: int = 0


def classes_of(event: Event) -> list[ClassRow]:
    """Return the classes of an event (three queries)."""
    rows = TrainingClass.objects.filter(event=event).select_related("site", "room").order_by("number")
    people = Count("participations", filter=Q(participations__state__in=HELD_STATES))
    found_rows = {each.pk: ClassRow(each, people=each.people) for each in rows.annotate(people=people)}
    for teaching in Teaching.objects.filter(event=event, session=None).select_related("person"):
        if teaching.klass_id in found_rows:
            found_rows[teaching.klass_id].trainers.append(teaching)
    told = Session.objects.filter(event=event, jp__gt=0).values_list("klass", "site", "jp")
    jp = jp_by_class(told, [(pk, row.klass.site_id) for pk, row in found_rows.items()])
    for pk, row in found_rows.items():
        row.jp = jp[pk]
    return list(found_rows.values())


def trainers_of(klass: TrainingClass) -> list[Teaching]:
    """Return who teaches a class."""
    return list(Teaching.objects.filter(klass=klass, session=None).select_related("person"))


@dataclass(frozen=True)
class Counts:
    """How many stand where in an event."""

    held: int
    confirmed: int
    waiting: int
    without_class: int
    seats: int


def counts_of(event: Event) -> Counts:
    """Return how many take part, wait, and have no class yet (two queries)."""
    told = Participation.objects.filter(event=event).aggregate(
        held=Count("pk", filter=Q(state__in=HELD_STATES)),
        confirmed=Count("pk", filter=Q(state=Participation.State.CONFIRMED)),
        waiting=Count("pk", filter=Q(state=Participation.State.WAITING)),
        without_class=Count("pk", filter=Q(state__in=HELD_STATES, klass=None)),
    )
    seats = Quota.objects.filter(event=event).aggregate(seats=Sum("seats"))["seats"] or 0
    return Counts(**told, seats=seats)


def history_of(event: Event) -> list[RowChange]:
    """Return what became of an event, newest first."""
    return rows_of(entity=EVENT, key=event.key, codes=None)


def names_of(keys: Collection[str]) -> dict[str, str]:
    """Return what events are called by their key, for the record (one query)."""
    return dict(Event.objects.filter(key__in=keys).values_list("key", "title"))


# The timetable ----------------------------------------------------------------------
def sessions_of(event: Event) -> QuerySet[Session]:
    """Return the sessions of an event in the order of time."""
    return Session.objects.filter(event=event).select_related("site", "klass", "subject", "room")


def sessions_of_class(klass: TrainingClass) -> QuerySet[Session]:
    """Return the sessions of a class, with those of all classes of its site."""
    return sessions_of(klass.event).filter(Q(klass=klass) | Q(klass=None, site=klass.site_id))


def teachers_by_session(event: Event, sessions: Iterable[Session]) -> dict[int, list[Teaching]]:
    """Return who teaches each session: those named for it, else the trainers of its class (one query)."""
    of_class: dict[int, list[Teaching]] = defaultdict(list)
    of_session: dict[int, list[Teaching]] = defaultdict(list)
    for row in Teaching.objects.filter(event=event).select_related("person"):
        if row.session_id:
            of_session[row.session_id].append(row)
        elif row.klass_id:
            of_class[row.klass_id].append(row)
    return {
        session.pk: of_session.get(session.pk)
        or (of_class.get(session.klass_id or 0, []) if session.kind in TAUGHT_BY_CLASS else [])
        for session in sessions
    }


def slots_of(event: Event) -> list[Slot]:
    """Return the timetable of an event as the rules see it (two queries)."""
    sessions = list(Session.objects.filter(event=event))
    teachers = teachers_by_session(event, sessions)
    return [_slot(session, frozenset(row.person_id for row in teachers[session.pk])) for session in sessions]


def _slot(session: Session, persons: frozenset[int]) -> Slot:
    return Slot(
        number=session.pk,
        title=session.title,
        starts=session.starts_at,
        ends=session.ends_at,
        site=session.site_id,
        klass=session.klass_id,
        room=session.room_id,
        persons=persons,
    )


def slots_elsewhere(persons: Collection[int], *, start: datetime, end: datetime, but: Event) -> list[Slot]:
    """Return what these persons teach at that time in other events that are not cancelled (at most two queries)."""
    if not persons:
        return []
    rows = (
        Session.objects.filter(starts_at__lt=end, ends_at__gt=start)
        .filter(Q(teachings__person__in=persons) | Q(klass__teachings__person__in=persons, kind__in=TAUGHT_BY_CLASS))
        .exclude(event=but)
        .exclude(event__state=Event.State.CANCELLED)
        .distinct()
    )
    found_rows = list(rows)
    wanted = Teaching.objects.filter(
        Q(session__in=found_rows) | Q(klass__in=[row.klass_id for row in found_rows if row.klass_id]),
        person__in=persons,
    )
    named: dict[int, set[int]] = defaultdict(set)
    by_class: dict[int, set[int]] = defaultdict(set)
    for row in wanted:
        if row.session_id:
            named[row.session_id].add(row.person_id)
        elif row.klass_id:
            by_class[row.klass_id].add(row.person_id)
    return [
        _slot(session, frozenset(named.get(session.pk) or by_class.get(session.klass_id or 0, set())))
        for session in found_rows
    ]


@dataclass(frozen=True)
class ClashTold:
    """A clash with the words it needs: what is wanted twice, and by which sessions."""

    clash: Clash
    wanted: str
    first: Session
    second_title: str
    second: Session | None

    @property
    def may_stay(self) -> bool:
        """Tell whether it may be kept on purpose: a joint room or a speaker who hurries; never a class."""
        return self.clash.kind != ClashKind.CLASS


def clashes_of(event: Event) -> list[ClashTold]:
    """Return what is wanted twice in an event, and by whom it is wanted in other events (at most eight queries)."""
    own = slots_of(event)
    persons = {person for slot in own for person in slot.persons}
    found_pairs = clashes(own)
    if own:
        start, end = min(slot.starts for slot in own), max(slot.ends for slot in own)
        others = slots_elsewhere(persons, start=start, end=end, but=event)
        own_numbers = {slot.number for slot in own}
        found_pairs += [
            clash
            for clash in clashes([*own, *others])
            if clash.kind == ClashKind.PERSON
            and (clash.first.number in own_numbers) != (clash.second.number in own_numbers)
        ]
    return clashes_told(found_pairs)


def clashes_told(found_pairs: list[Clash]) -> list[ClashTold]:
    """Return clashes with their words (four queries at most, none without a clash)."""
    if not found_pairs:
        return []
    numbers = {slot.number for clash in found_pairs for slot in (clash.first, clash.second)}
    sessions = {
        row.pk: row for row in Session.objects.filter(pk__in=numbers).select_related("site", "event", "klass")
    }
    wanted = {kind: {clash.wanted for clash in found_pairs if clash.kind == kind} for kind in ClashKind}
    names = {
        ClashKind.CLASS: {row.pk: str(row) for row in TrainingClass.objects.filter(pk__in=wanted[ClashKind.CLASS])},
        ClashKind.ROOM: {row.pk: row.name for row in Room.objects.filter(pk__in=wanted[ClashKind.ROOM])},
        ClashKind.PERSON: {row.pk: row.name for row in Person.objects.filter(pk__in=wanted[ClashKind.PERSON])},
    }
    told = []
    for clash in found_pairs:
        first, second = sessions.get(clash.first.number), sessions.get(clash.second.number)
        known = first or second
        if known is None:
            continue
        told.append(
            ClashTold(
                clash=clash,
                wanted=names[clash.kind].get(clash.wanted, str(_("Semua kelas"))),
                first=known,
                second_title=(clash.second if first is not None else clash.first).title,
                second=second if first is not None else None,
            )
        )
    return told


def tell(told: ClashTold) -> str:
    """Return a clash as a sentence that says what to do."""
    local = told.first.site.local(told.first.starts_at)
    words = {
        "wanted": told.wanted,
        "first": told.first.title,
        "second": told.second_title,
        "day": day(local.date()),
        "time": f"{local:%H.%M} {told.first.site.get_zone_display()}",
    }
    sentence = {
        ClashKind.CLASS: _(
            "{wanted} sudah punya “{first}” pada {day} pukul {time}, bersamaan dengan “{second}”. Ganti jamnya."
        ),
        ClashKind.ROOM: _(
            "Ruangan {wanted} dipakai “{first}” dan “{second}” pada {day} pukul {time}. Pilih ruangan atau jam lain."
        ),
        ClashKind.PERSON: _(
            "{wanted} mengajar “{first}” dan “{second}” pada {day} pukul {time}. Ganti pelatih atau jamnya."
        ),
    }[told.clash.kind]
    return sentence.format(**words)


# People who can teach ---------------------------------------------------------------
def persons_to_teach(event: Event, text: str, *, today: date) -> list[Person]:
    """Return persons whose name holds a text: in a post at the event's place or below, or who taught or learnt there.

    Empty for fewer than two letters.
    """
    if len(text) < 2:
        return []
    codes = [event.region.code]
    posts = Tenure.objects.filter(on_day(today)).filter(within(codes, "post__region__code")).values("person")
    taught = Teaching.objects.filter(within(codes, "event__region__code")).values("person")
    learnt = Participation.objects.filter(within(codes, "event__region__code")).values("person")
    wanted = Q(pk__in=posts) | Q(pk__in=taught) | Q(pk__in=learnt)
    return list(Person.objects.filter(wanted, name__icontains=text)[:MOST_FOUND])


def told_persons(persons: Iterable[Person], *, today: date, only_namesakes: bool = False) -> list[tuple[str, str]]:
    """Return persons as choices that tell namesakes apart: by the post they hold, else by where they last came from.

    Two queries; none without a person, and with ``only_namesakes`` none where all names differ.
    """
    rows = list(persons)
    if not rows or (only_namesakes and len({row.name for row in rows}) == len(rows)):
        return [(str(row.pk), row.name) for row in rows]
    found_words: dict[int, str] = {}
    parts = Participation.objects.filter(person__in=rows).select_related("region")
    for part in parts.order_by("entered_at", "pk"):
        found_words[part.person_id] = ", ".join(
            each for each in (part.title, part.agency or str(part.region)) if each
        )
    held = Tenure.objects.filter(on_day(today), person__in=rows).select_related("post__region")
    found_words |= {row.person_id: f"{row.post.title}, {row.post.agency or row.post.region}" for row in held}
    return [
        (str(row.pk), f"{row.name} ({words})" if (words := found_words.get(row.pk, "")) else row.name) for row in rows
    ]


def teachers_of(event: Event) -> list[Person]:
    """Return everybody who teaches in an event, by name."""
    return list(Person.objects.filter(pk__in=Teaching.objects.filter(event=event).values("person")))


# Money ------------------------------------------------------------------------------
def ceilings_on(on: date) -> dict[str, CostCeiling]:
    """Return the ceilings in force on a day by their code; before the first one of a code that one counts."""
    found_rows: dict[str, CostCeiling] = {}
    for row in CostCeiling.objects.order_by("code", "valid_from"):
        if row.code not in found_rows or row.valid_from <= on:
            found_rows[row.code] = row
    return found_rows


@dataclass(frozen=True)
class BudgetRow:
    """A line with its ceiling; ``over`` is how far its price lies above it (0: not)."""

    line: BudgetLine
    ceiling: CostCeiling | None
    over: int


def budget_of(event: Event) -> list[BudgetRow]:
    """Return the budget of an event with the ceilings of its first day (two queries)."""
    ceilings = ceilings_on(event.starts_on)
    return [
        BudgetRow(line, ceiling, max(0, line.price_rupiah - ceiling.most_rupiah) if ceiling else 0)
        for line in BudgetLine.objects.filter(event=event)
        for ceiling in [ceilings.get(line.ceiling_code)]
    ]


def cost_of_event(rows: Iterable[BudgetRow], *, people: int, jp: int) -> Cost:
    """Return the cost of an event in all, for each who takes part, and for each JP of a class."""
    return cost_of(sum(row.line.amount_rupiah for row in rows), people=people, jp=jp)


# Programmes -------------------------------------------------------------------------
def programmes_with_counts(user: Any) -> list[Programme]:  # noqa: ANN401
    """Return the programmes of which the user sees an event, or whose place they run, with people and events."""
    events = visible_events(user).order_by().values("pk")
    held = Q(events__participations__state__in=HELD_STATES)
    return list(
        Programme.objects.select_related("region")
        .annotate(
            event_count=Count("events", filter=Q(events__in=events), distinct=True),
            people=Count("events__participations", filter=held & Q(events__in=events), distinct=True),
        )
        .order_by("title")
    )

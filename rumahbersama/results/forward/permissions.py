"""Whose promises the thread of a training counts, and which of them it lists.

An event, class or programme is opened by whoever sees it; a person's thread by that person, by who reads their
competency, and by who runs an event in which they take part. Counted are the promises of those whose RTL the reader
counts already (``training.rtl``): all of an event for who reads rows or runs training at its place, else those in
sight. Listed are those the reader may open one by one: their commitment, or the RTL behind it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.commitments.permissions import visible_commitments
from rumahbersama.chain.training.cascade.coverage import quotas_of
from rumahbersama.chain.training.cascade.permissions import get_person_to_transcribe, names_in_sight
from rumahbersama.chain.training.competency.permissions import get_person_to_view
from rumahbersama.chain.training.models import Event, Participation, Programme
from rumahbersama.chain.training.permissions import (
    HELD_STATES,
    get_class_to_view,
    get_event_to_view,
    person_of,
    visible_events,
)
from rumahbersama.chain.training.rtl.models import Rtl
from rumahbersama.chain.training.rtl.permissions import parts_to_count
from rumahbersama.ground.people.models import Person
from rumahbersama.ground.people.permissions import own_posts, scope_of
from rumahbersama.ground.people.roles import RUN_TRAINING, VIEW_ROWS
from rumahbersama.ground.regions.rules import NATION_CODE

PROGRAMME, EVENT, CLASS, PERSON = "program", "kegiatan", "kelas", "orang"
NOT_HELD = (Event.State.DRAFT, Event.State.CANCELLED)


@dataclass(frozen=True)
class Subject:
    """What a thread begins with, as one reader sees it.

    Attributes:
        kind: program, kegiatan, kelas or orang.
        title: what it is called.
        events: the events in sight, the newest first; of a person all they took part in.
        whole: those of which all promises are counted.
        parts: of the others whose promises are counted, besides; None for nobody.
        opened: the filter of promises of which the reader may open each; None where that is all that is counted.
        thing: the programme, event, class or person.
        closed: the events of which the reader does not see the page.
    """

    kind: str
    title: str
    events: list[Event]
    whole: list[Event]
    parts: QuerySet[Participation] | None
    opened: Q | None
    thing: Any
    closed: frozenset[int] = frozenset()

    @cached_property
    def by_address(self) -> dict[str, Event]:
        """Return the events by their address, as promises keep it."""
        return {event.get_absolute_url(): event for event in self.events}

    @cached_property
    def addresses(self) -> list[str]:
        """Return the addresses of the events that are counted whole."""
        numbers = {event.pk for event in self.whole}
        return [address for address, event in self.by_address.items() if event.pk in numbers]

    @property
    def counted(self) -> QuerySet[Commitment]:
        """Return the promises that are counted."""
        return self._counted_at(self.addresses)

    @property
    def listed(self) -> QuerySet[Commitment]:
        """Return those of them that the reader may open one by one."""
        return self._opened_of(self.counted)

    def listed_at(self, addresses: Collection[str]) -> QuerySet[Commitment]:
        """Return the same of some of the events, so that no others are looked through."""
        rows = self._counted_at([address for address in self.addresses if address in addresses])
        return self._opened_of(rows if self.parts is None else rows.filter(source_url__in=addresses))

    def _counted_at(self, addresses: list[str]) -> QuerySet[Commitment]:
        wanted = Q(source_url__in=addresses) if addresses else Q(pk__in=[])
        if self.parts is not None:
            made = Rtl.objects.filter(participation__in=self.parts.order_by().values("pk"), commitment__isnull=False)
            wanted |= Q(pk__in=made.order_by().values("commitment"))
        return Commitment.objects.filter(wanted, source_kind=Commitment.Source.RTL).order_by()

    def _opened_of(self, rows: QuerySet[Commitment]) -> QuerySet[Commitment]:
        return rows if self.opened is None else rows.filter(self.opened)

    @property
    def people(self) -> QuerySet[Participation]:
        """Return who took part, of those whose promises are counted."""
        wanted = Q(event__in=[event.pk for event in self.whole]) if self.whole else Q(pk__in=[])
        if self.parts is not None:
            wanted |= Q(pk__in=self.parts.order_by().values("pk"))
        return Participation.objects.filter(wanted, state__in=HELD_STATES).order_by()

    @property
    def everybody(self) -> QuerySet[Participation]:
        """Return all who took part, also those whose promises are not counted."""
        rows = Participation.objects.filter(event__in=[event.pk for event in self.events], state__in=HELD_STATES)
        return rows.filter(klass=self.thing).order_by() if self.kind == CLASS else rows.order_by()


def get_programme(user: Any, code: str) -> Subject:  # noqa: ANN401 - Account or AnonymousUser
    """Return a programme with its events in sight; 404 where there is no such programme."""
    rows = visible_events(user).filter(programme__code=code).exclude(state__in=NOT_HELD)
    events = list(rows.select_related(None).select_related("region", "programme"))
    found = (events[0].programme if events else None) or Programme.objects.filter(code=code).first()
    if found is None:
        raise Http404
    near = [event for event in events if _counts_all(user, event)]
    rest = [event for event in events if not _counts_all(user, event)]
    quotas = quotas_of(events) if rest or not _opens_all(user, near) else []
    held = Participation.objects.filter(event__in=rest, state__in=HELD_STATES)
    parts = held.filter(names_in_sight(user, quotas)) if rest else None
    return Subject(PROGRAMME, str(found), events, near, parts, _opened(user, near, quotas), found)


def get_event(user: Any, number: int) -> Subject:  # noqa: ANN401
    """Return an event; 404 outside of what the user sees, 403 where only figures of its place are in sight."""
    event = get_event_to_view(user, number)
    is_whole = _counts_all(user, event)
    parts = None if is_whole else parts_to_count(user, event)
    whole = [event] if is_whole else []
    return Subject(EVENT, str(event), [event], whole, parts, _of_events(user, [event]), event)


def get_class(user: Any, number: int, klass: int) -> Subject:  # noqa: ANN401
    """Return a class of an event that the user sees."""
    found = get_class_to_view(user, number, klass)
    parts = parts_to_count(user, found.event).filter(klass=found)
    return Subject(CLASS, str(found), [found.event], [], parts, _of_events(user, [found.event]), found)


def get_person(user: Any, number: int) -> Subject:  # noqa: ANN401
    """Return a person; 404 out of sight, 403 where they are in sight but not what they can.

    What is counted of others is what the reader may open: their commitment, or the RTL behind it.
    """
    person = _person(user, number)
    held = Participation.objects.filter(person=person, state__in=HELD_STATES)
    events = list(Event.objects.filter(pk__in=held.order_by().values("event")).exclude(state__in=NOT_HELD))
    parts, opened, closed = held, None, frozenset[int]()
    if person_of(user) != person.pk:
        numbers, quotas = [event.pk for event in events], quotas_of(events)
        opened = _opened(user, events, quotas)
        closed = frozenset(numbers) - {event.pk for event in visible_events(user).filter(pk__in=numbers)}
        if opened is not None:
            promised = Commitment.objects.filter(opened, source_kind=Commitment.Source.RTL).order_by()
            in_sight = names_in_sight(user, quotas) & Q(event__in=numbers)
            parts = held.filter(in_sight | Q(rtl__commitment__in=promised.values("pk")))
    return Subject(PERSON, person.name, events, [], parts, opened, person, closed)


def _person(user: Any, number: int) -> Person:  # noqa: ANN401
    """Return somebody whose competency or transcript the user reads."""
    try:
        return get_person_to_view(user, number).person
    except (Http404, PermissionDenied) as refusal:
        first = refusal
    try:
        return get_person_to_transcribe(user, number)[0]
    except Http404:
        raise first from None


def _counts_all(user: Any, event: Event) -> bool:  # noqa: ANN401
    scope = scope_of(user)
    return scope.may(VIEW_ROWS, event.region.code) or scope.may(RUN_TRAINING, event.region.code)


def _opens_all(user: Any, events: Sequence[Event]) -> bool:  # noqa: ANN401
    """Tell whether every promise of these events may be opened: one reads all rows, or runs them all."""
    scope = scope_of(user)
    if NATION_CODE in scope.places_for(VIEW_ROWS):
        return True
    return all(scope.may(RUN_TRAINING, event.region.code) for event in events)


def _of_events(user: Any, events: Sequence[Event]) -> Q | None:  # noqa: ANN401
    return None if _opens_all(user, events) else _opened(user, events, quotas_of(events))


def _opened(user: Any, events: Sequence[Event], quotas: Sequence[tuple[int, str]]) -> Q | None:  # noqa: ANN401
    """Return the filter of promises that the user may open: of commitments, or of names in sight of these events."""
    if _opens_all(user, events):
        return None
    seen = Participation.objects.filter(names_in_sight(user, quotas), event__in=[event.pk for event in events])
    return Q(pk__in=visible_commitments(user).order_by().values("pk")) | Q(
        pk__in=Rtl.objects.filter(participation__in=seen.order_by().values("pk")).order_by().values("commitment")
    )


def may_open_commitment(user: Any, row: Commitment) -> bool:  # noqa: ANN401
    """Tell whether the user reads the page of this promise; its RTL is the other way to it (one query, kept)."""
    scope, posts = scope_of(user), own_posts(user)
    if row.post_id in posts or row.reviewer_id in posts:
        return True
    return scope.may(VIEW_ROWS, row.post.region.code) or scope.may(VIEW_ROWS, row.region.code)

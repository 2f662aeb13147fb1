"""Which materials a curriculum shows, how many, and with which version was taught."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Min, Q

from rumahbersama.chain.training.materials.models import Material, Version
from rumahbersama.chain.training.materials.permissions import (
    CLOSED,
    TAKES_PART,
    Reach,
    chains_of,
    is_own,
    materials_of,
    reach_of,
)
from rumahbersama.chain.training.materials.rules import current_at
from rumahbersama.chain.training.models import Curriculum, Event, Session, Subject
from rumahbersama.chain.training.permissions import visible_events

ORDER = {str(kind): place for place, kind in enumerate(Material.Kind.values)}
MOST_EVENTS = 20
MOST_FOUND = 10


@dataclass(frozen=True)
class Row:
    """A material as a list shows it: versions newest first, so the first is the current one.

    Attributes:
        material: with its subject and curriculum.
        versions: newest first, never empty.
        is_own: it belongs to the curriculum that is read, not to the source of a copy.
        taught: the version that was current when its subject was first taught in an event, where that was asked.
    """

    material: Material
    versions: list[Version]
    is_own: bool
    taught: Version | None = None

    @property
    def current(self) -> Version:
        """Return the version that is current now."""
        return self.versions[0]


@dataclass(frozen=True)
class Shelf:
    """A subject with its materials; ``starts_at`` is when an event first teaches it, where that was asked."""

    subject: Subject
    rows: list[Row]
    starts_at: datetime | None = None


@dataclass(frozen=True)
class Shelves:
    """All materials that a curriculum shows, by subject in order; withdrawn ones apart, for who keeps them."""

    shelves: list[Shelf]
    withdrawn: list[Row]

    @property
    def rows(self) -> list[Row]:
        """Return all that is shown."""
        return [row for shelf in self.shelves for row in shelf.rows]


def row_of(reach: Reach, material: Material, *, starts_at: datetime | None = None) -> Row:
    """Return a material, prefetched by ``materials_of``, as a list shows it."""
    versions = list(material.versions.all())
    taught = current_at(versions, starts_at) if starts_at is not None else None
    return Row(material, versions, is_own(reach, material), taught)


def shelves_of(reach: Reach, *, event: Event | None = None, now: datetime | None = None) -> Shelves:
    """Return what a reader finds, by subject (four queries, five with an event).

    Args:
        reach: of the reader.
        event: tells when each subject is first taught there, and with which version it was.
        now: sessions after it have not been taught yet.
    """
    starts = first_taught(event) if event is not None else {}
    by_title: dict[str, list[Material]] = defaultdict(list)
    withdrawn = []
    for each in materials_of(reach):
        if each.withdrawn_at is None:
            by_title[each.subject.title.casefold()].append(each)
        elif reach.keeps and is_own(reach, each):
            withdrawn.append(row_of(reach, each))
    shelves = []
    for subject in Subject.objects.filter(curriculum=reach.curriculum).order_by("order"):
        start = starts.get(subject.pk)
        past = start if start is not None and now is not None and start <= now else None
        found = sorted(by_title[subject.title.casefold()], key=lambda each: (ORDER[each.kind], each.title, each.pk))
        shelves.append(Shelf(subject, [row_of(reach, each, starts_at=past) for each in found], start))
    return Shelves(shelves, withdrawn)


def first_taught(event: Event) -> dict[int, datetime]:
    """Return when each subject is first taught in an event (one query)."""
    rows = Session.objects.filter(event=event).exclude(subject=None).order_by()
    return dict(rows.values_list("subject").annotate(first=Min("starts_at")))


def narrowed(shelves: Iterable[Shelf], *, kind: str = "", text: str = "", subject: int = 0) -> list[Shelf]:
    """Return the shelves with only what was asked for; without any wish all, those without a material too."""
    is_wish = bool(kind or text or subject)
    words = text.casefold().split()
    found = []
    for shelf in shelves:
        if subject and shelf.subject.pk != subject:
            continue
        rows = [
            row
            for row in shelf.rows
            if kind in ("", row.material.kind)
            and all(word in f"{row.material.title} {shelf.subject.title}".casefold() for word in words)
        ]
        if rows or not is_wish or (subject and not kind and not words):
            found.append(Shelf(shelf.subject, rows, shelf.starts_at))
    return found


def same_file(curriculum: Curriculum, sha256: str) -> Version | None:
    """Return the newest version of a material of this curriculum that holds this very file (one query)."""
    rows = Version.objects.filter(material__subject__curriculum=curriculum, file__sha256=sha256)
    return rows.select_related("material__subject").order_by("-pk").first()


@dataclass(frozen=True)
class Taught:
    """An event that taught a subject, when it first did, and the version that was current then."""

    event: Event
    starts_at: datetime
    version: Version | None


def taught_with(user: Any, reach: Reach, row: Row, *, now: datetime) -> list[Taught]:  # noqa: ANN401
    """Return the newest events in sight that taught a material's subject, with their version (two queries)."""
    told = Session.objects.filter(
        event__in=visible_events(user).order_by().values("pk"),
        subject__curriculum=reach.curriculum,
        subject__title__iexact=row.material.subject.title,
        starts_at__lte=now,
    ).exclude(event__state__in=CLOSED)
    first = told.order_by().values_list("event").annotate(first=Min("starts_at"))
    starts = dict(first.order_by("-first")[:MOST_EVENTS])
    events = Event.objects.select_related("region").in_bulk(starts)
    return [Taught(events[pk], start, current_at(row.versions, start)) for pk, start in starts.items()]


def counts_by_title(curricula: Collection[int], *, guides: bool) -> dict[int, Counter[str]]:
    """Return for each curriculum how many materials are there for a subject of a title, casefolded (two queries)."""
    chains = chains_of(curricula)
    wanted = {pk for chain in chains.values() for pk in chain}
    rows = Material.objects.filter(withdrawn_at=None, subject__curriculum__in=wanted)
    if not guides:
        rows = rows.exclude(kind=Material.Kind.GUIDE)
    there: dict[int, Counter[str]] = defaultdict(Counter)
    for curriculum, title in rows.order_by().values_list("subject__curriculum", "subject__title"):
        there[curriculum][title.casefold()] += 1
    return {pk: sum((there[source] for source in chain), Counter()) for pk, chain in chains.items()}


def counts_for(user: Any, event: Event) -> Counter[str] | None:  # noqa: ANN401
    """Return how many materials a reader finds by title of a subject; None for who reads none (three queries)."""
    reach = reach_of(user, event.curriculum)
    if reach is None:
        return None
    return counts_by_title([event.curriculum_id], guides=reach.guides)[event.curriculum_id]


def coming_with_materials(person: int, *, today: date) -> list[Event]:
    """Return the events of a person, taught or taken part in, that are not over and show materials.

    One query, four where there is such an event.
    """
    taught = Q(teachings__person=person)
    part = Q(participations__person=person, participations__state__in=TAKES_PART)
    rows = Event.objects.filter(taught | part, ends_on__gte=today).exclude(state__in=CLOSED)
    events = list(rows.distinct().order_by("starts_on", "pk"))
    if not events:
        return []
    curricula = {event.curriculum_id for event in events}
    counts = counts_by_title(curricula, guides=False)
    titles = Subject.objects.filter(curriculum__in=curricula).order_by().values_list("curriculum", "title")
    shown = {curriculum for curriculum, title in titles if counts[curriculum][title.casefold()]}
    return [event for event in events if event.curriculum_id in shown]


def found(*, text: str) -> list[Material]:
    """Return materials whose title holds a text, for who runs training anywhere (one query)."""
    rows = Material.objects.filter(withdrawn_at=None, title__icontains=text)
    return list(rows.select_related("subject__curriculum").order_by("title", "pk")[:MOST_FOUND])


def names_of(keys: Collection[str]) -> dict[str, str]:
    """Return what materials are called by their key, for the record (one query)."""
    return dict(Material.objects.filter(key__in=keys).values_list("key", "title"))

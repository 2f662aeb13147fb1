"""The one registry: short typed hooks that rooms fill in ``AppConfig.ready``.

Where a lower or neighbouring room must show what it does not know (the home page shows tasks of every
link), it asks here. No other registration exists, and no signals but those that clear caches.
A hook is added when the first room needs it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Generic, TypeVar

from rumahbersama.ground.core.wording import Worded

Result = TypeVar("Result")


class Hook(Generic[Result]):
    """A named list of functions; calling ``each`` gives all their results in the order of ``order``."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._fillers: list[tuple[int, Callable[..., Iterable[Result]]]] = []

    def fill(self, function: Callable[..., Iterable[Result]], *, order: int = 50) -> None:
        """Add ``function`` once; ``order`` sorts it among the others (small first)."""
        if all(known is not function for _, known in self._fillers):
            self._fillers.append((order, function))
            self._fillers.sort(key=lambda filler: filler[0])

    def each(self, *args: Any, **kwargs: Any) -> Iterator[Result]:  # noqa: ANN401 - each hook names its own
        """Yield what every filler gives for these arguments."""
        for _, function in self._fillers:
            yield from function(*args, **kwargs)


@dataclass(frozen=True)
class NavigationItem:
    """One entry of the main menu. ``short`` is the word of the phone's tab bar."""

    label: str
    short: str
    url: str
    icon: str


@dataclass(frozen=True)
class HomeTask:
    """One thing to do today. ``tone`` is "bad" (late), "warn" (soon) or "none"; ``count`` is for sorting.

    ``decision`` says, in a whole sentence with its figure, what somebody who leads a place decides about it; the most
    pressing stand above everything else, those with the smallest ``rank`` first, and not a second time below.
    """

    text: str
    url: str
    action: str
    tone: str = "none"
    count: int = 1
    decision: str = ""
    rank: int = 99


@dataclass(frozen=True)
class SearchHit:
    """One answer of the search page."""

    title: str
    url: str
    kind: str
    detail: str = ""
    score: float = 0.0


@dataclass(frozen=True)
class HandoverItem:
    """One thing that stays with a post when its holder leaves."""

    text: str
    url: str


@dataclass(frozen=True)
class Evidence:
    """What a page says about a place, for somebody who wants to change it: read now, kept as a snapshot.

    ``measure`` names what is counted, ``value`` is canonical text ("6", "" for what is no number); ``period`` says of
    when it is, ``source`` who says so; ``url`` is the page it was read on. ``area`` (a code) and ``people``
    are what it is about and how many it concerns, where the page knows; ``kind`` is what a promise then comes from.
    ``indicator`` is the code of what is measured, where it is one of needs.
    """

    sentence: str
    measure: str
    value: str
    unit: str
    place_code: str
    url: str
    period: str = ""
    source: str = ""
    area: str = ""
    people: int | None = None
    kind: str = "evidence"
    indicator: str = ""


@dataclass(frozen=True)
class HouseNote:
    """A sentence on the front page of a kecamatan's Rumah Bersama; ``url`` only where this account may open it."""

    text: str
    url: str = ""
    action: str = ""


@dataclass(frozen=True)
class PlaceEvent:
    """One thing that was agreed, noted, promised or seen about a village, on its page of history.

    ``kind`` is a stable code by which the page is filtered, ``label`` its words; ``text`` says what happened, ``who``
    who did it, ``url`` leads there. ``at`` is an aware moment, or a day where no hour is known.
    """

    at: datetime | date
    kind: str
    label: str
    text: str
    url: str
    detail: str = ""
    who: str = ""


@dataclass(frozen=True)
class CalendarItem:
    """One entry of a place's calendar: a day, or some days, or hours of a day.

    ``key`` names it for good ("rapat-UUID"), so that a calendar program moves what was moved. ``kind`` is a code by
    which the page filters, ``kind_name`` and ``icon`` its word and picture. ``last_day`` is counted too; hours are
    those of the clock on the wall at the place. ``state`` is "late", "done" or "" for all else.
    """

    key: str
    kind: str
    kind_name: str
    title: str
    day: date
    url: str = ""
    last_day: date | None = None
    begins: time | None = None
    ends: time | None = None
    place: str = ""
    detail: str = ""
    state: str = ""
    icon: str = "calendar"

    @property
    def until(self) -> date:
        """Return its last day."""
        return self.last_day or self.day


@dataclass(frozen=True)
class ProblemLink:
    """What another room holds about a problem: a meeting that took it up, a visit, what the kabupaten answers.

    ``kind`` says in a word what it is ("Rapat"), ``text`` what it is called, ``detail`` how it stands, ``day`` of
    when it is (the list is newest first; what has no day stands first); ``url`` is "" for who may not open it. An
    ``is_act`` is not there yet: ``text`` is then what a button says ("Rencanakan kunjungan"), and ``url`` its page.
    """

    kind: str
    text: str
    url: str
    detail: str = ""
    day: date | None = None
    is_act: bool = False


@dataclass(frozen=True)
class RiskReason:
    """Why a village should be visited: ``kind`` is a code weighed by dated data, ``size`` how much there is of it."""

    place_code: str
    kind: str
    size: int
    text: Worded | str
    url: str


@dataclass(frozen=True)
class DoctorCheck:
    """One line of ``rumah doctor``: ``state`` is "ok", "warn" or "bad"."""

    name: str
    state: str
    text: str


@dataclass(frozen=True)
class ControlSum:
    """Sums that must be the same in a restored database.

    ``query`` runs on SQLite and PostgreSQL, is ordered, and travels in the backup: so it fits the tables of its day.
    """

    name: str
    query: str


@dataclass(frozen=True)
class AuditEntity:
    """How the history page names an audited entity, e.g. "needs.observation" -> "Nilai indikator".

    ``fields`` maps stored field names to words; a field absent here is shown by its own name. ``values`` gives
    words for the codes stored in a field, e.g. {"state": dict(Observation.State.choices)}. ``names`` gives words
    for the natural keys of rows, as far as it knows them.
    """

    entity: str
    label: str
    fields: dict[str, str]
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    names: Callable[[Collection[str]], dict[str, str]] = field(default=lambda _keys: {})


@dataclass(frozen=True)
class MoveUndone:
    """That a decision about a problem (the number of its move) was taken back: when, and by whom."""

    move: int
    at: datetime
    who: str


@dataclass(frozen=True)
class SealedRows:
    """Rows of a table that are there for few, so that nobody else may read how many there are.

    ``model`` is "<app>.<model>" in small letters; ``rows`` the filter (a ``Q``) of the sealed ones, None: all.
    """

    model: str
    rows: Any = None


# navigation(request) · home_tasks(user=, today=) · search(user=, text=) · history_labels() · doctor_checks()
navigation: Hook[NavigationItem] = Hook("navigation")
home_tasks: Hook[HomeTask] = Hook("home_tasks")
search: Hook[SearchHit] = Hook("search")
history_labels: Hook[AuditEntity] = Hook("history_labels")
# sealed_rows(): what is left out wherever rows of every room are counted together.
sealed_rows: Hook[SealedRows] = Hook("sealed_rows")
# calendar_items(user=, region=, start=, end=): what a place and all below have from ``start`` to ``end``, both
# counted, as far as this account may see it (one query each).
calendar_items: Hook[CalendarItem] = Hook("calendar_items")
# handover_items(post=): what the next holder of a post takes over; shown before somebody moves.
handover_items: Hook[HandoverItem] = Hook("handover_items")
# evidence(user=, reference=): what a reference ("prioritas:sd:32.01.01.2001:2026-S1") says now to this account.
evidence: Hook[Evidence] = Hook("evidence")
# closed_addresses(user=, url=): the address itself from its room, where it does not open to this account;
# the words stay and the link goes.
closed_addresses: Hook[str] = Hook("closed_addresses")
# risk_reasons(region=, villages=, today=): why which of the villages of a kecamatan should be visited; rooms ask all
# villages at once, and answer whoever plans for the kecamatan.
risk_reasons: Hook[RiskReason] = Hook("risk_reasons")
# house_notes(user=, region=, today=): what rooms say on the front page of a kecamatan's house.
house_notes: Hook[HouseNote] = Hook("house_notes")
# visit_notes(user=, visit=): what was noted on a visit, and where a note of it is written. One query a room.
visit_notes: Hook[ProblemLink] = Hook("visit_notes")
# village_history(user=, region=, start=, end=): what happened about a village from a day up to before another (None:
# always), as far as this account may read it; a filler asks one query.
village_history: Hook[PlaceEvent] = Hook("village_history")
# problem_links(user=, problems=): what rooms hold about the problem of a page, the first of ``problems``; the others
# are merged into it. Each has ``pk``, ``key``, ``kecamatan``. One query a room, for every problem page asks; none
# where the problem itself tells that there is nothing (never shared, of another kind).
problem_links: Hook[ProblemLink] = Hook("problem_links")
# problem_moved(move=): tells rooms beside problems that one was moved, in the transaction that moved it.
problem_moved: Hook[None] = Hook("problem_moved")
# moves_undone(moves=): which of these decisions about problems were taken back since. One query a room.
moves_undone: Hook[MoveUndone] = Hook("moves_undone")
# agenda_proposals(meeting=, user=): what rooms would put on the agenda of a meeting, each a meetings.rules.Proposal
# (core does not know meetings). One query a room.
agenda_proposals: Hook[Any] = Hook("agenda_proposals")
doctor_checks: Hook[DoctorCheck] = Hook("doctor_checks")
# thorough_checks(): what only a person asks (rumah doctor, the health page), for it may take a while.
thorough_checks: Hook[DoctorCheck] = Hook("thorough_checks")
# control_sums(): what a backup adds up before and after.
control_sums: Hook[ControlSum] = Hook("control_sums")
# chores(at=): what the worker does once an hour beside its jobs, safe to do again; each says what it did.
chores: Hook[str] = Hook("chores")
# datasets(): the tables a room can receive, each an instance of intake.rules.Dataset (core does not know intake).
datasets: Hook[Any] = Hook("datasets")
# paper_kinds(): the kinds of paper a room writes, each a papers.kinds.PaperKind (core does not know papers).
paper_kinds: Hook[Any] = Hook("paper_kinds")
# paper_subjects(user=, subject=): what a paper belongs to, as (title, address), where this account may see it.
paper_subjects: Hook[tuple[str, str]] = Hook("paper_subjects")
# paper_warnings(user=, paper=): why a paper says otherwise by now than what it belongs to, each a sentence.
paper_warnings: Hook[str] = Hook("paper_warnings")
# regions_changed(kabupaten=set of today's codes, by=): tells rooms above that parents moved, so stored sums follow.
regions_changed: Hook[None] = Hook("regions_changed")
# survey_subjects(): what a round of questions may be about, each an instance of surveys.subjects.SubjectKind.
survey_subjects: Hook[Any] = Hook("survey_subjects")
# presence_owners(): who owns attendance lists, each a workshop.presence.owners.Owner (core does not know presence).
presence_owners: Hook[Any] = Hook("presence_owners")
# places_for(user=, act=): codes of the places where, with all below, the account may do this; rooms below people ask.
places_for: Hook[str] = Hook("places_for")

__all__ = [
    "AuditEntity",
    "CalendarItem",
    "ControlSum",
    "DoctorCheck",
    "Evidence",
    "HandoverItem",
    "HomeTask",
    "Hook",
    "HouseNote",
    "MoveUndone",
    "NavigationItem",
    "PlaceEvent",
    "ProblemLink",
    "RiskReason",
    "SealedRows",
    "SearchHit",
]

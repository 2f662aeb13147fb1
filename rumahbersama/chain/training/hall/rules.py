"""How an attendance list follows its class: pure. And from which share somebody counts as having attended.

A session counts where it brings JP, or is a lesson, a test or a plan of what follows (RTL). A closed occasion is
never touched; an open one moves with its session; one whose session is gone goes only where it was never opened.
Source: project decision, README.md of this folder; the share stands in ``data/attendance.yaml``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rumahbersama.ground.core.rules import Refusal
from rumahbersama.workshop.presence.actions import Plan

FILE = Path(__file__).parent / "data" / "attendance.yaml"
CLASS, EVENT = "training.class", "training.event"
COUNTED_KINDS = frozenset({"lesson", "test", "rtl"})
PLANNED, OPEN, CLOSED = "planned", "open", "closed"


class HallRefusal(Refusal):
    """What presence and evaluation of a class do not do, in a sentence."""


@cache
def _leasts() -> tuple[tuple[date, int], ...]:
    told = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(sorted((each["valid_from"], each["least_percent"]) for each in told))


def least_percent_on(day: date) -> int:
    """Return the share of attendance (per cent) asked for on a day; before the first one the first counts."""
    leasts = _leasts()
    return next((least for valid_from, least in reversed(leasts) if valid_from <= day), leasts[0][1])


def counts(*, kind: str, jp: int) -> bool:
    """Tell whether presence is taken in a session of this kind and weight."""
    return jp > 0 or kind in COUNTED_KINDS


@dataclass(frozen=True)
class Wanted:
    """What the timetable asks for: a session with the occasion it should have."""

    session: int
    plan: Plan


@dataclass(frozen=True)
class Known:
    """An occasion that the list has: its number, the session it stands for, its state and its facts."""

    occasion: int
    session: int | None
    state: str
    plan: Plan


@dataclass
class Steps:
    """What must be done so that a list follows its class; sessions and occasions by number.

    Attributes:
        new: to be planned.
        moved: occasion and what it becomes.
        paired: occasion and the session that it stands for from now on, its facts apart.
        gone: never opened and without a session: to be removed.
        kept: opened before, and without a session now: they stay, and that is said.
        left: closed, and the session lies otherwise now: they stay, and that is said.
    """

    new: list[Wanted] = field(default_factory=list)
    moved: list[tuple[int, Plan]] = field(default_factory=list)
    paired: list[tuple[int, int]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Tell whether the list follows its class already."""
        return not (self.new or self.moved or self.paired or self.gone)


def steps_of(known: Sequence[Known], wanted: Iterable[Wanted]) -> Steps:
    """Return what must be done so that the occasions of a list follow the sessions of its class.

    A session keeps its occasion. A planned occasion of the same name and beginning is taken over, so that a timetable
    emptied and filled again, or two lessons of one name that change places, need nothing moved.
    """
    asked = {each.session: each for each in wanted}
    free = {each.occasion: each for each in known}
    pairs: dict[int, Known] = {}
    _keep_closed(free, asked, pairs)
    _take_same(free, asked, pairs)
    for each in list(free.values()):
        if each.session in asked and each.session not in pairs:
            pairs[each.session] = free.pop(each.occasion)
    _take_named(free, asked, pairs)
    steps = Steps(new=[each for number, each in asked.items() if number not in pairs])
    for number, each in pairs.items():
        if each.session != number:
            steps.paired.append((each.occasion, number))
        if each.plan != asked[number].plan:
            if each.state == CLOSED:
                steps.left.append(each.occasion)
            else:
                steps.moved.append((each.occasion, asked[number].plan))
    for each in free.values():
        (steps.gone if each.state == PLANNED else steps.kept).append(each.occasion)
    return steps


def _keep_closed(free: dict[int, Known], asked: dict[int, Wanted], pairs: dict[int, Known]) -> None:
    """Leave every occasion that was opened with its own session."""
    for each in list(free.values()):
        if each.state != PLANNED and each.session in asked:
            pairs[each.session] = free.pop(each.occasion)


def _take_same(free: dict[int, Known], asked: dict[int, Wanted], pairs: dict[int, Known]) -> None:
    """Give sessions the free occasion of their name and beginning: their own first."""
    own_first = sorted(free.values(), key=lambda each: each.session is None)
    by_time = {(each.plan.title, each.plan.starts): each for each in reversed(own_first)}
    for number, each in asked.items():
        same = by_time.get((each.plan.title, each.plan.starts))
        if number not in pairs and same is not None and same.occasion in free:
            pairs[number] = free.pop(same.occasion)


def _take_named(free: dict[int, Known], asked: dict[int, Wanted], pairs: dict[int, Known]) -> None:
    """Give sessions without an occasion a planned one of their name that would go otherwise."""
    for number, each in asked.items():
        same = (other for other in free.values() if other.state == PLANNED and other.plan.title == each.plan.title)
        found = next(same, None) if number not in pairs else None
        if found is not None:
            pairs[number] = free.pop(found.occasion)


@dataclass(frozen=True)
class Told:
    """What was done, or would be: how many names and sessions."""

    names_new: int = 0
    names_changed: int = 0
    names_gone: int = 0
    sessions_new: int = 0
    sessions_moved: int = 0
    sessions_gone: int = 0

    def parts(self) -> list[str]:
        """Return it in words, one part each; empty where nothing changes."""
        told = (
            (self.names_new, ngettext("{n} nama baru", "{n} nama baru", self.names_new)),
            (self.names_changed, ngettext("{n} nama diperbaiki", "{n} nama diperbaiki", self.names_changed)),
            (self.names_gone, ngettext("{n} nama keluar", "{n} nama keluar", self.names_gone)),
            (self.sessions_new, ngettext("{n} sesi baru", "{n} sesi baru", self.sessions_new)),
            (self.sessions_moved, ngettext("{n} sesi berubah", "{n} sesi berubah", self.sessions_moved)),
            (self.sessions_gone, ngettext("{n} sesi dihapus", "{n} sesi dihapus", self.sessions_gone)),
        )
        return [words.format(n=n) for n, words in told if n]

    def sentence(self) -> str:
        """Return it as one sentence."""
        parts = self.parts()
        if not parts:
            return _("Daftar hadir sudah sesuai dengan kelas dan jadwalnya.")
        return _("Daftar hadir disesuaikan: {parts}.").format(parts=", ".join(parts))


@dataclass(frozen=True)
class Attended:
    """The attendance of one person in their class, in JP.

    Attributes:
        attended: JP that count as attended.
        held: JP of the sessions in which something is said of the person, or that are closed.
        total: JP of all sessions of the class.
        late: how often late.
        conflicts: how often two things are said; they count nothing until they are settled.
        has_list: whether the person is on an attendance list at all.
    """

    attended: Decimal = Decimal(0)
    held: int = 0
    total: int = 0
    late: int = 0
    conflicts: int = 0
    has_list: bool = False

    @property
    def share(self) -> Decimal | None:
        """Return attended of held, 0 to 1; None where nothing was held yet."""
        return min(self.attended / self.held, Decimal(1)) if self.held else None

    def is_below(self, percent: int) -> bool:
        """Tell whether the share lies below so many per cent; not where nothing was held yet."""
        return self.share is not None and self.share * 100 < percent


def mean_share(rows: Iterable[Attended]) -> Decimal | None:
    """Return the share of all together: JP attended of JP held; None without any."""
    told = [row for row in rows if row.held]
    held = sum(row.held for row in told)
    return sum((min(row.attended, Decimal(row.held)) for row in told), Decimal(0)) / held if held else None


@dataclass(frozen=True)
class Part:
    """One part of a questionnaire in figures: mean of its scales, and by how many answers; None where not shown."""

    name: str
    mean: float | None


def weighted(means: Iterable[tuple[float, int]]) -> float | None:
    """Return the mean of means, each with how many answered; None without any."""
    told = [(mean, n) for mean, n in means if n]
    total = sum(n for _mean, n in told)
    return sum(mean * n for mean, n in told) / total if total else None


def percent_asked(text: str, *, otherwise: int) -> int:
    """Return a threshold typed in an address, 1 to 100; what is none gives the usual one."""
    number = int(text) if text.isdecimal() and len(text) < 4 else 0
    return number if 1 <= number <= 100 else otherwise


def about_each(rows: Iterable[tuple[str, str]]) -> list[str]:
    """Return who is rated, by name; where two bear one name, with the office, and then with a number."""
    rows = list(rows)
    names = [name for name, _agency in rows]
    told: list[str] = []
    for name, agency in rows:
        words = f"{name} ({agency})" if names.count(name) > 1 and agency else name
        words, number, base = words[:110], 1, words[:110]
        while words in told:
            number += 1
            words = f"{base} {number}"
        told.append(words)
    return told

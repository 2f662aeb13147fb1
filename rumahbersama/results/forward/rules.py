"""How the thread of a training is counted: states as they are told, and what a figure did since a promise; pure.

Source: project decision, docs/adr/0041-forward-thread.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rumahbersama.chain.commitments.rules import DONE, DROPPED, OPEN_STATES, VERIFIED
from rumahbersama.chain.needs.newest import Told
from rumahbersama.chain.training.after.rules import AWAY, NO_DATA, SAME, TOWARDS, verdict_of

KEPT, CHECK, GOING, LATE, GIVEN_UP = "terbukti", "diperiksa", "berjalan", "terlambat", "dihentikan"
STATES = (KEPT, CHECK, GOING, LATE, GIVEN_UP)
KNOWN = (TOWARDS, SAME, AWAY)


def state_words() -> dict[str, str]:
    """Return what the states are called, in the order in which they are drawn."""
    return {
        KEPT: _("Terbukti"),
        CHECK: _("Menunggu pemeriksaan"),
        GOING: pgettext("promise", "Masih berjalan"),
        LATE: _("Terlambat"),
        GIVEN_UP: _("Dihentikan"),
    }


def verdict_words() -> dict[str, str]:
    """Return what became of a figure, in the order in which it is drawn."""
    return {
        TOWARDS: _("Ke arah yang dijanjikan"),
        SAME: _("Tetap"),
        AWAY: _("Menjauh"),
        NO_DATA: _("Belum dapat dibandingkan"),
    }


@dataclass
class States:
    """How many promises stand where; ``going`` are open and not late."""

    kept: int = 0
    check: int = 0
    going: int = 0
    late: int = 0
    given_up: int = 0

    def add(self, state: str, count: int, late: int) -> None:
        """Count promises of a state of ``commitments``, so many of them past their day."""
        if state in OPEN_STATES:
            self.late += late
            self.going += count - late
            return
        name = {VERIFIED: "kept", DONE: "check", DROPPED: "given_up"}[state]
        setattr(self, name, getattr(self, name) + count)

    @property
    def total(self) -> int:
        """Return all of them."""
        return self.kept + self.check + self.going + self.late + self.given_up

    def of(self, state: str) -> int:
        """Return how many stand in one of ``STATES``; all for any other word."""
        names = {KEPT: self.kept, CHECK: self.check, GOING: self.going, LATE: self.late, GIVEN_UP: self.given_up}
        return names.get(state, self.total)


def states_together(rows: Iterable[States]) -> States:
    """Return the sum of several."""
    found = States()
    for row in rows:
        for name in States.__dataclass_fields__:
            setattr(found, name, getattr(found, name) + getattr(row, name))
    return found


@dataclass(frozen=True)
class Reading:
    """What the named figure of one promise did: ``beside`` is what the place above did in the same time."""

    verdict: str = NO_DATA
    beside: str = NO_DATA
    before: Told | None = None
    now: Told | None = None


@dataclass(frozen=True)
class Promised:
    """What a promise says of a figure: as it was, of which period (its code, or ""), and what it is to become."""

    promised_on: date
    baseline: Decimal | None
    period: str
    target: Decimal | None
    direction: str


def reading_of(promised: Promised, told: Sequence[Told], above: Sequence[Told]) -> Reading:
    """Return what a figure did since a promise.

    Compared are the baseline of the promise and the newest figure of a period that ended after it: of the same
    kind where the baseline is a figure of a period, of any where it was counted for the plan. Nothing is put in the
    place of a missing baseline.

    Args:
        promised: what was promised.
        told: the figures of the place, newest first.
        above: those of the place above it.
    """
    before = next((row for row in told if row.period.code == promised.period), None)
    if promised.baseline is None or (promised.period and before is None):
        return Reading()
    now = next((row for row in told if before is None or row.period.kind == before.period.kind), None)
    since = max(promised.promised_on, before.period.ends_on) if before else promised.promised_on
    if now is None or now.period.ends_on <= since:
        return Reading(before=before)
    verdict = verdict_of(promised.baseline, now.value, target=promised.target, direction=promised.direction)
    there = {row.period.code: row.value for row in above}
    then, today = there.get(promised.period), there.get(now.period.code)
    wanted = None if promised.target is None or then is None else then + (promised.target - promised.baseline)
    beside = verdict_of(then, today, target=wanted, direction=promised.direction)
    return Reading(verdict, beside, before, now)


@dataclass
class Followed:
    """How many promises name a figure, and what those figures did; ``beside`` counts where both can be told."""

    verdicts: dict[str, int] = field(default_factory=lambda: dict.fromkeys((*KNOWN, NO_DATA), 0))
    beside: int = 0
    beside_towards: int = 0

    def add(self, verdict: str, beside: str, count: int = 1) -> None:
        """Count promises whose figure did this, beside what the place above did."""
        self.verdicts[verdict] += count
        if verdict != NO_DATA and beside != NO_DATA:
            self.beside += count
            self.beside_towards += count if beside == TOWARDS else 0

    @property
    def named(self) -> int:
        """Return how many promises name a figure."""
        return sum(self.verdicts.values())

    @property
    def told(self) -> int:
        """Return how many of them have a figure from before and after."""
        return sum(self.verdicts[each] for each in KNOWN)

    @property
    def towards(self) -> int:
        """Return how many of those moved the way that was promised."""
        return self.verdicts[TOWARDS]

    @property
    def away(self) -> int:
        """Return how many moved away."""
        return self.verdicts[AWAY]

    @property
    def same(self) -> int:
        """Return how many did not move."""
        return self.verdicts[SAME]


def followed_together(rows: Iterable[Followed]) -> Followed:
    """Return the sum of several."""
    found = Followed()
    for row in rows:
        for verdict, count in row.verdicts.items():
            found.verdicts[verdict] += count
        found.beside += row.beside
        found.beside_towards += row.beside_towards
    return found


def pieces(counts: Sequence[int], *, first: int, size: int) -> list[tuple[int, int, int]]:
    """Return which groups a page is cut from: (number of the group, first row in it, rows), in order.

    Args:
        counts: how many rows each group has.
        first: rows before the page.
        size: rows of the page.
    """
    found, last, start = [], first + size, 0
    for number, count in enumerate(counts):
        low, high = max(first, start), min(last, start + count)
        if low < high:
            found.append((number, low - start, high - low))
        start += count
    return found

"""The rows of an import made ready before others wait, kept up to date while people type, stored with short locks.

``make_ready`` lays rows and sums ready and then compares anew, as often as it helps, what lies below the kabupaten in
which somebody wrote meanwhile. ``store`` writes the rows before it takes the counters: on PostgreSQL nobody sees or
waits for them, on SQLite it makes no difference. Then it takes the counters and looks again below the kabupaten that
moved. As long as people typed other figures than those of the table, only the sums are made there under the lock;
where they typed the same, it is ``Stale``. Source: project decision, docs/adr/0011.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from rumahbersama.chain.needs import coming
from rumahbersama.chain.needs.models import GapTotal, IndicatorSum, Observation, audit_key
from rumahbersama.chain.needs.storing import (
    Comparison,
    NewValue,
    compare,
    kabupaten_code,
    refuse_closed,
    tail_of_row,
)
from rumahbersama.chain.needs.sums import (
    Made,
    lock_kabupaten,
    open_counters,
    places_of,
    put,
    resum,
    take_kabupaten,
    versions_of,
)
from rumahbersama.ground.core import bulk
from rumahbersama.ground.intake.rules import Stale

MANY = 500  # rows from which they are laid ready before others have to wait
ROUNDS = 4  # how often what others overtook is compared anew before the lock
Sent = tuple[Any, datetime, int | None]  # by, at and run of the rows


@dataclass(frozen=True)
class Ready:
    """A comparison whose rows lie in ``coming``, with the sums that will stand above them.

    Attributes:
        comparison: what writing will do.
        sent: who sends it, when, and the run.
        written: the record's keys of what is written.
        asked: (place code, period code) of what is written, for ``refuse_closed``.
        sums: those of all places but the ones below ``moved``.
        moved: kabupaten whose sums are made once the rows stand.
        is_held: the counters are taken, by ``hold``.
    """

    comparison: Comparison
    sent: Sent
    written: set[str]
    asked: set[tuple[str, str]]
    sums: list[Made]
    moved: frozenset[str] = frozenset()
    is_held: bool = False

    @property
    def indicators(self) -> set[int]:
        """Return the ids of the indicators that are written."""
        return {row[1] for row in self.comparison.writes}

    @property
    def periods(self) -> set[int]:
        """Return the ids of the periods that are written."""
        return {row[2] for row in self.comparison.writes}


def make_ready(comparison: Comparison, *, by: Any, at: datetime, run: int | None = None) -> Comparison | Ready:  # noqa: ANN401
    """Lay many rows and their sums ready before ``store``, so that nobody waits for it long; takes no lock.

    Few rows, and an undo, are given back as they are.
    """
    if len(comparison.writes) < MANY or comparison.removals:
        return comparison
    open_counters(comparison.kabupaten)
    sent = (by, at, run)
    coming.lay(_rows(comparison, sent))
    ready = Ready(comparison, sent, *_written(comparison), [])
    ready.sums.append(
        coming.sums_to_come(kabupaten=comparison.kabupaten, indicators=ready.indicators, periods=ready.periods)
    )
    for _round in range(ROUNDS):
        moved = _moved(ready, versions_of(comparison.kabupaten))
        if not moved:
            break
        ready = _renewed(ready, moved)
    return ready


def hold(ready: Ready) -> Ready:
    """Take the counters first, as who writes few rows does, and compare anew what moved; inside a transaction."""
    moved = _moved(ready, lock_kabupaten(ready.comparison.kabupaten))
    return replace(_renewed(ready, moved, is_held=True) if moved else ready, is_held=True)


def store(ready: Ready) -> None:
    """Write what lies ready; inside the caller's transaction.

    Raises:
        Stale: somebody wrote one of these values since it was compared, or holds a kabupaten for long.
        NeedsRefusal: a value's period is closed at its place.
    """
    comparison, moved = ready.comparison, set(ready.moved)
    if ready.is_held:
        coming.take_over_all()
    else:
        coming.take_over(created=comparison.created, changed=comparison.changed)
        if connection.vendor == "postgresql":
            connection.check_constraints()  # of foreign keys: dear, and else done at the commit, under the lock
        moved = _moved(ready, take_kabupaten(comparison.kabupaten))
        unchanged = _unchanged(ready, moved)
        if unchanged and compare(unchanged).changes:
            raise Stale  # a value that stood as in the table no longer does
    refuse_closed(ready.asked)
    places = places_of(moved) if moved else set()
    for sums in ready.sums:
        put(sums.without(places) if places else sums)
    if moved:
        resum(kabupaten=sorted(moved), indicators=ready.indicators, periods=ready.periods)
    coming.forget()
    transaction.on_commit(lambda: bulk.analyze(Observation, IndicatorSum, GapTotal), robust=True)


def _moved(ready: Ready, versions: dict[str, int]) -> set[str]:
    """Return the kabupaten below which somebody wrote since they were compared."""
    return {code for code, version in versions.items() if version != ready.comparison.versions[code]}


def _values(comparison: Comparison, kabupaten: Collection[str]) -> list[NewValue]:
    return [value for code in sorted(kabupaten) for value in comparison.values[code]]


def _unchanged(ready: Ready, kabupaten: Collection[str]) -> list[NewValue]:
    """Return the values that stood as they are and are not written."""
    values = _values(ready.comparison, kabupaten)
    return [each for each in values if audit_key(each.region, each.indicator, each.period) not in ready.written]


def _renewed(ready: Ready, moved: set[str], *, is_held: bool = False) -> Ready:
    """Compare anew what lies below these kabupaten, and lay it ready in place of what was."""
    again = compare(_values(ready.comparison, moved))
    merged = _merged(ready.comparison, again)
    coming.lay_again(_rows(again, ready.sent), kabupaten=moved)
    places = places_of(moved)
    renewed = Ready(merged, ready.sent, *_written(merged), [sums.without(places) for sums in ready.sums])
    if is_held:
        return replace(renewed, moved=frozenset(moved))
    indicators, periods = ready.indicators | renewed.indicators, ready.periods | renewed.periods
    if indicators:
        renewed.sums.append(coming.sums_to_come(kabupaten=sorted(moved), indicators=indicators, periods=periods))
    return renewed


def _merged(comparison: Comparison, again: Comparison) -> Comparison:
    """Return a comparison with what ``again`` found below its kabupaten."""
    fresh, moved = comparison.versions | again.versions, set(again.kabupaten)
    merged = Comparison(kabupaten=comparison.kabupaten, versions=fresh, values=comparison.values)
    for write, stood, change in zip(comparison.writes, comparison.stood, comparison.changes, strict=True):
        if _kabupaten_of(change.key) not in moved:
            merged.writes.append(write)
            merged.stood.append(stood)
            merged.changes.append(change)
    merged.writes += again.writes
    merged.stood += again.stood
    merged.changes += again.changes
    merged.of_people = [each for each in comparison.of_people if _kabupaten_of(each.key) not in moved]
    merged.of_people += again.of_people
    merged.created = sum(stood is None for stood in merged.stood)
    merged.changed = len(merged.writes) - merged.created
    merged.unchanged = sum(map(len, merged.values.values())) - len(merged.writes)
    return merged


def _kabupaten_of(key: str) -> str:
    return kabupaten_code(key.partition("|")[0])


def _written(comparison: Comparison) -> tuple[set[str], set[tuple[str, str]]]:
    """Return the keys of what is written, and (place code, period code) of them."""
    keys = {change.key for change in comparison.changes}
    return keys, {(parts[0], parts[2]) for parts in (key.split("|") for key in keys)}


def _rows(comparison: Comparison, sent: Sent) -> list[tuple[Any, ...]]:
    """Return rows as ``coming`` takes them: the kabupaten, the row, and what it takes the place of."""
    tail = tail_of_row(by=sent[0], at=sent[1], run=sent[2])
    nothing = (None,) * coming.WAS
    return [
        (_kabupaten_of(change.key), *write, *tail, *(nothing if stood is None else stood[: coming.WAS]))
        for write, stood, change in zip(comparison.writes, comparison.stood, comparison.changes, strict=True)
    ]

"""The one way observations are written: many or one, from a sheet or a form.

``compare`` reads what stands there and prepares every tuple without a lock; ``write`` takes the kabupaten's
counters, sees whether anybody wrote meanwhile, writes and sums. So SQLite's write lock is held for the writing
alone, and two villages of one kabupaten never lose each other's value. Many rows go by ``ready``.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from rumahbersama.chain.needs.entry.models import PeriodLock
from rumahbersama.chain.needs.models import Indicator, Observation, Period, audit_key
from rumahbersama.chain.needs.rules import NeedsRefusal
from rumahbersama.chain.needs.sums import FEW, lock_kabupaten, resum, versions_of
from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.rules import Change
from rumahbersama.ground.intake.numbers import canonical
from rumahbersama.ground.intake.rules import Stale
from rumahbersama.ground.people.permissions import within
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.rules import is_below_or_same

ENTITY = "needs.observation"
COLUMNS = (
    "region_id, indicator_id, period_id, numerator, denominator, state, source, note, entered_by_id, entered_at,"
    " first_at, run"
)
ON_CONFLICT = (
    " ON CONFLICT (region_id, indicator_id, period_id) DO UPDATE SET numerator = excluded.numerator,"
    " denominator = excluded.denominator, state = excluded.state, source = excluded.source,"
    " note = excluded.note, entered_by_id = excluded.entered_by_id, entered_at = excluded.entered_at,"
    " run = excluded.run"  # first_at stays
)
Key = tuple[int, int, int]  # ids of region, indicator and period
Stands = tuple[
    Decimal, Decimal | None, str, str, str, int | None
]  # numerator, denominator, state, source, note, run (None: a person)
Standing = dict[Key, Stands]


@dataclass(frozen=True)
class NewValue:
    """A value to store: codes of place, indicator and period; numerator, and denominator for ratios.

    ``numerator`` None removes the value (only undo does that). ``note`` None leaves the reason that stands with an
    equal value, and gives a changed one none.
    """

    region: str
    indicator: str
    period: str
    numerator: Decimal | None
    denominator: Decimal | None = None
    source: str = ""
    state: str = Observation.State.ENTERED
    note: str | None = None


@dataclass
class Comparison:
    """What writing would do: counts, audit changes, and tuples ready for ``executemany``."""

    kabupaten: list[str]
    versions: dict[str, int]
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    writes: list[tuple[Any, ...]] = field(default_factory=list)
    stood: list[Stands | None] = field(default_factory=list)  # what each of ``writes`` takes the place of
    removals: list[Key] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    values: dict[str, list[NewValue]] = field(default_factory=dict)  # all that were compared, by kabupaten
    of_people: list[Change] = field(default_factory=list)  # those of changes that replace what a person typed or said


def kabupaten_code(code: str) -> str:
    """Return the kabupaten code of a region at or below kabupaten."""
    return ".".join(code.split(".")[:2])


def store(
    values: Sequence[NewValue],
    *,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
    verb: str,
    summary: str,
    place_code: str,
    reason: str = "",
    is_source_told: bool = False,
    held: "Held | None" = None,
) -> Comparison:
    """Write values, the record of it and the sums, in one transaction; equal values change nothing.

    ``values`` holds at most one per place, indicator and period; codes must exist. With ``is_source_told`` an
    equal value from another source is a change too. ``held``: what the caller has locked and read for it.
    """
    with transaction.atomic():
        if held is None:
            lock_kabupaten({kabupaten_code(value.region) for value in values})
        comparison = compare(values, is_source_told=is_source_told, held=held)
        if comparison.changes:
            record(
                by=by,
                at=at,
                verb=verb,
                summary=summary,
                place_code=place_code,
                changes=comparison.changes,
                reason=reason,
            )
            write(comparison, by=by, at=at, is_locked=True)
    return comparison


def compare(values: Sequence[NewValue], *, is_source_told: bool = False, held: "Held | None" = None) -> Comparison:
    """Hold ``values`` against what is stored; reads, never writes (six queries, none with ``held``)."""
    grouped: dict[str, list[NewValue]] = {}
    for value in values:
        grouped.setdefault(kabupaten_code(value.region), []).append(value)
    kabupaten = sorted(grouped)
    result = Comparison(kabupaten=kabupaten, versions={} if held else versions_of(kabupaten), values=grouped)
    ids = held.ids if held else _ids_of(values, kabupaten)
    standing = held.standing if held else stored_values(kabupaten, ids.indicators.values(), ids.periods.values())
    for value in values:
        key = ids.key(value)
        old = standing.get(key)
        if old is None and value.numerator is None:
            continue
        if old is not None and _is_equal(value, old) and (not is_source_told or value.source == old[3]):
            result.unchanged += 1
            continue
        _note(result, key, value, old)
    return result


def refuse_closed(asked: Iterable[Sequence[str]]) -> None:
    """Refuse where one of (place code, period code) lies in a period that is closed at the place or above it.

    Asked after ``lock_kabupaten``, which closing takes too, so that nothing slips in beside it (one query).
    """
    closed = list(PeriodLock.objects.filter(reopened_at=None).values_list("region__code", "region__name", "period"))
    if not closed:
        return
    periods = {period.pk: period for period in Period.objects.filter(pk__in={period for _, _, period in closed})}
    pairs = set(map(tuple, asked))
    for place, name, period in closed:
        if any(when == periods[period].code and is_below_or_same(code, place) for code, when in pairs):
            raise NeedsRefusal(
                _(
                    "{period} di {place} sudah ditutup. Minta camat membukanya kembali kalau angkanya perlu diubah."
                ).format(period=periods[period], place=name)
            )


def _is_equal(value: NewValue, old: Stands) -> bool:
    """An equal value sent again does not take back what a village or keeper has said about it."""
    is_same_note = value.note is None or value.note == old[4]
    return is_same_note and _is_same(value, old) and value.state in {Observation.State.ENTERED, old[2]}


def _is_same(value: NewValue, old: Stands | None) -> bool:
    return old is not None and (value.numerator, value.denominator) == old[:2]


def _note(result: Comparison, key: Key, value: NewValue, old: Stands | None) -> None:
    if old is None:
        result.created += 1
    else:
        result.changed += 1
    after = None
    if value.numerator is None:
        result.removals.append(key)
    else:
        state, source = str(value.state), value.source
        if old is not None and value.note and _is_same(value, old):
            state, source = old[2], old[3]  # only the reason is new: what people said of the value stays
        note = value.note or ""
        after = _row(value.numerator, value.denominator, state, source, note)
        result.writes.append((*key, value.numerator, value.denominator, state, source, note))
        result.stood.append(old)
    name = audit_key(value.region, value.indicator, value.period)
    result.changes.append(Change(ENTITY, name, None if old is None else _row(*old[:5]), after))
    if old is not None and (old[5] is None or old[2] != Observation.State.ENTERED):
        result.of_people.append(result.changes[-1])


@dataclass(frozen=True)
class Ids:
    """Ids by code of what values name."""

    regions: dict[str, int]
    indicators: dict[str, int]
    periods: dict[str, int]

    def key(self, value: NewValue) -> Key:
        """Return the ids of place, indicator and period of a value."""
        return self.regions[value.region], self.indicators[value.indicator], self.periods[value.period]


@dataclass(frozen=True)
class Held:
    """What a caller who has locked the kabupaten has read about the values it stores, under that lock."""

    ids: Ids
    standing: Standing


def _ids_of(values: Sequence[NewValue], kabupaten: list[str]) -> Ids:
    """Return the ids of what the values name (three queries)."""
    regions = Region.objects.all() if len(kabupaten) > FEW else Region.objects.filter(within(kabupaten, "code"))
    indicators = Indicator.objects.filter(code__in={value.indicator for value in values})
    periods = Period.objects.filter(code__in={value.period for value in values})
    return Ids(*(dict(rows.values_list("code", "id")) for rows in (regions, indicators, periods)))


def stored_values(kabupaten: list[str], indicators: Collection[int], periods: Collection[int]) -> Standing:
    """Return what is stored below these kabupaten for these indicators and periods (one query)."""
    rows = Observation.objects.filter(indicator__in=list(indicators), period__in=list(periods))
    if len(kabupaten) <= FEW:
        rows = rows.filter(within(kabupaten))
    fields = ("region", "indicator", "period", "numerator", "denominator", "state", "source", "note", "run")
    return {(place, what, when): tuple(rest) for place, what, when, *rest in rows.values_list(*fields)}  # type: ignore[misc]


def stored_rows(keys: Collection[tuple[str, ...]]) -> dict[tuple[str, ...], dict[str, Any]]:
    """Return what is stored under (place, indicator, period) codes as the record writes it (four queries)."""
    return {key: _row(*rest) for key, rest in stored_under(keys)}


def stored_under(
    keys: Collection[tuple[str, ...]],
) -> Iterator[tuple[tuple[str, ...], tuple[Decimal, Decimal | None, str, str, str]]]:
    """Yield (place, indicator, period) codes with numerator, denominator, state, source, note (four queries)."""
    kabupaten = sorted({kabupaten_code(key[0]) for key in keys})
    regions = Region.objects.all() if len(kabupaten) > FEW else Region.objects.filter(within(kabupaten, "code"))
    places = dict(regions.values_list("id", "code"))
    indicators = dict(Indicator.objects.filter(code__in={key[1] for key in keys}).values_list("id", "code"))
    periods = dict(Period.objects.filter(code__in={key[2] for key in keys}).values_list("id", "code"))
    wanted = keys if isinstance(keys, (set, dict)) else set(keys)
    for (place, what, when), rest in stored_values(kabupaten, indicators, periods).items():
        key = (places.get(place, ""), indicators[what], periods[when])
        if key in wanted:
            yield key, rest[:5]


def _row(numerator: Decimal, denominator: Decimal | None, state: str, source: str, note: str = "") -> dict[str, Any]:
    row = {"numerator": canonical(numerator), "state": str(state), "source": source}
    if denominator is not None:
        row["denominator"] = canonical(denominator)
    if note:
        row["note"] = note
    return row


def write(
    comparison: Comparison,
    *,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
    run: int | None = None,
    is_locked: bool = False,
) -> None:
    """Write a comparison and sum again; inside the caller's transaction, which may have locked the kabupaten.

    Raises:
        Stale: somebody wrote below one of its kabupaten since ``compare``.
        NeedsRefusal: a value's period is closed at its place.
    """
    if not is_locked and lock_kabupaten(comparison.kabupaten) != comparison.versions:
        raise Stale
    refuse_closed(change.key.split("|")[::2] for change in comparison.changes)
    tail = tail_of_row(by=by, at=at, run=run)
    with connection.cursor() as cursor:
        cursor.executemany(_UPSERT, [(*row, *tail) for row in comparison.writes])
        for key in comparison.removals:
            cursor.execute(_REMOVE, key)
    touched = [row[1:3] for row in comparison.writes] + [key[1:3] for key in comparison.removals]
    if touched:
        resum(
            kabupaten=comparison.kabupaten,
            indicators={indicator for indicator, _ in touched},
            periods={period for _, period in touched},
        )


def tail_of_row(*, by: Any, at: datetime, run: int | None) -> tuple[Any, ...]:  # noqa: ANN401
    """Return the last of ``COLUMNS`` of a row: who, when, first when, run."""
    moment = connection.ops.adapt_datetimefield_value(at)
    return getattr(by, "pk", None), moment, moment, run


_UPSERT = (
    f"INSERT INTO needs_observation ({COLUMNS})"  # noqa: S608 - a constant
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)" + ON_CONFLICT
)
_REMOVE = "DELETE FROM needs_observation WHERE region_id = %s AND indicator_id = %s AND period_id = %s"

"""Figures per place as a table that intake can receive: every indicator is a possible column."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.needs.ceiling import Explained, explanation_column, is_explanation, note_for, unexplained
from rumahbersama.chain.needs.models import Indicator, IndicatorSum, Observation, Period
from rumahbersama.chain.needs.permissions import may_supply
from rumahbersama.chain.needs.queries import current_period
from rumahbersama.chain.needs.ready import Ready, hold, make_ready, store
from rumahbersama.chain.needs.reference import period_from_code
from rumahbersama.chain.needs.rules import NeedsRefusal
from rumahbersama.chain.needs.storing import Comparison, NewValue, compare, stored_rows, stored_under, write
from rumahbersama.chain.needs.sums import lock_kabupaten
from rumahbersama.chain.needs.table_findings import (
    DENOMINATOR,
    disagreement,
    half,
    not_ones_own,
    of_none,
    too_low,
)
from rumahbersama.ground.audit.rules import Change
from rumahbersama.ground.core.rules import Finding
from rumahbersama.ground.intake.numbers import as_cell
from rumahbersama.ground.intake.rules import (
    CODE,
    NAME,
    PARENT,
    PERIOD,
    Choice,
    Column,
    Meaning,
    Options,
    Place,
    Prepared,
    Row,
    StagedValue,
    Target,
)
from rumahbersama.ground.people.roles import IMPORT_TABLES
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.queries import below

NAMED = 500  # of all that rests on an import, how many places are told by name
_MARKS = {"{year}": r"(?P<year>20\d\d)", "{yy}": r"(?P<yy>\d\d)", "{semester}": r"(?P<semester>[12])"}


class ObservationTable:
    """One row a place, one column an indicator (two for a ratio), in any order, under any known heading."""

    code = "needs.observations"
    label = gettext_lazy("Angka per desa atau kecamatan")
    national = True  # indices and registers come for the whole country
    parent_label = gettext_lazy("Nama kecamatan")
    parent_aliases: tuple[str, ...] = ("namakec", "nama kecamatan", "kecamatan")
    levels: tuple[int, ...] = (Level.KECAMATAN, Level.DESA)  # of its places, and of what is observed there

    def indicators(self) -> list[Indicator]:
        """Return the indicators in use that are observed at these levels."""
        return [each for each in _indicators() if each.observed_level in self.levels]

    def columns(self) -> list[Column]:
        """Return code, name, parent, period and every indicator in use."""
        fixed = [
            Column(
                CODE, _("Kode wilayah"), CODE, ("kode desa", "kode_desa_2025", "kode_kecamatan_2025", "kode wilayah")
            ),
            Column(NAME, _("Nama wilayah"), NAME, ("namadesa", "nama desa", "desa", "desa/kelurahan")),
            Column(PARENT, str(self.parent_label), PARENT, self.parent_aliases),
            Column(PERIOD, _("Periode"), PERIOD, ("periode", "tahun")),
        ]
        values = [column for indicator in self.indicators() for column in _columns_of(indicator)]
        return [*fixed, *values, explanation_column()]

    def periods(self) -> list[Choice]:
        """Return all periods: the one that figures are entered for now first, then newest first."""
        now = current_period(today=timezone.localdate())
        rows = sorted(Period.objects.all(), key=lambda period: period != now)
        return [Choice(period.code, str(period)) for period in rows]

    def period_of(self, text: str) -> str | None:
        """Return the code of the existing period that a cell names, or None."""
        try:
            code = period_from_code(text.strip().upper()).code
        except NeedsRefusal:
            return None
        return code if Period.objects.filter(code=code).exists() else None

    def propose(self, heading: str) -> Meaning | None:
        """Return the meaning of a heading by the indicators' aliases: "t_2020sm1" -> penduduk, 2020-S1."""
        text = heading.strip().lower()
        for indicator in self.indicators():
            for alias in indicator.aliases:
                found = re.fullmatch(_pattern(alias), text)
                if found is not None:
                    return Meaning(indicator.code, _period_named(found.groupdict()))
        return None

    def places(self, place_code: str) -> list[Place]:
        """Return the kecamatan and desa at and below a place, with the codes they had before."""
        regions = below(code=place_code).filter(level__in=self.levels)
        if place_code.count(".") + 1 in self.levels:
            regions = regions | Region.objects.filter(code=place_code, gone_on=None)
        former: dict[int, list[str]] = {}
        for pk, old in regions.filter(codes__valid_to__isnull=False).values_list("pk", "codes__code"):
            former.setdefault(pk, []).append(old)
        return [
            Place(code, name, parent, parent_name, level, tuple(former.get(pk, ())))
            for pk, code, name, parent, parent_name, level in regions.values_list(
                "pk", "code", "name", "parent__code", "parent__name", "level"
            )
        ]

    def check(self, rows: Iterable[Row], options: Options) -> Iterator[Finding]:
        """Yield values below their level, sums above it that do not agree, halves of a ratio, unexplained heights.

        A value above the level at which its indicator is observed is never stored: it is a sum, and is held
        against the sum of what the villages have sent.
        """
        indicators = {indicator.code: indicator for indicator in self.indicators()}
        foreign = {code for code, each in indicators.items() if not _may_send(options, each)}
        kept = list(rows)
        sums = _sums_at({row.place_code for row in kept if row.place_code.count(".") < Level.DESA - 1})
        yield from unexplained(kept, indicators)
        for row in kept:
            level = row.place_code.count(".") + 1
            for (key, period), value in row.values.items():
                if is_explanation(key):
                    continue
                indicator = indicators[key.removesuffix(DENOMINATOR)]
                if indicator.code in foreign:
                    yield not_ones_own(row, indicator, key, value)
                elif level > indicator.observed_level:
                    yield too_low(row, indicator, key, value)
                elif level < indicator.observed_level:
                    yield from disagreement(row, indicator, key, value, sums.get((row.place_code, key, period)))
                elif indicator.upward == Indicator.Upward.RATIO:
                    yield from half(row, indicator, key, period, value)
                    yield from of_none(row, indicator, key, period, value)

    def prepare(self, batches: Iterable[list[StagedValue]], options: Options) -> Prepared:
        """Compare with what is stored; no lock is taken."""
        return _prepared(compare(_new_values(batches, options)))

    def ready(self, prepared: Prepared, *, run_id: int, by: Any, at: Any) -> Prepared:  # noqa: ANN401
        """Lay rows and sums ready, and compare anew what others overtook meanwhile."""
        return _prepared(make_ready(prepared.payload, by=by, at=at, run=run_id))

    def hold(self, prepared: Prepared) -> None:
        """Take the counters of the kabupaten that are written: whoever else writes there waits."""
        lock_kabupaten(prepared.payload.kabupaten)

    def held(self, prepared: Prepared, batches: Iterable[list[StagedValue]], options: Options) -> Prepared:
        """Take the counters; only what moved since it was made ready is compared anew."""
        if isinstance(prepared.payload, Ready):
            return _prepared(hold(prepared.payload))
        self.hold(prepared)
        return self.prepare(batches, options)

    def store(self, prepared: Prepared, *, run_id: int, options: Options, by: Any, at: Any) -> None:  # noqa: ANN401
        """Write what ``prepare`` found, and the sums above it."""
        if isinstance(prepared.payload, Ready):
            store(prepared.payload)
        else:
            write(prepared.payload, by=by, at=at, run=run_id)

    def totals(self, batches: Iterable[list[StagedValue]], options: Options) -> dict[Target, Decimal]:
        """Return what is stored now per indicator and period, over the places of the batches."""
        return _totals(
            {
                (staged.place_code, staged.key, staged.period): None
                for batch in batches
                for staged in batch
                if not staged.key.endswith(DENOMINATOR)
            }
        )

    def resting_on(self, changes: list[Change], *, run_id: int) -> list[str]:
        """Return one sentence per value that somebody changed, confirmed or verified since.

        A value stands as the import left it where number, source and state are those of the record; so an
        earlier import can be undone after a later one was.
        """
        keys = [(*change.key.split("|"),) for change in changes]
        standing = stored_rows(keys)
        resting = []
        for key, change in zip(keys, changes, strict=True):
            found, left = standing.get(key), change.after or {}
            if found is not None and found | {"note": ""} == left | {"note": ""}:
                continue  # why a value is right may be told at any time
            is_same = found is not None and found | {"state": "", "note": ""} == left | {"state": "", "note": ""}
            told = Observation.State(found["state"]).label.lower() if found and is_same else _("diubah")
            resting.append((*key, str(told)))
        return _in_words(resting)

    def reverse(self, changes: list[Change], *, run_id: int) -> Prepared:
        """Return what brings back the values from before the import."""
        values = []
        for change in changes:
            region, indicator, period = change.key.split("|")
            before = change.before or {}
            values.append(
                NewValue(
                    region,
                    indicator,
                    period,
                    Decimal(before["numerator"]) if before else None,
                    Decimal(before["denominator"]) if "denominator" in before else None,
                    before.get("source", ""),
                    before.get("state", Observation.State.ENTERED),
                    before.get("note", ""),
                )
            )
        return _prepared(compare(values))

    def template(self, options: Options) -> tuple[list[str], list[list[Any]]]:
        """Return the places of the lowest level with their values of the period, empty where there is none."""
        level = max(self.levels)
        indicators = [i for i in self.indicators() if i.observed_level == level and _may_send(options, i)]
        columns = [column for indicator in indicators for column in _columns_of(indicator)]
        regions = below(code=options.place_code, level=level)
        if options.place_code.count(".") == level - 1:
            regions = Region.objects.filter(code=options.place_code)
        stored: dict[tuple[str, str], Any] = {}
        explained = Explained()
        for code, indicator, top, bottom, note in Observation.objects.filter(
            region__in=regions, period__code=options.period
        ).values_list("region__code", "indicator__code", "numerator", "denominator", "note"):
            stored[code, indicator] = as_cell(top)
            if bottom is not None:
                stored[code, indicator + DENOMINATOR] = as_cell(bottom)
            explained.add(code, indicator, top, note)
        why = explained.cells(indicators)
        has_ceiling = any(each.maximum is not None for each in indicators)
        rows = [
            [
                *(code, parent, name),
                *(stored.get((code, column.key), "") for column in columns),
                *([why.get(code, "")] if has_ceiling else []),
            ]
            for code, parent, name in regions.values_list("code", "parent__name", "name")
        ]
        labels = [column.label for column in [*columns, *([explanation_column()] if has_ceiling else [])]]
        return [_("Kode wilayah"), str(self.parent_label), _("Nama wilayah"), *labels], rows


def _prepared(payload: Comparison | Ready) -> Prepared:
    found = payload.comparison if isinstance(payload, Ready) else payload
    counts = found.created, found.changed, found.unchanged
    return Prepared(*counts, changes=found.changes, payload=payload, of_people=found.of_people)


def _in_words(resting: list[tuple[str, ...]]) -> list[str]:
    """Return one sentence per value (place, indicator, period, what happened), with their names."""
    places = {
        region.code: str(region) for region in Region.objects.filter(code__in={row[0] for row in resting[:NAMED]})
    }
    names = {indicator.code: str(indicator) for indicator in _indicators()}
    return [
        _("{indicator} {place} {period} sudah {told} sesudah impor ini.").format(
            place=places.get(place, place),
            indicator=names.get(indicator, indicator),
            period=period_from_code(period),
            told=told,
        )
        for place, indicator, period, told in resting
    ]


def _indicators() -> list[Indicator]:
    return list(Indicator.objects.filter(disabled_on=None).order_by("area__order", "order"))


def _columns_of(indicator: Indicator) -> list[Column]:
    is_sum = indicator.upward != Indicator.Upward.NONE
    top = Column(
        indicator.code,
        str(indicator),
        whole=indicator.whole,
        is_percent=indicator.is_percent,
        aliases=tuple(alias for alias in indicator.aliases if "{" not in alias),
        is_summed=is_sum,
    )
    if indicator.upward != Indicator.Upward.RATIO:
        return [top]
    return [
        top,
        Column(
            indicator.code + DENOMINATOR,
            _("{indicator}: penyebut").format(indicator=indicator),
            whole=indicator.whole,
        ),
    ]


def _may_send(options: Options, indicator: Indicator) -> bool:
    """Tell whether the sender may send this indicator for the place; the program may."""
    return options.by is None or may_supply(options.by, options.place_code, indicator, act=IMPORT_TABLES)


def _pattern(alias: str) -> str:
    pattern = re.escape(alias.lower()).replace(r"\{", "{").replace(r"\}", "}")
    for mark, group in _MARKS.items():
        pattern = pattern.replace(mark, group)
    return pattern


def _period_named(parts: dict[str, str | None]) -> str:
    year = parts.get("year") or (f"20{parts['yy']}" if parts.get("yy") else "")
    semester = parts.get("semester")
    return f"{year}-S{semester}" if year and semester else year


def _sums_at(codes: set[str]) -> dict[tuple[str, str, str], tuple[Decimal, int]]:
    """Return sum and number of villages of kecamatan and kabupaten by (place, key, period) (one query)."""
    rows = IndicatorSum.objects.filter(region__code__in=codes).values_list(
        "region__code", "indicator__code", "period__code", "numerator", "denominator", "reported"
    )
    sums: dict[tuple[str, str, str], tuple[Decimal, int]] = {}
    for place, indicator, period, top, bottom, reported in rows:
        sums[place, indicator, period] = (top, reported)
        if bottom is not None:
            sums[place, indicator + DENOMINATOR, period] = (bottom, reported)
    return sums


def _new_values(batches: Iterable[list[StagedValue]], options: Options) -> list[NewValue]:
    indicators = {each.code: each for each in Indicator.objects.all()}
    tops: dict[tuple[str, str, str], StagedValue] = {}
    bottoms: dict[tuple[str, str, str], Decimal] = {}
    reasons: dict[int, str] = {}
    for batch in batches:
        for staged in batch:
            if is_explanation(staged.key):
                reasons[staged.row] = staged.value
                continue
            code = staged.key.removesuffix(DENOMINATOR)
            if staged.place_code.count(".") + 1 < indicators[code].observed_level:
                continue  # a sum above the observed level: checked, never stored
            if staged.key.endswith(DENOMINATOR):
                bottoms[staged.place_code, code, staged.period] = Decimal(staged.value)
            else:
                tops[staged.place_code, code, staged.period] = staged
    return [
        NewValue(
            *key,
            Decimal(staged.value),
            bottoms.get(key),
            options.source,
            note=note_for(indicators[key[1]], Decimal(staged.value), reasons.get(staged.row, ""), indicators),
        )
        for key, staged in tops.items()
    ]


def _totals(keys: dict[tuple[str, ...], None]) -> dict[Target, Decimal]:
    """Return the stored sum per target over (place, indicator, period) codes; a sum above its level is not stored."""
    totals: dict[Target, Decimal] = {}
    for (_place, indicator, period), (top, bottom, _state, _source, _note) in stored_under(keys):
        totals[indicator, period] = totals.get((indicator, period), Decimal(0)) + top
        if bottom is not None:
            name = indicator + DENOMINATOR
            totals[name, period] = totals.get((name, period), Decimal(0)) + bottom
    return totals

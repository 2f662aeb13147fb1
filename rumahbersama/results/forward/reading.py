"""Reading what the figures named by promises did: at once for some, out of what was read at night for very many."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Max, QuerySet, Sum

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.needs.models import Indicator
from rumahbersama.chain.needs.newest import figures_of
from rumahbersama.ground.regions.models import Region
from rumahbersama.results.forward.rules import Followed, Promised, Reading, reading_of
from rumahbersama.results.models import FigureOfPromise, FiguresOfTraining, FiguresRead

FIELDS = (
    *("pk", "source_url", "indicator", "promised_on", "baseline", "target"),
    *("rtl__baseline_period", "rtl__participation__region"),
)
GROUP = ("indicator", "verdict", "beside")
Kept = dict[str, Followed]


class Named(NamedTuple):
    """One promise that names an indicator, with the place whose figure its RTL began with."""

    pk: int
    source_url: str
    indicator: str
    promised_on: Any
    baseline: Any
    target: Any
    period: str
    place: int


def named_of(rows: QuerySet[Commitment]) -> list[Named]:
    """Return those of these promises that name an indicator (one query)."""
    return [Named(*row) for row in rows.exclude(indicator="").order_by().values_list(*FIELDS)]


def indicators_of(codes: Iterable[str]) -> dict[str, Indicator]:
    """Return indicators by code (one query)."""
    found: dict[str, Indicator] = Indicator.objects.in_bulk({*codes}, field_name="code")
    return found


def readings_of(named: Iterable[Named], known: dict[str, Indicator]) -> dict[int, Reading]:
    """Return what the figure of each promise did, by promise (three queries; none without a baseline)."""
    rows = [row for row in named if row.indicator in known]
    begun = [row for row in rows if row.baseline is not None]
    if not begun:
        return {row.pk: Reading() for row in rows}
    places = Region.objects.select_related("parent").in_bulk({row.place for row in begun})
    pairs: dict[tuple[int, str], tuple[Region, Indicator]] = {}
    for row in begun:
        place = places[row.place]
        for each in (place, place.parent):
            if each is not None:
                pairs[each.pk, row.indicator] = (each, known[row.indicator])
    figures = figures_of(pairs.values())
    found = {row.pk: Reading() for row in rows}
    for row in begun:
        indicator, place = known[row.indicator], places[row.place]
        promised = Promised(row.promised_on, row.baseline, row.period, row.target, indicator.direction)
        above = figures.get((place.parent_id, indicator.pk), []) if place.parent_id else []
        found[row.pk] = reading_of(promised, figures.get((place.pk, indicator.pk), []), above)
    return found


def followed_by_indicator(named: Iterable[Named], readings: dict[int, Reading]) -> dict[str, Followed]:
    """Return what was read of promises, counted by indicator."""
    found: dict[str, Followed] = defaultdict(Followed)
    for row in named:
        reading = readings.get(row.pk, Reading())
        found[row.indicator].add(reading.verdict, reading.beside)
    return dict(found)


def kept_by_indicator(addresses: list[str], others: QuerySet[Commitment] | None) -> tuple[Kept, datetime | None]:
    """Return the same out of what was read at night, and when that was (two queries at most).

    Args:
        addresses: of the trainings that are counted whole.
        others: promises instead, where only some are counted.
    """
    groups: Iterable[tuple[str, str, str, int]]
    at = None
    if others is None:
        rows = FiguresOfTraining.objects.filter(source_url__in=addresses).values_list(*GROUP)
        sums = list(rows.annotate(count=Sum("promises"), at=Max("read_at")))
        groups, at = [row[:4] for row in sums], max((row[4] for row in sums), default=None)
    else:
        chosen = FigureOfPromise.objects.filter(commitment__in=others.values("pk")).order_by()
        groups = chosen.values_list(*GROUP).annotate(count=Count("pk"))
    found: Kept = defaultdict(Followed)
    for indicator, verdict, beside, count in groups:
        found[indicator].add(verdict, beside, count)
    return dict(found), at or read_at()


def read_at() -> datetime | None:
    """Return when the figures of promises were read last (one query)."""
    moment: datetime | None = FiguresRead.objects.values_list("began_at", flat=True).first()
    return moment

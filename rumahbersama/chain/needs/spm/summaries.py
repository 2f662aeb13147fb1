"""The index of many kabupaten at once, made by the database; the same as ``queries.attainment`` makes of one."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.db.models import Count, Q

from rumahbersama.chain.needs.models import Observation, Period
from rumahbersama.chain.needs.spm.models import SpmService
from rumahbersama.chain.needs.spm.rules import EXACT, Category, Law, category_of, mean
from rumahbersama.ground.regions.models import Region


@dataclass(frozen=True)
class Summary:
    """What one kabupaten has attained, and of how many services that is made."""

    index: Decimal | None
    known: int
    of_nobody: int
    total: int
    unverified: int
    law: Law | None

    @property
    def lacking(self) -> int:
        """Return of how many services a measure lacks."""
        return self.total - self.known - self.of_nobody

    @property
    def category(self) -> Category | None:
        """Return what the index is called; None while a measure lacks."""
        if self.index is None or self.law is None or self.lacking:
            return None
        return category_of(self.index, law=self.law)


def summaries_of(
    places: Collection[Region], period: Period, *, services: Collection[SpmService], law: Law | None
) -> dict[int, Summary]:
    """Return the summary of each of these kabupaten that has sent anything, by region id (two queries)."""
    if not places or not services:
        return {}
    asked = [pk for each in services for pk in (each.receivers_id, each.quality_id)]
    rows = Observation.objects.filter(region__in=places, period=period, indicator__in=asked)
    is_verified = Q(state=Observation.State.VERIFIED)
    counts = rows.values_list("region").annotate(open=Count("pk", filter=~is_verified)).order_by()
    unverified: dict[int, int] = dict(counts)
    fields = _by_field(places, period, services, law)
    found = {}
    for place, count in unverified.items():
        mine = fields.get(place, [])
        index = mean(index for index, _known, _nobody in mine) if law is not None else None
        known = sum(known for _index, known, _nobody in mine) if law is not None else 0
        nobody = sum(nobody for _index, _known, nobody in mine)
        found[place] = Summary(index, known, nobody, len(services), count, law)
    return found


def _by_field(
    places: Collection[Region], period: Period, services: Collection[SpmService], law: Law | None
) -> dict[int, list[tuple[Decimal | None, int, int]]]:
    """Return per kabupaten, for each field: its index, services with an index, services nobody has a claim to."""
    weights = (law.receivers, law.quality) if law else (Decimal(1), Decimal(1))
    sql = _SQL.format(services=_marks(len(services)), places=_marks(len(places)))
    numbers = [str(weight / sum(weights)) for weight in weights]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*numbers, period.pk, *(each.pk for each in services), *(each.pk for each in places)])
        rows = cursor.fetchall()
    found: dict[int, list[tuple[Decimal | None, int, int]]] = {}
    for place, _field, index, known, nobody in rows:
        exact = None if index is None else Decimal(str(index)).quantize(EXACT)
        found.setdefault(place, []).append((exact, known, nobody))
    return found


def _marks(count: int) -> str:
    return ", ".join(["%s"] * count)


_SHARE = "CASE WHEN {0}.numerator >= {0}.denominator THEN 100.0 ELSE 100.0 * {0}.numerator / {0}.denominator END"
_KNOWN = "r.denominator > 0 AND q.denominator > 0"
_SQL = (  # only names and marks are written into it; every value is a parameter
    "SELECT r.region_id, s.field_id,"  # noqa: S608
    f" AVG(CASE WHEN {_KNOWN} THEN CAST(%s AS NUMERIC) * ({_SHARE.format('r')})"
    f" + CAST(%s AS NUMERIC) * ({_SHARE.format('q')}) END),"
    f" COUNT(CASE WHEN {_KNOWN} THEN 1 END), COUNT(CASE WHEN r.denominator = 0 THEN 1 END)"
    " FROM needs_spmservice s"
    " JOIN needs_observation r ON r.indicator_id = s.receivers_id AND r.period_id = %s"
    " LEFT JOIN needs_observation q"
    " ON q.region_id = r.region_id AND q.indicator_id = s.quality_id AND q.period_id = r.period_id"
    " WHERE s.id IN ({services}) AND r.region_id IN ({places}) GROUP BY r.region_id, s.field_id"
)

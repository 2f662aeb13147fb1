"""Reading when the offices of a place are open."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.db.models import Max, QuerySet
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _

from rumahbersama.ground.core.working_days import OfficeDays
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.office_days.models import Holiday, OfficeWeek
from rumahbersama.ground.regions.rules import ancestor_codes

ENTITY, WEEK_ENTITY = "regions.holiday", "regions.office_week"


def _lineage(code: str) -> list[str]:
    return [*ancestor_codes(code), code]


def holidays_of(code: str, *, year: int) -> QuerySet[Holiday]:
    """Return the closed days of a place in a year with those it has from above; withdrawn ones too."""
    rows = Holiday.objects.filter(region__code__in=_lineage(code), date__year=year)
    return rows.select_related("region").order_by("date", "region__code")


def weeks_of(code: str) -> list[OfficeWeek]:
    """Return the office weeks in force at a place over time, oldest first: its own, else the nearest from above."""
    return _in_force(OfficeWeek.objects.filter(region__code__in=_lineage(code)).select_related("region"))


def _in_force(rows: Iterable[OfficeWeek]) -> list[OfficeWeek]:
    kept: list[OfficeWeek] = []
    for row in sorted(rows, key=lambda each: (each.valid_from, len(each.region.code))):
        if not kept or len(row.region.code) >= len(kept[-1].region.code):
            kept.append(row)
    return kept


def office_days_of(code: str) -> OfficeDays:
    """Return when the offices of a place are open, for counting (two queries)."""
    return offices_of([code])[code]


def offices_of(codes: Collection[str]) -> dict[str, OfficeDays]:
    """Return the same of several places (two queries, however many they are)."""
    above = {code: set(_lineage(code)) for code in codes}
    here = set().union(*above.values())
    weeks = list(OfficeWeek.objects.filter(region__code__in=here).select_related("region"))
    days = Holiday.objects.filter(region__code__in=here, withdrawn_because="").exclude(kind=Holiday.Kind.HALF)
    closed = list(days.order_by("date").values_list("region__code", "date", "name"))
    return {
        code: _office(
            _in_force(week for week in weeks if week.region.code in lineage),
            {day: name for place, day, name in closed if place in lineage},
        )
        for code, lineage in above.items()
    }


def _office(weeks: list[OfficeWeek], closed: dict[date, str]) -> OfficeDays:
    numbers = tuple((week.valid_from, week.numbers) for week in weeks)
    return OfficeDays(weeks=numbers, closed=closed, known_until=_end_of_year(closed))


def told_between(code: str, *, start: date, end: date) -> dict[date, str]:
    """Return the names of closed days of a place from ``start`` to ``end``, both counted, and of half ones, so told.

    A day that is closed from above and open for half of it here is closed (one query).
    """
    rows = Holiday.objects.filter(region__code__in=_lineage(code), withdrawn_because="", date__range=(start, end))
    found: dict[date, str] = {}
    for row in sorted(rows, key=lambda each: each.kind != Holiday.Kind.HALF):
        is_half = row.kind == Holiday.Kind.HALF
        found[row.date] = _("{name} (setengah hari)").format(name=row.name) if is_half else row.name
    return found


def _end_of_year(closed: Iterable[date]) -> date:
    years = [day.year for day in closed]
    return date(max(years), 12, 31) if years else date.min


def years_known(code: str) -> list[int]:
    """Return the years of which closed days are known at a place, oldest first (one query)."""
    rows = Holiday.objects.filter(region__code__in=_lineage(code)).annotate(year=ExtractYear("date"))
    return sorted(set(rows.order_by().values_list("year", flat=True).distinct()))


def last_national_day() -> date | None:
    """Return the last day of the national list, or None where there is none."""
    found: date | None = Holiday.objects.exclude(kind__in=[Holiday.Kind.LOCAL, Holiday.Kind.HALF]).aggregate(
        last=Max("date")
    )["last"]
    return found


def is_running_out(*, today: date) -> bool:
    """Tell whether the national list ends within four months, so that deadlines soon count weekdays alone."""
    last = last_national_day()
    return last is None or date(last.year, 12, 31) < today + timedelta(days=120)


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """Return what places are called in the record: the key is "code|date"."""
    wanted = {key: key.partition("|")[0] for key in keys}
    names = {row.code: str(row) for row in Region.objects.filter(code__in=set(wanted.values()))}
    return {key: names.get(code, code) for key, code in wanted.items()}

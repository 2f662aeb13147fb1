"""What a kabupaten has sent of itself, read once for all that its home page tells."""

from collections import Counter
from datetime import date

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from rumahbersama.chain.needs.entry.queries import thresholds_on
from rumahbersama.chain.needs.models import Indicator, Observation, Period
from rumahbersama.chain.needs.queries import period_to_open
from rumahbersama.chain.needs.spm.models import SpmService
from rumahbersama.chain.needs.spm.queries import ServiceLine, attainment, in_force, is_in_force, sent_of
from rumahbersama.chain.needs.spm.rules import law_of
from rumahbersama.ground.regions.models import Region


def own_figures(region: Region) -> list[Observation]:
    """Return what a kabupaten has sent of itself, newest period first, each with its service if any (one query)."""
    rows = Observation.objects.filter(region=region).order_by("-period__ends_on", "period__starts_on")
    return list(rows.select_related("period", "indicator__spm_receivers__field", "indicator__spm_quality__field"))


def service_of(row: Observation) -> SpmService | None:
    """Return the service of which a figure is a measure; None for others (no query after ``own_figures``)."""
    found: SpmService | None = getattr(row.indicator, "spm_receivers", None)
    return found or getattr(row.indicator, "spm_quality", None)


def current_period(*, today: date) -> Period | None:
    """Return the period that measures are entered for now, with how many are ``asked`` in it (one query).

    It is of a kind for which measures are asked: a month that was added for other figures is none.
    """
    asked = in_force(OuterRef("ends_on")).order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk") * 2)
    measures = Indicator.objects.filter(
        Q(spm_receivers__isnull=False) | Q(spm_quality__isnull=False), disabled_on=None
    )
    kinds = Exists(measures.filter(asked_each=OuterRef("kind")))
    periods = Period.objects.filter(kinds, starts_on__lte=today).annotate(
        asked=Coalesce(Subquery(asked.values("n"), output_field=IntegerField()), 0)
    )
    return periods.order_by("-starts_on", "ends_on").first()


def lowest_of(own: list[Observation]) -> tuple[Period | None, ServiceLine | None]:
    """Return the period that the page opens with and the service lowest in it, from ``own_figures`` (one query)."""
    rows = [(row, service) for row in own if (service := service_of(row)) is not None]
    filled = Counter(row.period for row, _service in rows)
    for period, count in filled.items():
        period.filled = count  # type: ignore[attr-defined]
    opened = period_to_open(list(filled))
    if opened is None:
        return None, None
    mine = [(row, service) for row, service in rows if row.period == opened]
    services = {service for _row, service in mine if is_in_force(service, opened.ends_on)}
    found = attainment(
        services=sorted(services, key=lambda each: (each.field.order, each.order, each.code)),
        figures={row.indicator_id: sent_of(row) for row, _service in mine},
        law=law_of(thresholds_on(opened.ends_on)),
    )
    return opened, next(iter(found.lowest), None)

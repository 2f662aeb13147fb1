"""Why a village should be visited, as far as figures tell: what it has not sent, and of what it has too little."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from django.urls import reverse

from rumahbersama.chain.needs.models import Observation, Period, Standard
from rumahbersama.chain.needs.queries import all_periods, gap_from_figures, standards_of
from rumahbersama.chain.needs.rules import fits
from rumahbersama.ground.core.registry import RiskReason
from rumahbersama.ground.core.wording import worded_count
from rumahbersama.ground.regions.models import Level, Region

LATE_DATA, GAPS = "late_data", "gaps"


def risk_reasons(*, region: Region, villages: Sequence[Region], today: date) -> Iterator[RiskReason]:
    """Say of each village what it has not sent of the last period that is over, and what it lacks (three queries).

    Late is a village only with what services are computed from, as on the page of who has not sent.
    """
    period = last_over(all_periods(), today=today)
    if period is None:
        return
    standards = [each for each in standards_of(period) if each.level == Level.DESA]
    figures = (figure for each in standards for figure in (each.service.supply, each.population))
    asked = {figure.pk for figure in figures if fits(figure.asked_each, period.kind)}
    rows = Observation.objects.filter(region__parent=region, period=period, indicator__in=asked)
    values: dict[int, dict[int, Decimal]] = {}
    for desa, indicator, numerator in rows.values_list("region", "indicator", "numerator"):
        values.setdefault(desa, {})[indicator] = numerator
    for village in villages:
        own = values.get(village.pk, {})
        url = f"{reverse('results:place', args=[village.code])}?periode={period.code}"
        late = len(asked) - len(own)
        if late:
            text = worded_count(
                "{n} angka {period} belum dikirim.", "{n} angka {period} belum dikirim.", late, period=period
            )
            yield RiskReason(village.code, LATE_DATA, late, text, url)
        short = [each.service for each in standards if _is_short(own, each)]
        if short:
            text = worded_count(
                "Kurang {n} layanan: {names}.", "Kurang {n} layanan: {names}.", len(short), names=short
            )
            yield RiskReason(village.code, GAPS, len(short), text, url)


def last_over(periods: Sequence[Period], *, today: date) -> Period | None:
    """Return the newest period that is over, of the kind that most figures are asked in (ADR 0042)."""
    over = (each for each in periods if each.ends_on <= today)
    return max(over, key=lambda each: (getattr(each, "asked", 0), each.ends_on, each.starts_on), default=None)


def _is_short(values: dict[int, Decimal], standard: Standard) -> bool:
    gap = gap_from_figures(
        people=values.get(standard.population_id), supply=values.get(standard.service.supply_id), standard=standard
    )
    return bool(gap.shortage)

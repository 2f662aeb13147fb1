"""What a figure says now, for somebody who brings it along.

"angka:INDICATOR:CODE:PERIOD" is what was observed; "kurang:SERVICE:CODE:PERIOD" the summed shortage of a kecamatan or
a place above, whose single places the priority list names ("prioritas:...").
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from rumahbersama.chain.needs.models import Indicator, Period
from rumahbersama.chain.needs.permissions import get_indicator, get_period
from rumahbersama.chain.needs.queries import Figure, figures_of, gaps_of, standards_of
from rumahbersama.ground.core.formats import number
from rumahbersama.ground.core.references import parts_of
from rumahbersama.ground.core.registry import Evidence
from rumahbersama.ground.intake.numbers import canonical
from rumahbersama.ground.people.permissions import get_region, may_see_figures_of
from rumahbersama.ground.regions.models import Level, Region

FIGURE, SHORTAGE = "angka", "kurang"
EXACT = Decimal("0.0001")


def evidence(*, user: Any, reference: str) -> Iterator[Evidence]:  # noqa: ANN401 - Account or AnonymousUser
    """Say what a figure of a place is now, to who may see it (at most five queries)."""
    read = {FIGURE: _figure, SHORTAGE: _shortage}
    for kind, told in read.items():
        named = parts_of(reference, kind, 3)
        if not named:
            continue
        what, code, period = named
        try:
            region, when = get_region(code), get_period(period)
            found = told(what, region, when) if may_see_figures_of(user, region) else None
        except Http404:
            return
        if found is not None:
            yield found


def indicator_of(reference: str) -> str:
    """Return the code of the indicator that a reference to a figure names; "" for a reference to anything else."""
    named = parts_of(reference, FIGURE, 3)
    return named[0] if named else ""


def _figure(code: str, region: Region, period: Period) -> Evidence | None:
    indicator = get_indicator(code)
    figure = figures_of(region, period).get(indicator.pk)
    value = _value(indicator, figure) if figure else None
    if figure is None or value is None:
        return None
    unit = "%" if indicator.upward == Indicator.Upward.RATIO else indicator.unit
    sentence = _("{indicator} di {place}: {value} {unit} ({period}).").format(
        indicator=indicator, place=region, value=number(value), unit=unit, period=period
    )
    page = reverse("results:indicator", args=[region.code, indicator.code])
    return Evidence(
        sentence=sentence.replace(" %", "%"),
        measure=str(indicator),
        value=canonical(value.quantize(EXACT)),
        unit=unit,
        place_code=region.code,
        url=f"{page}?periode={period.code}",
        period=str(period),
        source=figure.source or _("beberapa sumber"),
        area=indicator.area.code,
        indicator=indicator.code,
    )


def _shortage(code: str, region: Region, period: Period) -> Evidence | None:
    standard = next((each for each in standards_of(period) if each.service.code == code), None)
    gap = gaps_of(region, period).get(standard.pk) if standard and region.level < Level.DESA else None
    if standard is None or gap is None or not gap.reported:
        return None
    sentence = _("{service} kurang {missing} di {place}: perlu {required}, ada {supply} ({period}).").format(
        service=standard.service,
        missing=number(gap.shortage),
        place=region,
        required=number(gap.required),
        supply=number(gap.supply),
        period=period,
    )
    page = reverse("results:place", args=[region.code])
    return Evidence(
        sentence=sentence,
        measure=_("Kekurangan {service}").format(service=standard.service),
        value=str(gap.shortage),
        unit="",
        place_code=region.code,
        url=f"{page}?periode={period.code}&layanan={code}",
        period=str(period),
        source=standard.legal_basis,
        area=standard.service.area.code,
    )


def _value(indicator: Indicator, figure: Figure) -> Decimal | None:
    """Return the figure itself; of a ratio its percentage, None where it is of none."""
    if figure.numerator is None or indicator.upward != Indicator.Upward.RATIO:
        return figure.numerator
    return figure.numerator * 100 / figure.denominator if figure.denominator else None

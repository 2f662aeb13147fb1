"""What a line of the minimum services says now, for who brings it to a house: "spm:SERVICE:KABUPATEN:PERIOD"."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from rumahbersama.chain.needs.entry.queries import thresholds_on
from rumahbersama.chain.needs.models import Period
from rumahbersama.chain.needs.permissions import get_period
from rumahbersama.chain.needs.spm.models import SpmService
from rumahbersama.chain.needs.spm.queries import ServiceLine, attainment, figures_of
from rumahbersama.chain.needs.spm.rules import law_of, shown
from rumahbersama.ground.core.formats import number
from rumahbersama.ground.core.references import parts_of
from rumahbersama.ground.core.registry import Evidence
from rumahbersama.ground.intake.numbers import canonical
from rumahbersama.ground.people.permissions import get_region, may_see_figures_of
from rumahbersama.ground.regions.models import Level, Region

KIND = "spm"
EXACT = Decimal("0.0001")


def evidence(*, user: Any, reference: str) -> Iterator[Evidence]:  # noqa: ANN401 - Account or AnonymousUser
    """Say how a minimum service of a kabupaten stands now, to who may see its figures (five queries)."""
    named = parts_of(reference, KIND, 3)
    if not named:
        return
    code, place, when = named
    try:
        region, period = get_region(place), get_period(when)
    except Http404:
        return
    if region.level != Level.KABUPATEN or not may_see_figures_of(user, region):
        return
    service = SpmService.objects.select_related("field", "receivers__area", "quality").filter(code=code).first()
    if service is None:
        return
    law = law_of(thresholds_on(period.ends_on))
    line = attainment(services=[service], figures=figures_of(region, period), law=law).lines[0]
    if line.sent and not line.is_of_nobody:
        yield _told(line, region, period)


def _told(line: ServiceLine, region: Region, period: Period) -> Evidence:
    service, received = line.service, line.receivers
    if line.index is not None:
        measure, unit, value = _("Indeks SPM {service}").format(service=service), "", line.index
        said = _("indeks {index} dari 100").format(index=number(shown(line.index)))
    else:
        share = line.sent[0].share
        which = service.receivers if received is not None else service.quality
        measure, unit, value = str(which), "%", share.percent
        said = _("baru satu ukuran, {measure} {value}%").format(measure=which, value=number(shown(share.percent)))
    counted = f"; {_people(line)}" if received is not None else ""
    page = reverse("results:spm", args=[region.code])
    return Evidence(
        sentence=_("SPM {service} di {place}: {said}{counted} ({period}).").format(
            service=service, place=region, said=said, counted=counted, period=period
        ),
        measure=measure,
        value=canonical(Decimal(value).quantize(EXACT)),
        unit=unit,
        place_code=region.code,
        url=f"{page}?periode={period.code}",
        period=str(period),
        source=f"{line.sent[0].source}; {service.legal_basis}",
        area=service.receivers.area.code,
    )


def _people(line: ServiceLine) -> str:
    assert line.receivers is not None  # noqa: S101 - for the type checker: asked by the caller
    share = line.receivers.share
    return _("{met} dari {asked} {unit} terlayani").format(
        met=number(share.met), asked=number(share.asked), unit=line.service.receivers.unit
    )

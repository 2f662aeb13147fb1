"""What the priority list tells the others through the registry."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from rumahbersama.chain.needs.priorities.permissions import get_place_with_priorities
from rumahbersama.chain.needs.priorities.queries import Entry, priorities_of
from rumahbersama.ground.core.formats import number
from rumahbersama.ground.core.references import parts_of
from rumahbersama.ground.core.registry import Evidence

KIND = "prioritas"


def reference_to(entry: Entry, period: str) -> str:
    """Return how an entry is named to whoever promises something about it."""
    return ":".join((KIND, entry.standard.service.code, entry.place.code, period))


def evidence(*, user: Any, reference: str) -> Iterator[Evidence]:  # noqa: ANN401 - Account or AnonymousUser
    """Say what an entry of a list is short of now, to who may see the list (some ten queries)."""
    named = parts_of(reference, KIND, 3)
    if not named:
        return
    service, place, when = named
    try:
        region = get_place_with_priorities(user, place)
    except (Http404, PermissionDenied):
        return
    found = priorities_of(region=region, period=when)
    if found is None or found.period.code != when:
        return
    for entry in (*found.ranked, *found.small, *found.partial):
        if entry.place.pk == region.pk and entry.standard.service.code == service:
            yield _told(entry, found.period)


def _told(entry: Entry, period: Any) -> Evidence:  # noqa: ANN401 - Period
    gap, service = entry.shortage, entry.standard.service
    sentence = _("{service} kurang {missing} di {place}; {people} orang belum terlayani ({period}).").format(
        service=service,
        missing=number(gap.shortage),
        place=entry.place,
        people=number(gap.unserved),
        period=period,
    )
    page = reverse("results:place", args=[entry.place.code])
    return Evidence(
        sentence=sentence,
        measure=_("Kekurangan {service}").format(service=service),
        value=str(gap.shortage),
        unit="",
        place_code=entry.place.code,
        url=f"{page}?periode={period.code}&layanan={service.code}",
        period=str(period),
        source=entry.standard.legal_basis,
        area=service.area.code,
        people=gap.unserved or None,
    )

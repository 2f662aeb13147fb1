"""What waits at home for those of a kabupaten: its lowest minimum service, what is empty, what is to be verified."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from rumahbersama.chain.needs.hooks import keeper_tasks
from rumahbersama.chain.needs.models import Observation, Period
from rumahbersama.chain.needs.spm.own import current_period, lowest_of, own_figures, service_of
from rumahbersama.chain.needs.spm.queries import is_in_force
from rumahbersama.chain.needs.spm.rules import shown
from rumahbersama.ground.core.formats import number
from rumahbersama.ground.core.registry import HomeTask
from rumahbersama.ground.people.permissions import Scope, scope_of
from rumahbersama.ground.people.roles import AGENCY, BAPPEDA, ENTER_DATA, KASI, KASI_TRANTIB, VERIFY_KABUPATEN
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.rules import is_below_or_same

_READERS = frozenset({AGENCY.code, BAPPEDA.code, KASI.code, KASI_TRANTIB.code})


def home_tasks(*, user: Any, today: date) -> Iterator[HomeTask]:  # noqa: ANN401 - Account or AnonymousUser
    """Tell agencies of a kabupaten, and those who help them from a kecamatan, how its minimum services stand.

    Three queries a kabupaten: what it has sent of itself is read once for all of it.
    """
    scope = scope_of(user)
    for region in _kabupaten(scope):
        own = own_figures(region)
        if any(role in _READERS and is_below_or_same(code, region.code) for role, code in scope.holdings):
            yield from _lowest(region, own)
        if scope.may(ENTER_DATA, region.code):
            yield from _empty(region, own, today)
        if scope.may(VERIFY_KABUPATEN, region.code):
            yield from keeper_tasks(region.code, _waiting(own))


def _kabupaten(scope: Scope) -> list[Region]:
    """Return the kabupaten in which one enters, verifies or reads minimum services."""
    found = {}
    for role, code in scope.holdings:
        region: Region | None = scope.regions[code]
        if region is not None and role in _READERS and region.level == Level.KECAMATAN:
            region = region.parent
        if region is not None and region.level == Level.KABUPATEN and region.gone_on is None:
            found[region.pk] = region
    return list(found.values())


def _lowest(region: Region, own: list[Observation]) -> Iterator[HomeTask]:
    period, lowest = lowest_of(own)
    if period is None or lowest is None:
        return
    yield HomeTask(
        text=_("SPM {service} baru {index} dari 100 di {place} ({period})").format(
            service=lowest.service, index=number(shown(lowest.index)), place=region, period=period
        ),
        url=f"{reverse('results:spm', args=[region.code])}?periode={period.code}",
        action=_("Lihat capaian SPM"),
        tone="warn",
    )


def _empty(region: Region, own: list[Observation], today: date) -> Iterator[HomeTask]:
    period = current_period(today=today)
    if period is None:
        return
    sent = [service_of(row) for row in own if row.period == period]
    asked: int = period.asked  # type: ignore[attr-defined]
    empty = asked - sum(service is not None and is_in_force(service, period.ends_on) for service in sent)
    if empty:
        yield HomeTask(
            text=_("{count} angka SPM {period} belum diisi").format(count=empty, period=period),
            url=f"{reverse('needs:tasks', args=[region.code])}?periode={period.code}",
            action=_("Isi angka"),
            tone="warn",
            count=empty,
        )


def _waiting(own: list[Observation]) -> list[tuple[Period, int, int]]:
    """Return (period, unverified, contested) of what a kabupaten sent of itself, newest first."""
    states = Counter((row.period, row.state) for row in own)
    found = []
    for period in dict.fromkeys(row.period for row in own):
        contested = states[period, Observation.State.CONTESTED]
        unverified = sum(count for (when, state), count in states.items() if when == period)
        unverified -= states[period, Observation.State.VERIFIED]
        if unverified:
            found.append((period, unverified, contested))
    return found

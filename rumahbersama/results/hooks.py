"""What this room tells the others through the registry."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from rumahbersama.ground.core.formats import number
from rumahbersama.ground.core.registry import HomeTask, NavigationItem
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.roles import VIEW_ROWS
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.rules import NATION_CODE
from rumahbersama.results.forward import actions as forward
from rumahbersama.results.queries import PlacePage, place_page
from rumahbersama.results.sentences import place_noun


def navigation(request: HttpRequest) -> Iterator[NavigationItem]:
    """Lead everybody signed in to needs and services of their own place, the nation for those without one."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return
    codes = [code for _role, code in scope_of(user).holdings] or [NATION_CODE]
    yield NavigationItem(_("Kebutuhan"), _("Kebutuhan"), reverse("results:place", args=[codes[0]]), "map-pin")


def home_tasks(*, user: Any, today: date) -> Iterator[HomeTask]:  # noqa: ANN401
    """Lead with the worst gap of the highest place one looks after, and with who has not sent there."""
    scope = scope_of(user)
    region = scope.regions.get(next(iter(scope.places_for(VIEW_ROWS)), ""))
    if region is None or region.level == Level.DESA:
        return
    page = place_page(region=region, breadcrumb=[], user=user, is_whole=False)
    if page.period is None:
        return
    yield from _worst_gap(page, region)
    yield from _who_is_late(page, region)


def _worst_gap(page: PlacePage, region: Region) -> Iterator[HomeTask]:
    if not page.by_need:
        return
    worst = page.by_need[0]
    asked = urlencode({"periode": page.period.code if page.period else "", "layanan": worst.service.code})
    yield HomeTask(
        text=_("{service} kurang {count} di {place} ({period})").format(
            service=worst.service, count=number(worst.gap.shortage), place=region, period=page.period
        ),
        url=f"{reverse('results:place', args=[region.code])}?{asked}#peringkat",
        action=_("Lihat di mana"),
        tone="bad",
        count=worst.gap.shortage,
    )


def _who_is_late(page: PlacePage, region: Region) -> Iterator[HomeTask]:
    late = page.late_desa
    if not late:
        return
    asked = urlencode({"periode": page.period.code if page.period else ""})
    text = _("{count} {places} belum mengirim semua angka {period}")
    if page.several_late:
        text = _("Sedikitnya {count} {places} belum mengirim semua angka {period}")
    yield HomeTask(
        text=text.format(count=number(late), places=place_noun(Level.DESA), period=page.period),
        url=f"{reverse('results:completeness', args=[region.code])}?{asked}",
        action=_("Lihat siapa"),
        tone="warn",
        count=late,
    )


def chores(*, at: datetime) -> Iterator[str]:
    """Read the figures of all promises of trainings once a day, in the first hour of work; safe to do again."""
    if forward.is_due(at=at):
        yield f"thread: the figures of {forward.read_figures(at=at)} promises were read"

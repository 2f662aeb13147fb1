"""Calendar feeds: the page on which one makes, renews and stops them, and the feed itself."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rumahbersama.chain.commitments import actions, ics, queries
from rumahbersama.chain.commitments.models import CalendarFeed, Commitment, Step
from rumahbersama.chain.commitments.permissions import get_place_of_commitments
from rumahbersama.chain.commitments.rules import OPEN_STATES
from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.people.permissions import own_posts, scope_of
from rumahbersama.ground.people.roles import VIEW_ROWS
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.queries import names_of

MOST = 500  # events of one feed: the nearest deadlines first
BACK = timedelta(days=365)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def calendars(request: HttpRequest) -> HttpResponse:
    """Show one's feeds; make, renew or stop one of them."""
    if request.method == "POST":
        return _change(request)
    feeds = {feed.region.code if feed.region else "": feed for feed in _feeds(request.user)}
    places = names_of(scope_of(request.user).places_for(VIEW_ROWS))
    lines = [
        _line(request, code, name, feeds.get(code)) for code, name in [("", _("Komitmen saya")), *places.items()]
    ]
    return render_page(request, "commitments/calendars.html", {"lines": lines})


def _feeds(user: Any) -> QuerySet[CalendarFeed]:  # noqa: ANN401
    return CalendarFeed.objects.filter(account=user).select_related("region")


def _line(request: HttpRequest, code: str, name: str, feed: CalendarFeed | None) -> dict[str, Any]:
    url = request.build_absolute_uri(reverse("commitments:feed", args=[feed.token])) if feed else ""
    return {"code": code, "name": name, "feed": feed, "url": url}


def _change(request: HttpRequest) -> HttpResponse:
    code = request.POST.get("tempat", "")
    region = get_place_of_commitments(request.user, code) if code else None
    if request.POST.get("lakukan") == "hentikan":
        actions.stop_feed(account=request.user, region=region)
        messages.success(request, _("Kalender dihentikan. Alamat yang lama tidak berlaku lagi."))
    else:
        actions.make_feed(account=request.user, region=region, at=timezone.now())
        messages.success(request, _("Alamat kalender dibuat. Salin ke aplikasi kalender Anda."))
    return go_to(request, reverse("commitments:calendars"))


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give a calendar to whoever knows its address, as its account may see it today."""
    found = CalendarFeed.objects.select_related("account", "region").filter(token=token).first()
    if found is None or not found.account.is_active:
        raise Http404
    rows = _rows_of(found)
    name = f"Rumah Bersama: {found}"
    answer = HttpResponse(
        ics.calendar_of(rows, _steps_of(rows), name=name, at=timezone.now()),
        content_type="text/calendar; charset=utf-8",
    )
    answer["Content-Disposition"] = 'inline; filename="komitmen.ics"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _rows_of(found: CalendarFeed) -> list[Commitment]:
    region: Region | None = found.region
    if region is None:
        rows = queries.commitments_of_posts(own_posts(found.account))
    elif scope_of(found.account).may(VIEW_ROWS, region.code):
        rows = queries.commitments_of(region)
    else:
        raise Http404
    since = timezone.localdate() - BACK
    return list(rows.filter(state__in=OPEN_STATES, due_on__gte=since).order_by("due_on", "pk")[:MOST])


def _steps_of(rows: Sequence[Commitment]) -> QuerySet[Step]:
    return Step.objects.filter(commitment__in=[row.pk for row in rows]).order_by("due_on", "pk")

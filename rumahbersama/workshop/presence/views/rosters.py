"""Lists of who is expected: all in sight, a new one, one with its occasions and shares, as a file."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.core.outbox import once
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import listed
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.regions.models import Region
from rumahbersama.workshop.presence import actions, queries, tables
from rumahbersama.workshop.presence.forms import RosterForm
from rumahbersama.workshop.presence.models import Roster
from rumahbersama.workshop.presence.owners import owner_of
from rumahbersama.workshop.presence.permissions import (
    get_roster_to_view,
    may_keep,
    places_to_make_at,
    require_making,
    visible_rosters,
)

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}
SORTS = {"acara": "title", "tempat": "region__code", "dibuat": "made_at", "orang": "people"}


@login_required
@require_safe
def rosters(request: HttpRequest) -> HttpResponse:
    """List the attendance lists of one's places, the newest first."""
    rows = queries.with_counts(visible_rosters(request.user))
    listing = listed(request, rows, sorts=SORTS, default="-dibuat", search=["title", "region__name"])
    context = {"listing": listing, "may_make": bool(places_to_make_at(request.user))}
    return render_page(request, "presence/rosters.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make a list of one's own with its first occasion; names come next."""
    codes = require_making(request.user)
    places = _places(request, codes)
    form = RosterForm(request.POST or None, places=places, initial={"day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            return go_to(request, _made(request, form))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render_page(request, "presence/new.html", {"form": form}, invalid=request.method == "POST")


def _places(request: HttpRequest, codes: list[str]) -> list[Region]:
    """Return the places for which one may make a list: those at which one holds a role (no query)."""
    held = scope_of(request.user).regions
    return [held[code] for code in codes if code in held]


def _made(request: HttpRequest, form: RosterForm) -> str:
    now, plan = timezone.now(), form.plan()
    region = form.places[form.cleaned_data["region"]]

    @transaction.atomic
    def make() -> str:
        made = actions.make_roster(title=plan.title, region=region, by=request.user, at=now)
        actions.plan_occasion(roster=made, plan=plan, by=request.user, at=now)
        messages.success(request, _("Daftar hadir tersimpan. Sekarang isi namanya."))
        return reverse("presence:names", args=[made.pk])

    return once(request, make)


@login_required
@require_safe
def roster(request: HttpRequest, number: int) -> HttpResponse:
    """Show a list: its occasions, and each person with their share."""
    found = get_roster_to_view(request.user, number)
    people = queries.on_the_list(found)
    listing = listed(
        request, people, sorts={"urutan": "order", "nama": "search_name"}, default="urutan", search=["search_name"]
    )
    occasions = queries.occasions_of(found)
    context = {
        "roster": found,
        "occasions": occasions,
        "people": listing.total if not listing.q else people.count(),
        "listing": listing,
        "table": queries.attendance(found, attendees=list(listing.page)),
        "days": queries.days_of(occasions),
        "may_keep": may_keep(request.user, found),
    }
    return render_page(request, "presence/roster.html", context | owned(found))


def owned(found: Roster) -> dict[str, Any]:
    """Return where a list belongs to: the page of its owner, and what that is called."""
    owner = owner_of(found.owner)
    if owner is None:
        return {"owner_url": "", "owner_title": ""}
    return {
        "owner_url": owner.url(found.owner),
        "owner_title": owner.title(found.owner),
    }


@login_required
@require_safe
def download(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """Give the attendance of a list as CSV or XLSX."""
    found = get_roster_to_view(request.user, number)
    if form not in FORMATS:
        raise Http404
    name = f"kehadiran-{found.pk}-{timezone.localdate():%Y%m%d}.{form}"
    return FORMATS[form](name, *tables.attendance_sheet(queries.attendance(found)))

"""Pages of who reads: the materials of an event, by account, and by personal link."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rumahbersama.chain.training.materials import archive, presenting, queries
from rumahbersama.chain.training.materials.permissions import (
    Reach,
    get_material,
    get_reach_of_event,
    get_reader,
    get_version,
)
from rumahbersama.chain.training.models import Event
from rumahbersama.ground.core.http import refused, render_page
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.files import serving


@login_required
@require_safe
def event(request: HttpRequest, number: int) -> HttpResponse:
    """Show the materials of an event by subject, with the version that was current when it was taught."""
    found, reach = get_reach_of_event(request.user, number)
    shelves = queries.shelves_of(reach, event=found, now=timezone.now())
    context = presenting.context_of(request, reach, shelves) | {"event": found}
    return render_page(request, "materials/event.html", context)


@login_required
@require_safe
def event_archive(request: HttpRequest, number: int) -> HttpResponseBase:
    """Give the materials of an event as one ZIP, narrowed as the page is."""
    found, reach = get_reach_of_event(request.user, number)
    return packed_event(request, found, reach, back=reverse("materials:event", args=[number]))


def packed_event(request: HttpRequest, event: Event, reach: Reach, *, back: str) -> HttpResponseBase:
    """Return the ZIP of an event, or the page that says why there is none."""
    shelves = presenting.wished(request, queries.shelves_of(reach, event=event, now=timezone.now()))
    try:
        archive.check(shelves)
    except Refusal as refusal:
        return refused(request, refusal, back_url=back)
    return archive.respond(shelves, title=event.title, name=f"bahan-pelatihan-{event.pk}", event=event)


@never_cache
@require_safe
def personal(request: HttpRequest, token: str) -> HttpResponse:
    """Show somebody the materials of their event, without an account."""
    reader = get_reader(token)
    shelves = queries.shelves_of(reader.reach, event=reader.event, now=timezone.now())
    context: dict[str, Any] = presenting.context_of(request, reader.reach, shelves)
    context |= {"event": reader.event, "reader": reader, "token": token}
    return render_page(request, "materials/event.html", context)


@never_cache
@require_safe
def personal_archive(request: HttpRequest, token: str) -> HttpResponseBase:
    """Give the same as one ZIP."""
    reader = get_reader(token)
    return packed_event(request, reader.event, reader.reach, back=reverse("materials:personal", args=[token]))


@require_safe
def personal_file(request: HttpRequest, token: str, number: int, version: int) -> HttpResponse:
    """Give one version of a material; a trainer's guide is not there for who takes part."""
    try:
        found = get_material(get_reader(token).reach, number)
    except PermissionDenied:
        raise Http404 from None
    return serving.respond(get_version(found, version).file)

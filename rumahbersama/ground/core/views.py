"""Pages of the ground: components, jobs, help, health, and what is shown when something goes wrong."""

import logging
import uuid
from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from rumahbersama.ground.core import registry, showcase
from rumahbersama.ground.core.http import render_page
from rumahbersama.ground.core.models import Job
from rumahbersama.ground.core.outbox import deliverable
from rumahbersama.ground.core.permissions import get_job_to_view, visible_jobs
from rumahbersama.ground.core.tables import Fields, in_turn, listed

log = logging.getLogger(__name__)


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Show every component in every state, with invented values."""
    return render(request, "core/components.html", showcase.everything(request))


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Show how the main jobs are done, and what the words mean."""
    return render(request, "core/help.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show what we promise, what was tried, and where to turn."""
    return render(request, "core/accessibility.html")


@login_required
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """List the person's own background jobs."""
    sorts: dict[str, Fields] = {"mulai": "created_at", "nama": "title", "keadaan": in_turn("state", Job.State)}
    listing = listed(request, visible_jobs(request.user), sorts=sorts, default="-mulai", search=["title"])
    return render(request, "core/jobs.html", {"listing": listing})


@login_required
@never_cache
@require_safe
def job(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """Show how far one job is; htmx asks again every two seconds."""
    entry = get_job_to_view(request.user, job_id)
    return render_page(request, "core/job.html", {"job": entry}, part="kemajuan")


# For machines ---------------------------------------------------------------------------
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process lives; asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether requests can be served: database, migrations, triggers and worker, as the rooms report."""
    try:
        bad = [check.name for check in registry.doctor_checks.each() if check.state == "bad"]
    except DatabaseError:
        log.exception("the database does not answer")
        bad = ["database"]
    return JsonResponse({"ready": not bad, "bad": bad}, status=503 if bad else 200)


@cache_control(max_age=86_400, public=True)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Ask search engines to stay away: these are working pages of offices."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Send browsers that guess the address to the icon."""
    return HttpResponsePermanentRedirect(static("core/icon.svg"))


@cache_control(no_cache=True)
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """Serve the worker from the root, so that it covers every page."""
    path = finders.find("core/sw.js")
    text = Path(str(path)).read_text(encoding="utf-8")
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


# Outbox ---------------------------------------------------------------------------------
@login_required
@require_safe
@deliverable
def outbox(request: HttpRequest) -> HttpResponse:
    """Show what waits on this device to be sent; the page's script fills it from the device."""
    return render_page(request, "core/outbox.html")


@never_cache
@require_safe
def token(request: HttpRequest) -> JsonResponse:
    """Give a fresh CSRF token, and whose session this is: "" for a stranger's."""
    account = str(request.user.pk) if request.user.is_authenticated else ""
    return JsonResponse({"token": get_token(request), "akun": account})


# When something goes wrong -----------------------------------------------------------------
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Show the page that the service worker keeps for when the network is gone."""
    return render(request, "core/offline.html", {"stylesheet": _stylesheet()})


def server_error(request: HttpRequest) -> HttpResponse:
    """Show the page that needs neither database nor menu."""
    return HttpResponse(render_to_string("500.html", {"stylesheet": _stylesheet()}), status=500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Show the page for a request that cannot be read, which also needs no menu."""
    return HttpResponse(render_to_string("400.html", {"stylesheet": _stylesheet()}), status=400)


def _stylesheet() -> str:
    """Return the address of the stylesheet, or nothing where even that cannot be told."""
    try:
        return staticfiles_storage.url("core/app.css")
    except ValueError:
        return ""

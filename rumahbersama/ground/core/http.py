"""Helpers for views: a page or its part, a redirect that htmx understands, the version that was seen."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect

from rumahbersama.ground.core.outbox import HEADER, problems_of


def render_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    part: str = "",
    invalid: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Render the page, or only its named ``part`` when htmx asks; 422 when ``invalid``, in JSON for an outbox."""
    if invalid and HEADER in request.headers:
        return problems_of((context or {}).get("form"))
    htmx = getattr(request, "htmx", False)
    name = f"{template}#{part}" if part and htmx and not request.htmx.history_restore_request else template  # type: ignore[attr-defined]
    response = render(request, name, context or {}, status=422 if invalid else status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def seen_version(request: HttpRequest, now: int) -> int:
    """Return which version of a row the person had before them (the hidden ``seen``); without one ``now``."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() and len(seen) < 10 else now


def go_to(request: HttpRequest, url: str) -> HttpResponse:
    """Redirect to ``url`` with or without htmx."""
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(url)
    return HttpResponseRedirect(url)


def refused(request: HttpRequest, refusal: Exception, *, back_url: str = "") -> HttpResponse:
    """Show the sentence of a refusal on a page of its own (422), for acts that have no form to return to."""
    return render(request, "422.html", {"message": str(refusal), "back_url": back_url}, status=422)

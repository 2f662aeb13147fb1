"""The screen of the hall: the QR of the moment, its code in text, and who arrives. Nothing on it needs a keyboard."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rumahbersama.ground.core.http import render_page
from rumahbersama.workshop.presence import queries
from rumahbersama.workshop.presence.codes import code_now
from rumahbersama.workshop.presence.permissions import get_occasion_to_keep
from rumahbersama.workshop.presence.qr import svg_of

PART_SECONDS = 5  # how often the screen looks again; the code changes every rule.code_seconds


@login_required
@require_safe
def screen(request: HttpRequest, number: int) -> HttpResponse:
    """Show QR, code and arrivals; asked again every few seconds by htmx, or whole without script."""
    found = get_occasion_to_keep(request.user, number)
    now = timezone.now()
    code = code_now(found.key, now)
    link = request.build_absolute_uri(reverse("presence:scan", args=[found.key, code]))
    context = {
        "occasion": found,
        "code": code,
        "qr": svg_of(link, label=_("QR untuk mencatat kehadiran")) if found.is_open else "",
        "enter_url": request.build_absolute_uri(reverse("presence:enter")),
        "arrivals": queries.arrivals_of(found),
        "seconds": PART_SECONDS,
        "now": now,
    }
    return render_page(request, "presence/screen.html", context, part="layar")

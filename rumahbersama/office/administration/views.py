"""Pages for the keeper of the installation."""

from collections import Counter

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rumahbersama.ground.core import health as core_health
from rumahbersama.ground.core.http import render_page
from rumahbersama.ground.core.models import Job
from rumahbersama.ground.core.tables import in_turn, listed
from rumahbersama.office.administration.permissions import require_keeper, visible_jobs
from rumahbersama.office.administration.queries import job_counts, signed_in


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show the state of the installation in a few figures, and the way to everything one keeps."""
    require_keeper(request.user)
    checks = core_health.all_checks()
    context = {
        "unsound": [check for check in checks if check.state == "bad"],
        "warnings": [check for check in checks if check.state == "warn"],
        "counts": job_counts(user=request.user),
        "signed_in": len(signed_in(user=request.user, at=timezone.now())),
    }
    return render_page(request, "office/administration.html", context)


@login_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Show what ``rumah doctor`` says, worst first."""
    require_keeper(request.user)
    checks = core_health.all_checks()
    states = Counter(check.state for check in checks)
    context = {"checks": checks, "unsound": states["bad"], "warnings": states["warn"]}
    return render_page(request, "office/health.html", context)


@login_required
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """List the background work of everybody in the keeper's places, newest first."""
    require_keeper(request.user)
    state = request.GET.get("keadaan", "")
    rows = visible_jobs(request.user)
    if state in Job.State.values:
        rows = rows.filter(state=state)
    listing = listed(
        request,
        rows,
        sorts={
            "waktu": "created_at",
            "pekerjaan": "title",
            "keadaan": in_turn("state", Job.State),
            "oleh": "by__name",
        },
        default="-waktu",
        search=["title", "by__name", "message"],
    )
    context = {"listing": listing, "state": state, "states": Job.State.choices}
    return render_page(request, "office/jobs.html", context)


@login_required
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """List who is signed in now."""
    require_keeper(request.user)
    return render_page(request, "office/sessions.html", {"rows": signed_in(user=request.user, at=timezone.now())})

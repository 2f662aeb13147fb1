"""Pages of evidence: bring it to a problem that is there, what it says now, take it away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rumahbersama.chain.house.problems import actions, queries
from rumahbersama.chain.house.problems.permissions import (
    get_evidence_to_remove,
    get_evidence_to_view,
    get_kecamatan_to_raise,
    get_problem_to_score,
)
from rumahbersama.chain.house.problems.reading import amount, asked, read
from rumahbersama.ground.core.http import go_to, refused, render_page
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import listed

SORTS = {"terbaru": ("-entered_at",), "nomor": ("year", "number")}


@login_required
@require_safe
def bring(request: HttpRequest, code: str) -> HttpResponse:
    """List the open problems to which what the address brings along may be added."""
    kecamatan = get_kecamatan_to_raise(request.user, code)
    rows = queries.open_problems_to_add_to(kecamatan, user=request.user)
    listing = listed(request, rows, sorts=SORTS, default="terbaru", search=["statement", "hamlet"], size=20)
    context = {"region": kecamatan, "snapshots": asked(request.GET, user=request.user), "listing": listing}
    return render_page(request, "problems/bring.html", context)


@login_required
@require_POST
def add(request: HttpRequest, number: int) -> HttpResponse:
    """Add what a page says now to a problem."""
    found = get_problem_to_score(request.user, number)
    brought = asked(request.POST, user=request.user)
    if not brought:
        messages.warning(request, _("Tidak ada yang ditambahkan: angkanya tidak ada lagi, atau bukan untuk Anda."))
        return go_to(request, found.get_absolute_url())
    try:
        for snapshot in brought:
            actions.bring_evidence(problem=found, snapshot=snapshot, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return refused(request, refusal, back_url=found.get_absolute_url())
    messages.success(request, _("Bukti ditambahkan."))
    return go_to(request, found.get_absolute_url())


@login_required
@require_safe
def evidence(request: HttpRequest, number: int, evidence: int) -> HttpResponse:
    """Show evidence as it was read, beside what the same page says now to this account."""
    found = get_evidence_to_view(request.user, number, evidence)
    now = read(found.reference, user=request.user)
    context = {
        "problem": found.problem,
        "region": found.problem.kecamatan,
        "evidence": found,
        "now": now.evidence if now else None,
        "value_then": amount(found.value, found.unit),
        "value_now": amount(now.evidence.value, now.evidence.unit) if now else "",
    }
    return render_page(request, "problems/evidence.html", context, part="now")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, number: int, evidence: int) -> HttpResponse:
    """Take evidence away, after asking."""
    found = get_evidence_to_remove(request.user, number, evidence)
    if request.method == "POST":
        try:
            actions.remove_evidence(evidence=found, by=request.user, at=timezone.now())
        except Refusal as refusal:
            return refused(request, refusal, back_url=found.problem.get_absolute_url())
        messages.success(request, _("Bukti dilepas. Riwayatnya tetap tercatat."))
        return go_to(request, found.problem.get_absolute_url())
    context = {"problem": found.problem, "region": found.problem.kecamatan, "evidence": found}
    return render_page(request, "problems/remove_evidence.html", context)

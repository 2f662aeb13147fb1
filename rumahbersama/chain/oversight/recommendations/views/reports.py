"""Reports to the bupati with a copy to APIP: what waits, what was reported, and the results in each."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rumahbersama.chain.oversight.recommendations import queries
from rumahbersama.chain.oversight.recommendations.actions import confirming
from rumahbersama.chain.oversight.recommendations.documents import head_of, papers_of
from rumahbersama.chain.oversight.recommendations.permissions import get_kecamatan_to_report, get_report
from rumahbersama.chain.oversight.recommendations.reference import rule_on
from rumahbersama.ground.core.http import go_to, refused, render_page
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import listed
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.roles import CONFIRM_GUIDANCE
from rumahbersama.workshop.papers.rules import IN_FORCE, UNFINISHED


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reports(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is confirmed and waits to be reported, and write the report of it."""
    kecamatan, today = get_kecamatan_to_report(request.user, code), timezone.localdate()
    if request.method == "POST":
        try:
            made = confirming.make_report(kecamatan=kecamatan, by=request.user, at=timezone.now())
        except Refusal as refusal:
            return refused(request, refusal, back_url=request.path)
        messages.success(request, _("Laporan {number} dan konsep suratnya tersimpan.").format(number=made))
        return go_to(request, made.get_absolute_url())
    waiting = queries.in_place(kecamatan, user=request.user)
    rows = queries.narrowed(waiting, {"keadaan": queries.TO_REPORT}, today=today)
    context = {
        "region": kecamatan,
        "waiting": list(rows.order_by("village__code", "pk")[: confirming.MOST_IN_A_REPORT]),
        "listing": listed(request, queries.reports_of(kecamatan), sorts={"baru": "made_at"}, default="-baru"),
        "head": head_of(kecamatan)[0],
    }
    return render_page(request, "recommendations/reports.html", context)


@login_required
@require_safe
def report(request: HttpRequest, number: int) -> HttpResponse:
    """Show a report: its results with the village's reply, and for the kecamatan its paper."""
    found, rule = get_report(request.user, number), rule_on(timezone.localdate())
    leads = scope_of(request.user).may(CONFIRM_GUIDANCE, found.kecamatan.code)
    paper = papers_of(found).first()
    context = {
        "report": found,
        "region": found.kecamatan,
        "rows": [(row, rule.severity(row.severity).name) for row in queries.items_of(found, user=request.user)],
        "paper": paper,
        "leads": leads,
        "may_take_back": leads and (paper is None or paper.state not in (*UNFINISHED, *IN_FORCE)),
        "head": head_of(found.kecamatan),
    }
    return render_page(request, "recommendations/report.html", context)


@login_required
@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Free the results of a report whose paper was cancelled."""
    found = get_report(request.user, number)
    if not scope_of(request.user).may(CONFIRM_GUIDANCE, found.kecamatan.code):
        raise PermissionDenied
    try:
        confirming.take_back_report(report=found, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return refused(request, refusal, back_url=found.get_absolute_url())
    messages.success(request, _("Hasilnya dapat dilaporkan lagi."))
    return go_to(request, found.get_absolute_url())

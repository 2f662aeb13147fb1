"""Pages that decide about a problem: move it on, merge it, part it again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rumahbersama.chain.house.problems import deciding, queries
from rumahbersama.chain.house.problems.acts import choices_for, why_not_merged
from rumahbersama.chain.house.problems.forms import DecisionForm, MergeForm
from rumahbersama.chain.house.problems.models import Problem
from rumahbersama.chain.house.problems.permissions import get_problem_to_decide, get_problem_to_lead
from rumahbersama.ground.core.http import go_to, refused, render_page, seen_version
from rumahbersama.ground.core.rules import Refusal


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for the reason of a decision, and take it."""
    found = get_problem_to_decide(request.user, number)
    choices = choices_for(request.user, found)
    if not choices:
        raise PermissionDenied
    form = DecisionForm(
        request.POST or None, problem=found, choices=choices, initial={"to": request.GET.get("ke", "")}
    )
    if request.method == "POST" and form.is_valid() and _decided(request, form, found):
        messages.success(request, _("Keputusan tersimpan."))
        return go_to(request, found.get_absolute_url())
    context = {"problem": found, "region": found.kecamatan, "form": form}
    context["seen"] = seen_version(request, found.version)
    context["in_post"] = deciding.in_post(found, by=request.user, at=timezone.now())
    return render_page(request, "problems/decide.html", context, invalid=request.method == "POST")


def _decided(request: HttpRequest, form: DecisionForm, found: Problem) -> bool:
    seen = seen_version(request, found.version)
    try:
        deciding.decide(problem=found, decision=form.decision(), by=request.user, at=timezone.now(), seen=seen)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, number: int) -> HttpResponse:
    """Merge a problem into another that says the same."""
    found = get_problem_to_lead(request.user, number)
    reason = why_not_merged(found)
    if reason:
        return refused(request, Refusal(reason), back_url=found.get_absolute_url())
    alike = queries.doubles_of(found, places=queries.places_of(found), user=request.user)
    form = MergeForm(request.POST or None, alike=alike)
    main = _merged(request, form, found) if request.method == "POST" and form.is_valid() else None
    if main is not None:
        text = _(
            "Digabung ke no. {number}, yang sekarang {standing}. "
            "Masalah ini tetap punya halaman dan dapat dilepas lagi."
        )
        messages.success(request, text.format(number=main.numbered, standing=main.standing))
        return go_to(request, found.get_absolute_url())
    context = {"problem": found, "region": found.kecamatan, "form": form}
    context["seen"] = seen_version(request, found.version)
    return render_page(request, "problems/merge.html", context, invalid=request.method == "POST")


def _merged(request: HttpRequest, form: MergeForm, found: Problem) -> Problem | None:
    """Return the problem into which this one was merged; None where that was refused, with the reason on the form."""
    main = queries.numbered(form.chosen(), kecamatan=found.kecamatan, user=request.user)
    if main is None:
        form.add_error("number", _("Tidak ada masalah bernomor itu di kecamatan ini. Periksa nomornya."))
        return None
    seen = seen_version(request, found.version)
    try:
        deciding.merge(problem=found, main=main, by=request.user, at=timezone.now(), seen=seen)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    return main


@login_required
@require_POST
def part(request: HttpRequest, number: int) -> HttpResponse:
    """Undo a merge."""
    found = get_problem_to_lead(request.user, number)
    seen = seen_version(request, found.version)
    try:
        deciding.part(problem=found, by=request.user, at=timezone.now(), seen=seen)
    except Refusal as refusal:
        return refused(request, refusal, back_url=found.get_absolute_url())
    messages.success(request, _("Dilepas. Masalah ini berdiri sendiri lagi."))
    return go_to(request, found.get_absolute_url())

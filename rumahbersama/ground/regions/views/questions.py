"""Pages for deciding what became of a region that an edition no longer carries."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import listed
from rumahbersama.ground.regions import permissions
from rumahbersama.ground.regions.actions import LinkPlan, link_regions, mark_ended, plan_link
from rumahbersama.ground.regions.forms import ReasonForm, SuccessorForm
from rumahbersama.ground.regions.models import UnresolvedRegion
from rumahbersama.ground.regions.queries import pages as query

SHOW_AND_SEND = require_http_methods(["GET", "HEAD", "POST"])
SORTS = {"kode": "region__code", "nama": "region__name", "sebab": ("reason", "region__code")}


@require_safe
@login_required
def questions(request: HttpRequest) -> HttpResponse:
    """List the regions without a certain successor, open ones unless asked otherwise."""
    state = request.GET.get("keadaan", "open")
    reason = request.GET.get("sebab", "")
    rows = permissions.visible_questions(request.user).prefetch_related("candidates")
    if state in UnresolvedRegion.State.values:
        rows = rows.filter(state=state)
    if reason in UnresolvedRegion.Reason.values:
        rows = rows.filter(reason=reason)
    listing = listed(request, rows, sorts=SORTS, default="kode", search=["region__name", "region__code"])
    context = {
        "listing": listing,
        "state": state,
        "states": UnresolvedRegion.State.choices,
        "reason": reason,
        "reasons": UnresolvedRegion.Reason.choices,
    }
    return render_page(request, "regions/questions.html", context)


@require_safe
@login_required
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the successor of one region."""
    entry = permissions.get_question_to_decide(request.user, pk)
    form = SuccessorForm(question=entry)
    return render_page(request, "regions/question.html", _context(entry) | {"form": form})


@SHOW_AND_SEND
@login_required
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what linking would move; on POST link the two."""
    entry = permissions.get_question_to_decide(request.user, pk)
    chosen = SuccessorForm(request.GET, question=entry)
    if not chosen.is_valid():
        return render_page(request, "regions/question.html", _context(entry) | {"form": chosen}, invalid=True)
    successor = chosen.region()
    if not permissions.may_manage(request.user, successor.code):
        raise PermissionDenied
    form = ReasonForm(request.POST or None)
    plan: LinkPlan | None = None
    try:
        plan = plan_link(gone=entry.region, successor=successor)
        if request.method == "POST" and form.is_valid():
            link_regions(
                gone=entry.region, successor=successor, by=request.user, at=timezone.now(), **form.cleaned_data
            )
            messages.success(request, _("Kedua wilayah sudah disambungkan."))
            return go_to(request, reverse("regions:history", args=[successor.code]))
    except Refusal as refusal:
        chosen.add_error(None, str(refusal))
    context = _context(entry) | {"plan": plan, "successor": successor, "form": form, "chosen": chosen}
    return render_page(request, "regions/link.html", context, invalid=form.is_bound or bool(chosen.errors))


@SHOW_AND_SEND
@login_required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm that a region has no successor."""
    entry = permissions.get_question_to_decide(request.user, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            mark_ended(question=entry, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("{region} dinyatakan memang tidak ada lagi.").format(region=entry.region))
            return go_to(request, reverse("regions:questions"))
    return render_page(request, "regions/end.html", _context(entry) | {"form": form}, invalid=form.is_bound)


def _context(entry: UnresolvedRegion) -> dict[str, object]:
    return {"question": entry, "place": query.lies_in(entry.region)}

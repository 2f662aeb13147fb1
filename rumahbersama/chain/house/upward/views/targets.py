"""The page of a kabupaten's service target: what holds, what held before, and setting a new one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rumahbersama.chain.house.upward import queries
from rumahbersama.chain.house.upward.actions.targets import remove_target, set_target
from rumahbersama.chain.house.upward.forms import TargetForm, initial_of
from rumahbersama.chain.house.upward.models import Target
from rumahbersama.chain.house.upward.permissions import get_kabupaten, may_set_target, wide_places
from rumahbersama.chain.house.upward.reference import shipped_on
from rumahbersama.chain.house.upward.rules import ServiceTarget
from rumahbersama.ground.core.http import go_to, refused, render_page
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.queries import breadcrumb_of
from rumahbersama.ground.regions.rules import is_below_or_same


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def targets(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the bupati set, dated, with its regulation; who coordinates writes a new one down."""
    kabupaten, today = get_kabupaten(code), timezone.localdate()
    may_set = may_set_target(request.user, kabupaten)
    if request.method == "POST" and not may_set:
        raise PermissionDenied
    rows = queries.targets_of(kabupaten)
    if "cabut" in request.POST:
        return _taken_back(request, kabupaten, rows)
    now = next((queries.told(row) for row in rows if row.valid_from <= today), shipped_on(today).target)
    form = _form(request, kabupaten, now) if may_set else None
    if request.method == "POST" and form is not None and form.is_valid() and _set(request, form, kabupaten):
        return go_to(request, reverse("upward:targets", args=[kabupaten.code]))
    context = {
        "region": kabupaten,
        "trail": breadcrumb_of(kabupaten),
        "now": now,
        "rows": rows,
        "shipped": shipped_on(today).target,
        "form": form,
        "today": today,
        "may_list": any(is_below_or_same(kabupaten.code, place) for place in wide_places(request.user)),
    }
    return render_page(request, "upward/targets.html", context, invalid=request.method == "POST")


def _taken_back(request: HttpRequest, kabupaten: Region, rows: list[Target]) -> HttpResponse:
    """Take back one of these that does not hold yet."""
    address = reverse("upward:targets", args=[kabupaten.code])
    found = next((row for row in rows if str(row.pk) == request.POST["cabut"]), None)
    if found is None:
        raise Http404
    try:
        remove_target(target=found, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return refused(request, refusal, back_url=address)
    messages.success(request, _("Target itu dicabut; riwayatnya tetap tersimpan."))
    return go_to(request, address)


def _form(request: HttpRequest, kabupaten: Region, now: ServiceTarget) -> TargetForm:
    posts = queries.offices_in(kabupaten)
    known = queries.with_posts(now, posts)
    return TargetForm(request.POST or None, now=known, posts=posts, initial=initial_of(known))


def _set(request: HttpRequest, form: TargetForm, kabupaten: Region) -> bool:
    try:
        set_target(kabupaten=kabupaten, target=form.target(), by=request.user, at=timezone.now())
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Target tersimpan. Waktu yang sudah berjalan tidak berubah."))
    return True

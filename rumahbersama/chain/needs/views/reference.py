"""Reference data: indicators, services with their standards, periods; each with its law and its history."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.needs import queries, reference
from rumahbersama.chain.needs.forms import IndicatorForm, PeriodForm, StandardForm, ThresholdForm
from rumahbersama.chain.needs.models import Standard, Threshold
from rumahbersama.chain.needs.permissions import (
    get_indicator,
    get_service,
    get_threshold,
    may_manage_reference,
    require_manager,
)
from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import Listing, listed
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.regions.rules import NATION_CODE


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """List what is measured, what the law asks, and the periods; add a period."""
    manages = may_manage_reference(request.user)
    form = PeriodForm(request.POST or None, initial={"code": request.GET.get("baru", "")})
    if request.method == "POST":
        require_manager(request.user)
        if form.is_valid() and _period_added(request, form):
            return go_to(request, reverse("needs:index") + "#periode")
    context = {
        "services": queries.service_rows(),
        "listing": _indicator_list(request),
        "periods": queries.all_periods(),
        "thresholds": queries.thresholds_in_force(),
        "manages": manages,
        "form": form,
    }
    return render_page(request, "needs/index.html", context, invalid=request.method == "POST")


def _indicator_list(request: HttpRequest) -> Listing:
    return listed(
        request,
        queries.indicator_rows(),
        sorts={
            "bidang": ("area__order", "order"),
            "nama": "name",
            "tingkat": ("observed_level", "order"),
            "penyedia": ("supplier", "order"),
        },
        default="bidang",
        search=["name", "name_en", "code"],
        size=25,
    )


def _period_added(request: HttpRequest, form: PeriodForm) -> bool:
    try:
        period = reference.add_period(code=form.cleaned_data["code"], by=request.user, at=timezone.now())
    except Refusal as refusal:
        form.add_error("code", str(refusal))
        return False
    messages.success(request, _("Periode {period} ditambahkan.").format(period=period))
    return True


@login_required
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """Show one indicator: definition, formula, source, law, history."""
    found = get_indicator(code)
    context = {
        "indicator": found,
        "standards": queries.standards_on(found),
        "history": queries.reference_history("needs.indicator", found.code),
        "place": next((code for _role, code in scope_of(request.user).holdings), NATION_CODE),
        "manages": may_manage_reference(request.user),
    }
    return render_page(request, "needs/indicator.html", context)


@login_required
def edit_indicator(request: HttpRequest, code: str = "") -> HttpResponse:
    """Add an indicator, or change one, with the reason for it."""
    require_manager(request.user)
    found = get_indicator(code) if code else None
    form = IndicatorForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        saved = reference.save_indicator(
            indicator=form.save(commit=False), reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        )
        messages.success(request, _("Indikator {name} tersimpan.").format(name=saved))
        return go_to(request, saved.get_absolute_url())
    context = {"form": form, "indicator": found}
    return render_page(request, "needs/edit_indicator.html", context, invalid=request.method == "POST")


@login_required
def service(request: HttpRequest, code: str) -> HttpResponse:
    """Show a service: how its need is computed, its standards through time, their law."""
    found = get_service(code)
    context = {
        "service": found,
        "standards": list(found.standards.select_related("population")),
        "manages": may_manage_reference(request.user),
    }
    return render_page(request, "needs/service.html", context)


@login_required
def replace_standard(request: HttpRequest, code: str) -> HttpResponse:
    """Put a new standard in force; the gaps are computed again in the background."""
    require_manager(request.user)
    found = get_service(code)
    current = found.standards.filter(valid_to=None).first()
    form = StandardForm(
        request.POST or None,
        instance=_copy_of(current),
        initial={"valid_from": timezone.localdate(), "legal_basis_verified": False},
    )
    form.instance.service = found
    if request.method == "POST" and form.is_valid() and _standard_saved(request, form):
        return go_to(request, found.get_absolute_url())
    context = {"form": form, "service": found, "current": current}
    return render_page(request, "needs/replace_standard.html", context, invalid=request.method == "POST")


def _copy_of(current: Standard | None) -> Standard:
    if current is None:
        return Standard()
    current.pk = None
    current._state.adding = True
    return current


def _standard_saved(request: HttpRequest, form: StandardForm) -> bool:
    try:
        reference.replace_standard(
            standard=form.save(commit=False), reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        )
    except Refusal as refusal:
        form.add_error("valid_from", str(refusal))
        return False
    messages.success(request, _("Standar tersimpan. Kekurangan di semua tempat sedang dihitung ulang."))
    return True


@login_required
def replace_threshold(request: HttpRequest, code: str) -> HttpResponse:
    """Put another value of a threshold in force, with the reason; show its earlier values."""
    require_manager(request.user)
    current = get_threshold(code)
    form = ThresholdForm(
        request.POST or None,
        instance=Threshold(code=code, value=current.value, source=current.source),
        initial={"valid_from": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid() and _threshold_saved(request, form):
        return go_to(request, reverse("needs:index") + "#batas")
    context = {
        "form": form,
        "threshold": current,
        "history": queries.reference_history("needs.threshold", code),
    }
    return render_page(request, "needs/replace_threshold.html", context, invalid=request.method == "POST")


def _threshold_saved(request: HttpRequest, form: ThresholdForm) -> bool:
    try:
        reference.replace_threshold(
            threshold=form.save(commit=False), reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        )
    except Refusal as refusal:
        form.add_error("valid_from", str(refusal))
        return False
    messages.success(request, _("Batas tersimpan."))
    return True

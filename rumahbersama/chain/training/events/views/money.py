"""The budget of an event, and the ceilings of cost."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rumahbersama.chain.training.events import queries
from rumahbersama.chain.training.events.actions import money as actions
from rumahbersama.chain.training.events.forms.money import CeilingForm, LineForm, NewCeilingForm
from rumahbersama.chain.training.models import BudgetLine, CostCeiling, Event
from rumahbersama.chain.training.pages import Words, form_page
from rumahbersama.chain.training.permissions import get_event_to_run
from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.formats import rupiah
from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.roles import MANAGE_REFERENCE, RUN_TRAINING

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}


@login_required
@require_safe
def budget(request: HttpRequest, number: int) -> HttpResponse:
    """Show what an event costs, in all, for each who takes part and for each JP."""
    event = get_event_to_run(request.user, number)
    rows = queries.budget_of(event)
    classes = queries.classes_of(event)
    people = queries.counts_of(event).held
    jp = max((row.jp for row in classes), default=0)
    context = {
        "event": event,
        "rows": rows,
        "cost": queries.cost_of_event(rows, people=people, jp=jp),
        "over": sum(bool(row.over) for row in rows),
        "people": people,
        "jp": jp,
    }
    return render_page(request, "training/budget.html", context)


@login_required
@require_safe
def download_budget(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """Give the budget as CSV or XLSX."""
    event = get_event_to_run(request.user, number)
    if form not in FORMATS:
        raise Http404
    header = [_("Uraian"), _("Satuan"), _("Banyaknya"), _("Harga satuan"), _("Jumlah"), _("Plafon"), _("Alasan")]
    rows = [
        [
            *(row.line.title, row.line.unit, row.line.volume, row.line.price_rupiah, row.line.amount_rupiah),
            *(row.ceiling.most_rupiah if row.ceiling else None, row.line.reason),
        ]
        for row in queries.budget_of(event)
    ]
    return FORMATS[form](f"anggaran-{event.pk}.{form}", header, rows)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_line(request: HttpRequest, number: int) -> HttpResponse:
    """Add a line to a budget."""
    return _line(request, get_event_to_run(request.user, number), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_line(request: HttpRequest, number: int, line: int) -> HttpResponse:
    """Change a line of a budget."""
    event = get_event_to_run(request.user, number)
    return _line(request, event, _line_of(event, line))


def _line_of(event: Event, number: int) -> BudgetLine:
    found = BudgetLine.objects.filter(event=event, pk=number).first()
    if found is None:
        raise Http404
    found.event = event
    return found


def _line(request: HttpRequest, event: Event, line: BudgetLine | None) -> HttpResponse:
    names = ("title", "unit", "volume", "price_rupiah", "ceiling_code", "reason")
    initial = {name: getattr(line, name) for name in names} if line else {}
    form = LineForm(
        request.POST or None, ceilings=list(queries.ceilings_on(event.starts_on).values()), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_line(event=event, line=line, facts=form.facts(), by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Baris anggaran tersimpan."))
            return go_to(request, _budget_of(event))
    heading = _("Ubah baris anggaran") if line else _("Tambah baris anggaran")
    words = Words(heading, _("Simpan baris"), _budget_of(event), _("Anggaran"))
    gone = reverse("training:remove_line", args=[event.pk, line.pk]) if line else ""
    return form_page(request, form, words, remove_url=gone, remove_label=_("Hapus baris ini"))


def _budget_of(event: Event) -> str:
    return reverse("training:budget", args=[event.pk])


@login_required
@require_POST
def remove_line(request: HttpRequest, number: int, line: int) -> HttpResponse:
    """Remove a line of a budget."""
    event = get_event_to_run(request.user, number)
    actions.remove_line(line=_line_of(event, line), by=request.user, at=timezone.now())
    messages.success(request, _("Baris anggaran dihapus."))
    return go_to(request, _budget_of(event))


@login_required
@require_safe
def ceilings(request: HttpRequest) -> HttpResponse:
    """List the ceilings of cost with their time and law."""
    scope = scope_of(request.user)
    if not (scope.places_for(RUN_TRAINING) or scope.places_for(MANAGE_REFERENCE)):
        raise PermissionDenied
    context = {"rows": list(CostCeiling.objects.all()), "may_change": bool(scope.places_for(MANAGE_REFERENCE))}
    return render_page(request, "training/ceilings.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_ceiling(request: HttpRequest) -> HttpResponse:
    """Add a ceiling, or put a new value in force (``?kode=``)."""
    if not scope_of(request.user).places_for(MANAGE_REFERENCE):
        raise PermissionDenied
    now = CostCeiling.objects.filter(code=request.GET.get("kode", ""), valid_to=None).first()
    form = (CeilingForm if now else NewCeilingForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        told["most_rupiah"] = int(told["most_rupiah"])
        if now is not None:
            told |= {"code": now.code, "title": now.title, "unit": now.unit}
        try:
            actions.save_ceilings(facts=[actions.CeilingFacts(**told)], by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Plafon tersimpan."))
            return go_to(request, reverse("training:ceilings"))
    lead = ""
    if now is not None:
        lead = _("{title}: sekarang {most} per {unit} ({basis}).").format(
            title=now.title, most=rupiah(now.most_rupiah), unit=now.unit, basis=now.legal_basis
        )
    heading = _("Nilai baru plafon") if now else _("Tambah plafon")
    words = Words(heading, _("Simpan plafon"), reverse("training:ceilings"), _("Plafon biaya"), lead=lead)
    return form_page(request, form, words)

"""Pages of people: who holds a post in one's care with the gaps, one person, what is recorded of them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rumahbersama.chain.training.competency import actions, queries
from rumahbersama.chain.training.competency.forms import JudgementForm, QualificationForm, WithdrawForm
from rumahbersama.chain.training.competency.models import Judgement, Qualification
from rumahbersama.chain.training.competency.permissions import (
    Seen,
    get_person_to_tell,
    get_person_to_view,
    may_fill,
    visible_holders,
)
from rumahbersama.chain.training.competency.queries import Profile
from rumahbersama.chain.training.competency.rules import BELOW, POST_KINDS, UNKNOWN
from rumahbersama.chain.training.competency.sheets import sheet_of, state_names
from rumahbersama.chain.training.pages import Words, form_page
from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import PAGE, PAGE_SIZE, SEARCH, found_by, words

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}


@login_required
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """List who holds a post in one's care, who lacks most first; narrowed by place, post, unit and state."""
    found = _wanted(request)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get(PAGE))
    context = {
        "page": page,
        "total": len(found),
        "below": sum(profile.below > 0 for profile in found),
        "unknown": sum(profile.unknown > 0 for profile in found),
        "q": words(request.GET.get(SEARCH, "")),
        "posts": queries.post_names(),
        "post": request.GET.get("jabatan", ""),
        "standards": queries.standards_on(timezone.localdate()),
        "unit": request.GET.get("kompetensi", ""),
        "states": [(code, state_names()[code]) for code in (BELOW, UNKNOWN)],
        "state": request.GET.get("keadaan", ""),
        "may_fill": may_fill(request.user),
    }
    return render_page(request, "competency/people.html", context)


def _wanted(request: HttpRequest, *, suggest: bool = False) -> list[Profile]:
    """Return the people in one's care as the address narrows them, who lacks most first."""
    rows = found_by(visible_holders(request.user), request, ["person__name", "post__title", "post__region__name"])
    kind, unit, state = (request.GET.get(name, "") for name in ("jabatan", "kompetensi", "keadaan"))
    rows = rows.filter(post__role=kind) if kind in POST_KINDS else rows
    profiles = queries.profiles_of(
        rows.order_by("post__region__code", "post__title", "person__name"),
        today=timezone.localdate(),
        user=request.user if suggest else None,
    )
    if unit or state:
        profiles = [row for row in profiles if any(_fits(line, unit, state) for line in row.lines)]
    return sorted(profiles, key=lambda row: (-row.below, -row.unknown))


def _fits(line: queries.Line, unit: str, state: str) -> bool:
    is_unit = not unit or line.standard.code == unit
    return is_unit and line.required is not None and (not state or line.state == state)


@login_required
@require_safe
def download(request: HttpRequest, form: str) -> HttpResponse:
    """Give the gaps of the people in one's care as CSV or XLSX, one row for each person and unit."""
    if form not in FORMATS:
        raise Http404
    narrowed = {"unit": request.GET.get("kompetensi", ""), "state": request.GET.get("keadaan", "")}
    table = sheet_of(_wanted(request, suggest=True), **narrowed)
    return FORMATS[form](f"kompetensi-{timezone.localdate():%Y%m%d}.{form}", *table)


@login_required
@require_safe
def person(request: HttpRequest, person: int) -> HttpResponse:
    """Show one person: present levels with their evidence, the gap to each post, what training to suggest."""
    seen, today = get_person_to_view(request.user, person), timezone.localdate()
    profiles = queries.profiles_of(seen.tenures, today=today, user=request.user)
    if not profiles:
        profiles = [queries.profile_without_post(seen.person, today=today)]
    context = {
        "seen": seen,
        "person": seen.person,
        "profiles": profiles,
        "judgements": queries.judgements_of(person),
        "qualifications": queries.qualifications_of([person]).get(person, []),
    }
    return render_page(request, "competency/person.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: HttpRequest, person: int) -> HttpResponse:
    """Record the level of a competency that was seen of somebody."""
    seen, today = get_person_to_tell(request.user, person), timezone.localdate()
    initial = {"code": request.GET.get("kompetensi", ""), "judged_on": today}
    form = JudgementForm(request.POST or None, standards=list(queries.standards_on(today)), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.judge(**_act(request, seen), said=form.said(), today=today)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Penilaian tersimpan."))
            return go_to(request, queries.address_of(person))
    lead = _("Penilaian terbaru menggantikan yang sebelumnya, naik atau turun; yang lama tetap terbaca.")
    return _page(request, form, seen, _("Catat penilaian"), _("Simpan penilaian"), lead)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def qualify(request: HttpRequest, person: int) -> HttpResponse:
    """Record a degree or certificate of somebody."""
    seen, today = get_person_to_tell(request.user, person), timezone.localdate()
    form = QualificationForm(request.POST or None, initial={"kind": Qualification.Kind.DEGREE})
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_qualification(**_act(request, seen), told=form.told(), today=today)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Pendidikan tersimpan."))
            return go_to(request, queries.address_of(person))
    lead = _("Data pribadi, hanya untuk menimbang syarat pengisian jabatan camat; tidak ikut diunduh.")
    return _page(request, form, seen, _("Catat pendidikan"), _("Simpan pendidikan"), lead)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_judgement(request: HttpRequest, person: int, number: int) -> HttpResponse:
    """Withdraw a judgement with a reason."""
    seen = get_person_to_tell(request.user, person)
    row = Judgement.objects.select_related("person").filter(person=person, pk=number, withdrawn_at=None).first()
    return _withdraw(request, seen, row, _("Tarik penilaian"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_qualification(request: HttpRequest, person: int, number: int) -> HttpResponse:
    """Withdraw a degree or certificate that was recorded wrongly, with a reason."""
    seen = get_person_to_tell(request.user, person)
    row = Qualification.objects.select_related("person").filter(person=person, pk=number, withdrawn_at=None).first()
    return _withdraw(request, seen, row, _("Tarik catatan pendidikan"))


def _withdraw(request: HttpRequest, seen: Seen, row: Judgement | Qualification | None, heading: str) -> HttpResponse:
    if row is None:
        raise Http404
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = {name: value for name, value in _act(request, seen).items() if name != "person"}
        try:
            actions.withdraw(row=row, reason=form.cleaned_data["reason"], **act)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Catatan ditarik."))
            return go_to(request, queries.address_of(seen.person.pk))
    return _page(request, form, seen, heading, heading, str(row), danger=True)


def _act(request: HttpRequest, seen: Seen) -> dict[str, Any]:
    return {"person": seen.person, "region": seen.region, "by": request.user, "at": timezone.now()}


def _page(
    request: HttpRequest,
    form: forms.Form,
    seen: Seen,
    heading: str,
    button: str,
    lead: str,
    *,
    danger: bool = False,
) -> HttpResponse:
    back = queries.address_of(seen.person.pk)
    return form_page(request, form, Words(heading, button, back, seen.person.name, lead=lead, danger=danger))

"""Pages for filling in: what there is to do, one section after the other; confirming; closing a period."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rumahbersama.chain.needs.entry import actions, queries, sentences
from rumahbersama.chain.needs.entry.forms import ConfirmForm, ReopenForm, SectionForm
from rumahbersama.chain.needs.entry.queries import Section
from rumahbersama.chain.needs.entry.rules import Doubt
from rumahbersama.chain.needs.forms import PeriodChoice
from rumahbersama.chain.needs.models import Period
from rumahbersama.chain.needs.moved import LOOK, Look, taken_back
from rumahbersama.chain.needs.permissions import (
    get_place_to_close,
    get_place_to_confirm,
    get_place_to_enter,
    may_close,
    may_confirm,
    may_verify,
)
from rumahbersama.chain.needs.queries import all_periods, asked_now
from rumahbersama.chain.needs.views.values import period_asked
from rumahbersama.ground.core.http import go_to, refused, render_page
from rumahbersama.ground.core.outbox import deliverable, deliverable_prepared, once
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.roles import IMPORT_TABLES
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.queries import children_of


@login_required
@deliverable
def tasks(request: HttpRequest, code: str) -> HttpResponse:
    """Show what this person fills in at a place for a period, section by section, and how far that is."""
    region, periods = get_place_to_enter(request.user, code), all_periods()
    now = asked_now(today=timezone.localdate(), periods=periods)
    asked = queries.periods_asked(user=request.user, region=region, asked=now)
    period = asked[0] if asked and not request.GET.get("periode") else period_asked(request, periods)
    sections = queries.sections_of(user=request.user, region=region, period=period)
    lock = queries.lock_on(region=region, period=period)
    speaks = region.level == Level.DESA and may_confirm(request.user, region)
    context = {
        "region": region,
        "period": period,
        "asked": asked,
        "period_form": PeriodChoice(period=period, periods=periods),
        "sections": sections,
        "lead": sentences.tasks_lead(sections, period, today=timezone.localdate()),
        "places": children_of(region) if region.level == Level.KABUPATEN else [],
        "lock": lock,
        "unconfirmed": queries.unconfirmed(region=region, period=period) if speaks and not lock else [],
        "confirm_form": ConfirmForm(),
        "may_verify": may_verify(request.user, region),
        "may_close": may_close(request.user, region),
        "sheets": scope_of(request.user).may(IMPORT_TABLES, region.code),
    }
    return render_page(request, "needs/entry/tasks.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@deliverable_prepared
def section(request: HttpRequest, code: str, section: str) -> HttpResponse:
    """Fill in one section: a field of services of a place, or one figure of the villages of a kecamatan."""
    region, period = get_place_to_enter(request.user, code), period_asked(request)
    sections = queries.sections_of(user=request.user, region=region, period=period)
    at = next((at for at, each in enumerate(sections) if each.code == section), None)
    if at is None:
        raise Http404
    chosen = sections[at]
    known = queries.around(chosen.cells, period=period) if request.method == "POST" or chosen.filled else None
    doubts = queries.doubts_of(chosen.cells, period=period, known=known)
    form = _section_form(request, chosen, doubts, region)
    look = None
    if known is not None and request.method == "POST" and form.is_valid():
        if LOOK in request.POST:
            look = _looked(request, form, region, period, known)
        elif saved_at := _saved(request, form, region, period, _next(sections, at, form, region, period, known)):
            return go_to(request, saved_at)
    if look is not None:
        doubts = look.doubts
        form = _section_form(request, chosen, doubts, region)
    context = {
        "region": region,
        "period": period,
        "section": chosen,
        "number": at + 1,
        "count": len(sections),
        "before": sections[at - 1] if at else None,
        "after": sections[at + 1] if at + 1 < len(sections) else None,
        "rows": [
            (cell, boxes, why, sentences.doubt_text(doubts.get(cell.key), cell)) for cell, boxes, why in form.rows()
        ],
        "form": form,
        "look": look,
        "lock": queries.lock_on(region=region, period=period),
        "doubted": look is None and [key for key in doubts if not chosen_note(chosen, key)],
    }
    is_refused = request.method == "POST" and look is None
    return render_page(request, "needs/entry/section.html", context, invalid=is_refused)


def _section_form(
    request: HttpRequest, section: Section, doubts: dict[queries.Key, Doubt], at: Region
) -> SectionForm:
    usual = {"source": queries.usual_source(section, region=at)}
    return SectionForm(request.POST or None, section=section, doubts=doubts, initial=usual)


def _looked(
    request: HttpRequest, form: SectionForm, region: Region, period: Period, known: queries.Around
) -> Look | None:
    """Return what saving would do and doubt; it is done and taken back, so that it is no guess."""
    try:
        with taken_back():
            reason = form.cleaned_data["reason"] or LOOK  # one looks first, and says why when saving
            saved, explained = _entered(request, form, region, period, reason=reason)
            _fresh, doubts = _as_typed(form, period, known)
            return Look(saved.sums, saved.count, explained, doubts)
    except Refusal as refusal:
        form.refuse(refusal)
        return None


def chosen_note(section: Section, key: queries.Key) -> str:
    """Return the explanation that a value carries already."""
    return next((cell.stored.note for cell in section.cells if cell.key == key and cell.stored), "")


def _saved(request: HttpRequest, form: SectionForm, region: Region, period: Period, target: str) -> str:
    """Store what was typed, once; the message says how many, and which sums moved. Returns where to go on, or ""."""

    def act() -> str:
        saved, explained = _entered(request, form, region, period, reason=form.cleaned_data["reason"])
        if saved.count or explained:
            messages.success(request, sentences.saved_text(saved, explained))
        else:
            messages.info(request, _("Tidak ada angka yang berubah."))
        return target

    try:
        return once(request, act)
    except Refusal as refusal:
        form.refuse(refusal)
        return ""


def _entered(
    request: HttpRequest, form: SectionForm, region: Region, period: Period, *, reason: str
) -> tuple[actions.Saved, int]:
    return actions.enter_values_with_notes(
        region=region,
        period=period,
        values=form.typed(),
        notes=form.notes(),
        source=form.cleaned_data["source"],
        reason=reason,
        by=request.user,
        at=timezone.now(),
    )


def _as_typed(form: SectionForm, period: Period, known: queries.Around) -> tuple[Section, dict[queries.Key, Doubt]]:
    """Return the section with what was typed in it, and what of that is doubted."""
    values = {typed.key: typed.numerator for typed in form.typed()}
    fresh = queries.as_typed(form.section, values, form.notes())
    return fresh, queries.doubts_of(fresh.cells, period=period, known=known)


def _next(
    sections: list[Section], at: int, form: SectionForm, region: Region, period: Period, known: queries.Around
) -> str:
    """Return the same section where a value as typed is doubted, else the next, else the list of sections."""
    fresh, doubts = _as_typed(form, period, known)
    goal = at if any(not chosen_note(fresh, key) for key in doubts) else at + 1
    asked = f"?periode={period.code}"
    if goal < len(sections):
        return reverse("needs:section", args=[region.code, sections[goal].code]) + asked
    return reverse("needs:tasks", args=[region.code]) + asked


@login_required
@require_POST
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Say for a village that its figures of a period are right."""
    region, period = get_place_to_confirm(request.user, code), period_asked(request)
    back = f"{reverse('needs:tasks', args=[code])}?periode={period.code}"
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["looked"][0]))
        return go_to(request, f"{back}#benarkan")
    try:
        count = actions.confirm_place(region=region, period=period, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return refused(request, refusal, back_url=back)
    messages.success(request, _("{count} angka dibenarkan atas nama desa.").format(count=count))
    return go_to(request, back)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def closing(request: HttpRequest, code: str) -> HttpResponse:
    """Close a period at a place, or open it again with a reason; show when that happened before."""
    region, period = get_place_to_close(request.user, code), period_asked(request)
    lock = queries.lock_on(region=region, period=period)
    form = ReopenForm(request.POST or None) if lock else None
    is_sent = request.method == "POST" and (form is None or form.is_valid())
    if is_sent and _closed_or_opened(request, form, region, period):
        return go_to(request, f"{reverse('needs:closing', args=[code])}?periode={period.code}")
    context: dict[str, Any] = {
        "region": region,
        "period": period,
        "period_form": PeriodChoice(period=period),
        "lock": lock,
        "is_own": lock is not None and lock.region_id == region.pk,
        "form": form,
        "locks": queries.locks_of(region=region, period=period),
        "late": queries.missing_places(region=region, period=period),
    }
    return render_page(request, "needs/entry/closing.html", context, invalid=request.method == "POST")


def _closed_or_opened(request: HttpRequest, form: ReopenForm | None, region: Region, period: Period) -> bool:
    try:
        if form is None:
            actions.close_period(region=region, period=period, by=request.user, at=timezone.now())
            messages.success(request, _("{period} ditutup.").format(period=period))
        else:
            reason = form.cleaned_data["reason"]
            actions.reopen_period(region=region, period=period, reason=reason, by=request.user, at=timezone.now())
            messages.success(request, _("{period} dibuka kembali.").format(period=period))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return False
    return True

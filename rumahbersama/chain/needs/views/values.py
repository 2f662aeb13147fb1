"""Values: one with its history, and all of a place to fill in or verify."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rumahbersama.chain.needs import actions, queries
from rumahbersama.chain.needs.entry.queries import Cell, doubts_of, lock_on, objections_to
from rumahbersama.chain.needs.entry.sentences import doubt_text
from rumahbersama.chain.needs.forms import PeriodChoice, StateForm, ValueForm, VerifyForm
from rumahbersama.chain.needs.models import Indicator, Observation, Period
from rumahbersama.chain.needs.moved import LOOK, Look, MovedSum, taken_back
from rumahbersama.chain.needs.permissions import (
    get_indicator,
    get_period,
    get_place_to_verify,
    get_place_to_view_rows,
    may_confirm,
    may_enter,
    may_verify,
)
from rumahbersama.ground.audit.queries import RowChange
from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import Listing, listed
from rumahbersama.ground.regions.models import Region


@login_required
def value(request: HttpRequest, code: str, indicator: str, period: str) -> HttpResponse:
    """Show one value with its history; enter or correct it."""
    region, what, when = _value_asked(request, code, indicator, period)
    found = queries.observation(region=region, indicator_code=indicator, period_code=period)
    allowed = may_enter(request.user, region, what)
    if request.method == "POST" and not allowed:
        raise PermissionDenied
    form = ValueForm(
        request.POST or None,
        indicator=what,
        is_correction=found is not None,
        is_look=LOOK in request.POST,
        initial=_initial(found) if found else None,
    )
    look = None
    if request.method == "POST" and form.is_valid():
        if LOOK in request.POST:
            look = _looked(request, form, region, what, when)
        elif _corrected(request, form, region, what, when):
            return go_to(request, reverse("needs:value", args=[code, indicator, period]))
    context = _value_context(request, region, what, when, found) | {"look": look}
    if allowed and (context["lock"] is None or request.method == "POST"):
        context["form"] = form
    return render_page(request, "needs/value.html", context, invalid=request.method == "POST" and look is None)


def _value_asked(request: HttpRequest, code: str, indicator: str, period: str) -> tuple[Region, Indicator, Period]:
    """Return place, indicator and period; a place above or below the level of the indicator has no such value."""
    region, what = get_place_to_view_rows(request.user, code), get_indicator(indicator)
    if region.level != what.observed_level:
        raise Http404
    return region, what, get_period(period)


def _initial(found: Observation) -> dict[str, Any]:
    return {"numerator": found.numerator, "denominator": found.denominator, "source": found.source}


def _corrected(request: HttpRequest, form: ValueForm, region: Region, what: Indicator, when: Period) -> bool:
    try:
        moved = _entered(request, form, region, what, when)
    except Refusal as refusal:
        form.add_error("numerator", str(refusal))
        return False
    told = _("Tersimpan. Jumlah di kecamatan, kabupaten, dan di atasnya sudah ikut berubah.")
    messages.success(request, " ".join([told, *(f"{each}." for each in moved)]))
    return True


def _looked(request: HttpRequest, form: ValueForm, region: Region, what: Indicator, when: Period) -> Look | None:
    """Return what saving would do and doubt; it is done and taken back, so that it is no guess."""
    try:
        with taken_back():
            moved = _entered(request, form, region, what, when)
            stored = queries.observation(region=region, indicator_code=what.code, period_code=when.code)
            doubts = _doubts_in_words([stored], when) if stored else {}
            return Look(moved, 1, doubts=doubts)
    except Refusal as refusal:
        form.add_error("numerator", str(refusal))
        return None


def _entered(request: HttpRequest, form: ValueForm, region: Region, what: Indicator, when: Period) -> list[MovedSum]:
    data = form.cleaned_data
    return actions.correct_observation(
        region=region,
        indicator=what,
        period=when,
        numerator=data["numerator"],
        denominator=data.get("denominator"),
        source=data["source"],
        reason=data.get("reason", ""),
        by=request.user,
        at=timezone.now(),
        seen=request.POST.get("seen"),
    )


def _value_context(
    request: HttpRequest, region: Region, what: Indicator, when: Period, found: Observation | None
) -> dict[str, Any]:
    history = queries.history_of(region=region, indicator=what, period=when)
    lock = lock_on(region=region, period=when)
    may_change = found is not None and lock is None
    return {
        "region": region,
        "indicator": what,
        "period": when,
        "observation": found,
        "lock": lock,
        "doubt": _doubts_in_words([found], when).get(found.pk, "") if found else "",
        "objection": _objection(history) if found and found.state == Observation.State.CONTESTED else None,
        "band": queries.band_of(found.numerator, queries.bands_on(when.ends_on).get(what.pk, [])) if found else None,
        "history": history,
        "may_confirm": may_change and may_confirm(request.user, region),
        "may_verify": may_change and may_verify(request.user, region),
    }


def _objection(history: list[RowChange]) -> RowChange | None:
    """Return the last objection in the history of a value, which tells who objected and why."""
    return next((each for each in history if (each.after or {}).get("state") == Observation.State.CONTESTED), None)


@login_required
@require_POST
def value_state(request: HttpRequest, code: str, indicator: str, period: str) -> HttpResponse:
    """Confirm, contest or verify one value."""
    region, what, when = _value_asked(request, code, indicator, period)
    found = queries.observation(region=region, indicator_code=indicator, period_code=period)
    form = StateForm(request.POST)
    if found is None or not form.is_valid() or not _may_set(request, region, form.cleaned_data["state"]):
        raise PermissionDenied
    try:
        actions.set_state(
            observation=found,
            state=form.cleaned_data["state"],
            reason=form.cleaned_data["why"],
            by=request.user,
            at=timezone.now(),
            seen=form.cleaned_data["seen"] or None,
        )
    except Refusal as refusal:
        form.add_error("why", str(refusal))
        found = queries.observation(region=region, indicator_code=indicator, period_code=period)
        context = _value_context(request, region, what, when, found) | {"state_form": form}
        return render_page(request, "needs/value.html", context, invalid=True)
    messages.success(request, _("Tersimpan."))
    return go_to(request, reverse("needs:value", args=[code, indicator, period]))


def _may_set(request: HttpRequest, region: Region, state: str) -> bool:
    if state == Observation.State.CONFIRMED:
        return may_confirm(request.user, region)
    if state == Observation.State.VERIFIED:
        return may_verify(request.user, region)
    return may_confirm(request.user, region) or may_verify(request.user, region)


def period_asked(request: HttpRequest, periods: list[Period] | None = None) -> Period:
    """Return the period of the address, else the one that values are entered for now; among those at hand, if any."""
    asked = request.GET.get("periode", "")
    if not asked:
        period = queries.current_period(today=timezone.localdate(), periods=periods)
    elif periods is None:
        return get_period(asked)
    else:
        period = next((each for each in periods if each.code == asked), None)
    if period is None:
        raise Http404
    return period


@login_required
def verify_place(request: HttpRequest, code: str) -> HttpResponse:
    """List the values of a place that wait to be verified, contested first; verify all that nobody contests."""
    region = get_place_to_verify(request.user, code)
    periods = queries.all_periods()
    period = period_asked(request, periods)
    form = VerifyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        count = actions.verify_place(region=region, period=period, by=request.user, at=timezone.now())
        messages.success(request, _("{count} angka ditandai sudah diverifikasi.").format(count=count))
        return go_to(request, f"{reverse('results:place', args=[code])}?periode={period.code}")
    waiting = queries.waiting_values(region=region, period=period)
    listing = _waiting_list(request, waiting)
    context = {
        "region": region,
        "period": period,
        "period_form": PeriodChoice(period=period, periods=periods),
        "form": form,
        "listing": listing,
        "doubts": _doubts_in_words(list(listing.page), period),
        "objections": objections_to(listing.page),
        "count": waiting.exclude(state=Observation.State.CONTESTED).count(),
    }
    return render_page(request, "needs/verify_place.html", context, invalid=request.method == "POST")


def _doubts_in_words(rows: list[Observation], period: Period) -> dict[int, str]:
    """Return by row id why a value on the list is doubted, in a sentence (three queries)."""
    cells = {row.pk: Cell(row.region, row.indicator, row) for row in rows}
    doubts = doubts_of(cells.values(), period=period)
    return {pk: doubt_text(doubts[cell.key], cell) for pk, cell in cells.items() if cell.key in doubts}


def _waiting_list(request: HttpRequest, waiting: QuerySet[Observation]) -> Listing:
    return listed(
        request,
        waiting,
        sorts={
            "keadaan": ("urgency", "region__code", "indicator__order"),
            "tempat": ("region__code", "indicator__order"),
            "angka": ("indicator__name", "region__code"),
        },
        default="keadaan",
        search=["region__name", "indicator__name"],
    )

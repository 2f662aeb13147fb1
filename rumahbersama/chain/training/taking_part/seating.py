"""Pages of the seats: their arithmetic, their change, and seats that places keep."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rumahbersama.chain.training.models import Event, Quota
from rumahbersama.chain.training.permissions import get_event_to_run, get_event_to_view, may_run
from rumahbersama.chain.training.taking_part import queries
from rumahbersama.chain.training.taking_part.actions import quotas as actions
from rumahbersama.chain.training.taking_part.forms import KeepForm, LastDayForm, LinesForm, SameForm, told
from rumahbersama.chain.training.taking_part.permissions import get_event_to_name_for, naming_codes
from rumahbersama.chain.training.taking_part.rules import code_of
from rumahbersama.chain.training.taking_part.suggesting import places_to_suggest
from rumahbersama.chain.training.taking_part.views import asks_reason, first_place, who_acts
from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.queries import below
from rumahbersama.ground.regions.rules import NATION_CODE, is_below_or_same

ALL = [NATION_CODE]
MOST_PLACES = 3_000


@login_required
@require_safe
def quotas(request: HttpRequest, number: int) -> HttpResponse:
    """Show the seats of an event with their arithmetic, by province and in all."""
    event = get_event_to_view(request.user, number)
    groups = queries.seats_of(event)
    context = _context(event) | {
        "groups": groups,
        "total": queries.total_of(groups),
        "closes_on": queries.last_day_of_registration(event),
        "runs": may_run(request.user, event),
        "may_name": bool(naming_codes(request.user, event)),
        "today": timezone.localdate(),
    }
    return render_page(request, "training/taking_part/quotas.html", context)


def _context(event: Event) -> dict[str, Any]:
    return {"event": event, "event_code": code_of(event.pk)}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Change the seats: line by line, the same for all places of a level, or the last day of registration."""
    event = get_event_to_run(request.user, number)
    which = request.POST.get("apa", "")
    forms = _forms(request, event, which)
    form = forms.get(which)
    if form is not None and form.is_valid():
        try:
            messages.success(request, _done(request, event, which, form))
            return go_to(request, reverse("taking_part:quotas", args=[event.pk]))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = _context(event) | {f"{name}_form": each for name, each in forms.items()} | {"form": form}
    context["places"] = places_to_suggest(event, ALL)
    return render_page(request, "training/taking_part/quotas_edit.html", context, invalid=request.method == "POST")


def _forms(request: HttpRequest, event: Event, which: str) -> dict[str, Any]:
    """Return the three forms of the page; only the one that was sent is bound."""
    sent = {name: request.POST if which == name else None for name in ("baris", "sama", "hari")}
    asks, here = asks_reason(request, event), {"place": told(event.region)}
    lines = "\n".join(
        f"{told(quota.region)}; {quota.get_agency_kind_display() or _('semua unsur')}; {quota.seats}"
        for quota in queries.quotas_of(event)
    )
    closes_on = queries.last_day_of_registration(event)
    return {
        "baris": LinesForm(sent["baris"], codes=ALL, asks_reason=asks, initial={"lines": lines}),
        "sama": SameForm(sent["sama"], codes=ALL, asks_reason=asks, initial=here, prefix="s"),
        "hari": LastDayForm(sent["hari"], initial={"closes_on": closes_on}),
    }


def _done(request: HttpRequest, event: Event, which: str, form: Any) -> str:  # noqa: ANN401 - one of the three
    """Do what one of the forms asks; return the sentence about it."""
    who = who_acts(request, event, form.cleaned_data.get("reason", ""))
    if which == "hari":
        actions.set_last_day(event=event, closes_on=form.cleaned_data["closes_on"], who=who)
        return _("Hari terakhir pendaftaran tersimpan.")
    wanted = form.cleaned_data["lines"] if which == "baris" else _same_for_all(form)
    given = actions.set_quotas(
        event=event,
        wanted={(place.code, kind): seats for (place, kind), seats in wanted.items()},
        regions={place.code: place for place, _kind in wanted},
        who=who,
    )
    words = _("Kuota tersimpan: {made} baru, {changed} berubah, {removed} dihapus.")
    words = words.format(made=given.made, changed=given.changed, removed=given.removed)
    moved = _("{count} orang naik dari daftar tunggu.").format(count=given.moved) if given.moved else ""
    return f"{words} {moved}".strip()


def _same_for_all(form: SameForm) -> dict[tuple[Region, str], int]:
    """Return the same seats for each place of a level at or below one, and each kind.

    Raises:
        Refusal: no place of the level lies there, or too many do.
    """
    data = form.cleaned_data
    place: Region = data["place"]
    places = [place] if place.level == data["level"] else list(below(code=place.code, level=data["level"]))
    if not places or len(places) > MOST_PLACES:
        label = str(Level(data["level"]).label)
        raise Refusal(
            _("Di {place} tidak ada {level} untuk diberi kuota sekaligus. Pilih wilayah atau tingkat lain.").format(
                place=place, level=label
            )
        )
    return {(each, kind): data["seats"] for each in places for kind in data["kinds"] or [""]}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, number: int) -> HttpResponse:
    """Keep seats of a quota for a place that does not know its names yet."""
    event, codes = get_event_to_name_for(request.user, number)
    reach = [quota for quota in queries.quotas_of(event) if _in_reach(quota, codes)]
    form = KeepForm(
        request.POST or None,
        quotas=reach,
        codes=codes,
        asks_reason=asks_reason(request, event),
        initial={"quota": request.GET.get("kuota", ""), "place": first_place(request, codes)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            return go_to(request, _kept(request, form, event))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = _context(event) | {"form": form, "places": places_to_suggest(event, codes), "has_quotas": bool(reach)}
    return render_page(request, "training/taking_part/keep.html", context, invalid=request.method == "POST")


def _in_reach(quota: Quota, codes: list[str]) -> bool:
    code = quota.region.code
    return any(is_below_or_same(code, place) or is_below_or_same(place, code) for place in codes)


def _kept(request: HttpRequest, form: KeepForm, event: Event) -> str:
    data = form.cleaned_data
    actions.keep_seats(
        quota=form.quotas[data["quota"]],
        region=data["place"],
        seats=data["seats"],
        letter=data["letter"],
        who=who_acts(request, event, data.get("reason", "")),
    )
    words = (
        _("{count} kursi disimpan untuk {place}. Isi namanya sebelum pendaftaran ditutup.")
        if data["seats"]
        else _("Kursi yang disimpan {place} dikembalikan.")
    )
    messages.success(request, words.format(count=data["seats"], place=data["place"]))
    return reverse("taking_part:quotas", args=[event.pk])

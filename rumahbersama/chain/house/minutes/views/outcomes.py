"""What comes of an item: promised, decided, passed upward, put off, taken back."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rumahbersama.chain.house.meetings.models import AgendaItem, Meeting
from rumahbersama.chain.house.minutes import queries
from rumahbersama.chain.house.minutes.actions import outcomes as actions
from rumahbersama.chain.house.minutes.forms import (
    DecisionForm,
    PledgeForm,
    PutOffForm,
    UpwardForm,
    pledge_initial,
)
from rumahbersama.chain.house.minutes.models import Pledge
from rumahbersama.chain.house.minutes.permissions import get_agenda_to_keep, get_pledge_to_keep
from rumahbersama.chain.house.minutes.rules import (
    DECISION,
    NONE,
    PUT_OFF,
    UPWARD,
    AimRefusal,
    Outcome,
    SeenRefusal,
    ended_meanwhile,
    mark_of,
)
from rumahbersama.chain.house.minutes.views.items import item_page
from rumahbersama.ground.core.http import go_to, refused, render_page, seen_version
from rumahbersama.ground.core.outbox import HEADER, deliverable, once
from rumahbersama.ground.core.rules import Refusal

RESULTS = {"putusan": (DECISION, DecisionForm), "naik": (UPWARD, UpwardForm), "tunda": (PUT_OFF, PutOffForm)}


@login_required
@deliverable
@require_POST
def outcome(request: HttpRequest, number: int, item: int) -> HttpResponse:
    """Write down what came of an item: ``lakukan`` says which of the forms was filled in; without one nothing is."""
    found, items = get_agenda_to_keep(request.user, number, item)
    act, at = request.POST.get("lakukan", ""), timezone.now()
    back = reverse("minutes:item", args=[number, item]) + ("" if HEADER in request.headers else "#hasil")
    if act == "janji":
        posts, places = queries.promising(found.meeting.region)
        figures = queries.figures_about(found)
        form: Any = PledgeForm(request.POST, posts=posts, places=places, figures=figures)
    elif act in RESULTS:
        form = RESULTS[act][1](request.POST)
    else:
        return go_to(request, back)
    seen = _seen(request)
    if form.is_valid():
        try:
            return go_to(request, once(request, lambda: _done(request, found, act, form, at, back)))
        except Refusal as refusal:
            form.add_error(_box_of(refusal, form), str(refusal))
            seen = None if isinstance(refusal, SeenRefusal) else seen
    return item_page(request, found, items, form=form, seen=seen)


def _box_of(refusal: Refusal, form: Any) -> str | None:  # noqa: ANN401 - one of the forms
    """Return the box that is to be mended, None where a refusal is about no single one."""
    return "target" if isinstance(refusal, AimRefusal) and "target" in form.fields else None


def _done(request: HttpRequest, found: AgendaItem, act: str, form: Any, at: datetime, back: str) -> str:  # noqa: ANN401
    if act == "janji":
        actions.add_pledge(item=found, promised=form.promised(), by=request.user, at=at)
        messages.success(request, _("Janji tercatat. Menjadi komitmen waktu rapat ditutup."))
        if ended_meanwhile(_seen(request), actions.standing(found)):
            text = _("Sementara itu orang lain mencatat hasil ini: {what}. Janji Anda berdiri di sampingnya.")
            messages.warning(request, text.format(what=found.get_result_display().lower()))
        return back
    data = form.cleaned_data
    said = Outcome(RESULTS[act][0], data["text"], data.get("until"))
    actions.set_outcome(item=found, outcome=said, by=request.user, at=at, seen=_seen(request))
    messages.success(request, _("Hasil tercatat."))
    return back


def _seen(request: HttpRequest) -> str | None:
    """Return the mark of the outcome that the person had before them, None from a form that does not tell."""
    return request.POST.get("dilihat")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, number: int, item: int) -> HttpResponse:
    """Take back what came of an item, after a look at it; promises stay."""
    found, _items = get_agenda_to_keep(request.user, number, item)
    back = reverse("minutes:item", args=[number, item]) + "#hasil"
    if found.result not in (DECISION, UPWARD, PUT_OFF):
        return go_to(request, back)
    if request.method == "POST":
        said: dict[str, Any] = {"by": request.user, "at": timezone.now(), "seen": _seen(request)}
        try:
            actions.set_outcome(item=found, outcome=Outcome(NONE), **said)
        except Refusal as refusal:
            return refused(request, refusal, back_url=back)
        messages.success(request, _("Hasilnya dicabut."))
        return go_to(request, back)
    context = {"meeting": found.meeting, "item": found, "mark": mark_of(actions.standing(found))}
    return render_page(request, "minutes/take_back.html", context)


def _changed(request: HttpRequest, found: Pledge, form: Any, at: datetime, seen: int, back: str) -> str:  # noqa: ANN401
    actions.change_pledge(pledge=found, promised=form.promised(), by=request.user, at=at, seen=seen)
    messages.success(request, _("Perubahan tersimpan."))
    return back


@login_required
@deliverable
@require_http_methods(["GET", "HEAD", "POST"])
def pledge(request: HttpRequest, number: int, pledge: int) -> HttpResponse:
    """Correct a promise; with ``?cabut`` take it back, after a look at it."""
    found = get_pledge_to_keep(request.user, number, pledge)
    item, at = found.item, timezone.now()
    posts, places = queries.promising(item.meeting.region)
    is_typed = request.method == "POST" and request.POST.get("lakukan") != "cabut"
    options: dict[str, Any] = {"posts": posts, "places": places, "figures": queries.figures_about(item)}
    form = PledgeForm(request.POST if is_typed else None, initial=pledge_initial(found), **options)
    seen = seen_version(request, found.version)
    back = reverse("minutes:item", args=[number, item.pk]) + "#hasil"
    try:
        if request.method == "POST" and not is_typed:
            actions.withdraw_pledge(pledge=found, by=request.user, at=at, seen=seen)
            messages.success(request, _("Janji dicabut."))
            return go_to(request, back)
        if is_typed and form.is_valid():
            return go_to(request, once(request, lambda: _changed(request, found, form, at, seen, back)))
    except Refusal as refusal:
        if not is_typed:
            return refused(request, refusal, back_url=back)
        form.add_error(_box_of(refusal, form), str(refusal))
        seen = found.version  # what it says now was told, so the same button saves over it
    context = {"meeting": item.meeting, "item": item, "pledge": found, "form": form, "seen": seen}
    is_free = found.commitment_id is None and item.meeting.state == Meeting.State.OPEN
    asks = "cabut" in request.GET and is_free and not is_typed
    return render_page(request, "minutes/withdraw.html" if asks else "minutes/pledge.html", context, invalid=is_typed)

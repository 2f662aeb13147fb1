"""The page of the practice copy of a class: the way in for everybody, and its keeping for who teaches."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rumahbersama.chain.training.models import TrainingClass
from rumahbersama.chain.training.practice import actions, queries
from rumahbersama.chain.training.practice.addresses import address_of, door_of, why_not
from rumahbersama.chain.training.practice.forms import OpeningForm
from rumahbersama.chain.training.practice.permissions import get_class_to_practise
from rumahbersama.chain.training.practice.rules import PracticeRefusal, usual_last_day
from rumahbersama.ground.core.health import worker_is_alive
from rumahbersama.ground.core.http import go_to, refused, render_page
from rumahbersama.ground.core.outbox import once
from rumahbersama.workshop.presence.qr import svg_of

ANEW, CLOSE = "ulang", "tutup"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, number: int, klass: int) -> HttpResponse:
    """Show the copy of a class; open it, make it anew, or close it."""
    found, keeps = get_class_to_practise(request.user, number, klass)
    if request.method == "POST" and not keeps:
        raise PermissionDenied
    act = request.POST.get("apa", "")
    if act in (ANEW, CLOSE):
        return _changed(request, found, act)
    today = timezone.localdate()
    form = OpeningForm(request.POST or None, initial={"closes_on": usual_last_day(found.event.ends_on, today=today)})
    if request.method == "POST" and form.is_valid():
        try:
            return go_to(request, once(request, lambda: _opened(request, found, form)))
        except PracticeRefusal as refusal:
            form.add_error(None, str(refusal))
    context = {"klass": found, "event": found.event, "keeps": keeps, "form": form, "why_not": why_not()}
    context |= _facts(request, found)
    return render_page(request, "practice/copy.html", context, part="keadaan", invalid=request.method == "POST")


def _facts(request: HttpRequest, klass: TrainingClass) -> dict[str, Any]:
    """Return what is known of the copy, and the way in as a QR code."""
    row = queries.copy_of(klass)
    door = door_of(row, request) if row else ""
    return {
        "row": row if row is not None and row.is_open else None,
        "address": address_of(row, request) if row else "",
        "door": door,
        "qr": svg_of(door, label=_("QR pintu masuk salinan latihan")) if door else "",
        "waits": row is not None and row.is_open and not row.is_ready and not worker_is_alive(at=timezone.now()),
    }


def _opened(request: HttpRequest, klass: TrainingClass, form: OpeningForm) -> str:
    actions.open_copy(klass=klass, closes_on=form.cleaned_data["closes_on"], by=request.user, at=timezone.now())
    messages.success(request, _("Salinan latihan dibuka dan sedang disiapkan."))
    return request.path


def _changed(request: HttpRequest, klass: TrainingClass, act: str) -> HttpResponse:
    do, words = {
        ANEW: (actions.make_anew, _("Salinan latihan diulang dari awal dan sedang disiapkan.")),
        CLOSE: (actions.close_copy, _("Salinan latihan ditutup dan isinya dihapus.")),
    }[act]

    def done() -> str:
        do(klass=klass, by=request.user, at=timezone.now())
        messages.success(request, words)
        return request.path

    try:
        return go_to(request, once(request, done))
    except PracticeRefusal as refusal:
        return refused(request, refusal, back_url=request.path)

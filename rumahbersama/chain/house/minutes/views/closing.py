"""Closing a meeting after seeing what will be written, opening it again, and the papers in one tap."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rumahbersama.chain.house.meetings.actions import planning
from rumahbersama.chain.house.meetings.models import Meeting
from rumahbersama.chain.house.meetings.permissions import get_meeting_to_keep
from rumahbersama.chain.house.minutes import attending, documents, queries
from rumahbersama.chain.house.minutes.actions.closing import close_meeting
from rumahbersama.chain.house.minutes.forms import CloseForm, ReopenForm, day_after
from rumahbersama.chain.house.minutes.reference import minutes_rule_on
from rumahbersama.ground.core.formats import day, moment
from rumahbersama.ground.core.http import go_to, refused, render_page
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.workshop.papers.permissions import may_write_at


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Show what closing will write, and close; what has no outcome is put off in the same tap."""
    found, today = get_meeting_to_keep(request.user, number), timezone.localdate()
    rows = queries.with_follows(found, queries.rows_of(found))
    missing = [row.item for row in rows if row.is_missing]
    until = day_after(found.day, today, minutes_rule_on(found.day).put_off_days)
    form = CloseForm(request.POST or None, initial={"until": until}) if missing else None
    is_ready = request.method == "POST" and (form is None or form.is_valid())
    if is_ready:
        typed, at = form.cleaned_data["until"] if form else None, timezone.now()
        try:
            closed = close_meeting(meeting=found, by=request.user, at=at, put_off_to=typed)
        except Refusal as refusal:
            if form is None:
                return refused(request, refusal, back_url=request.path)
            form.add_error(None, str(refusal))
        else:
            if closed.closed_at == at:
                messages.success(request, _("Rapat ditutup. Komitmen dan keadaan masalahnya tersimpan."))
            else:
                messages.warning(request, _closed_before(closed, has_day="until_0" in request.POST))
            return go_to(request, reverse("minutes:front", args=[number]))
    context = {
        "meeting": found,
        "rows": rows,
        "missing": missing,
        "form": form,
        "is_open": found.state == found.State.OPEN,
        "has_anybody": attending.has_anybody(found),
    }
    return render_page(request, "minutes/close.html", context, invalid=request.method == "POST")


def _closed_before(meeting: Meeting, *, has_day: bool) -> str:
    """Return who closed a meeting when, and to which day was put off what had no outcome."""
    name, until = queries.closed_by(meeting), queries.left_over_until(meeting)
    told = {"name": name, "at": moment(meeting.closed_at), "day": day(until)}
    text = _("Rapat ini sudah ditutup oleh {name} pada {at}.")
    if until is not None:
        text = _("Rapat ini sudah ditutup oleh {name} pada {at}; yang belum punya hasil ditunda sampai {day}.")
    said = [text.format(**told)]
    if has_day:
        said.append(_("Tanggal yang Anda pilih tidak dipakai."))
    return " ".join(said)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, number: int) -> HttpResponse:
    """Open a closed meeting again, with a reason."""
    found = get_meeting_to_keep(request.user, number)
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            planning.reopen_meeting(meeting=found, reason=reason, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("Rapat dibuka lagi. Yang sudah menjadi komitmen tetap ada."))
            return go_to(request, reverse("minutes:front", args=[number]))
    context = {"meeting": found, "form": form}
    return render_page(request, "minutes/reopen.html", context, invalid=request.method == "POST")


@login_required
@require_POST
def paper(request: HttpRequest, number: int) -> HttpResponse:
    """Write the draft of notulen, berita acara or daftar hadir, or write it anew."""
    found, kind = get_meeting_to_keep(request.user, number), request.POST.get("jenis", "")
    if kind not in documents.KINDS:
        raise Http404
    if not may_write_at(request.user, found.region.code):
        raise PermissionDenied
    try:
        made = documents.make_paper(meeting=found, kind=kind, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return refused(request, refusal, back_url=reverse("minutes:front", args=[number]))
    messages.success(request, _("Konsep tersimpan. Periksa isinya, lalu ajukan."))
    return go_to(request, made.get_absolute_url())

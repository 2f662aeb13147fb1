"""The keeper's tap list, which works without signal and without script, and the correction of one person."""

import re
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.core.outbox import DEVICE_AT, HEADER, deliverable, key_of, refused_in_words
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import listed
from rumahbersama.workshop.presence import marking, queries
from rumahbersama.workshop.presence.forms import CorrectionForm
from rumahbersama.workshop.presence.marking import Clocks, Merged
from rumahbersama.workshop.presence.models import Mark, Occasion
from rumahbersama.workshop.presence.permissions import get_attendee_to_correct, get_occasion_to_keep
from rumahbersama.workshop.presence.rules import SAYINGS
from rumahbersama.workshop.presence.views.rosters import owned

BOX = re.compile(r"^p(\d{1,18})$")
SENT_AT = "kini"  # what the device's clock shows when it sends (``outbox.js``)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@deliverable
def taps(request: HttpRequest, number: int) -> HttpResponse:
    """Tap who is there, page by page; each tap is kept on the device until the server has it."""
    found = get_occasion_to_keep(request.user, number)
    if request.method == "POST":
        return _tapped(request, found)
    people = queries.on_the_list(found.roster)
    listing = listed(
        request, people, sorts={"urutan": "order", "nama": "search_name"}, default="urutan", search=["search_name"]
    )
    lines = queries.lines_of(found, list(listing.page))
    for line in lines:
        own = [mark for mark in line.marks if mark.by_id == request.user.pk]
        line.mine = own[-1].says if own else ""  # type: ignore[attr-defined]
    context = {
        "occasion": found,
        "roster": found.roster,
        "listing": listing,
        "lines": lines,
        "choices": Mark.Says.choices,
        "arrivals": queries.arrivals_of(found),
    }
    return render_page(request, "presence/taps.html", context | owned(found.roster))


def _tapped(request: HttpRequest, found: Occasion) -> HttpResponse:
    clocks = Clocks(_moment(request, DEVICE_AT), _moment(request, SENT_AT))
    try:
        merged = marking.tap(
            occasion=found,
            said=said_in(request),
            by=request.user,
            at=timezone.now(),
            key=key_of(request),
            clocks=clocks,
        )
    except Refusal as refusal:
        if HEADER in request.headers:
            return refused_in_words(str(refusal))
        return render_page(
            request, "422.html", {"message": str(refusal), "back_url": found.get_absolute_url()}, status=422
        )
    _tell(request, found, merged)
    return go_to(request, request.get_full_path())


def said_in(request: HttpRequest) -> dict[int, str]:
    """Return what was tapped and differs from what the page showed, by number of attendee."""
    said = {}
    for name, value in request.POST.items():
        found = BOX.match(name)
        if found and value in SAYINGS and value != request.POST.get(f"initial-{name}", ""):
            said[int(found[1])] = str(value)
    return said


def _moment(request: HttpRequest, name: str) -> datetime | None:
    try:
        found = parse_datetime(request.POST.get(name, ""))
    except ValueError:
        return None
    return found if found is not None and timezone.is_aware(found) else None


def _tell(request: HttpRequest, found: Occasion, merged: Merged) -> None:
    text = ngettext("{count} ketukan tercatat.", "{count} ketukan tercatat.", merged.taken).format(count=merged.taken)
    messages.success(request, text if merged.taken else _("Semua isian sudah tersimpan."))
    if merged.collides:
        text = ngettext(
            "{count} orang bertentangan dengan catatan lain; selesaikan di halaman acara.",
            "{count} orang bertentangan dengan catatan lain; selesaikan di halaman acara.",
            len(merged.collides),
        )
        messages.warning(request, text.format(count=len(merged.collides)))
    most = queries.rule_of(found).clock_off_minutes * 60
    if merged.clock_off is not None and abs(merged.clock_off) > most:
        messages.warning(request, clock_words(merged.clock_off))


def clock_words(seconds: int) -> str:
    """Return by how much a device's clock is off, in a sentence."""
    minutes = abs(seconds) // 60
    days, rest = divmod(minutes, 24 * 60)
    much = _("{days} hari").format(days=days) if days else _("{minutes} menit").format(minutes=rest)
    words = (
        _("Jam gawai ini maju {much}; yang dipakai jam server. Nyalakan waktu otomatis di pengaturan gawai.")
        if seconds > 0
        else _("Jam gawai ini mundur {much}; yang dipakai jam server. Nyalakan waktu otomatis di pengaturan gawai.")
    )
    return words.format(much=much)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, number: int, attendee: int) -> HttpResponse:
    """Settle what holds of one person, with a reason; all that was said is shown."""
    found, person = get_attendee_to_correct(request.user, number, attendee)
    line = queries.lines_of(found, [person])[0]
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        marking.correct(
            occasion=found,
            attendee=person,
            says=form.cleaned_data["says"],
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Koreksi tersimpan."))
        return go_to(request, found.get_absolute_url())
    context = {
        "occasion": found,
        "roster": found.roster,
        "attendee": person,
        "line": line,
        "form": form,
        "marks": queries.marks_of(found, person),
    }
    return render_page(request, "presence/correct.html", context | owned(found.roster), invalid=form.is_bound)

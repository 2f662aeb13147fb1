"""Pages that end a visit: close it (or say that it has not begun), send its result to the village, open it again."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rumahbersama.chain.oversight.visits import documents, queries
from rumahbersama.chain.oversight.visits.actions import closing, planning
from rumahbersama.chain.oversight.visits.forms import ReopenForm
from rumahbersama.chain.oversight.visits.missing import missing_of
from rumahbersama.chain.oversight.visits.models import Visit
from rumahbersama.chain.oversight.visits.permissions import get_visit_to_oversee
from rumahbersama.chain.oversight.visits.rules import check_closed
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.core.http import go_to, refused, render_page
from rumahbersama.ground.core.rules import Refusal


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Show what is there and what is still missing, and close the visit; or plan it again, begun by mistake."""
    found = get_visit_to_oversee(request.user, number)
    if request.method == "POST" and request.POST.get("lakukan") == "belum":
        return _unbegun(request, found)
    if request.method == "POST":
        try:
            closing.finish_visit(visit=found, by=request.user, at=timezone.now())
        except Refusal as refusal:
            return _not_yet(request, found, refusal)
        messages.success(request, _("Kunjungan ditutup. Kirim hasilnya ke desa dari halaman ini."))
        return go_to(request, found.get_absolute_url())
    return render_page(request, "visits/close.html", _written(found))


def _unbegun(request: HttpRequest, found: Visit) -> HttpResponse:
    try:
        planning.unbegin_visit(visit=found, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return refused(request, refusal, back_url=found.get_absolute_url())
    messages.success(request, _("Kunjungan kembali direncanakan, pada tanggal rencananya."))
    return go_to(request, found.get_absolute_url())


def _written(found: Visit) -> dict[str, Any]:
    """Return a visit with all that is written of it, for a page that asks whether that is so."""
    sheet, signatures = queries.sheet_of(found), queries.signatures_of(found)
    return {
        "visit": found,
        "region": found.region,
        "sheet": sheet,
        "missing": missing_of(sheet, signatures),
        "photos": queries.photos_of(found),
        "signatures": signatures,
        "changed": queries.changed_after_signing(found, signatures),
    }


def _not_yet(request: HttpRequest, found: Visit, refusal: Refusal) -> HttpResponse:
    """Say why a visit is not closed or sent yet, beside all that is missing (422)."""
    if found.state == Visit.State.CANCELLED:
        return refused(request, refusal, back_url=found.get_absolute_url())
    return render_page(request, "visits/close.html", _written(found) | {"refusal": str(refusal)}, invalid=True)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, number: int) -> HttpResponse:
    """Show what the village will read of a closed visit, and send it there."""
    found = get_visit_to_oversee(request.user, number)
    if found.shared_at is not None:
        return go_to(request, found.get_absolute_url())
    try:
        check_closed(found.state)
        if request.method == "POST":
            closing.share_visit(visit=found, by=request.user, at=timezone.now())
            messages.success(request, _("Hasil kunjungan sekarang terbaca oleh desa."))
            return go_to(request, found.get_absolute_url())
    except Refusal as refusal:
        return _not_yet(request, found, refusal)
    written = _written(found)
    return render_page(request, "visits/share.html", written | {"sheet": written["sheet"].without_hours()})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, number: int) -> HttpResponse:
    """Open a closed visit again, with a reason."""
    found = get_visit_to_oversee(request.user, number)
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {"reason": form.cleaned_data["reason"], "by": request.user, "at": timezone.now()}
        try:
            closing.reopen_visit(visit=found, **said)
        except Refusal as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("Kunjungan dibuka lagi."))
            return go_to(request, found.get_absolute_url())
    context = {"visit": found, "region": found.region, "form": form}
    return render_page(request, "visits/reopen.html", context, invalid=request.method == "POST")


@login_required
@require_POST
def paper(request: HttpRequest, number: int) -> HttpResponse:
    """Write the draft of a paper of a visit, or write it anew, and lead there."""
    found = get_visit_to_oversee(request.user, number)
    kind = request.POST.get("jenis", "")
    if kind not in documents.KINDS:
        return go_to(request, found.get_absolute_url())
    try:
        made = documents.make_paper(visit=found, kind=kind, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return refused(request, refusal, back_url=found.get_absolute_url())
    messages.success(request, _("Konsep surat tersimpan. Periksa isinya, lalu ajukan."))
    if kind == documents.ASSIGNMENT and found.state == Visit.State.DONE:
        text = _("Kunjungannya sudah selesai pada {day}: surat tugas semestinya ditandatangani sebelum berangkat.")
        messages.warning(request, text.format(day=day(found.day)))
    return go_to(request, made.get_absolute_url())

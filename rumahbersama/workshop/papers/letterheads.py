"""The page of an office's letterhead."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rumahbersama.ground.core.http import go_to, render_page, seen_version
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.regions.queries import breadcrumb_of
from rumahbersama.workshop.papers.contents import clean
from rumahbersama.workshop.papers.forms import OfficeForm, initial_of_office
from rumahbersama.workshop.papers.offices import first_guess, set_up_office
from rumahbersama.workshop.papers.permissions import get_place_to_write, offices_of, posts_to_sign


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def letterhead(request: HttpRequest, code: str) -> HttpResponse:
    """Set the letterhead of a place, or with ``?instansi=`` of an agency at it."""
    region = get_place_to_write(request.user, code)
    agency = clean(request.GET.get("instansi", ""))[:120]
    offices = list(offices_of(region))
    office = next((row for row in offices if row.agency == agency), None)
    seen = seen_version(request, office.version if office else 1)
    form = OfficeForm(request.POST or None, initial=initial_of_office(office, first_guess(region, agency)))
    if request.method == "POST" and form.is_valid():
        try:
            said: dict[str, Any] = {"by": request.user, "at": timezone.now()}
            set_up_office(region=region, agency=agency, facts=form.facts(), seen=seen, **said)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kop surat tersimpan. Surat yang sudah ditandatangani memakai kop harinya."))
            return go_to(request, request.get_full_path())
    agencies = {post.agency for post in posts_to_sign(region)} | {row.agency for row in offices}
    context = {
        "form": form,
        "region": region,
        "trail": breadcrumb_of(region),
        "agency": agency,
        "agencies": sorted(agencies - {""}),
        "seen": seen,
        "is_new": office is None,
    }
    return render_page(request, "papers/letterhead.html", context, invalid=request.method == "POST")

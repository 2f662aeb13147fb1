"""Lists of visits: to a village, or to all below a place; on pages and as files."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rumahbersama.chain.oversight.visits import queries
from rumahbersama.chain.oversight.visits.models import Visit
from rumahbersama.chain.oversight.visits.permissions import get_place, may_oversee_at
from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.http import render_page
from rumahbersama.ground.core.tables import Fields, found_by, in_turn, listed
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.roles import READ_GUIDANCE
from rumahbersama.ground.regions.models import Level

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}
SORTS: dict[str, Fields] = {
    "tanggal": "planned_on",
    "tempat": ("region__code", "planned_on"),
    "jenis": ("kind", "planned_on"),
    "keadaan": (in_turn("state", Visit.State), "planned_on"),
}
SEARCHED = ["purpose", "region__name"]


@login_required
@require_safe
def place(request: HttpRequest, code: str) -> HttpResponse:
    """List the visits to a village, or to all below a place."""
    region = get_place(request.user, code)
    rows, today = queries.visits_in(region, user=request.user), timezone.localdate()
    group, kind = request.GET.get("lihat", ""), request.GET.get("jenis", "")
    of_kind = rows.filter(kind=kind) if kind in Visit.Kind.values else rows
    kept = of_kind.filter(queries.condition(group))
    default = "tanggal" if group == queries.AHEAD_GROUP else "-tanggal"
    context: dict[str, Any] = {
        "region": region,
        "is_village": region.level == Level.DESA,
        "may_plan": region.level >= Level.KECAMATAN and may_oversee_at(request.user, region.code),
        "reads_notes": scope_of(request.user).may(READ_GUIDANCE, region.code),
        "counts": queries.counts_of(of_kind),
        "next": queries.next_of(rows, today=today),
        "group": group if group in queries.GROUPS else "",
        "kind": kind if kind in Visit.Kind.values else "",
        "kinds": Visit.Kind.choices,
        "listing": listed(request, kept, sorts=SORTS, default=default, search=SEARCHED),
    }
    return render_page(request, "visits/place.html", context)


@login_required
@require_safe
def download(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Give the list of a place as CSV or XLSX, filtered like its page."""
    region = get_place(request.user, code)
    if form not in FORMATS:
        raise Http404
    rows = queries.visits_in(region, user=request.user).filter(queries.condition(request.GET.get("lihat", "")))
    if request.GET.get("jenis") in Visit.Kind.values:
        rows = rows.filter(kind=request.GET["jenis"])
    rows = found_by(rows, request, SEARCHED).order_by("planned_on", "pk")
    name = f"kunjungan-{region.code}-{timezone.localdate():%Y%m%d}.{form}"
    return FORMATS[form](name, _header(), [_row(each) for each in rows])


def _header() -> list[str]:
    return [
        *(_("Nomor"), _("Jenis"), _("Kode wilayah"), _("Desa"), _("Tanggal rencana"), _("Tanggal kunjungan")),
        *(_("Maksud"), _("Yang berangkat"), _("Daftar periksa"), _("Keadaan"), _("Alasan dibatalkan")),
    ]


def _row(row: Visit) -> list[Any]:
    return [
        *(row.pk, row.get_kind_display(), row.region.code, str(row.region), row.planned_on.isoformat()),
        *(row.visited_on.isoformat() if row.visited_on else "", row.purpose),
        "; ".join(each.post.title for each in row.who.all()),
        *(str(row.checklist.questionnaire) if row.checklist else "", row.get_state_display(), row.cancelled_because),
    ]

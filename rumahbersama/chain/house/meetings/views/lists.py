"""Lists of meetings: of a kecamatan, or of all below a place; on pages and as files."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rumahbersama.chain.house.meetings import queries
from rumahbersama.chain.house.meetings.models import Meeting
from rumahbersama.chain.house.meetings.permissions import may_keep_at
from rumahbersama.chain.house.problems.permissions import get_house
from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.http import render_page
from rumahbersama.ground.core.tables import found_by, in_turn, listed
from rumahbersama.ground.regions.models import Level

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}
SORTS = {
    "tanggal": ("day", "begins"),
    "nama": "title",
    "jenis": ("kind", "day"),
    "tempat": ("region__code", "day"),
    "keadaan": (in_turn("state", Meeting.State), "day"),
}
SEARCHED = ["title", "venue", "region__name"]


@login_required
@require_safe
def place(request: HttpRequest, code: str) -> HttpResponse:
    """List the meetings of a kecamatan, or of all kecamatan below a place."""
    region = get_house(request.user, code)
    rows, today = queries.meetings_in(region, user=request.user), timezone.localdate()
    group = request.GET.get("lihat", "")
    kept = rows.filter(queries.condition(group))
    default = "tanggal" if group == queries.AHEAD_GROUP else "-tanggal"
    context: dict[str, Any] = {
        "region": region,
        "is_above": region.level < Level.KECAMATAN,
        "may_keep": region.level == Level.KECAMATAN and may_keep_at(request.user, region.code),
        "counts": queries.counts_of(rows),
        "next": queries.next_of(rows, today=today),
        "group": group if group in queries.GROUPS else "",
        "listing": listed(request, queries.with_counts(kept), sorts=SORTS, default=default, search=SEARCHED),
    }
    return render_page(request, "meetings/place.html", context)


@login_required
@require_safe
def download(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Give the list of a place as CSV or XLSX, filtered like its page."""
    region = get_house(request.user, code)
    if form not in FORMATS:
        raise Http404
    rows = queries.meetings_in(region, user=request.user).filter(queries.condition(request.GET.get("lihat", "")))
    rows = queries.with_counts(found_by(rows, request, SEARCHED)).order_by("day", "begins", "pk")
    name = f"rapat-{region.code}-{timezone.localdate():%Y%m%d}.{form}"
    return FORMATS[form](name, _header(), [_row(each) for each in rows])


def _header() -> list[str]:
    return [
        *(_("Nomor"), _("Jenis"), _("Nama rapat"), _("Kode wilayah"), _("Kecamatan"), _("Tanggal"), _("Jam mulai")),
        *(_("Jam selesai"), _("Tempat"), _("Pemimpin rapat"), _("Keadaan"), _("Diundang"), _("Akan hadir")),
        *(_("Mata acara"), _("Alasan dibatalkan")),
    ]


def _row(row: Meeting) -> list[Any]:
    counted: Any = row
    return [
        *(row.pk, row.get_kind_display(), row.title, row.region.code, str(row.region), row.day.isoformat()),
        *(f"{row.begins:%H:%M}", f"{row.ends:%H:%M}", row.venue, str(row.chair), row.get_state_display()),
        *(counted.invited, counted.coming, counted.items, row.cancelled_because),
    ]

"""The data dictionary as page and file, and who supplies which figure so that it is asked for once."""

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from rumahbersama.chain.needs import queries
from rumahbersama.chain.needs.entry.queries import due_date, thresholds_on
from rumahbersama.chain.needs.models import Indicator, ServiceArea
from rumahbersama.chain.needs.permissions import may_manage_reference
from rumahbersama.ground.core.exports import csv_response
from rumahbersama.ground.core.http import render_page
from rumahbersama.ground.core.tables import found_by, listed
from rumahbersama.ground.regions.models import Level

SEARCHED = ["name", "name_en", "code", "numerator", "denominator", "source", "legal_basis", "supplier"]
ON_A_PAGE = 20


@login_required
@require_safe
def dictionary(request: HttpRequest) -> HttpResponse:
    """Explain every indicator: what is counted, how, by whom, by which law, and what becomes of it one level up."""
    listing = listed(
        request,
        _wanted(request),
        sorts={"bidang": ("area__order", "order"), "nama": "name"},
        default="bidang",
        search=SEARCHED,
        size=ON_A_PAGE,
    )
    context = {
        "listing": listing,
        "areas": list(ServiceArea.objects.filter(disabled_on=None)),
        "levels": [(str(code), label) for code, label in Level.choices if code >= Level.KABUPATEN],
        "manages": may_manage_reference(request.user),
    }
    return render_page(request, "needs/dictionary.html", context)


def _wanted(request: HttpRequest) -> QuerySet[Indicator]:
    """Return the indicators of the field of services and the level that are asked for."""
    rows = queries.indicator_rows().select_related("part_of")
    area, level = request.GET.get("bidang", ""), request.GET.get("tingkat", "")
    if area:
        rows = rows.filter(area__code=area[:40])
    return rows.filter(observed_level=int(level)) if level in {"2", "3", "4"} else rows


@login_required
@require_safe
def dictionary_file(request: HttpRequest) -> HttpResponse:
    """Give the data dictionary as CSV: all of it, or what the page shows."""
    head = [
        _("Kode"),
        _("Nama"),
        _("Bidang"),
        _("Satuan"),
        _("Pembilang"),
        _("Penyebut"),
        pgettext("indicator", "Tingkat"),
        _("Ke atas"),
    ]
    head += [_("Diminta tiap"), _("Unit penyedia"), _("Sumber"), _("Dasar hukum"), _("Sudah diperiksa")]
    head += [_("Menggantikan formulir"), _("Asal keterangan itu")]
    rows = [
        [
            row.code,
            str(row),
            str(row.area),
            row.unit,
            row.numerator,
            row.denominator,
            str(row.get_observed_level_display()),
            str(row.get_upward_display()),
            str(row.get_asked_each_display()),
            row.supplier_name,
            row.source,
            row.legal_basis,
            _("ya") if row.legal_basis_verified else _("belum"),
            row.replaces,
            row.replaces_origin,
        ]
        for row in found_by(_wanted(request), request, SEARCHED)
    ]
    return csv_response("kamus-data.csv", head, rows)


@login_required
def ask_once(request: HttpRequest) -> HttpResponse:
    """Show who supplies which figure, until when, and which other form it replaces: each is asked for once."""
    period = queries.current_period(today=timezone.localdate())
    suppliers = queries.by_supplier()
    indicators = [each for _name, rows in suppliers for each in rows]
    context = {
        "suppliers": suppliers,
        "count": len(indicators),
        "known": sum(bool(each.replaces) for each in indicators),
        "period": period,
        "due": due_date(period, thresholds_on(period.ends_on)) if period else None,
        "manages": may_manage_reference(request.user),
    }
    return render_page(request, "needs/ask_once.html", context)

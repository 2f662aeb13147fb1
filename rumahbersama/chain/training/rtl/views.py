"""Pages of many RTL: the board of a class, and how it stands by class, kabupaten and programme."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rumahbersama.chain.training.models import Event, Participation
from rumahbersama.chain.training.permissions import (
    HELD_STATES,
    get_class_to_view,
    get_event_to_view,
    may_run,
    visible_participations,
)
from rumahbersama.chain.training.rtl import queries, sheets
from rumahbersama.chain.training.rtl.permissions import parts_of_programme, parts_to_count
from rumahbersama.chain.training.rtl.rules import MONTHS, months_after
from rumahbersama.chain.training.taking_part.rules import code_of
from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.http import render_page

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}
CLASS, KABUPATEN, PROGRAMME, WITHOUT_POST = "kelas", "kabupaten", "program", "tanpa-jabatan"
PAGE = 50


def _ways() -> dict[str, str]:
    return {
        CLASS: _("Per kelas"),
        KABUPATEN: _("Per kabupaten"),
        PROGRAMME: _("Per kegiatan dalam program"),
        WITHOUT_POST: _("RTL tanpa jabatan"),
    }


def _heads() -> dict[str, str]:
    """Return what the first column of each way of counting is called."""
    return {CLASS: _("Kelas"), KABUPATEN: _("Kabupaten"), PROGRAMME: _("Kegiatan")}


def _wish(request: HttpRequest) -> tuple[str, int]:
    """Return how the page counts and of which month; what is not known is as if it were not asked."""
    by = request.GET.get("per", CLASS)
    month = request.GET.get("bulan", "0")
    months = int(month) if month in {str(each) for each in MONTHS} else 0
    return (by if by in _ways() else CLASS), months


@login_required
@require_safe
def board(request: HttpRequest, number: int, klass: int) -> HttpResponse:
    """Show all RTL of a class with their state, of those whose name the user sees."""
    found = get_class_to_view(request.user, number, klass)
    today = timezone.localdate()
    rows = queries.of_class(visible_participations(request.user, found.event), found, today=today)
    own = parts_to_count(request.user, found.event).filter(klass=found)
    lines = queries.lines_of(
        queries.grouped(own, by=CLASS, months=0, today=today), {found.number: str(found)}, other=""
    )
    context = {
        "event": found.event,
        "klass": found,
        "rows": rows,
        "total": queries.total_of(lines, ""),
        "may_run": may_run(request.user, found.event),
    }
    return render_page(request, "rtl/board.html", context)


@login_required
@require_safe
def event(request: HttpRequest, number: int) -> HttpResponse:
    """Show how it stands with the RTL of an event: now, or as noted 1, 3 or 6 months after it."""
    found = get_event_to_view(request.user, number)
    by, months = _wish(request)
    context: dict[str, Any] = {"event": found, "by": by, "ways": _ways(), "months": months, "all_months": MONTHS}
    today = timezone.localdate()
    if by == WITHOUT_POST:
        rows = queries.without_post(visible_participations(request.user, found), today=today)
        page = Paginator(rows, PAGE).get_page(request.GET.get("hal"))
        return render_page(request, "rtl/without_post.html", context | {"page": page})
    lines, parts = _lines(request, found, by=by, months=months)
    total = queries.total_of(lines, _("Semua"))
    first, last = queries.noted_between(parts, months) if months else (None, None)
    context |= {
        "lines": [*lines, total] if len(lines) > 1 else lines,
        "total": total,
        "heading": _heads()[by],
        "first_noted": first,
        "last_noted": last,
        "noted_from": months_after(found.ends_on, months) if months else None,
        "is_to_come": bool(months) and months_after(found.ends_on, months) > today,
    }
    return render_page(request, "rtl/event.html", context)


def _lines(
    request: HttpRequest, event: Event, *, by: str, months: int
) -> tuple[list[queries.Line], QuerySet[Participation]]:
    parts = parts_of_programme(request.user, event) if by == PROGRAMME else parts_to_count(request.user, event)
    grouping = "kegiatan" if by == PROGRAMME else by
    found = queries.grouped(parts, by=grouping, months=months, today=timezone.localdate())
    keys = [row["group"] for row in found]
    if by == CLASS:
        labels, other = queries.class_labels(event), _("Belum dibagi ke kelas")
    elif by == KABUPATEN:
        labels, other = queries.place_labels(keys), _("Lain")
    else:
        labels, other = queries.event_labels(keys), _("Lain")
    return queries.lines_of(found, labels, other=other), parts


@login_required
@require_safe
def download(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """Give what the page shows as CSV or XLSX: the counts, or with ``isi`` the RTL of those in sight."""
    if form not in FORMATS:
        raise Http404
    found = get_event_to_view(request.user, number)
    by, months = _wish(request)
    name = f"rtl-{code_of(found.pk)}-{timezone.localdate():%Y%m%d}.{form}"
    if "isi" in request.GET or by == WITHOUT_POST:
        rows = visible_participations(request.user, found).filter(state__in=HELD_STATES)
        rows = queries.with_rtl(rows, today=timezone.localdate()).order_by("klass__number", "name", "pk")
        if by == WITHOUT_POST:
            rows = rows.filter(queries.WAITS)
        klass = request.GET.get("nomor", "")
        if klass.isdecimal() and len(klass) < 5:
            rows = rows.filter(klass__number=int(klass))
        return FORMATS[form](name, *sheets.sheet_of(rows))
    lines, _parts = _lines(request, found, by=by, months=months)
    return FORMATS[form](name, *sheets.counts_of(lines, heading=_heads()[by]))

"""Pages of the audit record."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rumahbersama.ground.audit.queries import rows_behind, rows_of, verbs_in
from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.http import render_page
from rumahbersama.ground.core.tables import PAGE, listed
from rumahbersama.ground.people.permissions import opened_for
from rumahbersama.office.history.forms import HistoryFilter
from rumahbersama.office.history.permissions import (
    get_record_to_see,
    narrowed_codes,
    readable_codes,
    visible_records,
)
from rumahbersama.office.history.queries import export_header, export_rows, filtered, name_places
from rumahbersama.office.history.verbs import verb_in_words
from rumahbersama.office.history.words import in_words, labels

ROWS_ON_A_PAGE = 50


def _filter_form(request: HttpRequest) -> HistoryFilter:
    found = verbs_in(records=visible_records(request.user))
    verbs = sorted(((verb, verb_in_words(verb)) for verb in found), key=lambda pair: pair[1])
    entities = sorted(((entity, str(known.label)) for entity, known in labels().items()), key=lambda pair: pair[1])
    return HistoryFilter(request.GET or None, verbs=verbs, entities=entities, codes=readable_codes(request.user))


@login_required
@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """List the record of one's place and below, newest first."""
    readable_codes(request.user)
    form = _filter_form(request)
    wishes = form.cleaned_data if form.is_valid() else {}
    codes = narrowed_codes(request.user, wishes.get("tempat", ""))
    rows = filtered(codes=codes, opened=opened_for(request.user), wishes=wishes)
    sorts = {"waktu": ("at", "pk"), "oleh": ("actor_name", "-at"), "tempat": ("place_code", "-at")}
    listing = listed(request, rows, sorts=sorts, default="-waktu")
    name_places(listing.page)
    context = {"form": form, "listing": listing}
    return render_page(request, "office/history.html", context, invalid=form.is_bound and not form.is_valid())


@login_required
@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Give the filtered record as CSV or XLSX."""
    readable_codes(request.user)
    form = _filter_form(request)
    wishes = form.cleaned_data if form.is_valid() else {}
    codes = narrowed_codes(request.user, wishes.get("tempat", ""))
    rows = filtered(codes=codes, opened=opened_for(request.user), wishes=wishes)
    name = f"riwayat-{timezone.localdate():%Y%m%d}.{kind}"
    respond = csv_response if kind == "csv" else xlsx_response
    return respond(name, export_header(), export_rows(rows))


@login_required
@require_safe
def record(request: HttpRequest, number: int) -> HttpResponse:
    """Show one record with its rows before and after."""
    entry = get_record_to_see(request.user, number)
    wish = request.GET.get(PAGE, "1")
    first = (max(1, int(wish)) - 1) * ROWS_ON_A_PAGE if wish.isdigit() else 0
    rows, total = rows_behind(record=entry, first=first, limit=ROWS_ON_A_PAGE)
    name_places([entry])
    page = Paginator(range(total), ROWS_ON_A_PAGE).get_page(wish)
    return render_page(request, "office/record.html", {"entry": entry, "rows": in_words(rows), "page": page})


@login_required
@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    """Show what became of one row; 404 where there is nothing one may read."""
    entity, key = request.GET.get("entity", ""), request.GET.get("key", "")
    found = rows_of(entity=entity, key=key, codes=readable_codes(request.user), opened=opened_for(request.user))
    if not found:
        raise Http404
    return render_page(request, "office/row_history.html", {"rows": in_words(found)})

"""Lists of cases: of a kecamatan for who handles them, and those in which one is a party."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rumahbersama.chain.house.mediation import queries, sheets
from rumahbersama.chain.house.mediation.models import Case
from rumahbersama.chain.house.mediation.permissions import (
    get_place_of_cases,
    own_parties,
    own_reports,
    places_of_cases,
    places_to_report,
)
from rumahbersama.chain.house.mediation.rules import WAITING
from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.core.tables import PAGE, PAGE_SIZE, Fields, found_by, in_turn, listed
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.queries import names_of

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}
SORTS: dict[str, Fields] = {
    "nomor": ("year", "number"),
    "judul": "title",
    "keadaan": in_turn("state", Case.State),
    "periksa": ("check_on", "pk"),
    "diterima": "entered_at",
}
SEARCHED = ["title", "handed_to"]


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Lead who handles cases of one kecamatan to its list; to others show what is theirs: as a party, or reported."""
    codes, reported = places_of_cases(request.user), places_to_report(request.user)
    wish = request.GET.get(PAGE)  # of both lists; the shorter one stays at its last
    parties = Paginator(own_parties(request.user).order_by("-pk"), PAGE_SIZE).get_page(wish)
    reports = Paginator(own_reports(request.user), PAGE_SIZE).get_page(wish)
    if len(codes) == 1 and not parties and not reports:
        return go_to(request, reverse("mediation:list", args=codes))
    context = {"places": names_of(codes), "parties": parties, "reports": reports, "told": names_of(reported)}
    return render_page(request, "mediation/mine.html", context)


@login_required
@require_safe
def cases(request: HttpRequest, code: str) -> HttpResponse:
    """List the cases of a kecamatan: searched, narrowed, sorted."""
    region, today = get_place_of_cases(request.user, code), timezone.localdate()
    rows = queries.cases_in(region, user=request.user)
    context = {
        "region": region,
        "listing": listed(request, _shown(_wanted(request, region)), sorts=SORTS, default="-nomor", search=SEARCHED),
        "counts": queries.counts_of(rows, today=today),
        "reports": list(queries.reports_in(region, user=request.user).filter(state=WAITING)),
        "states": Case.State.choices,
        "kinds": Case.Kind.choices,
        "years": queries.years_of(rows),
        "wish": {name: request.GET.get(name, "") for name in ("keadaan", "jenis", "tahun")},
        "today": today,
    }
    return render_page(request, "mediation/list.html", context)


def _wanted(request: HttpRequest, region: Region) -> Any:  # noqa: ANN401 - a QuerySet
    rows = queries.cases_in(region, user=request.user)
    return queries.narrowed(rows, request.GET.dict(), today=timezone.localdate())


def _shown(rows: Any) -> Any:  # noqa: ANN401 - a QuerySet
    named = Count("parties", filter=Q(parties__left_at=None))
    return rows.annotate(named=named).prefetch_related("places")


@login_required
@require_safe
def download(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Give the list as CSV or XLSX, narrowed and searched as on the page; without names."""
    region = get_place_of_cases(request.user, code)
    if form not in FORMATS:
        raise Http404
    rows = _shown(found_by(_wanted(request, region), request, SEARCHED)).order_by("-year", "-number")
    name = f"perkara-{code}-{timezone.localdate():%Y%m%d}.{form}"
    return FORMATS[form](name, *sheets.sheet_of(rows))

"""Lists of voiced needs: of a place, needs nobody asked for, voices no figure supports; and all three as files."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rumahbersama.chain.needs.models import Period, ServiceArea
from rumahbersama.chain.needs.voices import faces, queries, sheets
from rumahbersama.chain.needs.voices.models import Voice
from rumahbersama.chain.needs.voices.permissions import get_place_of_voices, may_speak
from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.http import render_page
from rumahbersama.ground.core.tables import PAGE, PAGE_SIZE, SEARCH, Fields, Listing, in_turn, listed, words
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.roles import IMPORT_TABLES
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.queries import children_of
from rumahbersama.ground.regions.rules import parent_code

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}
SORTS: dict[str, Fields] = {
    "tanggal": ("voiced_on", "pk"),
    "tempat": ("region__code", "hamlet"),
    "bidang": ("area__order", "service__order"),
    "orang": "people_count",
    "keadaan": in_turn("state", Voice.State),
}
SEARCHED = ["statement", "hamlet", "region__name", "source"]


@login_required
@require_safe
def voices(request: HttpRequest, code: str) -> HttpResponse:
    """List the voices of a place and all below; open ones first asked for, newest first."""
    region = get_place_of_voices(request.user, code)
    listing = listed(request, _wanted(request, region), sorts=SORTS, default="-tanggal", search=SEARCHED)
    context = _context(request, region) | {
        "listing": listing,
        "counts": queries.counts_of(region),
        "areas": ServiceArea.objects.filter(disabled_on=None),
        "states": Voice.State.choices,
        "sources": Voice.Source.choices,
        "state": request.GET.get("keadaan", Voice.State.OPEN),
        "may_import": scope_of(request.user).may(IMPORT_TABLES, code),
        "may_speak": may_speak(request.user, region),
    }
    return render_page(request, "needs/voices/list.html", context)


def _wanted(request: HttpRequest, region: Region) -> QuerySet[Voice]:
    wish = request.GET
    return queries.narrowed(
        queries.voices_in(region),
        area=wish.get("bidang", ""),
        service=wish.get("layanan", ""),
        state=wish.get("keadaan", Voice.State.OPEN),
        source=wish.get("sumber", ""),
    )


def _context(request: HttpRequest, region: Region) -> dict[str, Any]:
    return {"region": region, "is_wide": region.level < Level.KABUPATEN}


@login_required
@require_safe
def unvoiced(request: HttpRequest, code: str) -> HttpResponse:
    """List the services that are short at places where nobody asks for them."""
    region = get_place_of_voices(request.user, code)
    context = _context(request, region) | _faces(request, region) | {"may_speak": may_speak(request.user, region)}
    if context["period"] is not None:
        context["listing"] = _page(request, faces.unvoiced(_gaps(region, context["period"])))
    return render_page(request, "needs/voices/unvoiced.html", context)


@login_required
@require_safe
def unsupported(request: HttpRequest, code: str) -> HttpResponse:
    """List the open voices that no computed shortage supports, each with the reason."""
    region = get_place_of_voices(request.user, code)
    context = _context(request, region) | _faces(request, region)
    if context["period"] is not None:
        reasons = faces.unsupported(_gaps(region, context["period"]))
        rows = queries.voices_in(region).filter(pk__in=reasons)
        listing = listed(request, rows, sorts=SORTS, default="-tanggal", search=SEARCHED)
        for voice in listing.page:
            voice.why = reasons[voice.pk]
        context |= {"listing": listing, "tells_why": True}
    return render_page(request, "needs/voices/unsupported.html", context)


def _faces(request: HttpRequest, region: Region) -> dict[str, Any]:
    """Return the period of the page; above the kabupaten none, but the places to choose from."""
    if region.level < Level.KABUPATEN:
        return {"period": None, "children": children_of(region)}
    periods, period = faces.period_for(region, request.GET.get("periode", ""))
    return {"periods": periods, "period": period}


def _gaps(region: Region, period: Period) -> faces.Gaps:
    """Return the gaps of a place; the place above it was read with them, so the path asks no more."""
    gaps = faces.Gaps(region, period)
    region.parent = gaps.places[parent_code(region.code) or ""]
    return gaps


def _page(request: HttpRequest, rows: list[faces.Unvoiced]) -> Listing:
    """Return one page of rows made in Python, searched by the names of place and service."""
    q = words(request.GET.get(SEARCH, ""))
    kept = [row for row in rows if all(word in f"{row.region} {row.service}".lower() for word in q.lower().split())]
    return Listing(page=Paginator(kept, PAGE_SIZE).get_page(request.GET.get(PAGE)), sort="", q=q)


@login_required
@require_safe
def download(request: HttpRequest, code: str, table: str, form: str) -> HttpResponse:
    """Give a list as CSV or XLSX; that of the voices is the template of their upload."""
    region = get_place_of_voices(request.user, code)
    found = _table(request, region, table)
    if found is None or form not in FORMATS:
        raise Http404
    return FORMATS[form](f"{table}-{code}-{timezone.localdate():%Y%m%d}.{form}", *found)


def _table(request: HttpRequest, region: Region, name: str) -> tuple[list[Any], list[list[Any]]] | None:
    if name == "usulan":
        return sheets.sheet_of(_wanted(request, region), with_state=True)
    period = _faces(request, region)["period"]
    if name not in {"belum-disuarakan", "belum-didukung-angka"} or period is None:
        return None
    gaps = faces.Gaps(region, period)
    if name == "belum-disuarakan":
        return sheets.sheet_of_unvoiced(faces.unvoiced(gaps), period)
    reasons = faces.unsupported(gaps)
    return sheets.sheet_of_unsupported(queries.voices_in(region).filter(pk__in=reasons), reasons, period)

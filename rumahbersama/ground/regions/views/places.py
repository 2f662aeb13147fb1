"""Public pages: a region with its children, its history, and the search."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from rumahbersama.ground.core.exports import csv_response
from rumahbersama.ground.core.http import render_page
from rumahbersama.ground.core.tables import listed
from rumahbersama.ground.regions import permissions
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.queries import children_of
from rumahbersama.ground.regions.queries import pages as query
from rumahbersama.ground.regions.queries.search import find
from rumahbersama.ground.regions.rules import NATION_CODE

SORTS = {"kode": "code", "nama": "name", "desa": "desa_count"}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show Indonesia with its provinces, or how to begin."""
    nation = query.nation()
    if nation is None or (query.newest_edition() is None and nation.children_count == 0):
        return render_page(request, "regions/begin.html", {"manages": bool(permissions.managed_places(request.user))})
    return _region_page(request, nation)


@require_safe
def region(request: HttpRequest, code: str) -> HttpResponse:
    """Show one region; a former or undotted code leads to the region that bears it now."""
    found = _get(code)
    if code == NATION_CODE:
        return HttpResponseRedirect(reverse("regions:index"))
    if found.code != code:
        former = "" if code.isdigit() else f"?dari={code}"
        return HttpResponseRedirect(found.get_absolute_url() + former)
    return _region_page(request, found)


def _region_page(request: HttpRequest, region: Region) -> HttpResponse:
    gone = region.gone_on is not None
    return render_page(
        request,
        "regions/region.html",
        {
            "region": region,
            "trail": query.trail_of(region),
            "listing": None
            if gone
            else listed(request, children_of(region), sorts=SORTS, default="kode", search=["name", "code"]),
            "map": "" if gone or request.GET else query.map_of_children(region),
            "question": query.open_question_of(region) if gone else None,
            "edition": query.newest_edition(),
            "former_code": request.GET.get("dari", "")[:13],
            "manages": permissions.may_manage(request.user, region.code),
        },
    )


@require_safe
def children_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send the children of a region as CSV."""
    region = _get(code)
    rows = (
        [child.code, child.name, child.get_kind_display(), child.word, child.children_count, child.desa_count]
        for child in children_of(region)
    )
    header = ["kode", "nama", "jenis", "sebutan", "jumlah_bawahan", "jumlah_desa"]
    return csv_response(f"wilayah-{region.code}.csv", header, rows)


@require_safe
def history(request: HttpRequest, code: str) -> HttpResponse:
    """Show all codes, names and changes of a region with their dates and legal basis."""
    region = _get(code)
    if region.code != code:
        return HttpResponseRedirect(reverse("regions:history", args=[region.code]))
    return render_page(
        request,
        "regions/history.html",
        {
            "region": region,
            "trail": [*query.trail_of(region), region],
            "codes": query.codes_of(region),
            "changes": query.changes_of(region),
            "others": query.other_bearers(region),
        },
    )


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the regions that fit a name or a code."""
    text = " ".join(request.GET.get("q", "").split())[:80]
    found = find(text) if text else []
    hits = [(one.region, query.lies_in(one.region)) for one in found]
    return render_page(request, "regions/search.html", {"q": text, "hits": hits})


def _get(code: str) -> Region:
    region = query.region_of_code(code)
    if region is None:
        raise Http404
    return region

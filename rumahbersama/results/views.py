"""The one page shape, from nation to village, and its tables as files."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from rumahbersama.chain.needs.facilities.queries import listed_by_service
from rumahbersama.chain.needs.permissions import get_indicator, may_verify
from rumahbersama.chain.needs.priorities.permissions import get_place_with_priorities
from rumahbersama.chain.needs.voices.queries import counts_of
from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.core.tables import PAGE, PAGE_SIZE, listed
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.roles import ENTER_DATA, IMPORT_TABLES, VIEW_ROWS
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.results.briefing import briefing
from rumahbersama.results.completeness import Completeness, completeness_page
from rumahbersama.results.findings import titles
from rumahbersama.results.indicator import IndicatorPage, indicator_page
from rumahbersama.results.indicator import table as indicator_table
from rumahbersama.results.maps import draw, draw_indicator
from rumahbersama.results.multiples import MOST
from rumahbersama.results.permissions import (
    get_place,
    get_place_for_completeness,
    get_place_with_figures,
    get_place_with_spm,
)
from rumahbersama.results.queries import PlacePage, place_page
from rumahbersama.results.readings import AS_IT_WAS
from rumahbersama.results.sentences import (
    indicator_sentences,
    late_children,
    late_desa,
    place_noun,
    reminder,
    sentences,
    timeliness,
)
from rumahbersama.results.spm import SpmPage, spm_page
from rumahbersama.results.spm import table as spm_table
from rumahbersama.results.spm_sentences import law_text, spm_sentences
from rumahbersama.results.tables import completeness_table, table_of

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}


def place(request: HttpRequest, code: str) -> HttpResponse:
    """Show the page of a place for a period and a service."""
    page = _page(request, *get_place(code))
    scope = scope_of(request.user)
    may_view_rows = scope.may(VIEW_ROWS, code)
    context = {
        "page": page,
        "region": page.region,
        "sentences": sentences(page),
        "map": draw(page),
        "child_noun": place_noun(page.region.level + 1) if page.children else "",
        "may_enter": scope.may(ENTER_DATA, code),
        "may_view_rows": may_view_rows,
        "listed": listed_by_service(page.region) if may_view_rows and page.is_desa else None,
        "voices": counts_of(page.region) if may_view_rows and page.region.level >= Level.KABUPATEN else None,
        "may_import": scope.may(IMPORT_TABLES, code),
        "may_see_rows": scope.may(VIEW_ROWS, code),
    }
    return render_page(request, "results/place.html", context, part="figures")


@login_required
def indicator(request: HttpRequest, code: str, indicator: str) -> HttpResponse:
    """Show one indicator at a place: what it means, how it moved, and how the places below compare."""
    page = _indicator_page(request, code, indicator)
    if page is None:
        return go_to(request, reverse("results:place", args=[code]))
    size = MOST if page.multiples.is_shown else PAGE_SIZE
    rows = Paginator(page.rows, size).get_page(request.GET.get(PAGE))
    context = {
        "page": page,
        "region": page.region,
        "lead": indicator_sentences(page),
        "titles": titles(page),
        "map": draw_indicator(page),
        "rows": rows,
        "small": page.multiples.of(list(rows)) if page.multiples.is_shown else [],
        "may_view_rows": scope_of(request.user).may(VIEW_ROWS, code),
    }
    return render_page(request, "results/indicator.html", context)


@login_required
def download_indicator(request: HttpRequest, code: str, indicator: str, form: str) -> HttpResponse:
    """Give the comparison of an indicator as CSV or XLSX; 403 for a reading that tells what is not to be seen."""
    page = _indicator_page(request, code, indicator)
    if page is None or form not in FORMATS:
        raise Http404
    if page.reading.is_refused:
        raise PermissionDenied
    reading = f"-batas-{AS_IT_WAS}" if page.reading.is_old else ""
    name = f"{indicator}-{code}-{page.period.code}{reading}-{timezone.localdate():%Y%m%d}.{form}"
    return FORMATS[form](name, *indicator_table(page))


def _indicator_page(request: HttpRequest, code: str, indicator: str) -> IndicatorPage | None:
    region, breadcrumb = get_place_with_figures(request.user, code)
    return indicator_page(
        region=region,
        breadcrumb=breadcrumb,
        indicator=get_indicator(indicator),
        user=request.user,
        period=request.GET.get("periode", ""),
        borders=request.GET.get("batas", ""),
    )


@login_required
def monday(request: HttpRequest, code: str) -> HttpResponse:
    """Show the briefing for Monday's meeting, one sheet when printed."""
    region = get_place_with_priorities(request.user, code)
    found = briefing(region=region, user=request.user, today=timezone.localdate())
    if found is None:
        return go_to(request, reverse("results:place", args=[code]))
    context = {"region": region, "found": found, "sentences": sentences(found.page), "today": timezone.localdate()}
    return render_page(request, "results/monday.html", context)


@login_required
def completeness(request: HttpRequest, code: str) -> HttpResponse:
    """Tell who has not sent: per child above the kabupaten, village by village inside it."""
    page = _who_is_late(request, code)
    if page is None:
        return go_to(request, reverse("results:place", args=[code]))
    context: dict[str, Any] = {"late": page, "region": page.region, "breadcrumb": page.breadcrumb}
    if not page.by_desa:
        context["lead"] = late_children(page)
    else:
        listing = listed(
            request,
            page.desa(),
            sorts={"tempat": "code", "kurang": ("sent", "code"), "terakhir": ("newest", "code")},
            default="kurang",
            search=["name", "parent__name"],
        )
        count = listing.total if not listing.q else page.desa().count()
        missing = page.missing_words(listing.page)
        address, today = request.build_absolute_uri(reverse("home")), timezone.localdate()
        context |= {
            "listing": listing,
            "missing": missing,
            "lead": late_desa(page, count),
            "timeliness": timeliness(page, today=today),
            "reminder": reminder(page, listing.page, missing, address=address, today=today) if count else "",
        }
    return render_page(request, "results/completeness.html", context)


@login_required
def download_completeness(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Give the list of those who have not sent as CSV or XLSX."""
    page = _who_is_late(request, code)
    if page is None or form not in FORMATS:
        raise Http404
    name = f"belum-kirim-{code}-{page.period.code}-{timezone.localdate():%Y%m%d}.{form}"
    return FORMATS[form](name, *completeness_table(page))


def _who_is_late(request: HttpRequest, code: str) -> Completeness | None:
    region, breadcrumb = get_place_for_completeness(request.user, code)
    return completeness_page(
        region=region,
        breadcrumb=breadcrumb,
        user=request.user,
        period=request.GET.get("periode", ""),
        indicator=request.GET.get("angka", ""),
    )


@login_required
def download(request: HttpRequest, code: str, table: str, form: str) -> HttpResponse:
    """Give one table of the page as CSV or XLSX, with just what the person may see."""
    page = _page(request, *get_place_with_figures(request.user, code))
    found = table_of(page, table)
    if found is None or form not in FORMATS:
        raise Http404
    name = f"{table}-{code}-{page.period.code if page.period else ''}-{timezone.localdate():%Y%m%d}.{form}"
    return FORMATS[form](name, *found)


@login_required
def spm(request: HttpRequest, code: str) -> HttpResponse:
    """Show the minimum services of a kabupaten; above it its kabupaten, the lowest first."""
    page = _spm_page(request, code)
    scope = scope_of(request.user)
    context = {
        "page": page,
        "region": page.region,
        "lead": spm_sentences(page),
        "law": law_text(page),
        "is_whole": request.GET.get("rinci") == "semua",
        "rows": Paginator(page.rows, PAGE_SIZE).get_page(request.GET.get(PAGE)),
        "may_enter": page.is_own and scope.may(ENTER_DATA, code),
        "may_import": page.is_own and scope.may(IMPORT_TABLES, code),
        "may_verify": page.is_own and may_verify(request.user, page.region),
        "may_view_rows": page.is_own and scope.may(VIEW_ROWS, code),
    }
    return render_page(request, "results/spm.html", context)


@login_required
def download_spm(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Give the minimum services as CSV or XLSX."""
    page = _spm_page(request, code)
    if page.period is None or form not in FORMATS:
        raise Http404
    name = f"spm-{code}-{page.period.code}-{timezone.localdate():%Y%m%d}.{form}"
    return FORMATS[form](name, *spm_table(page))


def _spm_page(request: HttpRequest, code: str) -> SpmPage:
    region, breadcrumb = get_place_with_spm(request.user, code)
    return spm_page(region=region, breadcrumb=breadcrumb, period=request.GET.get("periode", ""))


def _page(request: HttpRequest, region: Region, breadcrumb: list[Region]) -> PlacePage:
    return place_page(
        region=region,
        breadcrumb=breadcrumb,
        user=request.user,
        period=request.GET.get("periode", ""),
        service=request.GET.get("layanan", ""),
    )

"""Lists: of a place, what repeats there; on pages and as files."""

from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rumahbersama.chain.oversight.recommendations import queries, repeating, rules, sheets
from rumahbersama.chain.oversight.recommendations.models import Recommendation
from rumahbersama.chain.oversight.recommendations.permissions import (
    get_place,
    get_place_above_villages,
    may_write_at,
    places_of,
)
from rumahbersama.chain.oversight.recommendations.reference import rule_on
from rumahbersama.chain.oversight.recommendations.repeating import WIDEST, Repeated, repeated, sheet_of
from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.core.tables import (
    PAGE,
    PAGE_SIZE,
    SEARCH,
    SORT,
    Fields,
    Listing,
    found_by,
    in_turn,
    listed,
    words,
)
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.roles import CONFIRM_GUIDANCE, READ_GUIDANCE, VIEW_ROWS
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.queries import breadcrumb_of, names_of

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}
SORTS: dict[str, Fields] = {
    "perlu": ("waits", "due_on"),
    "tenggat": "due_on",
    "baru": "-entered_at",
    "desa": ("village__code", "-entered_at"),
    "tingkat": ("-weight", "due_on"),
    "keadaan": in_turn("state", Recommendation.State),
    "isi": "what",
}
SEARCHED = ["what", "remedy", "legal_basis", "item_text", "village__name"]


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Go to the list of one's own place; who has several chooses."""
    codes = places_of(request.user)
    if len(codes) == 1:
        return go_to(request, reverse("recommendations:list", args=codes))
    return render_page(request, "recommendations/choose.html", {"places": names_of(codes)})


def _wish(request: HttpRequest, region: Region) -> dict[str, str]:
    """Return how the list is narrowed; without a wish the open ones, for who reads only the confirmed all of them."""
    first = queries.OPEN if scope_of(request.user).may(READ_GUIDANCE, region.code) else ""
    return {"keadaan": first, **request.GET.dict()}


def _wanted(request: HttpRequest, region: Region) -> QuerySet[Recommendation]:
    today = timezone.localdate()
    rows = queries.in_place(region, user=request.user)
    return queries.narrowed(rows, _wish(request, region), today=today)


def _ordered(rows: QuerySet[Recommendation]) -> QuerySet[Recommendation]:
    """Annotate what the list is sorted by: what waits for somebody first, and how heavy each is."""
    rule = rule_on(timezone.localdate())
    weights = [When(severity=each.code, then=Value(order)) for order, each in enumerate(rule.severities)]
    waiting = ("questioned", "objected", "asked", "reopened", "agreed", "kept", "draft")
    waits = [When(state=state, then=Value(order)) for order, state in enumerate(waiting)]
    return rows.annotate(
        weight=Case(*weights, default=Value(-1), output_field=IntegerField()),
        waits=Case(*waits, default=Value(len(waiting)), output_field=IntegerField()),
    )


@login_required
@require_safe
def recommendations(request: HttpRequest, code: str) -> HttpResponse:
    """List notes and recommendations of a place, searched, narrowed, sorted; above the kecamatan the confirmed."""
    region, today = get_place(request.user, code), timezone.localdate()
    listing = listed(request, _ordered(_wanted(request, region)), sorts=SORTS, default="perlu", search=SEARCHED)
    rule, scope = rule_on(today), scope_of(request.user)
    is_inside = scope.may(READ_GUIDANCE, code)
    context = {
        "region": region,
        "trail": [*breadcrumb_of(region), region],
        "listing": listing,
        "rows": [(row, rule.severity(row.severity).name) for row in listing.page],
        "counts": queries.counts_of(queries.in_place(region, user=request.user), today=today),
        "today": today,
        "rule": rule,
        "wish": _wish(request, region),
        "states": _states(is_inside=is_inside),
        "kinds": Recommendation.Kind.choices,
        "severities": queries.severities(today),
        "below": queries.places_below(region) if region.level < Level.DESA else [],
        "is_inside": is_inside,
        "is_village": region.level == Level.DESA,
        "may_visit": is_inside and scope.may(VIEW_ROWS, code),
        "may_write": region.level == Level.KECAMATAN and may_write_at(request.user, code),
        "may_report": region.level == Level.KECAMATAN and scope.may(CONFIRM_GUIDANCE, code),
    }
    return render_page(request, "recommendations/list.html", context)


def _states(*, is_inside: bool) -> list[tuple[str, Any]]:
    groups = [(queries.LATE, _("Lewat tenggat membenahi")), (queries.CONFIRMED, _("Dikonfirmasi camat"))]
    if is_inside:
        groups = [
            (queries.OPEN, _("Yang belum selesai")),
            (queries.SILENT, _("Tanpa tanggapan desa sampai tenggat")),
            (queries.TO_ANSWER, _("Menunggu jawaban kecamatan")),
            (queries.TO_CONFIRM, _("Menunggu konfirmasi camat")),
            (queries.TO_REPORT, _("Dikonfirmasi, belum dilaporkan")),
            (queries.PROVED, _("Komitmennya terbukti, tinggal diperiksa ulang")),
            *groups,
        ]
    states = Recommendation.State.choices
    if not is_inside:
        states = [each for each in states if each[0] in rules.CONFIRMED_STATES]
    return [*groups, *states]


@login_required
@require_safe
def download(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Give the list as CSV or XLSX, narrowed and searched as on the page."""
    region, today = get_place(request.user, code), timezone.localdate()
    if form not in FORMATS:
        raise Http404
    rows = _ordered(found_by(_wanted(request, region), request, SEARCHED)).order_by("waits", "due_on", "pk")
    return FORMATS[form](f"pembinaan-{code}-{today:%Y%m%d}.{form}", *sheets.sheet_of(rows, today=today))


def _repeated(request: HttpRequest, region: Region) -> Repeated:
    return repeated(queries.in_place(region, user=request.user), today=timezone.localdate())


def _listing(request: HttpRequest, found: Repeated) -> Listing:
    q, sort = words(request.GET.get(SEARCH, "")), request.GET.get(SORT, WIDEST)
    if sort.removeprefix("-") not in repeating.SORTS:
        sort = WIDEST
    rows = repeating.ordered(repeating.containing(found.rows, q), sort=sort)
    return Listing(page=Paginator(rows, PAGE_SIZE).get_page(request.GET.get(PAGE)), sort=sort, q=q)


@login_required
@require_safe
def repeats(request: HttpRequest, code: str) -> HttpResponse:
    """Show what repeats in several villages of a place, and over the years."""
    region = get_place_above_villages(request.user, code)
    found = _repeated(request, region)
    listing = _listing(request, found)
    context = {"region": region, "trail": [*breadcrumb_of(region), region], "found": found, "listing": listing}
    return render_page(request, "recommendations/repeated.html", context)


@login_required
@require_safe
def download_repeats(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Give what repeats as CSV or XLSX, searched as on the page."""
    region = get_place_above_villages(request.user, code)
    if form not in FORMATS:
        raise Http404
    name = f"pembinaan-berulang-{code}-{timezone.localdate():%Y%m%d}.{form}"
    found = _repeated(request, region)
    kept = repeating.containing(found.rows, words(request.GET.get(SEARCH, "")))
    return FORMATS[form](name, *sheet_of(replace(found, rows=kept)))

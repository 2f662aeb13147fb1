"""Lists of problems: the front of a kecamatan's house, the whole list, and places above; on pages and as files."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rumahbersama.chain.commitments.queries import late_in
from rumahbersama.chain.house.problems import queries, sheets
from rumahbersama.chain.house.problems.forms import OTHER
from rumahbersama.chain.house.problems.models import Problem
from rumahbersama.chain.house.problems.permissions import get_house, get_kecamatan, houses_of, may_lead_at, may_raise
from rumahbersama.chain.house.problems.rules import OPEN_STATES
from rumahbersama.chain.house.problems.usg import scale_on
from rumahbersama.chain.needs.models import ServiceArea
from rumahbersama.ground.core import registry
from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.http import render_page
from rumahbersama.ground.core.tables import Fields, found_by, in_turn, listed
from rumahbersama.ground.people.permissions import own_posts, scope_of
from rumahbersama.ground.people.roles import VIEW_ROWS
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.queries import breadcrumb_of, children_of, names_of

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}
SORTS: dict[str, Fields] = {
    "usg": ("-is_ranked", "-total", "-known_people", "entered_at"),
    "baru": "-entered_at",
    "orang": "-known_people",
    "nomor": ("year", "number"),
    "masalah": "statement",
    "keadaan": in_turn("state", Problem.State),
}
SEARCHED = ["statement", "sufferers", "hamlet", "answers__title"]
FIRST = 10  # shown on the front page


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show the house of one's kecamatan; who has several chooses."""
    codes = houses_of(request.user)
    if len(codes) == 1:
        return _front(request, codes[0])
    return render_page(request, "problems/choose.html", {"houses": names_of(codes)})


@login_required
@require_safe
def front(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a kecamatan has to decide, the most pressing first; above it, how its places below stand."""
    return _front(request, code)


def _front(request: HttpRequest, code: str) -> HttpResponse:
    region, today = get_house(request.user, code), timezone.localdate()
    context: dict[str, Any] = {"region": region, "trail": [*breadcrumb_of(region), region]}
    context["answers"] = bool(own_posts(request.user))
    if region.level < Level.KECAMATAN:
        counted = queries.counts_below(region, user=request.user, today=today)
        context["rows"] = [(child, counted.get(child.code)) for child in children_of(region)]
        return render_page(request, "problems/above.html", context)
    reads_all = scope_of(request.user).may(VIEW_ROWS, region.code)
    rows = queries.agenda_of(region, user=request.user, today=today)
    first = list(rows.prefetch_related("places")[:FIRST])
    counts = queries.counts_of(queries.problems_in(region, user=request.user), today=today)
    context |= {
        "counts": counts,
        "standing": [
            (state, label.lower(), count)
            for state, label in Problem.State.choices
            if state in OPEN_STATES and (count := getattr(counts, state))
        ],
        "rows": _with_spread(first),
        "least": scale_on(today).least_scorers,
        "notes": list(registry.house_notes.each(user=request.user, region=region, today=today)),
        "may_raise": may_raise(request.user, region),
        "may_lead": may_lead_at(request.user, region),
        "reads_all": reads_all,
        "late": late_in(region, today=today) if reads_all else 0,
    }
    return render_page(request, "problems/front.html", context)


def _with_spread(problems: list[Problem]) -> list[tuple[Problem, Any]]:
    spreads = queries.spreads_of(problems, today=timezone.localdate())
    return [(each, spreads.get(each.pk)) for each in problems]


@login_required
@require_safe
def problems(request: HttpRequest, code: str) -> HttpResponse:
    """List the problems of a kecamatan: searched, narrowed, sorted."""
    region, today = get_kecamatan(request.user, code), timezone.localdate()
    rows = queries.ranked(_wanted(request, region), today=today).prefetch_related("places")
    listing = listed(request, rows, sorts=SORTS, default="usg", search=SEARCHED)
    context = {
        "region": region,
        "listing": listing,
        "rows": _with_spread(list(listing.page)),
        "areas": ServiceArea.objects.filter(disabled_on=None),
        "other": OTHER,
        "states": Problem.State.choices,
        "state": request.GET.get("keadaan", "terbuka"),
        "authorities": Problem.Authority.choices,
        "desa": queries.desa_of(region),
        "posts": queries.answering_posts(queries.problems_in(region, user=request.user)),
        "least": scale_on(today).least_scorers,
        "may_raise": may_raise(request.user, region),
    }
    return render_page(request, "problems/list.html", context)


def _wanted(request: HttpRequest, region: Region) -> Any:  # noqa: ANN401 - a QuerySet
    wish = {"keadaan": "terbuka", **request.GET.dict()}
    return queries.narrowed(queries.problems_in(region, user=request.user), wish, today=timezone.localdate())


@login_required
@require_safe
def download(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Give the list as CSV or XLSX, narrowed and searched as on the page."""
    region, today = get_kecamatan(request.user, code), timezone.localdate()
    if form not in FORMATS:
        raise Http404
    rows = queries.ranked(found_by(_wanted(request, region), request, SEARCHED), today=today)
    name = f"masalah-{code}-{today:%Y%m%d}.{form}"
    return FORMATS[form](name, *sheets.sheet_of(rows.order_by(*queries.ORDER, "pk"), today=today))

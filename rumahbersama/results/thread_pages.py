"""The page of the golden thread of a place, and its table as a file."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from rumahbersama.chain.needs.permissions import get_indicator
from rumahbersama.ground.core.charts.plots import Bar, line
from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.formats import number
from rumahbersama.ground.core.http import render_page
from rumahbersama.ground.people.permissions import get_region_to
from rumahbersama.ground.people.roles import VIEW_ROWS
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.queries import breadcrumb_of
from rumahbersama.results.forward.pictures import state_bar, state_parts
from rumahbersama.results.thread import Moved, Thread, sheet_of, thread_of

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}


def _thread(request: HttpRequest, code: str, indicator: str) -> tuple[Thread, list[Region]]:
    """Return the thread of a place, and the places above it."""
    region = get_region_to(request.user, code, VIEW_ROWS)
    named, above = get_indicator(indicator) if indicator else None, breadcrumb_of(region)
    region.parent = above[-1] if above else None  # read already
    return thread_of(region, user=request.user, indicator=named, today=timezone.localdate()), above


def _line(moved: Moved) -> SafeString:
    """Return the figures of the place through time, with the target that was promised."""
    bars = [Bar(each.period.code, float(each.value), number(each.value)) for each in moved.course]
    return line(bars, target=None if moved.target is None else float(moved.target))


@login_required
@require_safe
def thread(request: HttpRequest, code: str, indicator: str = "") -> HttpResponse:
    """Show what led to a figure of a place, or all that runs there, from training to result."""
    found, above = _thread(request, code, indicator)
    context = {
        "thread": found,
        "region": found.region,
        "trail": [*above, found.region],
        "state_parts": state_parts(found.promises.states),
        "state_bar": state_bar(found.promises.states),
        "figure_line": _line(found.moved) if found.moved else "",
    }
    return render_page(request, "results/thread.html", context)


@login_required
@require_safe
def download_thread(request: HttpRequest, code: str, form: str, indicator: str = "") -> HttpResponse:
    """Give the thread as CSV or XLSX."""
    found, _above = _thread(request, code, indicator)
    if form not in FORMATS:
        raise Http404
    name = f"benang-{indicator or 'semua'}-{code}-{timezone.localdate():%Y%m%d}.{form}"
    return FORMATS[form](name, *sheet_of(found))

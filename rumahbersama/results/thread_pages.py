"""The page of the golden thread of a place, and its table as a file."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from rumahbersama.chain.needs.permissions import get_indicator
from rumahbersama.ground.core.charts.plots import Bar, line
from rumahbersama.ground.core.formats import number
from rumahbersama.ground.core.http import render_page
from rumahbersama.ground.people.permissions import get_region_to
from rumahbersama.ground.people.roles import VIEW_ROWS
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.queries import breadcrumb_of
from rumahbersama.results.files import FORMATS, file_of
from rumahbersama.results.forward.pictures import state_bar, state_parts
from rumahbersama.results.thread import MOST_IN_FILE, SHOWN, Moved, Thread, thread_of
from rumahbersama.results.thread_sheets import sheet_of


def _thread(request: HttpRequest, code: str, indicator: str, *, most: int = SHOWN) -> tuple[Thread, list[Region]]:
    """Return the thread of a place with ``most`` of each link, and the places above it."""
    region = get_region_to(request.user, code, VIEW_ROWS)
    named, above = get_indicator(indicator) if indicator else None, breadcrumb_of(region)
    region.parent = above[-1] if above else None  # read already
    today = timezone.localdate()
    return thread_of(region, user=request.user, indicator=named, today=today, most=most), above


def _lists_of(region: Region) -> dict[str, str]:
    """Return the addresses of the lists that hold what is cut: of a desa partly those of its kecamatan."""
    is_desa = region.level == Level.DESA
    house = region.parent.code if is_desa and region.parent else region.code
    if region.level < Level.KECAMATAN:
        problems = reverse("problems:front", args=[house])
    else:
        problems = reverse("problems:list", args=[house]) + "?keadaan=" + (f"&desa={region.code}" if is_desa else "")
    return {
        "events": reverse("training:events"),
        "problems": problems,
        "meetings": reverse("meetings:place", args=[house]),
        "rows": reverse("commitments:place", args=[region.code]),
        "visits": reverse("visits:place", args=[region.code]) + "?lihat=selesai",
    }


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
        "lists": _lists_of(found.region),
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
    if form not in FORMATS:
        raise Http404
    found, _above = _thread(request, code, indicator, most=MOST_IN_FILE)
    name = f"benang-{indicator or 'semua'}-{code}-{timezone.localdate():%Y%m%d}"
    return file_of(request, name, form, sheet_of(found))

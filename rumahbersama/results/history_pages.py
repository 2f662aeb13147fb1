"""The page of a village's history, and its table as a file."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rumahbersama.ground.core.http import render_page
from rumahbersama.ground.core.tables import PAGE, PAGE_SIZE
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.roles import READ_CONFIRMED, READ_GUIDANCE, VIEW_ROWS
from rumahbersama.results.files import FORMATS, file_of
from rumahbersama.results.history import OLDEST_FIRST, history_of, sheet_of
from rumahbersama.results.permissions import get_village_with_history


@login_required
@require_safe
def history(request: HttpRequest, code: str) -> HttpResponse:
    """Show all that was agreed, noted, promised and seen in a village, narrowed by kind and year."""
    region, breadcrumb = get_village_with_history(request.user, code)
    found = history_of(region=region, user=request.user, wish=request.GET.dict(), today=timezone.localdate())
    scope = scope_of(request.user)
    context = {
        "region": region,
        "trail": [*breadcrumb, region],
        "above": breadcrumb[-1] if breadcrumb else None,
        "found": found,
        "page": Paginator(found.rows, PAGE_SIZE).get_page(request.GET.get(PAGE)),
        "is_oldest_first": request.GET.get("urut") == OLDEST_FIRST,
        "sees_rows": scope.may(VIEW_ROWS, code),
        "sees_guidance": scope.may(READ_GUIDANCE, code) or scope.may(READ_CONFIRMED, code),
    }
    return render_page(request, "results/history.html", context)


@login_required
@require_safe
def download_history(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Give the history of a village as CSV or XLSX, narrowed as on the page."""
    region, _breadcrumb = get_village_with_history(request.user, code)
    if form not in FORMATS:
        raise Http404
    found = history_of(region=region, user=request.user, wish=request.GET.dict(), today=timezone.localdate())
    return file_of(request, f"riwayat-{code}-{timezone.localdate():%Y%m%d}", form, sheet_of(found))

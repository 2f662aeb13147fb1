"""The search page."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rumahbersama.ground.core.http import render_page
from rumahbersama.ground.core.tables import PAGE, SEARCH, words
from rumahbersama.office.search.queries import SHORTEST, found

IN_SHORT = 6
PAGE_SIZE = 25


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what was found: the best of every kind, or one kind in pages."""
    text = words(request.GET.get(SEARCH, ""))
    groups = found(user=request.user, text=text)
    kind = request.GET.get("jenis", "")
    chosen = next((group for group in groups if group.kind == kind), None)
    context = {
        "text": text,
        "shortest": SHORTEST,
        "too_short": bool(text) and len(text) < SHORTEST,
        "groups": groups,
        "total": sum(len(group.hits) for group in groups),
        "chosen": chosen,
        "page": Paginator(chosen.hits, PAGE_SIZE).get_page(request.GET.get(PAGE)) if chosen else None,
        "in_short": IN_SHORT,
    }
    return render_page(request, "office/search.html", context, part="found")

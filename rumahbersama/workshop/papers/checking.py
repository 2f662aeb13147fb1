"""The public page that checks any paper by its code: what was printed, whether it is valid, its files' SHA-256."""

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rumahbersama.ground.core.http import render_page
from rumahbersama.workshop.papers import queries
from rumahbersama.workshop.papers.documents import document_of
from rumahbersama.workshop.papers.rules import shown_code, typed_code


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a paper; nothing is uploaded."""
    typed = request.GET.get("kode", "").strip()
    code = typed_code(typed)
    if code:
        return redirect("papers:check_code", code=shown_code(code))
    return render_page(request, "papers/check.html", {"typed": typed[:60]}, invalid=bool(typed))


@never_cache
@require_safe
def check_code(request: HttpRequest, code: str) -> HttpResponse:
    """Tell what is known of the paper of a code, to anybody.

    Only codes of no paper are limited by address: a hall that opens its certificates may stand behind one.
    """
    paper = queries.paper_of_code(code)
    if paper is None:
        too_many = ratelimit.consume_or_429(request, action="check_paper", limit_get=True)
        unknown = {"typed": code[:60], "is_unknown": True}
        return too_many or render_page(request, "papers/check.html", unknown, status=404)
    context = {
        "paper": paper,
        "files": queries.files_of(paper),
        "successor": _signed(queries.successor_of(paper)),
        "document": None if paper.is_private else document_of(paper),
    }
    return render_page(request, "papers/checked.html", context)


def _signed(paper: object) -> object:
    """Return a successor once it is signed; a draft is nobody's business."""
    return paper if paper is not None and getattr(paper, "is_signed", False) else None

"""Pages of checklists: which there are, and one as a blank sheet for paper."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rumahbersama.chain.oversight.checklists import queries
from rumahbersama.chain.oversight.checklists.permissions import get_checklist
from rumahbersama.ground.core.http import render_page
from rumahbersama.ground.core.tables import listed
from rumahbersama.workshop.surveys.permissions import own_places
from rumahbersama.workshop.surveys.rules import sections_of

SORTS = {"judul": "questionnaire__title"}
SEARCHED = ["questionnaire__title", "questionnaire__purpose"]


@login_required
@require_safe
def checklists(request: HttpRequest) -> HttpResponse:
    """List the checklists in force for this account."""
    rows = queries.with_counts(queries.in_force(request.user))
    listing = listed(request, rows, sorts=SORTS, default="judul", search=SEARCHED)
    return render_page(
        request, "checklists/list.html", {"listing": listing, "may_make": bool(own_places(request.user))}
    )


@login_required
@require_safe
def sheet(request: HttpRequest, number: int) -> HttpResponse:
    """Show a checklist as a sheet to be printed and filled in by hand."""
    found = get_checklist(request.user, number)
    questions = queries.questions_of(found)
    context = {"version": found, "sections": sections_of(questions)}
    return render_page(request, "checklists/sheet.html", context)

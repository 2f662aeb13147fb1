"""Pages of the thread of a programme, an event, a class and a person; each as a table too (``.csv``, ``.xlsx``)."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rumahbersama.ground.core.http import render_page
from rumahbersama.ground.core.tables import PAGE, PAGE_SIZE
from rumahbersama.results.files import FORMATS, file_of
from rumahbersama.results.forward import permissions
from rumahbersama.results.forward.permissions import Subject
from rumahbersama.results.forward.pictures import state_bar, state_parts, verdict_bar, verdict_parts
from rumahbersama.results.forward.queries import MOST_ROWS, forward_of, rows_of
from rumahbersama.results.forward.rules import STATES, state_words, verdict_words
from rumahbersama.results.forward.sheets import sheet_of

STATE = "keadaan"
EVENTS_SHOWN = 20


@login_required
@require_safe
def programme(request: HttpRequest, code: str, form: str = "") -> HttpResponse:
    """Show what came of all events of a programme, as far as one sees them."""
    return _answer(request, permissions.get_programme(request.user, code), f"program-{code}", form)


@login_required
@require_safe
def event(request: HttpRequest, number: int, form: str = "") -> HttpResponse:
    """Show what came of an event."""
    return _answer(request, permissions.get_event(request.user, number), str(number), form)


@login_required
@require_safe
def of_class(request: HttpRequest, number: int, klass: int, form: str = "") -> HttpResponse:
    """Show what came of a class."""
    return _answer(request, permissions.get_class(request.user, number, klass), f"{number}-kelas-{klass}", form)


@login_required
@require_safe
def person(request: HttpRequest, person: int, form: str = "") -> HttpResponse:
    """Show what came of the trainings of a person."""
    return _answer(request, permissions.get_person(request.user, person), f"orang-{person}", form)


def _answer(request: HttpRequest, subject: Subject, name: str, form: str) -> HttpResponse:
    """Return the page, or with ``form`` the promises as a file."""
    if form and form not in FORMATS:
        raise Http404
    today, asked = timezone.localdate(), request.GET.get(STATE, "")
    state = asked if asked in STATES else ""
    thread = forward_of(subject, today=today)
    told: dict[str, Any] = {"user": request.user, "state": state, "today": today}
    if form:
        rows = rows_of(thread, first=0, size=MOST_ROWS, **told)
        return file_of(request, f"benang-{name}-{today:%Y%m%d}", form, sheet_of(rows))
    page = _page(request, thread.rows_of(state))
    first = max(page.start_index() - 1, 0)
    page.object_list = rows_of(thread, first=first, size=PAGE_SIZE, **told)
    context = {
        "thread": thread,
        "subject": subject,
        "states": thread.states,
        "followed": thread.followed,
        "page": page,
        "has_provisional": any(row.is_provisional for row in page.object_list),
        "state": state,
        "state_words": state_words(),
        "verdict_words": verdict_words(),
        "state_parts": state_parts(thread.states),
        "told_parts": [part for part in state_parts(thread.states) if part[2]],
        "state_bar": state_bar(thread.states),
        "verdict_parts": verdict_parts(thread.followed),
        "verdict_bar": verdict_bar(thread.followed),
        "events": thread.by_event[:EVENTS_SHOWN],
        "more_events": len(thread.by_event) - EVENTS_SHOWN,
        "most_rows": MOST_ROWS,
    }
    return render_page(request, "results/forward/thread.html", context)


def _page(request: HttpRequest, count: int) -> Page:
    """Return the page that is asked for of so many rows; its rows are read afterwards."""
    return Paginator(range(count), PAGE_SIZE).get_page(request.GET.get(PAGE))

"""Pages of letters: what was written about an event, writing more, reminders to copy."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from rumahbersama.chain.training.events.models import BudgetLine
from rumahbersama.chain.training.letters import queries
from rumahbersama.chain.training.letters.actions import invite_each, write
from rumahbersama.chain.training.letters.forms import EachForm, LetterForm
from rumahbersama.chain.training.letters.permissions import get_letter_to_write, letters_to_write
from rumahbersama.chain.training.letters.reminding import reminders_of
from rumahbersama.chain.training.letters.rules import EACH_PERSON, SCHEDULE, Letter
from rumahbersama.chain.training.models import Event
from rumahbersama.chain.training.permissions import get_event_to_run, get_event_to_view, may_run
from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.core.outbox import once
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import Fields, Listing, in_turn, listed
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region
from rumahbersama.workshop.papers.kinds import kind_of
from rumahbersama.workshop.papers.models import Paper
from rumahbersama.workshop.papers.permissions import posts_to_sign

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}
SORTS: dict[str, Fields] = {
    "tanggal": ("entered_at", "pk"),
    "hal": "title",
    "jenis": ("kind", "entered_at"),
    "nomor": "number",
    "keadaan": in_turn("state", Paper.State),
}
ON_A_PAGE = 10


@login_required
@require_safe
def letters(request: HttpRequest, number: int) -> HttpResponse:
    """List the letters of an event with what may be written, and lead to its sheets."""
    event = get_event_to_view(request.user, number)
    runs = may_run(request.user, event)
    rows = queries.letters_of(request.user, event)
    lines = queries.budget_lines(event) if runs else []
    context = {
        "event": event,
        "runs": runs,
        "counts": queries.counts_of(rows),
        "listing": listed(request, rows, sorts=SORTS, default="-tanggal", search=["title", "number"]),
        "letters": letters_to_write(request.user, event),
        "lists": queries.lists_of(event) if runs else [],
        "lines": lines,
        "line": _chosen_line(request, lines),
    }
    return render_page(request, "training/letters/list.html", context)


def _chosen_line(request: HttpRequest, lines: list[BudgetLine]) -> BudgetLine | None:
    wish = request.GET.get("baris", "")
    return next((line for line in lines if str(line.pk) == wish), None)


@login_required
@require_safe
def download(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """Give the letters of an event as CSV or XLSX."""
    event = get_event_to_view(request.user, number)
    if form not in FORMATS:
        raise Http404
    header = [
        *(_("Jenis"), _("Nomor"), _("Hal"), _("Keadaan"), _("Tanggal tanda tangan")),
        *(_("Penanda tangan"), _("Tanggal kirim"), _("Ditulis pada")),
    ]
    rows = [
        [
            *(str(row.kind_here.label), row.number, row.title, row.get_state_display(), row.signed_on),
            *(str(row.signer_post), row.sent_on, timezone.localdate(row.entered_at)),
        ]
        for row in queries.letters_of(request.user, event).order_by("entered_at", "pk")
    ]
    return FORMATS[form](f"surat-pelatihan-{event.pk}-{timezone.localdate():%Y%m%d}.{form}", header, rows)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, number: int, what: str) -> HttpResponse:
    """Write the draft of a letter, or one for each place; ``?tempat=`` is the office where there are several."""
    event, letter, region = get_letter_to_write(request.user, number, what, request.GET.get("tempat", ""))
    posts = list(posts_to_sign(region))
    form = _form(request, letter, posts)
    if request.method == "POST" and form.is_valid():
        try:
            return go_to(request, once(request, lambda: _written(request, event, letter, region, form)))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {
        "event": event,
        "letter": letter,
        "is_issued": letter.code == EACH_PERSON,
        "region": region,
        "form": form,
        "has_posts": bool(posts),
        "there": queries.same_kind(event, letter.kind),
    }
    return render_page(request, "training/letters/new.html", context, invalid=request.method == "POST")


def _form(request: HttpRequest, letter: Letter, posts: list[Post]) -> LetterForm:
    told: dict[str, Any] = {"posts": posts, "has_basis": letter.code != SCHEDULE}
    if letter.code != EACH_PERSON:
        return LetterForm(request.POST or None, **told)
    first = {"signed_on": timezone.localdate(), "classification": kind_of(letter.kind).classification}
    return EachForm(request.POST or None, initial=first, **told)


def _written(request: HttpRequest, event: Event, letter: Letter, region: Region, form: LetterForm) -> str:
    """Write the drafts; return the page of the one, or the list of all, or of the work in the background."""
    if isinstance(form, EachForm):
        batch = invite_each(event=event, region=region, issue=form.issue(), by=request.user, at=timezone.now())
        messages.success(request, _("Undangan sedang dibuat. Halaman ini menunjukkan sampai di mana."))
        return batch.get_absolute_url()
    made = write(event=event, letter=letter, region=region, order=form.order(), by=request.user, at=timezone.now())
    if len(made) == 1:
        messages.success(request, _("Konsep tersimpan. Periksa isinya, lengkapi yang masih kurang, lalu ajukan."))
        return made[0].get_absolute_url()
    text = ngettext("{n} konsep tersimpan.", "{n} konsep tersimpan.", len(made))
    messages.success(request, text.format(n=len(made)))
    return reverse("letters:list", args=[event.pk])


@login_required
@require_safe
def reminders(request: HttpRequest, number: int) -> HttpResponse:
    """Give the reminders to copy for WhatsApp, ten on a page."""
    event = get_event_to_run(request.user, number)
    told: list[Any] = reminders_of(event, today=timezone.localdate())
    page = Paginator(told, ON_A_PAGE).get_page(request.GET.get("hal"))
    context = {"event": event, "listing": Listing(page=page, sort="", q="")}
    return render_page(request, "training/letters/reminders.html", context)

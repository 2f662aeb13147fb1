"""Questions coming in from files and going out as files."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rumahbersama.chain.training.bank import importing, queries
from rumahbersama.chain.training.bank.formats import aiken, gift, moodle, tables
from rumahbersama.chain.training.bank.formats.shapes import LETTERS, Question
from rumahbersama.chain.training.bank.forms import ImportForm
from rumahbersama.chain.training.bank.models import Bank, BankImport
from rumahbersama.chain.training.bank.permissions import get_bank, get_import
from rumahbersama.chain.training.bank.views import narrowed
from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.http import go_to, refused, render_page
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import SEARCH, words
from rumahbersama.ground.intake import storage

TABLES = {"csv": csv_response, "xlsx": xlsx_response}
TEXTS: dict[str, tuple[Callable[[list[Question]], str], str, str]] = {
    "gift": (gift.write, "gift.txt", "text/plain; charset=utf-8"),
    "aiken": (aiken.write, "aiken.txt", "text/plain; charset=utf-8"),
    "xml": (moodle.write, "xml", "application/xml; charset=utf-8"),
}
SHOWN = 20
STEPS = {"commit": importing.commit, "discard": importing.discard, "undo": importing.undo}


@login_required
@require_safe
def download(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """Give the questions that the list shows as a file, keys included."""
    bank = get_bank(request.user, number)
    if form not in TABLES and form not in TEXTS:
        raise Http404
    rows = queries.holding(narrowed(request, bank), words(request.GET.get(SEARCH, "")))
    questions = queries.questions_of(rows)
    name = f"bank-soal-{bank.pk}-{timezone.localdate():%Y%m%d}"
    if form in TABLES:
        return TABLES[form](f"{name}.{form}", tables.HEADINGS, tables.rows_of(questions))
    write, ending, content_type = TEXTS[form]
    response = HttpResponse(write(questions), content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{ending}") or "attachment"
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, number: int) -> HttpResponse:
    """Take a file, read it, and show what it gives; nothing is in the bank yet."""
    bank = get_bank(request.user, number)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return go_to(request, _previewed(request, form, bank).get_absolute_url())
        except Refusal as refusal:
            form.add_error("berkas", str(refusal))
    imports = Paginator(queries.imports_of(bank), SHOWN).get_page(request.GET.get("hal"))
    context = {"bank": bank, "form": form, "imports": imports}
    return render_page(request, "bank/upload.html", context, invalid=request.method == "POST")


def _previewed(request: HttpRequest, form: ImportForm, bank: Bank) -> BankImport:
    sent = form.cleaned_data["berkas"]
    kept = storage.keep(sent.chunks())
    try:
        path = storage.path_of(kept.name)
        kind, found = importing.read_file(path=path, name=sent.name or "", kind=form.cleaned_data["bentuk"])
    finally:
        storage.forget(kept.name)
    return importing.preview(
        bank=bank, kind=kind, found=found, file_name=sent.name or "-", by=request.user, at=timezone.now()
    )


@login_required
@require_safe
def run(request: HttpRequest, number: int) -> HttpResponse:
    """Show what a file gave: what is wrong, what is there already, and the questions."""
    found = get_import(request.user, number)
    questions = [
        (question, [(LETTERS[at], text, at == question.right) for at, text in enumerate(question.options)])
        for question in importing.questions_in(found)
    ]
    context = {
        "run": found,
        "bank": found.bank,
        "page": Paginator(questions, SHOWN).get_page(request.GET.get("hal")),
        "faults": found.faults,
        "doubles": found.doubles,
    }
    return render_page(request, "bank/import.html", context)


@login_required
@require_POST
def commit(request: HttpRequest, number: int) -> HttpResponse:
    """Take the questions in."""
    return _step(request, number, "commit", _("Soal tersimpan sebagai rancangan. Periksa, lalu mulai pakai."))


@login_required
@require_POST
def discard(request: HttpRequest, number: int) -> HttpResponse:
    """Throw a preview away."""
    return _step(request, number, "discard", _("Impor dibuang. Tidak ada soal yang disimpan."))


@login_required
@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take an import back."""
    return _step(request, number, "undo", _("Impor dibatalkan. Soalnya sudah dihapus dari bank."))


def _step(request: HttpRequest, number: int, name: str, done: str) -> HttpResponse:
    found = get_import(request.user, number)
    try:
        STEPS[name](run=found, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return refused(request, refusal, back_url=found.get_absolute_url())
    messages.success(request, done)
    return go_to(request, found.bank.get_absolute_url() if name == "commit" else found.get_absolute_url())

"""Pages of one paper: write, read, correct, print, take along; and of a batch."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rumahbersama.ground.audit.telling import told
from rumahbersama.ground.core import registry
from rumahbersama.ground.core.http import go_to, refused, render_page, seen_version
from rumahbersama.ground.core.outbox import once
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.files import serving
from rumahbersama.ground.people.permissions import own_posts
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.queries import breadcrumb_of
from rumahbersama.workshop.papers import actions, batches, docx, pdfs, queries, recording
from rumahbersama.workshop.papers.contents import content_of, pictures_in
from rumahbersama.workshop.papers.documents import document_of, whatsapp_text
from rumahbersama.workshop.papers.forms import DraftForm, initial_of
from rumahbersama.workshop.papers.kinds import PaperKind, kinds
from rumahbersama.workshop.papers.models import Paper, PaperFile
from rumahbersama.workshop.papers.permissions import (
    get_batch_to_view,
    get_file_to_view,
    get_paper_to_view,
    get_paper_to_write,
    get_place_to_write,
    holds_signer_post,
    may_write_at,
    offices_of,
    posts_to_sign,
)
from rumahbersama.workshop.papers.rules import PaperRefusal
from rumahbersama.workshop.papers.writing import gaps_in

PDF = "application/pdf"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Write a draft: first choose its kind (``?jenis=``), then fill it in."""
    region = get_place_to_write(request.user, code)
    typed = {name: kind for name, kind in kinds().items() if kind.typed}
    kind = typed.get(request.GET.get("jenis", ""))
    context = {"region": region, "trail": breadcrumb_of(region), "kinds": typed, "kind": kind}
    if kind is None:
        return render_page(request, "papers/choose.html", context)
    posts = list(posts_to_sign(region))
    form = DraftForm(request.POST or None, posts=posts, initial=_first_guess(region, kind, request))
    if request.method == "POST" and form.is_valid():
        try:
            return go_to(request, _drafted(request, form, region, kind))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context |= {"form": form, "has_posts": bool(posts)}
    return render_page(request, "papers/form.html", context, invalid=request.method == "POST")


def _first_guess(region: Region, kind: PaperKind, request: HttpRequest) -> dict[str, Any]:
    office = offices_of(region).filter(agency="").first()
    return {
        "title": request.GET.get("hal", "")[:300],
        "text": kind.start,
        "nature": "Biasa" if kind.layout == "surat" else "",
        "copies": office.copies if office else "",
    }


def _drafted(request: HttpRequest, form: DraftForm, region: Region, kind: PaperKind) -> str:
    """Write the draft once; return its page."""
    wording = form.wording()

    def make() -> str:
        made = actions.draft(
            kind=kind.code,
            region=region,
            agency=wording.signer_post.agency,
            title=wording.title,
            content=wording.content,
            signer_post=wording.signer_post,
            on_behalf=wording.on_behalf,
            initials=wording.initials,
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Konsep tersimpan. Periksa hasilnya, lalu ajukan."))
        return made.get_absolute_url()

    return once(request, make)


@login_required
@require_safe
def paper(request: HttpRequest, number: int) -> HttpResponse:
    """Show one paper as it will be printed, with its next act, files and history."""
    found = get_paper_to_view(request.user, number)
    initials = queries.initials_of(found)
    waiting = next((row for row in initials if row.at is None), None)
    kept = queries.files_of(found)
    context = {
        "paper": found,
        "region": found.region,
        "trail": breadcrumb_of(found.region),
        "document": document_of(found, with_pictures=True),
        "gaps": gaps_in([found.content]),
        "initials": initials,
        "my_turn": waiting is not None and waiting.post_id in own_posts(request.user),
        "ready_to_sign": found.state == Paper.State.INITIALS and waiting is None,
        "may_write": may_write_at(request.user, found.region.code),
        "may_sign": holds_signer_post(request.user, found),
        "files": kept,
        "has_seal": any(row.kind == PaperFile.Kind.SEALED for row in kept),
        "editions": queries.editions_of(found),
        "successor": queries.successor_of(found),
        "whatsapp": whatsapp_text(found),
        "subjects": list(registry.paper_subjects.each(user=request.user, subject=found.subject)),
        "warnings": list(registry.paper_warnings.each(user=request.user, paper=found)),
        "can_pdf": pdfs.can_make(),
        "history": told(queries.history_of(found), fields=recording.fields(), values=recording.values()),
    }
    return render_page(request, "papers/paper.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Correct a draft; the text it had is kept."""
    found = get_paper_to_write(request.user, number)
    if not found.is_unfinished:
        text = _("Surat yang sudah ditandatangani tidak diubah. Buat penggantinya dari halaman surat itu.")
        return refused(request, PaperRefusal(text), back_url=found.get_absolute_url())
    posts = list(posts_to_sign(found.region))
    initials = [row.post for row in queries.initials_of(found)]
    posts += [post for post in (found.signer_post, found.on_behalf) if post is not None and post not in posts]
    pictures = pictures_in(content_of(found.content).blocks)
    form = DraftForm(request.POST or None, posts=posts, pictures=pictures, initial=initial_of(found, initials))
    seen = seen_version(request, found.version)
    if request.method == "POST" and form.is_valid():
        try:
            said: dict[str, Any] = {"by": request.user, "at": timezone.now(), "seen": seen}
            actions.correct(paper=found, wording=form.wording(), **said)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Perubahan tersimpan; teks sebelumnya tetap ada di daftar versi."))
            return go_to(request, found.get_absolute_url())
    context = {
        "form": form,
        "paper": found,
        "kind": found.kind_here,
        "region": found.region,
        "trail": breadcrumb_of(found.region),
        "seen": seen,
        "has_posts": True,
    }
    return render_page(request, "papers/form.html", context, invalid=request.method == "POST")


@login_required
@require_safe
def printed(request: HttpRequest, number: int) -> HttpResponse:
    """Show nothing but the paper, for the printer of the browser."""
    found = get_paper_to_view(request.user, number)
    document = document_of(found, with_pictures=True)
    return render_page(request, "papers/printed.html", {"paper": found, "document": document, "is_whole": True})


@login_required
@require_safe
def export(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """Give a paper as DOCX for correction, or as PDF: the sealed one, else one made now without a seal."""
    found = get_paper_to_view(request.user, number)
    if form not in ("docx", "pdf"):
        raise Http404
    seal = PaperFile.objects.filter(paper=found, kind=PaperFile.Kind.SEALED).select_related("file").first()
    if form == "pdf" and seal is not None:
        return serving.respond(seal.file)
    try:
        document = document_of(found, with_pictures=True)
        if form == "docx":
            return _sent(docx.docx_of(document), docx.CONTENT_TYPE, f"surat-{found.pk}.docx")
        return _sent(pdfs.pdf_of(document, at=found.entered_at), PDF, f"surat-{found.pk}.pdf")
    except Refusal as refusal:
        return refused(request, refusal, back_url=found.get_absolute_url())


def _sent(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_safe
def file(request: HttpRequest, number: int, file: int) -> HttpResponse:
    """Give a file of a paper, or with ``?kecil=1`` its small picture, to whoever may see the paper."""
    return serving.respond(get_file_to_view(request.user, number, file).file, small="kecil" in request.GET)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest, number: int) -> HttpResponse:
    """Show how far a batch is; begin again what stopped."""
    found = get_batch_to_view(request.user, number)
    if request.method == "POST":
        try:
            found = batches.go_on(batch=found, by=request.user, at=timezone.now())
        except Refusal as refusal:
            return refused(request, refusal, back_url=found.get_absolute_url())
        messages.success(request, _("Pekerjaan dilanjutkan."))
        return go_to(request, found.get_absolute_url())
    left = batches.left_of(found)
    context = {
        "batch": found,
        "region": found.office.region,
        "trail": breadcrumb_of(found.office.region),
        "left": left,
        "done": max(0, found.total - left),
        "is_at_work": found.job is not None and not found.job.is_over,
        "papers": list(Paper.objects.filter(batch=found).order_by("pk")[:100]),
    }
    return render_page(request, "papers/batch.html", context)

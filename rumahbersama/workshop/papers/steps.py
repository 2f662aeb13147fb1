"""The acts on a paper's road, each a page that asks for one thing or a button."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rumahbersama.ground.core.http import go_to, refused, render_page, seen_version
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.files import actions as files
from rumahbersama.ground.people.permissions import own_posts
from rumahbersama.ground.regions.queries import breadcrumb_of
from rumahbersama.workshop.papers import actions, pdfs, sealing
from rumahbersama.workshop.papers.documents import document_of
from rumahbersama.workshop.papers.forms import FileForm, InitialForm, NumberForm, ReasonForm, SentForm, SignForm
from rumahbersama.workshop.papers.models import Initial, Paper
from rumahbersama.workshop.papers.permissions import (
    get_paper_to_initial,
    get_paper_to_sign,
    get_paper_to_write,
    holds_signer_post,
)


@dataclass(frozen=True)
class Words:
    """What a page says that asks for one thing about a paper."""

    title: str
    lead: str
    button: str
    done: str
    danger: bool = False


def _asked(
    request: HttpRequest,
    found: Paper,
    form: Any,  # noqa: ANN401 - any form
    words: Words,
    act: Callable[[dict[str, Any]], object],
) -> HttpResponse:
    """Ask with a form, and act with what was typed; ``act`` gets by, at and seen."""
    seen = seen_version(request, found.version)
    if request.method == "POST" and form.is_valid():
        try:
            act({"paper": found, "by": request.user, "at": timezone.now(), "seen": seen})
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, words.done)
            return go_to(request, found.get_absolute_url())
    context = {
        "form": form,
        "paper": found,
        "region": found.region,
        "trail": breadcrumb_of(found.region),
        "words": words,
        "seen": seen,
        "document": document_of(found, with_pictures=True),
    }
    return render_page(request, "papers/act.html", context, invalid=request.method == "POST")


def _done(request: HttpRequest, found: Paper, act: Callable[[], Paper | object], words: str) -> HttpResponse:
    """Act at once, from a button on the page of the paper."""
    try:
        made = act()
    except Refusal as refusal:
        return refused(request, refusal, back_url=found.get_absolute_url())
    messages.success(request, words)
    return go_to(request, made.get_absolute_url() if isinstance(made, Paper) else found.get_absolute_url())


@login_required
@require_POST
def put_up(request: HttpRequest, number: int) -> HttpResponse:
    """Put a draft up for its initials and its signature."""
    found = get_paper_to_write(request.user, number)
    seen = seen_version(request, found.version)
    words = _("Surat diajukan. Yang harus memaraf dan menandatangani melihatnya di beranda mereka.")
    return _done(
        request,
        found,
        lambda: actions.put_up(paper=found, by=request.user, at=timezone.now(), seen=seen),
        words,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def initial(request: HttpRequest, number: int) -> HttpResponse:
    """Put one's paraf, or send the paper back."""
    found, mark = get_paper_to_initial(request.user, number)
    form = InitialForm(request.POST or None)
    words = Words(
        title=_("Paraf surat"),
        lead=_("Baca konsepnya di bawah. Paraf berarti isinya sudah benar menurut {post}.").format(post=mark.post),
        button=_("Simpan keputusan"),
        done=_("Keputusan tersimpan."),
    )

    def act(said: dict[str, Any]) -> object:
        if form.cleaned_data["verdict"] == "paraf":
            return actions.initial(post=_my_next(request, found, mark), **said)
        return actions.send_back(reason=form.cleaned_data["reason"], **said)

    return _asked(request, found, form, words, act)


def _my_next(request: HttpRequest, found: Paper, mark: Initial) -> Any:  # noqa: ANN401 - a Post
    """Return the post whose turn it is where somebody holds two of them."""
    mine = Initial.objects.filter(paper=found, at=None, post__in=own_posts(request.user)).select_related("post")
    first = mine.first()
    return first.post if first is not None else mark.post


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: HttpRequest, number: int) -> HttpResponse:
    """Send a paper back to its writer, as its signer or as the office that writes it."""
    found = get_paper_to_sign(request.user, number)
    form = ReasonForm(request.POST or None)
    words = Words(
        title=_("Kembalikan surat"),
        lead=_("Surat kembali menjadi konsep, paraf dimulai lagi dari awal, dan alasannya tampil di atasnya."),
        button=_("Kembalikan surat ini"),
        done=_("Surat dikembalikan."),
    )
    return _asked(
        request, found, form, words, lambda said: actions.send_back(reason=form.cleaned_data["reason"], **said)
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, number: int) -> HttpResponse:
    """Sign a paper, or record the signature it got on paper or elsewhere; with its number."""
    found = get_paper_to_sign(request.user, number)
    kind = found.kind_here
    first = {
        "signed_on": timezone.localdate(),
        "way": Paper.Way.WET if kind.layout != "sertifikat" else Paper.Way.SEAL,
        "when": "now",
        "classification": kind.classification,
    }
    form = SignForm(request.POST or None, request.FILES or None, initial=first, needs_number=kind.needs_number)
    is_holder = holds_signer_post(request.user, found)
    words = Words(
        title=_("Tanda tangani surat"),
        lead=_("Nama, pangkat, dan kedudukan penanda tangan dibekukan menurut tanggal tanda tangan.")
        if is_holder
        else _("Anda mencatat tanda tangan orang lain: lampirkan pindaian atau PDF yang sudah ditandatangani."),
        button=_("Simpan tanda tangan"),
        done=_("Tanda tangan tersimpan."),
    )
    return _asked(request, found, form, words, lambda said: _signed(form, said))


def _signed(form: SignForm, said: dict[str, Any]) -> None:
    """Sign, and make the sealed PDF at once where it can be made and the number is there."""
    data = form.cleaned_data
    proof = files.checked(chunks=data["file"].chunks(), name=data["file"].name) if data["file"] else None
    signing = actions.Signing(signed_on=data["signed_on"], way=data["way"], numbering=form.numbering(), proof=proof)
    made = actions.sign(signing=signing, **said)
    if pdfs.can_make() and (made.number or not made.kind_here.needs_number):
        sealing.seal_paper(paper=made, by=said["by"], at=said["at"])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def give_number(request: HttpRequest, number: int) -> HttpResponse:
    """Give a signed paper its number."""
    found = get_paper_to_write(request.user, number)
    form = NumberForm(request.POST or None, initial={"classification": found.kind_here.classification})
    words = Words(
        title=_("Beri nomor"),
        lead=_("Nomor tercatat di buku agenda kantor dan tidak dipakai lagi, juga kalau suratnya dibatalkan."),
        button=_("Beri nomor"),
        done=_("Nomor tercatat."),
    )
    return _asked(request, found, form, words, lambda said: actions.give_number(numbering=form.numbering(), **said))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_file(request: HttpRequest, number: int) -> HttpResponse:
    """Keep the scan of a signed paper, or the PDF that came back signed."""
    found = get_paper_to_write(request.user, number)
    form = FileForm(request.POST or None, request.FILES or None, initial={"kind": "scan"})
    words = Words(
        title=_("Lampirkan berkas"),
        lead=_("SHA-256 berkas disimpan dan tampil di halaman pemeriksaan. Program ini tidak memeriksa sertifikat."),
        button=_("Simpan berkas"),
        done=_("Berkas tersimpan."),
    )

    def act(said: dict[str, Any]) -> object:
        sent = form.cleaned_data["file"]
        proof = files.checked(chunks=sent.chunks(), name=sent.name)
        return actions.add_file(
            paper=found, kind=form.cleaned_data["kind"], proof=proof, by=said["by"], at=said["at"]
        )

    return _asked(request, found, form, words, act)


@login_required
@require_POST
def seal(request: HttpRequest, number: int) -> HttpResponse:
    """Make the PDF with the integrity seal of a signed paper."""
    found = get_paper_to_write(request.user, number)
    return _done(
        request,
        found,
        lambda: sealing.seal_paper(paper=found, by=request.user, at=timezone.now()),
        _("PDF bersegel dibuat."),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, number: int) -> HttpResponse:
    """Say that a paper went out."""
    found = get_paper_to_write(request.user, number)
    form = SentForm(request.POST or None, initial={"sent_on": timezone.localdate()})
    words = Words(
        title=_("Catat pengiriman"),
        lead=_("Kirim suratnya seperti biasa, lalu catat tanggalnya di sini."),
        button=_("Catat terkirim"),
        done=_("Pengiriman tercatat."),
    )
    return _asked(
        request, found, form, words, lambda said: actions.send(sent_on=form.cleaned_data["sent_on"], **said)
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Cancel a paper, with a reason."""
    found = get_paper_to_sign(request.user, number)
    form = ReasonForm(request.POST or None)
    words = Words(
        title=_("Batalkan surat"),
        lead=_("Nomornya tetap tercatat, dan halaman pemeriksaan menyebut tanggal serta alasannya.")
        if found.is_signed
        else _("Konsep ini berhenti di sini; isinya tetap dapat dibaca."),
        button=_("Batalkan surat ini"),
        done=_("Surat dibatalkan."),
        danger=True,
    )
    return _asked(
        request, found, form, words, lambda said: actions.cancel(reason=form.cleaned_data["reason"], **said)
    )


@login_required
@require_POST
def replace(request: HttpRequest, number: int) -> HttpResponse:
    """Begin the draft that comes in the place of a signed paper."""
    found = get_paper_to_write(request.user, number)
    words = _("Konsep pengganti dibuat. Surat lama tetap berlaku sampai penggantinya ditandatangani.")
    return _done(request, found, lambda: actions.replace(paper=found, by=request.user, at=timezone.now()), words)

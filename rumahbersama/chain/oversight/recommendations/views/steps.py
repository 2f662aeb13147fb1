"""Pages of each step: send, reply, answer, withdraw, confirm, re-check, reopen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rumahbersama.chain.oversight.recommendations import queries
from rumahbersama.chain.oversight.recommendations.actions import confirming, rechecking, replying, writing
from rumahbersama.chain.oversight.recommendations.forms import AnswerForm, ReasonForm, RecheckForm, ReplyForm
from rumahbersama.chain.oversight.recommendations.models import Recommendation
from rumahbersama.chain.oversight.recommendations.permissions import (
    get_to_confirm,
    get_to_reply,
    get_to_work_on,
)
from rumahbersama.chain.oversight.recommendations.views.items import context_of
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.core.http import go_to, refused, render_page, seen_version
from rumahbersama.ground.core.outbox import deliverable, once
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.files import actions as files


@dataclass(frozen=True)
class Words:
    """What a page says that asks for one step. ``kept`` names the form where a device may keep it, "" where not."""

    title: str
    lead: str
    button: str
    done: str
    kept: str = ""
    danger: bool = False
    has_file: bool = False


Do = Callable[[dict[str, Any], dict[str, Any]], Any]


def _page(request: HttpRequest, found: Recommendation, form: forms.Form, words: Words, do: Do) -> HttpResponse:
    """Ask for a step and take it, once; ``do`` gets what was typed, and by whom, when and which version was seen."""
    seen = seen_version(request, found.version)
    if request.method == "POST" and form.is_valid():
        more = {"found": found, "by": request.user, "at": timezone.now(), "seen": seen}

        def act() -> str:
            do(form.cleaned_data, more)
            messages.success(request, words.done)
            return found.get_absolute_url()

        try:
            return go_to(request, once(request, act))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    heard = queries.heard_of([found]).get(found.pk, [])
    context = context_of(found) | {"form": form, "words": words, "seen": seen, "heard": heard}
    return render_page(request, "recommendations/act.html", context, invalid=request.method == "POST")


@login_required
@require_POST
def send(request: HttpRequest, number: int) -> HttpResponse:
    """Send a draft to its village."""
    found = get_to_work_on(request.user, number)
    seen = seen_version(request, found.version)
    try:
        sent = writing.send(found=found, by=request.user, at=timezone.now(), seen=seen)
    except Refusal as refusal:
        return refused(request, refusal, back_url=found.get_absolute_url())
    text = _("Dikirim ke {village}. Desa menanggapi paling lambat {day}.")
    messages.success(request, text.format(village=sent.village, day=day(sent.reply_due_on)))
    return go_to(request, found.get_absolute_url())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@deliverable
def reply(request: HttpRequest, number: int) -> HttpResponse:
    """Reply for the village: agree, object, or ask."""
    found = get_to_reply(request.user, number)
    lead = _("Tanggapan desa dibaca kecamatan lebih dulu, sebelum apa pun keluar dari kecamatan.")
    if found.is_confirmed:
        lead = _(
            "Camat sudah mengonfirmasi ini karena tenggat tanggapan lewat. Desa masih dapat menyetujuinya; keberatan "
            "disampaikan langsung ke camat."
        )
    words = Words(
        title=_("Tanggapan desa"),
        lead=lead,
        button=_("Kirim tanggapan"),
        done=_("Tanggapan desa tersimpan."),
        kept=_("Tanggapan atas nomor {number}").format(number=found.numbered),
    )
    return _page(
        request,
        found,
        ReplyForm(request.POST or None, is_confirmed=found.is_confirmed),
        words,
        lambda data, more: replying.reply(reply=data["reply"], text=data["text"], **more),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Answer what the village asked or objects to."""
    found = get_to_work_on(request.user, number)
    words = Words(
        title=_("Jawab desa"),
        lead=_("Kalau isinya yang perlu diperbaiki, pilih “Ubah isinya” di halamannya; desa lalu menanggapi lagi."),
        button=_("Kirim jawaban"),
        done=_("Jawaban tersimpan dan dapat dibaca desa."),
    )
    form = AnswerForm(request.POST or None, state=found.state)
    return _page(
        request,
        found,
        form,
        words,
        lambda data, more: writing.answer(answer=data["answer"], text=data["text"], **more),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw one, with a reason."""
    found = get_to_work_on(request.user, number)
    words = Words(
        title=_("Tarik ini?"),
        lead=_("Yang ditarik tidak ditagih lagi. Halaman dan riwayatnya tetap ada, juga untuk desa."),
        button=_("Tarik dengan alasan ini"),
        done=_("Ditarik. Riwayatnya tetap tercatat."),
        danger=True,
    )
    form = ReasonForm(request.POST or None)
    return _page(request, found, form, words, lambda data, more: writing.withdraw(reason=data["reason"], **more))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    """Let a result leave the kecamatan, after asking."""
    found = get_to_confirm(request.user, number)
    words = Words(
        title=_("Konfirmasi hasil ini?"),
        lead=_(
            "Sesudah dikonfirmasi, Bagian Pemerintahan, Dinas PMD, dan Inspektorat dapat membacanya, bersama "
            "tanggapan desa; dan ia masuk laporan berikutnya kepada bupati/wali kota."
        ),
        button=_("Ya, konfirmasi"),
        done=_("Dikonfirmasi. Hasil ini menunggu dilaporkan."),
    )
    form = forms.Form(request.POST if request.method == "POST" else None)
    return _page(request, found, form, words, lambda _data, more: confirming.confirm(**more))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def unconfirm(request: HttpRequest, number: int) -> HttpResponse:
    """Take a confirmation back, with a reason."""
    found = get_to_confirm(request.user, number)
    words = Words(
        title=_("Batalkan konfirmasi?"),
        lead=_("Hasil ini tidak lagi terbaca di luar kecamatan. Komitmen yang sudah dijanjikan tetap ada."),
        button=_("Batalkan konfirmasi"),
        done=_("Konfirmasi dibatalkan."),
        danger=True,
    )
    form = ReasonForm(request.POST or None)
    return _page(request, found, form, words, lambda data, more: confirming.unconfirm(reason=data["reason"], **more))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def recheck(request: HttpRequest, number: int) -> HttpResponse:
    """Write down a re-check with its proof: mended, or not yet."""
    found = get_to_work_on(request.user, number)
    form = RecheckForm(request.POST or None, request.FILES or None)
    words = Words(
        title=_("Periksa ulang"),
        lead=_(
            "Kalau sudah dibenahi, ini ditutup dan komitmennya dinyatakan terbukti; dibuka lagi, keduanya terbuka."
        ),
        button=_("Simpan pemeriksaan ulang"),
        done=_("Pemeriksaan ulang tersimpan."),
        has_file=True,
    )
    proof = None
    if request.method == "POST" and form.is_valid() and (sent := form.cleaned_data["file"]):
        try:
            proof = files.checked(chunks=sent.chunks(), name=sent.name)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
    return _page(
        request,
        found,
        form,
        words,
        lambda _data, more: rechecking.recheck(seen_there=form.seen_there(proof), **more),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, number: int) -> HttpResponse:
    """Open again what was closed, with a reason."""
    found = get_to_work_on(request.user, number)
    words = Words(
        title=_("Buka lagi?"),
        lead=_("Komitmen yang sudah terbukti karena ini ikut dibuka lagi."),
        button=_("Buka lagi dengan alasan ini"),
        done=_("Dibuka lagi."),
    )
    form = ReasonForm(request.POST or None)
    return _page(request, found, form, words, lambda data, more: rechecking.reopen(reason=data["reason"], **more))

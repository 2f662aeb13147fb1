"""Pages of invitations: who is invited, letting them go out, one guest, and answering with an account."""

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

from rumahbersama.chain.house.meetings import guests, mailing, queries, texts
from rumahbersama.chain.house.meetings.actions import inviting
from rumahbersama.chain.house.meetings.forms import AnswerForm, GuestForm, PostAddressForm, answer_initial
from rumahbersama.chain.house.meetings.models import Invitee, Meeting
from rumahbersama.chain.house.meetings.permissions import (
    get_invitee_to_answer,
    get_invitee_to_keep,
    get_meeting_to_keep,
    get_meeting_to_view,
    is_invited,
    may_keep_at,
)
from rumahbersama.chain.house.meetings.rules import AHEAD, OPEN
from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.http import go_to, refused, render_page
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import listed
from rumahbersama.ground.people.queries import holding

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}
SORTS = {
    "urutan": "order",
    "nama": ("post__region__code", "post__title", "name"),
    "jawaban": ("answer", "order"),
}
SEARCHED = ["post__title", "post__agency", "post__region__name", "name", "body"]
ON_A_PAGE = 10


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitees(request: HttpRequest, number: int) -> HttpResponse:
    """Show who is invited and what they said; who keeps the meeting adds guests here."""
    keeps = request.method == "POST"
    found = get_meeting_to_keep(request.user, number) if keeps else get_meeting_to_view(request.user, number)
    may_keep = may_keep_at(request.user, found.region.code)
    form = GuestForm(request.POST if "name" in request.POST else None)
    if request.method == "POST":
        answer = _added(request, found, form)
        if answer is not None:
            return answer
    context = _listing(request, found) | {
        "meeting": found,
        "may_keep": may_keep,
        "may_add": may_keep and found.state in (*AHEAD, OPEN),
        "answers": queries.answers_of(found),
        "form": form,
    }
    if context["may_add"]:
        context["groups"] = guests.offered(found.region, queries.invitees_in_order(found))
    return render_page(request, "meetings/invitees.html", context, invalid=request.method == "POST")


def _listing(request: HttpRequest, found: Meeting) -> dict[str, Any]:
    """Return a page of who is invited, each with who holds the post today (three queries)."""
    rows = queries.invitees_in_order(found)
    listing = listed(request, rows, sorts=SORTS, default="urutan", search=SEARCHED)
    held = holding(posts=[row.post_id for row in listing.page if row.post_id], today=timezone.localdate())
    for row in listing.page:
        tenure = held.get(row.post_id or 0)
        row.holder = tenure.person.name if tenure else ""
        row.is_stale = queries.is_stale(found, row)
        row.is_mine = is_invited(request.user, row)
    return {"listing": listing}


def _added(request: HttpRequest, found: Meeting, form: GuestForm) -> HttpResponse | None:
    """Put the chosen or typed guests on the list; None where the typed one comes back with its mistakes."""
    if "name" in request.POST:
        if not form.is_valid():
            return None
        chosen = [form.guest()]
    else:
        groups = guests.offered(found.region, queries.invitees_in_order(found))
        offered = {key: guest for group in groups for key, _words, guest in group.guests}
        wanted = request.POST.getlist("pilih")
        if "kelompok" in request.POST:
            code = request.POST["kelompok"]
            wanted = [key for group in groups if group.code == code for key, _words, _guest in group.guests]
        chosen = [offered[key] for key in wanted if key in offered]
    try:
        made = inviting.invite(meeting=found, guests=chosen, by=request.user, at=timezone.now())
    except Refusal as refusal:
        if "name" not in request.POST:
            return refused(request, refusal, back_url=reverse("meetings:invitees", args=[found.pk]))
        form.add_error(None, str(refusal))
        return None
    text = ngettext("{n} undangan ditambah.", "{n} undangan ditambah.", len(made)).format(n=len(made))
    messages.success(request, text if made else _("Tidak ada yang baru: yang dipilih sudah ada di daftar."))
    return go_to(request, reverse("meetings:invitees", args=[found.pk]))


@login_required
@require_safe
def download(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """Give who is invited, with answers, links and texts, as CSV or XLSX; for who keeps the meeting."""
    found = get_meeting_to_keep(request.user, number)
    if form not in FORMATS:
        raise Http404
    rows = list(queries.invitees_in_order(found))
    held = holding(posts=[row.post_id for row in rows if row.post_id], today=timezone.localdate())
    base = request.build_absolute_uri("/")
    header = [
        *(_("Jabatan atau nama"), _("Instansi, tempat, atau lembaga"), _("Pemegang sekarang"), _("E-mail")),
        *(_("Jawaban"), _("Diwakili oleh"), _("Alasan"), _("Dijawab pada"), _("Tautan"), _("Pesan")),
    ]
    table = []
    for row in rows:
        row.meeting = found
        tenure = held.get(row.post_id or 0)
        table.append(
            [
                *(row.title, row.office, tenure.person.name if tenure else "", row.email, row.get_answer_display()),
                *(row.represented_by, row.reason, row.answered_at),
                *(base.rstrip("/") + row.get_absolute_url(), texts.text_for(row, base=base)),
            ]
        )
    return FORMATS[form](f"undangan-rapat-{found.pk}.{form}", header, table)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, number: int) -> HttpResponse:
    """Let the invitations go out: by mail where there are addresses, and as texts to copy."""
    found = get_meeting_to_keep(request.user, number)
    if request.method == "POST":
        try:
            count = inviting.send_out(meeting=found, by=request.user, at=timezone.now())
        except Refusal as refusal:
            return refused(request, refusal, back_url=found.get_absolute_url())
        text = ngettext("Undangan keluar; {n} surel dikirim.", "Undangan keluar; {n} surel dikirim.", count)
        messages.success(request, text.format(n=count) if count else _("Undangan dicatat sudah keluar."))
        return go_to(request, request.path)
    rows, base = list(queries.invitees_in_order(found)), request.build_absolute_uri("/")
    reached = mailing.addresses_of(rows, at=timezone.now())
    page: Any = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("hal"))
    for row in page:
        row.meeting = found
        row.text = texts.text_for(row, base=base)
        row.addresses = ", ".join(reached.get(row.pk, ()))
    context = {
        "meeting": found,
        "answers": queries.answers_of(found),
        "page": page,
        "can_send": mailing.can_send(),
        "reachable": len(reached),
        "new": sum(row.mailed_at is None and row.pk in reached for row in rows),
        "group_text": texts.text_for_all(found),
    }
    return render_page(request, "meetings/send.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitee(request: HttpRequest, number: int, invitee: int) -> HttpResponse:
    """Correct a guest, or take them off the list."""
    row = get_invitee_to_keep(request.user, number, invitee)
    back = reverse("meetings:invitees", args=[number])
    if request.method == "POST" and request.POST.get("lakukan") == "tarik":
        try:
            inviting.take_off(invitee=row, by=request.user, at=timezone.now())
        except Refusal as refusal:
            return refused(request, refusal, back_url=back)
        messages.success(request, _("Undangan ditarik; tautan pribadinya tidak berlaku lagi."))
        return go_to(request, back)
    initial = {"name": row.name, "body": row.body, "email": row.email}
    form_class = GuestForm if row.post is None else PostAddressForm
    form = form_class(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        typed = {name: form.cleaned_data.get(name, "") for name in ("name", "body", "email")}
        try:
            inviting.correct_invitee(invitee=row, **typed, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Perubahan tersimpan."))
            return go_to(request, back)
    context = {"form": form, "meeting": row.meeting, "row": row}
    return render_page(request, "meetings/invitee.html", context, invalid=request.method == "POST")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, number: int, invitee: int) -> HttpResponse:
    """Answer one's own invitation, or write down what somebody said."""
    row = get_invitee_to_answer(request.user, number, invitee)
    mine = is_invited(request.user, row)
    form = AnswerForm(request.POST or None, initial=answer_initial(row))
    if request.method == "POST" and form.is_valid() and said(form, row, by=request.user):
        messages.success(request, _("Jawaban tersimpan."))
        back = row.meeting.get_absolute_url() if mine else reverse("meetings:invitees", args=[number])
        return go_to(request, back)
    context = {"form": form, "meeting": row.meeting, "row": row, "is_mine": mine}
    return render_page(request, "meetings/answer.html", context, invalid=request.method == "POST")


def said(form: AnswerForm, row: Invitee, *, by: Any) -> bool:  # noqa: ANN401 - Account, or None by a personal link
    """Take an answer; False where the form comes back with its mistake at the box it is about."""
    try:
        inviting.answer_invitation(invitee=row, answer=form.said(), by=by, at=timezone.now())
    except Refusal as refusal:
        boxes = {"represented": "represented_by", "absent": "reason"}
        form.add_error(boxes.get(form.cleaned_data["answer"]) if row.meeting.is_ahead else None, str(refusal))
        return False
    return True

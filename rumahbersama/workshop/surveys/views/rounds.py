"""Pages of rounds: list, open one, show it with its link and progress, invite, change, close."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rumahbersama.ground.audit.telling import told
from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.core.outbox import once
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import listed
from rumahbersama.workshop.surveys import links, queries, recording, sheets
from rumahbersama.workshop.surveys.actions import rounds as actions
from rumahbersama.workshop.surveys.actions.rounds import Opening, is_closed
from rumahbersama.workshop.surveys.forms.writing import ChangeRoundForm, InviteForm, RoundForm
from rumahbersama.workshop.surveys.limits import limits_on
from rumahbersama.workshop.surveys.models import Round
from rumahbersama.workshop.surveys.permissions import (
    get_place_to_survey,
    get_round_to_keep,
    get_round_to_view,
    may_keep_round,
    own_places,
    require_own_place,
    visible_rounds,
)
from rumahbersama.workshop.surveys.subjects import place_in_words
from rumahbersama.workshop.surveys.views.questionnaires import place_choices

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}
SORTS = {"waktu": "opened_at", "judul": "title", "tempat": "region__code", "tutup": "closes_on"}


@login_required
@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """List the surveys of the places in sight, newest first; open ones can be had alone."""
    today = timezone.localdate()
    rows = visible_rounds(request.user)
    wish = request.GET.get("keadaan", "")
    if wish in {"dibuka", "ditutup"}:
        rows = rows.filter(queries.open_on(today)) if wish == "dibuka" else rows.exclude(queries.open_on(today))
    listing = listed(request, queries.with_counts(rows), sorts=SORTS, default="-waktu", search=["title"])
    for row in listing.page:
        row.is_over = is_closed(row, today=today)
        row.asked_of = row.invited or row.expected
    context = {
        "listing": listing,
        "wish": wish,
        "today": today,
        "may_make": bool(own_places(request.user)),
        "to_answer": queries.to_answer(request.user, today=today),
    }
    return render_page(request, "surveys/rounds.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask a questionnaire: open a round of one's own place."""
    require_own_place(request.user)
    today = timezone.localdate()
    form = RoundForm(
        request.POST or None,
        versions=queries.versions_in_force(request.user),
        places=place_choices(request.user),
        initial={
            "version": request.GET.get("versi", ""),
            "opens_on": today,
            "closes_on": today,
            "is_anonymous": "ya",
            "is_open": True,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            return go_to(request, once(request, lambda: _opened(request, form)))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "least": limits_on(today).minimum_group}
    return render_page(request, "surveys/round_form.html", context, invalid=request.method == "POST")


def _opened(request: HttpRequest, form: RoundForm) -> str:
    data = form.cleaned_data
    plain = ("title", "opens_on", "closes_on", "is_open", "group_word", "groups", "raters", "expected")
    opening = Opening(
        version=form.versions[data["version"]],
        region=get_place_to_survey(request.user, data["place"]),
        is_anonymous=data["is_anonymous"] == "ya",
        **{name: data[name] for name in plain},
    )
    made = actions.open_round(opening=opening, by=request.user, at=timezone.now())
    messages.success(request, _("Survei dibuka. Bagikan tautannya, atau undang orang satu per satu."))
    return made.get_absolute_url()


@login_required
@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Show a survey: how many answered, its link with QR and text, the invited, its history."""
    found = get_round_to_view(request.user, number)
    keeper = may_keep_round(request.user, found)
    answered = found.responses.count()
    progress = queries.progress_of(found)
    invited = sum(row["invited"] for row in progress)
    about, about_url = place_in_words(found.subject)
    base = request.build_absolute_uri("/")
    context: dict[str, Any] = {
        "round": found,
        "may_keep": keeper,
        "answered": answered,
        "asked_of": invited or found.expected,
        "invited": invited,
        "progress": progress,
        "is_over": is_closed(found, today=timezone.localdate()),
        "about": about,
        "about_url": about_url,
    }
    if keeper:
        rows = found.invitations.order_by("answered_on", "name", "pk")
        listing = listed(request, rows, sorts={"nama": "name"}, default="nama", search=["name", "role", "group"])
        for row in listing.page:
            row.message = links.text_for_one(found, row, base=base)
        context["listing"] = listing
        context["history"] = told(
            queries.history_of_round(found), fields=recording.round_fields(), values=recording.values()
        )
    if found.token:
        address = links.link_of(found.token, base=base)
        context |= {"link": address, "qr": links.qr_of(address), "message": links.text_for_all(found, base=base)}
    return render_page(request, "surveys/round.html", context)


@login_required
@require_safe
def screen(request: HttpRequest, number: int) -> HttpResponse:
    """Show link and QR large, for the screen of a hall, with how many have answered."""
    found = get_round_to_view(request.user, number)
    if not found.token:
        raise Http404
    address = links.link_of(found.token, base=request.build_absolute_uri("/"))
    host, _slash, path = address.partition("://")[2].partition("/")
    context = {
        "round": found,
        "host": host,
        "path": f"/{path}",
        "qr": links.qr_of(address, large=True),
        "answered": found.responses.count(),
    }
    return render_page(request, "surveys/screen.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, number: int) -> HttpResponse:
    """Invite people to a survey, one a line."""
    found = get_round_to_keep(request.user, number)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def make() -> str:
            invited = form.cleaned_data["people"]
            made = actions.invite(round=found, invited=invited, by=request.user, at=timezone.now())
            messages.success(request, _("{count} undangan dibuat.").format(count=len(made)))
            return found.get_absolute_url()

        try:
            return go_to(request, once(request, make))
        except Refusal as refusal:
            form.add_error("people", str(refusal))
    context = {"round": found, "form": form, "title": _("Undang orang"), "button": _("Buat undangan")}
    return render_page(request, "surveys/round_act.html", context, invalid=request.method == "POST")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Change title, last day and how many are expected."""
    found = get_round_to_keep(request.user, number)
    initial = {name: getattr(found, name) for name in ("title", "closes_on", "expected")}
    form = ChangeRoundForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_round(round=found, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Perubahan tersimpan."))
            return go_to(request, found.get_absolute_url())
    context = {"round": found, "form": form, "title": _("Ubah survei"), "button": _("Simpan perubahan")}
    return render_page(request, "surveys/round_act.html", context, invalid=request.method == "POST")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Close a survey, after a question."""
    found = get_round_to_keep(request.user, number)
    if request.method == "POST":
        actions.close_round(round=found, by=request.user, at=timezone.now())
        messages.success(request, _("Survei ditutup."))
        return go_to(request, reverse("surveys:results", args=[number]))
    context = {
        "round": found,
        "title": _("Tutup survei"),
        "lead": _("Sesudah ditutup tidak ada jawaban lagi yang diterima, dan survei tidak dapat dibuka kembali."),
        "button": _("Tutup sekarang"),
        "danger": True,
    }
    return render_page(request, "surveys/round_act.html", context)


@login_required
@require_safe
def invitations(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """Give the invitations with their links and texts as a file."""
    found: Round = get_round_to_keep(request.user, number)
    if form not in FORMATS:
        raise Http404
    sheet = sheets.invitations_sheet(found, base=request.build_absolute_uri("/"))
    return FORMATS[form](f"undangan-survei-{found.pk}.{form}", *sheet)

"""Pages of questionnaires: list, one, its versions, its draft, publishing, copying, workbooks in and out."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rumahbersama.ground.audit.telling import told
from rumahbersama.ground.core.exports import xlsx_file
from rumahbersama.ground.core.http import go_to, refused, render_page, seen_version
from rumahbersama.ground.core.outbox import once
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import listed
from rumahbersama.ground.people.permissions import signed_in
from rumahbersama.ground.regions.queries import names_of
from rumahbersama.workshop.surveys import queries, recording
from rumahbersama.workshop.surveys.actions import questionnaires as actions
from rumahbersama.workshop.surveys.forms.writing import CopyForm, ImportForm, QuestionnaireForm
from rumahbersama.workshop.surveys.models import Questionnaire, Version
from rumahbersama.workshop.surveys.permissions import (
    get_place_to_survey,
    get_questionnaire_to_keep,
    get_questionnaire_to_view,
    get_version,
    may_keep_questionnaire,
    own_places,
    require_own_place,
    visible_questionnaires,
)
from rumahbersama.workshop.surveys.rules import sections_of
from rumahbersama.workshop.surveys.xlsform.carrying import packed, unpacked
from rumahbersama.workshop.surveys.xlsform.reading import read_workbook
from rumahbersama.workshop.surveys.xlsform.writing import workbook

SORTS = {"judul": "title", "jenis": "kind", "tempat": ("region__code", "title")}


def place_choices(user: Any) -> list[tuple[str, str]]:  # noqa: ANN401
    """Return the places at which the user makes surveys, with their names (one query)."""
    return list(names_of(own_places(user)).items())


@login_required
@require_safe
def questionnaires(request: HttpRequest) -> HttpResponse:
    """List the questionnaires in sight."""
    rows = queries.with_versions(visible_questionnaires(request.user))
    listing = listed(request, rows, sorts=SORTS, default="judul", search=["title", "purpose", "code"])
    context = {"listing": listing, "may_make": bool(own_places(request.user))}
    return render_page(request, "surveys/questionnaires.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make a questionnaire of one's own place."""
    require_own_place(request.user)
    form = QuestionnaireForm(request.POST or None, places=place_choices(request.user))
    if request.method == "POST" and form.is_valid():

        def make() -> str:
            data = form.cleaned_data
            region = get_place_to_survey(request.user, data["place"])
            plain = {name: data[name] for name in ("title", "purpose", "kind")}
            made = actions.make_questionnaire(**plain, region=region, by=request.user, at=timezone.now())
            messages.success(request, _("Kuesioner dibuat. Tambahkan pertanyaannya."))
            return reverse("surveys:draft", args=[made.pk])

        try:
            return go_to(request, once(request, make))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "title": _("Kuesioner baru"), "button": _("Buat kuesioner")}
    return render_page(request, "surveys/questionnaire_form.html", context, invalid=request.method == "POST")


@login_required
@require_safe
def questionnaire(request: HttpRequest, number: int) -> HttpResponse:
    """Show a questionnaire: what it is for, its versions, the questions in force, its history."""
    found = get_questionnaire_to_view(request.user, number)
    keeper = may_keep_questionnaire(request.user, found)
    versions = queries.versions_of(found, keeper=keeper)
    in_force = next((row for row in versions if row.state == Version.State.PUBLISHED), None)
    history = told(
        queries.history_of_questionnaire(found), fields=recording.questionnaire_fields(), values=recording.values()
    )
    context = {
        "questionnaire": found,
        "versions": versions,
        "in_force": in_force,
        "draft": next((row for row in versions if row.state == Version.State.DRAFT), None),
        "sections": sections_of(actions.questions_of(in_force)) if in_force else [],
        "may_keep": keeper,
        "may_make": bool(own_places(request.user)),
        "history": history if keeper else None,
    }
    return render_page(request, "surveys/questionnaire.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Change title, purpose and kind."""
    found = get_questionnaire_to_keep(request.user, number)
    initial = {name: getattr(found, name) for name in ("title", "purpose", "kind")}
    form = QuestionnaireForm(request.POST or None, places=(), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            plain = {name: form.cleaned_data[name] for name in ("title", "purpose", "kind")}
            actions.change_questionnaire(questionnaire=found, **plain, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Perubahan tersimpan."))
            return go_to(request, found.get_absolute_url())
    context = {
        "form": form,
        "questionnaire": found,
        "title": _("Ubah judul dan guna"),
        "button": _("Simpan perubahan"),
    }
    return render_page(request, "surveys/questionnaire_form.html", context, invalid=request.method == "POST")


@login_required
@require_safe
def version(request: HttpRequest, number: int, version: int) -> HttpResponse:
    """Show the questions of one version as they are asked."""
    found = get_questionnaire_to_view(request.user, number)
    keeper = may_keep_questionnaire(request.user, found)
    row = get_version(found, version, keeper=keeper)
    context = {
        "questionnaire": found,
        "version": row,
        "sections": sections_of(actions.questions_of(row)),
        "may_keep": keeper,
    }
    return render_page(request, "surveys/version.html", context)


@login_required
@require_safe
def export(request: HttpRequest, number: int, version: int) -> HttpResponse:
    """Give a version as an XLSForm workbook."""
    found = get_questionnaire_to_view(request.user, number)
    row = get_version(found, version, keeper=may_keep_questionnaire(request.user, found))
    content = workbook(title=found.title, code=found.code, version=row.number, questions=actions.questions_of(row))
    return xlsx_file(content, f"{found.code}-v{row.number}.xlsx")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, number: int) -> HttpResponse:
    """Make a questionnaire of one's own from one in sight."""
    found = get_questionnaire_to_view(request.user, number)
    require_own_place(request.user)
    source = found.versions.exclude(state=Version.State.DRAFT).first()
    if source is None:
        raise PermissionDenied
    form = CopyForm(request.POST or None, places=place_choices(request.user), initial={"title": found.title})
    if request.method == "POST" and form.is_valid():

        def make() -> str:
            region = get_place_to_survey(request.user, form.cleaned_data["place"])
            title = form.cleaned_data["title"]
            made = actions.copy_questionnaire(
                version=source, title=title, region=region, by=request.user, at=timezone.now()
            )
            messages.success(request, _("Salinan dibuat sebagai naskah. Ubah seperlunya, lalu terbitkan."))
            return reverse("surveys:draft", args=[made.pk])

        try:
            return go_to(request, once(request, make))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "questionnaire": found, "title": _("Salin kuesioner"), "button": _("Buat salinan")}
    return render_page(request, "surveys/questionnaire_form.html", context, invalid=request.method == "POST")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, number: int) -> HttpResponse:
    """Take the version in force out of use, after a question."""
    found = get_questionnaire_to_keep(request.user, number)
    in_force = found.versions.filter(state=Version.State.PUBLISHED).first()
    if in_force is None:
        refusal = _("Tidak ada versi yang berlaku.")
        return refused(request, Refusal(refusal), back_url=found.get_absolute_url())
    if request.method == "POST":
        try:
            actions.retire(version=in_force, by=request.user, at=timezone.now())
        except Refusal as refusal:
            return refused(request, refusal, back_url=found.get_absolute_url())
        messages.success(request, _("Versi itu tidak dipakai lagi. Survei yang sedang berjalan tetap selesai."))
        return go_to(request, found.get_absolute_url())
    context = {
        "questionnaire": found,
        "title": _("Hentikan pemakaian versi {number}").format(number=in_force.number),
        "lead": _("Survei baru tidak dapat memakainya. Survei yang sedang berjalan dan hasil lama tetap ada."),
        "button": _("Hentikan pemakaiannya"),
        "danger": True,
    }
    return render_page(request, "surveys/confirm.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_form(request: HttpRequest) -> HttpResponse:
    """Read an XLSForm workbook, show what it holds, and store it as a draft when that is confirmed."""
    require_own_place(request.user)
    if "paket" in request.POST:
        return _stored(request)
    form = ImportForm(request.POST or None, request.FILES or None, places=place_choices(request.user))
    read = pack = None
    if request.method == "POST" and form.is_valid():
        try:
            read = read_workbook(form.cleaned_data["file"].chunks())
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            place = get_place_to_survey(request.user, form.cleaned_data["place"]).code
            pack = "" if read.findings else packed(read, place=place, account=signed_in(request).pk)
    context = {
        "form": form,
        "read": read,
        "pack": pack,
        "sections": sections_of(read.questions) if read else [],
    }
    is_refused = request.method == "POST" and (read is None or bool(read.findings))
    return render_page(request, "surveys/import.html", context, invalid=is_refused)


def _stored(request: HttpRequest) -> HttpResponse:
    def make() -> str:
        told, questions = unpacked(request.POST["paket"], account=signed_in(request).pk)
        region = get_place_to_survey(request.user, told["place"])
        code = told["code"] if not Questionnaire.objects.filter(code=told["code"]).exists() else ""
        made = actions.make_questionnaire(
            title=told["title"] or told["code"] or _("Kuesioner tanpa judul"),
            code=code,
            kind=Questionnaire.Kind.OTHER,
            region=region,
            origin="XLSForm",
            questions=questions,
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Kuesioner tersimpan sebagai naskah. Periksa, lalu terbitkan."))
        return reverse("surveys:draft", args=[made.pk])

    try:
        return go_to(request, once(request, make))
    except Refusal as refusal:
        return refused(request, refusal, back_url=reverse("surveys:import"))


def seen_of(request: HttpRequest, draft: Version) -> int:
    """Return which state of a draft the person had before them."""
    return seen_version(request, draft.edits)

"""Pages of the materials of a curriculum: the list, one material, adding, new versions, withdrawing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rumahbersama.chain.training.materials import actions, archive, presenting, queries, recording
from rumahbersama.chain.training.materials.forms import CorrectForm, MaterialForm, ReasonForm, VersionForm
from rumahbersama.chain.training.materials.models import Material
from rumahbersama.chain.training.materials.permissions import (
    Reach,
    get_material,
    get_material_to_keep,
    get_reach,
    get_reach_to_keep,
    get_version,
)
from rumahbersama.chain.training.materials.queries import Shelf
from rumahbersama.chain.training.models import Subject
from rumahbersama.chain.training.pages import Words, form_page
from rumahbersama.ground.audit.telling import told
from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.http import go_to, refused, render_page, seen_version
from rumahbersama.ground.core.outbox import once, was_taken
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.files import actions as files
from rumahbersama.ground.files import serving
from rumahbersama.ground.files.actions import Checked
from rumahbersama.ground.files.rules import MATERIALS

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}


def _list_url(reach: Reach) -> str:
    return reverse("materials:curriculum", args=[reach.curriculum.code])


def _url(reach: Reach, material: Material) -> str:
    return reverse("materials:material", args=[reach.curriculum.code, material.pk])


# Reading ----------------------------------------------------------------------------
@login_required
@require_safe
def curriculum(request: HttpRequest, code: str) -> HttpResponse:
    """Show the materials of a curriculum by subject."""
    reach = get_reach(request.user, code)
    found = queries.shelves_of(reach)
    context = presenting.context_of(request, reach, found) | {"withdrawn": found.withdrawn}
    return render_page(request, "materials/curriculum.html", context)


@login_required
@require_safe
def archive_of(request: HttpRequest, code: str) -> HttpResponseBase:
    """Give what the page shows as one ZIP."""
    reach = get_reach(request.user, code)
    shelves = presenting.wished(request, queries.shelves_of(reach))
    try:
        archive.check(shelves)
    except Refusal as refusal:
        return refused(request, refusal, back_url=_list_url(reach))
    return archive.respond(shelves, title=reach.curriculum.title, name=f"bahan-{code}")


@login_required
@require_safe
def download(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Give the list as CSV or XLSX."""
    reach = get_reach(request.user, code)
    if form not in FORMATS:
        raise Http404
    shelves = presenting.wished(request, queries.shelves_of(reach))
    name = f"bahan-{code}-{timezone.localdate():%Y%m%d}.{form}"
    return FORMATS[form](name, *_sheet(shelves))


def _sheet(shelves: list[Shelf]) -> tuple[list[str], list[list[Any]]]:
    header = [
        *(_("Mata ajar"), _("Jenis bahan"), _("Judul"), _("Versi"), _("Tanggal"), _("Yang berubah")),
        *(_("Ukuran (bita)"), "SHA-256", _("Kurikulum asal")),
    ]
    rows = [
        [
            *(shelf.subject.title, row.material.get_kind_display(), row.material.title, row.current.number),
            *(timezone.localdate(row.current.at).isoformat(), row.current.note, row.current.file.size),
            *(row.current.file.sha256, row.material.subject.curriculum.title),
        ]
        for shelf in shelves
        for row in shelf.rows
    ]
    return header, rows


@login_required
@require_safe
def material(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show a material with its versions, and which events taught with which."""
    reach = get_reach(request.user, code)
    row = queries.row_of(reach, get_material(reach, number))
    keeps = reach.keeps and row.is_own
    history = recording.history_of(row.material) if keeps else []
    context = {
        "curriculum": reach.curriculum,
        "row": row,
        "material": row.material,
        "keeps": keeps,
        "taught": queries.taught_with(request.user, reach, row, now=timezone.now()),
        "history": told(history, fields=recording.fields(), values=recording.values()),
    }
    return render_page(request, "materials/material.html", context)


@login_required
@require_safe
def file(request: HttpRequest, code: str, number: int, version: int) -> HttpResponse:
    """Give the file of one version."""
    reach = get_reach(request.user, code)
    return serving.respond(get_version(get_material(reach, number), version).file)


# Keeping ----------------------------------------------------------------------------
def _sent(form: Form) -> Checked:
    """Return the file that was sent, looked at before the database is held."""
    sent = form.cleaned_data["file"]
    return files.checked(chunks=sent.chunks(), name=sent.name, takes=MATERIALS)


def _acted(request: HttpRequest, form: Form, act: Callable[[], str], *, field: str | None = None) -> Any:  # noqa: ANN401
    """Do what a valid form asks, once; None where it comes back with its mistakes, told at ``field``."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return go_to(request, act())
    except Refusal as refusal:
        form.add_error(field, str(refusal))
    return None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Add a material to a subject (``?mata-ajar=``) of a curriculum."""
    reach = get_reach_to_keep(request.user, code)
    if was_taken(request):
        return go_to(request, once(request, str))
    subjects = list(Subject.objects.filter(curriculum=reach.curriculum).order_by("order"))
    start = {"subject": request.GET.get(presenting.SUBJECT, ""), "kind": Material.Kind.SLIDES}
    form = MaterialForm(request.POST or None, request.FILES or None, subjects=subjects, initial=start)

    def act() -> str:
        said: dict[str, Any] = {"facts": form.facts(), "file": _sent(form), "note": form.cleaned_data["note"]}

        def add() -> str:
            made = actions.add_material(**said, by=request.user, at=timezone.now())
            messages.success(request, _("Bahan ajar tersimpan dan sudah dapat dibaca."))
            return _url(reach, made)

        return once(request, add)

    done = _acted(request, form, act, field="file")
    lead = "" if subjects else _("Tulis mata ajar kurikulum ini dulu: bahan selalu milik sebuah mata ajar.")
    words = Words(_("Tambah bahan ajar"), _("Simpan bahan"), _list_url(reach), _("Bahan ajar"), lead=lead)
    return done or form_page(request, form if subjects else None, words)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Add a version, which is the current one from now on."""
    reach, found = get_material_to_keep(request.user, code, number)
    if was_taken(request):
        return go_to(request, once(request, str))
    seen = seen_version(request, found.changes)
    form = VersionForm(request.POST or None, request.FILES or None)

    def act() -> str:
        said: dict[str, Any] = {"material": found, "file": _sent(form), "note": form.cleaned_data["note"]}

        def add() -> str:
            made = actions.add_version(**said, by=request.user, at=timezone.now(), seen=seen)
            messages.success(request, _("Versi {number} sekarang berlaku.").format(number=made.number))
            return _url(reach, found)

        return once(request, add)

    done = _acted(request, form, act, field="file")
    lead = _("Versi baru langsung berlaku bagi semua pembaca. Versi lama tetap dapat diunduh.")
    return done or form_page(request, form, _words(reach, found, _("Versi baru"), _("Simpan versi"), lead), seen=seen)


def _words(
    reach: Reach, material: Material, heading: str, button: str, lead: str = "", *, danger: bool = False
) -> Words:
    return Words(f"{heading}: {material}", button, _url(reach, material), material.title, lead=lead, danger=danger)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Correct title, kind and subject."""
    reach, found = get_material_to_keep(request.user, code, number)
    seen = seen_version(request, found.changes)
    subjects = list(Subject.objects.filter(curriculum=reach.curriculum).order_by("order"))
    start = {"subject": str(found.subject_id), "kind": found.kind, "title": found.title}
    form = CorrectForm(request.POST or None, subjects=subjects, initial=start)

    def act() -> str:
        actions.correct(material=found, facts=form.facts(), by=request.user, at=timezone.now(), seen=seen)
        messages.success(request, _("Perubahan tersimpan."))
        return _url(reach, found)

    done = _acted(request, form, act)
    return done or form_page(request, form, _words(reach, found, _("Ubah"), _("Simpan perubahan")), seen=seen)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Withdraw a material, with a reason."""
    reach, found = get_material_to_keep(request.user, code, number)
    seen = seen_version(request, found.changes)
    form = ReasonForm(request.POST or None)

    def act() -> str:
        said = {"reason": form.cleaned_data["reason"], "by": request.user, "at": timezone.now()}
        actions.withdraw(material=found, seen=seen, **said)
        messages.success(request, _("Bahan ditarik dan tidak lagi terlihat oleh pembaca. Ini dapat dibatalkan."))
        return _url(reach, found)

    done = _acted(request, form, act)
    lead = _("Pembaca tidak lagi melihat bahan ini. Berkas dan versinya tetap tersimpan, dan dapat ditampilkan lagi.")
    words = _words(reach, found, _("Tarik"), _("Tarik bahan ini"), lead, danger=True)
    return done or form_page(request, form, words, seen=seen)


@login_required
@require_POST
def restore(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show a withdrawn material again."""
    reach, found = get_material_to_keep(request.user, code, number)
    seen = seen_version(request, found.changes)
    try:
        actions.restore(material=found, by=request.user, at=timezone.now(), seen=seen)
    except Refusal as refusal:
        return refused(request, refusal, back_url=_url(reach, found))
    messages.success(request, _("Bahan ditampilkan lagi."))
    return go_to(request, _url(reach, found))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest, code: str, number: int, version: int) -> HttpResponse:
    """Go back to an earlier version."""
    reach, found = get_material_to_keep(request.user, code, number)
    get_version(found, version)
    seen = seen_version(request, found.changes)
    form = ReasonForm(request.POST or None)

    def act() -> str:
        said = {"reason": form.cleaned_data["reason"], "by": request.user, "at": timezone.now()}
        made = actions.use_again(material=found, number=version, seen=seen, **said)
        text = _("Versi {number} sekarang berlaku, dengan berkas versi {earlier}.")
        messages.success(request, text.format(number=made.number, earlier=version))
        return _url(reach, found)

    done = _acted(request, form, act)
    lead = _("Dibuat versi baru dengan berkas yang sama seperti versi {number}; tidak ada yang perlu dikirim ulang.")
    button = _("Pakai lagi versi {number}").format(number=version)
    return done or form_page(
        request, form, _words(reach, found, button, button, lead.format(number=version)), seen=seen
    )

"""Pages of standards: the list, one unit with its editions, changing it, what raises it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rumahbersama.chain.training.competency import actions, queries, recording
from rumahbersama.chain.training.competency.forms import EndForm, RaisesForm, StandardForm, initial_of
from rumahbersama.chain.training.competency.models import Standard
from rumahbersama.chain.training.competency.permissions import (
    may_develop,
    may_fill,
    may_keep_standards,
    require_standards,
)
from rumahbersama.chain.training.models import Curriculum
from rumahbersama.chain.training.pages import Words, form_page
from rumahbersama.chain.training.permissions import person_of
from rumahbersama.ground.audit.telling import told
from rumahbersama.ground.core.http import go_to, render_page, seen_version
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import listed


@login_required
@require_safe
def standards(request: HttpRequest) -> HttpResponse:
    """List the competency units in force, with the level each kind of post asks for."""
    names = queries.post_names()
    listing = listed(
        request,
        queries.standards_on(timezone.localdate()),
        sorts={"nama": "title", "jenis": ("kind", "title")},
        default="nama",
        search=["title", "description"],
    )
    context = {
        "listing": listing,
        "rows": [(row, [(name, row.required.get(kind)) for kind, name in names.items()]) for row in listing.page],
        "posts": list(names.values()),
        "has_ours": any(row.is_ours for row in listing.page),
        "may_keep": may_keep_standards(request.user),
        "may_develop": may_develop(request.user),
        "may_fill": may_fill(request.user),
        "me": person_of(request.user),
    }
    return render_page(request, "competency/standards.html", context)


def _editions_of(code: str) -> list[Standard]:
    editions = queries.editions_of(code)
    if not editions:
        raise Http404
    return editions


def _in_force(editions: list[Standard]) -> Standard:
    """Return the edition of today, else the newest."""
    today = timezone.localdate()
    return next((row for row in editions if row.valid_from <= today), editions[0])


@login_required
@require_safe
def standard(request: HttpRequest, code: str) -> HttpResponse:
    """Show a unit: its levels, what posts ask for, what raises it, its editions and history."""
    editions, names = _editions_of(code), queries.post_names()
    found = _in_force(editions)
    context = {
        "standard": found,
        "levels": list(enumerate(found.levels, 1)),
        "required": [(name, found.required.get(kind)) for kind, name in names.items()],
        "raises": queries.raises_of(code),
        "editions": editions,
        "is_over": found.valid_to is not None and found.valid_to <= timezone.localdate(),
        "may_keep": may_keep_standards(request.user),
        "history": told(queries.history_of(code), fields=recording.fields(), values=recording.values()),
    }
    return render_page(request, "competency/standard.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_standard(request: HttpRequest) -> HttpResponse:
    """Write a new unit."""
    require_standards(request.user)
    words = Words(_("Tulis kompetensi"), _("Simpan kompetensi"), reverse("competency:standards"), _("Kompetensi"))
    return _save(request, StandardForm(request.POST or None), "", words, seen=0)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_standard(request: HttpRequest, code: str) -> HttpResponse:
    """Correct the newest edition of a unit, or put another in force from a later day."""
    require_standards(request.user)
    newest = _editions_of(code)[0]
    words = Words(
        heading=_("Ubah kompetensi"),
        button=_("Simpan kompetensi"),
        back=newest.get_absolute_url(),
        back_label=newest.title,
        lead=_("Ketetapan lama tetap tersimpan dan tetap berlaku sampai hari ketetapan baru."),
    )
    form = StandardForm(request.POST or None, initial=initial_of(newest))
    return _save(request, form, code, words, seen=seen_version(request, newest.pk))


def _save(request: HttpRequest, form: StandardForm, code: str, words: Words, *, seen: int) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.save_standard(code=code, facts=form.facts(), by=request.user, at=timezone.now(), seen=seen)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Standar kompetensi tersimpan."))
            return go_to(request, kept.get_absolute_url())
    return form_page(request, form, words, seen=seen)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end_standard(request: HttpRequest, code: str) -> HttpResponse:
    """Let a unit count no longer from a day on."""
    require_standards(request.user)
    newest = _editions_of(code)[0]
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_standard(code=code, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Standar kompetensi diakhiri."))
            return go_to(request, newest.get_absolute_url())
    words = Words(
        heading=_("Akhiri “{title}”").format(title=newest.title),
        button=_("Akhiri"),
        back=newest.get_absolute_url(),
        back_label=newest.title,
        lead=_("Sejak hari itu tidak ada jabatan yang memintanya. Penilaian yang sudah ada tetap tersimpan."),
        danger=True,
    )
    return form_page(request, form, words)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def raises(request: HttpRequest, code: str) -> HttpResponse:
    """Say which curricula raise a unit, and to which level."""
    require_standards(request.user)
    found = _in_force(_editions_of(code))
    rows = queries.raises_of(code)
    known = {row.curriculum_id for row in rows}
    curricula = [row for row in Curriculum.objects.all() if not row.is_retired or row.pk in known]
    form = RaisesForm(request.POST if request.method == "POST" else None, curricula=curricula, raises=rows)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_raises(code=code, levels=form.levels(), by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kurikulum yang menaikkan kompetensi tersimpan."))
            return go_to(request, found.get_absolute_url())
    words = Words(
        heading=_("Kurikulum yang menaikkan “{title}”").format(title=found.title),
        button=_("Simpan"),
        back=found.get_absolute_url(),
        back_label=found.title,
        lead=_(
            "Sampai tingkat berapa orang yang lulus naik. Perubahan langsung terlihat pada semua yang pernah lulus."
        ),
    )
    return form_page(request, form, words)

"""Pages of curricula and programmes."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rumahbersama.chain.training.curricula import actions
from rumahbersama.chain.training.curricula.forms import (
    CurriculumForm,
    ProgrammeForm,
    initial_of,
    initial_of_programme,
)
from rumahbersama.chain.training.events import queries as events
from rumahbersama.chain.training.materials.permissions import reach_of
from rumahbersama.chain.training.models import Curriculum, Event, Programme, Subject
from rumahbersama.chain.training.pages import Words, form_page
from rumahbersama.chain.training.permissions import may_change_curriculum, visible_events
from rumahbersama.ground.core.http import go_to, render_page, seen_version
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import listed
from rumahbersama.ground.people.permissions import require_somewhere, scope_of
from rumahbersama.ground.people.roles import RUN_TRAINING
from rumahbersama.ground.regions.models import Region


def _my_places(request: HttpRequest) -> list[Region]:
    scope = require_somewhere(request.user, RUN_TRAINING)
    return [scope.regions[code] for code in scope.places_for(RUN_TRAINING)]


@login_required
@require_safe
def curricula(request: HttpRequest) -> HttpResponse:
    """List the curricula with their JP."""
    rows = Curriculum.objects.select_related("region").annotate(
        jp=Sum("subjects__jp"), subject_count=Count("subjects")
    )
    listing = listed(
        request,
        rows.filter(is_retired=request.GET.get("keadaan") == "lama"),
        sorts={"nama": "title", "jp": "jp"},
        default="nama",
        search=["title", "audience"],
    )
    may_make = bool(scope_of(request.user).places_for(RUN_TRAINING))
    return render_page(request, "training/curricula.html", {"listing": listing, "may_make": may_make})


def _curriculum_of(code: str) -> Curriculum:
    found = Curriculum.objects.select_related("region", "copied_from").filter(code=code).first()
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def curriculum(request: HttpRequest, code: str) -> HttpResponse:
    """Show a curriculum with its subjects, and the events that teach it."""
    found = _curriculum_of(code)
    words = {code: str(label) for code, label in Subject.Method.choices}
    subjects, methods = list(Subject.objects.filter(curriculum=found)), {}
    for subject in subjects:
        told = (f"{words[code]} {subject.methods[code]}%" for code in words if code in subject.methods)
        methods[subject.pk] = ", ".join(told)
    context = {
        "curriculum": found,
        "rows": [(subject, methods[subject.pk]) for subject in subjects],
        "jp": sum(subject.jp for subject in subjects),
        "is_assumed": any(subject.jp_is_assumed for subject in subjects),
        "events": list(visible_events(request.user).filter(curriculum=found)[:20]),
        "reads_materials": reach_of(request.user, found) is not None,
        "may_change": may_change_curriculum(request.user, found),
        "may_make": bool(scope_of(request.user).places_for(RUN_TRAINING)),
    }
    return render_page(request, "training/curriculum.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_curriculum(request: HttpRequest) -> HttpResponse:
    """Write a curriculum, empty or from another one (``?dari=``)."""
    places = _my_places(request)
    source = Curriculum.objects.filter(code=request.GET.get("dari", "")).first()
    initial = initial_of(source, list(Subject.objects.filter(curriculum=source))) if source else {}
    form = CurriculumForm(request.POST or None, places=places, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_curriculum(
                facts=form.facts(), region=form.region, by=request.user, at=timezone.now(), copied_from=source
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kurikulum tersimpan."))
            return go_to(request, made.get_absolute_url())
    lead = _("Dimulai dari “{title}”.").format(title=source.title) if source else ""
    back = reverse("training:curricula")
    words = Words(_("Tulis kurikulum"), _("Simpan kurikulum"), back, _("Kurikulum"), lead=lead)
    return form_page(request, form, words)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_curriculum(request: HttpRequest, code: str) -> HttpResponse:
    """Change a curriculum."""
    found = _curriculum_of(code)
    if not may_change_curriculum(request.user, found):
        raise PermissionDenied
    subjects = list(Subject.objects.filter(curriculum=found))
    form = CurriculumForm(
        request.POST or None, places=[found.region] if found.region else [], initial=initial_of(found, subjects)
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_curriculum(
                curriculum=found,
                facts=form.facts(),
                by=request.user,
                at=timezone.now(),
                seen=seen_version(request, found.version),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kurikulum tersimpan."))
            return go_to(request, found.get_absolute_url())
    words = Words(_("Ubah kurikulum"), _("Simpan kurikulum"), found.get_absolute_url(), found.title)
    return form_page(request, form, words, seen=seen_version(request, found.version))


@login_required
@require_POST
def retire_curriculum(request: HttpRequest, code: str) -> HttpResponse:
    """Offer a curriculum no longer, or again; the page offers the way back."""
    found = _curriculum_of(code)
    if not may_change_curriculum(request.user, found):
        raise PermissionDenied
    actions.retire_curriculum(curriculum=found, retire=not found.is_retired, by=request.user, at=timezone.now())
    messages.success(request, _("Keadaan kurikulum diubah."))
    return go_to(request, found.get_absolute_url())


@login_required
@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """List the programmes with what their events in sight have reached."""
    context = {
        "rows": events.programmes_with_counts(request.user),
        "may_make": bool(scope_of(request.user).places_for(RUN_TRAINING)),
    }
    return render_page(request, "training/programmes.html", context)


def _programme_of(code: str) -> Programme:
    found = Programme.objects.select_related("region").filter(code=code).first()
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def programme(request: HttpRequest, code: str) -> HttpResponse:
    """Show a programme with its events in sight."""
    found = _programme_of(code)
    rows: list[Any] = list(events.with_counts(visible_events(request.user).filter(programme=found)))
    context = {
        "programme": found,
        "rows": rows,
        "people": sum(row.head_count if row.head_count is not None else row.people for row in rows),
        "nameless": sum(row.head_count or 0 for row in rows),
        "not_held": sum(row.people for row in rows if row.state in (Event.State.DRAFT, Event.State.CANCELLED)),
        "may_change": scope_of(request.user).may(RUN_TRAINING, found.region.code),
    }
    return render_page(request, "training/programme.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_programme(request: HttpRequest) -> HttpResponse:
    """Begin a programme."""
    return _programme(request, None, _my_places(request))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_programme(request: HttpRequest, code: str) -> HttpResponse:
    """Change a programme."""
    found = _programme_of(code)
    if not scope_of(request.user).may(RUN_TRAINING, found.region.code):
        raise PermissionDenied
    return _programme(request, found, [found.region])


def _programme(request: HttpRequest, found: Programme | None, places: list[Region]) -> HttpResponse:
    form = ProgrammeForm(request.POST or None, places=places, initial=initial_of_programme(found) if found else {})
    if request.method == "POST" and form.is_valid():
        kept = actions.save_programme(
            programme=found, facts=form.facts(), region=form.region, by=request.user, at=timezone.now()
        )
        messages.success(request, _("Program tersimpan."))
        return go_to(request, kept.get_absolute_url())
    heading = _("Ubah program") if found else _("Mulai program")
    back = found.get_absolute_url() if found else reverse("training:programmes")
    words = Words(heading, _("Simpan program"), back, found.title if found else _("Program"))
    return form_page(request, form, words)

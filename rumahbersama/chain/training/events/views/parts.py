"""Pages of sites, classes and trainers of an event."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rumahbersama.chain.training.events import queries
from rumahbersama.chain.training.events.actions import parts as actions
from rumahbersama.chain.training.events.forms.event import (
    ClassesForm,
    ClassForm,
    SiteForm,
    TrainerForm,
    rooms_as_text,
)
from rumahbersama.chain.training.materials.queries import counts_for
from rumahbersama.chain.training.models import Event, Room, Site, Teaching, TrainingClass
from rumahbersama.chain.training.pages import Words, form_page
from rumahbersama.chain.training.permissions import get_class_to_view, get_event_to_run, may_run, teaches
from rumahbersama.ground.core.http import go_to, refused, render_page
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import words
from rumahbersama.ground.regions.models import Level, Region


def _kabupaten_of(event: Event) -> list[Region]:
    """Return the kabupaten and kota in which an event may have a site: of its place, or all of the country."""
    rows = Region.objects.filter(level=Level.KABUPATEN)
    if event.region.level >= Level.PROVINCE:
        province = event.region.code.split(".")[0]
        rows = rows.filter(code__startswith=f"{province}.")
    return list(rows.order_by("code"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_site(request: HttpRequest, number: int) -> HttpResponse:
    """Add a site with its rooms."""
    return _site(request, get_event_to_run(request.user, number), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_site(request: HttpRequest, number: int, site: int) -> HttpResponse:
    """Change a site."""
    event = get_event_to_run(request.user, number)
    return _site(request, event, _site_of(event, site))


def _site_of(event: Event, number: int) -> Site:
    found = Site.objects.filter(event=event, pk=number).first()
    if found is None:
        raise Http404
    return found


def _site(request: HttpRequest, event: Event, site: Site | None) -> HttpResponse:
    initial: dict[str, Any] = {"zone": Site.Zone.WIB}
    if site is not None:
        initial = {"name": site.name, "address": site.address, "zone": site.zone}
        initial |= {"place": site.region.code if site.region else "", "rooms": rooms_as_text(list(site.rooms.all()))}
    form = SiteForm(request.POST or None, places=_kabupaten_of(event), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_site(event=event, site=site, facts=form.facts(), by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Tempat tersimpan."))
            return go_to(request, event.get_absolute_url())
    heading = _("Ubah tempat") if site else _("Tambah tempat")
    words = Words(heading, _("Simpan tempat"), event.get_absolute_url(), event.title)
    gone = reverse("training:remove_site", args=[event.pk, site.pk]) if site else ""
    return form_page(request, form, words, remove_url=gone, remove_label=_("Hapus tempat ini"))


@login_required
@require_POST
def remove_site(request: HttpRequest, number: int, site: int) -> HttpResponse:
    """Remove a site that nothing uses."""
    event = get_event_to_run(request.user, number)
    try:
        actions.remove_site(event=event, site=_site_of(event, site), by=request.user, at=timezone.now())
    except Refusal as refusal:
        return refused(request, refusal, back_url=event.get_absolute_url())
    messages.success(request, _("Tempat dihapus."))
    return go_to(request, event.get_absolute_url())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_classes(request: HttpRequest, number: int) -> HttpResponse:
    """Add classes at a site."""
    event = get_event_to_run(request.user, number)
    sites = queries.sites_of(event)
    form = ClassesForm(request.POST or None, sites=sites, initial={"size": event.class_size, "count": 1})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            made = actions.make_classes(
                event=event,
                site=form.chosen_site,
                count=told["count"],
                size=told["size"],
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            without = sum(klass.room is None for klass in made)
            messages.success(request, _("{count} kelas dibuat.").format(count=len(made)))
            if without:
                text = _(
                    "{count} kelas belum mendapat ruangan: tambah ruangan yang cukup besar, lalu pilih di kelasnya."
                )
                messages.warning(request, text.format(count=without))
            return go_to(request, event.get_absolute_url())
    lead = "" if sites else _("Tambah tempat dulu: kelas selalu berada di sebuah tempat.")
    words = Words(_("Buat kelas"), _("Buat kelas"), event.get_absolute_url(), event.title, lead=lead)
    return form_page(request, form if sites else None, words)


@login_required
@require_safe
def klass(request: HttpRequest, number: int, klass: int) -> HttpResponse:
    """Show a class: who teaches it, and its timetable."""
    found = get_class_to_view(request.user, number, klass)
    sessions = list(queries.sessions_of_class(found))
    teachers = queries.teachers_by_session(found.event, sessions)
    runs = may_run(request.user, found.event)
    materials = counts_for(request.user, found.event)
    context = {
        "klass": found,
        "event": found.event,
        "trainers": queries.trainers_of(found),
        "days": days_of(sessions, teachers, materials or {}),
        "reads_materials": materials is not None,
        "jp": sum(session.jp for session in sessions),
        "may_run": runs,
        "may_teach": runs or teaches(request.user, found),
    }
    return render_page(request, "training/class.html", context)


def days_of(
    sessions: list[Any], teachers: dict[int, list[Teaching]], materials: Mapping[str, int]
) -> list[dict[str, Any]]:
    """Return sessions by their day at their site, each with its times, who teaches it, and how many materials.

    Args:
        sessions: with their subject.
        teachers: by session.
        materials: how many there are for a subject of a title, casefolded.
    """
    found: dict[Any, list[dict[str, Any]]] = {}
    for session in sessions:
        start, end = session.site.local(session.starts_at), session.site.local(session.ends_at)
        row = {
            "session": session,
            "begins": f"{start:%H.%M}",
            "ends": f"{end:%H.%M}",
            "materials": materials.get(session.subject.title.casefold(), 0) if session.subject else 0,
            "teachers": ", ".join(teaching.person.name for teaching in teachers.get(session.pk, [])),
        }
        found.setdefault(start.date(), []).append(row)
    return [{"day": day, "rows": rows} for day, rows in sorted(found.items())]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_class(request: HttpRequest, number: int, klass: int) -> HttpResponse:
    """Change name, room and size of a class."""
    event = get_event_to_run(request.user, number)
    found = _class_of(request, event, klass)
    rooms = list(Room.objects.filter(site=found.site))
    start = {"name": found.name, "room": str(found.room_id or ""), "size": found.size}
    form = ClassForm(request.POST or None, rooms=rooms, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_class(klass=found, facts=form.facts(), by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kelas tersimpan."))
            return go_to(request, found.get_absolute_url())
    words = Words(_("Ubah kelas"), _("Simpan kelas"), found.get_absolute_url(), str(found))
    gone = reverse("training:remove_class", args=[event.pk, found.number])
    return form_page(request, form, words, remove_url=gone, remove_label=_("Hapus kelas ini dengan jadwalnya"))


def _class_of(request: HttpRequest, event: Event, number: int) -> TrainingClass:
    found = TrainingClass.objects.filter(event=event, number=number).select_related("site", "room").first()
    if found is None:
        raise Http404
    found.event = event
    return found


@login_required
@require_POST
def remove_class(request: HttpRequest, number: int, klass: int) -> HttpResponse:
    """Remove a class in which nobody is."""
    event = get_event_to_run(request.user, number)
    found = _class_of(request, event, klass)
    try:
        actions.remove_class(klass=found, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return refused(request, refusal, back_url=found.get_absolute_url())
    messages.success(request, _("Kelas dihapus."))
    return go_to(request, event.get_absolute_url())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def trainers(request: HttpRequest, number: int, klass: int) -> HttpResponse:
    """Look for a person by name, and make them a trainer of a class."""
    event = get_event_to_run(request.user, number)
    found = _class_of(request, event, klass)
    text = words(request.GET.get("cari", ""))
    persons = queries.persons_to_teach(event, text, today=timezone.localdate())
    told = queries.told_persons(persons, today=timezone.localdate())
    form = TrainerForm(request.POST or None, persons=persons, told=told, initial={"role": Teaching.Role.LEAD})
    if request.method == "POST" and form.is_valid():
        role = form.cleaned_data["role"]
        try:
            actions.add_trainer(klass=found, person=form.chosen_person, role=role, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("{name} mengajar {klass}.").format(name=form.chosen_person.name, klass=found))
            return go_to(request, found.get_absolute_url())
    context = {
        "form": form,
        "event": event,
        "klass": found,
        "q": text,
        "persons": persons,
        "trainers": queries.trainers_of(found),
    }
    return render_page(request, "training/trainers.html", context, invalid=request.method == "POST")


@login_required
@require_POST
def remove_trainer(request: HttpRequest, number: int, klass: int, teaching: int) -> HttpResponse:
    """Take a trainer out of a class."""
    event = get_event_to_run(request.user, number)
    found = _class_of(request, event, klass)
    row = Teaching.objects.filter(klass=found, pk=teaching, session=None).select_related("person").first()
    if row is None:
        raise Http404
    actions.remove_trainer(klass=found, person=row.person, by=request.user, at=timezone.now())
    messages.success(request, _("{name} tidak lagi mengajar {klass}.").format(name=row.person.name, klass=found))
    return go_to(request, found.get_absolute_url())

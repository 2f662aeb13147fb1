"""The timetable of an event: by day, for one class, room or trainer; sessions; the calendar file."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rumahbersama.chain.training.events import queries
from rumahbersama.chain.training.events.actions import timetable as actions
from rumahbersama.chain.training.events.forms.timetable import FillForm, SessionForm, initial_of_session
from rumahbersama.chain.training.events.ics import calendar_of
from rumahbersama.chain.training.events.planning import planning_on
from rumahbersama.chain.training.events.views.parts import days_of
from rumahbersama.chain.training.materials.queries import counts_for
from rumahbersama.chain.training.models import Event, Room, Session, Subject, Teaching, TrainingClass
from rumahbersama.chain.training.pages import Words, form_page
from rumahbersama.chain.training.permissions import get_event_to_run, get_event_to_view, may_run
from rumahbersama.ground.core.http import go_to, refused, render_page
from rumahbersama.ground.core.rules import Refusal


@login_required
@require_safe
def timetable(request: HttpRequest, number: int) -> HttpResponse:
    """Show the timetable, whole or of one class, room or trainer, with what is wanted twice."""
    event = get_event_to_view(request.user, number)
    classes = list(TrainingClass.objects.filter(event=event).order_by("number"))
    rooms = list(Room.objects.filter(site__event=event).select_related("site"))
    persons = queries.teachers_of(event)
    rows = queries.sessions_of(event)
    every = list(_of_choice(request, event, rows))
    teachers = queries.teachers_by_session(event, every)
    wish = request.GET.get("pelatih", "")
    if wish.isdecimal():
        every = [row for row in every if any(each.person_id == int(wish) for each in teachers[row.pk])]
    runs = may_run(request.user, event)
    # Who runs it is told of clashes, which asks much; their way to the materials stands on top of the page.
    materials: Mapping[str, int] = {} if runs else counts_for(request.user, event) or {}
    context = {
        "event": event,
        "days": days_of(every, teachers, materials),
        "reads_materials": runs or bool(materials),
        "classes": classes,
        "rooms": rooms,
        "persons": persons,
        "clashes": [queries.tell(each) for each in queries.clashes_of(event)] if runs else [],
        "may_run": runs,
        "chosen": {name: request.GET.get(name, "") for name in ("kelas", "ruangan", "pelatih")},
    }
    return render_page(request, "training/timetable.html", context)


def _of_choice(request: HttpRequest, event: Event, rows: QuerySet[Session]) -> QuerySet[Session]:
    klass, room = request.GET.get("kelas", ""), request.GET.get("ruangan", "")
    if klass.isdecimal():
        found = TrainingClass.objects.filter(event=event, number=int(klass)).first()
        rows = rows.filter(Q(klass=found) | Q(klass=None, site=found.site_id)) if found else rows.none()
    if room.isdecimal():
        rows = rows.filter(room=int(room))
    return rows


@login_required
@require_safe
def calendar(request: HttpRequest, number: int) -> HttpResponse:
    """Give the timetable as a calendar file, whole or of one class."""
    event = get_event_to_view(request.user, number)
    rows = list(_of_choice(request, event, queries.sessions_of(event)))
    content = calendar_of(event, rows, queries.teachers_by_session(event, rows), at=timezone.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="jadwal-{event.pk}.ics"'
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_session(request: HttpRequest, number: int) -> HttpResponse:
    """Add a session."""
    return _session(request, get_event_to_run(request.user, number), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_session(request: HttpRequest, number: int, session: int) -> HttpResponse:
    """Change a session."""
    event = get_event_to_run(request.user, number)
    return _session(request, event, _session_of(event, session))


def _session_of(event: Event, number: int) -> Session:
    found = queries.sessions_of(event).filter(pk=number).first()
    if found is None:
        raise Http404
    found.event = event
    return found


def _session(request: HttpRequest, event: Event, session: Session | None) -> HttpResponse:
    sites, persons = queries.sites_of(event), queries.teachers_of(event)
    named = list(Teaching.objects.filter(session=session).values_list("person", flat=True)) if session else []
    initial: dict[str, Any] = {"day": event.starts_on, "kind": Session.Kind.LESSON, "jp": 2}
    form = SessionForm(
        request.POST or None,
        sites=sites,
        classes=list(TrainingClass.objects.filter(event=event).select_related("site", "room")),
        rooms=[room for site in sites for room in site.rooms.all()],
        subjects=list(Subject.objects.filter(curriculum=event.curriculum_id)),
        persons=persons,
        told=queries.told_persons(persons, today=timezone.localdate(), only_namesakes=True),
        initial=initial_of_session(session, named) if session else initial,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_session(
                event=event,
                session=session,
                facts=form.facts(),
                by=request.user,
                at=timezone.now(),
                although=form.cleaned_data["although"],
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Sesi tersimpan."))
            return go_to(request, _timetable_of(event))
    lead = "" if sites else _("Tambah tempat dulu: sesi selalu berada di sebuah tempat.")
    heading = _("Ubah sesi") if session else _("Tambah sesi")
    words = Words(heading, _("Simpan sesi"), _timetable_of(event), _("Jadwal"), lead=lead)
    gone = reverse("training:remove_session", args=[event.pk, session.pk]) if session else ""
    shown = form if sites else None
    return form_page(request, shown, words, remove_url=gone, remove_label=_("Hapus sesi ini"))


def _timetable_of(event: Event) -> str:
    return reverse("training:timetable", args=[event.pk])


@login_required
@require_POST
def remove_session(request: HttpRequest, number: int, session: int) -> HttpResponse:
    """Remove a session."""
    event = get_event_to_run(request.user, number)
    actions.remove_session(session=_session_of(event, session), by=request.user, at=timezone.now())
    messages.success(request, _("Sesi dihapus."))
    return go_to(request, _timetable_of(event))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest, number: int) -> HttpResponse:
    """Lay the curriculum into the days of the event, for the classes that have no timetable."""
    event = get_event_to_run(request.user, number)
    first = planning_on(event.starts_on)
    initial = {"begins": first.day_begins, "jp": first.jp_of_a_day, "pauses": first.pauses}
    form = FillForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            count, laid = actions.fill_timetable(
                event=event,
                plan=form.plan(),
                weekdays_only=form.cleaned_data["weekdays_only"],
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("{count} sesi dibuat.").format(count=count))
            if laid.left:
                text = _("{jp} JP tidak muat dalam hari-hari ini. Tambah hari atau JP sehari.")
                messages.warning(request, text.format(jp=sum(laid.left.values())))
            return go_to(request, _timetable_of(event))
    subjects = list(Subject.objects.filter(curriculum=event.curriculum_id))
    lead = _(
        "{jp} JP dari {count} mata ajar kurikulum “{curriculum}” disusun berurutan untuk setiap kelas yang belum "
        "punya jadwal. Sesudahnya setiap sesi dapat diubah."
    ).format(jp=sum(row.jp for row in subjects), count=len(subjects), curriculum=event.curriculum)
    words = Words(_("Isi jadwal dari kurikulum"), _("Susun jadwal"), _timetable_of(event), _("Jadwal"), lead=lead)
    return form_page(request, form, words)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def clear(request: HttpRequest, number: int) -> HttpResponse:
    """Ask once more, then remove every session of an event."""
    event = get_event_to_run(request.user, number)
    count = queries.sessions_of(event).count()
    if request.method == "POST":
        try:
            gone = actions.clear_timetable(event=event, by=request.user, at=timezone.now())
        except Refusal as refusal:
            return refused(request, refusal, back_url=_timetable_of(event))
        messages.success(request, _("{count} sesi dihapus.").format(count=gone))
        return go_to(request, _timetable_of(event))
    lead = _("{count} sesi akan dihapus. Kelas dan pelatihnya tetap ada.").format(count=count)
    words = Words(
        _("Kosongkan jadwal"), _("Hapus semua sesi"), _timetable_of(event), _("Jadwal"), lead=lead, danger=True
    )
    return form_page(request, Form(), words)

"""Pages of one event: the list, the event itself, making, changing, moving and copying it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rumahbersama.chain.training import recording
from rumahbersama.chain.training.cascade.queries import success_of
from rumahbersama.chain.training.events import queries
from rumahbersama.chain.training.events.actions import event as actions
from rumahbersama.chain.training.events.forms.event import CopyForm, EventForm, ReasonForm, initial_of
from rumahbersama.chain.training.events.models import Tier
from rumahbersama.chain.training.events.planning import planning_on
from rumahbersama.chain.training.materials.permissions import reach_of
from rumahbersama.chain.training.models import Curriculum, Event, Programme
from rumahbersama.chain.training.pages import Words, form_page
from rumahbersama.chain.training.permissions import (
    get_event_to_run,
    get_event_to_view,
    may_run,
    visible_events,
)
from rumahbersama.ground.audit.telling import told
from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.http import go_to, render_page, seen_version
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import Fields, in_turn, listed
from rumahbersama.ground.people.permissions import require_somewhere, scope_of
from rumahbersama.ground.people.roles import RUN_TRAINING
from rumahbersama.ground.regions.models import Region

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}
SORTS: dict[str, Fields] = {
    "hari": ("starts_on", "title"),
    "nama": "title",
    "tempat": "region__code",
    "keadaan": in_turn("state", Event.State),
}
SEARCHED = ["title", "programme__title", "region__name", "phase"]


@login_required
@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """List the events in sight."""
    rows = _narrowed(request)
    listing = listed(request, queries.with_counts(rows), sorts=SORTS, default="-hari", search=SEARCHED)
    context = {
        "listing": listing,
        "states": Event.State.choices,
        "state": request.GET.get("keadaan", ""),
        "tiers": Tier.choices,
        "tier": request.GET.get("jenjang", ""),
        "may_make": bool(scope_of(request.user).places_for(RUN_TRAINING)),
    }
    return render_page(request, "training/events.html", context)


def _narrowed(request: HttpRequest) -> Any:  # noqa: ANN401 - a QuerySet
    rows = visible_events(request.user)
    state, tier = request.GET.get("keadaan", ""), request.GET.get("jenjang", "")
    if state in Event.State.values:
        rows = rows.filter(state=state)
    if tier in {str(value) for value in Tier.values}:
        rows = rows.filter(tier=int(tier))
    return rows


@login_required
@require_safe
def download(request: HttpRequest, form: str) -> HttpResponse:
    """Give the list as CSV or XLSX."""
    if form not in FORMATS:
        raise Http404
    header = [
        *(_("Nomor"), _("Nama kegiatan"), _("Program"), _("Tahap"), _("Kode wilayah"), _("Penyelenggara")),
        *(_("Jenjang"), _("Hari pertama"), _("Hari terakhir"), _("Keadaan"), _("Kelas"), _("Peserta")),
    ]
    counted: Any = queries.with_counts(_narrowed(request)).order_by("-starts_on", "pk")
    rows = [
        [
            *(row.pk, row.title, str(row.programme or ""), row.phase, row.region.code, str(row.region)),
            *(row.get_tier_display(), row.starts_on.isoformat(), row.ends_on.isoformat(), row.get_state_display()),
            *(row.class_count, row.head_count if row.head_count is not None else row.people),
        ]
        for row in counted
    ]
    return FORMATS[form](f"pelatihan.{form}", header, rows)


@login_required
@require_safe
def event(request: HttpRequest, number: int) -> HttpResponse:
    """Show an event: what stands, what is missing, and the ways on."""
    found = get_event_to_view(request.user, number)
    runs = may_run(request.user, found)
    classes = queries.classes_of(found)
    counts, today = queries.counts_of(found), timezone.localdate()
    forward, back = actions.ways_from(found, today=today) if runs else ([], [])
    context = {
        "event": found,
        "sites": queries.sites_of(found),
        "classes": classes,
        "counts": counts,
        "success": success_of(found, today=today),
        "places_in_classes": sum(row.klass.size for row in classes),
        "missing": _missing(found, classes, counts) if runs else [],
        "may_run": runs,
        "reads_materials": reach_of(request.user, found.curriculum) is not None,
        "moves": [(to, _word_of(found, to)) for to in forward],
        "steps_back": [(to, _word_of(found, to)) for to in back],
        "history": told(queries.history_of(found), fields=recording.fields(), values=recording.values())
        if runs
        else [],
    }
    return render_page(request, "training/event.html", context)


def _word_of(event: Event, to: str) -> str:
    """Return what a step is called; one that leads back names where to."""
    state = Event.State(to)
    if actions.is_step_back(event.state, to):
        return _("Kembalikan ke “{state}”").format(state=state.label)
    return {
        Event.State.OPEN: _("Buka pendaftaran"),
        Event.State.CLOSED: _("Tutup pendaftaran"),
        Event.State.FINISHED: _("Nyatakan selesai"),
        Event.State.CANCELLED: _("Batalkan kegiatan"),
    }.get(state, str(state.label))


def _missing(found: Event, classes: list[queries.ClassRow], counts: queries.Counts) -> list[str]:
    """Return what an event still needs before its first day, one sentence each."""
    if found.state in (Event.State.FINISHED, Event.State.CANCELLED):
        return []
    wanted = planning_on(found.starts_on).trainers_of_a_class
    checks = [
        (not classes, _("Belum ada kelas.")),
        (not counts.seats, _("Kuota peserta belum ditetapkan.")),
        (
            bool(classes) and any(len(row.trainers) < wanted for row in classes),
            _("{count} kelas belum punya {wanted} pelatih.").format(
                count=sum(len(row.trainers) < wanted for row in classes), wanted=wanted
            ),
        ),
        (
            bool(classes) and any(not row.jp for row in classes),
            _("{count} kelas belum punya jadwal.").format(count=sum(not row.jp for row in classes)),
        ),
        (
            bool(counts.without_class and classes),
            _("{count} peserta belum masuk kelas.").format(count=counts.without_class),
        ),
    ]
    return [text for is_so, text in checks if is_so]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Plan an event."""
    scope = require_somewhere(request.user, RUN_TRAINING)
    places = [scope.regions[code] for code in scope.places_for(RUN_TRAINING)]
    today = timezone.localdate()
    start = {"class_size": planning_on(today).class_size, "mode": Event.Mode.ON_SITE, "tier": Tier.KECAMATAN}
    start |= {"programme": request.GET.get("program", ""), "curriculum": request.GET.get("kurikulum", "")}
    form = _form(request, places, start)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_event(facts=form.facts(), by=request.user, at=timezone.now(), today=today)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Rancangan tersimpan dengan nomor {number}.").format(number=made.pk))
            return go_to(request, made.get_absolute_url())
    words = Words(_("Rancang kegiatan"), _("Simpan rancangan"), reverse("training:events"), _("Pelatihan"))
    return form_page(request, form, words)


def _form(request: HttpRequest, places: list[Region], initial: dict[str, Any], now: Event | None = None) -> EventForm:
    curricula = Curriculum.objects.filter(is_retired=False)
    if now is not None:
        curricula = curricula | Curriculum.objects.filter(pk=now.curriculum_id)
    return EventForm(
        request.POST or None,
        places=places,
        programmes=list(Programme.objects.order_by("title")),
        curricula=list(curricula.order_by("title")),
        initial=initial,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Correct an event."""
    found = get_event_to_run(request.user, number)
    form = _form(request, [found.region], initial_of(found), found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_event(
                event=found,
                facts=form.facts(),
                by=request.user,
                at=timezone.now(),
                seen=seen_version(request, found.version),
                today=timezone.localdate(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Perubahan tersimpan."))
            return go_to(request, found.get_absolute_url())
    words = Words(_("Ubah kegiatan"), _("Simpan perubahan"), found.get_absolute_url(), found.title)
    return form_page(request, form, words, seen=seen_version(request, found.version))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, number: int, to: str) -> HttpResponse:
    """Ask once more, and a reason where it needs one; then open, close, finish or cancel an event."""
    found = get_event_to_run(request.user, number)
    if to not in Event.State.values:
        raise Http404
    form = ReasonForm(request.POST or None)
    form.fields["reason"].required = to == Event.State.CANCELLED
    if request.method == "POST" and form.is_valid():
        try:
            moved = actions.move_event(
                event=found, to=to, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Sekarang: {state}.").format(state=moved.get_state_display()))
            return go_to(request, found.get_absolute_url())
    words = Words(
        _word_of(found, to),
        _word_of(found, to),
        found.get_absolute_url(),
        found.title,
        lead=_told_of(found, to),
        danger=to == Event.State.CANCELLED,
    )
    return form_page(request, form, words)


def _told_of(event: Event, to: str) -> str:
    """Return what a step does, for who is about to take it."""
    if event.state == Event.State.FINISHED:
        return _("Kegiatan tidak lagi dicatat sudah berlangsung. Peserta, nilai, dan sertifikatnya tetap ada.")
    return {
        Event.State.DRAFT: _("Kegiatan kembali hanya terlihat oleh penyelenggaranya."),
        Event.State.OPEN: _("Tempat yang mendapat kuota melihat kegiatan ini dan dapat mengusulkan nama."),
        Event.State.CLOSED: _("Sesudah ini hanya penyelenggara yang mengubah daftar peserta."),
        Event.State.FINISHED: _("Kegiatan dicatat sudah berlangsung. Langkah ini dapat dibatalkan."),
        Event.State.CANCELLED: _("Peserta dan pelatih membaca alasannya. Dapat dibuka lagi sebagai rancangan."),
    }[Event.State(to)]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, number: int) -> HttpResponse:
    """Make the same event on other days."""
    found = get_event_to_run(request.user, number)
    start = {"title": _("{title} (salinan)").format(title=found.title[:180])}
    form = CopyForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.copy_event(event=found, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Salinan tersimpan sebagai rancangan. Pelatih dan peserta tidak ikut disalin.")
            )
            return go_to(request, made.get_absolute_url())
    words = Words(
        _("Salin kegiatan"),
        _("Buat salinan"),
        found.get_absolute_url(),
        found.title,
        lead=_("Tempat, ruangan, kelas, jadwal, dan anggaran ikut disalin ke hari-hari yang baru."),
    )
    return form_page(request, form, words)

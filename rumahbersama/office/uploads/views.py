"""Pages of the uploads: access, load, act, render."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import PAGE, in_turn, listed
from rumahbersama.ground.intake import actions, queries
from rumahbersama.ground.intake.models import ImportRun
from rumahbersama.ground.intake.road import what_rests_on
from rumahbersama.ground.intake.rules import IntakeRefusal, Options
from rumahbersama.office.uploads import presenting
from rumahbersama.office.uploads.forms import MappingForm, MatchForm, UploadForm
from rumahbersama.office.uploads.permissions import (
    get_place_to_send,
    get_run_to_change,
    get_run_to_view,
    importable_places,
    may_change,
    may_import,
    may_send,
    sendable,
    visible_runs,
)

FINDINGS_ON_A_PAGE = 100
State = ImportRun.State


@login_required
@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """List the uploads of one's places, newest first."""
    rows = visible_runs(request.user)
    state = request.GET.get("keadaan", "")
    if state in State.values:
        rows = rows.filter(state=state)
    listing = listed(
        request,
        rows,
        sorts={
            "waktu": "created_at",
            "berkas": "file_name",
            "wilayah": "place_code",
            "keadaan": in_turn("state", State),
        },
        default="-waktu",
        search=["file_name", "place_name", "created_by__name"],
    )
    named = presenting.periods_named(listing.page)
    shown = [(entry, *presenting.tone_of(entry), named.get(entry.period, entry.period)) for entry in listing.page]
    context = {
        "listing": listing,
        "shown": shown,
        "states": State.choices,
        "state": state,
        "may_import": may_import(request.user),
    }
    return render_page(request, "office/uploads/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Send a file for one of one's places; reading begins at once."""
    places = importable_places(request.user, asked=request.GET.get("tempat", "") or request.POST.get("tempat", ""))
    datasets = sendable(request.user, queries.datasets())
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        places=places,
        datasets=datasets,
        initial={
            "tempat": request.GET.get("tempat", places[0].code if places else ""),
            "jenis": request.GET.get("jenis", ""),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            run = _receive(request, form)
        except Refusal as refusal:
            form.add_error("berkas", str(refusal))
        else:
            return go_to(request, reverse("uploads:run", args=[run.pk]))
    context = {"form": form, "datasets": datasets, "places": places}
    return render_page(request, "office/uploads/new.html", context, invalid=request.method == "POST")


def _receive(request: HttpRequest, form: UploadForm) -> ImportRun:
    data, now = form.cleaned_data, timezone.now()
    dataset = queries.dataset_of(data["jenis"])
    place = get_place_to_send(request.user, data["tempat"], dataset)
    if not may_send(request.user, place.code, dataset):
        raise IntakeRefusal(_("Tabel ini dikirim kabupaten atau di bawahnya. Pilih isi tabel yang lain."))
    run = actions.receive(
        dataset=data["jenis"],
        place_code=place.code,
        place_name=str(place),
        chunks=data["berkas"].chunks(),
        file_name=data["berkas"].name,
        period=data.get("periode", ""),
        source=data["sumber"],
        by=request.user,
        at=now,
    )
    actions.start_job(run, kind="intake.read", by=request.user, at=now)
    return run


@login_required
@require_safe
def run(request: HttpRequest, number: int) -> HttpResponse:
    """Show how far an upload is, what was found in it, and the next step."""
    entry = get_run_to_view(request.user, number)
    return render_page(request, "office/uploads/run.html", _run_context(request, entry), part="keadaan")


def _run_context(request: HttpRequest, entry: ImportRun, refusal: str = "") -> dict[str, Any]:
    wish = request.GET.get(PAGE, "1")
    first = (max(1, int(wish)) - 1) * FINDINGS_ON_A_PAGE if wish.isdecimal() and len(wish) < 6 else 0
    listed_count = min(entry.summary.get("findings", 0), 5_000)
    tone, icon = presenting.tone_of(entry)
    dataset = queries.dataset_of(entry.dataset)
    labels, periods = presenting.labels_of(dataset), presenting.periods_of(dataset)
    return {
        "run": entry,
        "period": periods.get(entry.period, entry.period),
        "tone": tone,
        "icon_name": icon,
        "refusal": refusal,
        "may_change": may_change(request.user, entry),
        "steps": presenting.steps_of(entry),
        "twins": queries.twins_of(entry),
        "notes": presenting.notes_of(entry),
        "sums": presenting.sums_of(entry, labels, periods),
        "meanings": presenting.meanings_of(entry, labels, periods),
        "totals": presenting.totals_of(entry),
        "noun": queries.noun_of(dataset),
        "findings": queries.findings_of(entry, first=first, limit=FINDINGS_ON_A_PAGE) if listed_count else [],
        "page": Paginator(range(listed_count), FINDINGS_ON_A_PAGE).get_page(wish),
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mapping(request: HttpRequest, number: int) -> HttpResponse:
    """Say what each column means; the dry run begins at once."""
    entry = get_run_to_change(request.user, number)
    if not entry.is_open:
        return go_to(request, entry.get_absolute_url())
    form = MappingForm(request.POST or None, run=entry, dataset=queries.dataset_of(entry.dataset))
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            actions.set_mapping(run=entry, meanings=form.meanings(), by=request.user, at=now)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            entry.refresh_from_db()
            actions.start_job(entry, kind="intake.preview", by=request.user, at=now)
            return go_to(request, entry.get_absolute_url())
    context = {"run": entry, "form": form, "steps": presenting.steps_of(entry), "notes": presenting.notes_of(entry)}
    return render_page(request, "office/uploads/mapping.html", context, invalid=request.method == "POST")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def matches(request: HttpRequest, number: int) -> HttpResponse:
    """Decide which places rows without a known code mean; the decisions are kept."""
    entry = get_run_to_change(request.user, number)
    if not entry.is_open or not entry.summary.get("questions"):
        return go_to(request, entry.get_absolute_url())
    form = MatchForm(request.POST or None, run=entry)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            actions.decide_matches(run=entry, decisions=form.decisions(), by=request.user, at=now)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            entry.refresh_from_db()
            actions.start_job(entry, kind="intake.preview", by=request.user, at=now)
            return go_to(request, entry.get_absolute_url())
    context = {"run": entry, "form": form, "left": entry.summary["questions_count"] - len(form.questions)}
    return render_page(request, "office/uploads/matches.html", context, invalid=request.method == "POST")


@login_required
@require_POST
def commit(request: HttpRequest, number: int) -> HttpResponse:
    """Store an upload without errors, in the background."""
    entry, now = get_run_to_change(request.user, number), timezone.now()
    try:
        held = actions.ask_to_commit(run=entry)
    except Refusal as refusal:
        return _refused(request, entry, refusal)
    actions.start_job(held, kind="intake.commit", by=request.user, at=now)
    return go_to(request, entry.get_absolute_url())


def _refused(request: HttpRequest, entry: ImportRun, refusal: Refusal) -> HttpResponse:
    context = _run_context(request, queries.runs().get(pk=entry.pk), str(refusal))
    return render_page(request, "office/uploads/run.html", context, invalid=True)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Ask once more, naming what rests on the upload; then take it back in the background."""
    entry = get_run_to_change(request.user, number)
    if entry.state != State.COMMITTED:
        return go_to(request, entry.get_absolute_url())
    resting = what_rests_on(entry)
    if request.method == "POST" and not resting:
        actions.start_job(entry, kind="intake.undo", by=request.user, at=timezone.now())
        return go_to(request, entry.get_absolute_url())
    noun = queries.noun_of(queries.dataset_of(entry.dataset))
    context = {"run": entry, "noun": noun, "resting": resting[:20], "more": max(0, len(resting) - 20)}
    return render_page(request, "office/uploads/undo.html", context, invalid=request.method == "POST")


@login_required
@require_POST
def discard(request: HttpRequest, number: int) -> HttpResponse:
    """Throw an upload away that was not stored."""
    entry = get_run_to_change(request.user, number)
    try:
        actions.discard(run=entry, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return _refused(request, entry, refusal)
    return go_to(request, reverse("uploads:list"))


@login_required
@require_safe
def findings(request: HttpRequest, number: int) -> HttpResponse:
    """Give every error as CSV, to be mended beside the file."""
    entry = get_run_to_view(request.user, number)
    rows = [[f.row or "", f.column, f.value, f.rule, f.remedy] for f in queries.findings_of(entry)]
    header = ["Baris", "Kolom", "Nilai", "Aturan", "Cara memperbaiki"]
    return csv_response(f"kesalahan-{entry.pk}.csv", header, rows)


@login_required
@require_safe
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """Give the export of a place that is the template of its upload."""
    if kind not in {"csv", "xlsx"}:
        raise Http404
    wanted = request.GET.get("jenis", "")
    dataset = next((each for each in queries.datasets() if wanted in ("", each.code)), None)
    if dataset is None:
        raise Http404
    place = get_place_to_send(request.user, request.GET.get("tempat", ""), dataset)
    if not may_send(request.user, place.code, dataset):
        raise PermissionDenied
    periods = [choice.code for choice in dataset.periods()]
    period = request.GET.get("periode", "")
    options = Options(place.code, period if period in periods else next(iter(periods), ""), by=request.user)
    header, rows = dataset.template(options)
    respond = csv_response if kind == "csv" else xlsx_response
    return respond("-".join(filter(None, ["contoh", place.code, options.period])) + f".{kind}", header, rows)

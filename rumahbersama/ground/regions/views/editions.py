"""Pages of those who manage regions: editions, files on their way in, local words."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import listed
from rumahbersama.ground.regions import permissions
from rumahbersama.ground.regions.actions import receive_upload, set_word, start_loading
from rumahbersama.ground.regions.forms import UploadForm, WordForm
from rumahbersama.ground.regions.models import RegionChange, Upload
from rumahbersama.ground.regions.queries import breadcrumb_of
from rumahbersama.ground.regions.queries import pages as query

SHOW_AND_SEND = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_required
def editions(request: HttpRequest) -> HttpResponse:
    """List the editions that were loaded, and one's own files on their way in."""
    uploads = permissions.visible_uploads(request.user)
    sorts = {"nomor": "number", "berlaku": "valid_from", "dimuat": "loaded_at"}
    listing = listed(request, query.editions(), sorts=sorts, default="-berlaku")
    waiting = uploads.exclude(state=Upload.State.LOADED)[:10]
    return render_page(request, "regions/editions.html", {"listing": listing, "waiting": waiting})


@SHOW_AND_SEND
@login_required
def send(request: HttpRequest) -> HttpResponse:
    """Receive a file and start its preview."""
    permissions.require_manager(request.user)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        job = receive_upload(
            file=form.cleaned_data["file"], options=form.options(), by=request.user, at=timezone.now()
        )
        return go_to(request, job.get_absolute_url())
    return render_page(request, "regions/send.html", {"form": form}, invalid=form.is_bound)


@SHOW_AND_SEND
@login_required
def upload(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show what a file would do; on POST start loading it."""
    entry = permissions.get_upload_to_load(request.user, pk)
    refused = ""
    if request.method == "POST":
        try:
            return go_to(request, start_loading(upload=entry, by=request.user, at=timezone.now()).get_absolute_url())
        except Refusal as refusal:
            refused = str(refusal)
    counts = entry.report.get("counts", {})
    labels = RegionChange.Kind.choices[:6]
    context = {
        "upload": entry,
        "report": entry.report,
        "counts": [(kind, label, counts.get(kind, 0)) for kind, label in labels] if _has_changes(entry) else [],
        "groups": [
            (label, counts.get(kind, 0), entry.report["changes"][kind])
            for kind, label in labels
            if entry.report.get("changes", {}).get(kind)
        ],
        "refused": refused,
        "unresolved": counts.get("unresolved", 0),
    }
    return render_page(request, "regions/upload.html", context, invalid=bool(refused))


def _has_changes(entry: Upload) -> bool:
    return entry.kind == Upload.Kind.EDITION and not entry.report.get("is_same", True)


@SHOW_AND_SEND
@login_required
def words(request: HttpRequest, code: str) -> HttpResponse:
    """Set the local word of a kind of region in a province or kabupaten."""
    region = permissions.get_region_to_manage(request.user, code)
    form = WordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            count = set_word(region=region, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Sebutan {count} wilayah diubah.").format(count=count))
            return go_to(request, reverse("regions:words", args=[code]))
    context = {
        "region": region,
        "trail": [*breadcrumb_of(region), region],
        "form": form,
        "words": query.words_below(region),
    }
    return render_page(request, "regions/words.html", context, invalid=form.is_bound)

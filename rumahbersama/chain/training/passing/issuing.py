"""Pages of certificates: issue to all who passed, list them, revoke or issue one again."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rumahbersama.chain.training.models import Event
from rumahbersama.chain.training.passing import certificates as acts
from rumahbersama.chain.training.passing import queries
from rumahbersama.chain.training.passing.forms import REVOKE, CertificateForm, SignatureForm
from rumahbersama.chain.training.passing.permissions import get_certificate_to_change
from rumahbersama.chain.training.permissions import get_event_to_run
from rumahbersama.ground.core.http import go_to, render_page, seen_version
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import Fields, in_turn, listed
from rumahbersama.workshop.papers import pdfs
from rumahbersama.workshop.papers.batches import left_of
from rumahbersama.workshop.papers.kinds import kind_of
from rumahbersama.workshop.papers.models import Paper
from rumahbersama.workshop.papers.permissions import posts_to_sign
from rumahbersama.workshop.papers.queries import successor_of
from rumahbersama.workshop.papers.sealing import seal_paper

SORTS: dict[str, Fields] = {
    "nomor": ("entry__year", "entry__sequence"),
    "nama": "content__to__0",
    "keadaan": in_turn("state", Paper.State),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def certificates(request: HttpRequest, number: int) -> HttpResponse:
    """List the certificates of an event, and issue those that are missing."""
    event = get_event_to_run(request.user, number)
    batch = next(iter(queries.batches_of(event)), None)
    left = left_of(batch) if batch else 0
    posts = list(posts_to_sign(event.region))
    waiting = queries.passed_without(event).count()
    form = SignatureForm(request.POST or None, posts=posts, initial=_first_guess(event))
    if request.method == "POST" and form.is_valid():
        try:
            acts.issue(
                event=event,
                signature=form.signature(),
                by=request.user,
                at=timezone.now(),
                today=timezone.localdate(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Sertifikat sedang dibuat. Halaman ini menunjukkan sampai di mana."))
            return go_to(request, request.path)
    rows = queries.certificates_of(event)
    context = {
        "event": event,
        "listing": listed(request, rows, sorts=SORTS, default="nomor", search=["number", "content__to"]),
        "counts": queries.counts_of(event),
        "batch": batch,
        "done": batch.total - min(left, batch.total) if batch else 0,
        "left": left,
        "is_at_work": bool(batch and batch.job and not batch.job.is_over),
        "waiting": waiting,
        "form": form if waiting or left else None,
        "has_posts": bool(posts),
        "can_make": pdfs.can_make(),
    }
    return render_page(request, "passing/certificates.html", context, invalid=request.method == "POST")


def _first_guess(event: Event) -> dict[str, Any]:
    batch = next(iter(queries.batches_of(event)), None)
    if batch is not None:
        return {
            "signer": str(batch.signer_post_id),
            "signed_on": batch.signed_on,
            "classification": batch.classification,
        }
    return {
        "signed_on": max(event.ends_on, timezone.localdate()),
        "classification": kind_of(queries.KIND).classification,
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def certificate(request: HttpRequest, number: int, paper: int) -> HttpResponse:
    """Revoke one certificate, or issue another in its place."""
    event, found = get_certificate_to_change(request.user, number, paper)
    posts = list(posts_to_sign(event.region))
    initial = _first_guess(event) | {"signed_on": timezone.localdate()}
    form = CertificateForm(request.POST or None, posts=posts, is_in_force=found.is_in_force, initial=initial)
    seen = seen_version(request, found.version)
    back = reverse("passing:certificates", args=[number])
    if request.method == "POST" and form.is_valid():
        try:
            _act(request, event, found, form, seen)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return go_to(request, back)
    context = {
        "event": event,
        "paper": found,
        "form": None if found.state == Paper.State.REPLACED else form,
        "seen": seen,
        "successor": successor_of(found),
    }
    return render_page(request, "passing/certificate.html", context, invalid=request.method == "POST")


def _act(request: HttpRequest, event: Event, paper: Paper, form: CertificateForm, seen: int) -> None:
    data = form.cleaned_data
    said: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    if data["act"] == REVOKE:
        acts.revoke(paper=paper, reason=data["reason"], seen=seen, **said)
        messages.success(request, _("Sertifikat dicabut. Halaman pemeriksaannya mengatakan begitu."))
        return
    person = queries.taking_part(event).filter(key=paper.person_key).first()
    if person is None:
        raise Http404
    made = acts.reissue(
        event=event,
        person=person,
        paper=paper,
        signature=form.signature(),
        reason=data["reason"],
        today=timezone.localdate(),
        **said,
    )
    if isinstance(made, Paper):
        seal_paper(paper=made, **said)
    messages.success(request, _("Sertifikat diterbitkan lagi. Nomor lamanya tetap terbaca."))

"""Pages of one visit: plan, show, change, call off."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rumahbersama.chain.oversight.checklists.queries import checklists_for
from rumahbersama.chain.oversight.visits import queries, recording
from rumahbersama.chain.oversight.visits.actions import planning
from rumahbersama.chain.oversight.visits.forms import ReasonForm, VisitForm, initial_of
from rumahbersama.chain.oversight.visits.models import Visit
from rumahbersama.chain.oversight.visits.permissions import (
    get_place_to_oversee,
    get_visit_to_oversee,
    get_visit_to_view,
    is_of_village,
    may_oversee_at,
    may_read_result,
)
from rumahbersama.chain.oversight.visits.views.closed_days import is_meant
from rumahbersama.ground.audit.telling import told
from rumahbersama.ground.core import registry
from rumahbersama.ground.core.http import go_to, render_page, seen_version
from rumahbersama.ground.core.outbox import deliverable, once
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.people.permissions import own_posts
from rumahbersama.ground.regions.models import Level
from rumahbersama.ground.regions.queries import children_of
from rumahbersama.workshop.papers.permissions import visible_papers


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Plan a visit to a village of a kecamatan, or to this village."""
    region = get_place_to_oversee(request.user, code)
    villages = [region] if region.level == Level.DESA else list(children_of(region))
    posts = queries.posts_to_go(region)
    initial = {"region": code, "kind": Visit.Kind.GUIDANCE} | _own_post(request, posts)
    form = VisitForm(
        request.POST or None,
        villages=villages,
        posts=posts,
        checklists=checklists_for(request.user),
        initial=initial,
    )
    context = {"form": form, "region": region, "has_posts": bool(posts)}
    if request.method == "POST" and form.is_valid() and is_meant(request, form, form.village(), context):
        try:
            return go_to(request, once(request, lambda: _made(request, form)))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render_page(request, "visits/form.html", context, invalid=request.method == "POST")


def _own_post(request: HttpRequest, posts: list[Any]) -> dict[str, str]:
    """Let who plans lead, where they hold a post of the kecamatan."""
    own = own_posts(request.user)
    return next(({"leader": str(post.pk)} for post in posts if post.pk in own), {})


def _made(request: HttpRequest, form: VisitForm) -> str:
    made = planning.plan_visit(region=form.village(), plan=form.plan(), by=request.user, at=timezone.now())
    messages.success(request, _("Kunjungan tersimpan. Cetak surat tugasnya dari halaman ini."))
    return made.get_absolute_url()


@login_required
@require_safe
@deliverable
def visit(request: HttpRequest, number: int) -> HttpResponse:
    """Show a visit: why, when, who goes, and what came of it to who may read that."""
    found = get_visit_to_view(request.user, number)
    reads = may_read_result(request.user, found)
    oversees = may_oversee_at(request.user, found.region.code)
    written = reads and not found.is_ahead and found.state != Visit.State.CANCELLED
    signatures = queries.signatures_of(found) if written else []
    history = told(queries.history_of(found), fields=recording.fields(), values=recording.values())
    notes = list(registry.visit_notes.each(user=request.user, visit=found))
    sheet = queries.sheet_of(found) if written else None
    if sheet is not None and not oversees:
        sheet = sheet.without_hours()
    photos = queries.photos_of(found) if written else []
    context = {
        "visit": found,
        "region": found.region,
        "may_oversee": oversees,
        "reads_result": reads,
        "is_of_village": is_of_village(request.user, found),
        "has_result": bool((sheet and not sheet.is_empty) or photos or signatures),
        "sheet": sheet,
        "photos": photos,
        "signatures": signatures,
        "changed": queries.changed_after_signing(found, signatures),
        "history": history if reads else [],
        "papers": visible_papers(request.user).filter(subject=queries.owner_text(found)) if oversees else [],
        "today": timezone.localdate(),
        "closed": queries.closed_because(found.region, found.planned_on) if oversees and found.is_ahead else "",
        "may_unbegin": written
        and found.is_open
        and found.shared_at is None
        and not queries.holds_something(found, notes),
        "notes": notes,
        "note_url": next((note.url for note in notes if note.is_act), ""),
    }
    return render_page(request, "visits/visit.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Correct or move a visit that has not begun."""
    found = get_visit_to_oversee(request.user, number)
    posts = queries.posts_to_go(found.region)
    posts += [each.post for each in found.who.all() if each.post not in posts]
    checklists = checklists_for(request.user)
    if found.checklist is not None and found.checklist not in checklists:
        checklists.append(found.checklist)
    form = VisitForm(request.POST or None, posts=posts, checklists=checklists, initial=initial_of(found))
    context: dict[str, Any] = {"form": form, "visit": found, "region": found.region, "has_posts": True}
    if request.method == "POST" and form.is_valid() and _stays(request, form, found, context):
        said: dict[str, Any] = {"by": request.user, "at": timezone.now()}
        try:
            planning.change_visit(visit=found, plan=form.plan(), seen=seen_version(request, found.version), **said)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Perubahan tersimpan."))
            return go_to(request, found.get_absolute_url())
    context["seen"] = seen_version(request, found.version)
    return render_page(request, "visits/form.html", context, invalid=request.method == "POST")


def _stays(request: HttpRequest, form: VisitForm, found: Visit, context: dict[str, Any]) -> bool:
    """Tell whether the day is the one it had, or may be taken."""
    return form.cleaned_data["planned_on"] == found.planned_on or is_meant(request, form, found.region, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Call a visit off, with a reason."""
    found = get_visit_to_oversee(request.user, number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = {"by": request.user, "at": timezone.now()}
        try:
            planning.cancel_visit(
                visit=found,
                reason=form.cleaned_data["reason"],
                seen=seen_version(request, found.version),
                **said,
            )
        except Refusal as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("Kunjungan dibatalkan; alasannya tersimpan."))
            return go_to(request, found.get_absolute_url())
    context = {"form": form, "visit": found, "region": found.region, "seen": seen_version(request, found.version)}
    return render_page(request, "visits/cancel.html", context, invalid=request.method == "POST")

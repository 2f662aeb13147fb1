"""Posts of a place, who holds them, and mutasi."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rumahbersama.ground.core import registry
from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.people import actions, queries
from rumahbersama.ground.people.forms.posts import AppointForm, EndTenureForm, PostForm, SectionForm, TransferForm
from rumahbersama.ground.people.models import Tenure
from rumahbersama.ground.people.permissions import (
    get_post_to_manage,
    get_post_to_move_to,
    get_post_to_see,
    get_region_of_posts,
    get_region_to,
    get_tenure_to_manage,
    may_see_posts,
    require_somewhere,
    scope_of,
    signed_in,
)
from rumahbersama.ground.people.roles import MANAGE_PEOPLE
from rumahbersama.ground.people.rules import first_day_after
from rumahbersama.ground.regions.queries import breadcrumb_of


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Go to the posts of the first place one sees."""
    places = may_see_posts(request.user)
    if not places:
        raise Http404
    return go_to(request, reverse("people:posts", args=[places[0]]))


@login_required
@require_GET
def post_list(request: HttpRequest, code: str) -> HttpResponse:
    """List the posts of a place and of the places right below it, vacant ones marked."""
    region = get_region_of_posts(request.user, code)
    context = {
        "region": region,
        "trail": breadcrumb_of(region),
        "posts": queries.posts_at(region=region, today=timezone.localdate()),
        "may_manage": scope_of(request.user).may(MANAGE_PEOPLE, code),
    }
    return render_page(request, "people/posts.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Add a post at a place."""
    region = get_region_to(request.user, code, MANAGE_PEOPLE)
    form = PostForm(request.POST or None, code=code)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_post(region=region, by=signed_in(request), at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Jabatan dibuat."))
            return go_to(request, reverse("people:post", args=[made.pk]))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "region": region, "sections": queries.sections_of(region=region)}
    return render_page(request, "people/post_form.html", context, invalid=form.is_bound)


@login_required
@require_GET
def post(request: HttpRequest, number: int) -> HttpResponse:
    """Show a post and who held it."""
    entry = get_post_to_see(request.user, number)
    today = timezone.localdate()
    tenures = [
        {"row": row, "now": row.starts_on <= today and (row.ends_on is None or row.ends_on > today)}
        for row in queries.tenures_of_post(post=entry)
    ]
    may_manage = scope_of(request.user).may(MANAGE_PEOPLE, entry.region.code)
    return render_page(request, "people/post.html", {"post": entry, "tenures": tenures, "may_manage": may_manage})


@login_required
@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, number: int) -> HttpResponse:
    """Say to which section of its office a post belongs."""
    entry = get_post_to_manage(request.user, number)
    form = SectionForm(request.POST or None, initial={"section": entry.section or ""})
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["section"]
        actions.place_in_section(post=entry, name=name, by=signed_in(request), at=timezone.now())
        messages.success(request, _("Seksi jabatan tersimpan."))
        return go_to(request, reverse("people:post", args=[entry.pk]))
    context = {"form": form, "post": entry, "sections": queries.sections_of(region=entry.region)}
    return render_page(request, "people/section.html", context, invalid=form.is_bound)


@login_required
@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest, number: int) -> HttpResponse:
    """Put somebody in a post."""
    entry = get_post_to_manage(request.user, number)
    persons = queries.persons_in(codes=scope_of(request.user).places_for(MANAGE_PEOPLE), today=timezone.localdate())
    form = AppointForm(request.POST or None, persons=persons)
    if request.method == "POST" and form.is_valid():
        try:
            actions.appoint_by_name(
                post=entry, by=signed_in(request), at=timezone.now(), **_appointment(form.cleaned_data)
            )
            messages.success(request, _("Pejabat ditetapkan."))
            return go_to(request, reverse("people:post", args=[entry.pk]))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render_page(request, "people/appoint.html", {"form": form, "post": entry}, invalid=form.is_bound)


def _appointment(cleaned: dict[str, Any]) -> dict[str, Any]:
    kept = {key: cleaned[key] for key in ("person", "name", "capacity", "starts_on", "decree")}
    return kept | {"ends_on": first_day_after(cleaned["last_day"])}


@login_required
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, number: int, tenure: int) -> HttpResponse:
    """End a tenure, naming its last day."""
    row = get_tenure_to_manage(request.user, number, tenure)
    form = EndTenureForm(request.POST or None, initial={"last_day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_tenure(
                tenure=row,
                on=first_day_after(form.cleaned_data["last_day"]) or timezone.localdate(),
                by=signed_in(request),
                at=timezone.now(),
                reason=form.cleaned_data["reason"],
            )
            messages.success(request, _("Masa jabatan diakhiri."))
            return go_to(request, reverse("people:post", args=[number]))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "tenure": row, "handover": list(registry.handover_items.each(post=row.post))}
    return render_page(request, "people/end_tenure.html", context, invalid=form.is_bound)


@login_required
@require_http_methods(["GET", "POST"])
def transfer(request: HttpRequest, number: int, tenure: int) -> HttpResponse:
    """Mutasi: first show what will happen, then do it."""
    row = get_tenure_to_manage(request.user, number, tenure)
    places = require_somewhere(request.user, MANAGE_PEOPLE).places_for(MANAGE_PEOPLE)
    choices = [
        (each.pk, f"{each.title}, {each.region}") for each in queries.posts_to_move_to(codes=places, but=row.post)
    ]
    form = TransferForm(request.POST or None, posts=choices)
    handover = list(registry.handover_items.each(post=row.post))
    context: dict[str, Any] = {"form": form, "tenure": row, "plan": None, "handover": handover}
    if request.method == "POST" and form.is_valid():
        wanted = _wanted(request, form, row)
        plan = actions.plan_transfer(**wanted, by=signed_in(request))
        if plan.refusal:
            form.add_error(None, plan.refusal)
        elif request.POST.get("pasti") == "ya":
            return _do(request, form, wanted)
        else:
            kept = [(key, text) for key, text in request.POST.items() if key != "csrfmiddlewaretoken"]
            return render_page(request, "people/transfer.html", context | {"plan": plan, "kept": kept})
    return render_page(request, "people/transfer.html", context, invalid=form.is_bound)


def _wanted(request: HttpRequest, form: BaseForm, row: Tenure) -> dict[str, Any]:
    post = get_post_to_move_to(request.user, int(form.cleaned_data["post"]))
    if post is None:
        raise Http404
    kept = {key: form.cleaned_data[key] for key in ("capacity", "on", "decree")}
    return kept | {"post": post, "tenure": row}


def _do(request: HttpRequest, form: BaseForm, wanted: dict[str, Any]) -> HttpResponse:
    try:
        started = actions.transfer(**wanted, by=signed_in(request), at=timezone.now())
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        context = {"form": form, "tenure": wanted["tenure"], "plan": None}
        return render_page(request, "people/transfer.html", context, invalid=True)
    messages.success(request, _("Mutasi tersimpan."))
    return go_to(request, reverse("people:post", args=[started.post_id]))

"""One person in office; and who can see a place."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.people import actions, queries
from rumahbersama.ground.people.forms.posts import PersonForm
from rumahbersama.ground.people.permissions import (
    get_person_to_manage,
    get_region_of_viewers,
    scope_of,
    signed_in,
)
from rumahbersama.ground.regions.queries import breadcrumb_of


@login_required
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, number: int) -> HttpResponse:
    """Show and correct what is known about a person."""
    entry, region = get_person_to_manage(request.user, number)
    known = {key: getattr(entry, key) for key in ("name", "rank", "nip", "phone")}
    form = PersonForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            actions.update_person(
                person=entry, region=region, by=signed_in(request), at=timezone.now(), **form.cleaned_data
            )
            messages.success(request, _("Data pegawai tersimpan."))
            return go_to(request, reverse("people:person", args=[number]))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "person": entry, "tenures": queries.tenures_of_person(person=entry)}
    return render_page(request, "people/person.html", context, invalid=form.is_bound)


@login_required
@require_GET
def viewers_index(request: HttpRequest) -> HttpResponse:
    """Go to the page of one's own kecamatan, or of the place one is responsible for."""
    places = scope_of(request.user).figure_places()
    if not places:
        raise Http404
    return go_to(request, reverse("people:viewers", args=[places[-1]]))


@login_required
@require_GET
def viewers(request: HttpRequest, code: str) -> HttpResponse:
    """List who can see the data of a place, and why: names and posts only."""
    region = get_region_of_viewers(request.user, code)
    found = queries.who_sees(region=region, today=timezone.localdate())
    context = {
        "region": region,
        "trail": breadcrumb_of(region),
        "above": [each for each in found if each.distance > 0],
        "here": [each for each in found if each.distance == 0],
        "inside": [each for each in found if each.distance < 0],
    }
    return render_page(request, "people/viewers.html", context)

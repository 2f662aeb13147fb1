"""Facilities of a place, one facility with its history, and how far people have."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rumahbersama.chain.needs.facilities import actions, queries
from rumahbersama.chain.needs.facilities.forms import CloseForm, FacilityForm, FilterForm, RestoreForm, StateForm
from rumahbersama.chain.needs.facilities.maps import draw
from rumahbersama.chain.needs.facilities.models import Facility
from rumahbersama.chain.needs.facilities.permissions import (
    get_facility,
    get_facility_to_change,
    get_photo,
    get_photo_to_remove,
    get_place_to_add,
    get_place_with_facilities,
    get_place_with_reach,
    may_add,
    may_change,
    may_say_so,
    places_to_enter,
    services_to_enter,
)
from rumahbersama.chain.needs.facilities.reach_page import ReachPage, reach_page
from rumahbersama.chain.needs.facilities.tables import facility_table, reach_table
from rumahbersama.chain.needs.models import Observation
from rumahbersama.chain.needs.photos.actions import checked
from rumahbersama.chain.needs.photos.forms import AddPhotosForm
from rumahbersama.chain.needs.photos.views import removal
from rumahbersama.chain.needs.queries import period_to_open, periods_of
from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.core.outbox import deliverable, once
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import PAGE_SIZE, Listing, listed
from rumahbersama.ground.files import serving
from rumahbersama.ground.files.rules import limits
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.queries import breadcrumb_of

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}
SORTS = {
    "nama": "name",
    "layanan": ("service__order", "name"),
    "tempat": ("region__code", "service__order", "name"),
    "fungsi": ("working", "name"),
    "petugas": ("staff", "name"),
}


@login_required
@require_safe
def facilities(request: HttpRequest, code: str) -> HttpResponse:
    """List the facilities of a place, beside the counts that villages sent."""
    region = get_place_with_facilities(request.user, code)
    wishes = FilterForm(request.GET, services=queries.services())
    found = _wished(request, region, wishes)
    period = period_to_open(periods_of(region))
    context = {
        "region": region,
        "breadcrumb": breadcrumb_of(region),
        "lines": queries.service_lines(region, period),
        "period": period,
        "listing": found,
        "wishes": wishes,
        "is_filtered": bool(found.q or wishes.wish("layanan") or wishes.wish("fungsi")),
        "may_add": may_add(request.user, region),
    }
    return render_page(request, "facilities/place.html", context)


def _wished(request: HttpRequest, region: Region, wishes: FilterForm, size: int = PAGE_SIZE) -> Listing:
    rows = queries.facilities_at(region, service=wishes.wish("layanan"), working=wishes.wish("fungsi"))
    search = ["name", "number", "region__name", "address"]
    return listed(request, rows, sorts=SORTS, default="tempat", search=search, size=size)


@login_required
@require_safe
def download(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Give the list as CSV or XLSX, filtered as the page is."""
    region = get_place_with_facilities(request.user, code)
    if form not in FORMATS:
        raise Http404
    found = _wished(request, region, FilterForm(request.GET, services=queries.services()), size=100_000)
    name = f"fasilitas-{code}-{timezone.localdate():%Y%m%d}.{form}"
    return FORMATS[form](name, *facility_table(found.page))


@login_required
@deliverable
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Enter one facility at a kecamatan or desa."""
    region = get_place_to_add(request.user, code)
    services = services_to_enter(request.user, region)
    form = FacilityForm(
        request.POST or None,
        request.FILES or None,
        services=services,
        places=queries.places_to_choose(region),
        initial={"service": request.GET.get("layanan", "")},
    )
    if request.method == "POST" and form.is_valid():
        goal = _tried(form, _added, request=request, form=form)
        if goal is not None:
            return go_to(request, goal)
    context = {"region": region, "breadcrumb": breadcrumb_of(region), "form": form, "services": services}
    return render_page(request, "facilities/edit.html", context, invalid=request.method == "POST")


def _added(*, request: HttpRequest, form: FacilityForm) -> str:
    """Enter a facility once; return its page."""
    photos = checked(form.sent_photos())

    def enter() -> str:
        made = actions.add_facility(values=form.values(), photos=photos, by=request.user, at=timezone.now())
        messages.success(request, _("{name} tersimpan.").format(name=made))
        return made.get_absolute_url()

    return once(request, enter)


def _tried(refusing: forms.Form, do: Callable[..., str], **given: Any) -> str | None:  # noqa: ANN401
    """Return where an act leads, or None with its refusal on the form."""
    try:
        return do(**given)
    except Refusal as refusal:
        refusing.add_error(None, str(refusal))
        return None


@login_required
@require_safe
def facility(request: HttpRequest, number: int) -> HttpResponse:
    """Show one facility with its history."""
    return render_page(request, "facilities/facility.html", _context(request, get_facility(request.user, number)))


def _context(request: HttpRequest, found: Facility) -> dict[str, Any]:
    may_confirm, may_verify = may_say_so(request.user, found)
    latitude, longitude, is_own = queries.point_of(found)
    changeable, photos = may_change(request.user, found), queries.photos_of(found)
    may_add_photos = changeable and found.is_open and len(photos) < limits().photos
    return {
        "facility": found,
        "region": found.region,
        "breadcrumb": breadcrumb_of(found.region),
        "latitude": latitude,
        "longitude": longitude,
        "is_own_point": is_own,
        "history": queries.history_of(found),
        "photos": photos,
        "photo_form": AddPhotosForm() if may_add_photos else None,
        "may_change": changeable,
        "may_confirm": may_confirm,
        "may_verify": may_verify,
    }


@login_required
@deliverable
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Correct what is told of a facility."""
    found = get_facility_to_change(request.user, number)
    form = FacilityForm(
        request.POST or None,
        services=[],
        places=places_to_enter(request.user, _places_of(found)),
        is_correction=True,
        initial=_stored(found),
    )
    if request.method == "POST" and form.is_valid():
        given = {"values": form.values(found.service.code), "reason": form.cleaned_data["reason"]}
        if _changed(request, form, found, actions.correct_facility, **given):
            return go_to(request, found.get_absolute_url())
    context = {"facility": found, "region": found.region, "breadcrumb": breadcrumb_of(found.region), "form": form}
    return render_page(request, "facilities/edit.html", context, invalid=request.method == "POST")


def _stored(found: Facility) -> dict[str, Any]:
    """Return what stands in the boxes: numbers as the boxes write them."""
    numbers = {name: getattr(found, name) for name in ("capacity", "staff", "users")}
    told = {name: None if value is None else Decimal(value) for name, value in numbers.items()}
    return {name: getattr(found, name) for name in _EDITED} | told | {"region": found.region.code}


_EDITED = (
    *("name", "number", "address", "capacity_unit", "working", "condition"),
    *("latitude", "longitude", "source", "as_of"),
)


def _places_of(found: Facility) -> list[Region]:
    """Return where a facility may be moved to: within its kecamatan."""
    above = found.region.parent
    is_desa = found.region.code.count(".") == 3
    return queries.places_to_choose(above) if is_desa and above else queries.places_to_choose(found.region)


def _changed(
    request: HttpRequest,
    form: forms.Form,
    found: Facility,
    act: Callable[..., Any],
    **given: Any,  # noqa: ANN401
) -> bool:
    """Do an act to a facility that the person has seen; tell whether it was done."""
    seen = request.POST.get("seen", "")
    given |= {"facility": found, "seen": int(seen) if seen.isdecimal() else None}

    def change() -> str:
        act(**given, by=request.user, at=timezone.now())
        messages.success(request, _("Tersimpan."))
        return found.get_absolute_url()

    return _tried(form, once, request=request, act=change) is not None


@login_required
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Note that a facility has closed for good."""
    found = get_facility_to_change(request.user, number)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"on": form.cleaned_data["ended_on"], "reason": form.cleaned_data["reason"]}
        if _changed(request, form, found, actions.close_facility, **given):
            return go_to(request, found.get_absolute_url())
    return _asked(request, found, form)


@login_required
def restore(request: HttpRequest, number: int) -> HttpResponse:
    """Take a closing back."""
    found = get_facility_to_change(request.user, number)
    form = RestoreForm(request.POST or None)
    reason = form.cleaned_data["reason"] if request.method == "POST" and form.is_valid() else ""
    if reason and _changed(request, form, found, actions.restore_facility, reason=reason):
        return go_to(request, found.get_absolute_url())
    return _asked(request, found, form)


def _asked(request: HttpRequest, found: Facility, form: forms.Form) -> HttpResponse:
    context = {
        "facility": found,
        "region": found.region,
        "breadcrumb": breadcrumb_of(found.region),
        "form": form,
        "is_closing": isinstance(form, CloseForm),
    }
    return render_page(request, "facilities/close.html", context, invalid=request.method == "POST")


@login_required
@require_POST
def state(request: HttpRequest, number: int) -> HttpResponse:
    """Confirm, contest or verify what is told of a facility."""
    found = get_facility(request.user, number)
    form = StateForm(request.POST)
    if not form.is_valid() or not _may_set(request, found, form.cleaned_data["state"]):
        raise PermissionDenied
    given = {"state": form.cleaned_data["state"], "reason": form.cleaned_data["why"]}
    if _changed(request, form, found, actions.set_state, **given):
        return go_to(request, found.get_absolute_url())
    return render_page(request, "facilities/facility.html", _context(request, found) | {"form": form}, invalid=True)


def _may_set(request: HttpRequest, found: Facility, wanted: str) -> bool:
    may_confirm, may_verify = may_say_so(request.user, found)
    if wanted == Observation.State.CONFIRMED:
        return may_confirm
    return may_verify if wanted == Observation.State.VERIFIED else may_confirm or may_verify


@login_required
@require_POST
def add_photos(request: HttpRequest, number: int) -> HttpResponse:
    """Add photos to a facility."""
    found = get_facility_to_change(request.user, number)
    form = AddPhotosForm(request.POST, request.FILES)
    if form.is_valid():
        goal = _tried(form, _photos_added, request=request, form=form, found=found)
        if goal is not None:
            return go_to(request, goal)
    context = _context(request, found) | {"photo_form": form}
    return render_page(request, "facilities/facility.html", context, invalid=True)


def _photos_added(*, request: HttpRequest, form: AddPhotosForm, found: Facility) -> str:
    """Add photos once, however often the button was touched; return the page of the facility."""
    photos = checked(form.sent_photos())

    def add() -> str:
        actions.add_photos(facility=found, photos=photos, by=request.user, at=timezone.now())
        messages.success(request, _("Foto tersimpan."))
        return found.get_absolute_url()

    return once(request, add)


@login_required
@require_safe
def photo(request: HttpRequest, number: int, photo: int) -> HttpResponse:
    """Give a photo, or with ``?kecil=1`` its small picture, to whoever may see the facility."""
    return serving.respond(get_photo(request.user, number, photo).file, small="kecil" in request.GET)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove_photo(request: HttpRequest, number: int, photo: int) -> HttpResponse:
    """Remove a photo for good, after asking."""
    found = get_photo_to_remove(request.user, number, photo)
    context = {
        "facility": found.facility,
        "breadcrumb": breadcrumb_of(found.facility.region),
        "show": "facilities:photo",
        "crumb": "facilities/_crumb.html",
    }
    return removal(request, photo=found, thing=found.facility, act=actions.remove_photo, context=context)


@login_required
@require_safe
def reach(request: HttpRequest, code: str) -> HttpResponse:
    """Tell how far people have to a service, desa by desa, the worst first."""
    page = _reach(request, code)
    rows = page.reach.rows if page.reach else []
    context: dict[str, Any] = {
        "page": page,
        "region": page.region,
        "breadcrumb": breadcrumb_of(page.region),
        "rows": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("hal")),
        "map": draw(page.reach) if page.reach else None,
    }
    return render_page(request, "facilities/reach.html", context)


@login_required
@require_safe
def download_reach(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Give the reach of every desa as CSV or XLSX."""
    page = _reach(request, code)
    if form not in FORMATS or page.reach is None:
        raise Http404
    name = f"jangkauan-{page.service.code}-{code}-{page.reach.period.code}-{timezone.localdate():%Y%m%d}.{form}"
    return FORMATS[form](name, *reach_table(page.reach))


def _reach(request: HttpRequest, code: str) -> ReachPage:
    region = get_place_with_reach(request.user, code)
    return reach_page(
        region=region,
        service=request.GET.get("layanan", ""),
        period=request.GET.get("periode", ""),
        today=timezone.localdate(),
    )

"""Pages of a programme: the years of a kecamatan, one year, the share of sections and posts, its approval and end."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rumahbersama.chain.commitments.permissions import visible_commitments
from rumahbersama.chain.commitments.queries import counts_of
from rumahbersama.chain.house.problems.queries import desa_of
from rumahbersama.chain.house.programme import queries, sheets
from rumahbersama.chain.house.programme.actions.programmes import Move, begin_programme, move_programme
from rumahbersama.chain.house.programme.forms import BeginForm, MoveForm
from rumahbersama.chain.house.programme.models import Activity, Programme
from rumahbersama.chain.house.programme.permissions import (
    get_place_to_keep,
    get_place_to_view,
    get_post_of_programme,
    get_programme_to_lead,
    get_programme_to_view,
    get_section_of_programme,
    may_keep_at,
    may_lead_at,
    sees_all_of,
    visible_activities,
)
from rumahbersama.chain.house.programme.rules import DRAFT, IN_FORCE, LEADS_TO
from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.http import go_to, render_page, seen_version
from rumahbersama.ground.core.outbox import once
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import found_by, in_turn, listed
from rumahbersama.ground.people.permissions import own_posts
from rumahbersama.ground.people.queries import holding
from rumahbersama.ground.regions.models import Region

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}
SORTS = {
    "waktu": ("ends_on", "starts_on"),
    "kegiatan": "title",
    "jabatan": ("post__title", "ends_on"),
    "anggaran": "budget_rupiah",
    "keadaan": (in_turn("state", Activity.State), "ends_on"),
}
LATE_FIRST = {"terlambat": ("-lateness", "ends_on", "starts_on"), **SORTS}
SEARCHED = ["title", "budget_line", "post__title", "goal__statement", "villages__name"]


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List the open activities of my posts, in every programme that is in force."""
    rows = visible_activities(request.user).filter(post__in=own_posts(request.user), programme__state=IN_FORCE)
    today = timezone.localdate()
    context = {
        "listing": listed(request, rows.prefetch_related("villages"), sorts=SORTS, default="waktu", search=SEARCHED),
        "progress": queries.progress_of(rows, today=today),
        "has_posts": bool(own_posts(request.user)),
        "today": today,
    }
    return render_page(request, "programme/mine.html", context)


@login_required
@require_safe
def place(request: HttpRequest, code: str) -> HttpResponse:
    """List the programmes of a kecamatan, the newest first."""
    region, today = get_place_to_view(request.user, code), timezone.localdate()
    rows = queries.programmes_of(region, user=request.user, today=today)
    context = {
        "region": region,
        "rows": rows,
        "current": next((row for row in rows if row.year == today.year), None),
        "year": today.year,
        "may_keep": may_keep_at(request.user, region.code),
        "has_posts": bool(own_posts(request.user)),
    }
    return render_page(request, "programme/place.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the programme of a year, empty or after the one before."""
    region, year = get_place_to_keep(request.user, code), timezone.localdate().year
    form = BeginForm(request.POST or None, initial={"year": year, "copy": True})
    if request.method == "POST" and form.is_valid():
        try:
            return go_to(request, once(request, lambda: _begun(request, region, form)))
        except Refusal as refusal:
            form.add_error("year", str(refusal))
    context = {"form": form, "region": region}
    return render_page(request, "programme/new.html", context, invalid=request.method == "POST")


def _begun(request: HttpRequest, region: Region, form: BeginForm) -> str:
    year = form.cleaned_data["year"]
    like = queries.last_before(region, year) if form.cleaned_data["copy"] else None
    made = begin_programme(region=region, year=year, like=like, by=request.user, at=timezone.now())
    messages.success(request, _("Rancangan tersimpan. Tulis sasaran dan kegiatannya, lalu minta camat menyetujui."))
    return made.get_absolute_url()


@login_required
@require_safe
def programme(request: HttpRequest, number: int) -> HttpResponse:
    """Show a programme: goals, the share of each section, and its activities searched, narrowed and sorted."""
    found, today = get_programme_to_view(request.user, number), timezone.localdate()
    rows = queries.activities_of(found, user=request.user)
    kept = queries.narrowed(rows, request.GET.dict(), today=today).prefetch_related("villages")
    shares = queries.shares_of(rows, today=today)
    goals = queries.goals_of(found, user=request.user)
    context: dict[str, Any] = {
        "programme": found,
        "region": found.region,
        "progress": queries.progress_of(rows, today=today),
        "goals": goals,
        "only_goal": next((row.goal for row in goals if str(row.goal.pk) == request.GET.get("sasaran")), None),
        "units": queries.units_of(shares),
        "listing": listed(request, kept, sorts=SORTS, default="waktu", search=SEARCHED),
        "kinds": Activity.Kind.choices,
        "states": Activity.State.choices,
        "desa": desa_of(found.region),
        "may_keep": may_keep_at(request.user, found.region.code),
        "may_lead": may_lead_at(request.user, found.region.code),
        "today": today,
    }
    return render_page(request, "programme/programme.html", context)


@login_required
@require_safe
def download(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """Give the activities as CSV or XLSX, narrowed and searched as on the page."""
    found = get_programme_to_view(request.user, number)
    if form not in FORMATS:
        raise Http404
    rows = queries.activities_of(found, user=request.user)
    rows = queries.narrowed(rows, request.GET.dict(), today=timezone.localdate())
    name = f"program-{found.region.code}-{found.year}.{form}"
    return FORMATS[form](name, *sheets.sheet_of(found_by(rows, request, SEARCHED)))


@login_required
@require_safe
def section(request: HttpRequest, number: int, section: int) -> HttpResponse:
    """Show what all posts of a section have of a programme, each post for itself too, late work first."""
    found, part = get_section_of_programme(request.user, number, section)
    today = timezone.localdate()
    whole = queries.activities_of(found, user=request.user)
    rows = whole.filter(post__section=part)
    kept = queries.narrowed(rows, request.GET.dict(), today=today).prefetch_related("villages")
    all_shares = queries.shares_of(whole, today=today)
    shares = [share for share in all_shares if share.post.section_id == part.pk]
    holders = holding(posts=[share.post.pk for share in shares], today=today)
    context = {
        "programme": found,
        "region": found.region,
        "section": part,
        "people": [(share, holders.get(share.post.pk)) for share in shares],
        "only_post": next((each.post for each in shares if str(each.post.pk) == request.GET.get("jabatan")), None),
        "progress": queries.Unit(part, shares),
        "whole": queries.Unit(None, all_shares),
        "promises": counts_of(visible_commitments(request.user).filter(post__section=part), today=today),
        "may_list_promises": sees_all_of(request.user, found.region),
        "listing": listed(
            request, queries.late_first(kept, today=today), sorts=LATE_FIRST, default="terlambat", search=SEARCHED
        ),
        "may_lead": may_lead_at(request.user, found.region.code),
        "today": today,
    }
    return render_page(request, "programme/section.html", context)


@login_required
@require_safe
def share(request: HttpRequest, number: int, post: int) -> HttpResponse:
    """Show what a post has of a programme, what of it is late, and its late promises beside."""
    found, holder = get_post_of_programme(request.user, number, post)
    today = timezone.localdate()
    rows = queries.activities_of(found, user=request.user).filter(post=holder)
    kept = queries.late_first(rows.prefetch_related("villages"), today=today)
    listing = listed(request, kept, sorts=LATE_FIRST, default="terlambat", search=SEARCHED)
    context = {
        "programme": found,
        "region": found.region,
        "post": holder,
        "tenure": holding(posts=[holder.pk], today=today).get(holder.pk),
        "progress": queries.progress_of(rows, today=today),
        "whole": queries.progress_of(queries.activities_of(found, user=request.user), today=today),
        "promises": counts_of(visible_commitments(request.user).filter(post=holder), today=today),
        "may_list_promises": sees_all_of(request.user, found.region),
        "listing": listing,
        "may_lead": may_lead_at(request.user, found.region.code),
        "today": today,
    }
    return render_page(request, "programme/share.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, number: int) -> HttpResponse:
    """Approve a programme, close it, or open it again; what that does is said first."""
    found = get_programme_to_lead(request.user, number)
    form = MoveForm(request.POST or None)
    if found.state == DRAFT:
        del form.fields["reason"]
    if request.method == "POST" and form.is_valid():
        try:
            return go_to(request, _moved(request, found, form))
        except Refusal as refusal:
            form.add_error("reason" if "reason" in form.fields else None, str(refusal))
    rows = queries.activities_of(found, user=request.user)
    context = {
        "form": form,
        "programme": found,
        "region": found.region,
        "progress": queries.progress_of(rows, today=timezone.localdate()),
        "seen": seen_version(request, found.version),
    }
    return render_page(request, "programme/move.html", context, invalid=request.method == "POST")


def _moved(request: HttpRequest, found: Programme, form: MoveForm) -> str:
    to = LEADS_TO[found.state][0]
    step = Move(to, form.cleaned_data.get("reason", ""))
    seen = seen_version(request, found.version)
    moved = move_programme(programme=found, move=step, by=request.user, at=timezone.now(), seen=seen)
    messages.success(
        request, _("{programme}: {state}.").format(programme=moved, state=moved.get_state_display().lower())
    )
    return moved.get_absolute_url()

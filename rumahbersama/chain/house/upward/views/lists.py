"""Lists of what was passed upward: the inbox of a place, and what waits for one's own office; pages and files."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rumahbersama.chain.house.upward import queries, sheets
from rumahbersama.chain.house.upward.models import Referral
from rumahbersama.chain.house.upward.permissions import (
    get_place,
    may_set_target,
    referrals_of_posts,
    visible_referrals,
    wide_places,
)
from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.http import render_page
from rumahbersama.ground.core.tables import found_by, in_turn, listed
from rumahbersama.ground.people.permissions import own_posts, signed_in
from rumahbersama.ground.regions.models import Level
from rumahbersama.ground.regions.queries import breadcrumb_of, names_of
from rumahbersama.ground.regions.rules import parent_code

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}
SORTS = {
    "tenggat": ("due_on", "passed_on"),
    "masalah": "problem__statement",
    "kecamatan": ("problem__kecamatan__code", "due_on"),
    "kantor": ("office__title", "due_on"),
    "keadaan": (in_turn("state", Referral.State), "due_on"),
    "diteruskan": "passed_on",
}
SEARCHED = ["problem__statement", "problem__kecamatan__name", "office__title", "office__agency"]


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List what waits for the answer of one's own office, with the ways to the lists of one's places."""
    user = signed_in(request)
    counted = referrals_of_posts(user)
    context = _listing(request, _of_posts(request), default=queries.STANDING_OFFICE, counted=counted) | {
        "has_posts": bool(own_posts(user)),
        "places": names_of(wide_places(user)),
    }
    return render_page(request, "upward/mine.html", context)


def _of_posts(request: HttpRequest) -> QuerySet[Referral]:
    """Return what waits for one's own office, or what one was told is late; among what is late both."""
    wish = request.GET.get("keadaan")
    if wish == queries.TOLD:
        return visible_referrals(request.user).filter(queries.told_late(own_posts(request.user)))
    return referrals_of_posts(request.user, told=wish == queries.LATE)


@login_required
@require_safe
def place(request: HttpRequest, code: str) -> HttpResponse:
    """List what a kecamatan, or all below a place, passed upward: the coordinator's inbox."""
    region = get_place(request.user, code)
    rows = queries.referrals_in(region, user=request.user)
    kabupaten = region.code if region.level == Level.KABUPATEN else parent_code(region.code) or ""
    context = _listing(request, rows, default=queries.ALL_OPEN) | {
        "region": region,
        "trail": breadcrumb_of(region),
        "is_kecamatan": region.level == Level.KECAMATAN,
        "kabupaten": kabupaten if region.level >= Level.KABUPATEN else "",
        "may_set": region.level == Level.KABUPATEN and may_set_target(request.user, region),
        "offices": queries.offices_of(rows),
    }
    return render_page(request, "upward/place.html", context)


def _listing(
    request: HttpRequest, rows: QuerySet[Referral], *, default: str, counted: QuerySet[Referral] | None = None
) -> dict[str, Any]:
    """Return the page of a list with its counts, of other rows where these are ``counted`` (three queries)."""
    today, group = timezone.localdate(), request.GET.get("keadaan", default)
    kept = _narrowed(request, rows, default=default)
    listing = listed(request, kept, sorts=SORTS, default=_default(group), search=SEARCHED)
    return {
        "listing": listing,
        "counts": queries.counts_of(rows if counted is None else counted, today=today),
        "groups": groups_in_words(of_posts=counted is not None),
        "group": group,
        "today": today,
    }


def _default(group: str) -> str:
    return "-diteruskan" if group in (queries.NEWS, queries.ANSWERED_GROUP, "") else "tenggat"


def _narrowed(request: HttpRequest, rows: QuerySet[Referral], *, default: str) -> QuerySet[Referral]:
    group, office = request.GET.get("keadaan", default), request.GET.get("kantor", "")
    rows = rows.filter(queries.condition(group, today=timezone.localdate()))
    if office.isdecimal() and len(office) < 10:
        rows = rows.filter(office=int(office))
    return rows


def groups_in_words(*, of_posts: bool) -> Sequence[tuple[str, str]]:
    """Return the groups of a list with their words, in their order; of posts also what was reported to them."""
    groups = [
        (queries.ALL_OPEN, _("Belum dijawab")),
        (queries.LATE, _("Terlambat")),
        ("menugaskan", _("Menunggu penugasan")),
        (queries.STANDING_OFFICE, _("Menunggu jawaban kantor")),
        ("ditanya", _("Menunggu balasan kecamatan")),
        (queries.NEWS, _("Dijawab dalam dua minggu terakhir")),
        (queries.ANSWERED_GROUP, _("Sudah dijawab")),
        ("", _("Semua")),
    ]
    if of_posts:
        groups.insert(2, (queries.TOLD, _("Terlambat dan dilaporkan kepada Anda")))
    return groups


@login_required
@require_safe
def download(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Give the list of a place as CSV or XLSX, narrowed and searched as on the page."""
    region = get_place(request.user, code)
    rows = queries.referrals_in(region, user=request.user)
    return _file(request, rows, form, default=queries.ALL_OPEN, name=f"penerusan-{region.code}")


@login_required
@require_safe
def download_mine(request: HttpRequest, form: str) -> HttpResponse:
    """Give the list of one's own office as CSV or XLSX."""
    return _file(request, _of_posts(request), form, default=queries.STANDING_OFFICE, name="penerusan-kantor")


def _file(request: HttpRequest, rows: QuerySet[Referral], form: str, *, default: str, name: str) -> HttpResponse:
    if form not in FORMATS:
        raise Http404
    kept = found_by(_narrowed(request, rows, default=default), request, SEARCHED)
    title = f"{name}-{timezone.localdate():%Y%m%d}.{form}"
    return FORMATS[form](title, *sheets.sheet_of(kept.order_by("due_on", "passed_on", "pk")))

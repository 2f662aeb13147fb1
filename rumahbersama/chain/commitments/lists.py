"""Lists of commitments: mine, of a place, and what waits for my confirmation; on pages and as files."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rumahbersama.chain.commitments import queries, sheets
from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.commitments.permissions import (
    get_place_of_commitments,
    may_promise,
)
from rumahbersama.chain.commitments.reminders import rule_on
from rumahbersama.chain.commitments.rules import ASKED, FILTERS, LONG_LATE, Group
from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.http import render_page
from rumahbersama.ground.core.tables import Fields, in_turn, listed
from rumahbersama.ground.people.permissions import own_posts, posts_held_by, scope_of
from rumahbersama.ground.people.roles import LEAD_PROMISES, VIEW_ROWS
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.queries import breadcrumb_of, names_of

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}
SORTS: dict[str, Fields] = {
    "urutan": ("rank", "due_on"),
    "tenggat": "due_on",
    "janji": "what",
    "siapa": ("post__region__code", "post__title"),
    "tempat": "region__code",
    "keadaan": in_turn("state", Commitment.State),
}
SEARCHED = ["what", "why", "post__title", "region__name"]


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List what my posts promised, with what waits for my confirmation beside it."""
    posts, led = own_posts(request.user), scope_of(request.user).places_for(LEAD_PROMISES)
    context = {
        "has_posts": bool(posts),
        "waiting": queries.to_confirm(posts, led).count() if posts or led else 0,
        "places": names_of(scope_of(request.user).places_for(VIEW_ROWS)),
        "may_promise": may_promise(request.user),
    }
    context |= _listing(request, queries.commitments_of_posts(posts))
    return render_page(request, "commitments/mine.html", context)


@login_required
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """List what others say is done and waits for me to look."""
    posts, led = own_posts(request.user), scope_of(request.user).places_for(LEAD_PROMISES)
    context = _listing(request, queries.to_confirm(posts, led), group=Group.REVIEW)
    return render_page(request, "commitments/reviews.html", context)


@login_required
@require_safe
def place(request: HttpRequest, code: str) -> HttpResponse:
    """List the commitments for a place, of its posts, and of all below."""
    region = get_place_of_commitments(request.user, code)
    rows = queries.commitments_of(region)
    today = timezone.localdate()
    context = {
        "region": region,
        "trail": breadcrumb_of(region),
        "orphans": queries.without_holder(rows, today=today).count(),
        "may_promise": may_promise(request.user),
    }
    return render_page(request, "commitments/place.html", context | _listing(request, rows, place=region))


def _listing(
    request: HttpRequest, rows: QuerySet[Commitment], *, group: str = "", place: Region | None = None
) -> dict[str, Any]:
    """Return the page of a list with its counts, and who holds each post (four queries)."""
    today = timezone.localdate()
    wish = group or request.GET.get("kelompok", "")
    kept = _narrowed(request, rows, wish, place=place)
    groups = groups_in_words(of_place=place is not None)
    listing = listed(
        request,
        queries.by_what_the_day_asks(kept, today=today),
        sorts=SORTS,
        default="urutan",
        search=SEARCHED,
    )
    holders = queries.holders_of((row.post_id for row in listing.page), today=today)
    for row in listing.page:
        row.holder = holders.get(row.post_id, "")
        row.is_late = row.rank == 0
    return {
        "listing": listing,
        "counts": queries.counts_of(rows, today=today),
        "groups": groups,
        "group": wish if wish in dict(groups) else "",
        "today": today,
    }


def _narrowed(
    request: HttpRequest, rows: QuerySet[Commitment], wish: str, *, place: Region | None = None
) -> QuerySet[Commitment]:
    today = timezone.localdate()
    if wish == LONG_LATE and place is not None:
        return rows.filter(queries.long_late(posts_held_by(request.user), place.code, today=today))
    return rows.filter(queries.condition_of(wish, today=today)) if wish in FILTERS else rows


def groups_in_words(*, of_place: bool) -> list[tuple[str, str]]:
    """Return the groups of a list with their words, in their order; of a place also what others let pass for long."""
    groups = [
        (Group.LATE.value, _("Terlambat")),
        (Group.WEEK.value, _("Minggu ini")),
        (Group.NEXT.value, _("Berikutnya")),
        (Group.REVIEW.value, _("Menunggu pemeriksaan")),
        (Group.CLOSED.value, _("Ditutup")),
        (ASKED, _("Ditanyakan kemajuannya")),
    ]
    if of_place:
        days = rule_on(timezone.localdate()).escalate_after
        text = _("Janji jabatan lain yang terlambat {days} hari atau lebih").format(days=days)
        groups.insert(1, (LONG_LATE, text))
    return groups


@login_required
@require_safe
def download(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Give the list of a place as CSV or XLSX."""
    region: Region = get_place_of_commitments(request.user, code)
    rows = _narrowed(request, queries.commitments_of(region), request.GET.get("kelompok", ""), place=region)
    return _file(rows, form, name=f"komitmen-{region.code}")


@login_required
@require_safe
def download_mine(request: HttpRequest, form: str) -> HttpResponse:
    """Give my list as CSV or XLSX."""
    rows = queries.commitments_of_posts(own_posts(request.user))
    return _file(_narrowed(request, rows, request.GET.get("kelompok", "")), form, name="komitmen-saya")


def _file(rows: QuerySet[Commitment], form: str, *, name: str) -> HttpResponse:
    if form not in FORMATS:
        raise Http404
    today = timezone.localdate()
    return FORMATS[form](f"{name}-{today:%Y%m%d}.{form}", *sheets.sheet_of(rows, today=today))

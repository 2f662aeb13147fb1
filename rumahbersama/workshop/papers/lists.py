"""Lists of papers: mine, of a place; and the book of numbers. On pages and as files."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rumahbersama.ground.core.exports import Cell, csv_response, xlsx_response
from rumahbersama.ground.core.http import render_page
from rumahbersama.ground.core.tables import Fields, in_turn, listed
from rumahbersama.ground.people.permissions import own_posts, scope_of
from rumahbersama.ground.people.roles import VIEW_ROWS
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.queries import breadcrumb_of, names_of
from rumahbersama.workshop.papers import queries
from rumahbersama.workshop.papers.kinds import kinds
from rumahbersama.workshop.papers.models import Office, Paper, RegisterEntry
from rumahbersama.workshop.papers.permissions import (
    get_place_of_papers,
    may_write_at,
    may_write_somewhere,
    offices_of,
)
from rumahbersama.workshop.papers.rules import DRAFT, SIGNED

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}
MINE, RETURNED, UNNUMBERED = "menunggu-saya", "dikembalikan", "belum-bernomor"
SORTS: dict[str, Fields] = {
    "tanggal": ("entered_at", "pk"),
    "nomor": "number",
    "hal": "title",
    "jenis": ("kind", "entered_at"),
    "keadaan": in_turn("state", Paper.State),
    "tempat": "region__code",
}
SEARCHED = ["title", "number"]


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List the papers one writes, initials or signs."""
    context = {
        "waiting": queries.waiting_of(request.user),
        "places": names_of(scope_of(request.user).places_for(VIEW_ROWS)),
        "may_write": may_write_somewhere(request.user),
        "file_url": "papers:download_mine",
    }
    return render_page(request, "papers/mine.html", context | _listing(request, queries.own_papers(request.user)))


@login_required
@require_safe
def place(request: HttpRequest, code: str) -> HttpResponse:
    """List the papers of a place and of all below."""
    region = get_place_of_papers(request.user, code)
    context = {
        "region": region,
        "trail": breadcrumb_of(region),
        "may_write": may_write_at(request.user, region.code),
    }
    rows = queries.papers_of(user=request.user, region=region)
    return render_page(request, "papers/place.html", context | _listing(request, rows))


def _listing(request: HttpRequest, rows: QuerySet[Paper]) -> dict[str, Any]:
    """Return the page of a list with its filters (three queries)."""
    kept = _narrowed(request, rows)
    return {
        "listing": listed(request, kept, sorts=SORTS, default="-tanggal", search=SEARCHED),
        "kinds": [(code, str(kind.label)) for code, kind in kinds().items()],
        "states": _states(),
        "years": queries.years_of(rows),
        "wish": {name: request.GET.get(name, "") for name in ("jenis", "keadaan", "tahun")},
    }


def _states() -> list[tuple[str, str]]:
    own = [
        (MINE, _("Menunggu saya")),
        (RETURNED, _("Dikembalikan untuk diperbaiki")),
        (UNNUMBERED, _("Ditandatangani, belum bernomor")),
    ]
    return own + [(code, str(label)) for code, label in Paper.State.choices]


def _narrowed(request: HttpRequest, rows: QuerySet[Paper]) -> QuerySet[Paper]:
    """Return the rows that the filters of the address leave; unknown words leave all."""
    kind, state, year = (request.GET.get(name, "") for name in ("jenis", "keadaan", "tahun"))
    if kind in kinds():
        rows = rows.filter(kind=kind)
    if year.isdecimal() and len(year) == 4:
        rows = rows.filter(entered_at__year=int(year))
    if state in Paper.State.values:
        return rows.filter(state=state)
    if state == MINE:
        return rows.filter(queries.waiting_for(own_posts(request.user)))
    wanted = {
        RETURNED: Q(state=DRAFT) & ~Q(returned_because=""),
        UNNUMBERED: Q(state=SIGNED, kind__in=[code for code, kind in kinds().items() if kind.needs_number]),
    }
    return rows.filter(wanted[state]) if state in wanted else rows


@login_required
@require_safe
def download(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Give the list of a place as CSV or XLSX."""
    region: Region = get_place_of_papers(request.user, code)
    return _file(request, queries.papers_of(user=request.user, region=region), form, name=f"surat-{region.code}")


@login_required
@require_safe
def download_mine(request: HttpRequest, form: str) -> HttpResponse:
    """Give my list as CSV or XLSX."""
    return _file(request, queries.own_papers(request.user), form, name="surat-saya")


def _file(request: HttpRequest, rows: QuerySet[Paper], form: str, *, name: str) -> HttpResponse:
    if form not in FORMATS:
        raise Http404
    header = [
        _("Nomor"),
        _("Jenis"),
        _("Hal"),
        _("Kantor"),
        _("Penanda tangan"),
        _("Tanggal tanda tangan"),
        _("Keadaan"),
        _("Kode periksa"),
    ]
    filename = f"{name}-{timezone.localdate():%Y%m%d}.{form}"
    return FORMATS[form](filename, header, _rows(_narrowed(request, rows)))


def _rows(rows: QuerySet[Paper]) -> Iterator[list[Cell]]:
    for row in rows.select_related("office__region").iterator(chunk_size=500):
        yield [
            row.number,
            str(row.kind_here.label),
            row.title,
            str(row.office),
            row.signer.get("name") or str(row.signer_post),
            row.signed_on,
            str(row.get_state_display()),
            row.shown_code if row.is_signed else "",
        ]


@login_required
@require_safe
def register(request: HttpRequest, code: str) -> HttpResponse:
    """Show the book of numbers of an office for a year; it prints, and goes out as CSV or XLSX."""
    region, office, year = _book(request, code)
    rows = queries.register_of(office, year=year) if office else RegisterEntry.objects.none()
    context = {
        "region": region,
        "trail": breadcrumb_of(region),
        "office": office,
        "offices": list(offices_of(region)),
        "year": year,
        "years": queries.register_years(office) if office else [],
        "listing": listed(
            request,
            rows,
            sorts={"urutan": ("at", "pk"), "nomor": "text"},
            default="urutan",
            search=["text"],
            size=200,
        ),
        "may_write": may_write_at(request.user, region.code),
    }
    return render_page(request, "papers/register.html", context)


@login_required
@require_safe
def register_file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Give the book of numbers of a year as CSV or XLSX."""
    if form not in FORMATS:
        raise Http404
    region, office, year = _book(request, code)
    header = [_("Nomor"), _("Klasifikasi"), _("Tanggal"), _("Jenis"), _("Hal"), _("Penanda tangan"), _("Keadaan")]
    entries = queries.register_of(office, year=year) if office else RegisterEntry.objects.none()
    rows = [
        [
            entry.text,
            entry.classification,
            entry.paper.signed_on,
            str(entry.paper.kind_here.label),
            _told(entry.paper),
            entry.paper.signer.get("name", ""),
            str(entry.paper.get_state_display()),
        ]
        for entry in entries
    ]
    return FORMATS[form](f"buku-agenda-{region.code}-{year}.{form}", header, rows)


def _told(paper: Paper) -> str:
    """Return what the book says of a paper: of a private one no more than its kind."""
    return str(paper.kind_here.label) if paper.is_private else paper.title


def _book(request: HttpRequest, code: str) -> tuple[Region, Office | None, int]:
    region = get_place_of_papers(request.user, code)
    wish, year = request.GET.get("kantor", ""), request.GET.get("tahun", "")
    offices = list(offices_of(region))
    chosen = next((office for office in offices if str(office.pk) == wish), None)
    today = timezone.localdate()
    return (
        region,
        chosen or next(iter(offices), None),
        int(year) if year.isdecimal() and len(year) == 4 else today.year,
    )

"""The priority list of a place, as a page and as a file."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.commitments.permissions import may_promise
from rumahbersama.chain.needs.permissions import may_manage_reference
from rumahbersama.chain.needs.priorities import hooks, sentences
from rumahbersama.chain.needs.priorities.permissions import get_place_with_priorities
from rumahbersama.chain.needs.priorities.queries import Entry, Priorities, priorities_of
from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.core.tables import PAGE, PAGE_SIZE
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.queries import breadcrumb_of

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}


@login_required
def place(request: HttpRequest, code: str) -> HttpResponse:
    """Show what to do first at a place, filtered by service if asked."""
    region = get_place_with_priorities(request.user, code)
    found = priorities_of(region=region, period=request.GET.get("periode", ""))
    if found is None:
        return go_to(request, reverse("results:place", args=[code]))
    service = request.GET.get("layanan", "")
    standards = {each.standard.pk: each.standard for each in found.ranked}  # few; entries may be ten thousand
    chosen = {pk for pk, each in standards.items() if service in {"", each.service.code}}
    entries = [each for each in found.ranked if each.standard.pk in chosen]
    page = Paginator(entries, PAGE_SIZE).get_page(request.GET.get(PAGE))
    context = {
        "region": region,
        "breadcrumb": breadcrumb_of(region),
        "found": found,
        "lead": sentences.lead(found, region),
        "services": sorted({each.service for each in standards.values()}, key=lambda each: each.order),
        "service": service,
        "page": page,
        "rows": _numbered(list(page), found),  # words for what is shown alone: a list may hold ten thousand
        "apart": sentences.apart(found) if not service else [],
        "manages": may_manage_reference(request.user),
        "promises": may_promise(request.user),
    }
    return render_page(request, "priorities/place.html", context)


def _numbered(entries: list[Entry], found: Priorities) -> list[tuple[int, Entry, str, str]]:
    """Return the entries with their place in the whole list, why they rank there, and how a promise names them."""
    places = {id(each): at for at, each in enumerate(found.ranked, start=1)}
    return [
        (places[id(each)], each, sentences.why(each), hooks.reference_to(each, found.period.code)) for each in entries
    ]


@login_required
def download(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Give the whole list as CSV or XLSX, with the parts of every rank."""
    region = get_place_with_priorities(request.user, code)
    found = priorities_of(region=region, period=request.GET.get("periode", ""))
    if found is None or form not in FORMATS:
        raise Http404
    name = f"prioritas-{code}-{found.period.code}-{timezone.localdate():%Y%m%d}.{form}"
    return FORMATS[form](name, *_table(found, region))


def _table(found: Priorities, region: Region) -> tuple[list[str], list[list[object]]]:
    head = [_("Urutan"), _("Kode"), _("Wilayah"), _("Di dalam"), _("Layanan"), _("Periode"), _("Perlu"), _("Kurang")]
    head += [_("Orang belum terlayani"), _("Usulan"), _("Orang yang mengusulkan"), _("Kepastian"), _("Skor")]
    head += [_("Bagian kekurangan"), _("Bagian orang"), _("Bagian suara")]
    rows: list[list[object]] = []
    for number, each in enumerate([*found.ranked, *found.small, *found.partial], start=1):
        gap, rank = each.shortage, each.rank
        place = [each.place.code, str(each.place), str(each.place.parent or region), str(each.standard.service)]
        counted = [gap.required, gap.shortage, gap.unserved, each.voices, gap.voiced, sentences.sureness(each)]
        parts: list[object] = [rank.score, *rank.parts.values()] if rank else [None] * 4
        rows.append([number if rank else None, *place, str(found.period), *counted, *parts])
    return head, rows

"""Lists of people: of an event, of my place over all events; as pages, files and texts; and many approved at once."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from rumahbersama.chain.training.models import Event, Participation
from rumahbersama.chain.training.permissions import (
    get_event_to_run,
    get_event_to_view,
    may_run,
    visible_participations,
)
from rumahbersama.chain.training.taking_part import messages_out, queries, sheets
from rumahbersama.chain.training.taking_part.actions.deciding import approve_people
from rumahbersama.chain.training.taking_part.models import AgencyKind
from rumahbersama.chain.training.taking_part.permissions import naming_codes, own_nominees
from rumahbersama.chain.training.taking_part.rules import HELD, PROPOSED, WAITING, code_of
from rumahbersama.chain.training.taking_part.suggesting import places_to_suggest
from rumahbersama.chain.training.taking_part.views import asks_reason, who_acts
from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.http import go_to, refused, render_page
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import SEARCH, Fields, Listing, in_turn, listed, words
from rumahbersama.ground.people.permissions import scope_of, within
from rumahbersama.ground.people.roles import NOMINATE

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}
SORTS: dict[str, Fields] = {
    "nama": "name",
    "tempat": ("region__code", "name"),
    "unsur": ("agency_kind", "name"),
    "keadaan": (in_turn("state", Participation.State), "name"),
    "kelas": ("klass__number", "name"),
    "masuk": "entered_at",
}
SEARCHED = ["name", "agency", "title"]
MOST_TOLD = 200


@login_required
@require_safe
def people(request: HttpRequest, number: int) -> HttpResponse:
    """List the people of an event whom the user may see, with the filters of the address."""
    event = get_event_to_view(request.user, number)
    runs, codes = may_run(request.user, event), naming_codes(request.user, event)
    seen = visible_participations(request.user, event)
    listing = listed(request, _narrowed(request, seen), sorts=SORTS, default="nama", search=SEARCHED)
    counts = queries.counts_of(seen)
    context = _filters(request) | {
        "event": event,
        "event_code": code_of(event.pk),
        "listing": listing,
        "counts": counts,
        "held": sum(counts[state] for state in HELD),
        "runs": runs,
        "may_name": bool(codes),
        "asks_reason": runs and asks_reason(request, event),
        "classes": queries.class_names(event),
        "places": places_to_suggest(event, codes),
        "selects": runs and any(row.state == PROPOSED for row in listing.page),
    }
    return render_page(request, "training/taking_part/list.html", context)


def _filters(request: HttpRequest) -> dict[str, Any]:
    return {"states": Participation.State.choices, "kinds": AgencyKind.choices}


def _narrowed(request: HttpRequest, rows: QuerySet[Participation]) -> QuerySet[Participation]:
    wish = request.GET
    place = wish.get("tempat", "").split(" ")[0][:13]
    return queries.narrowed(
        rows,
        state=wish.get("keadaan", ""),
        place=place,
        kind=wish.get("unsur", ""),
        klass=wish.get("kelas", ""),
    )


def _found(request: HttpRequest, rows: QuerySet[Participation]) -> QuerySet[Participation]:
    """Return all rows of the filters and the search of the address, as the list shows them page by page."""
    rows = _narrowed(request, rows)
    for word in words(request.GET.get(SEARCH, "")).split():
        rows = rows.filter(queries.has_word(word, SEARCHED))
    return rows.order_by("name", "pk")


@login_required
@require_safe
def download(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """Give the list as CSV or XLSX, never with a NIP."""
    event = get_event_to_view(request.user, number)
    if form not in FORMATS:
        raise Http404
    rows = _found(request, visible_participations(request.user, event))
    name = f"peserta-{code_of(event.pk)}-{timezone.localdate():%Y%m%d}.{form}"
    return FORMATS[form](name, *sheets.sheet_of(rows, event=event, runs=may_run(request.user, event)))


@login_required
@require_POST
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Approve the people who were marked, or all of the filter in force."""
    event = get_event_to_run(request.user, number)
    back = f"{reverse('taking_part:list', args=[number])}?{request.GET.urlencode()}"
    if "semua" in request.POST:
        rows = _found(request, visible_participations(request.user, event)).filter(state=PROPOSED)
        chosen = list(rows.values_list("pk", flat=True))
    else:
        chosen = [int(text) for text in request.POST.getlist("pilih") if text.isdecimal() and len(text) < 12]
    if not chosen:
        messages.warning(request, _("Tidak ada yang dipilih. Beri tanda pada nama yang disetujui."))
        return go_to(request, back)
    who = who_acts(request, event, request.POST.get("reason", "")[:300])
    try:
        outcome = approve_people(event=event, numbers=chosen, who=who)
    except Refusal as refusal:
        return refused(request, refusal, back_url=back)
    told = ngettext("{count} orang disetujui.", "{count} orang disetujui.", outcome.changed)
    messages.success(request, told.format(count=outcome.changed))
    if outcome.left:
        left = ngettext(
            "{count} orang dilewati karena keadaannya bukan “Diusulkan”.",
            "{count} orang dilewati karena keadaannya bukan “Diusulkan”.",
            outcome.left,
        )
        messages.info(request, left.format(count=outcome.left))
    return go_to(request, back)


@login_required
@require_safe
def texts(request: HttpRequest, number: int) -> HttpResponse:
    """Give a text for WhatsApp about the people of each kabupaten, without personal links."""
    event = get_event_to_view(request.user, number)
    codes = naming_codes(request.user, event)
    if not codes:
        raise PermissionDenied
    rows = visible_participations(request.user, event).filter(state__in=(*HELD, WAITING))
    groups: dict[str, list[Participation]] = {}
    for row in rows.filter(within(codes)).order_by("region__code", "name")[: MOST_TOLD * 10]:
        groups.setdefault(".".join(row.region.code.split(".")[:2]), []).append(row)
    names = queries.names_of_places(groups)
    told = [
        {"code": code, "place": names.get(code, code), "count": len(group), "text": _text(event, names, code, group)}
        for code, group in groups.items()
    ]
    page = _ten_of(request, told)
    context = {"event": event, "event_code": code_of(event.pk), "listing": page}
    return render_page(request, "training/taking_part/texts.html", context)


def _text(event: Event, names: dict[str, str], code: str, group: list[Participation]) -> str:
    return messages_out.text_for_place(event, names.get(code, code), group[:MOST_TOLD])


def _ten_of(request: HttpRequest, told: list[dict[str, Any]]) -> Listing:
    """Return one page of texts, ten at a time."""
    return Listing(page=Paginator(told, 10).get_page(request.GET.get("hal")), sort="", q="")


# Of my place, over all events ---------------------------------------------------------------
MINE = {**SORTS, "kegiatan": ("-event__starts_on", "event", "name")}
MINE.pop("kelas")


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List the people of my place over all events, and the events for which it may name people now."""
    seen = own_nominees(request.user)
    rows = queries.narrowed(seen, state=request.GET.get("keadaan", ""), kind=request.GET.get("unsur", ""))
    codes = scope_of(request.user).places_for(NOMINATE)
    context = _filters(request) | {
        "listing": listed(request, rows, sorts=MINE, default="kegiatan", search=[*SEARCHED, "event__title"]),
        "counts": queries.counts_of(seen),
        "events": [
            (event, queries.day_of_closing(event))
            for event in queries.open_events_for(codes, today=timezone.localdate())
        ],
        "may_name": bool(codes),
    }
    return render_page(request, "training/taking_part/mine.html", context)


@login_required
@require_safe
def download_mine(request: HttpRequest, form: str) -> HttpResponse:
    """Give the people of my place over all events as CSV or XLSX, never with a NIP."""
    if form not in FORMATS:
        raise Http404
    rows = queries.narrowed(
        own_nominees(request.user), state=request.GET.get("keadaan", ""), kind=request.GET.get("unsur", "")
    )
    rows = rows.order_by("-event__starts_on", "event", "name", "pk")
    return FORMATS[form](f"usulan-saya-{timezone.localdate():%Y%m%d}.{form}", *sheets.sheet_of(rows, event=None))

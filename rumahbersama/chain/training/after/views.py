"""Pages of results: behaviour of an event, its service measures and empowerment, all of a programme, and files."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from rumahbersama.chain.training.after import actions, queries, service, sheets
from rumahbersama.chain.training.after.asking import FORMATS
from rumahbersama.chain.training.after.forms import LastDayForm
from rumahbersama.chain.training.after.rules import VERDICTS, AfterRefusal, plan_on, plans, together
from rumahbersama.chain.training.cascade.queries import success_of
from rumahbersama.chain.training.models import Event, Participation, Programme
from rumahbersama.chain.training.permissions import (
    HELD_STATES,
    get_event_to_view,
    may_run,
    visible_events,
    visible_participations,
)
from rumahbersama.chain.training.rtl.permissions import parts_of_programme, parts_to_count
from rumahbersama.chain.training.rtl.rules import months_after
from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.core.outbox import once
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import PAGE, PAGE_SIZE

SERVICE, VOICE = "layanan", "suara"


def _class_asked(request: HttpRequest) -> int:
    """Return the number of the class that is asked for, 0 for all."""
    wish = request.GET.get("kelas", "")
    return int(wish) if wish.isdecimal() and len(wish) < 6 else 0


def _of_class(rows: Sequence[queries.ClassTold], number: int) -> list[queries.ClassTold]:
    return [row for row in rows if not number or row.klass.number == number]


# Behaviour --------------------------------------------------------------------------
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def event(request: HttpRequest, number: int) -> HttpResponse:
    """Show the change in behaviour that the classes of an event told; let who runs it open the forms of all."""
    found = get_event_to_view(request.user, number)
    runs, today = may_run(request.user, found), timezone.localdate()
    months = queries.month_to_show(found, request.GET.get("bulan", ""), today=today)
    form = LastDayForm(request.POST or None, initial={"closes_on": today + actions.open_for(found)})
    if request.method == "POST":
        if not runs:
            raise PermissionDenied
        done = _opened(request, form, found, months)
        if done is not None:
            return done
    every = queries.behaviour_of([found], months=months, today=today)
    rows = _of_class(every, _class_asked(request))
    shown = [row for row in rows if row.statements]
    first = months_after(found.ends_on, months)
    context = {
        "event": found,
        "months": months,
        "all_months": plan_on(found.ends_on).months,
        "first": first,
        "is_due": first <= today and found.state not in queries.NOT_HELD,
        "runs": runs,
        "form": form,
        "rows": rows,
        "wish": _class_asked(request),
        "asked": sum(row.all_asked for row in rows),
        "answered": sum(row.all_answered for row in rows),
        "shown": shown,
        "closed_on": max((row.round.closes_on for row in shown if row.round), default=None),
        "own": together(row.own for row in shown),
        "others": together(row.others for row in shown),
        "statements": queries.by_statement(shown),
        "unopened": sum(row.round is None for row in rows),
        "open_now": sum(row.round is not None and not row.is_over for row in rows),
        "success": success_of(found, today=today),
    }
    return render_page(request, "after/event.html", context, invalid=request.method == "POST")


def _opened(request: HttpRequest, form: LastDayForm, found: Event, months: int) -> HttpResponse | None:
    """Open the forms of all classes that wait; None where the typed day comes back with its mistake."""
    if not form.is_valid():
        return None

    def act() -> str:
        count = actions.ask_all(event=found, months=months, **form.cleaned_data, by=request.user, at=timezone.now())
        if not count:
            raise AfterRefusal(_("Tidak ada kelas yang menunggu: kosong, atau formulirnya sudah pernah dibuka."))
        text = ngettext("Formulir {n} kelas dibuka.", "Formulir {n} kelas dibuka.", count)
        messages.success(request, text.format(n=count))
        return f"{request.path}?bulan={months}"

    try:
        return go_to(request, once(request, act))
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    return None


# Service and empowerment ------------------------------------------------------------
def _parts(request: HttpRequest, found: Event) -> QuerySet[Participation]:
    parts = parts_to_count(request.user, found)
    wish = _class_asked(request)
    return parts.filter(klass__number=wish) if wish else parts


@login_required
@require_safe
def measures(request: HttpRequest, number: int) -> HttpResponse:
    """Show what became of the service measures named in RTL, and in how many desa people spoke."""
    found = get_event_to_view(request.user, number)
    today = timezone.localdate()
    months = queries.month_to_show(found, request.GET.get("bulan", ""), today=today)
    parts = _parts(request, found)
    places = service.places_of(parts)
    spoken = service.spoken_in(parts, [found], months=months, today=today)
    window = service.window_of(found, months)
    seen = _seen(request, found, places)
    context = {
        "event": found,
        "months": months,
        "all_months": plan_on(found.ends_on).months,
        "wish": _class_asked(request),
        "measured": service.by_measure(places),
        "counts": service.counts_of(places),
        "places": len(places),
        "words": sheets.verdict_words(),
        "page": Paginator(seen, PAGE_SIZE).get_page(request.GET.get(PAGE)),
        "hidden": len(places) - len(seen),
        "spoken": spoken,
        "window": window,
        "is_over": window.is_over(today),
        "voiced": _voiced(spoken),
        "told": sheets.voice_words(),
    }
    return render_page(request, "after/measures.html", context)


def _seen(request: HttpRequest, found: Event, places: Sequence[service.Place]) -> list[service.Place]:
    """Return the places of those whose name the user sees."""
    if not places:
        return []
    rows = visible_participations(request.user, found).filter(state__in=HELD_STATES)
    seen = set(rows.order_by().values_list("pk", flat=True))
    return [place for place in places if place.participation in seen]


def _voiced(rows: Sequence[service.Spoke]) -> dict[str, int]:
    """Return how many kecamatan of each verdict, and desa with a voice of how many, before and after."""
    counted = Counter(row.voiced.verdict for row in rows)
    known = [row.voiced for row in rows if row.voiced.is_known]
    return {verdict: counted[verdict] for verdict in VERDICTS} | {
        "known": len(known),
        "desa": sum(each.desa for each in known),
        "before": sum(each.before for each in known),
        "after": sum(each.after for each in known),
    }


@login_required
@require_safe
def download(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """Give what the pages show as CSV or XLSX: behaviour, or with ``isi`` service measures or voices."""
    if form not in FORMATS:
        raise Http404
    found = get_event_to_view(request.user, number)
    today = timezone.localdate()
    months = queries.month_to_show(found, request.GET.get("bulan", ""), today=today)
    what = request.GET.get("isi", "")
    if what == SERVICE:
        places = service.places_of(_parts(request, found))
        sheet = sheets.service_sheet(_seen(request, found, places))
    elif what == VOICE:
        rows = service.spoken_in(_parts(request, found), [found], months=months, today=today)
        sheet = sheets.voice_sheet(rows, {found.pk: service.window_of(found, months)})
    else:
        told = _of_class(queries.behaviour_of([found], months=months, today=today), _class_asked(request))
        what, sheet = "perilaku", sheets.behaviour_sheet(told, months=months)
    return FORMATS[form](f"sesudah-{what}-{found.pk}-{months}-bulan.{form}", *sheet)


# A programme ------------------------------------------------------------------------
@login_required
@require_safe
def programme(request: HttpRequest, code: str) -> HttpResponse:
    """Show every event of a programme in sight: behaviour, or with ``bagian`` service measures and voices."""
    found = Programme.objects.select_related("region").filter(code=code).first()
    if found is None:
        raise Http404
    today = timezone.localdate()
    offered = sorted({each for plan in plans() for each in plan.months})
    wish = request.GET.get("bulan", "")
    months = int(wish) if wish in {str(each) for each in offered} else offered[0]
    rows = visible_events(request.user).filter(programme=found, ends_on__lt=today, head_count=None)
    events = list(rows.exclude(state__in=queries.NOT_HELD).order_by("starts_on", "pk"))
    is_service = request.GET.get("bagian") == SERVICE
    make = _service_rows if is_service else _behaviour_rows
    told = make(request, events, months=months) if events else []
    context = {
        "programme": found,
        "months": months,
        "all_months": offered,
        "is_service": is_service,
        "rows": told,
        "told": sum(bool(row["others"].n or row["own"].n) for row in told) if not is_service else 0,
    }
    return render_page(request, "after/programme.html", context)


def _behaviour_rows(_request: HttpRequest, events: Sequence[Event], *, months: int) -> list[dict[str, Any]]:
    of_event: dict[int, list[queries.ClassTold]] = {event.pk: [] for event in events}
    for row in queries.behaviour_of(events, months=months, today=timezone.localdate()):
        of_event[row.klass.event_id].append(row)
    return [
        {
            "event": each,
            "asked": sum(row.all_asked for row in of_event[each.pk]),
            "answered": sum(row.all_answered for row in of_event[each.pk]),
            "own": together(row.own for row in of_event[each.pk]),
            "others": together(row.others for row in of_event[each.pk]),
            "first": months_after(each.ends_on, months),
        }
        for each in events
    ]


def _service_rows(request: HttpRequest, events: Sequence[Event], *, months: int) -> list[dict[str, Any]]:
    parts = parts_of_programme(request.user, events[0])
    places = service.places_of(parts)
    spoken = service.spoken_in(parts, events, months=months, today=timezone.localdate())
    return [
        {
            "event": each,
            "counts": service.counts_of(place for place in places if place.event == each.pk),
            "places": sum(place.event == each.pk for place in places),
            "voiced": _voiced([row for row in spoken if row.event == each.pk]),
            "kecamatan": sum(row.event == each.pk for row in spoken),
        }
        for each in events
    ]

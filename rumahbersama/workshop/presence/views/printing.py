"""Sheets to print: signed attendance, receipts, personal data to fill in, badges."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rumahbersama.ground.core.http import render_page
from rumahbersama.workshop.presence import queries
from rumahbersama.workshop.presence.models import Occasion, Roster
from rumahbersama.workshop.presence.permissions import get_occasion_to_view, get_roster_to_keep
from rumahbersama.workshop.presence.qr import svg_of
from rumahbersama.workshop.presence.views.rosters import owned

MOST_COLUMNS = 6  # signature columns that fit on A4
MOST_DIGITS = 12  # of an amount for one person


@login_required
@require_safe
def sheet(request: HttpRequest, number: int) -> HttpResponse:
    """Print the signed attendance of one occasion, with what is already known."""
    found = get_occasion_to_view(request.user, number)
    lines = queries.lines_of(found, queries.on_the_list(found.roster))
    context = {
        "roster": found.roster,
        "occasion": found,
        "lines": lines,
        "day": timezone.localdate(found.starts),
        "counts": queries.counts_of(lines),
    }
    return render_page(request, "presence/print/sheet.html", context | owned(found.roster))


@login_required
@require_safe
def sheets(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """Print for a whole list: "hari" (a day's sessions), "tanda-terima", "biodata" or "kartu" (badges)."""
    found = get_roster_to_keep(request.user, number)
    makers = {"hari": _day, "tanda-terima": _receipts, "biodata": _biodata, "kartu": _badges}
    if kind not in makers:
        raise Http404
    return makers[kind](request, found)


def _day(request: HttpRequest, found: Roster) -> HttpResponse:
    occasions = list(Occasion.objects.filter(roster=found))
    days = queries.days_of(occasions)
    if not days:
        raise Http404
    day = _asked_day(request, days)
    of_day = [each for each in occasions if timezone.localdate(each.starts) == day]
    context = {
        "day": day,
        "days": days,
        "occasions": of_day[:MOST_COLUMNS],
        "left_out": len(of_day[MOST_COLUMNS:]),
        "people": list(queries.on_the_list(found)),
    }
    return _printed(request, found, "presence/print/day.html", context)


def _asked_day(request: HttpRequest, days: list[date]) -> date:
    try:
        asked = parse_date(request.GET.get("hari", ""))
    except ValueError:
        asked = None
    return asked if asked in days else days[0]


def _receipts(request: HttpRequest, found: Roster) -> HttpResponse:
    what = " ".join(request.GET.get("barang", "").split())[:120] or _("uang harian dan transpor")
    people = list(queries.on_the_list(found))
    amount = _amount(request.GET.get("jumlah", ""))
    context: dict[str, object] = {
        "people": people,
        "what": what,
        "amount": amount,
        "total": amount * len(people) if amount else None,
    }
    return _printed(request, found, "presence/print/receipts.html", context)


def _amount(text: str) -> int | None:
    """Return a typed amount of rupiah, with or without points; None for a blank one to be filled in by hand."""
    digits = text.strip().removeprefix("Rp").replace(".", "").strip()
    return int(digits) if digits.isdecimal() and len(digits) <= MOST_DIGITS and int(digits) else None


def _biodata(request: HttpRequest, found: Roster) -> HttpResponse:
    return _printed(request, found, "presence/print/biodata.html", {"people": list(queries.on_the_list(found))})


def _badges(request: HttpRequest, found: Roster) -> HttpResponse:
    label = _("QR tautan pribadi")
    badges = [
        (each, svg_of(request.build_absolute_uri(each.get_absolute_url()), label=label))
        for each in queries.on_the_list(found)
    ]
    return _printed(request, found, "presence/print/badges.html", {"badges": badges})


def _printed(request: HttpRequest, found: Roster, template: str, context: dict[str, object]) -> HttpResponse:
    return render_page(request, template, {"roster": found, **context, **owned(found)})

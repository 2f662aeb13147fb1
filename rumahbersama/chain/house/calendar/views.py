"""Pages of the calendar: month, week, list; as a file; and the address of its feed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from rumahbersama.chain.house.calendar import actions, ics, queries, rules
from rumahbersama.chain.house.calendar.permissions import get_address_to_read, get_place_of_calendar
from rumahbersama.chain.house.calendar.rules import LIST, MONTH, SHOWN_IN_MONTH, VIEWS, WEEK, Span
from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.formats import day as day_words
from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.core.registry import CalendarItem
from rumahbersama.ground.people.permissions import signed_in
from rumahbersama.ground.regions.models import Region

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}
FEED_BACK, FEED_AHEAD, MOST_IN_FEED = 31, 366, 1_000  # days, and items: those nearest to today


def _span(request: HttpRequest) -> Span:
    view = request.GET.get("lihat", MONTH)
    day = rules.day_in(request.GET.get("pada", ""), today=timezone.localdate())
    return rules.span_of(view if view in VIEWS else MONTH, day)


@login_required
@require_safe
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a kecamatan has in a month, a week, or a month as a list; ``?pada=`` is a day of it."""
    region, span, today = get_place_of_calendar(request.user, code), _span(request), timezone.localdate()
    items = queries.items_of(region, user=request.user, start=span.first, end=span.last)
    kind = request.GET.get("jenis", "")
    kept = [item for item in items if kind in ("", item.kind)]
    days = rules.days_of(
        span,
        kept,
        holidays=queries.holidays_of(region, start=span.shown_from, end=span.shown_to),
        today=today,
        most=SHOWN_IN_MONTH if span.view == MONTH else 0,
    )
    context: dict[str, Any] = {
        "region": region,
        "span": span,
        "heading": _heading(span),
        "kinds": rules.kinds_in(span, items),
        "kind": kind,
        "total": len(kept),
        "late": sum(item.state == "late" for item in kept),
        "days": [each for each in days if span.view == WEEK or each.items or each.holiday],
        "weeks": rules.weeks_of(days) if span.view == MONTH else [],
        "weekdays": days[:7],
        "views": ((MONTH, _("Bulan")), (WEEK, pgettext("calendar", "Minggu")), (LIST, _("Daftar"))),
        "today": today,
    }
    return render_page(request, "calendar/calendar.html", context)


def _heading(span: Span) -> str:
    if span.view == WEEK:
        return f"{day_words(span.first)} – {day_words(span.last)}"
    return formatted(span.first, "F Y")


@login_required
@require_safe
def download(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Give the days on the page as CSV or XLSX."""
    region, span = get_place_of_calendar(request.user, code), _span(request)
    if form not in FORMATS:
        raise Http404
    kind = request.GET.get("jenis", "")
    items = queries.items_of(region, user=request.user, start=span.first, end=span.last)
    header = [_("Mulai"), _("Sampai"), _("Jam mulai"), _("Jam selesai"), _("Jenis"), _("Apa")]
    header += [_("Tempat"), _("Keterangan"), _("Keadaan")]
    name = f"kalender-{region.code}-{span.first:%Y%m%d}.{form}"
    return FORMATS[form](name, header, [_row(item) for item in items if kind in ("", item.kind)])


def _row(item: CalendarItem) -> list[Any]:
    words = {"late": _("terlambat"), "done": _("selesai")}
    return [
        *(item.day.isoformat(), item.until.isoformat(), f"{item.begins:%H:%M}" if item.begins else ""),
        *(f"{item.ends:%H:%M}" if item.ends else "", item.kind_name, item.title, item.place, item.detail),
        words.get(item.state, ""),
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest, code: str) -> HttpResponse:
    """Show the address for a calendar program; make, renew or stop it."""
    region = get_place_of_calendar(request.user, code)
    if request.method == "POST":
        return _changed(request, region)
    found = queries.address_of(region, user=request.user)
    url = request.build_absolute_uri(found.get_absolute_url()) if found else ""
    return render_page(request, "calendar/address.html", {"region": region, "found": found, "url": url})


def _changed(request: HttpRequest, region: Region) -> HttpResponse:
    account = signed_in(request)
    if request.POST.get("lakukan") == "hentikan":
        actions.stop_address(account=account, region=region)
        messages.success(request, _("Langganan dihentikan. Alamat yang lama tidak berlaku lagi."))
    else:
        actions.make_address(account=account, region=region, at=timezone.now())
        messages.success(request, _("Alamat kalender dibuat. Salin ke aplikasi kalender Anda."))
    return go_to(request, reverse("calendar:address", args=[region.code]))


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give a calendar to whoever knows its address, as its account may see it today."""
    found, today = get_address_to_read(token), timezone.localdate()
    start, end = today - FEED_BACK * rules.DAY, today + FEED_AHEAD * rules.DAY
    items = queries.items_of(found.region, user=found.account, start=start, end=end)
    waiting = rules.nearest([item for item in items if item.state != "done"], today=today, most=MOST_IN_FEED)
    answer = HttpResponse(
        ics.calendar_of(waiting, name=f"Rumah Bersama: {found}", at=timezone.now()),
        content_type="text/calendar; charset=utf-8",
    )
    answer["Content-Disposition"] = 'inline; filename="kalender.ics"'
    answer["Cache-Control"] = "private, no-store"
    return answer

"""The page of office days of a place, with a count of working days; and changing them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rumahbersama.ground.core.exports import csv_response
from rumahbersama.ground.core.http import go_to, refused, render_page
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.working_days import add_working_days, closed_between
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.office_days import actions, permissions, queries
from rumahbersama.ground.regions.office_days.forms import CountForm, HolidayForm, WeekForm, WithdrawForm
from rumahbersama.ground.regions.office_days.models import Holiday
from rumahbersama.ground.regions.office_days.sentences import weekdays_in_words
from rumahbersama.ground.regions.office_days.zones import day_at, zone_of
from rumahbersama.ground.regions.queries import breadcrumb_of


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Show when the offices of a place are open in a year, and count working days."""
    region = permissions.get_region_of_calendar(code)
    years, year = _years(request, code)
    rows = list(queries.holidays_of(code, year=year))
    weeks = queries.weeks_of(code)
    context = _context(region) | {
        "year": str(year),  # as text, or it would be grouped by thousands
        "years": [str(each) for each in years],
        "rows": rows,
        "counts": _counts(rows),
        "weeks": [(week, weekdays_in_words(week.weekdays)) for week in reversed(weeks)],
        "zone": zone_of(code)[0],
        "has_estimates": any(row.is_estimate for row in rows if not row.withdrawn_because),
        "may_change": permissions.may_change(request.user, region),
    }
    return render_page(request, "regions/office_days.html", context | _counted(request, code))


def _years(request: HttpRequest, code: str) -> tuple[list[int], int]:
    this_year = timezone.localdate().year
    years = sorted({*queries.years_known(code), this_year})
    wish = request.GET.get("tahun", "")
    return years, int(wish) if wish.isdecimal() and len(wish) == 4 and int(wish) in years else this_year


def _counts(rows: list[Holiday]) -> dict[str, int]:
    kinds = [str(row.kind) for row in rows if not row.withdrawn_because]
    return {kind: kinds.count(kind) for kind in Holiday.Kind.values}


def _counted(request: HttpRequest, code: str) -> dict[str, Any]:
    """Return the form of the count, and where it was sent the day that was asked for."""
    asked = any(name in request.GET for name in ("hari", "mulai_0"))
    form = CountForm(request.GET if asked else None, initial={"mulai": day_at(code, timezone.now()), "hari": 20})
    if not asked or not form.is_valid():
        return {"form": form}
    office = queries.office_days_of(code)
    start, count = form.cleaned_data["mulai"], form.cleaned_data["hari"]
    found = add_working_days(start, count, office=office)
    return {
        "form": form,
        "count": count,
        "start": start,
        "found": found,
        "skipped": closed_between(start, found, office=office),
        "is_beyond": found > office.known_until,
    }


def _context(region: Region) -> dict[str, Any]:
    return {"region": region, "trail": breadcrumb_of(region)}


@require_safe
def download(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Send the closed days of a year as CSV."""
    region = permissions.get_region_of_calendar(code)
    rows = (
        [row.date.isoformat(), row.name, row.get_kind_display(), str(row.region), row.legal_basis]
        for row in queries.holidays_of(code, year=year)
        if not row.withdrawn_because
    )
    header = ["tanggal", "nama", "jenis", "berlaku_di", "dasar_hukum"]
    return csv_response(f"hari-libur-{region.code}-{year}.csv", header, rows)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Close a day."""
    region = permissions.get_region_to_change(request.user, code)
    form = HolidayForm(request.POST or None, is_nation=region.level == Level.NATION)

    def act() -> str:
        made = actions.add_holiday(region=region, by=request.user, at=timezone.now(), **form.cleaned_data)
        return _back(code, made.date)

    words = {
        "title": _("Catat hari libur"),
        "lead": _(
            "Kantor di wilayah ini dan semua di bawahnya tutup pada hari itu, "
            "dan hari itu tidak dihitung dalam tenggat."
        ),
        "button": _("Simpan hari libur"),
    }
    return _done(request, form, region, act, _("Hari libur dicatat."), words)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def week(request: HttpRequest, code: str) -> HttpResponse:
    """Say on which weekdays offices work."""
    region = permissions.get_region_to_change(request.user, code)
    form = WeekForm(request.POST or None)

    def act() -> str:
        told = form.cleaned_data | {"weekdays": "".join(form.cleaned_data["weekdays"])}
        actions.set_office_week(region=region, by=request.user, at=timezone.now(), **told)
        return _back(code, timezone.localdate())

    words = {
        "title": _("Atur hari kerja"),
        "lead": _(
            "Berlaku untuk wilayah ini dan semua di bawahnya. Aturan lama tetap tersimpan untuk tanggal sebelumnya."
        ),
        "button": _("Simpan hari kerja"),
    }
    return _done(request, form, region, act, _("Hari kerja diatur."), words)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Open the offices again on a day."""
    holiday = permissions.get_holiday_to_change(request.user, code, number)
    form = WithdrawForm(request.POST or None)

    def act() -> str:
        reason = form.cleaned_data["reason"]
        actions.withdraw_holiday(holiday=holiday, reason=reason, by=request.user, at=timezone.now())
        return _back(code, holiday.date)

    done = _("Hari libur ditarik. Barisnya tetap ada dan dapat dipulihkan.")
    words = {
        "title": _("Tarik hari libur"),
        "lead": _("Kantor dianggap buka lagi pada hari itu. Barisnya tetap ada dan dapat dipulihkan."),
        "button": _("Tarik hari libur ini"),
    }
    return _done(request, form, holiday.region, act, done, words | {"holiday": holiday})


@login_required
@require_POST
def restore(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Undo a withdrawal."""
    holiday = permissions.get_holiday_to_change(request.user, code, number)
    try:
        actions.restore_holiday(holiday=holiday, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return refused(request, refusal, back_url=_back(code, holiday.date))
    messages.success(request, _("Hari libur berlaku lagi."))
    return go_to(request, _back(code, holiday.date))


def _back(code: str, day: date) -> str:
    return f"{reverse('regions:office_days', args=[code])}?tahun={day.year}"


def _done(
    request: HttpRequest,
    form: BaseForm,
    region: Region,
    act: Callable[[], str],
    told: str,
    words: dict[str, Any],
) -> HttpResponse:
    """Act where the form is right and go back to the page; else show the form, in its words, with what is wrong."""
    if request.method == "POST" and form.is_valid():
        try:
            url = act()
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, told)
            return go_to(request, url)
    context = _context(region) | {"form": form} | words
    return render_page(request, "regions/office_form.html", context, invalid=request.method == "POST")

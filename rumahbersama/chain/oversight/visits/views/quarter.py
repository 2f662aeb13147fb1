"""The page of a quarter: which villages first and why, the visits planned, and planning the rest at once."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from rumahbersama.chain.oversight.checklists.queries import checklists_for
from rumahbersama.chain.oversight.visits import assignments, queries, ranking
from rumahbersama.chain.oversight.visits.actions import quarter as actions
from rumahbersama.chain.oversight.visits.actions.quarter import Wanted
from rumahbersama.chain.oversight.visits.forms import QuarterForm
from rumahbersama.chain.oversight.visits.models import Visit
from rumahbersama.chain.oversight.visits.permissions import (
    get_kecamatan_to_plan,
    get_visit_to_oversee,
)
from rumahbersama.chain.oversight.visits.quarters import Quarter, quarter_named
from rumahbersama.chain.oversight.visits.reference import risk_rule_on
from rumahbersama.chain.oversight.visits.views.closed_days import ANYWAY, closed_day
from rumahbersama.ground.core.formats import day as day_in_words
from rumahbersama.ground.core.http import go_to, refused, render_page
from rumahbersama.ground.core.outbox import once, was_taken
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.office_days.sentences import weekdays_in_words
from rumahbersama.workshop.papers.permissions import visible_papers


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """Show the plan of a quarter, and plan the villages that are not in it yet."""
    region, today = get_kecamatan_to_plan(request.user, code), timezone.localdate()
    quarter = quarter_named(request.GET.get("triwulan", ""), today=today)
    rows = ranking.ranked(region, user=request.user, quarter=quarter, today=today)
    form = _form(request, region, rows, today)
    if request.method == "POST" and (was_taken(request) or form.is_valid()):
        try:
            return go_to(request, once(request, lambda: _planned(request, region, quarter, form)))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    rule = risk_rule_on(today)
    visits = [visit for row in rows for visit in row.visits]
    weeks = assignments.weeks_of(visits, today=today)
    movable = sorted((visit for visit in visits if visit.is_ahead), key=lambda visit: visit.planned_on)
    context = {
        "region": region,
        "quarter": quarter,
        "rows": rows,
        "movable": movable,
        "doubled": ranking.on_one_day(visits) & {visit.pk for visit in movable},
        "planned": sum(row.is_planned for row in rows),
        "form": form,
        "rule": rule,
        "weekdays": weekdays_in_words("".join(str(day + 1) for day in rule.weekdays)),
        "is_over": quarter.last < today,
        "weeks": weeks,
        "ahead": sum(len(week.visits) for week in weeks),
        "letters": assignments.letters_of(region, quarter, visible_papers(request.user)),
    }
    return render_page(request, "visits/plan.html", context, invalid=request.method == "POST")


def _form(request: HttpRequest, region: Region, rows: list[ranking.Ranked], today: date) -> QuarterForm:
    posts = queries.posts_to_go(region)
    roles = queries.roles_of(posts, today=today)
    initial = {
        "kind": Visit.Kind.GUIDANCE,
        "villages": [row.village.code for row in rows if not row.is_planned],
        "people": [str(post) for post in queries.who_goes_round(roles)],
    }
    checklists = checklists_for(request.user)
    return QuarterForm(
        request.POST or None, rows=rows, posts=posts, checklists=checklists, roles=roles, initial=initial
    )


def _planned(request: HttpRequest, region: Region, quarter: Quarter, form: QuarterForm) -> str:
    wanted = Wanted(quarter, form.chosen_posts(), form.plan(quarter))
    said: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    rows = form.chosen_rows()
    made = actions.plan_quarter(kecamatan=region, rows=rows, wanted=wanted, **said)
    text = ngettext("{n} kunjungan direncanakan.", "{n} kunjungan direncanakan.", len(made)).format(n=len(made))
    messages.success(request, text)
    if len(made) < len(rows):
        left = len(rows) - len(made)
        text = ngettext(
            "{n} desa tidak mendapat hari pada triwulan ini; tambah orang, atau rencanakan triwulan berikutnya.",
            "{n} desa tidak mendapat hari pada triwulan ini; tambah orang, atau rencanakan triwulan berikutnya.",
            left,
        )
        messages.warning(request, text.format(n=left))
    return f"{reverse('visits:plan', args=[region.code])}?triwulan={quarter.code}"


@login_required
@require_POST
def swap(request: HttpRequest, code: str) -> HttpResponse:
    """Let two planned visits change days and people for each other."""
    region = get_kecamatan_to_plan(request.user, code)
    back = f"{reverse('visits:plan', args=[region.code])}?triwulan={request.POST.get('triwulan', '')}"
    numbers = [request.POST.get(name, "") for name in ("satu", "dua")]
    if not all(number.isdecimal() and len(number) < 10 for number in numbers):
        return go_to(request, back)
    first, second = (get_visit_to_oversee(request.user, int(number)) for number in numbers)
    if {first.region.parent_id, second.region.parent_id} != {region.pk}:
        raise Http404
    moves = ((first, second.planned_on), (second, first.planned_on))
    closed = [text for visit, day in moves if (text := closed_day(visit.region, day))]
    if closed and first.pk != second.pk and request.POST.get(ANYWAY) != "ya":
        context = {"region": region, "first": first, "second": second, "closed": closed, "back": back}
        return render_page(request, "visits/swap.html", context, invalid=True)
    try:
        actions.swap_visits(first=first, second=second, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return refused(request, refusal, back_url=back)
    told = [_("{place} {day}").format(place=visit.region, day=day_in_words(day)) for visit, day in moves]
    text = _("Kedua kunjungan bertukar hari dan orang: {one}, {other}.").format(one=told[0], other=told[1])
    messages.success(request, text)
    return go_to(request, back)


@login_required
@require_POST
def letter(request: HttpRequest, code: str) -> HttpResponse:
    """Write the letter of assignment of a week, or of all visits of a quarter that are ahead, and lead there."""
    region, today = get_kecamatan_to_plan(request.user, code), timezone.localdate()
    quarter = quarter_named(request.POST.get("triwulan", ""), today=today)
    weeks = assignments.weeks_of(ranking.visits_of_quarter(region, user=request.user, quarter=quarter), today=today)
    chosen = next((week for week in weeks if week.monday.isoformat() == request.POST.get("pekan")), None)
    if request.POST.get("pekan"):
        weeks = [chosen] if chosen else []
    wanted: dict[str, Any] = {
        "week": chosen.monday if chosen else None,
        "visits": [visit for week in weeks for visit in week.visits],
    }
    try:
        made = assignments.write_letter(
            kecamatan=region, quarter=quarter, **wanted, by=request.user, at=timezone.now()
        )
    except Refusal as refusal:
        back = f"{reverse('visits:plan', args=[region.code])}?triwulan={quarter.code}"
        return refused(request, refusal, back_url=back)
    messages.success(request, _("Konsep surat tersimpan. Periksa isinya, lalu ajukan."))
    return go_to(request, made.get_absolute_url())

"""Pages of one case: write, show with its timeline, correct, decide."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rumahbersama.chain.house.mediation import documents, queries
from rumahbersama.chain.house.mediation.actions import cases as actions
from rumahbersama.chain.house.mediation.acts import Words, acts_for, words_of
from rumahbersama.chain.house.mediation.forms import CaseForm, DecisionForm
from rumahbersama.chain.house.mediation.permissions import get_case, get_place_of_cases, may_lead
from rumahbersama.chain.house.mediation.reference import frame_on
from rumahbersama.chain.house.mediation.rules import AGREED, MEDIATING, OVER, before_end_of, must_say_why
from rumahbersama.chain.house.mediation.timeline import timeline_of
from rumahbersama.chain.house.mediation.views.asking import asked
from rumahbersama.chain.house.problems.models import Problem
from rumahbersama.chain.house.problems.permissions import get_problem_to_view
from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.core.outbox import once
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.queries import children_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Write down a case; from a problem ("?masalah=12") it is linked, and the problem stays as it is."""
    region = get_place_of_cases(request.user, code)
    problem = _problem(request, region)
    initial = {"places": [place.code for place in problem.places.all()]} if problem else {}
    form = CaseForm(request.POST or None, places=[region, *children_of(region)], initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            return go_to(request, _opened(request, form, region, problem))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    taken = list(queries.cases_in(region, user=request.user).filter(problem=problem)) if problem else []
    context = {"region": region, "form": form, "problem": problem, "taken": taken}
    return render_page(request, "mediation/form.html", context, invalid=request.method == "POST")


def _problem(request: HttpRequest, region: Region) -> Problem | None:
    number = request.GET.get("masalah", "")
    if not number.isdecimal() or len(number) > 9:
        return None
    found = get_problem_to_view(request.user, int(number))
    if found.kecamatan_id != region.pk:
        raise Http404
    return found


def _opened(request: HttpRequest, form: CaseForm, region: Region, problem: Problem | None) -> str:
    """Write a case down once; return its page."""

    def write() -> str:
        made = actions.open_case(
            facts=form.facts(), kecamatan=region, problem=problem, by=request.user, at=timezone.now()
        )
        messages.success(
            request, _("Perkara tercatat dengan nomor {number}. Catat para pihaknya.").format(number=made.numbered)
        )
        return made.get_absolute_url()

    return once(request, write)


@login_required
@require_safe
def case(request: HttpRequest, key: str) -> HttpResponse:
    """Show one case to who handles it: parties, timeline, agreement, paper, bodies."""
    found, today = get_case(request.user, key), timezone.localdate()
    leads, steps, moves = may_lead(request.user, found), queries.steps_of(found), queries.moves_of(found)
    parties, left = queries.parties_ever_of(found)
    context = {
        "case": found,
        "region": found.kecamatan,
        "places": list(found.places.order_by("code")),
        "parties": parties,
        "left": left,
        "timeline": timeline_of(steps, moves),
        "bodies": queries.bodies_of_case(found),
        "points": queries.points_of(found),
        "paper": queries.paper_of(found, documents.KIND),
        "acts": acts_for(found, leads=leads, before_end=before_end_of(found.state, (move.state for move in moves))),
        "leads": leads,
        "is_over": found.state in OVER,
        "may_write": found.state not in OVER,
        "is_mediating": found.state == MEDIATING,
        "is_agreed": found.state == AGREED,
        "is_due": found.check_on is not None and found.check_on <= today,
        "frame": frame_on(today),
    }
    return render_page(request, "mediation/case.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Correct what a case is about."""
    found = get_case(request.user, key)
    first = {
        "kind": found.kind,
        "title": found.title,
        "causes": found.causes,
        "places": [place.code for place in found.places.all()],
    }
    places = [found.kecamatan, *children_of(found.kecamatan)]
    form = CaseForm(request.POST or None, places=places, initial=first)
    words = Words(title=_("Perbaiki perkara"), button=_("Simpan perbaikan"), done=_("Perbaikan tersimpan."))
    return asked(
        request, found, form, words, lambda said: actions.correct_case(case=found, facts=form.facts(), **said)
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for the reason of a decision ("?ke=agreed"), and take it."""
    found = get_case(request.user, key)
    leads, before_end = may_lead(request.user, found), queries.state_before_end(found)
    choices = acts_for(found, leads=leads, before_end=before_end)
    to = request.GET.get("ke", "")
    if to not in dict(choices):
        if not choices:
            raise PermissionDenied
        to = choices[0][0]
    is_back, today = found.state in OVER, timezone.localdate()
    offered = {"check_on": today + timedelta(days=frame_on(today).check_after_days)} if to == AGREED else {}
    asks_why = must_say_why(found.state, to)
    form = DecisionForm(request.POST or None, to=to, asks_day=not is_back, asks_why=asks_why, initial=offered)

    def act(said: dict[str, Any]) -> object:
        return actions.decide(case=found, decision=form.decision(), leads=leads, **said)

    words = words_of(to, is_back=is_back)
    return asked(request, found, form, words, act, points=queries.points_of(found) if to == AGREED else [])

"""Pages of one problem: write, show, correct."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rumahbersama.chain.house.problems import actions, queries
from rumahbersama.chain.house.problems.actions import Snapshot
from rumahbersama.chain.house.problems.acts import choices_for, links_of, why_not_merged
from rumahbersama.chain.house.problems.forms import OTHER, ProblemForm, ScoreForm, initial_of
from rumahbersama.chain.house.problems.models import Problem
from rumahbersama.chain.house.problems.permissions import (
    get_kecamatan_to_raise,
    get_problem_to_correct,
    get_problem_to_view,
    may_correct,
    may_lead,
    may_lead_at,
    may_remove,
    may_score,
    places_to_raise_of,
)
from rumahbersama.chain.house.problems.reading import asked
from rumahbersama.chain.house.problems.rules import NEW
from rumahbersama.chain.house.problems.usg import scale_on
from rumahbersama.ground.core.http import go_to, render_page, seen_version
from rumahbersama.ground.core.outbox import deliverable, once
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.roles import VIEW_HISTORY
from rumahbersama.ground.regions.models import Region


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@deliverable
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Write down a problem, with what the address brings along."""
    kecamatan = get_kecamatan_to_raise(request.user, code)
    places, snapshots = places_to_raise_of(request.user, kecamatan), asked(request.GET, user=request.user)
    form = ProblemForm(
        request.POST or None,
        places=places,
        posts=queries.posts_in(kecamatan) if may_lead_at(request.user, kecamatan) else None,
        is_correction=False,
        initial=_first_guess(places, snapshots),
    )
    if request.method == "POST" and form.is_valid():
        try:
            return go_to(request, _raised(request, form, kecamatan, snapshots))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"region": kecamatan, "form": form, "places": places, "snapshots": snapshots}
    return render_page(request, "problems/form.html", context, invalid=request.method == "POST")


def _first_guess(places: list[Region], snapshots: list[Snapshot]) -> dict[str, Any]:
    """Return what the form begins with: what the first snapshot is about, as far as it says so."""
    if not snapshots:
        return {}
    read = snapshots[0].evidence
    codes = {place.code for place in places}
    named = [each.evidence.place_code for each in snapshots if each.evidence.place_code in codes]
    return {"places": named, "area": read.area or OTHER, "people": read.people}


def _raised(request: HttpRequest, form: ProblemForm, kecamatan: Region, snapshots: list[Snapshot]) -> str:
    """Write a problem down once; return its page."""
    places = list(form.place_of.values())

    def write() -> str:
        made = actions.raise_problem(
            facts=form.facts(),
            kecamatan=kecamatan,
            raised_at=places[0],
            by=request.user,
            at=timezone.now(),
            snapshots=snapshots,
        )
        messages.success(request, _("Masalah tersimpan dengan nomor {number}.").format(number=made.numbered))
        return made.get_absolute_url()

    return once(request, write)


@login_required
@require_safe
def problem(request: HttpRequest, number: int) -> HttpResponse:
    """Show one problem: evidence then and now, people, causes, scores, decisions, and the promises that followed."""
    found, today = get_problem_to_view(request.user, number), timezone.localdate()
    scale, scores, places = scale_on(today), queries.scores_of(found), queries.places_of(found)
    mine = next((score for score in scores if score.by_id == request.user.pk), None)
    leads, scoring = may_lead(request.user, found), may_score(request.user, found)
    context = {
        "problem": found,
        "region": found.kecamatan,
        "places": places,
        "evidence": [(each, may_remove(request.user, found, each)) for each in queries.evidence_of(found)],
        "causes": queries.causes_of(found),
        "scale": scale,
        "scores": scores,
        "spread": queries.spread_in(scores, today=today),
        "score_form": ScoreForm(criteria=scale.criteria, given=mine) if scoring else None,
        "mine": mine,
        "moves": queries.moves_of(found),
        "promises": queries.promises_from([found, *found.merged_here], user=request.user),
        "choices": choices_for(request.user, found),
        "links": links_of(request.user, found),
        "alike": queries.doubles_of(found, places=places, user=request.user) if leads and found.state == NEW else [],
        "may_lead": leads,
        "may_merge": leads and not why_not_merged(found),
        "may_score": scoring,
        "may_correct": may_correct(request.user, found),
        "may_view_history": scope_of(request.user).may(VIEW_HISTORY, found.kecamatan.code),
    }
    return render_page(request, "problems/problem.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Correct a problem, with a reason."""
    found = get_problem_to_correct(request.user, number)
    named, causes = list(found.places.order_by("code")), list(found.causes.all())
    places = places_to_raise_of(request.user, found.kecamatan)
    places += [place for place in named if place not in places]
    form = ProblemForm(
        request.POST or None,
        places=places,
        posts=_posts(request, found),
        is_correction=True,
        initial=initial_of(found, named, causes),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_problem(
                problem=found,
                facts=form.facts(answers=found.answers),
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
                seen=seen_version(request, found.version),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Perbaikan tersimpan."))
            return go_to(request, found.get_absolute_url())
    context = {"region": found.kecamatan, "problem": found, "form": form}
    context["seen"] = seen_version(request, found.version)
    return render_page(request, "problems/form.html", context, invalid=request.method == "POST")


def _posts(request: HttpRequest, found: Problem) -> Any:  # noqa: ANN401 - posts, or None
    return queries.posts_in(found.kecamatan) if may_lead(request.user, found) else None

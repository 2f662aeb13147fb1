"""Pages of the goals of a programme."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rumahbersama.chain.house.programme.actions.goals import remove_goal, save_goal
from rumahbersama.chain.house.programme.forms import GoalForm, initial_of_goal
from rumahbersama.chain.house.programme.models import Goal, Programme, face_of
from rumahbersama.chain.house.programme.permissions import get_goal_to_keep, get_programme_to_keep
from rumahbersama.chain.needs.models import Indicator, ServiceArea
from rumahbersama.ground.core.http import go_to, refused, render_page
from rumahbersama.ground.core.outbox import once
from rumahbersama.ground.core.rules import Refusal


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, number: int) -> HttpResponse:
    """Write a goal into a programme."""
    return _form(request, get_programme_to_keep(request.user, number), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int, goal: int) -> HttpResponse:
    """Change a goal, or take it out."""
    found = get_goal_to_keep(request.user, number, goal)
    if request.POST.get("lakukan") == "hapus":
        return _removed(request, found)
    return _form(request, found.programme, found)


def _form(request: HttpRequest, programme: Programme, goal: Goal | None) -> HttpResponse:
    form = GoalForm(
        request.POST or None,
        programme=programme,
        areas=_offered(ServiceArea, goal.area_id if goal else None),
        indicators=_offered(Indicator, goal.indicator_id if goal else None),
        initial=initial_of_goal(goal) if goal else None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            return go_to(request, once(request, lambda: _saved(request, programme, goal, form)))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "programme": programme, "region": programme.region, "goal": goal}
    context["seen"] = request.POST.get("seen") or (face_of(goal) if goal else "")
    return render_page(request, "programme/goal.html", context, invalid=request.method == "POST")


def _offered(model: type[ServiceArea] | type[Indicator], kept: int | None) -> list[Any]:
    """Return what may be chosen, and what the goal has already though it is offered no more."""
    return list(model.objects.filter(Q(disabled_on=None) | Q(pk=kept)))


def _saved(request: HttpRequest, programme: Programme, goal: Goal | None, form: GoalForm) -> str:
    reason = form.cleaned_data.get("reason", "")
    at = timezone.now()
    seen = request.POST.get("seen", "")
    save_goal(programme=programme, goal=goal, wish=form.wish(), reason=reason, by=request.user, at=at, seen=seen)
    messages.success(request, _("Sasaran tersimpan."))
    return programme.get_absolute_url()


def _removed(request: HttpRequest, goal: Goal) -> HttpResponse:
    try:
        told = {"reason": request.POST.get("reason", ""), "seen": request.POST.get("seen", "")}
        remove_goal(goal=goal, by=request.user, at=timezone.now(), **told)
    except Refusal as refusal:
        return refused(request, refusal, back_url=request.path)
    messages.success(request, _("Sasaran dihapus."))
    return go_to(request, goal.programme.get_absolute_url())

"""The page of one note or recommendation, and the proof of its re-checks."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rumahbersama.chain.oversight.recommendations import queries, rules
from rumahbersama.chain.oversight.recommendations.acts import acts_for
from rumahbersama.chain.oversight.recommendations.models import Recommendation
from rumahbersama.chain.oversight.recommendations.permissions import get_proof_to_view, get_to_view, may_work_on
from rumahbersama.chain.oversight.recommendations.reference import rule_on
from rumahbersama.ground.core.http import render_page
from rumahbersama.ground.files import serving
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.roles import PROMISE, READ_GUIDANCE, VIEW_HISTORY


@login_required
@require_safe
def recommendation(request: HttpRequest, number: int) -> HttpResponse:
    """Show one: what, why, how it is mended, what the village said, what was promised, and every step."""
    found, today = get_to_view(request.user, number), timezone.localdate()
    promises = queries.promises_from(found, user=request.user)
    is_inside = scope_of(request.user).may(READ_GUIDANCE, found.village.code)
    steps = queries.steps_of(found)
    context = context_of(found) | {
        "steps": steps if may_work_on(request.user, found) else [step for step in steps if not step.is_of_draft],
        "promises": promises,
        "is_proved": found.is_open and any(each.state == each.State.VERIFIED for each in promises),
        "acts": acts_for(request.user, found, today=today),
        "is_inside": is_inside,
        "may_work_on": may_work_on(request.user, found),
        "may_promise": bool(scope_of(request.user).places_for(PROMISE)) and found.is_confirmed and found.is_open,
        "may_view_history": scope_of(request.user).may(VIEW_HISTORY, found.village.code),
    }
    return render_page(request, "recommendations/recommendation.html", context)


def context_of(found: Recommendation) -> dict[str, Any]:
    """Return what every page about one tells of it."""
    today = timezone.localdate()
    return {
        "found": found,
        "region": found.village,
        "severity": rule_on(today).severity(found.severity),
        "rule": rule_on(today),
        "today": today,
        "is_silent": found.is_unanswered(today),
        "is_late": found.is_late(today),
        "was_heard": found.was_heard(today),
        "was_silent": found.confirmed_reply == rules.ASKED,
    }


@login_required
@require_safe
def proof(request: HttpRequest, number: int, step: int) -> HttpResponse:
    """Give the file of a re-check, or with ``?kecil=1`` its small picture, to whoever may see what it is about."""
    found = get_proof_to_view(request.user, number, step)
    assert found.file is not None  # noqa: S101 - for the type checker: steps without a file are 404
    return serving.respond(found.file, small="kecil" in request.GET)

"""Where a problem may be moved by whom, and what other rooms hold about it, in words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rumahbersama.chain.house.problems.models import Problem
from rumahbersama.chain.house.problems.permissions import may_lead, may_take_in_hand
from rumahbersama.chain.house.problems.rules import (
    AGREED,
    CLOSED,
    IN_HAND,
    NEW,
    PUT_OFF,
    SOLVED,
    TABLED,
    UPWARD,
    ProblemRefusal,
    check_mergeable,
    is_reopening,
    next_states,
)
from rumahbersama.ground.core.registry import ProblemLink, problem_links


@dataclass(frozen=True)
class Links:
    """What other rooms hold about a problem, the newest first, and what may be begun there."""

    there: list[ProblemLink]
    acts: list[ProblemLink]


def links_of(user: Any, problem: Problem) -> Links:  # noqa: ANN401 - Account
    """Return what other rooms hold about a problem that was read with those merged into it."""
    found = list(problem_links.each(user=user, problems=[problem, *problem.merged_here]))
    there = [each for each in found if not each.is_act]
    return Links(
        there=sorted(there, key=lambda each: each.day or date.max, reverse=True),
        acts=[each for each in found if each.is_act],
    )


def why_not_merged(problem: Problem) -> str:
    """Return in words why a problem that was read with those merged into it cannot be merged; "" where it can."""
    try:
        check_mergeable(problem.state, holds_others=bool(problem.merged_here))
    except ProblemRefusal as refusal:
        return str(refusal)
    return ""


def choices_for(user: Any, problem: Problem) -> list[tuple[str, str]]:  # noqa: ANN401 - Account
    """Return where the user may move a problem, each with the act in words."""
    acts = {
        NEW: _("Buka lagi"),
        TABLED: _("Buka lagi dan bahas") if is_reopening(problem.state) else _("Bahas"),
        AGREED: _("Sepakati"),
        IN_HAND: _("Nyatakan ditangani"),
        SOLVED: pgettext("problem", "Nyatakan selesai"),
        PUT_OFF: _("Tunda"),
        UPWARD: _("Teruskan ke atas"),
        CLOSED: _("Tutup dengan alasan"),
    }
    if may_lead(user, problem):
        states = next_states(problem.state, was_shared=problem.shared_at is not None)
        return [(state, acts[state]) for state in states]
    return [(IN_HAND, acts[IN_HAND])] if may_take_in_hand(problem) else []

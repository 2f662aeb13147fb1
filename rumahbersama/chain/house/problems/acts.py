"""Where a problem may be moved by whom, in words."""

from typing import Any

from django.utils.translation import gettext as _

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
    is_reopening,
    next_states,
)


def choices_for(user: Any, problem: Problem) -> list[tuple[str, str]]:  # noqa: ANN401 - Account
    """Return where the user may move a problem, each with the act in words."""
    acts = {
        NEW: _("Buka lagi"),
        TABLED: _("Buka lagi dan bahas") if is_reopening(problem.state) else _("Bahas"),
        AGREED: _("Sepakati"),
        IN_HAND: _("Nyatakan ditangani"),
        SOLVED: _("Nyatakan selesai"),
        PUT_OFF: _("Tunda"),
        UPWARD: _("Teruskan ke atas"),
        CLOSED: _("Tutup dengan alasan"),
    }
    if may_lead(user, problem):
        states = next_states(problem.state, was_shared=problem.shared_at is not None)
        return [(state, acts[state]) for state in states]
    return [(IN_HAND, acts[IN_HAND])] if may_take_in_hand(problem) else []

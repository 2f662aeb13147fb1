"""Steps and decisions of a case as one line in time; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from rumahbersama.chain.house.mediation.models import Move, Step
from rumahbersama.chain.house.mediation.queries import Done


@dataclass(frozen=True)
class Event:
    """One thing on the line: a step with its earlier words, or a decision."""

    day: date
    step: Step | None = None
    earlier: tuple[Step, ...] = ()
    move: Move | None = None


def timeline_of(steps: Sequence[Done], moves: Sequence[Move]) -> list[Event]:
    """Return steps and decisions by their days, the oldest first; of one day the decisions come last."""
    events = [Event(done.step.day, step=done.step, earlier=done.earlier) for done in steps]
    events += [Event(timezone.localdate(move.at), move=move) for move in moves]
    return sorted(events, key=lambda event: (event.day, event.move is not None))

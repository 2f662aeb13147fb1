"""What the register counts with, from dated data (``data/mediation.yaml``)."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "data" / "mediation.yaml"


@dataclass(frozen=True)
class Frame:
    """What counts from a day on.

    Attributes:
        valid_from: the first day.
        legal_basis: what a camat's task stands on.
        assumption: what of it is ours.
        check_after_days: the check date offered for a new agreement, in days.
        longest_check_days: a check date further away is refused.
        most_parties: of one case.
        most_points: of one agreement.
        most_files: of one step, and of what is told in a report at one time.
        answer_shown_days: how long the home page of who sent a report tells that it was answered.
    """

    valid_from: date
    legal_basis: str
    assumption: str
    check_after_days: int
    longest_check_days: int
    most_parties: int
    most_points: int
    most_files: int
    answer_shown_days: int


@cache
def _all() -> tuple[Frame, ...]:
    told = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(sorted((Frame(**each) for each in told), key=lambda row: row.valid_from))


def frame_on(day: date) -> Frame:
    """Return what is in force on a day; before the first one the first counts."""
    return next((row for row in reversed(_all()) if row.valid_from <= day), _all()[0])

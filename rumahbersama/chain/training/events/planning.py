"""What a new event begins with, from dated data."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "data" / "planning.yaml"


@dataclass(frozen=True)
class Planning:
    """The first guess of an event: people and trainers of a class, when a day begins, its JP and pauses."""

    valid_from: date
    class_size: int
    trainers_of_a_class: int
    day_begins: str
    jp_of_a_day: int
    pauses: str


@cache
def _known() -> tuple[Planning, ...]:
    rows = [Planning(**told) for told in yaml.safe_load(FILE.read_text(encoding="utf-8"))]
    return tuple(sorted(rows, key=lambda row: row.valid_from))


def planning_on(day: date) -> Planning:
    """Return what is in force on a day; before the first one the first counts."""
    return next((row for row in reversed(_known()) if row.valid_from <= day), _known()[0])

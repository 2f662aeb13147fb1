"""The numbers of surveys that may change, from dated data.

Source: project decision, docs/adr/0023-surveys.md; ``data/limits.yaml``.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "data" / "limits.yaml"


@dataclass(frozen=True)
class Limits:
    """What counts from a day on.

    Attributes:
        valid_from: the first day.
        minimum_group: fewer anonymous answers than this are not shown.
        few_pairs: with fewer things rated twice an agreement is marked as uncertain.
        keep_drafts_days: after so many days what was never sent is removed.
        most_questions: of one version.
        most_invited: to one round.
    """

    valid_from: date
    minimum_group: int
    few_pairs: int
    keep_drafts_days: int
    most_questions: int
    most_invited: int


@cache
def _all() -> tuple[Limits, ...]:
    told = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    names = Limits.__dataclass_fields__
    return tuple(
        sorted((Limits(**{name: each[name] for name in names}) for each in told), key=lambda row: row.valid_from)
    )


def limits_on(day: date) -> Limits:
    """Return the numbers in force on a day; before the first ones the first count."""
    return next((row for row in reversed(_all()) if row.valid_from <= day), _all()[0])

"""Reference data of minutes: how long something is put off when nobody says otherwise; read once."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "data" / "minutes.yaml"


@dataclass(frozen=True)
class MinutesRule:
    """What is offered while minutes are written."""

    valid_from: date
    put_off_days: int


@cache
def _rules() -> tuple[MinutesRule, ...]:
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(
        sorted((MinutesRule(row["valid_from"], row["put_off_days"]) for row in rows), key=lambda r: r.valid_from)
    )


def minutes_rule_on(day: date) -> MinutesRule:
    """Return the rule in force on a day; before the first one the first counts."""
    return next((rule for rule in reversed(_rules()) if rule.valid_from <= day), _rules()[0])

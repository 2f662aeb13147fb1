"""Dated reference data of visits, read once from ``data/``."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True)
class VisitRule:
    """How many photos a visit has, and how small a phone makes them."""

    valid_from: date
    photos: int
    longest_side: int
    quality: float
    most_bytes: int


@cache
def read(name: str) -> Any:  # noqa: ANN401 - whatever the file holds
    """Return what a file of ``data/`` holds."""
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


@cache
def _visit_rules() -> tuple[VisitRule, ...]:
    names = VisitRule.__dataclass_fields__
    rules = [VisitRule(**{name: each[name] for name in names}) for each in read("visits.yaml")]
    return tuple(sorted(rules, key=lambda rule: rule.valid_from))


def visit_rule_on(day: date) -> VisitRule:
    """Return the rule in force on a day; before the first one the first counts."""
    rules = _visit_rules()
    return next((rule for rule in reversed(rules) if rule.valid_from <= day), rules[0])


@dataclass(frozen=True)
class Weight:
    """What one of a kind of reason weighs, and the most its kind may weigh."""

    each: int
    most: int


@dataclass(frozen=True)
class RiskRule:
    """How reasons are weighed, and how visits are spread over weeks and people."""

    valid_from: date
    weights: dict[str, Weight]
    per_week: int
    team: int
    weekdays: tuple[int, ...]


@cache
def _risk_rules() -> tuple[RiskRule, ...]:
    rules = [
        RiskRule(
            valid_from=each["valid_from"],
            weights={kind: Weight(**weight) for kind, weight in each["weights"].items()},
            per_week=each["per_week"],
            team=each["team"],
            weekdays=tuple(each["weekdays"]),
        )
        for each in read("risks.yaml")
    ]
    return tuple(sorted(rules, key=lambda rule: rule.valid_from))


def risk_rule_on(day: date) -> RiskRule:
    """Return the rule of reasons in force on a day; before the first one the first counts."""
    rules = _risk_rules()
    return next((rule for rule in reversed(rules) if rule.valid_from <= day), rules[0])

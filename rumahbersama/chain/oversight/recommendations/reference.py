"""Reference data: how severe something is, how long a reply may take, from how many villages on something repeats.

Source: ``data/recommendations.yaml``; project decision, docs/adr/0040-recommendations.md.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language

FILE = Path(__file__).parent / "data" / "recommendations.yaml"


@dataclass(frozen=True)
class Severity:
    """One grade: its code, name and meaning in both languages, and the working days proposed to mend it."""

    code: str
    names: tuple[str, str]
    meanings: tuple[str, str]
    working_days: int

    @property
    def name(self) -> str:
        """Return its name in the page's language."""
        return self.names[_tongue()]

    @property
    def meaning(self) -> str:
        """Return what it means in the page's language."""
        return self.meanings[_tongue()]


@dataclass(frozen=True)
class Rule:
    """What is in force on a day. ``severities`` go from the lightest to the heaviest."""

    valid_from: date
    legal_basis: str
    reply_working_days: int
    repeats_from_villages: int
    severities: tuple[Severity, ...]

    def severity(self, code: str) -> Severity:
        """Return a grade; one that is no longer used is called by its code."""
        return next(
            (each for each in self.severities if each.code == code), Severity(code, (code,) * 2, ("",) * 2, 0)
        )

    def rank(self, code: str) -> int:
        """Return how heavy a grade is, 0 the lightest; -1 for one that is no longer used."""
        return next((order for order, each in enumerate(self.severities) if each.code == code), -1)


def _tongue() -> int:
    return 1 if get_language() == "en" else 0


@cache
def _rules() -> tuple[Rule, ...]:
    told = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(sorted((_rule(each) for each in told), key=lambda rule: rule.valid_from))


def _rule(told: dict[str, Any]) -> Rule:
    severities = tuple(
        Severity(
            each["code"], (each["name"], each["name_en"]), (each["words"], each["words_en"]), each["working_days"]
        )
        for each in told["severities"]
    )
    plain = {name: told[name] for name in Rule.__dataclass_fields__ if name != "severities"}
    return Rule(**plain, severities=severities)


def rule_on(day: date) -> Rule:
    """Return the rule in force on a day; before the first one the first counts.

    Source: data/recommendations.yaml.
    """
    rules = _rules()
    return next((rule for rule in reversed(rules) if rule.valid_from <= day), rules[0])

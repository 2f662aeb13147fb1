"""When a promise is asked about again: pure rules over days, from dated data.

Source: project decision, docs/adr/0020-commitments.md; the numbers stand in ``data/reminders.yaml``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml
from dateutil.relativedelta import relativedelta

FILE = Path(__file__).parent / "data" / "reminders.yaml"
CATCH_UP = 7  # days: a server that was off does not send the reminders of a whole month at once
MONTH, BEFORE, LATE, HEADS = "bulan", "sebelum", "lewat", "camat"


@dataclass(frozen=True)
class Rule:
    """The reminders of one version of the data: months after the promise, days before and after it is due."""

    valid_from: date
    months_after: tuple[int, ...]
    days_before: tuple[int, ...]
    days_late: tuple[int, ...]
    escalate_after: int
    from_hour: int


@dataclass(frozen=True)
class Due:
    """One reminder that has fallen due: of which kind ("sebelum-14"), and on which day."""

    kind: str
    day: date


@cache
def _rules() -> tuple[Rule, ...]:
    told = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    rules = [
        Rule(
            valid_from=each["valid_from"],
            months_after=tuple(each["months_after"]),
            days_before=tuple(each["days_before"]),
            days_late=tuple(each["days_late"]),
            escalate_after=each["escalate_after"],
            from_hour=each["from_hour"],
        )
        for each in told
    ]
    return tuple(sorted(rules, key=lambda rule: rule.valid_from))


def rule_on(day: date) -> Rule:
    """Return the rule in force on a day; before the first one the first counts."""
    rules = _rules()
    return next((rule for rule in reversed(rules) if rule.valid_from <= day), rules[0])


def _recent(today: date) -> list[date]:
    return [today - timedelta(days=back) for back in range(CATCH_UP + 1)]


def promised_days(today: date, rule: Rule) -> set[date]:
    """Return the days of promising whose reminder may have fallen due lately, for the search in the database."""
    months = {day - relativedelta(months=count) for day in _recent(today) for count in rule.months_after}
    # A promise of the 31st is asked about on the last day of a shorter month.
    return {day + timedelta(days=more) for day in months for more in range(4)}


def due_days(today: date, rule: Rule) -> set[date]:
    """Return the deadlines whose reminder may have fallen due lately, for the search in the database."""
    after = [-days for days in (*rule.days_late, rule.escalate_after)]
    return {day + timedelta(days=days) for day in _recent(today) for days in (*rule.days_before, *after)}


def reminders_due(*, promised_on: date, due_on: date, today: date, rule: Rule) -> list[Due]:
    """Return the reminders of one promise that fell due in the last days, the earliest first.

    A question after months is not asked on or after the deadline: then it is late, and that is said.
    """
    found = [
        each
        for each in _all(promised_on=promised_on, due_on=due_on, rule=rule)
        if today - timedelta(days=CATCH_UP) <= each.day <= today
    ]
    return sorted(found, key=lambda each: each.day)


def _all(*, promised_on: date, due_on: date, rule: Rule) -> Iterator[Due]:
    for count in rule.months_after:
        asked = promised_on + relativedelta(months=count)
        if asked < due_on:
            yield Due(f"{MONTH}-{count}", asked)
    for days in rule.days_before:
        warned = due_on - timedelta(days=days)
        if warned > promised_on:
            yield Due(f"{BEFORE}-{days}", warned)
    for days in rule.days_late:
        yield Due(f"{LATE}-{days}", due_on + timedelta(days=days))
    yield Due(f"{HEADS}-{rule.escalate_after}", due_on + timedelta(days=rule.escalate_after))
